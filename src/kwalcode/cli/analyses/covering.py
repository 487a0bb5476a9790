"""coverage: which topics of the topic list were spoken of, by whom, how much."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import csv_option, what_counts
from kwalcode.cli.analyses.figures import column, form_of, head, tell, whole, write_csv
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.analyses.coverage import StudyCoverage
    from kwalcode.project.analyses.filtering import Asked

RULE = "nearest-question"
"""A code belongs to the topic whose question is its own, or else the nearest above it."""
_OPENING = ("topic", "document", "respondent", "turn", "question_turn", "question")
_CELL = ("topic", "question", "respondent", "spoken_of", "quotations", "words")


@click.command(help=_("Show which topics of the topic list were spoken of, by whom."))
@study_argument
@what_counts
@click.option(
    "--questions", is_flag=True, help=_("Show what the interviewer asked before each topic.")
)
@json_option
@csv_option
@output_option
def coverage(
    study: Path,
    asked: Asked,
    questions: bool,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print topics by respondents."""
    from kwalcode.project.analyses.coverage import study_coverage

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_coverage(connection, **asked)
    about = head(found.counted, RULE)
    if form == "json":
        print_json(about | _contract(found), output)
    elif form == "csv" and questions:
        asked_before = [tuple(one[name] for name in _OPENING) for one in _openings(found)]
        write_csv(_OPENING, asked_before, about, output)
    elif form == "csv":
        cells = [tuple(cell[name] for name in _CELL) for cell in _cells(found)]
        write_csv(_CELL, cells, about, output)
    else:
        write_text(_questions_text(found) if questions else _text(found), output)
    reason = found.result.reason
    more = [_("Coverage: n.a. ({reason}).").format(reason=reason)] if reason else []
    tell(found.counted, RULE, *more)


def _cells(found: StudyCoverage) -> list[dict[str, Any]]:
    return [
        {
            "topic": found.names[topic],
            "question": found.questions[topic],
            "respondent": found.respondents[respondent],
            "spoken_of": quotations > 0,
            "quotations": quotations,
            "words": words,
        }
        for topic, respondent, quotations, words in column(
            found.result.cells, "topic", "respondent", "quotations", "words"
        )
    ]


def _contract(found: StudyCoverage) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    cells = _cells(found)
    return {
        "reason": found.result.reason or None,
        "topics": [
            {
                "topic": found.names[topic],
                "question": found.questions[topic],
                "respondents": whole(people),
                "quotations": whole(quotations),
                "words": whole(words),
                "never": _never(cells, found.names[topic]),
            }
            for topic, people, quotations, words in _topics(found)
        ],
        "openings": _openings(found),
        "cells": [{k: v for k, v in cell.items() if k != "question"} for cell in cells],
    }


def _openings(found: StudyCoverage) -> list[dict[str, Any]]:
    """Return what the interviewer asked before each topic first came up, topic by topic."""
    order = {topic: place for place, topic in enumerate(found.result.topics["topic"].tolist())}
    return [
        {
            "topic": found.names[one.topic],
            "document": one.document,
            "respondent": found.respondents[one.respondent],
            "turn": one.turn,
            "question_turn": one.question_turn,
            "question": one.question or None,
        }
        for one in sorted(found.openings, key=lambda one: order[one.topic])
    ]


def _questions_text(found: StudyCoverage) -> str:
    rows = [
        (one["topic"], one["document"], one["turn"], one["question"] or _("none"))
        for one in _openings(found)
    ]
    return table((_("topic"), _("document"), _("turn"), _("the interviewer before it")), rows)


def _topics(found: StudyCoverage) -> list[tuple[Any, ...]]:
    return column(found.result.topics, "topic", "respondents", "quotations", "words")


def _never(cells: list[dict[str, Any]], topic: str) -> list[str]:
    """Return the respondents who never spoke of a topic."""
    return [c["respondent"] for c in cells if c["topic"] == topic and not c["spoken_of"]]


def _text(found: StudyCoverage) -> str:
    cells = _cells(found)
    rows = [
        (found.names[topic], *map(whole, figures), ", ".join(_never(cells, found.names[topic])))
        for topic, *figures in _topics(found)
    ]
    header = (_("topic"), _("respondents"), _("quotations"), _("words"), _("never spoken of by"))
    return table(header, rows)


COMMANDS = (coverage,)
