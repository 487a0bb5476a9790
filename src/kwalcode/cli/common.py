"""What commands share: who acts, opening a study, where output goes."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from kwalcode import preferences
from kwalcode.errors import NotFound
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.model import Document
    from kwalcode.project.study import Study

F = TypeVar("F", bound=Callable[..., Any])

study_argument = click.argument("study", type=click.Path(path_type=Path))
as_option = click.option("--as", "actor", metavar="NAME", help=_("Who acts (remembered)."))
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help=_("Write to this file.")
)
reason_option = click.option("--reason", default="", help=_("Why; kept in the history."))


def acting(actor: str | None) -> str:
    """Return who acts: --as, KWALCODE_AS, the remembered name; else ask once and remember."""
    name = (actor or os.environ.get("KWALCODE_AS") or preferences.remembered("name") or "").strip()
    if name:
        if actor and not preferences.remembered("name"):
            preferences.remember("name", name)
        return name
    if sys.stdin.isatty() and sys.stderr.isatty():
        name = click.prompt(_("Your name, as the coder"), err=True).strip()
        preferences.remember("name", name)
        return name
    import getpass

    return getpass.getuser()


@contextmanager
def reading_study(path: Path) -> Iterator[Study]:
    """Open a study for reading only."""
    from kwalcode.project.study import open_study

    with open_study(path) as study:
        yield study


@contextmanager
def acting_study(path: Path, actor: str | None) -> Iterator[Study]:
    """Open a study to act in it."""
    from kwalcode.project.study import open_study

    with open_study(path, acting(actor)) as study:
        yield study


def documents_named(study: Study, names: tuple[str, ...]) -> list[Document]:
    """Return the documents of these names, or all when none is named. Raises NotFound."""
    from kwalcode.project.reads.documents import all_documents, find_document

    with study.reading() as connection:
        if names:
            return [find_document(connection, name) for name in names]
        return all_documents(connection)


def say(line: str) -> None:
    """Narrate on stderr."""
    click.echo(line, err=True)


def print_json(value: Any, output: Path | None) -> None:
    """Write a value as JSON; NaN and infinity have no place in it and become null and "inf"."""
    write_text(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n", output)


def plain(value: Any) -> Any:
    """Return `value` as JSON can hold it: numpy numbers as Python's, n.a. as None."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if math.isinf(value):
            return "inf" if value > 0 else "-inf"
    return value


def write_text(text: str, output: Path | None) -> None:
    """Write to the file, or to stdout. UTF-8 either way."""
    with out_stream(output) as stream:
        stream.write(text)


@contextmanager
def out_stream(output: Path | None) -> Iterator[IO[str]]:
    """Give the text stream to write to; a file appears whole or not at all."""
    if output is None:
        stream = click.get_text_stream("stdout", encoding="utf-8")
        yield stream
        stream.flush()
        return
    with out_path(output) as making, making.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def out_path(output: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the name `output` when all went well."""
    if output.is_dir():
        raise NotFound(_("{path}: this is a folder; name a file.").format(path=output))
    if not output.resolve().parent.is_dir():
        raise NotFound(_("{path}: there is no such folder.").format(path=output.parent))
    making = output.with_name(f".{output.name}.{os.getpid()}{output.suffix}")
    try:
        yield making
        making.replace(output)
    finally:
        making.unlink(missing_ok=True)


def table(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Return rows as aligned text; numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(x) for x in column) for column in zip(header, *cells, strict=True)]
    number = [bool(rows) and isinstance(value, int | float) for value in (rows or [()])[0]]
    lines = [_line(list(header), widths, [False] * len(header)), "  ".join("-" * w for w in widths)]
    lines += [_line(row, widths, number) for row in cells]
    return "\n".join(lines) + "\n"


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = (
        cell.rjust(width) if to_right else cell.ljust(width)
        for cell, width, to_right in zip(cells, widths, right, strict=True)
    )
    return "  ".join(padded).rstrip()


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return _("n.a.")
    if isinstance(value, float):
        return f"{value:.3f}"
    return printable(str(value))


def printable(text: str) -> str:
    """Return text from outside so that a terminal shows it and does not obey it."""
    return "".join(c if c.isprintable() or c == " " else "\ufffd" for c in text)
