"""What acts on themes, patterns, relations and the framework share, and what becomes of findings
when a code, a theme, a respondent or a document goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, or_, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coding import check_range, ensure_quotation
from kwalcode.project.analyses.evidence import EVIDENCE
from kwalcode.project.history.change import Change
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.findings import SIDES, Subject, subject_names
from kwalcode.store.tables import (
    cells_read,
    patterns,
    quotations,
    relations,
    summaries,
    summary_quotations,
)

_ENDS: Final = {
    "code": (relations.c.from_code_id, relations.c.to_code_id),
    "theme": (relations.c.from_theme_id, relations.c.to_theme_id),
}


def check_subject(change: Change, subject: Subject) -> str:
    """Return what a code or a theme is called. Raises NotFound."""
    name = subject_names(change.connection).get(subject)
    if name is None:
        line = (
            _("There is no code with number {n}.")
            if subject.kind == "code"
            else _("There is no theme with number {n}.")
        )
        raise NotFound(line.format(n=subject.id))
    return name


def columns_of(subject: Subject | None, code: str = "code_id", theme: str = "theme_id") -> Any:
    """Return the values of the two columns that say which code or theme it is."""
    answer: dict[str, int | None] = {code: None, theme: None}
    if subject is not None:
        answer[code if subject.kind == "code" else theme] = subject.id
    return answer


def cite(
    change: Change, table: Table, finding: int, place: tuple[int, int, int], side: str, note: str
) -> int:
    """Put the passage (document, start, end) among the evidence of a finding; return the id of
    its quotation. One that is there already gets this side and note."""
    change.arguments["side"] = checked_side(side)
    quotation = quoted(change, *place)
    values = {"side": side, "note": note.strip()}
    key, held = table.columns[0], table.c.quotation_id
    known = select(key).where(key == finding, held == quotation)
    if change.connection.scalar(known) is not None:
        if not change.update(table, (key == finding) & (held == quotation), **values):
            change.forget()
    else:
        row = (finding, quotation, *values.values())
        change.insert_rows(table, (key.name, "quotation_id", *values), [row])
    return quotation


def checked_side(side: str) -> str:
    """Return the side. Raises Refused when it is none."""
    if side not in SIDES:
        raise Refused(
            _("'{side}' is no side; there are: {known}.").format(side=side, known=", ".join(SIDES))
        )
    return side


def quoted(change: Change, document: int, start: int, end: int) -> int:
    """Return the quotation on a passage, made if need be. Raises NotFound, Refused."""
    shown = read_document(change.connection, document)
    check_range(shown.name, start, end, shown.length)
    change.arguments.update(document=shown.name, start=start, end=end)
    return ensure_quotation(change, document, start, end)


def uncite(change: Change, table: Table, finding: int, quotation: int) -> None:
    """Take a quotation from the evidence of a finding. Raises NotFound when it is not there."""
    where = (table.columns[0] == finding) & (table.c.quotation_id == quotation)
    if not drop_evidence(change, table, where):
        raise NotFound(_("This quotation is not among them."))


def drop_evidence(change: Change, table: Table, where: ColumnElement[bool]) -> int:
    """Delete rows of evidence, and the quotations that nothing else is on; return how many."""
    return change.delete_users(table, where, quotations, table.c.quotation_id)


def on_quotations(places: Select[Any]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield which rows go with these quotations (a selection of ids)."""
    for table in EVIDENCE.values():
        yield table, table.c.quotation_id.in_(places)


def drop_subjects(change: Change, kind: str, ids: Collection[int]) -> None:
    """Take codes or themes (ids) out of patterns, relations and the framework, before they go.

    A pattern that loses a side is a draft again: what was checked is not there any more.
    """
    for side in ("a", "b"):
        column = patterns.c[f"{kind}_{side}_id"]
        change.update(patterns, column.in_(ids), **{column.name: None, "status": "draft"})
    change.delete(relations, or_(*(end.in_(ids) for end in _ENDS[kind])))
    drop_cells(change, summaries.c[f"{kind}_id"].in_(ids), cells_read.c[f"{kind}_id"].in_(ids))


def drop_cells(
    change: Change, of_summaries: ColumnElement[bool], of_readings: ColumnElement[bool]
) -> None:
    """Delete summaries with their links, and what was read."""
    gone = select(summaries.c.id).where(of_summaries)
    drop_evidence(change, summary_quotations, summary_quotations.c.summary_id.in_(gone))
    change.delete(summaries, of_summaries)
    change.delete(cells_read, of_readings)
