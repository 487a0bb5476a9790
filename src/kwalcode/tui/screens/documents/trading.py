"""In and out of the study from its documents: import, attributes, coded transcripts."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.tui.screens.choose import ChooseScreen
from kwalcode.tui.screens.documents.table import DocumentsTable
from kwalcode.tui.widgets.prompt import LinePrompt

_ENDINGS = (".csv", ".xlsx")


class Trading(DocumentsTable):
    """Takes transcripts and attributes in; writes attributes and coded transcripts to files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "import_files", _("Import"), tooltip=_("Import transcripts, or attributes")),
        Binding(
            "w", "export", _("Export"), tooltip=_("Write attributes or coded transcripts to a file")
        ),
    ]

    def action_import_files(self) -> None:
        """Open the window that asks for paths."""
        from kwalcode.tui.screens.documents.importing import ImportScreen

        self.app.push_screen(ImportScreen(self.session))

    def action_export(self) -> None:
        """Ask what to write and in which format, then for the path."""

        def chosen(row: int | None) -> None:
            if row == len(_ENDINGS):
                self._print()
            elif row is not None:
                self._ask_path(_ENDINGS[row])

        rows = [
            _("the attributes as CSV (kwalcode can read it again)"),
            _("the attributes as Excel (xlsx)"),
            _("transcripts with their codes in the margin, to print"),
        ]
        self.app.push_screen(ChooseScreen(_("Export"), rows), chosen)

    def _print(self) -> None:
        """Print the marked documents, else the one under the cursor."""
        from kwalcode.tui.screens.printing import PrintScreen

        meant = set(self.chosen_documents())
        documents = [one for one in self.material.documents if one.id in meant]
        self.app.push_screen(PrintScreen(self.session, documents))

    def _ask_path(self, ending: str) -> None:
        study = self.session.study.path
        warned: list[str] = []

        def check(text: str) -> str | None:
            """Warn once where a file is there already."""
            path = Path(text).expanduser()
            if path.is_dir():
                return _("{path}: this is a folder; name a file.").format(path=path)
            if path.suffix.lower() not in _ENDINGS:
                return _("Give the file a name that ends in .csv or .xlsx.")
            if path.exists() and text not in warned:
                warned.append(text)
                return _("There is such a file: Enter again writes over it.")
            return None

        def named(text: str | None) -> None:
            if text:
                self.trying(lambda: self._write(Path(text).expanduser()))

        proposed = study.with_name(f"{study.stem}-{_('attributes')}{ending}")
        self.app.push_screen(LinePrompt(_("Write the attributes to"), str(proposed), check), named)

    def _write(self, path: Path) -> None:
        from io import TextIOWrapper

        from kwalcode.exchange.attributes_out import attribute_table, write_csv, write_excel
        from kwalcode.report.output import writing

        table = attribute_table(self.session.study)
        with writing(path) as out:
            if path.suffix.lower() == ".xlsx":
                write_excel(table, out)
            else:
                text = TextIOWrapper(out, encoding="utf-8", newline="")
                write_csv(table, text)
                text.detach()
        self.notify(_("Written: {path}").format(path=path))
