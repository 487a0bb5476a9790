"""Themes with what carries them: respondents, quotations, patterns; and proposals. Heavy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Unpack

import pandas as pd
from sqlalchemy import Connection

from kwalcode.i18n import _
from kwalcode.model import Counted, StudyTheme
from kwalcode.project.analyses.cooccurrence import SEED, code_names, study_cooccurrence, study_graph
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import Evidence, evidence
from kwalcode.project.analyses.layers import people_of
from kwalcode.project.analyses.patterns import codes_of
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import all_patterns, opened
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.reads.themes import (
    in_order,
    patterns_of_themes,
    searched_themes,
    theme_quotes,
)

WARNINGS = ("no claim", "no codes", "no respondent", "one respondent", "no negative case")
"""What a theme may lack, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme and what carries it.

    `codes` (ids) count for it: its own and those of themes nested in it. `cells` are the
    quotations (distinct ranges) by respondent (id) of those who have any. `supporting` and
    `contradicting` count the quotations that people chose, `patterns` are ids.
    """

    theme: StudyTheme
    depth: int
    codes: tuple[int, ...]
    cells: Mapping[int, int]
    quotations: int
    supporting: int
    contradicting: int
    patterns: tuple[int, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyThemes:
    """All themes in reading order, the respondents who count (ids with names), the codes that
    are in no theme (`orphans`), and the codes' paths by id."""

    rows: tuple[ThemeRow, ...]
    respondents: Mapping[int, str]
    orphans: tuple[int, ...]
    names: Mapping[int, str]
    counted: Counted
    sub_codes: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A community of codes (ids); `theme` is the first theme that holds all of them, if any."""

    codes: tuple[int, ...]
    theme: int | None


@dataclass(frozen=True, slots=True)
class StudyProposals:
    """Proposals for themes: communities of the graph of codes that go together.

    `modularity` and `stability` as in `analysis.graph.Communities`, None with a `reason`.
    """

    proposals: tuple[Proposal, ...]
    names: Mapping[int, str]
    counted: Counted
    rule: str
    minimum: float
    seed: int
    modularity: float | None
    stability: float | None
    reason: str


def study_themes(
    connection: Connection,
    *,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> StudyThemes:
    """Count which respondents carry which theme with how many quotations.

    Arguments as in `filtering.Asked`; `sub_codes` lets a theme have the codes below its codes
    too. Raises NotFound, UsageError.
    """
    return themes_over(connection, evidence(connection, **asked), sub_codes=sub_codes)


def themes_over(connection: Connection, found: Evidence, *, sub_codes: bool = False) -> StudyThemes:
    """Count the same over codings that were read before."""
    people = people_of(connection, found.layer, found.fitting)
    called = respondent_names(connection)
    known, names = all_themes(connection), code_names(connection)
    patterns, looked = patterns_of_themes(connection), _looked(connection)
    rows = []
    for theme, depth in in_order(known):
        codes = codes_of(connection, Subject("theme", theme.id), sub_codes=sub_codes)
        cells, quotations = _cells(found.codings, codes, people)
        sides = [quote.side for quote in theme_quotes(connection, theme.id)]
        against = sides.count("contradicting")
        mine = patterns.get(theme.id, ())
        checked = against > 0 or theme.id in looked.themes or bool(looked.patterns & set(mine))
        in_reading_order = tuple(code for code in names if code in codes)
        warnings = _warnings(theme, codes, cells, checked)
        rows.append(
            ThemeRow(
                theme,
                depth,
                in_reading_order,
                cells,
                quotations,
                sides.count("supporting"),
                against,
                mine,
                warnings,
            )
        )
    themed = {code for row in rows for code in row.codes}
    orphans = tuple(code for code in names if code not in themed)
    respondents = {person: called[person] for person in people}
    return StudyThemes(tuple(rows), respondents, orphans, names, found.counted, sub_codes)


def study_proposals(
    connection: Connection,
    *,
    rule: str = "sentence",
    minimum: float = 2,
    seed: int = SEED,
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> StudyProposals:
    """Propose themes: the communities of codes that go together. Raises UsageError, NotFound.

    A person makes a theme of one: `acts.themes.adopt_proposal`.
    """
    found = study_cooccurrence(connection, rule=rule, sub_codes=sub_codes, **asked)
    _graph, groups = study_graph(found, minimum=minimum, seed=seed)
    known = all_themes(connection)
    proposals = tuple(
        Proposal(
            tuple(code for code in found.names if code in group),
            next((theme.id for theme in known if group <= set(theme.codes)), None),
        )
        for group in groups.groups
    )
    return StudyProposals(
        proposals,
        found.names,
        found.counted,
        rule,
        minimum,
        seed,
        groups.modularity,
        groups.stability,
        groups.reason,
    )


def warning_words(warning: str) -> str:
    """Return a warning in the interface language."""
    return {
        "no claim": _("no central claim yet"),
        "no codes": _("no codes"),
        "no respondent": _("no respondent carries it"),
        "one respondent": _("one respondent carries it alone"),
        "no negative case": _("nobody looked for what speaks against it"),
    }.get(warning, warning)


@dataclass(frozen=True, slots=True)
class _Looked:
    """The themes and patterns (ids) for which negative cases were looked at."""

    themes: set[int]
    patterns: set[int]


def _looked(connection: Connection) -> _Looked:
    patterns = {
        one.id for one in all_patterns(connection) if one.searched or opened(connection, one.id)
    }
    return _Looked(searched_themes(connection), patterns)


def _cells(
    codings: pd.DataFrame, codes: Collection[int], people: Iterable[int]
) -> tuple[dict[int, int], int]:
    """Return the distinct quotations with one of these codes by respondent, and their number."""
    place = ["document", "start", "end"]
    mine = codings.loc[codings["code"].isin(list(codes)), [*place, "respondent"]]
    counts = mine.drop_duplicates().groupby("respondent").size()
    cells = {person: int(counts[person]) for person in people if person in counts.index}
    return cells, len(mine[place].drop_duplicates())


def _warnings(
    theme: StudyTheme, codes: Collection[int], cells: Mapping[int, int], checked: bool
) -> tuple[str, ...]:
    found = {
        "no claim": not theme.claim.strip(),
        "no codes": not codes,
        "no respondent": bool(codes) and not cells,
        "one respondent": len(cells) == 1,
        "no negative case": not checked,
    }
    return tuple(warning for warning in WARNINGS if found[warning])
