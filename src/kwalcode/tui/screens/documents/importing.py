"""The window that takes in transcripts and attributes: paths, progress, and what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from kwalcode import preferences
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _, counted
from kwalcode.tui.leaving import still_there
from kwalcode.tui.paths import completed, paths_in
from kwalcode.tui.session import Session
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.literal import LiteralInput
from kwalcode.tui.widgets.window import Window

if TYPE_CHECKING:
    from kwalcode.project.importing import Report
    from kwalcode.project.study import Study

_TABLES = (".csv", ".tsv")
_FOLDER = "import_folder"


class _Stopped(Exception):
    """The user stopped the import between two files."""


@dataclass(slots=True)
class _Done:
    """What became of an import; `values` are attributes that were set."""

    report: Report | None = None
    values: int | None = None
    failed: list[str] = field(default_factory=list)
    stopped: bool = False


class _PathInput(LiteralInput):
    """Begins with a folder; a whole path that is pasted or dropped there takes its place."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, select_on_focus=False)
        self._folder = folder

    def on_paste(self, event: events.Paste) -> None:
        """Empty the field for a path that begins anew; the field itself then takes it in."""
        begun = event.text.strip().lstrip("\"'")
        if self.value == self._folder and (begun.startswith("~") or Path(begun).is_absolute()):
            self.value = ""


class ImportScreen(Window[None]):
    """Asks for paths, imports, and lists what came of it. A bad file leaves no trace."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", _("Take the path offered"), priority=True),
        Binding("down", "step(1)", _("Next path"), show=False),
        Binding("up", "step(-1)", _("Previous path"), show=False),
        Binding("enter", "close", _("Close"), show=False),
        Binding("escape", "leave", _("Cancel")),
    ]
    DEFAULT_CSS = """
    ImportScreen {
        align: center middle;
        background: $background 40%;
        & #window {
            width: 90; max-width: 100%; height: auto; max-height: 90%; padding: 0 1;
            background: $panel; border: round $primary; border-title-color: $foreground;
            border-subtitle-color: $text-muted;
        }
        & OptionList, & OptionList:focus {
            border: none; padding: 0; height: auto; max-height: 10; background: $panel;
            scrollbar-size-vertical: 1; scrollbar-background: $panel;
            & > .option-list--option-highlighted { background: $primary 25%; color: $foreground; }
        }
        & #told { height: auto; max-height: 16; }
        & VerticalScroll { height: auto; max-height: 16; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._input = _PathInput(self._first())
        self._offered = OptionList(markup=False)
        self._told = Static(markup=False)
        self._choices: list[str] = []
        self._at: tuple[int, int, str] | None = None
        self._importing = self._stop = self._over = False

    @staticmethod
    def _first() -> str:
        folder = Path(preferences.remembered(_FOLDER, "") or ".")
        known = folder if folder.is_dir() else Path()
        return f"{known.resolve()}/".replace("//", "/")

    def compose(self) -> ComposeResult:
        """Build the window."""
        with Vertical(id="window") as window:
            window.border_title = Content(_("Import transcripts, or attributes (csv)"))
            window.border_subtitle = Content(_("Tab completes   Enter imports   Esc cancels"))
            yield self._input
            self._offered.can_focus = False
            yield self._offered
            with VerticalScroll() as scroll:
                scroll.can_focus = False
                yield self._told

    def on_mount(self) -> None:
        """Offer what is in the folder from which one took files last."""
        self._input.focus()
        self._input.cursor_position = len(self._input.value)
        self._told.update(_("A file or a folder; several divided by spaces. Folders go in whole."))
        self._offer()

    # Typing a path

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Offer how the path can go on."""
        self._offer()

    @work(exclusive=True, group="offer")
    async def _offer(self) -> None:
        from kwalcode.transcripts import READERS

        endings = (*READERS, *_TABLES)
        self._choices = await asyncio.to_thread(completed, self._input.value, endings)
        self._offered.clear_options()
        self._offered.add_options([one_line(choice) for choice in self._choices])
        self._offered.highlighted = 0 if self._choices else None

    def action_step(self, rows: int) -> None:
        """Move among the paths offered, or in the list of what was done."""
        if self._over:
            self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)
        elif self._choices:
            at = (self._offered.highlighted or 0) + rows
            self._offered.highlighted = at % len(self._choices)

    def action_complete(self) -> None:
        """Take the path offered."""
        if self._choices and self._input.display:
            self._input.value = self._choices[self._offered.highlighted or 0]
            self._input.cursor_position = len(self._input.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the path clicked."""
        event.stop()
        self._offered.highlighted = event.option_index
        self.action_complete()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Import what was typed."""
        event.stop()
        paths = paths_in(event.value)
        if not paths:
            self._told.update(_("Type a path first."))
            return
        missing = [path for path in paths if not path.exists()]
        if missing:
            line = _("{path}: there is no such file or folder.").format(path=missing[0])
            self._told.update(one_line(line))
            return
        folder = paths[0] if paths[0].is_dir() else paths[0].parent
        preferences.remember(_FOLDER, str(folder.resolve()))
        self._input.display = self._offered.display = False
        self.query_one("#window").border_subtitle = Content(_("Esc stops after this file"))
        self._told.update(_("Reading …"))
        self._importing = True
        self.set_interval(0.1, self._paint_progress)
        self._import(paths)

    # Importing

    @work(exclusive=True, group="import")
    async def _import(self, paths: Sequence[Path]) -> None:
        done = _Done()
        try:
            await asyncio.to_thread(
                self._session.read, lambda study: self._take_in(study, paths, done)
            )
        except _Stopped:
            done.stopped = True
        except KwalcodeError as error:
            done.failed.append(str(error))
        self._over = True
        if still_there(self):
            self._session.acts.do(lambda _study: None)  # so that the screens take note
            self._show(done)

    def _take_in(self, study: Study, paths: Sequence[Path], done: _Done) -> None:
        """Import, in another thread: transcripts first, then the attributes of them."""
        from kwalcode.exchange.attributes_csv import import_attributes
        from kwalcode.project.importing import Report, import_files

        done.report = Report()
        tables = [path for path in paths if path.suffix.lower() in _TABLES]
        others = [path for path in paths if path not in tables]
        if others:
            import_files(study, others, progress=self._note, report=done.report)
        for path in tables:
            try:
                done.values = (done.values or 0) + import_attributes(study, path).values
            except KwalcodeError as error:
                done.failed.append(str(error))

    def _note(self, number: int, count: int, path: Path) -> None:
        if self._stop:
            raise _Stopped
        self._at = number, count, path.name

    def _paint_progress(self) -> None:
        if self._at is not None and not self._over:
            number, count, name = self._at
            bar = "█" * (30 * number // count)
            self._told.update(f"{bar:░<30} {number}/{count} {one_line(name)}")

    def _show(self, done: _Done) -> None:
        self.query_one("#window").border_subtitle = Content(_("Enter closes"))
        self._told.update("\n".join(map(one_line, _lines(done))))
        self.query_one(VerticalScroll).can_focus = True

    # Leaving

    def action_close(self) -> None:
        """Close, when the list of what was done has been read."""
        if self._over:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Close, or stop the import after the present file."""
        if self._importing and not self._over:
            self._stop = True
        else:
            self.dismiss(None)

    def on_unmount(self) -> None:
        """Stop an import when the program is left."""
        self._stop = True


def _lines(done: _Done) -> Iterator[str]:
    report = done.report
    if report is not None and (report.imported or report.known or done.values is None):
        n = len(report.imported)
        yield counted("{n} document imported.", "{n} documents imported.", n)
    if done.stopped:
        yield _("Stopped; what was imported before stays (u takes it back).")
    if done.values is not None:
        yield counted("{n} value of attributes set.", "{n} values of attributes set.", done.values)
    if report is not None:
        failed = [line for _path, line in report.failed] + done.failed
        yield from _listed(_("Not imported:"), failed)
        known = [f"{path.name}: {found.name}" for path, found in report.known]
        yield from _listed(_("In the study already:"), known)
        notices = [f"{path.name}: {notice}" for path, notice in report.notices]
        yield from _listed(_("To know:"), notices)


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {line}" for line in lines)
