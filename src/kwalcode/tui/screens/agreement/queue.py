"""Settling disagreements on the agreement screen: each decision is one act, u takes it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.acts.adjudicating import Definition, Ruling, decide, withdraw_decisions
from kwalcode.project.agreement.words import DISAGREEMENTS, class_name, decision_name
from kwalcode.project.reads.decisions import CodedRange, Decision, DisagreementKey, list_decisions
from kwalcode.tui.screens.agreement.desk import QUEUE
from kwalcode.tui.screens.agreement.panels import AgreementPanels

if TYPE_CHECKING:
    from kwalcode.project.agreement.adjudication import Item
    from kwalcode.project.study import Study

_STATES = ("", "open", "discuss", "decided", *DISAGREEMENTS)
_OWN = frozenset(
    ("decide", "edit", "other_code", "discuss", "skip", "limit", "why", "define", "withdraw")
)


class AgreementQueue(AgreementPanels):
    """Acts on the disagreement under the highlight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "decide('a')", _("A"), tooltip=_("Decide: as the first coder has it")),
        Binding("b", "decide('b')", _("B"), tooltip=_("Decide: as the second coder has it")),
        Binding("t", "decide('both')", _("Both"), tooltip=_("Decide: both coders are right")),
        Binding("n", "decide('neither')", _("None"), tooltip=_("Decide: neither counts")),
        Binding(
            "e", "edit", _("Span"), tooltip=_("Decide: another extent, selected in the transcript")
        ),
        Binding("c", "other_code", _("Code"), tooltip=_("Decide: another code")),
        Binding("d", "discuss", _("Talk"), tooltip=_("Leave it open, to be discussed")),
        Binding("space", "skip", _("Skip"), tooltip=_("Go to the next one that is open")),
        Binding("f", "limit", _("Only"), tooltip=_("Show only some of the disagreements")),
        Binding("w", "why", _("Why"), tooltip=_("Note why it was decided so"), show=False),
        Binding(
            "D", "define", _("Definition"), show=False,
            tooltip=_("Change the definition with the decision"),
        ),
        Binding(
            "x,delete", "withdraw", _("Take back"), key_display="x",
            tooltip=_("Take the decision back"), show=False,
        ),
    ]  # fmt: skip

    _asked: DisagreementKey | None = None
    """For which disagreement a passage is being selected in the transcript."""
    _defined: tuple[DisagreementKey, int] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what acts on a disagreement only where there is the list of them."""
        own = (
            "decide",
            "edit",
            "other_code",
            "discuss",
            "skip",
            "limit",
            "why",
            "define",
            "withdraw",
        )
        return self.panel == QUEUE if action in own else super().check_action(action, parameters)

    @property
    def item(self) -> Item | None:
        """The disagreement under the highlight."""
        row = self.lists["queue"].row
        return self.items[row] if self.panel == QUEUE and row < len(self.items) else None

    # Deciding

    def action_decide(self, decision: str) -> None:
        """Decide without further questions."""
        if self.item is not None:
            self._decide(self.item, Ruling(decision))

    def _decide(self, item: Item, ruling: Ruling) -> None:
        definition = self._pending(item)

        def act() -> str:
            self.session.acts.do(
                lambda study: decide(study, item.key, item.group, ruling, definition=definition)
            )
            return self._settled(item, ruling)

        self.trying(lambda: self.notify(act()))

    def _pending(self, item: Item) -> Definition | None:
        """Return the definition that goes along with the decision on an item."""
        if self._defined is None or self.definition is None or self._defined[0] != item.key:
            return None
        return Definition(self._defined[1], self.definition)

    def _settled(self, item: Item, ruling: Ruling) -> str:
        """Show what was decided without reading all anew, and go on; return what to tell."""
        queue = self.queue
        assert queue is not None
        assert self.data is not None
        self.decided += 1
        found = self.session.read(lambda study: _decision_of(study, item))
        if self.definition is not None:
            self.renew()
        self.definition, self._defined = None, None
        self.data = replace(self.data, queue=queue.having(item, found))
        self._shown_serial = self.session.serial
        row = self.lists["queue"].row
        self.show_all()
        self._go_on(row)
        done = decision_name(ruling.decision, queue.names)
        n = self.data.queue.decided if self.data.queue is not None else 0
        return _("{decision}; {n} of {total} decided (u takes it back)").format(
            decision=done, n=n, total=len(queue.items)
        )

    def _go_on(self, row: int) -> None:
        """Put the highlight on the next open one after `row`, else on the first one open."""
        lines = self.lists["queue"]
        order = [*range(row, len(self.items)), *range(min(row, len(self.items)))]
        following = next((n for n in order if self.items[n].decision is None), None)
        if following is not None:
            lines.put_highlight(following)
        if self.item is not None:
            self.tell_item(self.item)

    def action_skip(self) -> None:
        """Go to the next one that nothing was decided on."""
        lines = self.lists["queue"]
        order = [*range(lines.row + 1, len(self.items)), *range(lines.row)]
        following = next((n for n in order if self.items[n].decision is None), None)
        if following is None:
            self.notify(_("No other one here is open."))
        else:
            lines.put_highlight(following)

    def action_edit(self) -> None:
        """Take the passage that is selected in the transcript, or go there to select it."""
        item, coding = self.item, self.workbench.coding
        if item is None:
            return
        selected = coding.transcript.selection
        here = coding.document is not None and coding.document.id == item.document
        if self._asked == item.key and here and selected is not None:
            self._asked = None
            self._with_code(item, *coding.transcript.passage)
            return
        self._asked = item.key
        self.workbench.go_to_place(item.document, (item.start, item.end))
        self.notify(_("Select the words; Backspace comes back, and e takes them."))

    def _with_code(self, item: Item, start: int, end: int) -> None:
        """Decide on an extent, of the code at stake; of two, the one that is chosen."""
        from kwalcode.tui.screens.choose import ChooseScreen

        def chosen(row: int | None) -> None:
            if row is not None:
                self._decide(item, Ruling("edit", new=CodedRange(item.codes[row], start, end)))

        if len(item.codes) == 1:
            chosen(0)
            return
        queue = self.queue
        names = [queue.codes[code].path for code in item.codes] if queue is not None else []
        self.app.push_screen(ChooseScreen(_("Which code gets this extent?"), names), chosen)

    def action_other_code(self) -> None:
        """Choose another code."""
        from kwalcode.tui.widgets.palette import Chosen, CodePalette

        item = self.item
        if item is None:
            return

        def chosen(code: Chosen | None) -> None:
            if isinstance(code, int):
                self._decide(item, Ruling("code", new=CodedRange(code, item.start, item.end)))

        palette = CodePalette(
            self.session.codes,
            recent=self.session.recent,
            make=False,
            asks=_("which code instead?"),
        )
        self.app.push_screen(palette, chosen)

    def action_discuss(self) -> None:
        """Ask what is to be discussed, and leave it open."""
        item = self.item
        if item is not None:
            note = item.decision.note if item.decision is not None else ""
            self._ask_note(item, _("What is to be discussed?"), Ruling("discuss", note))

    def action_why(self) -> None:
        """Ask why it was decided so, and write that down with the decision."""
        item = self.item
        if item is None or item.decision is None:
            self.notify(_("Decide first; then w notes why."))
            return
        was = item.decision
        self._ask_note(item, _("Why was it decided so?"), Ruling(was.decision, was.note, was.new))

    def _ask_note(self, item: Item, title: str, ruling: Ruling) -> None:
        from kwalcode.tui.widgets.prompt import LinePrompt

        def noted(text: str | None) -> None:
            if text:
                self._decide(item, replace(ruling, note=text))

        self.app.push_screen(LinePrompt(title, ruling.note), noted)

    def action_define(self) -> None:
        """Ask for another definition, which goes along with the decision."""
        from kwalcode.tui.screens.choose import ChooseScreen

        item, queue = self.item, self.queue
        if item is None or queue is None:
            return

        def chosen(row: int | None) -> None:
            if row is not None:
                self._ask_definition(item, item.codes[row])

        if len(item.codes) == 1:
            chosen(0)
            return
        names = [queue.codes[code].path for code in item.codes]
        self.app.push_screen(ChooseScreen(_("Whose definition?"), names), chosen)

    def _ask_definition(self, item: Item, number: int) -> None:
        from kwalcode.tui.widgets.prompt import TextPrompt

        code = self.session.code(number)
        if code is None:
            return

        def written(text: str | None) -> None:
            if text is not None:
                self.definition, self._defined = text.strip(), (item.key, number)
                self.show_passage()

        title = _("Definition of {code}, changed with the decision").format(code=code.name)
        self.app.push_screen(TextPrompt(title, code.definition), written)

    def action_withdraw(self) -> None:
        """Take the decision under the highlight back."""
        item = self.item
        if item is None or item.decision is None:
            self.notify(_("Nothing was decided here."))
            return
        number = item.decision.id

        def act() -> str:
            self.session.acts.do(lambda study: withdraw_decisions(study, [number]))
            return _("Taken back: this one is open again.")

        self.attempt(act)

    # Which are shown, and the place

    def action_limit(self) -> None:
        """Choose which disagreements are shown."""
        from kwalcode.tui.screens.choose import ChooseScreen

        item, queue = self.item, self.queue
        if queue is None:
            return
        titles = [
            _("All"),
            _("Open"),
            _("To be discussed"),
            _("Decided"),
            *map(class_name, _STATES[4:]),
        ]
        if item is not None:
            titles.append(
                _("This document: {name}").format(name=queue.documents[item.document].name)
            )
            titles += [
                _("This code: {code}").format(code=queue.codes[c].path.rpartition(CODE_PATH)[2])
                for c in item.codes
            ]

        def chosen(row: int | None) -> None:
            if row is None:
                return
            if row < len(_STATES):
                self.state = _STATES[row]
                if not row:
                    self.of_codes, self.of_document = (), None
            elif item is not None and row == len(_STATES):
                self.of_document = item.document
            elif item is not None:
                self.of_codes = (item.codes[row - len(_STATES) - 1],)
            self.show_all()

        self.app.push_screen(ChooseScreen(_("Show only"), titles), chosen)


def _decision_of(study: Study, item: Item) -> Decision | None:
    with study.reading() as connection:
        found = list_decisions(
            connection, documents=[item.document], coders=(item.first, item.second)
        )
    return next((one for one in found if one.key == item.key), None)
