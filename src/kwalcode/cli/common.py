"""What commands share: their arguments, who acts, and opening a study."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import click

from kwalcode import preferences
from kwalcode.cli.output import (
    check_output,
    out_path,
    out_stream,
    print_json,
    printable,
    say,
    table,
    write_text,
)
from kwalcode.errors import (
    KwalcodeError,
    NotAProject,
    NotFound,
    ReadOnlyProject,
    Refused,
    UsageError,
)
from kwalcode.i18n import _
from kwalcode.tui.text.visible import one_line

if TYPE_CHECKING:
    from kwalcode.model import Document
    from kwalcode.project.study import Study

__all__ = [
    "FilePath",
    "acting",
    "acting_study",
    "as_option",
    "documents_named",
    "json_option",
    "out_path",
    "out_stream",
    "output_option",
    "print_json",
    "printable",
    "quoted",
    "reading_study",
    "reason_option",
    "say",
    "study_argument",
    "table",
    "write_text",
]


class FilePath(click.Path):
    """The name of a file or folder; an empty one (an unset variable) is no name."""

    def __init__(self) -> None:
        # Not `readable`: what cannot be read is named by its reader, and the rest goes on.
        super().__init__(path_type=Path, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as a Path."""
        if isinstance(value, str) and not value.strip():
            self.fail(_("the name of a file is empty."), param, ctx)
        return super().convert(value, param, ctx)


class StudyPath(FilePath):
    """The name of a study; one of a pipe or a device would be waited for without end."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as a Path. Raises NotAProject."""
        path = super().convert(value, param, ctx)
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise NotAProject(_("{path}: this is not an ordinary file.").format(path=path))
        return path


class OutputPath(FilePath):
    """The name of a file to write, looked at before any work is done."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name as a Path. Raises CannotWrite."""
        path = super().convert(value, param, ctx)
        check_output(path)
        return path


study_argument = click.argument("study", type=StudyPath())
as_option = click.option("--as", "actor", metavar="NAME", help=_("Who acts (remembered)."))
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
output_option = click.option(
    "-o", "--output", type=OutputPath(), metavar="FILE", help=_("Write to this file.")
)
reason_option = click.option(
    "--reason", metavar="TEXT", default="", help=_("Why; kept in the history.")
)


def acting(actor: str | None) -> str:
    """Return who acts: --as, KWALCODE_AS, the remembered name; else ask once and remember.

    Where nobody can be asked it is the name that the system knows its user by.
    """
    if actor is not None:
        name = _clean_name(actor)
        if not preferences.remembered("name", ""):
            preferences.remember("name", name)
        return name
    known = os.environ.get("KWALCODE_AS") or preferences.remembered("name", "")
    if known:
        return _clean_name(known)
    if sys.stdin.isatty() and sys.stderr.isatty():
        name = _clean_name(click.prompt(_("Your name, as the coder"), err=True))
        preferences.remember("name", name)
        return name
    return _clean_name(_system_user())


def _clean_name(name: str) -> str:
    """Return the name with single spaces. Raises UsageError for one that cannot be shown."""
    cleaned = normalize("NFC", " ".join(name.split()))
    if not cleaned:
        raise UsageError(_("The name of who acts is empty. Give one with --as NAME."))
    if one_line(cleaned) != cleaned:
        raise UsageError(
            _("'{name}' holds characters that cannot be shown. Type the name anew.").format(
                name=cleaned
            )
        )
    return cleaned


def _system_user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container without users, for one
        raise UsageError(_("Who acts? Give your name with --as NAME.")) from None


@contextmanager
def reading_study(path: Path) -> Iterator[Study]:
    """Open a study for reading only."""
    from kwalcode.project.study import open_study

    with open_study(path) as study, _naming(path):
        yield study


@contextmanager
def acting_study(path: Path, actor: str | None) -> Iterator[Study]:
    """Open a study to act in it, under the name as the study spells it where it knows it."""
    from kwalcode.project.study import open_study

    with open_study(path, acting(actor)) as study, _naming(path):
        study.actor = _as_known(study)
        yield study


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Put the study's name before what went wrong in it; errors about other files have theirs."""
    try:
        yield
    except KwalcodeError as error:
        if str(error).startswith(f"{path}:") or not _about_study(error):
            raise
        raise type(error)(f"{path}: {error}") from error


def _about_study(error: KwalcodeError) -> bool:
    """Tell whether an error is about the study: what it holds, or the file as SQLite has it."""
    if type(error) in (NotFound, Refused, ReadOnlyProject):
        return True
    library = type(error.__cause__).__module__.partition(".")[0]
    return type(error) is KwalcodeError and library in ("sqlalchemy", "sqlite3")


def _as_known(study: Study) -> str:
    """Return the actor's name as the study spells it: case does not make another coder."""
    from kwalcode.project.reads.people import all_coders

    name = study.require_actor()
    with study.reading() as connection:
        names = [coder.name for coder in all_coders(connection)]
    if name in names:
        return name
    return next((known for known in names if _folded(known) == _folded(name)), name)


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def documents_named(study: Study, names: tuple[str, ...]) -> list[Document]:
    """Return the documents of these names, each once, or all when none is named.

    Case, and how accents are written, do not matter. Raises NotFound.
    """
    from kwalcode.exchange.finding import DocumentFinder
    from kwalcode.exchange.tables import RowError
    from kwalcode.project.reads.documents import all_documents

    with study.reading() as connection:
        known = all_documents(connection)
    if not names:
        return known
    finder = DocumentFinder(known)
    try:
        found = {document.id: document for document in map(finder.find, names)}
    except RowError as error:
        raise NotFound(
            _("{path}: {reason}; 'kwalcode documents' lists them.").format(
                path=study.path, reason=error
            )
        ) from error
    return list(found.values())


def quoted(path: Path) -> str:
    """Return a file's name as it has to be typed in a shell, not taken for an option."""
    name = str(path)
    if name.startswith("-"):
        name = os.path.join(os.curdir, name)  # noqa: PTH118 - Path would drop the "./"
    if os.name == "nt":
        return f'"{name}"' if " " in name else name
    return shlex.quote(name)
