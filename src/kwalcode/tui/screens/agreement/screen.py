"""The agreement screen: how far coders agree, where not and why, and what shall count."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.screens.agreement.data import Choice, pairs_of
from kwalcode.tui.screens.agreement.desk import (
    CODERS,
    CODES,
    CONFUSION,
    DOCUMENTS,
    QUEUE,
    ROUNDS,
)
from kwalcode.tui.screens.agreement.figures import offered, pooled, title, told_of_groups
from kwalcode.tui.screens.agreement.finalising import AgreementFinalising
from kwalcode.tui.screens.agreement.passage_data import Limits
from kwalcode.tui.text.agreement import figure
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.linelist import LineList

_UNITS = ("sentence", "turn", "document", "character", "token")


class AgreementScreen(AgreementFinalising):
    """Goes deeper, and changes what is compared and which figure comes first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "v", "coefficient", _("Coefficient"),
            tooltip=_("Which coefficient comes first: kappa, AC1, |u-alpha …"),
        ),
        Binding("U", "unit", _("Unit"), tooltip=_("The next unit: sentence, turn, document …")),
        Binding("r", "group", _("Groups"), tooltip=_("Documents one by one, or in groups")),
        Binding("o", "options", _("Options"), tooltip=_("Unit, coders, main codes, whose talk")),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer groups only among documents, figures not in the queue."""
        if action == "group":
            return self.panel == DOCUMENTS
        if action in ("coefficient", "unit"):
            return self.panel in (CODES, CODERS, DOCUMENTS)
        return super().check_action(action, parameters)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Go deeper: from figures to the disagreements, from these to the place in the text."""
        data, row = self.data, message.row
        if data is None:
            return
        if self.panel == CODERS:
            self._deeper_into(pairs_of(data.found)[row])
        elif self.panel == QUEUE and self.item is not None:
            self.workbench.go_to_place(self.item.document, (self.item.start, self.item.end))
        elif self.panel == DOCUMENTS and self.grouping is not None:
            self._open_group(self.groups[row].name)
        elif self.panel == DOCUMENTS:
            if self.documents[row].several:
                self.settle_document(self.documents[row])
        elif self.panel == CODES:
            self.go_deeper(QUEUE, Limits((self.code_rows[row].code,)))
        elif self.panel == CONFUSION:
            found = (self._code(path) for path in self.confused[row][:2])
            self.go_deeper(QUEUE, Limits(tuple(code.id for code in found if code is not None)))
        elif self.panel == ROUNDS:
            self._open_round(row)

    def _deeper_into(self, pair: tuple[str, ...]) -> None:
        """Compare two coders only, until Escape."""
        self.go_deeper(CODES)
        self.compare(replace(self.choice, coders=pair))

    def _open_group(self, name: str) -> None:
        assert self.data is not None
        assert self.grouping is not None
        members = self.data.groupings[self.grouping][name]
        told = name or _("(not filled in)")
        self.go_deeper(DOCUMENTS, Limits(documents=members, name=told))
        self.grouping = None
        self.show_all()

    def _open_round(self, row: int) -> None:
        """Show the documents of a round."""
        one = self.data.rounds[row] if self.data is not None and self.data.rounds else None
        if one is None:
            return
        if not one.members:
            self.notify(_("No document was completed yet by all whom it was assigned to."))
            return
        self.grouping = None
        self.go_deeper(DOCUMENTS, Limits(documents=one.members, name=one.round.name))

    # What is compared

    def action_coefficient(self) -> None:
        """Choose which coefficient comes first, among all with what they come to."""
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.data is None:
            return
        found = self.data.found
        names = offered(found)
        titles = []
        for name in names:
            value = pooled(found, name)
            told = f"{figure(value.value):>6}  {title(name)}"
            told = f"{told}: {value.reason}" if value.reason else told
            titles.append(f"{_mark(name == self.choice.coefficient)} {told}")
        titles += [f"  {one_line(line)}" for line in told_of_groups(found)]

        def chosen(row: int | None) -> None:
            if row is not None:
                name = names[min(row, len(names) - 1)]
                self.choice = replace(self.choice, coefficient=name)
                self.figures_changed()

        self.app.push_screen(ChooseScreen(_("Over all codes; worst first by"), titles), chosen)

    def action_unit(self) -> None:
        """Go on to the next unit."""
        at = _UNITS.index(self.choice.unit)
        self.compare(replace(self.choice, unit=_UNITS[(at + 1) % len(_UNITS)]))

    def action_group(self) -> None:
        """Choose how the documents are grouped."""
        from kwalcode.project.agreement.by_group import DOCUMENT_GROUPS
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.data is None:
            return
        ways: list[str | None] = [None, *self.data.groupings]
        names = {None: _("one by one"), DOCUMENT_GROUPS: _("in groups of documents")}
        titles = [
            f"{_mark(way == self.grouping)} "
            + (names.get(way) or _("by {attribute}").format(attribute=one_line(way or "")))
            for way in ways
        ]

        def chosen(row: int | None) -> None:
            if row is not None:
                self.grouping, self.limits = ways[row], Limits()
                self.show_all()
                self.refresh_bindings()

        self.app.push_screen(ChooseScreen(_("Documents"), titles), chosen)

    def action_options(self) -> None:
        """Choose what is compared."""
        from kwalcode.report.agreement.words import unit_name
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.data is None:
            return
        everybody = self.data.people
        several = list(combinations(everybody, 2))
        mine = self.choice
        choices: list[tuple[str, Choice]] = [
            (_("{mark} unit: {unit}").format(mark=_mark(unit == mine.unit), unit=unit_name(unit)),
             replace(mine, unit=unit))
            for unit in _UNITS
        ]  # fmt: skip
        mark = _mark(mine.sub_codes)
        choices.append(
            (
                _("{mark} sub-codes count for their main code").format(mark=mark),
                replace(mine, sub_codes=not mine.sub_codes),
            )
        )
        mark = _mark(mine.everybody)
        choices.append(
            (
                _("{mark} everybody's talk counts, the interviewer's too").format(mark=mark),
                replace(mine, everybody=not mine.everybody),
            )
        )
        for pair in [(), *several] if len(everybody) > 2 else []:
            told = _("{mark} coders: {names}").format(
                mark=_mark(pair == mine.coders), names=" - ".join(pair) or _("all")
            )
            choices.append((told, replace(mine, coders=pair)))

        def chosen(row: int | None) -> None:
            if row is not None:
                self.compare(choices[row][1])

        titles = [told for told, _choice in choices]
        self.app.push_screen(ChooseScreen(_("What is compared"), titles), chosen)


def _mark(chosen: bool) -> str:
    return "●" if chosen else "○"
