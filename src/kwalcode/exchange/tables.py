"""CSV in and out: what every table from outside has in common.

Read are comma, semicolon and tab as separators, any encoding that `transcripts.encoding`
knows, quoted cells with newlines, and the line `sep=;` that spreadsheets put on top. Row
numbers are those that a spreadsheet shows: the header is row 1.

On the way out a cell that a spreadsheet would take for a formula gets an apostrophe in front
(`safe_cell`). So that this can be undone without harm to a text like `'t was`, it is given
and taken by one rule: an apostrophe is added to, and taken from, what begins with any number
of apostrophes and then one of `= + - @`, tab or CR.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TypeVar

from kwalcode.cells import original_cell
from kwalcode.errors import BadRows, KwalcodeError, UnreadableFile
from kwalcode.exchange.files import opened
from kwalcode.i18n import _, counted
from kwalcode.transcripts.encoding import decode, unified
from kwalcode.transcripts.refusals import refusal, shown

MAX_BYTES = 1_000_000_000
"""Larger tables are refused; 500,000 codings with their quotes stay well below it."""
MAX_LEGACY_BYTES = 200_000_000
"""The limit for a table that is not UTF-8: it has to be decoded as a whole."""
_MAX_CELL = 50_000_000
_BLOCK = 1 << 20
_TOLD = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_SHOWN_ROWS = 3
_SHOWN_CHARS = 40

Value = TypeVar("Value")


class RowError(KwalcodeError):
    """What is wrong with one row of a table, without its number."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number (the header is 1), its cells by column, "" where it has none.

    `problem` says what is wrong with the row as a row, "" when nothing is.
    """

    number: int
    cells: Mapping[str, str]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table being read: the file's name, its columns as written, and its rows, once.

    Iterating raises UnreadableFile where the file stops being CSV.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


@contextmanager
def open_table(path: Path, *, lower: bool = True) -> Iterator[Table]:
    """Open a CSV file and read its header; the rows are streamed.

    `lower` folds the names of the columns to lower case. Raises UnreadableFile.
    """
    with opened(path, limit=MAX_BYTES, kind="CSV") as file, _lines(path, file) as lines:
        yield read_table(lines, str(path), lower=lower)


def read_table(lines: Iterable[str], name: str, *, lower: bool = True) -> Table:
    """Return the table in `lines` (with their newlines), as `open_table` does."""
    csv.field_size_limit(max(_MAX_CELL, csv.field_size_limit()))
    waiting = iter(lines)
    number, first, delimiter = _first_line(waiting, name)
    reader = csv.reader(chain([first], waiting), delimiter=delimiter, strict=True)
    records = _records(reader, name, number)
    found = next(records, None)
    if found is None:
        raise refusal(name, _no_header())
    number, header = found
    columns = _columns(header, f"{name}, row {number}", lower=lower)
    return Table(name, tuple(filter(None, columns)), _rows(records, columns))


def require(table: Table, *columns: str) -> None:
    """Raise UnreadableFile unless the table has these columns."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        reason = _("there is no column {missing}; the columns are: {columns}").format(
            missing=listed(missing), columns=listed(table.columns)
        )
        raise refusal(table.name, reason)


def bad_rows(name: str, bad: Sequence[tuple[int, str]]) -> BadRows:
    """Return the error for a table with bad rows: how many, and the first few with reasons."""
    first = "; ".join(
        _("row {n}: {reason}").format(n=n, reason=reason) for n, reason in bad[:_SHOWN_ROWS]
    )
    more = len(bad) - _SHOWN_ROWS
    rest = "; " + counted("and {n} more", "and {n} more", more) if more > 0 else ""
    head = counted(
        "{n} bad row, so nothing was taken in", "{n} bad rows, so nothing was taken in", len(bad)
    )
    return BadRows(f"{shown(name)}: {head}; {shown(first)}{rest}", tuple(bad))


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line, for messages."""
    line = " ".join(text[: 4 * _SHOWN_CHARS].split())
    return line if len(line) <= _SHOWN_CHARS else line[: _SHOWN_CHARS - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """Return names in quotes with commas between, for messages."""
    return ", ".join(f"'{excerpt(name)}'" for name in names)


@contextmanager
def _lines(path: Path, file: BinaryIO) -> Iterator[Iterable[str]]:
    """Give the lines: streamed when the file is UTF-8, else decoded as a whole."""
    utf8 = _is_utf8(file)
    file.seek(0)
    if utf8:
        with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
            yield text
        return
    data = file.read(MAX_LEGACY_BYTES + 1)
    if len(data) > MAX_LEGACY_BYTES:
        raise refusal(str(path), _("a table of this size must be in UTF-8; save it as that"))
    yield io.StringIO(decode(str(path), data).text, newline="")


def _is_utf8(file: BinaryIO) -> bool:
    """Tell whether the rest of the file is UTF-8 without zero bytes, a block at a time."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := file.read(_BLOCK):
            if b"\0" in block:
                return False
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_line(lines: Iterator[str], name: str) -> tuple[int, str, str]:
    """Return the number of the header's row, its first line, and the delimiter."""
    delimiter = ""
    for number, line in enumerate(lines, start=1):
        bare = line.rstrip("\r\n").removeprefix("\ufeff")
        told = _TOLD.fullmatch(bare)
        if told:
            delimiter = told[1]
        elif bare and not bare.isspace():
            return number, line.removeprefix("\ufeff"), delimiter or _delimiter(line)
    raise refusal(name, _no_header())


def _no_header() -> str:
    return _("there is no header row in it; its first row names the columns")


def _delimiter(header: str) -> str:
    """Return the separator that the header has most of, outside quotes; comma when in doubt."""
    bare = _QUOTED.sub("", header)
    return max((",", ";", "\t"), key=bare.count)


def _records(
    reader: Iterator[list[str]], name: str, number: int
) -> Iterator[tuple[int, list[str]]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _malformed(name, number, error) from None
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells
        number += 1


def _malformed(name: str, number: int, error: csv.Error) -> UnreadableFile:
    reason = _("row {n} is not well-formed CSV ({error}); check the quote marks").format(
        n=number, error=error
    )
    return refusal(name, reason)


def _columns(header: Sequence[str], place: str, *, lower: bool) -> list[str]:
    """Return the names of the columns, "" where one has none. Raises UnreadableFile for twins."""
    columns = [" ".join(original_cell(cell).split()) for cell in header]
    seen: set[str] = set()
    for column in filter(None, columns):
        if column.casefold() in seen:
            raise refusal(place, _("column '{name}' is there twice").format(name=column))
        seen.add(column.casefold())
    return [column.casefold() for column in columns] if lower else columns


def _rows(records: Iterator[tuple[int, list[str]]], columns: Sequence[str]) -> Iterator[Row]:
    blank = dict.fromkeys(columns, "")
    nameless = "" in blank
    width = len(columns)
    for number, cells in records:
        values = blank | dict(zip(columns, map(_cell, cells), strict=False))
        beyond = cells[width:]
        if nameless:
            beyond += [c for c, name in zip(cells, columns, strict=False) if not name]
            del values[""]
        yield Row(number, values, _surplus(beyond) if beyond else "")


def _cell(cell: str) -> str:
    return unified(cell) if "\r" in cell else cell


def _surplus(beyond: Sequence[str]) -> str:
    extra = [cell for cell in beyond if cell.strip()]
    if not extra:
        return ""
    reason = _("a cell under no column: {cell}; put text that holds the separator in quotes")
    return reason.format(cell=listed(extra[:1]))
