"""Saturation in a project: the interviews in order, the codes that count. Heavy (pandas)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
from sqlalchemy import Connection

from kwalcode.analysis.guest import BASE, RUN
from kwalcode.analysis.saturation import SHUFFLES, Saturation, saturation
from kwalcode.model import Counted, Origin
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.interviews import ORIGINS_COUNTED, as_held
from kwalcode.project.analyses.talk import talk
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents


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
    counting = set(found.documents)
    interviews = as_held(
        connection, [d for d in all_documents(connection) if d.id in counting], date_attribute
    )
    documents = interviews.documents
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
        interviews.attribute,
        tuple(d.name for d in interviews.undated),
        origins,
        len(codes),
    )
