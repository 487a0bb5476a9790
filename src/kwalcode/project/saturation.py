"""Saturation in a project: the interviews in order, the codes that count. Heavy (pandas)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Unpack

import numpy as np
from sqlalchemy import Connection

from kwalcode.analysis.saturation import BASE, RUN, SHUFFLES, Saturation, saturation
from kwalcode.model import Counted, Document, Origin
from kwalcode.project.analyses import SEED
from kwalcode.project.filtering import Asked
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent
from kwalcode.project.talk import find_attribute, talk

ORIGINS_COUNTED: tuple[Origin, ...] = ("inductive", "in vivo")
"""Topic codes come with the guide: they are no news from an interview."""
_DATES = ("date", "datum", "interview date", "interviewdatum", "date of the interview")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


@dataclass(frozen=True, slots=True)
class StudySaturation:
    """Saturation in a project. `documents` names the interviews in the order taken; `order`
    is the attribute whose dates gave it, "" for the order of the documents in the study.
    `undated` are documents without a date, which come last."""

    result: Saturation
    counted: Counted
    documents: tuple[str, ...]
    order: str
    undated: tuple[str, ...]
    origins: tuple[Origin, ...]
    codes: int


def study_saturation(
    connection: Connection,
    *,
    base: int = BASE,
    run: int = RUN,
    seed: int = SEED,
    shuffles: int = SHUFFLES,
    date_attribute: str | None = None,
    **asked: Unpack[Asked],
) -> StudySaturation:
    """Follow new codes over the interviews (documents) that count, in order of their dates.

    `date_attribute` by default the first attribute that is called date or datum; the rest as in
    `filtering.Asked` and `analysis.saturation`, but `origins` by default `ORIGINS_COUNTED`.
    `codes` in the answer is how many codes of these origins (and within the other limits) the
    codebook has. Raises NotFound, UsageError.
    """
    asked["origins"] = tuple(asked.get("origins", ())) or ORIGINS_COUNTED
    found = talk(connection, **asked)
    origins = found.counted.filter.origins
    documents = [d for d in all_documents(connection) if d.id in set(found.documents)]
    attribute = _date_attribute(connection, date_attribute)
    held = _dates(connection, documents, attribute)
    if held:
        documents.sort(key=lambda d: held.get(d.id, date.max))  # undated ones last, as they were
    codes = found.listed(all_codes(connection))
    present = np.zeros((len(documents), len(codes)), dtype=np.bool_)
    row = {d.id: i for i, d in enumerate(documents)}
    column = {code: i for i, code in enumerate(codes)}
    pairs = found.codings[found.codings["code"].isin(codes)][["document", "code"]]
    for document, code in pairs.drop_duplicates().itertuples(index=False):
        present[row[document], column[code]] = True
    return StudySaturation(
        saturation(present, base=base, run=run, seed=seed, shuffles=shuffles),
        found.counted,
        tuple(d.name for d in documents),
        attribute if held else "",
        tuple(d.name for d in documents if d.id not in held) if held else (),
        origins,
        len(codes),
    )


def read_date(text: str) -> date | None:
    """Read 2023-03-06 or 6-3-2023 (day first, as the Dutch write); None for anything else."""
    iso, dutch = _ISO.fullmatch(text.strip()), _DUTCH.fullmatch(text.strip())
    parts = iso.groups() if iso else dutch.groups()[::-1] if dutch else None
    if parts is None:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:  # there is no 31 April
        return None


def _date_attribute(connection: Connection, wanted: str | None) -> str:
    """Return the attribute that holds dates, "" for none. Raises NotFound for an unknown one."""
    if wanted is not None:
        return find_attribute(connection, wanted)
    known = attribute_names(connection)
    return next((name for name in known if name.strip().casefold() in _DATES), "")


def _dates(
    connection: Connection, documents: Sequence[Document], attribute: str
) -> Mapping[int, date]:
    """Return the date of each document that has one: its respondent's."""
    values = attributes_by_respondent(connection) if attribute else {}
    texts = {d.id: values.get(d.respondent or 0, {}).get(attribute, "") for d in documents}
    read = {number: read_date(text) for number, text in texts.items()}
    return {number: day for number, day in read.items() if day is not None}
