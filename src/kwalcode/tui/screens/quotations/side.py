"""Beside the quotations: what was counted, by which rules, and how what was found is spread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kwalcode.i18n import _, counted
from kwalcode.tui.screens.quotations.data import Answer, Asking
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.retrieval.ordering import Order
    from kwalcode.project.retrieval.querying import Results

_WIDTH = 36
_NUMBER = 6
_BAR = 8


def order_names() -> dict[Order, str]:
    """Return the orders in words."""
    return {
        "place": _("by place in the documents"),
        "respondent": _("by respondent"),
        "code": _("by code"),
        "coder": _("by coder"),
        "role": _("by role"),
        "length": _("longest first"),
    }


class SidePanel(VerticalScroll, can_focus=False):
    """Facts, order and filters, and the respondents and codes that come most."""

    DEFAULT_CSS = """
    SidePanel {
        width: 1fr; min-width: 40; max-width: 60; border-left: solid $panel; padding: 0 1;
        background: $surface;
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $panel;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="side")
        self._told = Static(markup=False)

    def compose(self) -> Iterable[Static]:
        """Build the panel."""
        yield self._told

    def show(self, answer: Answer, asking: Asking, picked: int) -> None:
        """Show what belongs to an answer."""
        results = answer.results
        parts = [
            _section(_("FOUND"), _found(results, picked)),
            _section(_("COUNTED"), _rules(results)),
            _section(_("ORDER  o"), [order_names()[asking.order]]),
            _section(_("FILTERS  f"), [f.shown for f in asking.filters] or [_("none")]),
            _spread(_("RESPONDENTS"), answer.tally.respondents),
            _spread(_("CODES ON THEM"), answer.tally.codes),
        ]
        self._told.update(Content("\n\n").join(part for part in parts if part.plain))


def facts_of(results: Results) -> list[str]:
    """Return whose codings and whose talk were counted, in words."""
    from kwalcode.report.facts import layer_name, role_name

    roles = results.counted.roles
    talk = _("everybody") if len(roles) == 3 else ", ".join(map(role_name, roles))
    return [
        _("codings: {layer}").format(layer=layer_name(results.counted.layer)),
        _("talk of: {roles}").format(roles=talk),
    ]


def _found(results: Results, picked: int) -> Iterator[str]:
    yield counted("{n} quotation", "{n} quotations", len(results))
    yield _("in {n} of {total} respondents").format(
        n=results.respondents, total=results.counted.respondents
    )
    yield _("in {n} of {total} documents").format(
        n=results.documents, total=results.counted.documents
    )
    if picked:
        yield counted("{n} marked", "{n} marked", picked)


def _rules(results: Results) -> Iterator[str]:
    yield from facts_of(results)
    yield from results.counted.notes
    n = len(results.counted.not_coded)
    if n:
        yield counted("{n} document not yet coded", "{n} documents not yet coded", n)


def _section(title: str, lines: Iterable[str]) -> Content:
    said = "\n".join(map(one_line, lines))
    return Content(title).stylize("bold $text-muted") + Content(f"\n{said}")


def _spread(title: str, tally: Sequence[tuple[str, int]]) -> Content:
    """Return names with their numbers, and a bar that tells them at a glance."""
    if not tally:
        return Content("")
    most = max(n for _name, n in tally)
    lines = [Content(title).stylize("bold $text-muted")]
    room = _WIDTH - _NUMBER - _BAR - 1
    for name, n in tally:
        shown = fitted(one_line(name), room)
        bar = "━" * max(1, round(_BAR * n / most))
        lines.append(
            Content(set_cell_size(shown, room))
            + Content(f"{n:>{_NUMBER}} ")
            + Content(bar).stylize("$text-accent")
        )
    return Content("\n").join(lines)
