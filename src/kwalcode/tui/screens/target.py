"""Asking for the file that something is to be written into; none is ever written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from kwalcode.i18n import _


def ask_for_file(app: App[Any], title: str, default: Path, then: Callable[[Path], object]) -> None:
    """Ask for a file's name, beginning with `default` (with a number where that is taken), and
    call `then` with its path. A name that is in use is refused while it is typed."""
    from kwalcode.tui.widgets.prompt import LinePrompt

    def wrong(typed: str) -> str | None:
        path = _path(typed)
        if path.exists():
            return _("{path}: is there already. Choose another name.").format(path=path)
        if not path.parent.is_dir():
            return _("{path}: there is no such folder.").format(path=path.parent)
        return None

    def named(typed: str | None) -> None:
        if typed:
            then(_path(typed))

    app.push_screen(LinePrompt(title, str(_free(default)), wrong), named)


def _path(typed: str) -> Path:
    return Path(typed.strip()).expanduser()


def _free(path: Path) -> Path:
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
