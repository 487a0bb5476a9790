"""What is counted for a pattern card: who has both sides, who only one, and where. Heavy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Unpack

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis import patterns as counting
from kwalcode.analysis.pairing import finder_of
from kwalcode.analysis.patterns import Cell, meetings, negative
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.i18n import counted as plural
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import units_of
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.frames import Evidence, evidence
from kwalcode.project.analyses.layers import people_of
from kwalcode.project.reads.codes import all_codes, subtree
from kwalcode.project.reads.findings import Sided, Subject, subject_names
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import Pattern, opened, pattern_quotes
from kwalcode.project.reads.patterns import pattern as read_pattern
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.reads.themes import codes_within

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation of side "a" or "b", for the respondent (id) for whom it counts."""

    document: int
    start: int
    end: int
    side: str
    respondent: int


@dataclass(frozen=True, slots=True)
class Sides:
    """What is counted of one or two sides.

    `cells` says of each respondent (id) who counts where he or she stands
    (`analysis.patterns.Cell`), `respondents` what they are called, `meeting` the quotations in
    which the sides go together (of one side: all), `places` all quotations of either side.
    """

    cells: Mapping[int, Cell]
    respondents: Mapping[int, str]
    meeting: tuple[Place, ...]
    places: tuple[Place, ...]
    rule: str
    sub_codes: bool
    counted: Counted

    def of(self, *wanted: Cell) -> tuple[int, ...]:
        """Return the respondents (ids) of these cells."""
        return tuple(person for person, cell in self.cells.items() if cell in wanted)

    def places_of(self, respondent: int) -> tuple[Place, ...]:
        """Return all quotations of either side of a respondent."""
        return tuple(place for place in self.places if place.respondent == respondent)


@dataclass(frozen=True, slots=True)
class Card:
    """A pattern card with what is counted for it.

    `a` and `b` are what the sides are called, "" for none. `quoted` was chosen by people.
    `opened` says by whom (name, time) a respondent was looked at, `negative` who speaks against
    the pattern by the count, `unopened` those of them that nobody looked at. `missing` are lines
    of what "final" still needs; none: it may be final.
    """

    pattern: Pattern
    a: str
    b: str
    found: Sides
    quoted: tuple[Sided, ...]
    opened: Mapping[int, tuple[tuple[str, str], ...]]
    negative: tuple[int, ...]
    unopened: tuple[int, ...]
    missing: tuple[str, ...]


def check_rule(rule: str) -> str:
    """Return the rule. Raises UsageError for one that is none: those of co-occurrence, and
    `follows(n)`, B in one of the n turns after a turn with A."""
    if counting.follows(rule) is None:
        finder_of(rule, pd.DataFrame())
    elif not counting.follows(rule):
        raise UsageError(_("In follows(n), n is the number of turns: 1 or more."))
    return rule


def study_sides(
    connection: Connection,
    a: Subject,
    b: Subject | None = None,
    *,
    rule: str = "sentence",
    sub_codes: bool = False,
    **asked: Unpack[Asked],
) -> Sides:
    """Count who has A and B together under a rule, apart, alone, or not at all.

    A theme counts with its codes and those of themes nested in it; `sub_codes` adds the codes
    below. The rest as in `filtering.Asked`. Raises NotFound, UsageError.
    """
    found = evidence(connection, **asked)
    return _count(connection, found, a, b, check_rule(rule), sub_codes)


def study_pattern(
    connection: Connection,
    number: int,
    **asked: Unpack[Asked],
) -> Card:
    """Return a pattern card with what is counted for it. Raises NotFound.

    "final" and `missing` go by the project's own layer and all respondents, so leave the
    options alone for that. A card that lost its sides has empty counts.
    """
    pattern = read_pattern(connection, number)
    found = evidence(connection, **asked)
    sides = _count(connection, found, pattern.a, pattern.b, pattern.rule, pattern.sub_codes)
    names = subject_names(connection)
    seen = opened(connection, number)
    quoted = tuple(pattern_quotes(connection, number))
    against = negative(pattern.kind, sides.cells)
    unopened = tuple(person for person in against if person not in seen)
    card = Card(
        pattern,
        names[pattern.a] if pattern.a else "",
        names[pattern.b] if pattern.b else "",
        sides,
        quoted,
        seen,
        against,
        unopened,
        (),
    )
    return replace(card, missing=tuple(_missing(card)))


def codes_of(connection: Connection, subject: Subject, *, sub_codes: bool) -> set[int]:
    """Return the codes (ids) that count for a code or a theme."""
    chosen = {subject.id}
    if subject.kind == "theme":
        chosen = codes_within(all_themes(connection), subject.id)
    if not sub_codes:
        return chosen
    known = all_codes(connection)
    return {number for code in chosen for number in subtree(known, code)}


def _count(
    connection: Connection,
    found: Evidence,
    a: Subject | None,
    b: Subject | None,
    rule: str,
    sub_codes: bool,
) -> Sides:
    people = people_of(connection, found.layer, found.fitting)
    called = respondent_names(connection)
    names = {person: called[person] for person in people}
    first = codes_of(connection, a, sub_codes=sub_codes) if a else set()
    second = codes_of(connection, b, sub_codes=sub_codes) if b else set()
    theirs = found.codings[found.codings["respondent"].isin(people)]
    places = _places(theirs, first, "a") + _places(theirs, second, "b")
    with_a, with_b = ({p.respondent for p in places if p.side == side} for side in ("a", "b"))
    counted = found.counted
    if first & second:
        note = plural(
            "{n} code is on both sides", "{n} codes are on both sides", len(first & second)
        )
        counted = replace(counted, notes=(*counted.notes, note))
    if a is None:
        return Sides({}, names, (), (), rule, sub_codes, counted)
    if b is None:
        alone = counting.with_or_without(people, with_a)
        return Sides(alone, names, tuple(places), tuple(places), rule, sub_codes, counted)
    units = _units(connection, rule, found)
    met = meetings(theirs, first, second, rule=rule, units=units, pool_coders=found.layer.pooled)
    cells = counting.cells(people, with_a, with_b, met.respondents)
    rows = met.codings[met.codings["respondent"].isin(people)]
    meeting = tuple(Place(*row) for row in rows.itertuples(index=False, name=None))
    return Sides(cells, names, meeting, tuple(places), rule, sub_codes, counted)


def _units(connection: Connection, rule: str, found: Evidence) -> pd.DataFrame | None:
    return units_of(connection, "near(0)" if counting.follows(rule) else rule, found)


def _places(codings: pd.DataFrame, codes: Collection[int], side: str) -> list[Place]:
    columns = ["document", "start", "end", "respondent"]
    rows = codings.loc[codings["code"].isin(list(codes)), columns].drop_duplicates()
    rows = rows.sort_values(columns)
    return [
        Place(document, start, end, side, person)
        for document, start, end, person in rows.itertuples(index=False, name=None)
    ]


def _missing(card: Card) -> list[str]:
    """Say what "final" still needs."""
    if card.pattern.a is None:
        return [_("This pattern has no side any more: its code or theme was deleted. Give one.")]
    if not card.found.cells:
        return [_("No respondent counts yet, so there is nothing to find a pattern in.")]
    if card.unopened:
        names = [card.found.respondents[person] for person in card.unopened]
        more = "" if len(names) <= _MOST_NAMES else ", …"
        return [
            plural(
                "{n} negative case was not opened yet: {{names}}. Look at it first.",
                "{n} negative cases were not opened yet: {{names}}. Look at them first.",
                len(names),
            ).format(names=", ".join(names[:_MOST_NAMES]) + more)
        ]
    against = any(quote.side == "contradicting" for quote in card.quoted)
    if not card.negative and not card.pattern.searched and not against:
        return [
            _("The count points out no negative case. Search for some; if there is none, say so.")
        ]
    return []
