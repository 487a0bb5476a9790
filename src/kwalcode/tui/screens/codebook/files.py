"""The codebook to and from files, from the codebook screen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.errors import KwalcodeError
from kwalcode.exchange.codebooks import FORMATS, read_codebook, write_codebook
from kwalcode.i18n import _
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.appearing import appearing
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.codebook.ordering import CodebookOrdering
from kwalcode.tui.widgets.prompt import LinePrompt


class CodebookFiles(CodebookOrdering):
    """Writes the codebook to a file, and takes codes in from one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "files", _("Write the codebook to a file, or read one"), show=False),
    ]

    def action_files(self) -> None:
        """Choose between writing and reading."""
        rows = [
            _("Write the codebook as YAML"),
            _("Write the codebook as CSV"),
            _("Read codes from a file (YAML or CSV)"),
        ]

        def chosen(row: int | None) -> None:
            if row is not None:
                (self._ask_where, self._ask_where, self._ask_which)[row](("yaml", "csv", "")[row])

        self.app.push_screen(ChooseScreen(_("Codebook"), rows), chosen)

    def _ask_where(self, ending: str) -> None:
        path = self.session.study.path
        proposed = path.with_name(f"{path.stem}-{_('codebook')}.{ending}")

        def named(name: str | None) -> None:
            if name:
                self.trying(lambda: self._export(Path(name).expanduser()))

        prompt = LinePrompt(_("Write the codebook to"), str(proposed), _not_writable)
        self.app.push_screen(prompt, named)

    def _export(self, path: Path) -> None:
        text = write_codebook(self.session.codes, path.suffix.lstrip(".").lower())
        try:
            with appearing(path) as making:
                making.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise KwalcodeError(
                _("{path}: cannot be written ({error}). Choose another place.").format(
                    path=path, error=error.strerror
                )
            ) from error
        self.notify(_("Written: {path}").format(path=path))

    def _ask_which(self, _ending: str) -> None:
        def named(name: str | None) -> None:
            if name:
                path = Path(name).expanduser()
                self.attempt(lambda: self._import(path))

        folder = f"{self.session.study.path.parent}/"
        self.app.push_screen(LinePrompt(_("Read codes from"), folder, _not_readable), named)

    def _import(self, path: Path) -> str:
        specs = read_codebook(path)
        done = self.session.acts.do(lambda study: import_codebook(study, specs, source=path.name))
        told = _("{file}: {new} codes made, {changed} changed, {kept} others left as they were.")
        new, changed, kept = len(done.created), len(done.updated), len(done.kept)
        return told.format(file=path.name, new=new, changed=changed, kept=kept)


def _not_writable(name: str) -> str | None:
    """Tell what is wrong with the name of a file to be written; there is no undo for those."""
    path = Path(name).expanduser()
    if path.suffix.lstrip(".").lower() not in FORMATS:
        return _("The name must end in one of: {endings}").format(endings=_endings())
    if path.exists():
        return _("There is a file of that name. Choose another name.")
    return None if path.parent.is_dir() else _("There is no such folder.")


def _not_readable(name: str) -> str | None:
    path = Path(name).expanduser()
    if not path.is_file():
        return _("There is no such file.")
    try:
        read_codebook(path)
    except KwalcodeError as error:
        return str(error)
    return None


def _endings() -> str:
    return " ".join(f".{name}" for name in FORMATS)
