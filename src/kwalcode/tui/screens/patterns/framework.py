"""Tab Framework: respondents by themes or codes, with typed summaries that rest on quotations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.i18n import _, counted
from kwalcode.model import CODE_PATH, Counted
from kwalcode.project.acts.framework import delete_summary, mark_read, write_summary
from kwalcode.project.analyses.framework import Cell, Framework, study_framework, warning_words
from kwalcode.project.reads.findings import Subject, subject_names
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.behind_data import Side, read_side
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.screens.patterns.linking import OfSummary
from kwalcode.tui.screens.ticks import TickScreen
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.prompt import TextPrompt

READ, UNREAD, NONE = "✓", "○", "·"


class FrameworkPane(GridPane):
    """A respondent a row, a theme (or code at the top) a column; summaries are written in place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "summary", _("Summary"), tooltip=_("Write the summary of this cell")),
        Binding("v", "seen", _("Read"), tooltip=_("Mark the cell as read, or take it back")),
        Binding("c", "columns", _("Columns"), tooltip=_("Choose the themes and codes")),
        Binding("x", "delete", _("Delete the summary of this cell"), show=False),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.found: Framework | None = None
        self._subjects: list[Subject] | None = None
        """The columns that were chosen; None for the usual ones."""

    async def read(self) -> bool:
        """Read the matrix."""
        scope, chosen = self.asking.scope(), self._subjects

        def framework(study: Study) -> Framework:
            with study.reading() as connection:
                known = subject_names(connection)
                wanted = None if chosen is None else [one for one in chosen if one in known]
                return study_framework(connection, wanted, **scope)

        found = await self.desk.away(framework)
        if found is None:
            return False
        self.found = found
        self.say("" if found.columns and found.respondents else _NOTHING)
        columns = [Column("who", _("respondent"))]
        columns += [Column(_key(s), name.rsplit(CODE_PATH, 1)[-1]) for s, name in found.columns]
        rows = []
        for person, name in found.respondents.items():
            texts = {_key(s): _text(found.cells[person, s]) for s, _name in found.columns}
            rows.append(GridRow((person, ""), {"who": name} | texts))
        self.fill(columns, rows)
        return True

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.found is None else self.found.counted

    def facts(self) -> list[str]:
        """Return what the signs mean, and how many cells nobody has read."""
        if self.found is None:
            return []
        open_cells = [c for c in self.found.cells.values() if c.quotations and not c.read]
        left = counted("{n} cell not read", "{n} cells not read", len(open_cells))
        return [left, _("✓ read   ○ not read   · nothing")]

    @property
    def _place(self) -> tuple[int, Subject] | None:
        row, column = self.grid.row, self.grid.column
        if row is None or column is None or self.found is None:
            return None
        subject = next((s for s, _name in self.found.columns if _key(s) == column.key), None)
        return None if subject is None else (row.key[0], subject)

    @property
    def _cell(self) -> Cell | None:
        return None if self.found is None or self._place is None else self.found.cells[self._place]

    def about(self, row: GridRow) -> Content:
        """Tell of the cell under the cursor in full."""
        found, place, cell = self.found, self._place, self._cell
        if found is None:
            return Content("")
        if place is None or cell is None:
            return Content(_("Go to a cell with → and write its summary with e."))
        title = f"{row.text('who')} · {dict(found.columns)[place[1]]}"
        lines = [Content(one_line(title)).stylize("bold")]
        lines.append(
            Content(counted("{n} quotation", "{n} quotations", len(cell.quotations))).stylize(
                "$text-muted"
            )
        )
        if cell.summary is not None:
            rests = _("the summary rests on {n}").format(n=len(cell.summary.linked))
            lines.append(Content(rests).stylize("$text-muted"))
        read = ", ".join(cell.readers) or _("nobody")
        lines.append(
            Content(_("read by: {names}").format(names=one_line(read))).stylize("$text-muted")
        )
        if cell.behind:
            behind = one_line(", ".join(cell.behind))
            told = _("read when there were fewer: {names}").format(names=behind)
            lines.append(Content(told).stylize("$text-muted"))
        if cell.warning:
            lines.append(Content(f"! {warning_words(cell.warning)}").stylize("$text-warning"))
        text = visible(cell.summary.text) if cell.summary else _("No summary yet: e writes it.")
        return Content("\n").join([*lines, Content(""), Content(text)])

    def choose(self, row: GridRow) -> None:
        """Show the quotations of the cell."""
        cell, found, place = self._cell, self.found, self._place
        if cell is None or found is None or place is None:
            return
        title = f"{row.text('who')} · {dict(found.columns)[place[1]]}"

        def read(study: Study) -> Sequence[Side]:
            return [read_side(study, title, cell.quotations)]

        who, subject = place
        self.desk.show_quotes(read, [], OfSummary(who, subject, title))

    def action_columns(self) -> None:
        """Tick the themes and codes that are columns; none for the usual ones."""
        if self.found is None:
            return
        with self.desk.session.study.reading() as connection:
            known = subject_names(connection)
        order = sorted(known, key=lambda subject: subject.kind != "theme")
        now = [subject for subject, _name in self.found.columns]
        titles = [
            (_("theme: {name}") if subject.kind == "theme" else "{name}").format(
                name=one_line(known[subject])
            )
            for subject in order
        ]

        def take(rows: frozenset[int] | None) -> None:
            if rows is not None:
                self._subjects = [order[at] for at in sorted(rows)] or None
                self.desk.read_anew(self)

        ticked = {at for at, subject in enumerate(order) if subject in now}
        self.app.push_screen(TickScreen(_("Columns of the framework"), titles, ticked), take)

    def action_summary(self) -> None:
        """Write the summary of the cell."""
        place, cell = self._place, self._cell
        if place is None or cell is None:
            self.desk.notify(_("Go to a cell first: → leaves the names."))
            return
        before = cell.summary.text if cell.summary else ""

        def save(text: str | None) -> None:
            if text is not None and text.strip() and text.strip() != before:
                self.desk.act(
                    lambda study: write_summary(study, *place, text.strip()), _("Summary written.")
                )

        self.app.push_screen(TextPrompt(_("Summary"), before), save)

    def action_seen(self) -> None:
        """Mark the cell as read by me, or take that back."""
        place, cell = self._place, self._cell
        if place is None or cell is None or not cell.quotations:
            self.desk.notify(_("There is nothing to read in this cell."))
            return
        mine = any(self.desk.session.actor.casefold() == name.casefold() for name in cell.readers)
        n = len(cell.quotations)
        self.desk.act(
            lambda study: mark_read(study, *place, n, read=not mine),
            _("Not read any more.") if mine else _("Marked as read."),
        )

    def action_delete(self) -> None:
        """Delete the summary of the cell."""
        place, cell = self._place, self._cell
        if place is not None and cell is not None and cell.summary is not None:
            self.desk.act(
                lambda study: delete_summary(study, *place),
                _("Summary deleted; u brings it back."),
            )


_NOTHING = _(
    "No respondents or no columns yet. Themes (4) are the columns, or the codes at the top of the "
    "codebook; respondents come with the documents."
)


def _key(subject: Subject) -> str:
    return f"{subject.kind}:{subject.id}"


def _text(cell: Cell) -> str:
    """Return what stands in a cell: whether it is read, how many quotations, the summary."""
    if not cell.quotations and cell.summary is None:
        return NONE
    sign = READ if cell.read else UNREAD
    text = one_line(cell.summary.text) if cell.summary else ""
    return f"{sign}{len(cell.quotations)} {text}".rstrip()
