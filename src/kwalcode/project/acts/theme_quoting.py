"""The act that puts many quotations with a theme at once, known or new."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from kwalcode.project.acts.findings import checked_side, quoted
from kwalcode.project.acts.themes import make_theme, theme_numbered
from kwalcode.project.history.change import Change
from kwalcode.project.names import same_name
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.study import Study
from kwalcode.store.tables import theme_quotations


def quote_all_for_theme(
    study: Study,
    theme: int | str,
    places: Iterable[tuple[int, int, int]],
    side: str = "supporting",
) -> int:
    """Put passages (document, start, end) among those that speak for a theme, or against it
    ("contradicting"), as one act; return how many were not there yet.

    `theme` is an id or a name; a name that no theme has makes one. Passages that are with the
    theme already stay as they are. Raises NotFound, and Refused for a range outside the text or
    a side that is none.
    """
    put = 0
    with study.act("quote for theme", {"side": checked_side(side)}) as change:
        number = theme if isinstance(theme, int) else _named(change, theme)
        shown = theme_numbered(change, number)
        t = theme_quotations.c
        held = select(t.quotation_id).where(t.theme_id == number)
        there = set(change.connection.scalars(held))
        wanted = dict.fromkeys(quoted(change, *place) for place in places)
        rows = [(number, quotation, side, "") for quotation in wanted if quotation not in there]
        put = len(rows)
        if not put:
            change.forget()
        if put > 1:
            for key in ("document", "start", "end"):
                change.arguments.pop(key)
        change.arguments.update(theme=shown.name, quotations=put)
        columns = ("theme_id", "quotation_id", "side", "note")
        change.insert_rows(theme_quotations, columns, rows)
    return put


def _named(change: Change, name: str) -> int:
    for known in all_themes(change.connection):
        if same_name(known.name, name):
            return known.id
    return make_theme(change, name, "", (), None)
