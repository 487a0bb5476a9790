"""Where output goes: data on stdout or into a file, narration on stderr.

What comes from outside (names, texts) is written as it is into files and pipes, and with its
control characters made visible on a terminal, which would obey them.
"""

from __future__ import annotations

import io
import json
import math
import os
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

import click

from kwalcode.decimals import number
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.text.visible import one_line, visible


class CannotWrite(KwalcodeError):
    """The place where output should go does not take it; the line names it."""


def say(line: str) -> None:
    """Narrate on stderr: one line, whatever is in it."""
    click.echo(one_line(line), err=True)


def printable(text: str) -> str:
    """Return text from outside on one line, so that a terminal shows it and does not obey it."""
    return one_line(text)


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
def out_stream(output: Path | None) -> Iterator[TextIO]:
    """Give the text stream to write to; a file appears whole or not at all."""
    if output is not None:
        with out_path(output) as making, making.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    stream = _stdout()
    with _explained(_("The output")):
        yield cast("TextIO", _Shown(stream)) if stream.isatty() else stream
        stream.flush()


@contextmanager
def _explained(place: object) -> Iterator[None]:
    """Turn what a disk or a folder refuses into one line; a reader that has gone is no fault."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWrite(
            _("{place}: cannot be written ({reason}). Choose another place.").format(
                place=place, reason=error.strerror or error
            )
        ) from error


def _stdout() -> TextIO:
    """Return stdout as UTF-8, whatever the system would take for a pipe or a file."""
    stream = sys.stdout
    if stream is None:  # closed by whoever started us
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return stream


class _Shown:
    """Writes to a terminal, with everything made visible that it would obey."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> int:
        """Write the text; returns how long it was, as streams do."""
        self._terminal.write(visible(text))
        return len(text)


@contextmanager
def out_path(output: Path) -> Iterator[Path]:
    """Give a path to write to, which takes the name `output` when all went well.

    Raises CannotWrite, with nothing left behind and what was there before unharmed.
    """
    check_output(output)
    target = output.resolve()  # where `output` is a link, the file it leads to is replaced
    making = target.with_name(f".{target.name}.{os.getpid()}{target.suffix}")
    try:
        with _explained(output):
            yield making
            making.replace(target)
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)


def check_folder(output: Path) -> None:
    """Raise CannotWrite when the folder that a file is to come into is not there."""
    if not output.resolve().parent.is_dir():
        raise CannotWrite(
            _("{path}: there is no folder {folder}; make it first.").format(
                path=output, folder=output.parent
            )
        )


def check_output(output: Path) -> None:
    """Raise CannotWrite when a file must not be made at this path, or cannot be."""
    if output.is_dir():
        raise CannotWrite(_("{path}: this is a folder; name a file.").format(path=output))
    check_folder(output)
    if output.exists() and not output.is_file():
        raise CannotWrite(
            _("{path}: this is not an ordinary file. Leave -o out to print.").format(path=output)
        )
    if _is_database(output):
        raise CannotWrite(
            _("{path}: this is a study or a database; it was left as it is.").format(path=output)
        )


def _is_database(path: Path) -> bool:
    """Tell whether writing here would destroy a study: `-o STUDY.kwal` is soon typed."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"
    return False


def table(header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """Return rows as aligned text; numbers to the right."""
    titles = [printable(title) for title in header]
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(titles, *cells, strict=True)]
    number = [bool(rows) and isinstance(value, int | float) for value in (rows or [()])[0]]
    lines = [_line(titles, widths, [False] * len(titles)), "  ".join("-" * w for w in widths)]
    lines += [_line(row, widths, number) for row in cells]
    return "\n".join(lines) + "\n"


def _line(cells: list[str], widths: list[int], right: list[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - _width(cell))
        padded.append(space + cell if to_right else cell + space)
    return "  ".join(padded).rstrip()


def _width(cell: str) -> int:
    """Return how many columns a cell takes: accents written apart take none, wide signs two."""
    if cell.isascii():
        return len(cell)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in cell)
    return len(cell) + wide - sum(unicodedata.combining(c) > 0 for c in cell)


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return _("n.a.")
    if isinstance(value, float):
        return number(value, 3)
    return printable(str(value))
