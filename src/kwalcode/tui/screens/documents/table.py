"""The documents as a table: filtered, sorted, and found as one left it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from kwalcode import preferences
from kwalcode.i18n import _, counted
from kwalcode.tui.material import NAME, Material, columns, rows
from kwalcode.tui.screens.documents.reading import DocumentsReading
from kwalcode.tui.screens.keys import KeysLine
from kwalcode.tui.session import Session
from kwalcode.tui.text.grid import GridRow, Sorting, arranged
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.grid import Grid
from kwalcode.tui.widgets.literal import LiteralInput

if TYPE_CHECKING:
    pass

_STUDIES = 50


class DocumentsTable(DocumentsReading):
    """Shows the table; what one can do with it is in the classes built on this one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", _("Filter"), key_display="/",
                tooltip=_("Show only what fits: words, or attribute=value")),
        Binding("o", "sort", _("Sort"), tooltip=_("Sort by this column; again: backwards, off")),
        Binding("space", "mark", _("Mark"), tooltip=_("Mark this row, to act on several")),
        Binding("asterisk", "mark_all", _("Mark all rows shown, or none"), show=False),
    ]  # fmt: skip
    DEFAULT_CSS = """
    DocumentsTable {
        background: $surface;
        layers: base over;
        & Grid { height: 1fr; }
        & #filter, & #filter:focus { height: 1; border: none; padding: 0; margin: 0 1; }
        & #detail { height: 1; padding: 0 1; color: $text-muted; }
        & #empty { display: none; height: 1fr; padding: 1 2; color: $text-muted; }
        &.empty Grid { display: none; }
        &.empty #empty { display: block; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.grid = Grid(id="grid")
        self.filter = LiteralInput(
            placeholder=_("Filter: words, or attribute=value"), id="filter", select_on_focus=False
        )
        self.detail = Static(id="detail", markup=False)
        self._empty = Static(id="empty", markup=False)
        self.wanted_column: str | None = None
        """The column to go to, as soon as it is there."""
        self._arrived = False

    def compose(self) -> ComposeResult:
        """Build the screen."""
        yield self.top
        yield self.grid
        yield self._empty
        yield self.filter
        yield self.detail
        yield KeysLine()

    def on_mount(self) -> None:
        """Paint what there is first; the rows come from another thread."""
        self.filter.display = bool(self.filter.value)
        self.grid.focus()
        if self.material.documents:
            self.tell()
        else:
            self.top.show(_("Documents"), "", ())

    # Showing

    def show_rows(self) -> None:
        """Show what was read, in the order and with the filter chosen."""
        shown = self._seen(self.material)
        counted_words = ((d.id, self._words.get(self._version(d))) for d in shown.documents)
        words = {number: n for number, n in counted_words if n is not None}
        titles = columns(shown, self.progress)
        found = rows(shown, self.progress, words)
        if self.frozen:
            found = _as_before(found, self.grid.rows)
        else:
            names = {column.title: column.key for column in titles}
            found = arranged(found, self.grid.sorting, self.filter.value, names)
        self.grid.load(titles, found)
        self._come_back()
        if self.wanted_column in {column.key for column in titles}:
            self.grid.go_to(column=self.wanted_column)
            self.wanted_column = None
        self._tell_empty()
        self.tell()

    def _seen(self, material: Material) -> Material:
        """Return what was read without the coders whose work is not to be seen."""
        view, me = self.session.view, self.session.me
        return replace(material, coders=[c for c in material.coders if view.shows(c, c.id == me)])

    def _tell_empty(self) -> None:
        nothing = not self.material.documents
        self.set_class(not self.grid.rows, "empty")
        self._empty.update(
            _("No documents yet. Press i to import transcripts: files, or a folder of them.")
            if nothing
            else _("Nothing fits the filter. Escape takes it away.")
        )

    def tell(self) -> None:
        """Show where one is: how many rows, how sorted, and the whole cell under the cursor."""
        documents = sum(not row.under for row in self.grid.rows)
        total = len(self.material.documents)
        facts = [counted("{n} respondent", "{n} respondents", len(self.material.people))]
        if documents == total:
            facts.append(counted("{n} document", "{n} documents", total))
        else:
            facts.append(_("{n} of {total} documents").format(n=documents, total=total))
        if self.grid.marked:
            facts.append(_("{n} marked").format(n=len(self.grid.marked)))
        self.top.show(_("Documents"), "", facts)
        self.detail.update(one_line(self._told_of_cell()))

    def _told_of_cell(self) -> str:
        """Return the whole cell under the cursor; of a document's name, where it came from."""
        row, column = self.grid.row, self.grid.column
        document = None if row is None else self.material.document(row.key[0])
        if row is None or column is None or document is None:
            return ""
        name = self.name_of(row)
        if column.key == NAME:
            length = counted("{n} character", "{n} characters", document.length)
            known = {"name": name, "source": document.source_name, "length": length}
            return _("{name}   from {source}, {length}").format(**known)
        cell = " ".join(row.text(column.key).split()) or _("(empty)")
        return f"{name}   {column.title}: {cell}"

    def name_of(self, row: GridRow) -> str:
        """Return the name of a row's document, and of its speaker."""
        document = self.material.document(row.key[0])
        name = "" if document is None else document.name
        return f"{name} › {row.key[1]}" if row.key[1] else name

    def on_grid_moved(self) -> None:
        """Show the whole cell under the cursor."""
        self.tell()

    # Filter, order, marks

    def action_filter(self) -> None:
        """Open the line in which the filter is typed."""
        self.filter.display = True
        self.filter.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while one types."""
        if event.input is self.filter:
            self.frozen = False
            self.show_rows()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to what was found."""
        if event.input is self.filter:
            self.filter.display = bool(self.filter.value)
            self.grid.focus()

    def action_leave(self) -> None:
        """Leave the filter, then the marks, then the screen."""
        if self.filter.has_focus or self.filter.value:
            self.filter.value = ""
            self.filter.display = False
            self.grid.focus()
        elif self.grid.marked:
            self.grid.mark(())
            self.tell()
        else:
            super().action_leave()

    def action_sort(self) -> None:
        """Sort by the column under the cursor; again: from the end; again: as the project does."""
        if self.grid.column is not None:
            self._sort_by(self.grid.column.key)

    def on_grid_title_clicked(self, event: Grid.TitleClicked) -> None:
        """Sort by the column clicked."""
        self._sort_by(event.column)

    def _sort_by(self, column: str) -> None:
        before = self.grid.sorting
        if before is None or before.column != column:
            self.grid.sorting = Sorting(column)
        else:
            self.grid.sorting = None if before.backward else Sorting(column, backward=True)
        self.frozen = False
        self.show_rows()

    def action_mark(self) -> None:
        """Mark the row, and go to the next."""
        self.grid.turn_mark()
        self.grid.action_step(1, 0)
        self.tell()

    def action_mark_all(self) -> None:
        """Mark all rows shown; where all are, none."""
        everything = len(self.grid.marked) < len(self.grid.rows)
        self.grid.mark(self.grid.rows if everything else ())
        self.tell()

    def chosen(self) -> list[tuple[int, str]]:
        """Return the keys of the rows that an act is about: the marked ones, else the cursor's."""
        if self.grid.marked:
            return [row.key for row in self.grid.rows if row.key in self.grid.marked]
        return [] if self.grid.row is None else [self.grid.row.key]

    def chosen_documents(self) -> list[int]:
        """Return the documents that an act is about, by id."""
        return list(dict.fromkeys(number for number, _label in self.chosen()))

    # Where I was

    def _come_back(self) -> None:
        """Go to where one was in this study the last time."""
        if self._arrived or not self.grid.rows:
            return
        self._arrived = True
        known: dict[str, object] = preferences.remembered("documents", {})
        match known.get(self._path):
            case [str(uuid), str(column)]:
                rows = {d.uuid.hex(): (d.id, "") for d in self.material.documents}
                self.grid.go_to(rows.get(uuid), column)

    def on_screen_suspend(self) -> None:
        """Remember the place: with the user, not in the study."""
        row, column = self.grid.row, self.grid.column
        document = None if row is None else self.material.document(row.key[0])
        if document is None or column is None:
            return
        known: dict[str, object] = preferences.remembered("documents", {})
        others = [(path, place) for path, place in known.items() if path != self._path]
        newest = [*others, (self._path, [document.uuid.hex(), column.key])]
        preferences.remember("documents", dict(newest[-_STUDIES:]))

    @property
    def _path(self) -> str:
        return str(self.session.study.path.resolve())


def _as_before(found: Sequence[GridRow], before: Sequence[GridRow]) -> list[GridRow]:
    """Return the rows that were shown before, as they are now, in the order in which they were."""
    now = {row.key: row for row in found}
    return [now[row.key] for row in before if row.key in now]
