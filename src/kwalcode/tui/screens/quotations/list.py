"""The list of the quotations found, each with who said it and what was said around it."""

from __future__ import annotations

from collections.abc import Collection

from textual.content import Content
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.tui.screens.quotations.data import Place, Row
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.quotelist import QuoteList

_AROUND = 110
"""So many characters are shown of what was said before and after."""
_LONGEST = 2000
"""So many characters of a quotation are shown; the place shows the rest."""
_MARK, _REPORT = "▪", "◆"


class FoundList(QuoteList):
    """What was found; rows are added page by page."""

    def __init__(self) -> None:
        super().__init__(id="found")
        self.rows: list[Row] = []
        self.picked: set[Place] = set()
        self.with_context = True

    @property
    def row(self) -> Row | None:
        """What is under the highlight."""
        return self.rows[self.at] if self.rows else None

    def load(self, rows: list[Row], at: int) -> None:
        """Show other rows, with the highlight on one of them."""
        self.rows = []
        self.clear_options()
        self.append(rows)
        self.highlighted = min(at, len(rows) - 1) if rows else None

    def append(self, rows: list[Row]) -> None:
        """Show these rows after the others."""
        self.rows += rows
        self.add_options(Option(self._shown(row)) for row in rows)

    def pick(self, places: Collection[Place]) -> None:
        """Mark these places and no others."""
        self.picked = set(places)
        self.repaint()

    def turn(self) -> None:
        """Mark the row under the highlight, or take its mark off, and go to the next."""
        row = self.row
        if row is not None:
            self.picked ^= {row.found.place}
            self.replace_option_prompt_at_index(self.at, self._shown(row))
            if self.at + 1 < len(self.rows):
                self.action_cursor_down()

    def repaint(self) -> None:
        """Show the same rows anew, after their marks or the way of showing changed."""
        for at, row in enumerate(self.rows):
            self.replace_option_prompt_at_index(at, self._shown(row))

    def _shown(self, row: Row) -> Content:
        found, excerpt = row.found, row.found.excerpt
        label = next(iter(excerpt.attributes.values()), "")
        turn = "" if excerpt.turn is None else _("turn {n}").format(n=excerpt.turn)
        who = " · ".join(filter(None, (excerpt.respondent or excerpt.document, label, turn)))
        codes = ", ".join(code.rsplit(CODE_PATH, 1)[-1] for code in excerpt.codes)
        mark = f"{_MARK} " if found.place in self.picked else ""
        head = (
            Content(mark).stylize("bold $text-accent")
            + Content(one_line(who)).stylize("bold")
            + Content(f"   {one_line(codes)}").stylize("$text-accent")
            + Content(f"   {one_line(', '.join(excerpt.coders))}").stylize("$text-muted")
        )
        if row.for_report:
            head += Content(f"   {_REPORT} {_('report')}").stylize("bold $text-success")
        before = self._around(found.before, before=True)
        said = visible(excerpt.text)
        said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
        text = Content(f"\n“{said}”\n")
        return head + before + text + self._around(found.after, before=False)

    def _around(self, said: str, *, before: bool) -> Content:
        if not said or not self.with_context:
            return Content("")
        shown = one_line(said)
        if len(shown) > _AROUND:
            shown = "…" + shown[-_AROUND:] if before else shown[:_AROUND] + "…"
        return Content(f"\n{shown}" if before else f"{shown}\n").stylize("$text-muted")
