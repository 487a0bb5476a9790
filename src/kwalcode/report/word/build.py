"""The report's content, in the order of the page, put into a Word document."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kwalcode.i18n import _, counted
from kwalcode.report import summary
from kwalcode.report.analysis_report import graph_left_out, quotes_of, theme_figure, theme_quotes
from kwalcode.report.data import ReportData, ReportPattern, ReportTheme, Said
from kwalcode.report.figures import canvas, graph, growth, heatmap
from kwalcode.report.networks import options
from kwalcode.report.output import writing
from kwalcode.report.parts.values import Section
from kwalcode.report.word import tables
from kwalcode.report.word.sheet import WordSheet

QUOTES_PER_CODE: Final = 8
"""A document holds so many quotations of a code: those marked for the report, then others of
respondents that were not heard yet."""


def write_word(data: ReportData, target: Path, language: str) -> tuple[str, ...]:
    """Write the report to a Word file; the texts come in the interface language of now.

    Returns notices: what the reader must know. Raises KwalcodeError where the file cannot be
    written.
    """
    sheet = WordSheet(data.title, language)
    _Report(data, sheet, language).write()
    with writing(target) as stream:
        return sheet.save(stream)


class _Report:
    """Writes a report's parts one after another."""

    def __init__(self, data: ReportData, sheet: WordSheet, language: str) -> None:
        self._data, self._sheet, self._language = data, sheet, language
        self._sections = {section.key: section for section in data.sections}
        self._facts = summary.report_facts(data)

    def write(self) -> None:
        """Write all of it."""
        self._beginning()
        self._themes()
        self._patterns()
        self._graph()
        self._section("relations")
        self._heat()
        self._pairs()
        for key in ("matrix", "contrasts", "words", "sequences", "coverage", "saturation"):
            self._section(key)
        self._respondents()
        self._agreement()
        self._quotations()
        self._codebook()
        self._section("coreq")

    def _beginning(self) -> None:
        data, sheet = self._data, self._sheet
        sheet.text(summary.paragraph(data))
        sheet.facts(self._facts)
        for note in (summary.rare_note(data), *data.notes):
            if note:
                sheet.text(note, "IntenseQuote")
        if data.method:
            sheet.heading(_("Method"))
        for paragraph in data.method:
            sheet.text(paragraph)
        if data.chosen:
            sheet.heading(_("Chosen quotations"))
            self._quotes(data.chosen)

    def _themes(self) -> None:
        if not self._data.themes:
            return
        self._sheet.heading(_("Themes"))
        self._theme_map()
        for theme in self._data.themes:
            self._theme(theme)
        self._section("theme-table", level=2)

    def _theme_map(self) -> None:
        with canvas.drawing():
            figure = theme_figure(self._data)
            png = canvas.png(figure) if figure else b""
        if png:
            self._sheet.picture(png, _("Map of the themes"))
            told = _(
                "A line joins two themes that go together: a code of each is there; its width is "
                "the number of respondents in whom they do. Dashed are relations that the "
                "researchers wrote down."
            )
            self._sheet.text(told, "Caption")
            self._sheet.facts(self._facts)

    def _theme(self, theme: ReportTheme) -> None:
        sheet, data = self._sheet, self._data
        names = {code.id: code.name for code in data.codes}
        sheet.heading(theme.name, 3 if theme.depth else 2)
        sheet.text(theme.claim)
        numbers = ", ".join(
            (
                counted("{n} quotation", "{n} quotations", theme.quotations),
                counted("{n} respondent", "{n} respondents", theme.respondents),
            )
        )
        cards = "; ".join(str(data.patterns[n].number) for n in theme.patterns)
        facts = [
            (_("Evidence"), numbers),
            (_("Codes"), ", ".join(names[code] for code in theme.codes)),
            (_("Patterns"), cards),
            (_("Note"), "; ".join(theme.warnings)),
        ]
        sheet.facts((name, value) for name, value in facts if value)
        if theme.supporting:
            self._said(theme.supporting)
        else:
            self._quotes(theme_quotes(theme, data.quotes, marked=data.chosen))
        self._against(theme.contradicting, searched=theme.searched)

    def _against(self, said: tuple[Said, ...], *, searched: bool) -> None:
        if said:
            self._sheet.text(_("What speaks against it"), "Heading4")
            self._said(said)
        elif searched:
            told = _("Searched for what speaks against it: nothing was found.")
            self._sheet.text(told, "Caption")

    def _said(self, said: Iterable[Said]) -> None:
        for place, note in said:
            quote = self._data.quotes[place]
            self._sheet.quote(quote.text, quote.label, note)

    def _quotes(self, places: Iterable[int]) -> None:
        self._said((place, "") for place in places)

    def _patterns(self) -> None:
        if not self._data.patterns:
            return
        self._sheet.heading(_("Patterns"))
        for one in self._data.patterns:
            self._pattern(one)

    def _pattern(self, one: ReportPattern) -> None:
        sheet = self._sheet
        sheet.heading(f"{one.number}. {one.claim or one.sides}", 2)
        facts = [(_("Kind"), one.kind), (_("Status"), one.status), ("", one.sides)]
        if one.meaning:
            facts.append((_("Together"), one.meaning))
        facts += [
            (name, counted("{n} respondent", "{n} respondents", n)) for name, n in one.standing
        ]
        against = [name if seen else f"{name} ({_('not opened')})" for name, seen in one.negative]
        if against:
            facts.append((_("Negative cases by the count"), ", ".join(against)))
        sheet.facts(facts)
        self._said(one.supporting)
        if not one.supporting:
            self._quotes(one.quotes[: QUOTES_PER_CODE // 2])
        self._against(one.contradicting, searched=one.searched)

    def _graph(self) -> None:
        data, sheet = self._data, self._sheet
        sheet.heading(_("Which codes go together"))
        shown = graph.drawn(data.network)
        if shown.nodes:
            with canvas.drawing():
                png = canvas.png(graph.draw(shown, halo=True, ties=data.ties))
            sheet.picture(png, _("Graph of codes that go together"))
        left = graph_left_out(data, shown)
        if left:
            sheet.text(left, "Caption")
        sheet.facts((*self._facts, *options(data.network, self._language)))

    def _heat(self) -> None:
        data, sheet = self._data, self._sheet
        heat = heatmap.heat_map(data.network, data.pairs)
        if not heat.nodes:
            return
        sheet.heading(_("Heat map of co-occurrence"))
        with canvas.drawing():
            png = canvas.png(heatmap.draw(heat))
        sheet.picture(png, _("Heat map of co-occurrence"))
        left = heatmap.left_out(heat)
        if left:
            sheet.text(left, "Caption")
        sheet.facts(self._facts)

    def _pairs(self) -> None:
        if not self._data.pairs:
            return
        self._sheet.heading(_("Pairs of codes"))
        self._sheet.table(tables.pairs(self._data))
        self._sheet.facts(self._facts)

    def _section(self, key: str, level: int = 1) -> None:
        section = self._sections.get(key)
        if section is None:
            return
        self._sheet.heading(section.title, level)
        for paragraph in section.paragraphs:
            self._sheet.text(paragraph)
        self._growth(section)
        for table in section.tables:
            self._sheet.table(table)
        self._sheet.facts(section.facts)

    def _growth(self, section: Section) -> None:
        if section.growth.total:
            with canvas.drawing():
                png = canvas.png(growth.draw(section.growth))
            self._sheet.picture(png, _("Codes so far, interview by interview."))

    def _respondents(self) -> None:
        self._sheet.heading(_("Respondents"))
        self._sheet.table(tables.respondents(self._data))

    def _agreement(self) -> None:
        agreed = self._data.agreement
        if agreed is None:
            return
        self._sheet.heading(_("Agreement between coders"))
        for note in agreed.notes:
            self._sheet.text(note)
        self._sheet.table(tables.agreement(agreed))

    def _quotations(self) -> None:
        data, sheet = self._data, self._sheet
        places = quotes_of(data.quotes)
        sheet.heading(_("Quotations by code"))
        told = _("Of each code {n} quotations at most; the page has more.")
        sheet.text(told.format(n=QUOTES_PER_CODE))
        for code in data.codes:
            known = places.get(code.id, [])
            if not known:
                continue
            sheet.heading(code.path, 2)
            numbers = ", ".join(
                (
                    counted("{n} quotation", "{n} quotations", code.quotations),
                    counted("{n} respondent", "{n} respondents", code.respondents),
                )
            )
            sheet.text(numbers, "Caption")
            self._quotes(self._some(known))

    def _some(self, places: list[int]) -> list[int]:
        """Choose quotations of a code: marked ones, then one of each respondent in turn."""
        heard: dict[str, int] = {}
        turns = []
        for place in places:
            person = self._data.quotes[place].respondent
            heard[person] = heard.get(person, 0) + 1
            turns.append((place not in self._data.chosen, heard[person], place))
        return sorted(place for *_rank, place in sorted(turns)[:QUOTES_PER_CODE])

    def _codebook(self) -> None:
        if self._data.codes:
            self._sheet.heading(_("Codebook"))
            self._sheet.table(tables.codebook(self._data))
