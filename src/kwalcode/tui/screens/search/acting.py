"""What one does with hits: code one, copy one, or code all of them after a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.geometry import Region

from kwalcode.i18n import _, counted
from kwalcode.project.reads.documents import text_of
from kwalcode.project.search.passages import Passage, passages_of
from kwalcode.tui.screens.search.options import parts_of
from kwalcode.tui.screens.search.run import SearchRun
from kwalcode.tui.widgets.offered import Choice
from kwalcode.tui.widgets.palette import Chosen, CodePalette


class SearchActs(SearchRun):
    """The acts of the search screen. Each takes as much of a hit as `options.extent` says."""

    def palette(self, asks: str, *, make: bool = True) -> CodePalette:
        """Return the palette of the codes, to open below the highlight."""
        region = self.hits.region
        row = region.y + self.hits.at - self.hits.scroll_offset.y
        beside = Region(region.x + region.width // 4, row, 1, 1)
        return CodePalette(
            self.session.codes, recent=self.session.recent, passage=beside, make=make, asks=asks
        )

    def action_code(self) -> None:
        """Put a code on the hit under the highlight, or on its sentence or turn."""
        self.trying(self._code)

    def _code(self) -> None:
        passage = self._passage()
        if passage is None:
            return
        place = (passage.start, passage.end)

        def chosen(choice: Chosen | None) -> None:
            if isinstance(choice, int | str):
                self.attempt(lambda: self._apply(passage.document, place, choice))

        self.app.push_screen(self.palette(""), chosen)

    def _apply(self, document: int, place: tuple[int, int], choice: Choice) -> str:
        name = self.session.acts.apply(document, place, choice)
        if name is None:
            return _("It has this code already.")
        return _("Coded: {name}").format(name=name)

    def _passage(self) -> Passage | None:
        hit = self.hits.hit
        if hit is None:
            return None
        with self.session.study.reading() as connection:
            found = passages_of(connection, [hit], self.options.extent)
        return found[0] if found else None

    def action_copy(self) -> None:
        """Copy the hit, or its sentence or turn, with where it stands."""
        self.trying(self._copy)

    def _copy(self) -> None:
        passage, line = self._passage(), self.hits.line(self.hits.at)
        if passage is None or line is None:
            return
        with self.session.study.reading() as connection:
            text = text_of(connection, passage.document)[passage.start : passage.end]
        names = dict.fromkeys((line.document, line.respondent or line.speaker))
        where = ", ".join(filter(None, names))
        self.app.copy_to_clipboard(f"“{text}” ({where})")
        self.notify(_("Copied with its attribution."))

    def action_autocode(self) -> None:
        """Choose a code for all hits, then which of them."""
        if not self.hits.hits or self.found is None:
            return
        if not self.found.done:
            self.notify(_("The search is still under way."))
            return

        def chosen(choice: Chosen | None) -> None:
            if isinstance(choice, int | str):
                self._preview(choice)

        asks = _("Autocode with: type a code's name, or a new one")
        self.app.push_screen(self.palette(asks), chosen)

    def _preview(self, choice: Choice) -> None:
        from kwalcode.tui.screens.search.autocode import AutocodeScreen

        careful = self.options.talk == "all"  # else whose talk it is was chosen
        screen = AutocodeScreen(
            self.session, self.hits.hits, choice, self.options.extent, careful=careful
        )

        def chosen(passages: Sequence[Passage] | None) -> None:
            self.options = replace(self.options, extent=screen.extent)
            self.choices.show(parts_of(self.options, self.session))
            if passages:
                self.attempt(lambda: self._autocode(passages, choice))

        self.app.push_screen(screen, chosen)

    def _autocode(self, passages: Sequence[Passage], choice: Choice) -> str:
        from kwalcode.project.acts.autocoding import autocode

        query, extent = self.query_now, self.options.extent
        assert query is not None
        done = self.session.acts.do(lambda study: autocode(study, passages, choice, query, extent))
        return _("Autocoded with {code}: {codings}. u takes it all back.").format(
            code=done.path, codings=counted("{n} coding", "{n} codings", done.codings)
        )
