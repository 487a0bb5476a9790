"""The codebook as a tree with counts, marked as in the margin of the transcript."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.outline import Branch, outline
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import colors, digit_sign, letters, on_ground_of
from kwalcode.tui.widgets.pointing import CodeDragged, MenuWanted
from kwalcode.tui.widgets.rowlist import RowList, row_keys

_INDENT = 2


class CodebookTree(RowList):
    """Shows the codes with their letters, colours, numbers of codings and digit keys; unused ones
    are dim. A code is drawn onto a passage with the mouse."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"codebook--unused", "codebook--digit"}
    BINDINGS: ClassVar[list[BindingType]] = [
        *row_keys(_("Next code"), _("Previous code"), _("First code"), _("Last code")),
        Binding("left,h", "fold", _("Fold"), show=False),
        Binding("right,l", "unfold", _("Unfold"), show=False),
        Binding("space", "turn", _("Fold or unfold"), show=False),
        Binding("enter", "choose", _("Quotations")),
        Binding("c", "put", _("Code with it"), tooltip=_("Put this code on the passage")),
        Binding("p", "pin", _("Pin"), tooltip=_("Give the code a digit key that stays, or not")),
    ]
    DEFAULT_CSS = """
    CodebookTree {
        & > .codebook--unused { color: $text-muted; }
        & > .codebook--digit { color: $text-accent; }
    }
    """

    @dataclass
    class CodeHighlighted(Message):
        """The highlight is on another code; None in an empty codebook."""

        tree: CodebookTree
        code_id: int | None

        @property
        def control(self) -> CodebookTree:
            """The tree it came from."""
            return self.tree

    @dataclass
    class CodeChosen(Message):
        """A code was chosen: its quotations are wanted."""

        tree: CodebookTree
        code_id: int

        @property
        def control(self) -> CodebookTree:
            """The tree it came from."""
            return self.tree

    @dataclass
    class PutWanted(Message):
        """A code is to be put on the passage."""

        tree: CodebookTree
        code_id: int

        @property
        def control(self) -> CodebookTree:
            """The tree it came from."""
            return self.tree

    @dataclass
    class PinWanted(Message):
        """A code is to have a digit key that stays, or to have none any more."""

        tree: CodebookTree
        code_id: int

        @property
        def control(self) -> CodebookTree:
            """The tree it came from."""
            return self.tree

    def __init__(self, *, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self._codes: Sequence[Code] = ()
        self._counts: Mapping[int, int] = {}
        self._digits: Mapping[int, str] = {}
        self._folded: set[int] = set()
        self._rows: list[Branch] = []
        self._letters: dict[int, str] = {}
        self._colors: dict[int, str] = {}
        self._told: int | None = None
        self._pressed: int | None = None
        self._dragged = False

    # What it shows

    @property
    def row_count(self) -> int:
        """How many codes are seen: those under folded ones are not."""
        return len(self._rows)

    def load(self, codes: Sequence[Code], counts: Mapping[int, int]) -> None:
        """Show these codes and numbers of codings; folds and highlight stay where they were."""
        before, changed = self.highlighted, codes is not self._codes and codes != self._codes
        self._counts = counts
        if changed:
            self._codes = codes
            self._letters, self._colors = letters(codes), colors(codes)
        self._outline(before)

    def set_counts(self, counts: Mapping[int, int]) -> None:
        """Show other numbers of codings."""
        self._counts = counts
        self.refresh()

    def set_digits(self, digits: Mapping[int, int], pinned: Collection[int]) -> None:
        """Show which code (id) has which digit key, and which digits are there for good."""
        self._digits = {code: digit_sign(n, n in pinned) for n, code in digits.items()}
        self.refresh()

    def highlight(self, code_id: int) -> None:
        """Put the highlight on a code, unfolding what hides it."""
        by_id = {code.id: code for code in self._codes}
        above = by_id[code_id].parent if code_id in by_id else None
        while above in by_id:
            self._folded.discard(above)
            above = by_id[above].parent
        self._outline(code_id)

    @property
    def highlighted(self) -> int | None:
        """The id of the code under the highlight."""
        return self._rows[self._at].code.id if self._rows else None

    @property
    def highlight_offset(self) -> Offset:
        """Where on the screen the highlighted code is."""
        return self.region.offset + Offset(_INDENT, self._at - self.scroll_offset.y)

    def _outline(self, keep: int | None) -> None:
        self._rows = outline(self._codes, self._folded)
        places = {branch.code.id: row for row, branch in enumerate(self._rows)}
        self.rows_changed(places.get(keep or 0, self._at))
        self.highlight_moved()

    def highlight_moved(self) -> None:
        """Tell when the highlight is on another code."""
        if self.highlighted != self._told:
            self._told = self.highlighted
            self.post_message(self.CodeHighlighted(self, self.highlighted))

    # Keys

    def action_fold(self) -> None:
        """Fold the code under the highlight; where nothing is to fold, go to its parent."""
        if not self._rows:
            return
        branch = self._rows[self._at]
        if branch.parent and branch.code.id not in self._folded:
            self._folded.add(branch.code.id)
            self._outline(branch.code.id)
        else:
            shallower = (
                r for r in range(self._at, -1, -1) if self._rows[r].depth < max(1, branch.depth)
            )
            self.put_highlight(next(shallower, self._at) if branch.depth else self._at)

    def action_unfold(self) -> None:
        """Unfold the code under the highlight; where it is unfolded, go to its first child."""
        if not self._rows or not self._rows[self._at].parent:
            return
        code = self._rows[self._at].code.id
        if code in self._folded:
            self._folded.discard(code)
            self._outline(code)
        else:
            self.put_highlight(self._at + 1)

    def action_turn(self) -> None:
        """Fold or unfold the code under the highlight."""
        if self._rows and self._rows[self._at].parent:
            code = self._rows[self._at].code.id
            self._folded ^= {code}
            self._outline(code)

    def action_choose(self) -> None:
        """Ask for the quotations of the code under the highlight."""
        if self.highlighted is not None:
            self.post_message(self.CodeChosen(self, self.highlighted))

    def action_put(self) -> None:
        """Ask for the code under the highlight on the passage."""
        if self.highlighted is not None:
            self.post_message(self.PutWanted(self, self.highlighted))

    def action_pin(self) -> None:
        """Ask for a digit key for the code under the highlight, or that it goes."""
        if self.highlighted is not None:
            self.post_message(self.PinWanted(self, self.highlighted))

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag a code, or ask what can be done with it."""
        row = self.row_under(event.y)
        if row is None:
            return
        if event.button == 3:
            self.put_highlight(row)
            self.post_message(MenuWanted(event.screen_offset))
        elif event.button == 1:
            self._pressed, self._dragged = self._rows[row].code.id, False
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where a code is dragged to."""
        if self._pressed is not None and (
            self._dragged or not self.region.contains_point(event.screen_offset)
        ):
            self._dragged = True
            self.post_message(CodeDragged(self._pressed, event.screen_offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Tell where a code was dropped."""
        self.release_mouse()
        if self._pressed is not None and self._dragged:
            self.post_message(CodeDragged(self._pressed, event.screen_offset, dropped=True))
        self._pressed = None

    def on_click(self, event: events.Click) -> None:
        """Highlight what is clicked, fold on its triangle, choose on a double click."""
        row = self.row_under(event.y)
        if row is None or self._dragged or event.button != 1:
            return
        branch = self._rows[row]
        self.put_highlight(row)
        if branch.parent and event.x in range(branch.depth * _INDENT, branch.depth * _INDENT + 2):
            self.action_turn()
        elif event.chain == 2:
            self.action_choose()

    # Painting

    def paint_empty(self) -> str:
        """Return what an empty codebook says."""
        return _("No codes yet: code a passage to make one.")

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a code's row: fold, letters, name, number of codings, digit key."""
        branch = self._rows[row]
        code, used = branch.code, self._counts.get(branch.code.id, 0)
        unused = self.get_component_rich_style("codebook--unused")
        base = self.rich_style
        fold = ("▸ " if code.id in self._folded else "▾ ") if branch.parent else "  "
        lead = " " * min(branch.depth * _INDENT, max(0, width // 3)) + fold
        count = self.tail(code)
        digit = self._digits.get(code.id, "").ljust(2) if self._digits else ""
        room = max(1, width - cell_len(lead) - 3 - cell_len(count) - len(digit))
        name = fitted(one_line(code.name), room)
        mark = Style(color=on_ground_of(self)(self._colors[code.id]), bold=bool(used))
        segments = [
            Segment(lead, unused),
            Segment(self._letters[code.id], base + mark),
            Segment(" " + set_cell_size(name, room), base if used else unused),
            Segment(count, self.get_component_rich_style("rowlist--faint")),
            Segment(digit, self.get_component_rich_style("codebook--digit")),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def tail(self, code: Code) -> str:
        """Return what stands at the right of a code: its number of codings."""
        used = self._counts.get(code.id, 0)
        return f" {used} " if used else " · "
