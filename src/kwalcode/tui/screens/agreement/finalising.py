"""Finalising on the agreement screen: what counts from now on."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.tui.screens.agreement.defining import AgreementDefining
from kwalcode.tui.screens.agreement.desk import DOCUMENTS, QUEUE
from kwalcode.tui.screens.agreement.documents import DocumentRow
from kwalcode.tui.screens.agreement.passage_data import Limits
from kwalcode.tui.text.visible import one_line

_OWN = ("finalise", "finalise_all", "boundary")


class AgreementFinalising(AgreementDefining):
    """Makes the consensus of documents final, one by one or all that are ready."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "F", "finalise", _("Finalise"),
            tooltip=_("Make the consensus of this document final, or take that back"),
        ),
        Binding(
            "A", "finalise_all", _("All ready"),
            tooltip=_("Finalise all documents that are ready"),
        ),
        Binding(
            "B", "boundary", _("Boundary"), show=False,
            tooltip=_("Which boundary an agreed coding gets in the consensus"),
        ),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer finalising only in the list of documents."""
        if action in _OWN:
            return self.panel == DOCUMENTS and self.grouping is None
        return super().check_action(action, parameters)

    def action_finalise(self) -> None:
        """Make a document final, or take that back."""
        row = self.lists["documents"].row
        if row >= len(self.documents):
            return
        document = self.documents[row]
        if document.final:
            self._unfinalise(document)
        elif document.open:
            self._ask_open(document)
        else:
            self._finalise(document, leave_open=False)

    def _ask_open(self, document: DocumentRow) -> None:
        from kwalcode.tui.screens.choose import ChooseScreen

        choices = [
            _("Decide on them first"),
            _("Finalise, and leave {n} out of the consensus").format(n=document.open),
        ]

        def chosen(row: int | None) -> None:
            if row == 0:
                self.settle_document(document)
            elif row == 1:
                self._finalise(document, leave_open=True)

        title = _("{n} disagreements are open").format(n=document.open)
        self.app.push_screen(ChooseScreen(title, choices), chosen)

    def settle_document(self, document: DocumentRow) -> None:
        """Show the disagreements of a document: where several pairs of coders have some, those of
        the pair with the most that are open."""
        only = frozenset((document.id,))
        self.go_deeper(QUEUE, Limits(documents=only, name=document.name))
        if document.between:
            first, second, _n = max(document.between, key=lambda one: one[2])
            self.compare(replace(self.choice, coders=(first, second)))

    def _finalise(self, document: DocumentRow, *, leave_open: bool) -> None:
        from kwalcode.project.acts.finalising import finalise

        def act() -> str:
            done = self.session.acts.do(
                lambda study: finalise(study, [document.id], leave_open=leave_open)
            )
            return _("{document} is final: {n} codings by consensus (u takes it back)").format(
                document=document.name, n=sum(len(plan.codings) for plan in done.done)
            )

        self.attempt(act)

    def action_finalise_all(self) -> None:
        """Finalise all documents that are ready, as one act."""
        from kwalcode.project.acts.finalising import finalise

        ids = [row.id for row in self.documents]

        def act() -> str:
            done = self.session.acts.do(lambda study: finalise(study, ids, only_ready=True))
            n, left = len(done.done), len(done.left)
            told = counted("{n} document is final", "{n} documents are final", n)
            more = counted("{n} is not ready yet", "{n} are not ready yet", left)
            return f"{told}; {more}." if left else f"{told}."

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
        from kwalcode.project.agreement.finality import BOUNDARY_SETTING
        from kwalcode.project.agreement.words import boundary_name
        from kwalcode.tui.screens.choose import ChooseScreen

        if self.data is None:
            return
        rules = ["union", "intersection", *self.data.people]
        told = {"union": _("union: what any of them coded"),
                "intersection": _("intersection: what all of them coded")}  # fmt: skip
        titles = [told.get(rule) or one_line(boundary_name(rule)) for rule in rules]

        def chosen(row: int | None) -> None:
            if row is None:
                return

            def act() -> str:
                self.session.acts.do(lambda study: set_setting(study, BOUNDARY_SETTING, rules[row]))
                return _("Agreed boundaries from now on: {rule}").format(rule=titles[row])

            self.attempt(act)

        self.app.push_screen(ChooseScreen(_("The boundary of an agreed coding"), titles), chosen)
