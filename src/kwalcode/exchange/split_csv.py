"""A code's codings as a sheet, on which is written to which code each of them goes."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TextIO

from kwalcode.cells import safe_cell
from kwalcode.errors import NotFound
from kwalcode.exchange.tables import Row, RowError, bad_rows, open_table, require
from kwalcode.i18n import _
from kwalcode.project.reads.codes import CodeFinder, all_codes
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import Study

COLUMNS = ("coding", "document", "start", "end", "coder", "quote", "to")


def write_sheet(study: Study, code: int, out: TextIO) -> int:
    """Write the codings of a code (id) as CSV, the column `to` still empty; return how many."""
    written = 0
    with study.reading() as connection:
        documents = {document.id: document.name for document in all_documents(connection)}
        coders = {coder.id: coder.name for coder in all_coders(connection)}
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        shown, text = 0, ""
        for coding in stream_codings(connection, codes={code}):
            if coding.document != shown:
                shown, text = coding.document, text_of(connection, coding.document)
            where = (safe_cell(documents[coding.document]), coding.start, coding.end)
            quote = safe_cell(text[coding.start : coding.end])
            writer.writerow((coding.id, *where, safe_cell(coders[coding.coder]), quote, ""))
            written += 1
    return written


def read_sheet(study: Study, path: Path) -> dict[int, int | str]:
    """Return which coding (id) goes where: to a code's id, or to a new code of that name.

    Rows whose `to` is empty are left out. Raises UnreadableFile, and BadRows for a row without
    a coding's number or with a code that several may be meant by.
    """
    answer: dict[int, int | str] = {}
    bad: list[tuple[int, str]] = []
    with open_table(path) as table, study.reading() as connection:
        require(table, "coding", "to")
        known = all_codes(connection)
        finder = CodeFinder(known)
        names = {name for code in known for name in (code.name.casefold(), code.path.casefold())}
        for row in table.rows:
            try:
                to = row.cells["to"].strip()
                if to:
                    answer[_coding(row)] = finder.find(to).id if to.casefold() in names else to
            except (RowError, NotFound) as error:
                bad.append((row.number, str(error)))
    if bad:
        raise bad_rows(str(path), bad)
    return answer


def _coding(row: Row) -> int:
    """Return the number in a row. Raises RowError."""
    if row.problem:
        raise RowError(row.problem)
    cell = row.cells["coding"].strip()
    if not (cell.isascii() and cell.isdigit()):
        raise RowError(_("'{cell}' is no number of a coding").format(cell=cell))
    return int(cell)
