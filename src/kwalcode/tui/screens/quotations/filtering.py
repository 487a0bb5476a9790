"""The order of the quotations found, and filters on top of the query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kwalcode.analysis.query.names import RESPONDENT, Vocabulary
from kwalcode.analysis.query.tree import CodeNamed, Condition, DocumentNamed, Query
from kwalcode.i18n import _
from kwalcode.model import ROLES
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.pick import PickScreen
from kwalcode.tui.screens.quotations.data import Filter
from kwalcode.tui.screens.quotations.finding import Finding
from kwalcode.tui.screens.quotations.side import order_names

if TYPE_CHECKING:
    from kwalcode.project.retrieval.ordering import Order


class Filtering(Finding):
    """Sorts and filters; says whose codings and whose talk count."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "order", _("Order"), tooltip=_("Put the quotations in another order")),
        Binding("f", "filter", _("Filter"), tooltip=_("Only some of the quotations")),
        Binding("v", "context", _("Show or hide what was said around them"), show=False),
    ]

    def action_order(self) -> None:
        """Choose another order."""
        known = order_names()

        def chosen(row: int | None) -> None:
            if row is not None:
                self._put_in_order(list(known)[row])

        self.app.push_screen(ChooseScreen(_("Order"), list(known.values())), chosen)

    def _put_in_order(self, order: Order) -> None:
        self.ask_anew(replace(self.asking, order=order))

    def action_context(self) -> None:
        """Show or hide what was said around the quotations."""
        self.found.with_context = not self.found.with_context
        self.found.repaint()

    def action_filter(self) -> None:
        """Choose what to filter by."""
        names = self.answer.vocabulary if self.answer else Vocabulary(codes=self.session.codes)
        kinds = [_("respondent"), _("document"), _("code"), *names.attributes]
        coder, role, unfinished = self._rules()
        rows = [*kinds, coder, role, unfinished]
        rows += [_("take away: {filter}").format(filter=f.shown) for f in self.asking.filters]

        def chosen(row: int | None) -> None:
            if row is None:
                return
            if row < len(kinds):
                self._filter_by(row, names)
            elif row < len(kinds) + 3:
                (self._choose_coder, self._choose_role, self._turn_unfinished)[row - len(kinds)]()
            else:
                self._take_away(row - len(kinds) - 3)

        self.app.push_screen(PickScreen(_("Only quotations with this"), rows), chosen)

    def _rules(self) -> tuple[str, str, str]:
        """Return the rows for whose codings, whose talk, and which documents count."""
        unfinished = self.asking.unfinished
        return (
            _("coder: whose codings count"),
            _("role: whose talk counts"),
            _("documents: only finished ones")
            if unfinished
            else _("documents: unfinished ones too"),
        )

    def _filter_by(self, row: int, names: Vocabulary) -> None:
        """Choose the respondent, document, code or value of an attribute."""
        answer = self.answer
        people = dict(answer.results.material.respondents) if answer else {}
        found: list[Filter] = []
        if row == 0:
            title = _("respondent")
            found = [_where(RESPONDENT, name) for name in people.values()]
        elif row == 1:
            title = _("document")
            found = [Filter(name, DocumentNamed(name)) for name in names.documents]
        elif row == 2:
            title = _("code")
            found = [Filter(code.path, CodeNamed(code.path)) for code in names.codes]
        else:
            title = names.attributes[row - 3]
            values = answer.values.get(title, ()) if answer else ()
            found = [_where(title, value) for value in values]
            found.append(
                Filter(_("{name} is missing").format(name=title), Condition(title, "missing"))
            )

        def chosen(one: int | None) -> None:
            if one is not None:
                filters = (*self.asking.filters, found[one])
                self.ask_anew(replace(self.asking, filters=filters))

        self.app.push_screen(PickScreen(title, [one.shown for one in found]), chosen)

    def _choose_coder(self) -> None:
        shown = self.session.shown_coders
        names = [c.name for c in self.session.workers() if shown is None or c.id in shown]
        rows = [_("the consensus, else the main coder"), _("all coders, pooled"), *names]
        wanted = [None, "all", *names]

        def chosen(row: int | None) -> None:
            if row is not None:
                self.ask_anew(replace(self.asking, coder=wanted[row]))

        self.app.push_screen(PickScreen(_("Whose codings count"), rows), chosen)

    def _choose_role(self) -> None:
        from kwalcode.report.facts import role_name

        rows = [_("everybody"), *map(role_name, ROLES)]
        wanted = [ROLES, *((role,) for role in ROLES)]

        def chosen(row: int | None) -> None:
            if row is not None:
                self.ask_anew(replace(self.asking, roles=wanted[row]))

        self.app.push_screen(PickScreen(_("Whose talk counts"), rows), chosen)

    def _turn_unfinished(self) -> None:
        self.ask_anew(replace(self.asking, unfinished=not self.asking.unfinished))

    def _take_away(self, n: int) -> None:
        kept = tuple(f for at, f in enumerate(self.asking.filters) if at != n)
        self.ask_anew(replace(self.asking, filters=kept))

    def action_leave(self) -> None:
        """Take the filters away; without any go back to the transcript."""
        if self.asking.filters:
            self.ask_anew(replace(self.asking, filters=()))
        else:
            super().action_leave()


def _where(attribute: str, value: str) -> Filter:
    query: Query = Condition(attribute, "=", value)
    return Filter(f"{attribute} = {value}", query)
