"""A graph of codes on the screen: one goes from node to node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from kwalcode.i18n import _
from kwalcode.tui.text.drawing import (
    RELATED,
    STRONG_LINE,
    WORD,
    Edge,
    Grid,
    Label,
    draw,
    nearest,
    ring,
    ring_room,
    spread,
)
from kwalcode.tui.widgets.marks import on_ground_of


@dataclass(frozen=True, slots=True)
class MapNode:
    """A code on the map: what it is called in full and in short (one cell a character), its
    colour, and where a layout wants it."""

    code: int
    text: str
    short: str
    color: str
    place: tuple[float, float] = (0.5, 0.5)


_FULL = 0.25
"""Names that cover more of the map than this are cut, so that its lines can be seen."""
_STYLES = {STRONG_LINE: "map--strong", RELATED: "map--related", WORD: "map--word"}


class MapView(Widget, can_focus=True):
    """Shows one code with those it goes together with, or the whole graph."""

    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "map--line",
        "map--strong",
        "map--related",
        "map--word",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Quotations"), tooltip=_("Quotations of the code or pair")),
        Binding("space", "centre", _("Centre"), tooltip=_("Put this code in the middle")),
        Binding("down,j", "step(0,1)", _("Next code below"), show=False),
        Binding("up,k", "step(0,-1)", _("Next code above"), show=False),
        Binding("right,l", "step(1,0)", _("Next code to the right"), show=False),
        Binding("left,h", "step(-1,0)", _("Next code to the left"), show=False),
    ]
    DEFAULT_CSS = """
    MapView {
        background: $surface;
        color: $foreground;
        & > .map--line { color: $text-muted; }
        & > .map--strong { color: $accent; }
        & > .map--related { color: $text-success; }
        & > .map--word { color: $text-success; text-style: italic; }
    }
    """

    @dataclass
    class Moved(Message):
        """Another node is under the cursor."""

        code: int

    @dataclass
    class Chosen(Message):
        """The node under the cursor was chosen."""

        code: int

    @dataclass
    class Centred(Message):
        """The node under the cursor is to be in the middle."""

        code: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown_nodes: Mapping[int, MapNode] = {}
        self._edges: Sequence[Edge] = ()
        self._centre: int | None = None
        self._around: Sequence[int] = ()
        self._labels: list[Label] = []
        self._grid: Grid = []
        self.at: int | None = None
        self.left_out = 0
        """So many codes have no room."""

    def load(
        self,
        nodes: Mapping[int, MapNode],
        edges: Sequence[Edge],
        centre: int | None,
        around: Sequence[int],
    ) -> None:
        """Show these; with a `centre`, it and those `around` it only, else all by their places."""
        self._shown_nodes, self._edges = nodes, edges
        self._centre, self._around = centre, around
        if self.at not in nodes or (centre is not None and self.at not in (*around, centre)):
            self.at = centre if centre is not None else next(iter(nodes), None)
        self._lay_out()

    def _lay_out(self) -> None:
        width, height = self.size
        self._labels, self.left_out = [], 0
        if width > 0 and height > 0 and self._shown_nodes:
            self._labels = self._ring() if self._centre is not None else self._all()
        self._draw()

    def _ring(self) -> list[Label]:
        assert self._centre is not None
        width, height = self.size
        around = [(code, self._shown_nodes[code].text) for code in self._around]
        self.left_out = max(0, len(around) - ring_room(height))
        return ring((self._centre, self._shown_nodes[self._centre].text), around, width, height)

    def _all(self) -> list[Label]:
        width, height = self.size
        places = {node.code: node.place for node in self._shown_nodes.values()}
        for most in (40, 24, 16, 10, 0):
            nodes = self._shown_nodes.values()
            texts = {n.code: n.text[:most].rstrip() if most else n.short for n in nodes}
            if most and sum(map(len, texts.values())) > _FULL * width * height:
                continue
            labels = spread(places, texts, width, height)
            if labels is not None:
                return labels
        self.left_out = len(places)
        return []

    def _draw(self) -> None:
        self._grid = draw(self._labels, self._edges, *self.size, chosen=self.at)
        self.refresh()

    def on_resize(self) -> None:
        """Draw it for another size."""
        self._lay_out()

    # Moving

    def go_to(self, code: int) -> None:
        """Put the cursor on a code."""
        if code != self.at:
            self.at = code
            self._draw()
            self.post_message(self.Moved(code))

    def action_step(self, right: int, down: int) -> None:
        """Go to the next node in a direction."""
        if self.at is not None:
            self.go_to(nearest(self._labels, self.at, right, down))

    def action_choose(self) -> None:
        """Choose the node under the cursor."""
        if self.at is not None:
            self.post_message(self.Chosen(self.at))

    def action_centre(self) -> None:
        """Ask to put the node under the cursor in the middle."""
        if self.at is not None:
            self.post_message(self.Centred(self.at))

    def on_click(self, event: events.Click) -> None:
        """Go to the node clicked; choose it on a double click."""
        kind = self._grid[event.y][event.x][1] if event.y < len(self._grid) else 0
        if kind > 0:
            self.go_to(kind)
            if event.chain == 2:
                self.action_choose()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Return one row of the drawing."""
        if y >= len(self._grid):
            return Strip.blank(self.size.width, self.rich_style)
        segments = [Segment(char, self._style(kind)) for char, kind in self._grid[y]]
        return Strip(segments).simplify().adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, kind: int) -> Style:
        if kind <= 0:
            return self.get_component_rich_style(_STYLES.get(kind, "map--line"))
        if kind == self.at:
            return self.rich_style + Style(reverse=True, bold=True)
        color = on_ground_of(self)(self._shown_nodes[kind].color)
        return self.rich_style + Style(color=color, bold=kind == self._centre)
