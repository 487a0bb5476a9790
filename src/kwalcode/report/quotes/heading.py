"""What stands above a list of quotations, and how the quotations are grouped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kwalcode.analysis.retrieval import group_by_code
from kwalcode.i18n import _, counted
from kwalcode.model import Counted, Excerpt
from kwalcode.report.attribution import Attribution
from kwalcode.report.facts import facts
from kwalcode.report.labelling import whose


@dataclass(frozen=True, slots=True)
class QuoteHeading:
    """What goes along with quotations: title, what was counted, how they are attributed.

    `codes` are the codes asked for, in the order of the codebook: the groups of a grouped
    list (none: all that occur, by name). `attributes` are the names of the respondents'
    attributes: the columns of a table. `filters` are conditions as the user gave them.
    `language` of the document ("nl", "en"). `marked` tells that the quotations are those
    marked for the report, with their edits.
    """

    title: str
    counted: Counted
    attribution: Attribution
    codes: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    language: str = "en"
    marked: bool = False

    def label(self, excerpt: Excerpt) -> str:
        """Return whom a quotation is attributed to, without brackets."""
        return whose(excerpt, self.attribution)

    def facts(self, quotations: int) -> tuple[tuple[str, str], ...]:
        """Return what was counted, as (name, value) pairs."""
        n = counted("{n} quotation", "{n} quotations", quotations)
        filters = [_("marked for the report"), *self.filters] if self.marked else self.filters
        return facts(self.counted, unit=_("quotation"), n=n, filters=filters)


@dataclass(frozen=True, slots=True)
class Group:
    """The quotations of one code, in document order; "code" may also say that there is none."""

    code: str
    excerpts: Sequence[Excerpt]

    @property
    def numbers(self) -> str:
        """How many quotations of how many respondents."""
        people = {excerpt.respondent or excerpt.document for excerpt in self.excerpts}
        quotations = counted("{n} quotation", "{n} quotations", len(self.excerpts))
        return f"{quotations}, {counted('{n} respondent', '{n} respondents', len(people))}"


def grouped(excerpts: Iterable[Excerpt], heading: QuoteHeading) -> tuple[list[Group], int]:
    """Return the groups, without empty ones, and the number of distinct quotations in them.

    Quotations without a code, which may be marked for the report, come last.
    """
    found = list(excerpts)
    by_code = group_by_code(found, heading.codes or None)
    groups = [Group(code, members) for code, members in by_code.items() if members]
    uncoded = [excerpt for excerpt in found if not excerpt.codes]
    if uncoded:
        groups.append(Group(_("(no code)"), uncoded))
    places = {(e.document, e.start, e.end) for group in groups for e in group.excerpts}
    return groups, len(places)


def quoted(text: str) -> str:
    """Put a quotation between quotation marks."""
    return f"“{text}”"
