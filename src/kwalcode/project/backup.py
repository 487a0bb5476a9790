"""Copies of a project: on request, and a few rotating ones beside it.

Copies are made with SQLite's backup API: a file copied while its log is not yet written into
it can be empty.
"""

from __future__ import annotations

import glob
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.project.appearing import appearing
from kwalcode.project.study import Study
from kwalcode.store.engine import copy_database, explain, raw_connection

KEEP = 5


def copy_study(study: Study, target: Path) -> Path:
    """Copy the whole project to a new file; return its path.

    Raises NotAProject when something is there, KwalcodeError when it cannot be written: then
    nothing is left behind. The copy appears whole or not at all.
    """
    if target.is_dir():
        target = target / study.path.name
    try:
        with appearing(target) as making, raw_connection(study.engine) as source:
            copy_database(source, making)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_write(target, error) from error
    return target


def backup_folder(study: Study) -> Path:
    """Return the folder beside the project that holds its rotating backups."""
    return study.path.with_name(study.path.name + "-backups")


def backups(study: Study) -> list[Path]:
    """Return the backups that the program made of this project, oldest first."""
    stem, suffix = glob.escape(study.path.stem), glob.escape(study.path.suffix)
    day = "-".join(("[0-9]" * 4, "[0-9]" * 2, "[0-9]" * 2))
    return sorted(backup_folder(study).glob(f"{stem}-{day}{suffix}"))


def rotate(study: Study) -> Path | None:
    """Keep a backup of today, once a day, and drop all but the newest `KEEP`.

    Returns the new backup, or None when today has one already. Raises KwalcodeError when it
    cannot be written.
    """
    folder = backup_folder(study)
    today = datetime.now(UTC).strftime("%Y-%m-%d")
    target = folder / f"{study.path.stem}-{today}{study.path.suffix}"
    if target.exists():
        return None
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    copy_study(study, target)
    for old in backups(study)[:-KEEP]:
        old.unlink(missing_ok=True)
    return target


def rescue(study: Study) -> Path:
    """Write what an open study holds beside the place where its file was, and return where.

    SQLite still has the contents of a file that was deleted. Raises KwalcodeError when it cannot
    be written.
    """
    folder, now = backup_folder(study), datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    return copy_study(study, folder / f"{study.path.stem}-rescued-{now}{study.path.suffix}")


def _cannot_write(path: Path, error: OSError | sqlite3.Error) -> KwalcodeError:
    reason = explain(error) if isinstance(error, sqlite3.Error) else error.strerror
    return KwalcodeError(
        _("{path}: cannot be written ({reason}).").format(path=path, reason=reason)
    )
