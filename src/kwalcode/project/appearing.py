"""Files that appear under their name whole or not at all, and never in place of another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kwalcode.errors import NotAProject
from kwalcode.i18n import _


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Give a path beside `path` to write to; at the end it takes the name `path`.

    Raises NotAProject when something has that name already, also when it came meanwhile:
    then, as after any error in the block, nothing is left behind.
    """
    if path.exists():
        raise taken(path)
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield making
        _name(making, path)
    finally:
        with suppress(OSError):
            making.unlink(missing_ok=True)


def taken(path: Path) -> NotAProject:
    """Return the error for a name that is in use."""
    return NotAProject(
        _("{path}: is there already, and was left as it is. Choose another name.").format(path=path)
    )


def _name(making: Path, path: Path) -> None:
    """Give the file its name unless it is taken: a link, unlike a rename, never replaces."""
    try:
        os.link(making, path)
    except FileExistsError:
        raise taken(path) from None
    except OSError:
        # Some file systems have no links; there a rename is as good as it gets.
        if path.exists():
            raise taken(path) from None
        making.rename(path)
