"""Older project files, brought up to date: a step per version, after a backup.

Every step so far adds tables and changes none, so that the journal replays as before.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from kwalcode.store.engine import connect_engine, copy_database, raw_connection, writing
from kwalcode.store.tables import SCHEMA_VERSION, journal, metadata


def _add_tables(connection: Connection) -> None:
    """Make the tables and indexes that are not there yet."""
    metadata.create_all(connection)
    for index in journal.indexes:  # of a table that is there, `create_all` makes none
        index.create(connection, checkfirst=True)


STEPS: dict[int, Callable[[Connection], None]] = {1: _add_tables, 2: _add_tables}
"""What brings a file of a version to the next."""


def backups_before(path: Path) -> list[Path]:
    """Return the backups that were kept when the project at `path` was brought up to date."""
    kept = (backup_before(path, version) for version in STEPS)
    return [backup for backup in kept if backup.exists()]


def backup_before(path: Path, version: int) -> Path:
    """Return where the backup of a project of `version` is kept before it is brought up to date."""
    return path.with_name(f"{path.stem}-version-{version}{path.suffix}")


def migrate(path: Path, version: int) -> Path:
    """Bring the project at `path` from `version` to the present one; return its backup.

    The backup appears beside the file before anything is changed; the steps are one
    transaction. Raises KwalcodeError when either fails, OSError when the backup cannot be
    written; the project is then as it was. Another program may have come first: then nothing
    is left to do.
    """
    kept = backup_before(path, version)
    engine = connect_engine(path)
    try:
        if not kept.exists():
            making = kept.with_name(kept.name + ".making")
            with raw_connection(engine) as raw:
                copy_database(raw, making)
            making.replace(kept)
        with writing(engine) as connection:
            found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            for step in range(found, SCHEMA_VERSION):
                STEPS[step](connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    finally:
        engine.dispose()
    return kept
