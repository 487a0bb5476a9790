"""Making codes, and giving them their place in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.model import Code
from kwalcode.project.acts.codes import (
    create_code,
    delete_code,
    move_code,
    move_codes,
    rename_code,
)
from kwalcode.project.reads.codes import subtree
from kwalcode.tui.screens.codebook.desk import CodebookDesk
from kwalcode.tui.session import Session
from kwalcode.tui.widgets.prompt import LinePrompt


class CodebookOrdering(CodebookDesk):
    """Acts on the code under the highlight. `picked` are the ids of codes picked up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New"), tooltip=_("Make a code beside this one")),
        Binding("N", "new_below", _("Make a code under this one"), show=False),
        Binding("r", "rename", _("Rename"), tooltip=_("Give the code another name")),
        Binding("shift+up,K", "step_up", _("Move up among its siblings"), show=False),
        Binding("shift+down,J", "step_down", _("Move down among its siblings"), show=False),
        Binding(
            "greater_than_sign,shift+right",
            "indent",
            _("Hang under the code above it"),
            show=False,
        ),
        Binding("less_than_sign,shift+left", "outdent", _("Hang one level higher"), show=False),
        Binding("v", "pick", _("Pick the code up, or leave it"), show=False),
        Binding("p", "put", _("Put the codes picked up under this one"), show=False),
        Binding("P", "put_on_top", _("Put the codes picked up at the top level"), show=False),
        Binding(
            "x,delete",
            "delete",
            _("Delete"),
            key_display="x",
            tooltip=_("Delete the code with all under it and its codings"),
        ),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.picked: tuple[int, ...] = ()

    def show_codes(self) -> None:
        """Show the codes; those picked up that are gone by now are let go."""
        known = {code.id for code in self.book.codes}
        self.pick(tuple(code for code in self.picked if code in known))
        super().show_codes()

    def pick(self, codes: tuple[int, ...]) -> None:
        """Have these codes (ids) picked up."""
        self.picked = codes
        self.table.show_picked(codes)

    # Making and naming

    def action_new(self) -> None:
        """Make a code after this one, under the same parent."""
        beside = self.code
        self._make(_("New code"), beside.parent if beside else None, beside)

    def action_new_below(self) -> None:
        """Make a code under this one."""
        if self.code is not None:
            title = _("New code under {code}").format(code=self.code.name)
            self._make(title, self.code.id, None)

    def _make(self, title: str, parent: int | None, after: Code | None) -> None:
        def named(name: str | None) -> None:
            if name:
                self.attempt(lambda: make(name))

        def make(name: str) -> str:
            made = self.session.acts.do(
                lambda study: create_code(
                    study, name, parent=parent, after=after.id if after else None
                )
            )
            self._show_made(made)
            return _("Made: {code} (enter writes its definition)").format(code=name)

        self.app.push_screen(LinePrompt(title), named)

    def _show_made(self, made: int) -> None:
        """Put the highlight on a new code, whatever was chosen to be shown before."""
        self.finder.value, self.kind = "", "all"
        self.catch_up()
        self.table.highlight(made)

    def action_rename(self) -> None:
        """Give the code another name."""
        code = self.code
        if code is None:
            return

        def named(name: str | None) -> None:
            if name and name != code.name:
                self.attempt(lambda: rename(name))

        def rename(name: str) -> str:
            self.session.acts.do(lambda study: rename_code(study, code.id, name))
            return _("Renamed: {code}").format(code=name)

        self.app.push_screen(LinePrompt(_("Rename the code"), code.name), named)

    # Places

    def _beside(self, code: Code) -> list[Code]:
        """Return the codes that hang where this one does, itself among them, in their order."""
        return [other for other in self.session.codes if other.parent == code.parent]

    def action_step_up(self) -> None:
        """Put the code before the sibling above it."""
        self._step(-1)

    def action_step_down(self) -> None:
        """Put the code after the sibling below it."""
        self._step(1)

    def _step(self, rows: int) -> None:
        code = self.code
        if code is None:
            return
        ids = [other.id for other in self._beside(code)]
        at = ids.index(code.id) + rows
        if not 0 <= at < len(ids):
            self.notify(
                _("It is the first one here.") if rows < 0 else _("It is the last one here.")
            )
        elif rows < 0:
            self._move(code, code.parent, before=ids[at])
        else:
            self._move(code, code.parent, after=ids[at])

    def action_indent(self) -> None:
        """Hang the code under the sibling above it."""
        code = self.code
        if code is None:
            return
        siblings = self._beside(code)
        at = siblings.index(code)
        if at:
            self._move(code, siblings[at - 1].id)
        else:
            self.notify(_("There is no code above it on this level."))

    def action_outdent(self) -> None:
        """Hang the code one level higher, after the one it hung under."""
        code = self.code
        above = self.session.code(code.parent) if code else None
        if code is not None and above is not None:
            self._move(code, above.parent, after=above.id)
        elif code is not None:
            self.notify(_("It is at the top level."))

    def _move(
        self, code: Code, parent: int | None, before: int | None = None, after: int | None = None
    ) -> None:
        def move() -> None:
            self.session.acts.do(
                lambda study: move_code(study, code.id, parent, before=before, after=after)
            )
            self.catch_up()
            self.table.highlight(code.id)

        self.attempt(move)

    def action_pick(self) -> None:
        """Pick the code up, to put it under another one or to merge it; or let it go."""
        code = self.code
        if code is None:
            return
        if code.id in self.picked:
            self.pick(tuple(other for other in self.picked if other != code.id))
        else:
            self.pick((*self.picked, code.id))
            told = counted(
                "{n} code picked up: p puts it under another one, M merges it",
                "{n} codes picked up: p puts them under another one, M merges them",
                len(self.picked),
            )
            self.notify(told)

    def action_put(self) -> None:
        """Put the codes picked up under the one under the highlight."""
        if self.code is not None:
            self._put(self.code.id)

    def action_put_on_top(self) -> None:
        """Put the codes picked up at the top level."""
        self._put(None)

    def _put(self, parent: int | None) -> None:
        picked = self.picked
        if not picked:
            self.notify(_("Pick a code up with v first."))
            return

        def put() -> str:
            self.session.acts.do(lambda study: move_codes(study, picked, parent))
            self.pick(())
            self.catch_up()
            self.table.highlight(picked[0])
            return counted("{n} code moved.", "{n} codes moved.", len(picked))

        self.attempt(put)

    # Deleting

    def action_delete(self) -> None:
        """Delete the code; undo brings it back."""
        code = self.code
        if code is not None:
            below = len(subtree(self.session.codes, code.id)) - 1
            self.attempt(lambda: self._delete(code, below))

    def _delete(self, code: Code, below: int) -> str:
        codings = self.session.acts.do(lambda study: delete_code(study, code.id))
        along = _along(below, codings)
        if not along:
            return _("Deleted: {code} (u brings it back)").format(code=code.name)
        return _("Deleted: {code} with {what} (u brings all back)").format(
            code=code.name, what=", ".join(along)
        )


def _along(below: int, codings: int) -> Sequence[str]:
    found = []
    if below:
        found.append(counted("{n} sub-code", "{n} sub-codes", below))
    if codings:
        found.append(counted("{n} coding", "{n} codings", codings))
    return found
