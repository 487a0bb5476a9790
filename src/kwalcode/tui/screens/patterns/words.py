"""The words that mark a group or a code, as the tab Contrasts lists them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.content import Content

from kwalcode.decimals import bare, number
from kwalcode.i18n import _, counted
from kwalcode.model import CODE_PATH, Counted
from kwalcode.project.analyses.code_words import CodeWords, study_code_words
from kwalcode.project.analyses.contrasts import StudyWords, study_words
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.study import Study
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line

COLUMNS = (
    Column("word", _("word")),
    Column("group", _("marks")),
    Column("n", _("times"), right=True),
    Column("respondents", _("resp."), right=True),
    Column("elsewhere", _("elsewhere"), right=True),
    Column("z", "z", right=True),
    Column("log_odds", _("log-odds"), right=True),
)


@dataclass(frozen=True)
class Words:
    """A list of words: what it is of, why it is empty, what was counted, and on what."""

    title: str
    rows: tuple[GridRow, ...]
    reason: str
    counted: Counted
    told: str


def words_of_groups(study: Study, by: str, asked: Asked) -> Words:
    """Return the words that mark the groups of an attribute. Raises NotFound, UsageError."""
    with study.reading() as connection:
        found = study_words(connection, by, **asked)
    title = _("marking words by {attribute}").format(attribute=found.attribute)
    rows = _rows(found.words.to_dict("records"))
    return Words(title, rows, _reason(found.reason, rows), found.counted, _settings(found))


def words_of_code(study: Study, path: str, asked: Asked, *, sub_codes: bool) -> Words:
    """Return the words that mark a code (its path) against all other talk. Raises NotFound,
    UsageError."""
    with study.reading() as connection:
        found = study_code_words(connection, path, sub_codes=sub_codes, **asked)
    title = _("words that mark {code}").format(code=_name(found.code))
    rows = _rows({**row, "group": _name(found.code)} for row in found.words.to_dict("records"))
    return Words(title, rows, _reason(found.reason, rows), found.counted, _settings(found))


def _name(path: str) -> str:
    return path.rsplit(CODE_PATH, 1)[-1]


def _settings(found: StudyWords | CodeWords) -> str:
    told = _("log-odds, prior {prior} words, {least}+ respondents")
    return told.format(prior=number(found.prior, 0), least=found.least)


def _reason(reason: str, rows: tuple[GridRow, ...]) -> str:
    if reason:
        return _("No words: {reason}. w goes back to the table.").format(reason=reason)
    return "" if rows else _("No word stands out. w goes back to the table.")


def _rows(records: Iterable[Mapping[Hashable, Any]]) -> tuple[GridRow, ...]:
    rows = []
    for nth, one in enumerate(records):
        cells = {
            "word": str(one["word"]),
            "group": str(one["group"]),
            "n": str(int(one["n"])),
            "respondents": str(int(one["respondents"])),
            "elsewhere": str(int(one["elsewhere"])),
            "z": bare(one["z"]),
            "log_odds": bare(one["log_odds"]),
        }
        rows.append(GridRow((nth, cells["word"]), cells))
    return tuple(rows)


def about_word(row: GridRow) -> Content:
    """Tell of a word."""
    told = _("{group}: said {n} times by {people}; elsewhere {elsewhere} times")
    people = int(row.text("respondents"))
    line = told.format(
        n=row.text("n"),
        people=counted("{n} respondent", "{n} respondents", people),
        group=row.text("group"),
        elsewhere=row.text("elsewhere"),
    )
    note = _(
        "z is the difference of the log-odds in standard errors (Monroe and others, 2008). Words "
        "are lemmas without stop words. Exploratory. Enter shows where it was said."
    )
    return Content("\n").join(
        [
            Content(one_line(row.text("word"))).stylize("bold"),
            Content(one_line(line)),
            Content(""),
            Content(note).stylize("$text-muted"),
        ]
    )
