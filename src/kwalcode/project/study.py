"""A study: one project file, opened by one actor.

`Study.reading` gives reads one consistent state; `Study.act` is the only way to write:
one act, one transaction, one entry in the journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, exc, select

from kwalcode.errors import KwalcodeError, NotAProject, ReadOnlyProject, Refused
from kwalcode.i18n import _
from kwalcode.project.appearing import appearing
from kwalcode.project.history.change import Change, Unchanged
from kwalcode.project.history.journal import Actor, Draft
from kwalcode.project.identity import new_uuid
from kwalcode.project.names import same_name
from kwalcode.store import engine as store
from kwalcode.store.migrations import migrate
from kwalcode.store.opening import Examined, examine
from kwalcode.store.tables import SCHEMA_VERSION, coders

SUFFIX = ".kwal"


class Study:
    """An open project file. Use as a context manager, or call `close`.

    `actor` is who acts; None means that only reading is possible.
    """

    def __init__(self, path: Path, engine: Engine, *, writable: bool, actor: str | None) -> None:
        self.path = path
        self.engine = engine
        self.writable = writable
        self.actor = actor
        self._eyes = engine

    def __enter__(self) -> Study:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reads; all reads in the block see one state of the project."""
        with store.reading(self._eyes) as connection:
            yield connection

    def look_through(self, engine: Engine | None) -> None:
        """Let reads from now on go through another engine on the same file (see `blinkers`);
        None: as at first. Acts are not touched by it."""
        before, self._eyes = self._eyes, engine or self.engine
        if before is not self.engine:
            before.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock; for acts and the journal only.

        Raises ReadOnlyProject when the file cannot be written to, Refused when it is gone: what
        is written to a deleted file is lost, without SQLite telling.
        """
        gone = self.gone()
        if gone:
            raise Refused(gone)
        if not self.writable:
            raise ReadOnlyProject(
                _(
                    "{path}: the project is read-only. Copy it to a folder of yours to work on it."
                ).format(path=self.path)
            )
        with store.writing(self.engine) as connection:
            yield connection

    def gone(self) -> str:
        """Return what to do, in one line, where the file is not in its place any more; else ""."""
        if self.path.exists():
            return ""
        return _(
            "{path}: the file is not there any more: moved, renamed or deleted. Put it back to go "
            "on; when you leave, the study as you made it is kept in {folder}."
        ).format(path=self.path, folder=f"{self.path.name}-backups")

    @contextmanager
    def act(
        self, name: str, arguments: dict[str, Any] | None = None, *, reason: str = ""
    ) -> Iterator[Change]:
        """Do one act: what is written through the `Change` is committed, with its journal entry.

        Any error rolls everything back; an act that changes nothing leaves no entry. An act
        may put what it found out (a count, an id) into `change.arguments`.
        """
        actor_name = self.require_actor()
        try:
            with self.writing() as connection:
                actor = ensure_actor(connection, actor_name)
                draft = Draft(connection, actor, name, reason)
                payload = draft.payload()
                change = Change(connection, payload, dict(arguments or {}))
                yield change
                if not change.empty:
                    draft.write(change.arguments, payload.sha256())
        except Unchanged:
            return
        except exc.IntegrityError as error:
            from kwalcode.project.telling.phrases import act_title

            raise Refused(
                _("{act}: refused, it would break the project ({error}).").format(
                    act=act_title(name), error=error.orig
                )
            ) from error

    def watcher(self) -> store.Watcher:
        """Return what tells whether the file was written to, by this or another program."""
        return store.Watcher(self.engine)

    def close(self) -> None:
        """Write SQLite's log into the file, so that the file alone is the whole project."""
        self.look_through(None)
        if self.writable:
            store.checkpoint(self.engine)
        self.engine.dispose()

    def require_actor(self) -> str:
        """Return who acts. Raises KwalcodeError when nobody was named."""
        if not self.actor:
            raise KwalcodeError(_("Who acts? Give your name with --as NAME."))
        return self.actor


def ensure_actor(connection: Connection, name: str) -> Actor:
    """Return the actor of that name, adding the coder (an entry of its own) when new.

    Neither upper and lower case nor the way of writing accents makes another person.
    """
    for uuid, known in connection.execute(select(coders.c.uuid, coders.c.name)):
        if same_name(known, name):
            return Actor(uuid, known)
    actor = Actor(new_uuid(), name)
    draft = Draft(connection, actor, "add coder")
    payload = draft.payload()
    change = Change(connection, payload, {})
    row = (change.new_ids(coders)[0], actor.uuid, name, "coder")
    change.insert_rows(coders, ("id", "uuid", "name", "kind"), [row])
    draft.write({"coder": name}, payload.sha256())
    return actor


def create(path: Path, actor: str) -> Study:
    """Make a new, empty project at `path` (.kwal is added when the name has no ending).

    Raises NotAProject when something is there already or the folder cannot be written to.
    The file appears whole or not at all.
    """
    path = path if path.suffix else path.with_suffix(SUFFIX)
    try:
        with appearing(path) as making, store.translated():
            store.create_schema(making)
    except NotAProject:
        raise
    except (OSError, KwalcodeError) as error:
        raise NotAProject(
            _("{path}: cannot be made here ({error}).").format(path=path, error=error)
        ) from error
    study = open_study(path, actor)
    with study.writing() as connection:
        ensure_actor(connection, actor)
    return study


def open_study(path: Path, actor: str | None = None) -> Study:
    """Open the project at `path`. Raises NotAProject; the file is then left untouched.

    Where the file or its folder cannot be written to, the study is opened for reading only.
    """
    found = examine(path)
    if found.version < SCHEMA_VERSION:
        _bring_up_to_date(path, found)
    reader = _opened(path, False, actor)
    if not found.writable:
        _try_out(reader)
        return reader
    if not store.log_of(path).exists():
        # Opening for writing alters a damaged file, or leaves a log beside it; reading does not.
        _try_out(reader)
        reader.engine.dispose()
    study = _opened(path, True, actor)
    try:
        _try_out(study)
    except ReadOnlyProject:
        _try_out(reader)
        return reader
    return study


def _bring_up_to_date(path: Path, found: Examined) -> None:
    if not found.writable:
        raise ReadOnlyProject(
            _(
                "{path}: made by an older kwalcode, and read-only. Copy it to a folder of yours:"
                " it is brought up to date there."
            ).format(path=path)
        )
    try:
        migrate(path, found.version)
    except (OSError, sqlite3.Error, KwalcodeError) as error:
        raise NotAProject(
            _("{path}: cannot be brought up to date, left as it was ({error}).").format(
                path=path, error=error
            )
        ) from error


def _opened(path: Path, writable: bool, actor: str | None) -> Study:
    engine = store.connect_engine(path, read_only=not writable)
    return Study(path, engine, writable=writable, actor=actor)


def _try_out(study: Study) -> None:
    """Read a little, so that a damaged or locked file is reported now and in one line."""
    try:
        with study.reading() as connection:
            connection.execute(select(coders.c.id).limit(1)).all()
    except KwalcodeError as error:
        study.engine.dispose()
        if isinstance(error, ReadOnlyProject) and study.writable:
            raise
        raise NotAProject(f"{study.path}: {error}") from error
