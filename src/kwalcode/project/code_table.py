"""The code-document table of a project. Heavy (pandas); imported only where needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.amounts import amounts
from kwalcode.analysis.code_table import code_table
from kwalcode.analysis.rollup import roll_up
from kwalcode.i18n import _
from kwalcode.model import Counted, Role
from kwalcode.project.contrasts import among, groups_of
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.talk import Talk, find_attribute, talk, words_frame


@dataclass(frozen=True, slots=True)
class StudyTable:
    """A code-document table: `cells` by code id and column number, `columns` the names.

    `by` is "document", "respondent" or the attribute; with a `reason` there is no column.
    """

    cells: pd.DataFrame
    columns: tuple[str, ...]
    counted: Counted
    by: str
    names: Mapping[int, str]
    reason: str = ""


def study_table(
    connection: Connection,
    *,
    by: str = "document",
    unit: str = "quotations",
    share: str = "none",
    binary: bool = False,
    sub_codes: bool = False,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
) -> StudyTable:
    """Count every code per document, respondent, or value of the attribute `by`.

    `sub_codes` lets a coding count for the codes above it too; the rest as in
    `frames.evidence` and `analysis.code_table`. Raises NotFound, UsageError.
    """
    kind = by if by in ("document", "respondent") else find_attribute(connection, by)
    found = talk(connection, coder=coder, roles=roles, where=where)
    codes = all_codes(connection)
    codings = found.codings
    if sub_codes:
        codings = roll_up(codings, {code.id: code.parent for code in codes})
    turns = found.turns if unit == "words" else found.turns.iloc[:0]
    words = words_frame(connection, turns)
    columns, place, about = _columns(connection, found, kind)
    key = "document" if kind == "document" else "respondent"
    frames = [
        frame.assign(column=frame[key].map(place).fillna(-1).astype("int64"))
        for frame in (codings, words)
    ]
    cells = code_table(
        amounts(frames[0], frames[1], by="column"),
        [code.id for code in codes],
        list(range(len(columns))),
        by="column",
        unit=unit,
        share=share,
        binary=binary,
    )
    reason = "" if columns else _("nothing counts yet")
    names = {code.id: code.path for code in codes}
    return StudyTable(cells, columns, about, kind, names, reason)


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
