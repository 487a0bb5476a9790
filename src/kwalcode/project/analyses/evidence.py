"""The quotations that themes, patterns and summaries rest on, when a text is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Table, select

from kwalcode.project.history.change import Change
from kwalcode.store.tables import pattern_quotations, summary_quotations, theme_quotations

EVIDENCE: Final[Mapping[str, Table]] = {
    table.name: table for table in (theme_quotations, pattern_quotations, summary_quotations)
}
"""The tables that hold (finding, quotation), and perhaps a side and a note."""


def findings_of(table: Table) -> Table:
    """Return the table of the findings that rest on what stands in a table of evidence."""
    (parent,) = (key.column.table for key in table.columns[0].foreign_keys)
    return parent


def place_evidence(change: Change, details: Mapping[str, Any], quotation: int) -> bool:
    """Put evidence that waited for a decision on a quotation; tell whether that was to be done.

    `details` are those of `waiting_evidence`. The finding may be gone, or may have it there.
    """
    table = EVIDENCE[details["table"]]
    key, finding = table.columns[0], details["finding"]
    parent = findings_of(table).c.id
    there = change.connection.scalar(select(parent).where(parent == finding))
    known = select(key).where(key == finding, table.c.quotation_id == quotation)
    if there is None or change.connection.scalar(known) is not None:
        return False
    more = {name: details[name] for name in ("side", "note") if name in table.c}
    change.insert_rows(
        table, (key.name, "quotation_id", *more), [(finding, quotation, *more.values())]
    )
    return True


def waiting_evidence(table: Table, row: Any) -> dict[str, Any]:
    """Return what must be kept of a row of evidence that waits for a decision."""
    more = {name: getattr(row, name) for name in ("side", "note") if name in table.c}
    return {"table": table.name, "finding": row[0], **more}
