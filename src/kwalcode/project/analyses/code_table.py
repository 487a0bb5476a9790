"""The code-document table of a project. Heavy (pandas); imported only where needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Unpack

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.amounts import amounts
from kwalcode.analysis.code_table import code_table
from kwalcode.i18n import _
from kwalcode.model import Code, Counted
from kwalcode.project.analyses.contrasts import among, groups_of
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.interviews import find_attribute
from kwalcode.project.analyses.talk import Talk, talk, words_frame
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents


@dataclass(frozen=True, slots=True)
class StudyTable:
    """A code-document table: `cells` by code id and column number, `columns` the names.

    `by` is "document", "respondent" or the attribute; with a `reason` there is no column.
    `codes` are the codes by id, in order. `sizes` are the words said per column, where they
    were asked for.
    """

    cells: pd.DataFrame
    columns: tuple[str, ...]
    counted: Counted
    by: str
    codes: Mapping[int, Code]
    reason: str = ""
    sizes: tuple[int, ...] = ()

    @property
    def names(self) -> Mapping[int, str]:
        """The codes' paths by id."""
        return {number: code.path for number, code in self.codes.items()}


def study_table(
    connection: Connection,
    *,
    by: str = "document",
    unit: str = "quotations",
    share: str = "none",
    normalise: str = "none",
    binary: bool = False,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> StudyTable:
    """Count every code per document, respondent, or value of the attribute `by`.

    `sub_codes` lets a coding count for the codes above it too; the rest as in
    `filtering.Asked` and `analysis.code_table`. Raises NotFound, UsageError.
    """
    kind = by if by in ("document", "respondent") else find_attribute(connection, by)
    found = talk(connection, sub_codes=sub_codes, **asked)
    codes = all_codes(connection)
    listed = found.listed(codes)
    in_words = "words" in (unit, normalise)
    words = words_frame(connection, found.turns if in_words else found.turns.iloc[:0])
    columns, place, about = _columns(connection, found, kind)
    key = "document" if kind == "document" else "respondent"
    codings, words = (
        frame.assign(column=frame[key].map(place).fillna(-1).astype("int64"))
        for frame in (found.codings, words)
    )
    said = words["column"].value_counts()
    sizes = tuple(int(said.get(column, 0)) for column in range(len(columns)))
    cells = code_table(
        amounts(codings, words, by="column"),
        listed,
        list(range(len(columns))),
        by="column",
        unit=unit,
        share=share,
        binary=binary,
        normalise=normalise,
        sizes=dict(enumerate(sizes)),
    )
    reason = "" if columns else _("nothing counts yet")
    wanted = {code.id: code for code in codes if code.id in set(listed)}
    return StudyTable(cells, columns, about, kind, wanted, reason, sizes if in_words else ())


def _columns(
    connection: Connection, found: Talk, kind: str
) -> tuple[tuple[str, ...], dict[int, int], Counted]:
    """Return the columns' names, the column of each document or respondent, what was counted."""
    if kind == "document":
        titles = {d.id: d.name for d in all_documents(connection)}
        names = tuple(titles[number] for number in found.documents)
        return names, {n: i for i, n in enumerate(found.documents)}, found.counted
    if kind == "respondent":
        people = found.respondents
        return tuple(people.values()), {n: i for i, n in enumerate(people)}, found.counted
    groups = groups_of(connection, found, kind)
    values = sorted(set(groups.values()))
    place = {person: values.index(value) for person, value in groups.items()}
    return tuple(values), place, among(found, groups, kind)
