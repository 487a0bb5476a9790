"""The quotations that a theme, a pattern card or a summary rests on, linked on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from kwalcode.i18n import _
from kwalcode.project.acts.framework import link_quotation, unlink_quotation
from kwalcode.project.acts.patterns import quote_for_pattern, unquote_for_pattern
from kwalcode.project.acts.themes import quote_for_theme, unquote_for_theme
from kwalcode.project.reads.findings import SIDES, Side, Sided, Subject
from kwalcode.project.reads.framework import all_summaries
from kwalcode.project.reads.patterns import pattern_quotes
from kwalcode.project.reads.themes import theme_quotes
from kwalcode.project.study import Study

Place = tuple[int, int, int]
"""A quotation: document (id), start, end."""
FOR, AGAINST = SIDES
SIGNS: Final[Mapping[str, str]] = {FOR: "+", AGAINST: "−"}


@dataclass(frozen=True, slots=True)
class Link:
    """A quotation (id) that was chosen: the sign before it, and why."""

    quotation: int
    side: Side
    note: str = ""

    @property
    def sign(self) -> str:
        """What stands before it."""
        return SIGNS[self.side]


Links = Mapping[Place, Link]


class Finding(Protocol):
    """What quotations are linked to."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def sided(self) -> bool:
        """Whether quotations may speak against it."""

    def links(self, study: Study) -> Links:
        """Return the quotations linked to it."""

    def put(self, study: Study, place: Place, side: Side, note: str) -> object:
        """Link a quotation. Raises NotFound, Refused."""

    def take(self, study: Study, quotation: int) -> None:
        """Take a quotation away. Raises NotFound."""


@dataclass(frozen=True, slots=True)
class OfTheme:
    """A theme, by its id."""

    id: int
    name: str
    sided: bool = True

    def links(self, study: Study) -> Links:
        """Return the quotations for and against it."""
        with study.reading() as connection:
            return _sided(theme_quotes(connection, self.id))

    def put(self, study: Study, place: Place, side: Side, note: str) -> object:
        """Link a quotation."""
        return quote_for_theme(study, self.id, *place, side, note)

    def take(self, study: Study, quotation: int) -> None:
        """Take a quotation away."""
        unquote_for_theme(study, self.id, quotation)


@dataclass(frozen=True, slots=True)
class OfPattern:
    """A pattern card, by its id; its name is its claim."""

    id: int
    name: str
    sided: bool = True

    def links(self, study: Study) -> Links:
        """Return the quotations for and against it."""
        with study.reading() as connection:
            return _sided(pattern_quotes(connection, self.id))

    def put(self, study: Study, place: Place, side: Side, note: str) -> object:
        """Link a quotation."""
        return quote_for_pattern(study, self.id, *place, side, note)

    def take(self, study: Study, quotation: int) -> None:
        """Take a quotation away."""
        unquote_for_pattern(study, self.id, quotation)


@dataclass(frozen=True, slots=True)
class OfSummary:
    """The summary in a cell of the framework matrix: a respondent (id), a code or a theme."""

    respondent: int
    about: Subject
    name: str
    sided: bool = False

    def links(self, study: Study) -> Links:
        """Return the quotations it rests on."""
        with study.reading() as connection:
            summary = all_summaries(connection).get((self.respondent, self.about))
        if summary is None:
            return {}
        return {(one.document, *one.range): Link(one.quotation, FOR) for one in summary.linked}

    def put(self, study: Study, place: Place, side: Side, note: str) -> object:
        """Link a quotation; there is one side only, and no note."""
        del side, note
        return link_quotation(study, self.respondent, self.about, *place)

    def take(self, study: Study, quotation: int) -> None:
        """Take a quotation away."""
        unlink_quotation(study, self.respondent, self.about, quotation)


def _sided(quotes: list[Sided]) -> Links:
    return {
        (quote.document, quote.start, quote.end): Link(quote.quotation, quote.side, quote.note)
        for quote in quotes
    }


def told_links(links: Links, *, sided: bool) -> str:
    """Say how many quotations are linked."""
    for_it = sum(1 for link in links.values() if link.side == FOR)
    if not sided:
        return _("the summary rests on {n}").format(n=for_it)
    against = len(links) - for_it
    return _("chosen: {n} for it, {m} against it").format(n=for_it, m=against)
