"""The page of a transcript: lays out, paints, scrolls. Keys and mouse are in `transcript`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from rich.style import Style
from textual import events
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from kwalcode.spans import Range, trim
from kwalcode.tui.text.blocks import NO_TURN, Blocks, short_labels
from kwalcode.tui.text.caret import Caret, Ground, passage
from kwalcode.tui.text.columns import Columns, columns
from kwalcode.tui.text.data import TranscriptData
from kwalcode.tui.text.layout import Layout
from kwalcode.tui.text.motion import Places
from kwalcode.tui.text.stripes import CodingMark, Stripe, Stripes
from kwalcode.tui.text.visible import visible
from kwalcode.tui.widgets.marks import on_ground_of
from kwalcode.tui.widgets.painter import Look, Overlay, Row, clipped, paint, underlined

_KEPT_STRIPS = 2000


class TranscriptPage(ScrollView, can_focus=True):
    """Paints a transcript with its gutter, coding stripes, caret, passage and selection.

    `dim_interviewer` steps the interviewer's turns back; `underline` says which coded words are
    underlined: those of the marks at the caret, all, or none; `names` shows code names beside
    the text where there is room.
    """

    # Textual would select by cell and widget; the view selects by code point (see transcript.py).
    ALLOW_SELECT: ClassVar[bool] = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "transcript--aside",
        "transcript--gutter",
        "transcript--speaker",
        "transcript--passage",
        "transcript--selection",
        "transcript--caret",
    }
    DEFAULT_CSS = """
    TranscriptPage {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-background-hover: $surface;
        scrollbar-background-active: $surface;
        scrollbar-color: $panel;
        & > .transcript--aside { color: $text-muted; }
        & > .transcript--gutter { color: $text-disabled; }
        & > .transcript--speaker { color: $text-muted; text-style: bold; }
        & > .transcript--passage { background: $primary 20%; }
        & > .transcript--selection { background: $primary 55%; text-style: bold; }
        & > .transcript--caret { text-style: reverse; }
    }
    """

    dim_interviewer: var[bool] = var(True)
    underline: var[Literal["caret", "all", "none"]] = var("caret")
    names: var[bool] = var(True)

    def __init__(self, *, gap: int = 1, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name=name, id=id)
        self._gap = gap
        self._strips: dict[int, tuple[Overlay, Strip]] = {}
        self._look: Look | None = None
        self._columns: Columns | None = None
        self._reveal_at_third = False
        self._take(TranscriptData())

    def _take(self, data: TranscriptData) -> None:
        self._data = data
        painted = visible(data.text)
        self._blocks = Blocks(data.text, data.turns)
        self._places = Places(painted, self._blocks, data.sentences)
        self._layout_rows = Layout("", Blocks("", ()), 1)
        self._stripes = Stripes(self._layout_rows.rows_of)
        self._marks = data.codings
        self._memos: Sequence[Range] = ()
        self._memo_rows: frozenset[int] = frozenset()
        self._labels = short_labels(data.turns, data.roles)
        self._caret = Caret(self._blocks.first)
        self._caret_row = 0
        self._sentence: Range | None = None
        self._hot: tuple[CodingMark, ...] = ()
        self._aim: Range | None = None

    # What it shows

    @property
    def data(self) -> TranscriptData:
        """The data that was loaded; its codings as they were then."""
        return self._data

    @property
    def ground(self) -> Ground:
        """What the caret moves over: places, rows, rows per page."""
        return Ground(self._places, self._layout_rows, max(1, self.size.height))

    def load(self, data: TranscriptData, keep_position: bool = False) -> None:
        """Show other data, from its beginning, or (`keep_position`) where the caret stood."""
        caret, place = self._caret, self._reading_place()
        self._take(data)
        if keep_position:
            self._caret = Caret(self._places.snap(min(caret.at, len(data.text))))
        self._columns = None
        self._lay_out(place if keep_position else (self._caret.at, 0))

    def set_codings(self, marks: Sequence[CodingMark]) -> None:
        """Show these marks instead of the present ones; only rows that change are repainted."""
        self._marks = marks
        if self._columns is None:
            return
        changed = self._stripes.replace(marks)
        self._drop(changed)
        self._look_around()
        self.refresh_changed()

    def set_memos(self, places: Sequence[Range]) -> None:
        """Show a sign beside the row where each of these ranges begins."""
        self._memos = places
        if self._columns is None:
            return
        before, self._memo_rows = self._memo_rows, self._rows_with_memos()
        self._drop((row, row) for row in before ^ self._memo_rows)

    def _rows_with_memos(self) -> frozenset[int]:
        return frozenset(self._layout_rows.row_at(start) for start, _end in self._memos)

    @property
    def looked_at(self) -> int:
        """The code point that the caret is at: behind a selection or a block, its last one."""
        at, selected = self._caret.at, self._caret.selected
        behind = selected is not None and at == selected[1]
        return max(0, at - 1) if behind or at == self._blocks.ends[self._blocks.at(at)] else at

    def marks_at(self, offset: int) -> list[CodingMark]:
        """Return the marks that cover a place (code points), as they stand in the margin."""
        return self._stripes.at(self._layout_rows.row_at(offset), offset)

    def passage_region(self) -> Region:
        """Return where on the screen the passage is seen, for a window that opens under it."""
        first, last = self._layout_rows.rows_of(*passage(self.ground, self._caret))
        top = min(max(first - self.scroll_offset.y, 0), max(0, self.size.height - 1))
        bottom = min(max(last - self.scroll_offset.y, top), max(0, self.size.height - 1))
        left = self._columns.text_left if self._columns else 0
        width = self._columns.text if self._columns else self.size.width
        return Region(self.region.x + left, self.region.y + top, width, bottom - top + 1)

    def aim(self, target: Range | None) -> None:
        """Light up a range that something is about to be dropped on; None: nothing any more."""
        self._aim = target
        self.refresh_changed()

    # Laying out

    def on_resize(self, event: events.Resize) -> None:
        """Lay out anew for the new width; the reading place stays."""
        event.stop()
        self._lay_out(self._reading_place())

    def _reading_place(self) -> tuple[int, int]:
        """Return a place in the text and the row on the screen where it stands.

        It is the caret while that is seen, so that going back and forth drifts nowhere.
        """
        top = self.scroll_offset.y
        row = self._layout_rows.row_at(self._caret.at) - top
        if 0 <= row < max(1, self.size.height):
            return self._caret.at, row
        return self._layout_rows.bounds(min(top, max(0, self._layout_rows.height - 1)))[0], 0

    def _lay_out(self, place: tuple[int, int]) -> None:
        width = self.scrollable_content_region.width
        if width <= 0:
            return
        divided = columns(width, len(self._data.turns), self.names)
        if divided != self._columns:
            if self._columns is None or divided.text != self._columns.text:
                self._wrap(divided.text)
            self._columns = divided
            self._strips.clear()
            self.virtual_size = Size(width, self._layout_rows.height)
        offset, row = place
        target = self._layout_rows.row_at(offset) - min(row, max(0, self.size.height - 1))
        self.scroll_to(y=max(0, target), animate=False, force=True)
        if self._reveal_at_third:
            self._reveal_at_third = False
            self.reveal(at_third=True)
        self.refresh()

    def _wrap(self, width: int) -> None:
        self._layout_rows = Layout(self._places.text, self._blocks, width, self._gap)
        self._stripes = Stripes(self._layout_rows.rows_of)
        self._stripes.replace(self._marks)
        self._memo_rows = self._rows_with_memos()
        self._look_around()

    def reveal(self, at_third: bool = False) -> None:
        """Scroll until the caret is seen; `at_third`: with its place a third from the top."""
        if self._columns is None:
            self._reveal_at_third = at_third
            return
        height = max(1, self.size.height)
        row, top = self._layout_rows.row_at(self._caret.at), self.scroll_offset.y
        first = self._layout_rows.row_at(passage(self.ground, self._caret)[0])
        if at_third:
            target = first - height // 3
        else:
            # Two rows of context, and the beginning of the passage if the page can hold it.
            context = min(2, (height - 1) // 2)
            upper = min(first, row) if row - first < height - context else row
            target = min(max(top, row + context - height + 1), max(0, upper - context))
        if target != top:
            self.scroll_to(y=target, animate=False, force=True)

    # Painting

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Paint the rows that are seen now; the bar beside them only when its thumb moves.

        In a long transcript a line further is far less than what the thumb can show, and
        painting the bar takes half as long as painting the rows.
        """
        bar = self.vertical_scrollbar
        if self._thumb(new_value) != self._thumb(bar.position):
            bar.position = new_value
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    def _thumb(self, position: float) -> int:
        """Return where the thumb of the bar begins, in eighths of a cell."""
        rows, height = self.virtual_size.height, self.size.height
        if rows <= height:
            return 0
        room = height - max(1.0, height * height / rows)
        return int(8 * room * position / (rows - height))

    def notify_style_update(self) -> None:
        """Forget what was painted in the old theme."""
        self._strips.clear()
        self._look = None
        super().notify_style_update()

    def watch_dim_interviewer(self) -> None:
        """Paint all rows anew."""
        self._repaint()

    def watch_underline(self) -> None:
        """Paint all rows anew."""
        self._repaint()

    def watch_names(self) -> None:
        """Give or take the room for the names."""
        if self._columns is not None:
            self._lay_out(self._reading_place())

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show the caret only where keys go."""
        super().watch_has_focus(_has_focus)
        self.refresh_changed()

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def _drop(self, rows: Iterable[Range]) -> None:
        for first, last in rows:
            gone = range(first, last + 1)
            kept = self._strips if len(gone) > len(self._strips) else gone
            for row in [row for row in kept if row in gone and row in self._strips]:
                del self._strips[row]
                if 0 <= row - self.scroll_offset.y < self.size.height:
                    self.refresh_line(row)

    def refresh_changed(self) -> None:
        """Repaint the rows on the screen whose caret, passage or selection changed."""
        for row in range(self.scroll_offset.y, self.scroll_offset.y + self.size.height):
            kept = self._strips.get(row)
            if kept is not None and kept[0] != self._overlay(row):
                self.refresh_line(row)

    def _look_around(self) -> None:
        """Find what depends on the caret: its row, its sentence, the marks on it."""
        at, selected = self._caret.at, self._caret.selected
        self._caret_row = self._layout_rows.row_at(at)
        self._sentence = self._places.unit("sentence", at) if selected is None else None
        self._hot = tuple(self.marks_at(self.looked_at))

    def _overlay(self, row: int) -> Overlay:
        bounds = self._layout_rows.bounds(row)
        selection = clipped(self._caret.selected, bounds)
        sentence = clipped(self._aim or self._sentence, bounds)
        caret = self._caret.at if self._caret_row == row and self.has_focus else None
        hot = frozenset(mark.id for mark in self._hot)
        stripes = self._stripes.on_row(row)
        marks = {"caret": self._hot, "all": [s.mark for s in stripes], "none": ()}[self.underline]
        words = trim(self._places.text, *bounds)
        here = frozenset(s.mark.id for s in stripes if s.mark.id in hot)
        return Overlay(sentence, selection, caret, here, underlined(marks, words))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return some rows of the screen.

        The page has neither border nor padding, and all its colours are red, green and blue
        already: what Textual would do to each row for these is left out, which halves the time
        of a painting.
        """
        strips = [self.render_line(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            if not isinstance(line_filter, ANSIToTruecolor):
                background = self.background_colors[1]
                strips = [strip.apply_filter(line_filter, background) for strip in strips]
        left, right = crop.column_span
        return [strip.crop(left, right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Return one row of the screen."""
        # It reaches under the scrollbar, where nothing is seen of it.
        row, width = self.scroll_offset.y + y, self.outer_size.width
        if self._columns is None or row >= self._layout_rows.height:
            return Strip.blank(width, self.rich_style)
        overlay = self._overlay(row)
        kept = self._strips.get(row)
        if kept is not None and kept[0] == overlay:
            return kept[1]
        if len(self._strips) > _KEPT_STRIPS:
            self._strips.clear()
        strip = paint(self._row(row), self._columns, overlay, self._styles(), width)
        self._strips[row] = overlay, strip
        return strip

    def _row(self, row: int) -> Row:
        layout = self._layout_rows
        start, end = layout.bounds(row)
        block = layout.block_of(row)
        turn = self._blocks.turns[block]
        stripes: list[Stripe] = self._stripes.on_row(row)
        memo = row in self._memo_rows
        if turn == NO_TURN:
            return Row(row, start, end, layout.text(row), "", "", False, stripes, memo)
        speaker = self._data.turns[turn].speaker
        aside = self.dim_interviewer and self._data.roles.get(speaker) == "interviewer"
        first = row == layout.first_row(block)
        label, short = (str(turn + 1), self._labels.get(speaker, "")) if first else ("", "")
        return Row(row, start, end, layout.text(row), label, short, aside, stripes, memo)

    def _styles(self) -> Look:
        if self._look is None:
            style = self.get_component_rich_style
            self._look = Look(
                base=self.rich_style,
                aside=style("transcript--aside"),
                gutter=style("transcript--gutter"),
                speaker=style("transcript--speaker"),
                passage=self._tint("transcript--passage"),
                selection=self._tint("transcript--selection"),
                caret=style("transcript--caret", partial=True),
                mark=on_ground_of(self),
            )
        return self._look

    def _tint(self, component: str) -> Style:
        """Return a component's background laid over the page's own, and whether it is bold."""
        styles = self.get_component_styles(component)
        tint = self.background_colors[1] + styles.background
        return Style(bgcolor=tint.rich_color, bold=styles.text_style.bold or None)
