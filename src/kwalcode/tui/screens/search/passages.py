"""Passages to be coded, each with a tick: what would be coded is bright, the rest is faint."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip

from kwalcode.i18n import _
from kwalcode.project.search.lines import Line
from kwalcode.project.search.passages import Passage
from kwalcode.tui.screens.search.list import HitList, flat, last_cells, role_sign
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.rowlist import row_keys

_SIGNS = {"wholly": "=", "partly": "~", "": " "}


class PassageList(HitList, inherit_bindings=False):
    """Shows the passages; one that is coded so already cannot be ticked. `unasked` tells whether
    some began without a tick for who said them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.accept", _("Code these"),
                tooltip=_("Put the code on all that is ticked, as one act")),
        Binding("space,x", "screen.turn", _("Tick"), key_display="space",
                tooltip=_("Tick or untick this passage")),
        Binding("a", "screen.tick(True)", _("All"), tooltip=_("Tick all passages")),
        Binding("n", "screen.tick(False)", _("None"), tooltip=_("Untick all passages")),
        Binding("e", "screen.extent", _("Extent"),
                tooltip=_("Code the match, its sentence or its turn")),
        *row_keys(_("Next passage"), _("Previous passage"), _("First passage"), _("Last passage")),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self.ticked: set[int] = set()
        self.unasked = False

    def start_anew(self) -> None:
        """Forget all passages."""
        self.passages, self.ticked, self.unasked = [], set(), False
        super().start_anew()

    def take(self, passages: Sequence[Passage], unticked: Collection[int]) -> None:
        """Add passages, ticked but for what these speakers (ids) said."""
        before = len(self.passages)
        self.passages += passages
        self.unasked |= any(passage.hit.speaker in unticked for passage in passages)
        self.ticked.update(
            before + n
            for n, passage in enumerate(passages)
            if passage.coded != "wholly" and passage.hit.speaker not in unticked
        )
        self.add([passage.hit for passage in passages])

    def turn(self, row: int) -> None:
        """Tick a row, or take its tick away."""
        if row < len(self.passages) and self.passages[row].coded != "wholly":
            self.ticked ^= {row}
            self.refresh()

    def tick_all(self, all_of_them: bool) -> None:
        """Tick every row that can be ticked, or none."""
        rows = enumerate(self.passages) if all_of_them else ()
        self.ticked = {row for row, passage in rows if passage.coded != "wholly"}
        self.refresh()

    def paint_row(self, row: int, width: int) -> Strip:
        """Return a passage: its tick, whether it is coded already, document, and the words."""
        passage, line, base = self.passages[row], self.line(row), self.rich_style
        faint = self.get_component_rich_style("rowlist--faint")
        coded = self.get_component_rich_style("hits--code")
        room = self._name_width(width)
        name = one_line(self.names.get(passage.document, ""))
        lead = [
            Segment(" [x]" if row in self.ticked else " [ ]", base),
            Segment(f"{_SIGNS[passage.coded]} ", coded),
            Segment(f"{set_cell_size(fitted(name, room), room)} {role_sign(line)} ", faint),
        ]
        if line is None:
            return Strip([*lead, Segment("…", faint)]).adjust_cell_length(width, base)
        match = self.get_component_rich_style("hits--match")
        pieces = _pieces(passage, line, width - room - 10)
        styles = (faint, base, match, base, faint)
        words = [Segment(text, style) for text, style in zip(pieces, styles, strict=True)]
        return Strip([*lead, *words]).adjust_cell_length(width, base)


def _pieces(passage: Passage, line: Line, width: int) -> tuple[str, str, str, str, str]:
    """Return the words before the passage, those of it before the match, the match, those of it
    after the match, and those after the passage: together at most `width` cells."""
    at = max(0, 2 * width // 5)
    before, after = passage.hit.start - passage.start, passage.end - passage.hit.end
    cut = max(0, len(line.left) - before)
    inner = flat(line.left[cut:])
    left = last_cells(flat(line.left[:cut]) + inner, at)
    left = " " * (at - cell_len(left)) + left
    inner = last_cells(inner, at)
    match = fitted(flat(line.match), width - at)
    rest = max(0, width - at - cell_len(match))
    right, beyond = flat(line.right[:after]), flat(line.right[after:])
    beyond = fitted(beyond, max(0, rest - cell_len(right)))
    return left[: len(left) - len(inner)], inner, match, fitted(right, rest), beyond
