"""A column of quotations: whose each one is and what is said in it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from kwalcode.i18n import _
from kwalcode.tui.screens.patterns.behind_data import Found
from kwalcode.tui.screens.patterns.linking import Link, Links, Place
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.widgets.quotelist import QuoteList


class Passages(QuoteList):
    """Quotations that stand behind a figure, with a sign where two are linked."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.rows: Sequence[Found] = ()

    def load(self, rows: Sequence[Found], links: Links) -> None:
        """Show other quotations, those that are linked with a sign; the highlight stays on its
        place where that is still there."""
        before = self.place
        self.rows = rows
        self.clear_options()
        self.add_options(Option(_shown(row, links.get(row.place))) for row in rows)
        places = [row.place for row in rows]
        self.highlighted = (places.index(before) if before in places else 0) if rows else None

    @property
    def place(self) -> Place | None:
        """The place under the highlight."""
        at = self.highlighted
        return self.rows[at].place if at is not None and at < len(self.rows) else None

    def go_near(self, place: Place) -> None:
        """Put the highlight on the quotation nearest to a place, in the same document if any is."""
        if not self.rows:
            return
        document, start, _end = place
        distances = [(r.place[0] != document, abs(r.place[1] - start)) for r in self.rows]
        self.highlighted = distances.index(min(distances))


def _shown(row: Found, link: Link | None) -> Content:
    excerpt = row.excerpt
    turn = "" if excerpt.turn is None else _("turn {n}").format(n=excerpt.turn)
    who = " · ".join(filter(None, (excerpt.respondent or excerpt.document, turn)))
    head = Content(one_line(who)).stylize("bold")
    if link is not None:
        head = Content(f"{link.sign} ").stylize("bold $text-accent") + head
    note = (
        Content(f"{one_line(link.note)}\n").stylize("italic $text-muted")
        if link and link.note
        else ""
    )
    return head + Content(f"\n“{visible(excerpt.text)}”\n") + note
