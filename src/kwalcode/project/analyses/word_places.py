"""Where a word that marks a group or a code was said, sentence by sentence. Heavy (pandas)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from kwalcode.language.lemmas import lemmas, words
from kwalcode.project.analyses.contrasts import groups_of
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import units_frame
from kwalcode.project.analyses.interviews import find_attribute
from kwalcode.project.analyses.talk import Talk, talk
from kwalcode.project.reads.codes import all_codes, find_code, subtree
from kwalcode.project.reads.documents import text_of
from kwalcode.units import Ints, cut

Place = tuple[int, int, int]
"""A sentence: document (id), start, end."""


@dataclass(frozen=True, slots=True)
class WordPlaces:
    """The sentences in which a word was said: by the group or in the code's quotations
    (`inside`), and elsewhere; each in the order of documents and places."""

    inside: tuple[Place, ...]
    elsewhere: tuple[Place, ...]


def in_group(
    connection: Connection, word: str, by: str, group: str, **asked: Unpack[Asked]
) -> WordPlaces:
    """Find where a lemma was said by the respondents of a group, and by others who have a value
    of the attribute `by`. Raises NotFound, UsageError."""
    found = talk(connection, **asked)
    groups = groups_of(connection, found, find_attribute(connection, by))
    said = _said(connection, found, word)
    theirs = said["respondent"].map(groups)
    return _parted(said[theirs.notna()], (theirs[theirs.notna()] == group).tolist())


def in_code(
    connection: Connection, word: str, code: str, *, sub_codes: bool, **asked: Unpack[Asked]
) -> WordPlaces:
    """Find where a lemma was said in sentences that a code's quotations touch, and in others.

    Raises NotFound, UsageError.
    """
    known = all_codes(connection)
    chosen = find_code(known, code).id
    wanted = subtree(known, chosen) if sub_codes else {chosen}
    found = talk(connection, **asked)
    said = _said(connection, found, word).reset_index(drop=True)
    spans = found.codings[found.codings["code"].isin(list(wanted))]
    _span, touched = cut(*_edges(spans), *_edges(said))
    inside = set(touched.tolist())
    return _parted(said, [row in inside for row in range(len(said))])


def _edges(frame: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    document, start, end = (
        frame[name].to_numpy(dtype=np.int64) for name in ("document", "start", "end")
    )
    return document, start, end


def _parted(said: pd.DataFrame, inside: Collection[bool]) -> WordPlaces:
    rows = zip(*(said[name].tolist() for name in ("document", "start", "end")), strict=True)
    parts: dict[bool, list[Place]] = {True: [], False: []}
    for place, within in zip(rows, inside, strict=True):
        parts[within].append(place)
    return WordPlaces(tuple(parts[True]), tuple(parts[False]))


def _said(connection: Connection, found: Talk, word: str) -> pd.DataFrame:
    """Return the sentences of the talk that counts in which a lemma is said."""
    sentences = units_frame(connection, "sentence", found.documents, (), found.turns)
    sentences = sentences.sort_values(["document", "start"], ignore_index=True)
    forms: list[list[str]] = []
    for document, rows in sentences.groupby("document", sort=False):
        text = text_of(connection, int(str(document)))
        edges = zip(rows["start"].tolist(), rows["end"].tolist(), strict=True)
        forms += [words(text[start:end]) for start, end in edges]
    lemma = lemmas(form for said in forms for form in said)
    return sentences[[any(lemma[form] == word for form in said) for said in forms]]
