"""Topic coverage: which topics of the topic list were spoken of in which interview."""

from __future__ import annotations

from typing import Any, Final

from kwalcode.i18n import _
from kwalcode.project.analyses.coverage import StudyCoverage, study_coverage
from kwalcode.project.reads.codes import all_codes, subtree
from kwalcode.report.facts import facts
from kwalcode.report.names import short_names
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import Cell, Column, Section, Table, count_cell, text_cell

MOST_PEOPLE: Final = 30
"""A table with a column per respondent is shown up to so many of them."""


def coverage_sections(basis: Basis) -> tuple[Section, ...]:
    """Return the section; none where no code carries a topic-list question."""
    found = study_coverage(basis.connection, **basis.choices.asked)
    if found.result.reason:
        return ()
    tables = [_topics(found)]
    paragraphs = [
        _(
            "Topics are the codes that carry a question of the topic list; a topic counts with "
            "its sub-codes. Words are those of the quotations."
        )
    ]
    if len(found.respondents) <= MOST_PEOPLE:
        tables.append(_matrix(basis, found))
    else:
        paragraphs.append(
            _("A table with a column per respondent is left out: there are more than {n}.").format(
                n=MOST_PEOPLE
            )
        )
    unit = _("quotation")
    about = facts(found.counted, unit=unit, filters=tuple(basis.choices.where))
    title = _("Coverage of the topic list")
    return (Section("coverage", title, tuple(paragraphs), tuple(tables), about),)


def _topics(found: StudyCoverage) -> Table:
    records: list[dict[Any, Any]] = found.result.topics.to_dict("records")
    names = short_names({row["topic"]: found.names[row["topic"]] for row in records})
    everybody = len(found.respondents)
    head = (
        Column(_("topic")),
        Column(_("question")),
        Column(_("respondents"), numeric=True),
        Column(_("never"), numeric=True),
        Column(_("quotations"), numeric=True),
        Column(_("words"), numeric=True),
    )
    rows = tuple(
        (
            text_cell(names[row["topic"]]),
            text_cell(found.questions[row["topic"]]),
            count_cell(row["respondents"], shade=row["respondents"] / everybody),
            count_cell(everybody - row["respondents"]),
            count_cell(row["quotations"]),
            count_cell(row["words"]),
        )
        for row in records
    )
    return Table("coverage-topics", _("Topics of the topic list"), head, rows)


def _matrix(basis: Basis, found: StudyCoverage) -> Table:
    records: list[dict[Any, Any]] = found.result.cells.to_dict("records")
    topics = list(dict.fromkeys(row["topic"] for row in records))
    names = short_names({topic: found.names[topic] for topic in topics})
    known = all_codes(basis.connection)
    most = max((row["quotations"] for row in records), default=0) or 1
    cells: dict[tuple[int, int], Cell] = {}
    for row in records:
        topic, person, n = row["topic"], row["respondent"], row["quotations"]
        quotes = basis.behind(subtree(known, topic), [person]) if n else ()
        cells[topic, person] = count_cell(n, quotes, n / most)
    head = [Column(_("topic"))]
    head += [Column(basis.person(p), numeric=True, upright=True) for p in found.respondents]
    rows = tuple(
        (text_cell(names[topic]), *(cells[topic, person] for person in found.respondents))
        for topic in topics
    )
    caption = _("Quotations per topic and respondent")
    return Table("coverage-cells", caption, tuple(head), rows)
