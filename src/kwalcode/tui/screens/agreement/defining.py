"""Definitions on the agreement screen: changed with a decision, or at once where codes are mixed
up; and which disagreements are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code
from kwalcode.project.agreement.words import DISAGREEMENTS
from kwalcode.tui.screens.agreement.desk import CODES, CONFUSION, QUEUE
from kwalcode.tui.screens.agreement.panels import state_name
from kwalcode.tui.screens.agreement.passage_data import Limits
from kwalcode.tui.screens.agreement.queue import AgreementQueue

_STATES = ("", "open", "discuss", "changed", "decided", *DISAGREEMENTS)


class AgreementDefining(AgreementQueue):
    """Changes definitions, and limits the queue."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "limit", _("Only"), tooltip=_("Show only some of the disagreements")),
        Binding(
            "D", "define", _("Definition"),
            tooltip=_("Change the definition: with the decision, or at once"),
        ),
    ]  # fmt: skip

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer definitions where codes are shown, limits in the queue."""
        if action == "define":
            return self.panel in (CODES, CONFUSION, QUEUE)
        if action == "limit":
            return self.panel == QUEUE
        return super().check_action(action, parameters)

    def action_define(self) -> None:
        """Ask for another definition: in the queue it goes along with the decision."""
        found = self._codes_here()
        if len(found) == 1:
            self._define(found[0])
        elif found:
            from kwalcode.tui.screens.choose import ChooseScreen

            def chosen(row: int | None) -> None:
                if row is not None:
                    self._define(found[row])

            names = [code.path for code in found]
            self.app.push_screen(ChooseScreen(_("Whose definition?"), names), chosen)

    def _codes_here(self) -> Sequence[Code]:
        """Return the codes under the highlight."""
        if self.panel == QUEUE:
            numbers = self.open_item.codes if self.open_item is not None else ()
            return [code for n in numbers if (code := self.session.code(n)) is not None]
        paths: tuple[str, ...] = ()
        if self.panel == CODES and self.code_rows:
            paths = (self.code_rows[self.lists["codes"].row].path,)
        elif self.panel == CONFUSION and self.confused:
            paths = self.confused[self.lists["confused"].row][:2]
        return [code for code in self.session.codes if code.path in paths]

    def _define(self, code: Code) -> None:
        from kwalcode.tui.widgets.prompt import TextPrompt

        item = self.item
        title = _("Definition of {code}").format(code=code.name)
        write: Callable[[str], None] = lambda text: self._write_definition(code, text)  # noqa: E731
        if item is not None:
            title = _("Definition of {code}, changed with the decision").format(code=code.name)
            key = item.key

            def write(text: str) -> None:
                self.definition, self.defined = text.strip(), (key, code.id)
                self.show_passage()

        def written(text: str | None) -> None:
            if text is not None and text.strip() != code.definition:
                write(text)

        self.app.push_screen(TextPrompt(title, code.definition), written)

    def _write_definition(self, code: Code, text: str) -> None:
        """Write another definition into the codebook at once."""
        from kwalcode.project.acts.codes import edit_code

        def act() -> str:
            self.session.acts.do(lambda study: edit_code(study, code.id, definition=text.strip()))
            return _("The definition of '{code}' was changed.").format(code=code.path)

        self.attempt(act)

    def action_limit(self) -> None:
        """Choose which disagreements are shown."""
        from kwalcode.tui.screens.choose import ChooseScreen

        item, queue = self.item, self.queue
        if queue is None:
            return
        titles = [_("All"), *(state_name(state).capitalize() for state in _STATES[1:])]
        limits = [Limits(), *(replace(self.limits, state=state) for state in _STATES[1:])]
        if item is not None:
            name = queue.documents[item.document].name
            titles.append(_("This document: {name}").format(name=name))
            only = frozenset((item.document,))
            limits.append(replace(self.limits, documents=only, name=name))
            for number in item.codes:
                code = queue.codes[number].path.rpartition(CODE_PATH)[2]
                titles.append(_("This code: {code}").format(code=code))
                limits.append(replace(self.limits, codes=(number,)))

        def chosen(row: int | None) -> None:
            if row is not None:
                self.limits = limits[row]
                self.show_all()

        self.app.push_screen(ChooseScreen(_("Show only"), titles), chosen)
