"""Settling disagreements on the agreement screen: each decision is one act, u takes it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.project.acts.adjudicating import Definition, Ruling, decide, withdraw_decisions
from kwalcode.project.agreement.words import decision_name
from kwalcode.project.reads.decisions import CodedRange, Decision, DisagreementKey, list_decisions
from kwalcode.tui.screens.agreement.desk import QUEUE
from kwalcode.tui.screens.agreement.panels import AgreementPanels
from kwalcode.tui.screens.agreement.passage import codes_of
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.project.agreement.queue import Item
    from kwalcode.project.study import Study

_OWN = frozenset(("decide", "same", "edit", "other_code", "discuss", "skip", "why", "withdraw"))


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
        Binding("c", "other_code", _("Other code"), tooltip=_("Decide: another code")),
        Binding("d", "discuss", _("Talk"), tooltip=_("Leave it open, to be discussed")),
        Binding("space", "skip", _("Skip"), tooltip=_("Go to the next one that is open")),
        Binding(
            "equals_sign", "same", _("As there"), key_display="=", show=False,
            tooltip=_("Decide the same as was decided between other coders"),
        ),
        Binding("w", "why", _("Why"), show=False,
                tooltip=_("Note why it was decided so: this one, else the last one")),
        Binding(
            "x,delete", "withdraw", _("Take back"), key_display="x",
            tooltip=_("Take the decision back"), show=False,
        ),
    ]  # fmt: skip

    _last: DisagreementKey | None = None
    """Which disagreement was decided last: the highlight has gone on."""
    _asked: DisagreementKey | None = None
    """For which disagreement a passage is being selected in the transcript."""
    defined: tuple[DisagreementKey, int] | None = None
    """For which disagreement, and of which code, the definition was changed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what acts on a disagreement only where there is the list of them."""
        if action in _OWN:
            return self.panel == QUEUE
        return super().check_action(action, parameters)

    @property
    def item(self) -> Item | None:
        """The disagreement under the highlight."""
        row = self.lists["queue"].row
        return self.items[row] if self.panel == QUEUE and row < len(self.items) else None

    # Deciding

    def action_decide(self, decision: str) -> None:
        """Decide without further questions."""
        if self.open_item is not None:
            self.decide(self.open_item, Ruling(decision))

    @property
    def open_item(self) -> Item | None:
        """The disagreement under the highlight, if it can be decided on; else tells why not."""
        item = self.item
        if item is not None and item.stale:
            self.notify(
                _("Changed since it was decided: x takes the decision back; what is there now has"
                  " a row of its own, if they still disagree.")
            )  # fmt: skip
            return None
        return item

    def action_same(self) -> None:
        """Decide what was decided between other coders about the same."""
        item = self.open_item
        if item is None:
            return
        ruling = as_elsewhere(item)
        if ruling is None:
            self.notify(_("Nothing was decided between other coders about this."))
        else:
            self.decide(item, ruling)

    def decide(self, item: Item, ruling: Ruling) -> None:
        """Decide, show it, and go on to the next."""
        definition = self._pending(item)

        def act() -> str:
            alone = self.up_to_date()
            self.session.acts.do(
                lambda study: decide(study, item.key, item.group, ruling, definition=definition)
            )
            return self._settled(item, ruling, alone)

        self.trying(lambda: self.notify(act()))

    def _pending(self, item: Item) -> Definition | None:
        """Return the definition that goes along with the decision on an item."""
        if self.defined is None or self.definition is None or self.defined[0] != item.key:
            return None
        return Definition(self.defined[1], self.definition)

    def _settled(self, item: Item, ruling: Ruling, alone: bool) -> str:
        """Show what was decided without reading all anew, unless others changed something
        meanwhile (not `alone`), and go on to the next that is open, if the highlight is on this
        one; return what to tell."""
        queue = self.queue
        assert queue is not None
        assert self.data is not None
        self.decided += 1
        self._last = item.key
        found = self.session.read(lambda study: _decision_of(study, item))
        if self.definition is not None or not alone:
            self.renew()
        self.definition, self.defined = None, None
        self.data = replace(self.data, queue=queue.having(item, found))
        self._shown_serial = self.session.serial
        row, here = self.lists["queue"].row, self.item
        self.show_all()
        if here is None or here.key == item.key:
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
        following = next((n for n in order if _untouched(self.items[n])), None)
        if following is not None:
            lines.put_highlight(following)
        if self.item is not None:
            self.tell_item(self.item)

    def action_skip(self) -> None:
        """Go to the next one that nothing was decided on."""
        lines = self.lists["queue"]
        order = [*range(lines.row + 1, len(self.items)), *range(lines.row)]
        following = next((n for n in order if _untouched(self.items[n])), None)
        if following is None:
            self.notify(_("No other one here is open."))
        else:
            lines.put_highlight(following)

    def action_edit(self) -> None:
        """Take the passage that is selected in the transcript, or go there to select it."""
        item, coding = self.open_item, self.workbench.coding
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
                self.decide(item, Ruling("edit", new=CodedRange(item.codes[row], start, end)))

        if len(item.codes) == 1:
            chosen(0)
            return
        queue = self.queue
        names = [queue.codes[code].path for code in item.codes] if queue is not None else []
        self.app.push_screen(ChooseScreen(_("Which code gets this extent?"), names), chosen)

    def action_other_code(self) -> None:
        """Choose another code."""
        from kwalcode.tui.widgets.palette import Chosen, CodePalette

        item = self.open_item
        if item is None:
            return

        def chosen(code: Chosen | None) -> None:
            if isinstance(code, int):
                self.decide(item, Ruling("code", new=CodedRange(code, item.start, item.end)))

        palette = CodePalette(
            self.session.codes,
            recent=self.session.recent,
            make=False,
            asks=_("which code instead?"),
        )
        self.app.push_screen(palette, chosen)

    def action_discuss(self) -> None:
        """Ask what is to be discussed, and leave it open."""
        item = self.open_item
        if item is not None:
            note = item.decision.note if item.decision is not None else ""
            self._ask_note(item, _("What is to be discussed?"), Ruling("discuss", note))

    def action_why(self) -> None:
        """Ask why it was decided so, and write that down with the decision."""
        item = self.item
        if item is None or item.decision is None:
            item = next((one for one in self.items if one.key == self._last), None)
        if item is None or item.decision is None or item.stale:
            self.notify(_("Decide first; then w notes why."))
            return
        was = item.decision
        codes = " / ".join(code.name for code in codes_of(self.queue, item)) if self.queue else ""
        title = _("{codes}: why was it decided so?").format(codes=one_line(codes))
        self._ask_note(item, title, Ruling(was.decision, was.note, was.new))

    def _ask_note(self, item: Item, title: str, ruling: Ruling) -> None:
        from kwalcode.tui.widgets.prompt import LinePrompt

        def noted(text: str | None) -> None:
            if text:
                self.decide(item, replace(ruling, note=text))

        self.app.push_screen(LinePrompt(title, ruling.note), noted)

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


def _untouched(item: Item) -> bool:
    """Tell whether nothing was decided: not here, and not between other coders either."""
    return item.decision is None and not item.settled


def as_elsewhere(item: Item) -> Ruling | None:
    """Return what is decided by deciding as other coders' disagreements about the same were;
    None where nothing was, or where it was several codings."""
    outcome = tuple(dict.fromkeys(new for one in item.elsewhere for new in one.outcome))
    if not item.elsewhere or len(outcome) > 1:
        return None
    if not outcome:
        return Ruling("neither")
    sides = {item.a: "a", item.b: "b"}
    if outcome[0] in sides:
        return Ruling(sides[outcome[0]])
    return Ruling("edit" if outcome[0].code in item.codes else "code", new=outcome[0])


def _decision_of(study: Study, item: Item) -> Decision | None:
    with study.reading() as connection:
        found = list_decisions(
            connection, documents=[item.document], coders=(item.first, item.second)
        )
    return next((one for one in found if one.key == item.key), None)
