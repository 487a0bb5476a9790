"""The framework matrix: what was written of each respondent on a theme or a code."""

from __future__ import annotations

from typing import Final

from kwalcode.i18n import _, counted
from kwalcode.project.analyses.framework import Cell as FrameworkCell
from kwalcode.project.analyses.framework import Framework, study_framework, warning_words
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.framework import all_summaries
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.themes import in_order
from kwalcode.report.facts import facts
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import Cell, Column, Section, Table, text_cell

ACROSS: Final = 4
"""So many columns of summaries fit on a page; more go into tables of their own."""


def matrix_sections(basis: Basis) -> tuple[Section, ...]:
    """Return the section with the columns that hold summaries; none where nobody wrote any."""
    subjects = _written(basis)
    if not subjects:
        return ()
    found = study_framework(basis.connection, subjects, **basis.choices.asked)
    people = [p for p in found.respondents if any(found.cells[p, s].summary for s in subjects)]
    if not people:
        return ()
    parts = [tuple(found.columns[at : at + ACROSS]) for at in range(0, len(subjects), ACROSS)]
    tables = tuple(_table(basis, found, people, part, n) for n, part in enumerate(parts, start=1))
    told = _(
        "Summaries that the researchers wrote, respondent by respondent; what they rest on is "
        "one click away on the page. A code counts with those below it."
    )
    left = len(found.respondents) - len(people)
    without = counted(
        "{n} respondent without a summary is left out.",
        "{n} respondents without a summary are left out.",
        left,
    )
    about = facts(found.counted, unit=_("respondent"), filters=tuple(basis.choices.where))
    paragraphs = (told, *([without] if left else []))
    return (Section("matrix", _("Framework matrix"), paragraphs, tables, about),)


def _written(basis: Basis) -> list[Subject]:
    """Return the themes and then the codes that have a summary, each in their order."""
    there = {subject for _person, subject in all_summaries(basis.connection)}
    themes = [Subject("theme", t.id) for t, _depth in in_order(all_themes(basis.connection))]
    codes = [Subject("code", code) for code in basis.codes]
    return [subject for subject in (*themes, *codes) if subject in there]


def _table(
    basis: Basis,
    found: Framework,
    people: list[int],
    columns: tuple[tuple[Subject, str], ...],
    number: int,
) -> Table:
    head = (Column(_("respondent")), *(Column(_name(basis, *column)) for column in columns))
    rows = tuple(
        (
            text_cell(basis.person(person)),
            *(_cell(basis, found.cells[person, subject]) for subject, _path in columns),
        )
        for person in people
    )
    return Table(f"matrix-{number}", _("Summaries by respondent"), head, rows)


def _name(basis: Basis, subject: Subject, path: str) -> str:
    return basis.codes[subject.id].name if subject.kind == "code" else path


def _cell(basis: Basis, cell: FrameworkCell) -> Cell:
    """Return the summary with the quotations that it rests on, or else how many there are."""
    if cell.summary is None:
        n = len(cell.quotations)
        return text_cell(f"({counted('{n} quotation', '{n} quotations', n)})" if n else "")
    linked = [basis.passage(one.document, *one.range) for one in cell.summary.linked]
    hint = warning_words(cell.warning) if cell.warning else ""
    flag = f" [{hint}]" if hint else ""
    return Cell(cell.summary.text + flag, quotes=tuple(linked), hint=hint)
