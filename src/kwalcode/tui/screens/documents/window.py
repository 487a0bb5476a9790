"""A small window with a table in it, above the documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from kwalcode.i18n import _
from kwalcode.project.study import Study
from kwalcode.tui.screens.trying import UNDOING, Trying
from kwalcode.tui.session import Session
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.celleditor import CellEditor
from kwalcode.tui.widgets.grid import Grid
from kwalcode.tui.widgets.window import Window

_FRAME = 3


class GridWindow(Trying, Window[None]):
    """Shows `columns` and the rows that `read` gives; what is done is stored at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", _("Close")),
        *UNDOING,
    ]
    DEFAULT_CSS = """
    GridWindow {
        align: center middle;
        background: $background 40%;
        layers: base over;
        & #window {
            width: 76; max-width: 100%; height: auto; max-height: 90%;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted; padding: 0 1;
        }
        & Grid { background: $panel; scrollbar-background: $panel; height: auto; }
    }
    """
    KEYS: ClassVar[str] = ""
    """What the lower edge of the window says."""

    def __init__(self, session: Session, title: str) -> None:
        super().__init__(session)
        self.grid, self._title = Grid(), title
        self.editor = CellEditor()
        self._store: Callable[[str], None] | None = None

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        raise NotImplementedError

    def read(self) -> Sequence[GridRow]:
        """Return the rows. Raises KwalcodeError when they cannot be read."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical(id="window") as window:
            window.border_title = Content(one_line(self._title))
            window.border_subtitle = Content(self.KEYS)
            yield self.grid
        yield self.editor

    def on_mount(self) -> None:
        """Show the rows."""
        self.grid.focus()
        self.catch_up()

    def renew(self) -> None:
        """Read the rows anew."""
        found = self.read()
        self.grid.styles.height = min(len(found) + 1, max(4, self.app.size.height - 2 * _FRAME))
        self.grid.load(self.columns(), found)

    def action_leave(self) -> None:
        """Close the window."""
        self.dismiss(None)

    def do(self, act: Callable[[Study], object]) -> None:
        """Do an act, and show what it changed."""

        def done() -> None:
            self.session.acts.do(act)

        self.attempt(done)

    def edit(self, value: str, known: Sequence[str], store: Callable[[str], None]) -> None:
        """Open a field in the cell under the cursor."""
        self._store = store
        self.editor.open_over(self.grid, value, known)

    def on_cell_editor_saved(self, event: CellEditor.Saved) -> None:
        """Store what was typed."""
        self.editor.close_to(self.grid)
        if self._store is not None:
            self._store(event.value)
        self.grid.action_step(*event.move)

    def on_cell_editor_left(self) -> None:
        """Leave the cell as it was."""
        self.editor.close_to(self.grid)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Leave the field when another cell is clicked."""
        if event.widget is self.grid:
            self.editor.close_to(self.grid)
