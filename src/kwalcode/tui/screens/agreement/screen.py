"""The agreement screen: how far coders agree, where not and why, and what shall count."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.screens.agreement.data import pairs_of
from kwalcode.tui.screens.agreement.desk import CODERS, CODES, CONFUSION, DOCUMENTS, QUEUE
from kwalcode.tui.screens.agreement.queue import AgreementQueue
from kwalcode.tui.screens.agreement.rows import DocumentRow
from kwalcode.tui.widgets.linelist import LineList

_UNITS = ("sentence", "turn", "document", "character", "token")


class AgreementScreen(AgreementQueue):
    """Goes deeper, changes what is compared, finalises."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "options", _("Options"), tooltip=_("Unit, coders, main codes")),
        Binding(
            "F", "finalise", _("Finalise"),
            tooltip=_("Make the consensus of this document final, or take that back"),
        ),
        Binding(
            "B", "boundary", _("Boundary"),
            tooltip=_("Which boundary an agreed coding gets in the consensus"),
        ),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer finalising only in the list of documents."""
        if action in ("finalise", "boundary"):
            return self.panel == DOCUMENTS
        return super().check_action(action, parameters)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Go deeper: from figures to the disagreements, from these to the place in the text."""
        queue = self.queue
        if queue is None or self.data is None:
            return
        if self.panel == CODERS:
            self._compare(pairs_of(self.data.found)[message.row])
        elif self.panel == QUEUE and self.item is not None:
            self.workbench.go_to_place(self.item.document, (self.item.start, self.item.end))
        elif self.panel == DOCUMENTS:
            self._limit((), self.documents[message.row].id)
        elif self.panel == CODES:
            self._limit((self.code_rows[message.row].code,), None)
        elif self.panel == CONFUSION:
            codes = (self._code(path) for path in self.confused[message.row][:2])
            self._limit(tuple(code.id for code in codes if code is not None), None)

    def _limit(self, codes: tuple[int, ...], document: int | None) -> None:
        self.of_codes, self.of_document, self.state = codes, document, ""
        self.go_deeper(QUEUE)

    def _compare(self, coders: tuple[str, ...]) -> None:
        self.choice = replace(self.choice, coders=coders)
        self.renew()

    # Options

    def action_options(self) -> None:
        """Choose what is compared."""
        from kwalcode.report.agreement.words import unit_name
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.data is None:
            return
        everybody = [c.name for c in self.session.coders if c.kind == "coder"]
        several = [(a, b) for i, a in enumerate(everybody) for b in everybody[i + 1 :]]
        pairs: list[tuple[str, ...]] = [(), *several] if len(everybody) > 2 else []
        mine = self.choice
        titles = [
            _("{mark} unit: {unit}").format(mark=_mark(unit == mine.unit), unit=unit_name(unit))
            for unit in _UNITS
        ]
        titles.append(
            _("{mark} sub-codes count for their main code").format(mark=_mark(mine.sub_codes))
        )
        titles += [
            _("{mark} coders: {names}").format(
                mark=_mark(pair == mine.coders), names=" - ".join(pair) or _("all")
            )
            for pair in pairs
        ]

        def chosen(row: int | None) -> None:
            if row is None:
                return
            if row < len(_UNITS):
                self.choice = replace(mine, unit=_UNITS[row])
            elif row == len(_UNITS):
                self.choice = replace(mine, sub_codes=not mine.sub_codes)
            else:
                self.choice = replace(mine, coders=pairs[row - len(_UNITS) - 1])
            self.renew()

        self.app.push_screen(ChooseScreen(_("What is compared"), titles), chosen)

    # Finalising

    def action_finalise(self) -> None:
        """Make a document final, or take that back."""
        row = self.lists["documents"].row
        if row >= len(self.documents):
            return
        document = self.documents[row]
        if document.final:
            self._unfinalise(document)
        elif document.compared and document.settled < document.disagreements:
            self._ask_open(document)
        else:
            self._finalise(document, leave_open=False)

    def _ask_open(self, document: DocumentRow) -> None:
        from kwalcode.tui.screens.choose import ChooseScreen

        n = document.disagreements - document.settled
        choices = [
            _("Decide on them first"),
            _("Finalise, and leave {n} out of the consensus").format(n=n),
        ]

        def chosen(row: int | None) -> None:
            if row == 0:
                self.of_codes, self.of_document, self.state = (), document.id, "open"
                self.go_deeper(QUEUE)
            elif row == 1:
                self._finalise(document, leave_open=True)

        title = _("{n} disagreements are open").format(n=n)
        self.app.push_screen(ChooseScreen(title, choices), chosen)

    def _finalise(self, document: DocumentRow, *, leave_open: bool) -> None:
        from kwalcode.project.acts.finalising import finalise

        queue = self.queue
        coders = list(queue.names) if queue is not None and document.compared else None

        def act() -> str:
            done = self.session.acts.do(
                lambda study: finalise(study, [document.id], coders=coders, leave_open=leave_open)
            )
            return _("{document} is final: {n} codings by consensus (u takes it back)").format(
                document=document.name, n=sum(len(plan.codings) for plan in done.done)
            )

        self.attempt(act)

    def _unfinalise(self, document: DocumentRow) -> None:
        from kwalcode.project.acts.finalising import unfinalise

        def act() -> str:
            self.session.acts.do(lambda study: unfinalise(study, [document.id]))
            return _("{document} is open again; what was decided stays.").format(
                document=document.name
            )

        self.attempt(act)

    def action_boundary(self) -> None:
        """Choose which boundary an agreed coding gets from now on."""
        from kwalcode.project.acts.people import set_setting
        from kwalcode.project.agreement.finality import BOUNDARIES, BOUNDARY_SETTING
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.data is None or self.queue is None:
            return
        first, second = self.queue.names
        titles = [
            _("union: what either coded"),
            _("intersection: what both coded"),
            _("that of {name}").format(name=first),
            _("that of {name}").format(name=second),
        ]

        def chosen(row: int | None) -> None:
            if row is None:
                return

            def act() -> str:
                self.session.acts.do(
                    lambda study: set_setting(study, BOUNDARY_SETTING, BOUNDARIES[row])
                )
                return _("Agreed boundaries from now on: {rule}").format(rule=titles[row])

            self.attempt(act)

        self.app.push_screen(ChooseScreen(_("The boundary of an agreed coding"), titles), chosen)


def _mark(chosen: bool) -> str:
    return "●" if chosen else "○"
