"""The saved queries: ask one again, keep the present one, rename, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.screens.trying import described
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.prompt import LinePrompt
from kwalcode.tui.widgets.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from kwalcode.project.reads.queries import SavedQuery
    from kwalcode.project.study import Study


class SavedQueriesScreen(Window[str | None]):
    """Lists the saved queries; returns the text of the one to ask.

    `present` is the query that is shown now, "" for none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", _("Ask")),
        Binding("n", "keep", _("Save the present query"), tooltip=_("Save the present query")),
        Binding("r", "rename", _("Rename")),
        Binding("x,delete", "delete", _("Delete"), key_display="x"),
        Binding("u,ctrl+z", "undo", _("Undo"), key_display="u"),
        Binding("down,j", "step(1)", _("Next"), show=False),
        Binding("up,k", "step(-1)", _("Previous"), show=False),
        Binding("escape,q,s", "leave", _("Close"), key_display="esc"),
    ]
    DEFAULT_CSS = """
    SavedQueriesScreen {
        align: center middle;
        background: $background 40%;
        & Vertical {
            width: 76; max-width: 100%; height: auto; max-height: 80%;
            background: $panel; border: round $primary; border-title-color: $foreground;
        }
        & OptionList, & OptionList:focus {
            border: none; height: auto; background: $panel; padding: 0 1;
            & > .option-list--option-highlighted { background: $primary 25%; color: $foreground; }
        }
        & #none { padding: 0 1; height: auto; color: $text-muted; display: none; }
        &.none #none { display: block; }
        &.none OptionList { display: none; }
        & KeysLine { dock: none; margin-top: 1; }
    }
    """

    def __init__(self, session: Session, present: str) -> None:
        super().__init__()
        self._session, self._present = session, present
        self._saved: list[SavedQuery] = []

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical() as window:
            window.border_title = _("Saved queries")
            yield OptionList(markup=False)
            yield Static(
                _("No query was saved yet. n saves the one that is shown now."),
                id="none",
                markup=False,
            )
            yield KeysLine()

    def on_mount(self) -> None:
        """Show them."""
        self._trying(self._fill)

    def _fill(self, at: int = 0) -> None:
        from kwalcode.project.reads.queries import all_saved_queries

        with self._session.study.reading() as connection:
            self._saved = all_saved_queries(connection)
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(
            Option(
                Content(one_line(query.name)).stylize("bold")
                + Content(f"\n  {one_line(query.text)}").stylize("$text-muted")
            )
            for query in self._saved
        )
        shown.highlighted = min(at, len(self._saved) - 1) if self._saved else None
        self.set_class(not self._saved, "none")

    @property
    def _query(self) -> SavedQuery | None:
        at = self.query_one(OptionList).highlighted
        return None if at is None else self._saved[at]

    def _trying(self, action: Callable[[], None]) -> None:
        try:
            action()
        except KwalcodeError as error:
            self.notify(str(error), severity="error")

    def _do(self, act: Callable[[Study], object], told: str) -> None:
        def done() -> None:
            self._session.acts.do(act)
            self._fill(self.query_one(OptionList).highlighted or 0)
            self.notify(told)

        self._trying(done)

    # What can be done

    def action_ask(self) -> None:
        """Return the query under the highlight."""
        if self._query is not None:
            self.dismiss(self._query.text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was clicked."""
        event.stop()
        self.dismiss(self._saved[event.option_index].text)

    def action_keep(self) -> None:
        """Save the present query under a name."""
        if not self._present:
            self.notify(_("There is no query to save: type one after /, or build one with b."))
            return

        def named(name: str | None) -> None:
            if name:
                self._keep(name)

        self.app.push_screen(LinePrompt(_("Save the query as")), named)

    def _keep(self, name: str) -> None:
        from kwalcode.project.acts.queries import save_query

        self._do(
            lambda study: save_query(study, name, self._present),
            _("Saved: {name}").format(name=name),
        )

    def action_rename(self) -> None:
        """Give the query under the highlight another name."""
        from kwalcode.project.acts.queries import rename_query

        query = self._query
        if query is None:
            return

        def named(name: str | None) -> None:
            if name:
                told = _("Renamed: {name}").format(name=name)
                self._do(lambda study: rename_query(study, query.id, name), told)

        self.app.push_screen(LinePrompt(_("Another name for the query"), query.name), named)

    def action_delete(self) -> None:
        """Delete the query under the highlight."""
        from kwalcode.project.acts.queries import delete_query

        query = self._query
        if query is not None:
            told = _("Deleted: {name} (u brings it back)").format(name=query.name)
            self._do(lambda study: delete_query(study, query.id), told)

    def action_undo(self) -> None:
        """Take back my newest act."""

        def undo() -> None:
            undone = self._session.acts.undo()
            self._fill()
            self.notify(_("Undone: {act}").format(act=described(undone)))

        self._trying(undo)

    def action_step(self, rows: int) -> None:
        """Move the highlight."""
        if self._saved:
            shown = self.query_one(OptionList)
            shown.highlighted = ((shown.highlighted or 0) + rows) % len(self._saved)

    def action_leave(self) -> None:
        """Return None."""
        self.dismiss(None)
