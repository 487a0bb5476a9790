"""Where two coders of a project disagree: the list for a meeting, with the words at stake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.agreement.disagreements import (
    BOUNDARY,
    CLASSES,
    KINDS,
    MISSED_CODE,
    classify,
    confusion,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Coder, Excerpt, Role
from kwalcode.project.agreement.agreements import compared_documents
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.analyses.frames import speech_where, units_frame
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.retrieval.speech import Speech
from kwalcode.units import order

_IN_ORDER = ("document", "start", "end", "coder", "code")
_MIRRORED = {"wider": "narrower", "narrower": "wider"}
"""How a boundary differs as seen from the other coder."""


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """What one coder did: the code's path, the range, the words without speaker labels."""

    code: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing to talk about: a passage, and what each coder did there (None: nothing).

    `group` is one of `CLASSES`; `kind` is one of `KINDS`, as seen from the coder `whose` ("a" or
    "b": a's, unless it is a piece of b's). `turn` counts from 1. `others` are the codes that the
    other coder put on the same sentences, where this one is missed.
    """

    document: str
    start: int
    end: int
    turn: int | None
    group: str
    kind: str
    whose: str
    text: str
    a: CodedSpan | None
    b: CodedSpan | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyDisagreements:
    """The spans of two coders by class, and the list.

    `classes`: per class the spans of the first and the second coder; `codes` the same per code
    (by path) for the codes that either used; `confused`: code of the first, code of the second,
    how often they stand against each other. `n` sentences of `roles` in `documents`. These
    cover what was compared (`where`); `rows` only what was asked for.
    """

    coders: tuple[str, str]
    documents: tuple[str, ...]
    n: int
    roles: tuple[Role, ...]
    where: tuple[str, ...]
    classes: Mapping[str, tuple[int, int]]
    codes: Mapping[str, Mapping[str, tuple[int, int]]]
    confused: tuple[tuple[str, str, int], ...]
    rows: tuple[Disagreement, ...]
    notes: tuple[str, ...]


def study_disagreements(
    connection: Connection,
    *,
    coders: Sequence[str] | None = None,
    codes: Collection[int] | None = None,
    documents: Collection[int] | None = None,
    groups: Collection[str] = CLASSES[1:],
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    coded: Coded | None = None,
) -> StudyDisagreements:
    """Put every span of two coders in a class, and list those of `groups`.

    `codes` (ids) and `documents` (ids) limit the list to what touches them; the rest as for
    `study_agreement`. Raises NotFound for an unknown coder, UsageError unless there are two.
    """
    coded = coded or Coded(connection)
    people, names, coded_by, notes = compared_documents(coded, coders, where)
    by_id = {coder.id: coder.name for coder in people}
    first, second = two_of(people, coded_by, named=bool(coders))
    together = [d for d, who in coded_by.items() if {first, second} <= who]
    speech = speech_where(connection, roles, where)
    units = units_frame(connection, "sentence", together, roles, speech)
    spans = classify(coded.codings, units, (first, second))
    paths = {code.id: code.path for code in all_codes(connection)}
    chosen = listed_rows(spans, codes, documents, groups)
    return StudyDisagreements(
        (by_id[first], by_id[second]),
        tuple(names[d] for d in sorted(together)),
        len(units),
        tuple(roles),
        tuple(where),
        _counts(spans, first),
        {paths[c]: _counts(own, first) for c, own in _by_code(spans, paths)},
        tuple((paths[a], paths[b], n) for a, b, n in _confused(spans, (first, second))),
        tuple(_listed(connection, spans, chosen, first, paths)),
        notes,
    )


def two_of(
    people: Sequence[Coder], coded_by: Mapping[int, Collection[int]], *, named: bool
) -> tuple[int, int]:
    """Return the two coders (ids) whose work is set side by side.

    `people` are the coders compared, `named` that they were asked for; else those count who
    have a document together. Raises UsageError unless there are two.
    """
    present = sorted(set[int]().union(*(who for who in coded_by.values() if len(who) > 1)))
    ids = [coder.id for coder in people] if named else present
    if len(ids) > 2:
        names = [coder.name for coder in people if coder.id in ids]
        raise UsageError(
            _(
                "Disagreements are between two coders, here are {names}: choose two, as in"
                " --coders {first},{second}."
            ).format(names=", ".join(names), first=names[0], second=names[1])
        )
    pair = sorted(ids) if len(ids) == 2 else sorted(coder.id for coder in people)[:2]
    if len(pair) < 2:
        raise UsageError(_("Disagreements are between two coders, and here is one at most."))
    return pair[0], pair[1]


def mirrored(kind: str, *, is_first: bool) -> tuple[str, str]:
    """Return how a boundary differs as seen from the first coder, and "a"; a piece of the
    second coder's stays one, of "b". Two empty texts where it is no boundary.

    `kind` is as seen from the coder whose span it is, the first or the second.
    """
    if not kind:
        return "", ""
    if kind == "piece" or is_first:
        return kind, "a" if is_first else "b"
    return _MIRRORED.get(kind, kind), "a"


def _by_code(spans: pd.DataFrame, paths: Mapping[int, str]) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield the spans of each code that was used, in the order of the codebook."""
    groups = {int(str(code)): own for code, own in spans.groupby("code")}
    yield from ((code, groups[code]) for code in paths if code in groups)


def _counts(spans: pd.DataFrame, first: int) -> dict[str, tuple[int, int]]:
    """Count the spans of the first and the other coder per class."""
    mine = spans["coder"] == first
    counts = [spans["group"][side].value_counts().to_dict() for side in (mine, ~mine)]
    return {
        name: (int(counts[0].get(at, 0)), int(counts[1].get(at, 0)))
        for at, name in enumerate(CLASSES)
    }


def _confused(spans: pd.DataFrame, pair: tuple[int, int]) -> list[tuple[int, int, int]]:
    found = confusion(spans, pair).sort_values(["n", "a", "b"], ascending=[False, True, True])
    return [(int(a), int(b), int(n)) for a, b, n in found.itertuples(index=False)]


def listed_rows(
    spans: pd.DataFrame,
    codes: Collection[int] | None,
    documents: Collection[int] | None,
    groups: Collection[str],
) -> list[int]:
    """Return the rows to list, by place; of two spans set against each other one row is enough."""
    wanted = spans["group"].isin([CLASSES.index(name) for name in groups])
    if documents is not None:
        wanted &= spans["document"].isin(list(documents))
    if codes is not None:
        own = spans["code"].isin(list(codes)).to_numpy()
        partner = spans["partner"].to_numpy()
        wanted &= own | (own[partner] & (partner >= 0)) if len(own) else own
    chosen = np.flatnonzero(wanted.to_numpy())
    columns = (spans[name].to_numpy(dtype=np.int64)[chosen] for name in _IN_ORDER)
    chosen = chosen[order(*columns)]
    place = np.full(len(spans) + 1, len(spans), dtype=np.int64)  # what is not listed comes last
    place[chosen] = np.arange(len(chosen))
    partners = spans["partner"].to_numpy(dtype=np.int64)
    own = partners[chosen]
    mutual = (own >= 0) & (partners[np.maximum(own, 0)] == chosen)
    answer: list[int] = chosen[~mutual | (place[own] > place[chosen])].tolist()
    return answer


def _listed(
    connection: Connection,
    spans: pd.DataFrame,
    rows: Sequence[int],
    first: int,
    paths: Mapping[int, str],
) -> Iterator[Disagreement]:
    """Yield the rows with their words; spans and rows are in order of document."""
    known = {d.id: d for d in all_documents(connection)}
    documents = spans["document"].to_numpy()
    for number, group in groupby(rows, key=lambda at: int(documents[at])):
        low, high = documents.searchsorted(number, "left"), documents.searchsorted(number, "right")
        page = _Page(Speech(connection, known[number]), spans.iloc[low:high], first, paths)
        yield from map(page.disagreement, group)


class _Page:
    """One document: its words, and what both coders did in it."""

    def __init__(
        self, speech: Speech, spans: pd.DataFrame, first: int, paths: Mapping[int, str]
    ) -> None:
        self._speech, self._spans = speech, spans
        self._first, self._paths = first, paths
        self._rows: dict[Any, dict[Any, int]] = spans.to_dict("index")

    def disagreement(self, at: int) -> Disagreement:
        """Return one row of the frame, with the one it is set against."""
        row = self._rows[at]
        partner = self._rows.get(row["partner"])
        sides = [self._span(row), self._span(partner) if partner else None]
        mine = row["coder"] == self._first
        kind = KINDS[row["kind"]] if row["group"] == BOUNDARY else ""
        ends = [side for side in sides if side]
        start, end = min(side.start for side in ends), max(side.end for side in ends)
        a, b = sides if mine else sides[::-1]
        kind, whose = mirrored(kind, is_first=mine)
        whole = self._words(start, end)
        return Disagreement(
            whole.document,
            start,
            end,
            whole.turn,
            CLASSES[row["group"]],
            kind,
            whose,
            whole.text,
            a,
            b,
            self._others(row) if row["group"] == MISSED_CODE else (),
        )

    def _span(self, row: Mapping[Any, int]) -> CodedSpan:
        start, end = row["start"], row["end"]
        return CodedSpan(self._paths[row["code"]], start, end, self._words(start, end).text)

    def _words(self, start: int, end: int) -> Excerpt:
        speech = self._speech
        return speech.excerpt(start, end, speech.spoken(start, end), (), (), "", {})

    def _others(self, row: Mapping[Any, int]) -> tuple[str, ...]:
        """Return the codes of the other coder on the same sentences."""
        spans = self._spans
        near = (spans["first"].to_numpy() <= row["last"]) & (
            spans["last"].to_numpy() >= row["first"]
        )
        near &= spans["coder"].to_numpy() != row["coder"]
        codes = spans["code"].to_numpy()[near].tolist()
        return tuple(dict.fromkeys(self._paths[code] for code in codes))
