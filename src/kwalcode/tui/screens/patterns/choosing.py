"""Choosing what is asked on the patterns screen: rule, measure, layer, filter, threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.model import CODE_PATH, ORIGINS
from kwalcode.project.reads.code_groups import all_code_groups
from kwalcode.project.reads.people import attributes_by_respondent
from kwalcode.project.study import Study
from kwalcode.report.facts import rule_name
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.patterns.asking import (
    MEASURES,
    ORDERS,
    ROLE_CHOICES,
    RULES,
    Asking,
    Look,
    told_roles,
)
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.tui.screens.patterns.held import Held

Choice = TypeVar("Choice")
_CHOSEN = "• "


class Choosing(BenchScreen):
    """Keeps what is asked; every change shows the result at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "rule", _("Rule"), tooltip=_("Choose when two codes go together")),
        Binding("m", "measure", _("Measure"), tooltip=_("Choose which figure is shown")),
        Binding("L", "layer", _("Layer"), tooltip=_("Choose whose codings count")),
        Binding("f", "filter", _("Filter"), tooltip=_("Choose respondents, codes and talk")),
        Binding("o", "order", _("Order"), tooltip=_("Another order of the codes")),
        Binding("plus,equals_sign", "threshold(1)", _("Fewer pairs: more respondents"), show=False),
        Binding("minus", "threshold(-1)", _("More pairs: fewer respondents"), show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.asking = Asking()
        self.look = Look()
        self.state = Static(id="state", markup=False)

    @cached_property
    def held(self) -> Held:
        """What keeps the frames; heavy, so made when it is first asked."""
        from kwalcode.tui.screens.patterns.held import Held

        return Held()

    @property
    def pane(self) -> Pane:
        """The tab that is shown."""
        raise NotImplementedError

    # What is asked

    def ask(self, asking: Asking) -> None:
        """Ask something else; what is shown is read anew."""
        self.asking = asking
        self.renew()

    def look_at(self, look: Look) -> None:
        """Show it in another way."""
        self.look = look
        self.renew()

    def tell(self, *, reading: bool = False) -> None:
        """Tell in the lines at the top what is shown and what it was counted on."""
        pane, asking, told = self.pane, self.asking, self.pane.counted
        facts = [_("reading …")] if reading or (told is None and not pane.facts()) else []
        if told is not None:
            layer = _("layer: {layer}").format(layer=told.layer)
            people = counted("{n} respondent", "{n} respondents", told.respondents)
            facts += [told_roles(asking.roles), layer, people]
        self.top.show(_("Patterns"), "", facts)
        notes = [*told.notes] if told is not None else []
        if told is not None and told.not_coded:
            notes.append(
                counted(
                    "{n} document not coded yet", "{n} documents not coded yet", len(told.not_coded)
                )
            )
        parts = [*pane.facts(), *self._filters(asking), *notes]
        self.state.update(one_line(" · ".join(parts)))

    def _filters(self, asking: Asking) -> list[str]:
        """Return in words what limits what counts."""
        parts = [*asking.where]
        parts += [_("codes of {group}").format(group=group) for group in asking.groups]
        parts += [_("codes of origin {origin}").format(origin=_(one)) for one in asking.origins]
        if asking.sub_codes:
            parts.append(_("sub-codes rolled up"))
        return parts

    # Keys

    def action_rule(self) -> None:
        """Choose the rule."""
        rows = [(rule, f"{rule_name(rule)}: {told}") for rule, told in RULES]
        self.choose(
            _("When do two codes go together?"),
            rows,
            self.asking.rule,
            lambda rule: self.ask(replace(self.asking, rule=rule)),
        )

    def action_measure(self) -> None:
        """Choose the measure."""
        rows = [(measure, f"{measure.name}: {measure.told}") for measure in MEASURES]
        self.choose(
            _("Which figure is shown?"),
            rows,
            self.look.measure,
            lambda measure: self.look_at(replace(self.look, measure=measure)),
        )

    def action_layer(self) -> None:
        """Choose whose codings count."""
        rows: list[tuple[str | None, str]] = [
            (None, _("consensus, else the main coder")),
            *((coder.name, coder.name) for coder in self.session.workers()),
            ("all", _("all coders, pooled")),
        ]
        self.choose(
            _("Whose codings count?"),
            rows,
            self.asking.coder,
            lambda coder: self.ask(replace(self.asking, coder=coder)),
        )

    def action_order(self) -> None:
        """Take the next order."""
        orders = list(ORDERS)
        order = orders[(orders.index(self.look.order) + 1) % len(orders)]
        self.look_at(replace(self.look, order=order))

    def action_threshold(self, step: int) -> None:
        """Ask for pairs in more (1) or fewer (-1) respondents."""
        minimum = max(1, self.look.minimum + step)
        if minimum != self.look.minimum:
            self.look_at(replace(self.look, minimum=minimum))

    @work(exclusive=True, group="filter")
    async def action_filter(self) -> None:
        """Choose a filter: more of them narrow further, one that is on is taken off."""

        def known(study: Study) -> tuple[list[str], list[str]]:
            with study.reading() as connection:
                values = attributes_by_respondent(connection).values()
                found = {f"{n}={v}": None for row in values for n, v in row.items() if v.strip()}
                groups = [group.name for group in all_code_groups(connection)]
                return groups, sorted(found, key=str.casefold)

        try:
            found = await self.away(known)
        except KwalcodeError as error:
            self.complain(error)
            return
        if found is not None:
            self._offer(*found)

    def _offer(self, groups: Sequence[str], conditions: Sequence[str]) -> None:
        asking = self.asking
        rows: list[tuple[Asking, str]] = []
        if asking != asking.unfiltered():
            rows.append((asking.unfiltered(), _("no filter")))
        for roles, told in ROLE_CHOICES:
            rows.append((replace(asking, roles=roles), _on(told, asking.roles == roles)))
        turned = replace(asking, sub_codes=not asking.sub_codes)
        rows.append((turned, _on(_("sub-codes count for the codes above"), asking.sub_codes)))
        for origin in ORIGINS:
            told = _("codes of origin {origin}").format(origin=_(origin))
            kept = _turned(asking.origins, origin)
            rows.append((replace(asking, origins=kept), _on(told, origin in asking.origins)))
        for group in groups:
            told = _("codes of {group}").format(group=group)
            kept_groups = _turned(asking.groups, group)
            rows.append((replace(asking, groups=kept_groups), _on(told, group in asking.groups)))
        for condition in conditions:
            where = _turned(asking.where, condition)
            rows.append((replace(asking, where=where), _on(condition, condition in asking.where)))
        self.choose(_("What counts? (a dot: is on)"), rows, None, self.ask)

    def choose(
        self,
        title: str,
        rows: Sequence[tuple[Choice, str]],
        current: object,
        take: Callable[[Choice], None],
    ) -> None:
        """Ask to choose one of the rows, the current one marked."""
        marked = any(choice == current for choice, _told in rows)
        shown = [_on(told, choice == current) if marked else told for choice, told in rows]

        def chosen(row: int | None) -> None:
            if row is not None:
                take(rows[row][0])

        self.app.push_screen(ChooseScreen(title, list(map(one_line, shown))), chosen)

    def name_of(self, code: int) -> str:
        """Return the name of a code, without those above it."""
        found = self.session.code(code)
        return "" if found is None else found.path.rsplit(CODE_PATH, 1)[-1]


def _turned(chosen: tuple[Choice, ...], one: Choice) -> tuple[Choice, ...]:
    """Return what is chosen with one more, or without it where it was there."""
    if one in chosen:
        return tuple(other for other in chosen if other != one)
    return (*chosen, one)


def _on(told: str, on: bool) -> str:
    return (_CHOSEN if on else "  ") + told
