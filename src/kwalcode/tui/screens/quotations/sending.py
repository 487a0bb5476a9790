"""What one does with the quotations found: copy, code, write to a file, mark for the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import CODE_PATH
from kwalcode.tui.screens.quotations.data import Place
from kwalcode.tui.screens.quotations.filtering import Filtering

if TYPE_CHECKING:
    from kwalcode.project.retrieval.querying import Results
    from kwalcode.project.study import Study
    from kwalcode.tui.widgets.offered import Choice
    from kwalcode.tui.widgets.palette import Chosen

FORMATS = ("csv", "xlsx", "docx", "html", "md", "json")


class Sending(Filtering):
    """Acts on the marked quotations, on all of them where none is marked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "turn", _("Mark"), tooltip=_("Mark the quotation, or take the mark off")),
        Binding("a", "turn_all", _("Mark all, or none"), show=False),
        Binding("c", "code", _("Code"), tooltip=_("Code the marked quotations, or all of them")),
        Binding("r", "report", _("Report"), tooltip=_("Mark for the report, or take that back")),
        Binding("e", "edit", _("Edit for the report: leave words out, hide names"), show=False),
        Binding("y", "copy", _("Copy"), tooltip=_("Copy with attribution")),
        Binding("ctrl+c", "copy", _("Copy with attribution"), show=False),
        Binding("w", "write", _("Write to a file"), show=False),
    ]  # fmt: skip

    # Marking

    def action_turn(self) -> None:
        """Mark the quotation under the highlight, or take its mark off."""
        self.found.turn()
        self._tell()

    def action_turn_all(self) -> None:
        """Mark all that were found; where all are marked already, none."""
        if self.answer is None:
            return
        from kwalcode.project.retrieval.pages import places_of

        everything = set(places_of(self.answer.results))
        self.found.pick(() if self.found.picked >= everything else everything)
        self._tell()

    def _sent(self) -> list[Place]:
        """Return the marked quotations among those found, in order; all where none is marked."""
        from kwalcode.project.retrieval.pages import places_of

        if self.answer is None:
            return []
        places = places_of(self.answer.results)
        return [place for place in places if place in self.found.picked] or places

    # Coding

    def action_code(self) -> None:
        """Put a code on the marked quotations, or on all."""
        from kwalcode.tui.widgets.palette import CodePalette

        places = self._sent()
        if not places:
            return

        def chosen(choice: Chosen | None) -> None:
            if choice is not None and not isinstance(choice, tuple):
                self.attempt(lambda: self._coded(places, choice))

        asks = counted("A code for {n} quotation", "A code for {n} quotations", len(places))
        palette = CodePalette(self.session.codes, recent=self.session.recent, asks=asks)
        self.app.push_screen(palette, chosen)

    def _coded(self, places: list[Place], choice: Choice) -> str:
        from kwalcode.project.acts.passages import NewCode
        from kwalcode.project.acts.queries import code_quotations
        from kwalcode.project.reads.codes import find_code

        code: int | NewCode
        if isinstance(choice, str):
            *above, name = [part.strip() for part in choice.split(CODE_PATH.strip())]
            parent = find_code(self.session.codes, CODE_PATH.join(above)).id if above else None
            code = NewCode(name, parent)
        else:
            code = choice
        put = self.session.acts.do(lambda study: code_quotations(study, places, code))
        if not put:
            return _("That code is on all of them already.")
        return counted(
            "Coded {n} quotation (u takes it back).", "Coded {n} quotations (u takes it back).", put
        )

    # For the report

    def action_report(self) -> None:
        """Mark the quotation under the highlight, or the marked ones, for the report."""
        places = self._meant()
        if places:
            self.attempt(lambda: self._marked(places))

    def _meant(self) -> list[Place]:
        """Return the marked quotations among those found, else the one under the highlight."""
        if self.answer is None or self.found.row is None:
            return []
        if not self.found.picked:
            return [self.found.row.found.place]
        return self._sent()

    def _marked(self, places: list[Place]) -> str:
        from kwalcode.project.acts.quoting import mark_for_report, unmark_for_report
        from kwalcode.project.reads.queries import quotations_at
        from kwalcode.project.reads.quoting import marked_ids

        with self.session.study.reading() as connection:
            ids = list(quotations_at(connection, places).values())
            there = marked_ids(connection, ids)
        if len(there) == len(ids):
            n = self.session.acts.do(lambda study: unmark_for_report(study, ids))
            return counted("{n} mark for the report taken back.",
                           "{n} marks for the report taken back.", n)  # fmt: skip
        n = self.session.acts.do(lambda study: mark_for_report(study, ids))
        return counted("{n} quotation marked for the report.",
                       "{n} quotations marked for the report.", n)  # fmt: skip

    def action_edit(self) -> None:
        """Edit what the report shows of the quotation under the highlight."""
        from kwalcode.tui.screens.report_edit import ReportEditScreen

        row = self.found.row
        if row is not None and row.quotation:
            self.app.push_screen(
                ReportEditScreen(self.session, row.quotation), lambda _saved: self.catch_up()
            )

    # Leaving the app

    @work
    async def action_copy(self) -> None:
        """Copy the marked quotations, or the one under the highlight, with attribution."""
        places = self._meant()
        if self.answer is None or not places:
            return
        results = self.answer.results

        def attributed_ones(study: Study) -> list[str]:
            from kwalcode.project.retrieval.pages import excerpts_of
            from kwalcode.report.labelling import attributed, attribution_of

            with study.reading() as connection:
                label = attribution_of(connection)
                found = excerpts_of(connection, results, places)
                return [attributed(excerpt, label) for excerpt in found]

        try:
            copied = await self.away(attributed_ones)
        except KwalcodeError as error:
            self.complain(error)
            return
        if copied:
            self.app.copy_to_clipboard("\n\n".join(copied))
            self.notify(
                counted("Copied with its attribution.", "{n} copied with attribution.", len(copied))
            )

    def action_write(self) -> None:
        """Ask for a file's name, and write the marked quotations, or all, to it."""
        from kwalcode.tui.widgets.prompt import LinePrompt

        if self.answer is None or not len(self.answer.results):
            self.notify(_("There is nothing to write."))
            return
        results, places = self.answer.results, set(self._sent())
        warned: list[str] = []

        def check(name: str) -> str | None:
            path = Path(name).expanduser()
            if path.suffix.lstrip(".").lower() not in FORMATS:
                return _("The name must end in one of: {endings}.").format(
                    endings=", ".join(f".{ending}" for ending in FORMATS)
                )
            if path.is_dir() or not path.resolve().parent.is_dir():
                return _("There is no such folder.")
            if path.exists() and name not in warned:
                warned.append(name)
                return _("There is such a file already; Enter again writes over it.")
            return None

        def named(name: str | None) -> None:
            if name:
                self._write(results, places, Path(name).expanduser())

        offered = str(self.session.study.path.parent / "quotations.docx")
        self.app.push_screen(LinePrompt(_("Write to which file?"), offered, check), named)

    @work
    async def _write(self, results: Results, places: set[Place], path: Path) -> None:
        text = self.asking.text

        def write(study: Study) -> tuple[str, ...]:
            from kwalcode.report.found import write_found

            with study.reading() as connection:
                return write_found(connection, results, path, query=text, only=places)

        try:
            notices = await self.away(write)
        except KwalcodeError as error:
            self.complain(error)
            return
        if notices is not None:
            self.notify("  ".join((_("Written: {path}").format(path=path), *notices)))
