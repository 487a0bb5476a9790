"""Saving what was typed in the fields of a code: at each field, and before it could be lost."""

from __future__ import annotations

from contextlib import suppress

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.project.acts.codes import edit_code, rename_code
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.screens.codebook.fields import CodeFields
from kwalcode.tui.screens.codebook.tree import CodebookTable
from kwalcode.tui.session import Session


class CodebookSaving(BenchScreen):
    """The codes and the fields of the one under the highlight; each field is an act of its own."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.table = CodebookTable(id="codes")
        self.fields = CodeFields(id="fields")

    @property
    def code(self) -> Code | None:
        """The code under the highlight."""
        return self.session.code(self.table.highlighted)

    def on_code_fields_edited(self, event: CodeFields.Edited) -> None:
        """Save a field that was edited."""
        event.stop()
        self._save(event)

    def save_fields(self) -> None:
        """Save what was typed and is not saved yet."""
        for edited in self.fields.edited():
            self._save(edited)

    def _save(self, edited: CodeFields.Edited) -> None:
        code = self.session.code(edited.code_id)
        if code is None or getattr(code, edited.field) == edited.value:
            return
        try:
            self._write(code, edited)
        except KwalcodeError as error:
            self.fields.take_back(edited.field)
            self.complain(error)
            return
        self.catch_up()
        self.notify(_("Saved: {code}").format(code=code.name))

    def _write(self, code: Code, edited: CodeFields.Edited) -> None:
        """Do the act. Raises KwalcodeError."""
        if edited.field == "name":
            name = str(edited.value)
            self.session.acts.do(lambda study: rename_code(study, code.id, name))
        else:
            value = {edited.field: edited.value}
            self.session.acts.do(lambda study: edit_code(study, code.id, **value))

    def on_screen_suspend(self) -> None:
        """Save what was typed before another screen comes."""
        self.save_fields()

    def on_unmount(self) -> None:
        """Save what was typed before the app is left."""
        for edited in self.fields.edited():
            code = self.session.code(edited.code_id)
            if code is not None:
                with suppress(KwalcodeError):  # a name in use: nobody is there to be told
                    self._write(code, edited)
