"""What one does with documents: order, group, complete, take out, say who speaks in them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _, counted
from kwalcode.project.study import Study
from kwalcode.tui.material import CODER, GROUPS, NAME, RESPONDENT
from kwalcode.tui.screens.documents.editing import Editing, Key


class Acting(Editing):
    """Acts on the marked rows, or on the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("D", "complete", _("Complete"),
                tooltip=_("Completely coded, by me or this column's coder")),
        Binding("p", "groups", _("Groups"), tooltip=_("Put documents into groups")),
        Binding("s", "speakers", _("Speakers"), tooltip=_("Who speaks here, and in which role")),
        Binding("x,delete", "remove", _("Remove"), key_display="x", show=False,
                tooltip=_("Empty this cell; on a name: take it out")),
        Binding("shift+down,J", "move(1)", _("Move this document down"), show=False),
        Binding("shift+up,K", "move(-1)", _("Move this document up"), show=False),
        Binding("O", "keep_order", _("Make this the order of the project"), show=False),
        Binding("m", "memo", _("Memo about this document"), show=False),
        Binding("y", "copy", _("Copy this cell"), show=False),
    ]  # fmt: skip

    # Completeness

    def action_complete(self) -> None:
        """Mark documents complete, or where all of them are, take the marks back."""
        ids, column = self.chosen_documents(), self.grid.column
        if not ids or column is None:
            return
        mine = not column.key.startswith(CODER)
        number = self.session.me if mine else int(column.key.removeprefix(CODER))
        names = {coder.id: coder.name for coder in self.material.coders}
        who = names.get(number or 0, self.session.actor)
        done = all((document, number) in self.material.complete for document in ids)

        def mark(study: Study) -> None:
            from kwalcode.project.acts.people import mark_complete

            mark_complete(study, who, ids, complete=not done)

        text = (
            _("Mark of {coder} taken back.") if done else _("Marked as completely coded: {coder}.")
        )
        self.did(mark, text.format(coder=who))

    # Order

    def action_move(self, step: int) -> None:
        """Move the document under the cursor by one place in the order of the project."""
        if self.grid.sorting is not None or self.filter.value:
            self.notify(_("Sorted or filtered: press o until the order of the project is back."))
            return
        row, ids = self.grid.row, [document.id for document in self.material.documents]
        if row is None or row.key[0] not in ids:
            return
        at = ids.index(row.key[0])
        if 0 <= at + step < len(ids):
            ids.insert(at + step, ids.pop(at))
            self._order(ids)

    def action_keep_order(self) -> None:
        """Make the order in which the documents are shown that of the project."""
        if self.grid.sorting is None:
            self.notify(_("Sort by a column first (o); O then keeps that order in the project."))
            return
        self._order([row.key[0] for row in self.grid.rows if not row.under])
        self.grid.sorting = None
        self.notify(_("This is now the order of the project (u takes it back)."))

    def _order(self, ids: list[int]) -> None:
        def order(study: Study) -> None:
            from kwalcode.project.acts.documents import order_documents

            order_documents(study, ids)

        self.frozen = False
        self.did(order)

    # Removing

    def action_remove(self) -> None:
        """Take away what stands under the cursor."""
        row, column = self.grid.row, self.grid.column
        if row is None or column is None:
            return
        if self.attribute is not None:
            self._store_value(self.attribute, self.chosen(), "")
        elif column.key == GROUPS:
            self._out_of_groups()
        elif column.key == RESPONDENT:
            self._own_respondents(self.chosen())
        elif column.key == NAME and row.key[1]:
            self._own_respondents([row.key])
        elif column.key == NAME:
            self._remove_documents()
        else:
            self.notify(_("Nothing to take away here. On a document's name, x takes it out."))

    def _remove_documents(self) -> None:
        ids = self.chosen_documents()

        def remove(study: Study) -> None:
            from kwalcode.project.acts.removing import remove_documents

            remove_documents(study, ids)

        def act() -> str:
            self.session.acts.do(remove)
            return counted(
                "{n} document taken out with its codings (u brings it back).",
                "{n} documents taken out with their codings (u brings them back).",
                len(ids),
            )

        self.attempt(act)

    def _own_respondents(self, keys: list[Key]) -> None:
        """Give documents a respondent of their own, called like them; speakers have none then."""
        names = {document.id: document.name for document in self.material.documents}
        speakers: dict[int, dict[str, str | None]] = {}
        for number, label in keys:
            if label:
                speakers.setdefault(number, {})[label] = None

        def store(study: Study) -> None:
            from kwalcode.project.acts.people import set_attributes
            from kwalcode.project.acts.respondents import map_speakers

            set_attributes(
                study, {number: (names[number], {}) for number, label in keys if not label}
            )
            for number, people in speakers.items():
                map_speakers(study, number, people)

        self.did(store)

    def _out_of_groups(self) -> None:
        ids = self.chosen_documents()

        def store(study: Study) -> None:
            from kwalcode.project.acts.groups import take_out_of_group

            take_out_of_group(study, None, ids)

        self.did(store)

    # Windows

    def action_groups(self) -> None:
        """Put documents into groups, and make, rename and delete these."""
        from kwalcode.tui.screens.documents.groups import GroupsScreen

        if self.material.documents:
            self.app.push_screen(GroupsScreen(self.session, self.chosen_documents()))

    def action_speakers(self) -> None:
        """Show who speaks in the document, in which role, as which respondent."""
        from kwalcode.tui.screens.documents.speakers import SpeakersScreen

        row = self.grid.row
        document = None if row is None else self.material.document(row.key[0])
        if document is not None:
            self.app.push_screen(SpeakersScreen(self.session, document))

    def action_memo(self) -> None:
        """Write a memo about the document, or about the respondent where the cursor is on one."""
        from kwalcode.project.acts.notes import write_memo
        from kwalcode.project.reads.notes import all_memos
        from kwalcode.tui.widgets.prompt import TextPrompt

        row, column = self.grid.row, self.grid.column
        if row is None or column is None:
            return
        person = self.material.respondent(row.key) if column.key == RESPONDENT else None
        about, number = ("respondent", person) if person else ("document", row.key[0])
        name = row.text(RESPONDENT) if person else self.name_of(row)
        with self.session.study.reading() as connection:
            mine = [m for m in all_memos(connection, about, number) if m.coder == self.session.me]
        known = mine[-1] if mine else None

        def written(text: str | None) -> None:
            if text is None or (known is None and not text.strip()):
                return
            acts = self.session.acts
            if known is not None:
                self.attempt(lambda: acts.edit_memo(known.id, text))
            else:
                self.did(lambda study: write_memo(study, about, number, text), _("Memo written."))

        title = _("Memo about {name}").format(name=name)
        self.app.push_screen(TextPrompt(title, known.text if known else ""), written)

    def action_copy(self) -> None:
        """Copy what stands in the cell."""
        row, column = self.grid.row, self.grid.column
        if row is not None and column is not None:
            self.app.copy_to_clipboard(" ".join(row.text(column.key).split()))
            self.notify(_("Copied."))
