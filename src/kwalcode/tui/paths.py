"""Paths as one types them into a field: several, with quotes, `~` and `*`, and how they go on."""

from __future__ import annotations

import os
import shlex
from glob import glob
from pathlib import Path

_MOST = 100
_WILD = "*?["


def paths_in(text: str) -> list[Path]:
    """Return the paths in a text: the whole of it where that is there, else one per word.

    Words may stand in quotation marks, as terminals paste files that are dropped on them.
    """
    text = text.strip()
    if not text:
        return []
    whole = _path(text)
    if whole.exists():
        return [whole]
    return [path for word in _words(text) for path in _meant(word)]


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text, posix=os.name != "nt")
    except ValueError:  # a quotation mark that is not closed
        return [text]
    return [word.strip("\"'") for word in words]


def _meant(word: str) -> list[Path]:
    path = _path(word)
    if path.exists() or not any(sign in word for sign in _WILD):
        return [path]
    return [Path(name) for name in sorted(glob(str(path)))] or [path]  # noqa: PTH207 - absolute


def _path(word: str) -> Path:
    try:
        return Path(word).expanduser()
    except RuntimeError:  # there is no such user
        return Path(word)


def completed(text: str, endings: tuple[str, ...]) -> list[str]:
    """Return texts with which `text` can go on: its last path with what begins so in its folder.

    Folders end in a separator; of files only those with one of these endings are offered, and
    what is hidden only where a point was typed. Folders that cannot be read offer nothing.
    """
    whole = text.lstrip()
    head, space, last = whole.rpartition(" ")
    return _going_on("", whole, endings) or _going_on(head + space, last, endings)


def _going_on(head: str, last: str, endings: tuple[str, ...]) -> list[str]:
    folder, begun = os.path.split(last.strip("\"'"))
    try:
        with os.scandir(_path(folder or os.curdir)) as entries:
            found = [
                (entry.name, entry.is_dir()) for entry in entries if _begins(entry.name, begun)
            ]
    except OSError:
        return []
    fitting = [item for item in found if item[1] or item[0].lower().endswith(endings)]
    fitting.sort(key=lambda item: (not item[1], item[0].casefold()))
    return [head + _spelled(folder, *item, alone=not head) for item in fitting[:_MOST]]


def _begins(name: str, begun: str) -> bool:
    shown = not name.startswith((".", "~$")) or begun.startswith(".")
    return shown and name.casefold().startswith(begun.casefold())


def _spelled(folder: str, name: str, is_folder: bool, *, alone: bool) -> str:
    """Return a path as it was begun, as in "./"; quoted where others stand beside it."""
    path = os.path.join(folder, name) + (os.sep if is_folder else "")  # noqa: PTH118
    return path if alone or " " not in path else shlex.quote(path)
