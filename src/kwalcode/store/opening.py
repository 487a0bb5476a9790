"""Is this file a project of ours? Decided from its first 100 bytes, before SQLite touches it.

Opening a foreign SQLite file and setting its journal mode alters it; so we look first.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kwalcode.errors import NotAProject
from kwalcode.i18n import _
from kwalcode.store.tables import APPLICATION_ID, SCHEMA_VERSION

_MAGIC = b"SQLite format 3\x00"
_CLOUD_FOLDERS = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud")


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found: the schema version, and whether the file can be written to."""

    version: int
    writable: bool


def examine(path: Path) -> Examined:
    """Look at the file at `path` without changing it.

    Raises NotAProject, naming the file and the remedy, when it is missing, a folder, empty,
    foreign, cut short, or written by a newer kwalcode.
    """
    head = _head(path)
    if not head:
        raise NotAProject(_("{path}: the file is empty. Open a backup.").format(path=path))
    if not head.startswith(_MAGIC):
        raise NotAProject(
            _("{path}: not a kwalcode project. Make one with 'kwalcode new'.").format(path=path)
        )
    if len(head) < 100:
        raise NotAProject(_("{path}: the file is cut short. Open a backup.").format(path=path))
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotAProject(
            _("{path}: a database of another program, left untouched.").format(path=path)
        )
    version = int.from_bytes(head[60:64], "big")
    if version > SCHEMA_VERSION:
        raise NotAProject(
            _("{path}: made by a newer kwalcode (file version {version}). Update kwalcode.").format(
                path=path, version=version
            )
        )
    _check_length(path, head)
    return Examined(version, _writable(path))


def synchronised(path: Path) -> str | None:
    """Return the name of the synchronised folder that `path` lies in, if any.

    Such programs copy a database while it is being written to, and copies get damaged.
    """
    for part in path.resolve().parts:
        if any(part.lower().startswith(cloud) for cloud in _CLOUD_FOLDERS):
            return part
    return None


def _head(path: Path) -> bytes:
    try:
        if not (stat.S_ISREG(mode := path.stat().st_mode) or stat.S_ISDIR(mode)):
            # Reading a named pipe or a device would wait, perhaps for ever.
            raise NotAProject(_("{path}: this is not an ordinary file.").format(path=path))
        with path.open("rb") as file:
            return file.read(100)
    except FileNotFoundError:
        raise NotAProject(
            _("{path}: there is no such file. Make a project with 'kwalcode new'.").format(
                path=path
            )
        ) from None
    except IsADirectoryError:
        raise NotAProject(_("{path}: this is a folder, not a project.").format(path=path)) from None
    except OSError as error:
        raise NotAProject(
            _("{path}: cannot be read ({error}).").format(path=path, error=error.strerror)
        ) from error


def _check_length(path: Path, head: bytes) -> None:
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big")
    counted_here = head[24:28] == head[92:96]
    waiting = path.with_name(path.name + "-wal")
    logged = waiting.exists() and waiting.stat().st_size > 0
    if counted_here and not logged and path.stat().st_size < page * pages:
        raise NotAProject(_("{path}: the file is cut short. Open a backup.").format(path=path))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK)
