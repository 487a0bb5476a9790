"""The framework matrix as every format writes it: texts per cell, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from kwalcode.i18n import _, counted, current
from kwalcode.project.analyses.framework import Cell, Framework, warning_words
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.retrieval.speech import Speech
from kwalcode.project.study import Study
from kwalcode.report.facts import facts


@dataclass(frozen=True, slots=True)
class Link:
    """A quotation that a summary rests on: document (name), turn (from 1), range, words."""

    document: str
    turn: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell: the typed summary ("" for none), what it rests on, its state in words.

    `warning` is a key of `project.framework.warning_words`, "" for none.
    """

    respondent: str
    subject: str
    kind: str
    summary: str
    author: str
    quotations: int
    links: tuple[Link, ...]
    readers: tuple[str, ...]
    warning: str

    @property
    def state(self) -> str:
        """Say how many quotations there are, whether they were read, and what is amiss."""
        if not self.quotations and not self.summary:
            return ""
        parts = [counted("{n} quotation", "{n} quotations", self.quotations)]
        parts.append(
            _("read by {names}").format(names=", ".join(self.readers))
            if self.readers
            else _("not read")
        )
        if self.warning:
            parts.append(warning_words(self.warning))
        return ", ".join(parts)

    @property
    def places(self) -> str:
        """Say which turns the summary rests on: "R01: 3, 7; R01b: 2"."""
        by_document: dict[str, list[str]] = {}
        for link in self.links:
            turn = "?" if link.turn is None else str(link.turn)
            by_document.setdefault(link.document, []).append(turn)
        told = (f"{name}: {', '.join(turns)}" for name, turns in by_document.items())
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class FrameworkSheet:
    """A title, what was counted, the columns' names, and a row of cells per respondent."""

    title: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[SheetCell, ...]], ...]
    found: Framework
    language: str


def sheet_of(study: Study, found: Framework, title: str) -> FrameworkSheet:
    """Return the matrix in the language of now, with the words that summaries rest on."""
    links = _links(study, found)
    rows = tuple(
        (
            name,
            tuple(
                _cell(name, column, subject.kind, found.cells[person, subject], links)
                for subject, column in found.columns
            ),
        )
        for person, name in found.respondents.items()
    )
    unit = _("respondents by themes and codes, quotations")
    choice = [_("with sub-codes")] if found.sub_codes else []
    told = facts(found.counted, unit=unit, rule=", ".join(choice))
    columns = tuple(name for _subject, name in found.columns)
    return FrameworkSheet(title, told, columns, rows, found, current())


def _cell(respondent: str, column: str, kind: str, cell: Cell, links: dict[int, Link]) -> SheetCell:
    summary = cell.summary
    return SheetCell(
        respondent,
        column,
        kind,
        summary.text if summary else "",
        summary.author if summary else "",
        len(cell.quotations),
        tuple(links[one.quotation] for one in summary.linked) if summary else (),
        cell.readers,
        cell.warning,
    )


def _links(study: Study, found: Framework) -> dict[int, Link]:
    """Return the quotations that summaries rest on, by id; read document by document."""
    wanted: dict[int, dict[int, tuple[int, int]]] = {}
    for cell in found.cells.values():
        for one in cell.summary.linked if cell.summary else ():
            wanted.setdefault(one.document, {})[one.quotation] = one.range
    answer: dict[int, Link] = {}
    with study.reading() as connection:
        for document in all_documents(connection):
            if document.id in wanted:
                speech = Speech(connection, document)
                for number, (start, end) in wanted[document.id].items():
                    whole = speech.excerpt(start, end, speech.spoken(start, end), (), (), "", {})
                    answer[number] = Link(document.name, whole.turn, start, end, whole.text)
    return answer
