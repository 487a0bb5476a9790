"""Codings as CSV, in and out: `document`, `start` and `end` or `quote`, `code`, `coder`,
optionally `occurrence`.

`start` and `end` are half-open, in Unicode code points of the document's stored text, and go
before the quote; where a quote is given too, it must be what stands there. A quote alone is
looked up (see `passages`); one that occurs more than once needs `occurrence`, from 1.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from kwalcode.cells import safe_cell
from kwalcode.errors import UsageError
from kwalcode.exchange.coding_rows import Resolver
from kwalcode.exchange.tables import RowError, Table, bad_rows, open_table, require
from kwalcode.i18n import _
from kwalcode.model import Coding
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.reads.codes import all_codes, find_code
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.people import all_coders, find_coder
from kwalcode.project.study import Study

COLUMNS = ("document", "start", "end", "quote", "code", "coder")
"""The columns of an export, in order; an import knows `occurrence` as well."""
_KNOWN = (*COLUMNS, "occurrence")


@dataclass(slots=True)
class Read:
    """What a file of codings holds: good rows as codings, bad rows as (number, reason).

    `doubtful` are the (document id, coder) with a bad row among theirs; `ignored` the columns
    that mean nothing here.
    """

    good: list[NewCoding] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    doubtful: set[tuple[int, str]] = field(default_factory=set)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did.

    `already_there` counts good rows that gave nothing new (also a row that is in the file
    twice); `bad` are the rows left out, as (row number, reason); `coders` and `documents` are
    the names met in good rows; `completed` counts the marks set; `ignored` are the columns
    that mean nothing here.
    """

    added: int
    already_there: int
    bad: tuple[tuple[int, str], ...]
    coders: tuple[str, ...]
    documents: tuple[str, ...]
    completed: int = 0
    ignored: tuple[str, ...] = ()


def import_codings(
    study: Study,
    path: Path,
    *,
    skip_bad: bool = False,
    complete: bool = False,
    default_coder: str | None = None,
) -> Result:
    """Put the codings of a CSV file into the project, as one act.

    Raises BadRows, and takes nothing in, when any row is bad, unless `skip_bad`. With
    `complete` the documents are then marked as completely coded by each coder that has
    codings in them in the file, except where a bad row of that coder was left out.
    `default_coder` stands in for an empty or missing column `coder`. Raises UnreadableFile.
    """
    study.require_actor()
    read = read_codings(study, path, default_coder)
    if read.bad and not skip_bad:
        raise bad_rows(str(path), read.bad)
    added = add_codings(study, read.good, source=path.name) if read.good else 0
    pairs = dict.fromkeys((coding.document, coding.coder) for coding in read.good)
    completed = _mark(study, [pair for pair in pairs if pair not in read.doubtful], complete)
    with study.reading() as connection:
        names = {document.id: document.name for document in all_documents(connection)}
    return Result(
        added=added,
        already_there=len(read.good) - added,
        bad=tuple(read.bad),
        coders=tuple(dict.fromkeys(coder for _document, coder in pairs)),
        documents=tuple(dict.fromkeys(names[document] for document, _coder in pairs)),
        completed=completed,
        ignored=read.ignored,
    )


def read_codings(study: Study, path: Path, default_coder: str | None = None) -> Read:
    """Read a CSV file of codings against the project's documents, codes and coders.

    The rows are streamed. A coder's name is taken as the project spells it, else as the file
    does first; case and spaces do not make another coder. Raises UnreadableFile when the file
    is no such table.
    """
    with open_table(path) as table, study.reading() as connection:
        _require_columns(table, default_coder)
        resolver = Resolver(
            all_documents(connection),
            all_codes(connection),
            all_coders(connection),
            lambda number: text_of(connection, number),
            default_coder or "",
        )
        answer = Read(ignored=tuple(c for c in table.columns if c not in _KNOWN))
        for row in table.rows:
            try:
                answer.good.append(resolver.coding(row))
            except RowError as error:
                answer.bad.append((row.number, str(error)))
        answer.doubtful = resolver.doubtful
        return answer


def export_codings(
    study: Study, out: TextIO, *, coder: str | None = None, code: str | None = None
) -> int:
    """Write codings as CSV, in the project's order of documents and then by place.

    Only those of one coder or of one code (without its sub-codes) where these are named.
    Streamed: one text at a time is in memory. Returns the number of codings. Raises NotFound.
    """
    with study.reading() as connection:
        known = all_codes(connection)
        codes = None if code is None else {find_code(known, code).id}
        coders = None if coder is None else {find_coder(connection, coder).id}
        row_of = _RowWriter(
            {document.id: document.name for document in all_documents(connection)},
            {entry.id: entry.path for entry in known},
            {entry.id: entry.name for entry in all_coders(connection)},
            lambda number: text_of(connection, number),
        )
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for coding in stream_codings(connection, codes=codes, coders=coders):
            writer.writerow(row_of(coding))
        return row_of.written


def _require_columns(table: Table, default_coder: str | None) -> None:
    require(table, "document", "code")
    if not {"start", "end"} <= set(table.columns):
        require(table, "quote")
    if default_coder is None:
        require(table, "coder")
    elif not default_coder.strip():
        raise UsageError(_("The coder's name is empty."))


def _mark(study: Study, pairs: Sequence[tuple[int, str]], complete: bool) -> int:
    by_coder: dict[str, list[int]] = {}
    for document, coder in pairs if complete else ():
        by_coder.setdefault(coder, []).append(document)
    return sum(mark_complete(study, coder, ids) for coder, ids in by_coder.items())


class _RowWriter:
    """Codings into rows; holds the text of one document at a time."""

    def __init__(
        self,
        documents: Mapping[int, str],
        codes: Mapping[int, str],
        coders: Mapping[int, str],
        text: Callable[[int], str],
    ) -> None:
        self.written = 0
        self._documents = {number: safe_cell(name) for number, name in documents.items()}
        self._codes = {number: safe_cell(path) for number, path in codes.items()}
        self._coders = {number: safe_cell(name) for number, name in coders.items()}
        self._text_of = text
        self._shown = 0
        self._text = ""

    def __call__(self, coding: Coding) -> tuple[str | int, ...]:
        """Return the cells of a coding's row."""
        if coding.document != self._shown:
            self._shown, self._text = coding.document, self._text_of(coding.document)
        self.written += 1
        return (
            self._documents[coding.document],
            coding.start,
            coding.end,
            safe_cell(self._text[coding.start : coding.end]),
            self._codes[coding.code],
            self._coders[coding.coder],
        )
