"""The words that mark a code: those of its quotations against the rest of the talk. Heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.joins import merged
from kwalcode.analysis.marking import PRIOR, marking_words
from kwalcode.i18n import _
from kwalcode.model import Counted
from kwalcode.project.analyses.contrasts import lemma_counts
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.talk import Talk, talk
from kwalcode.project.reads.codes import all_codes, find_code, subtree
from kwalcode.project.reads.documents import text_of
from kwalcode.units import Ints, cut, trimmed

INSIDE, OUTSIDE = "code", "rest"


@dataclass(frozen=True, slots=True)
class CodeWords:
    """Words that mark a code (its path): word, n, respondents, elsewhere, log_odds, z.

    `inside` and `outside` are how many words (lemmas without stop words) were said in its
    quotations and in the rest; `people` in how many respondents it has quotations. At least
    `least` of them must have said a word there. `reason` says why there are none at all.
    """

    words: pd.DataFrame
    code: str
    sub_codes: bool
    inside: int
    outside: int
    people: int
    counted: Counted
    prior: float
    least: int
    reason: str = ""


def study_code_words(
    connection: Connection,
    code: str,
    *,
    sub_codes: bool = False,
    prior: float = PRIOR,
    least: int = 2,
    **asked: Unpack[Asked],
) -> CodeWords:
    """Find the words that mark the quotations of a code, against all other talk that counts.

    `sub_codes` takes the quotations of the codes below it as well. Counted are lemmas in the
    speech of `roles`, coded or not, without Dutch stop words; a word belongs to a quotation when
    any part of it lies there. Log-odds with a Dirichlet prior (Monroe and others, 2008). Raises
    NotFound, UsageError.
    """
    known = all_codes(connection)
    chosen = find_code(known, code)
    wanted = subtree(known, chosen.id) if sub_codes else {chosen.id}
    found = talk(connection, **asked)
    spans = found.codings[found.codings["code"].isin(list(wanted))]
    counts = lemma_counts(connection, _speech(connection, found, spans))
    sizes = counts.groupby("group")["n"].sum()
    inside, outside = (int(sizes.get(name, 0)) for name in (INSIDE, OUTSIDE))
    marking = marking_words(counts, prior=prior, least=least)
    marking = marking[marking["group"] == INSIDE].drop(columns="group").reset_index(drop=True)
    people = int(spans.loc[spans["respondent"] >= 0, "respondent"].nunique())
    return CodeWords(
        marking,
        chosen.path,
        sub_codes,
        inside,
        outside,
        people,
        found.counted,
        prior,
        least,
        _reason(len(spans), inside, outside),
    )


def _reason(codings: int, inside: int, outside: int) -> str:
    if not codings:
        return _("the code has no codings")
    if not inside:
        return _("its quotations hold no words that count")
    return "" if outside else _("nothing else was said")


def _speech(connection: Connection, found: Talk, spans: pd.DataFrame) -> pd.DataFrame:
    """Cut the talk at the edges of the code's quotations, and name each piece's group."""
    turns = found.turns.reset_index(drop=True)
    document, start, end = _quotations(connection, spans)
    places = (turns[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end"))
    span, turn = cut(document, start, end, *places)
    first, last = turns["start"].to_numpy()[turn], turns["end"].to_numpy()[turn]
    pieces = turns.iloc[turn].assign(
        start=np.maximum(start[span], first), end=np.minimum(end[span], last), group=INSIDE
    )
    return pd.concat([pieces, _remainder(turns, turn, pieces)], ignore_index=True)


def _remainder(turns: pd.DataFrame, turn: Ints, pieces: pd.DataFrame) -> pd.DataFrame:
    """Return what the pieces (disjoint, in order, each of a turn) leave of the turns."""
    every = np.arange(len(turns))
    owner = np.r_[turn, every]
    start = np.r_[pieces["end"].to_numpy(), turns["start"].to_numpy()]
    end = np.r_[pieces["start"].to_numpy(), turns["end"].to_numpy()]
    # within a turn: its start and the pieces' ends, against the pieces' starts and its end
    begins, stops = np.lexsort((start, owner)), np.lexsort((end, owner))
    places = {"start": start[begins], "end": end[stops]}
    rest: pd.DataFrame = turns.iloc[owner[begins]].assign(**places, group=OUTSIDE)
    return rest.loc[rest["end"] > rest["start"]]


def _quotations(connection: Connection, spans: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """Return the merged quotations, widened to whole words: document, start, end."""
    first, last = trimmed(spans)
    document, start, end = merged(spans["document"].to_numpy(dtype=np.int64), first, last)
    for number in np.unique(document):
        text = text_of(connection, int(number))
        for at in np.flatnonzero(document == number):
            start[at] = _back(text, int(start[at]))
            end[at] = _on(text, int(end[at]))
    return merged(document, start, end)


def _back(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _on(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
