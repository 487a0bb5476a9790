"""The codebook screen: the codes as a tree, one of them with all its fields, and what is done
with codes: made, moved, merged, split, coloured, grouped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from kwalcode.i18n import _, counted
from kwalcode.model import ORIGINS, Code
from kwalcode.project.acts.codes import edit_code
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.merging import plan_merge
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.codebook.about import origin_names
from kwalcode.tui.screens.codebook.files import CodebookFiles
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.memoing import Memoing
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.palette import Chosen, CodePalette


class CodebookScreen(Memoing, CodebookFiles):
    """Letter b. The order of the parts is that of their keys in the footer, last first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("M", "merge", _("Merge"), tooltip=_("Make this code one with another")),
        Binding("S", "split", _("Split"), tooltip=_("Send its quotations to other codes")),
        Binding("q", "quotations", _("Quotations"), tooltip=_("Quotations of this code")),
        Binding("c", "color", _("Give the code a colour"), show=False),
        Binding("O", "origin", _("Say where the code comes from"), show=False),
        Binding("m", "memo", _("Memo"), tooltip=_("Write a memo about the code")),
    ]
    DEFAULT_CSS = """
    CodebookScreen {
        background: $surface;
        & #middle { height: 1fr; }
        & #shelf { width: 1fr; }
        & #heading { height: 1; padding: 0 0 0 1; color: $text-muted; text-style: bold; }
        & #codes { height: 1fr; padding: 0 0 0 1; }
        & #nothing { height: 1fr; padding: 0 1; color: $text-muted; display: none; }
        & #finder { display: none; padding: 0 1; }
        & #fields { width: 1fr; border-left: solid $panel; }
    }
    """

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        with Horizontal(id="middle"):
            with self.shelf:
                yield self.heading
                yield self.table
                yield self.nothing
                yield self.finder
            yield self.fields
        yield KeysLine()

    def on_mount(self) -> None:
        """Begin in the tree."""
        self._fit(editing=False)
        self.table.focus()

    def action_groups(self) -> None:
        """Show the code groups, and which the code is in."""
        from kwalcode.tui.screens.codebook.groups import CodeGroupsScreen

        if self.code is not None:
            self.app.push_screen(CodeGroupsScreen(self.session, self.code))

    # Merging

    def action_merge(self) -> None:
        """Choose the code that the picked ones, or this one, become part of."""
        sources = self.picked or ((self.code.id,) if self.code else ())
        if not sources:
            return

        def chosen(choice: Chosen | None) -> None:
            if isinstance(choice, int):
                self.trying(lambda: self._ask_about_merge(sources, choice))

        names = ", ".join(
            one_line(code.name) for n in sources if (code := self.session.code(n)) is not None
        )
        title = _("Merge {names} into: type a few letters").format(names=names)
        palette = CodePalette(self.session.codes, counts=self.book.counts, make=False, asks=title)
        self.app.push_screen(palette, chosen)

    def _ask_about_merge(self, sources: Sequence[int], target: int) -> None:
        from kwalcode.tui.screens.codebook.merge import MergeScreen

        with self.session.study.reading() as connection:
            plan = plan_merge(connection, sources, target)

        def answered(reason: str | None) -> None:
            if reason is not None:
                self.attempt(lambda: self._merge(sources, target, reason))

        self.app.push_screen(MergeScreen(plan), answered)

    def _merge(self, sources: Sequence[int], target: int, reason: str) -> str:
        done = self.session.acts.do(
            lambda study: merge_codes(study, sources, target, reason=reason)
        )
        self.pick(())
        self.catch_up()
        self.table.highlight(target)
        moved = counted("{n} coding moved", "{n} codings moved", done.codings)
        return _("Merged into {code}: {moved} (u undoes it)").format(
            code=done.target.name, moved=moved
        )

    # Going on elsewhere

    def action_split(self) -> None:
        """Walk the quotations of the code, and send each to a code."""
        from kwalcode.tui.screens.codebook.splitting import SplitScreen

        code = self.code
        if code is None:
            return
        if not self.book.counts.get(code.id):
            self.notify(_("Nothing is coded with it yet, so there is nothing to split."))
            return
        self.app.push_screen(SplitScreen(self.session, code))

    def action_quotations(self) -> None:
        """Show the quotations of the code; where clashes are shown, those that clash."""
        from kwalcode.tui.screens.quotations.screen import show_quotations

        if self.code is not None:
            with_too = self.book.clashing.get(self.code.id, ()) if self.kind == "clashing" else ()
            show_quotations(self.workbench, self.code.id, with_too)

    # Colour, origin, memo

    def action_color(self) -> None:
        """Choose a colour."""
        from kwalcode.tui.screens.codebook.colors import ColorScreen

        code = self.code
        if code is None:
            return

        def chosen(color: str | None) -> None:
            if color is not None and color != code.color:
                self._edit(code, _("Colour of {code} changed."), color=color)

        self.app.push_screen(ColorScreen(code.color), chosen)

    def action_origin(self) -> None:
        """Choose where the code comes from."""
        code = self.code
        if code is None:
            return
        names = origin_names()

        def chosen(row: int | None) -> None:
            if row is not None:
                self._edit(code, _("Origin of {code} changed."), origin=ORIGINS[row])

        rows = [names[origin] for origin in ORIGINS]
        self.app.push_screen(ChooseScreen(_("Where does this code come from?"), rows), chosen)

    def _edit(self, code: Code, done: str, **values: str) -> None:
        def edit() -> str:
            self.session.acts.do(lambda study: edit_code(study, code.id, **values))
            return done.format(code=code.name)

        self.attempt(edit)

    def action_memo(self) -> None:
        """Write a memo about the code, or go on with mine."""
        code = self.code
        if code is not None:
            self.trying(lambda: self.memo_about_code(code))
