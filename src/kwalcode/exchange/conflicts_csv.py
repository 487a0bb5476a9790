"""Conflicts of a join as a table that can be decided on in a spreadsheet, and read back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from kwalcode.cells import original_cell, safe_cell
from kwalcode.errors import UsageError
from kwalcode.exchange.tables import bad_rows, open_table, require
from kwalcode.i18n import _
from kwalcode.project.joining.choices import Conflict, Take, read_decision

if TYPE_CHECKING:
    from kwalcode.exchange.tables import Row

COLUMNS: Final = (
    "file", "id", "decision", "conflict", "what", "name", "field", "ours", "theirs",
)  # fmt: skip
Decisions = Mapping[str, Mapping[str, Take]]
"""By the copy's file name and the conflict's id: what was decided."""


def write_conflicts(out: TextIO, found: Iterable[tuple[str, Conflict]]) -> int:
    """Write the conflicts (with the file names of their copies) that can be decided.

    Decided is what a join would take; to decide otherwise that cell is changed to ours or
    theirs. Returns how many there are.
    """
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    n = 0
    for file, one in found:
        if one.open:
            row = (
                file, one.id, one.take, one.kind, one.what, one.name, one.field, one.ours,
                one.theirs,
            )  # fmt: skip
            table.writerow([safe_cell(cell) for cell in row])
            n += 1
    return n


def read_decisions(path: Path) -> Decisions:
    """Read a table of `write_conflicts` with its decisions; an empty one decides nothing.

    Raises UnreadableFile, BadRows.
    """
    found: dict[str, dict[str, Take]] = {}
    bad: list[tuple[int, str]] = []
    with open_table(path) as table:
        require(table, "file", "id", "decision", "conflict")
        for row in table.rows:
            try:
                _read(row, found)
            except UsageError as error:
                bad.append((row.number, row.problem or str(error)))
    if bad:
        raise bad_rows(str(path), bad)
    return found


def _read(row: Row, found: dict[str, dict[str, Take]]) -> None:
    if row.problem:
        raise UsageError(row.problem)
    if not row.cells["decision"].strip():
        return
    side = read_decision(row.cells["conflict"].strip(), row.cells["decision"])
    own = found.setdefault(original_cell(row.cells["file"]), {})
    number = row.cells["id"].strip().casefold()
    if own.setdefault(number, side) != side:
        raise UsageError(_("'{id}' is decided twice").format(id=number))
