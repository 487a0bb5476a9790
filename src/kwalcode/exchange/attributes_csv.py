"""Attributes of respondents from CSV: the first column names the document.

An optional column `respondent` names the respondent, and `speaker` the speaker of a group interview
who is that respondent; every other column is an attribute, an empty cell takes the value away.
Documents that are given the same respondent share the attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kwalcode.cells import original_cell
from kwalcode.exchange.finding import DocumentFinder
from kwalcode.exchange.tables import (
    Row,
    RowError,
    Table,
    bad_rows,
    excerpt,
    open_table,
)
from kwalcode.i18n import _
from kwalcode.model import Document, Speaker
from kwalcode.project.acts.people import Filled, set_attributes
from kwalcode.project.reads.documents import all_documents, speakers_of
from kwalcode.project.reads.people import attribute_names, respondent_names
from kwalcode.project.study import Study
from kwalcode.transcripts.refusals import refusal

RESPONDENT, SPEAKER = "respondent", "speaker"


@dataclass(slots=True)
class Read:
    """What a file of attributes holds, fit for `set_attributes`, and its bad rows."""

    rows: dict[int, Filled] = field(default_factory=dict)
    speakers: dict[tuple[int, str], Filled] = field(default_factory=dict)
    bad: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did: values changed, documents met, rows left out as (number, reason)."""

    values: int
    documents: int
    bad: tuple[tuple[int, str], ...]


def import_attributes(study: Study, path: Path, *, skip_bad: bool = False) -> Result:
    """Give respondents the attributes in a CSV file, as one act.

    Raises BadRows, and changes nothing, when any row is bad, unless `skip_bad`. Raises
    UnreadableFile.
    """
    study.require_actor()
    read = read_attributes(study, path)
    if read.bad and not skip_bad:
        raise bad_rows(str(path), read.bad)
    changed = 0
    if read.rows or read.speakers:
        changed = set_attributes(study, read.rows, speakers=read.speakers, source=path.name)
    met = {*read.rows, *(document for document, _label in read.speakers)}
    return Result(changed, len(met), tuple(read.bad))


def read_attributes(study: Study, path: Path) -> Read:
    """Read a CSV file of attributes against the project's documents.

    Bad are rows of unknown documents, of a document that had a row before, and rows that
    contradict an earlier row of the same respondent. Raises UnreadableFile.
    """
    with open_table(path, lower=False) as table, study.reading() as connection:
        columns = _attribute_columns(table, attribute_names(connection))
        collector = _Collector(
            all_documents(connection),
            respondent_names(connection),
            speakers_of(connection),
            table.columns[0],
            columns,
        )
        for row in table.rows:
            try:
                collector.add(row)
            except RowError as error:
                collector.read.bad.append((row.number, str(error)))
        return collector.finished()


def _attribute_columns(table: Table, known: Sequence[str]) -> dict[str, str]:
    """Return column -> attribute, spelled as the project does where it has it already."""
    spelled = {name.casefold(): name for name in known}
    others = table.columns[1:]
    if not others:
        reason = _("there is one column only; the first names the document, the others attributes")
        raise refusal(table.name, reason)
    return {
        column: spelled.get(column.casefold(), column)
        for column in others
        if column.casefold() not in (RESPONDENT, SPEAKER)
    }


class _Collector:
    """Rows gathered by document, with the values of shared respondents brought together."""

    def __init__(
        self,
        documents: Sequence[Document],
        respondents: Mapping[int, str],
        speakers: Iterable[Speaker],
        first: str,
        columns: Mapping[str, str],
    ) -> None:
        self.read = Read()
        self._documents = DocumentFinder(documents)
        self._respondents = respondents
        self._first = first
        self._columns = columns
        self._speakers: dict[tuple[int, str], Speaker] = {}
        for speaker in speakers:
            self._speakers.setdefault((speaker.document, speaker.label.casefold()), speaker)
        self._row_of: dict[tuple[int, str], int] = {}
        self._values: dict[str, dict[str, tuple[str, int]]] = {}
        self._chosen: dict[tuple[int, str], tuple[str, str]] = {}

    def add(self, row: Row) -> None:
        """Take in a row. Raises RowError, and then the row leaves no trace."""
        if row.problem:
            raise RowError(row.problem)
        document = self._documents.find(original_cell(row.cells[self._first]))
        speaker = self._speaker(document, self._cell(row, SPEAKER))
        key = (document.id, "" if speaker is None else speaker.label)
        if key in self._row_of:
            reason = _("'{document}' has row {n} already")
            what = f"{document.name} {key[1]}".strip()
            raise RowError(reason.format(document=excerpt(what), n=self._row_of[key]))
        name = self._cell(row, RESPONDENT)
        present = document.respondent if speaker is None else speaker.respondent
        respondent = name or self._respondents.get(present or 0, "")
        if not respondent:  # there is none yet: one of the document's own name comes
            name = respondent = f"{document.name} {key[1]}".strip()
        self._merge(respondent, row)
        self._row_of[key] = row.number
        self._chosen[key] = (name, respondent)

    def finished(self) -> Read:
        """Return what was read, every document and speaker with its respondent's values."""
        for (document, label), (name, respondent) in self._chosen.items():
            values = {
                attribute: value for attribute, (value, _n) in self._values[respondent].items()
            }
            if label:
                self.read.speakers[document, label] = (name, values)
            else:
                self.read.rows[document] = (name, values)
        return self.read

    def _speaker(self, document: Document, label: str) -> Speaker | None:
        """Return the speaker named in a row, None where none is. Raises RowError."""
        found = self._speakers.get((document.id, label.casefold()))
        if found is None and label:
            reason = _("there is no speaker '{label}' in '{document}'")
            raise RowError(reason.format(label=excerpt(label), document=excerpt(document.name)))
        return found if label else None

    def _cell(self, row: Row, wanted: str) -> str:
        """Return the cell of the column of that name, "" where there is none."""
        for column, cell in row.cells.items():
            if column != self._first and column.casefold() == wanted:
                return " ".join(original_cell(cell).split())
        return ""

    def _merge(self, respondent: str, row: Row) -> None:
        known = self._values.get(respondent, {})
        merged = dict(known)
        for column, attribute in self._columns.items():
            value = original_cell(row.cells[column]).strip()
            before, n = known.get(attribute, ("", 0))
            if before and value and before != value:
                reason = _(
                    "'{respondent}' has {attribute} '{before}' in row {n} and '{value}' here"
                )
                raise RowError(
                    reason.format(
                        respondent=excerpt(respondent),
                        attribute=attribute,
                        before=excerpt(before),
                        n=n,
                        value=excerpt(value),
                    )
                )
            if not before:
                merged[attribute] = (value, row.number)
        self._values[respondent] = merged
