"""One SQLite file, opened so that nothing is lost and nothing foreign is touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, exc
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.util import LRUCache

from kwalcode.errors import KwalcodeError, ReadOnlyProject
from kwalcode.i18n import _
from kwalcode.store.tables import APPLICATION_ID, SCHEMA_VERSION, metadata

BUSY_SECONDS = 30
_STATEMENTS = 1000
"""How many compiled statements are kept; the app asks some hundreds."""
_BEGIN = "kwalcode_begin"
_compiled: LRUCache[Any, Any] = LRUCache(_STATEMENTS)


def connect_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine on the file at `path`, which must have passed `opening.examine`.

    Transactions are explicit (see `reading` and `writing`): Python's own handling of them
    lets two writers read the same state and lose one's work.
    """
    engine = _engine(lambda: _connect(path, read_only), poolclass=QueuePool, pool_size=3)
    event.listen(engine, "begin", _begin)
    return engine


def memory_engine() -> Engine:
    """Return an engine on a new, empty project in memory; it is gone with the engine."""

    def copied() -> sqlite3.Connection:
        made = sqlite3.connect(":memory:", check_same_thread=False)
        _empty_project().backup(made)
        return made

    return _engine(copied, poolclass=StaticPool)


def _engine(creator: Callable[[], sqlite3.Connection], **options: Any) -> Engine:
    """Return an engine that shares compiled statements with all others of this process.

    A study is opened for reading, then for writing, and replayed in memory: much the same is
    asked of each. Statements are kept for a dialect, so that is shared too.
    """
    kept = {"compiled_cache": _compiled}
    engine = create_engine("sqlite://", creator=creator, execution_options=kept, **options)
    engine.dialect = _dialect()
    return engine


@cache
def _dialect() -> Dialect:
    """Return what the engines share; it got to know SQLite by connecting once."""
    engine = create_engine("sqlite://")
    engine.connect().close()
    engine.dispose()
    return engine.dialect


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection inside one read transaction: every read in it sees the same state."""
    with translated(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection that holds the write lock; commit at the end, roll back on any error.

    Foreign keys are checked at the commit, so that rows may be written in any order.
    """
    with translated(), engine.connect() as connection:
        connection = connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        with connection.begin():
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            yield connection


@contextmanager
def translated() -> Iterator[None]:
    """Turn what can go wrong with a disk or a lock into one clear line."""
    try:
        yield
    except (exc.DatabaseError, sqlite3.DatabaseError) as error:
        if isinstance(error, exc.IntegrityError):
            raise
        cause = getattr(error, "orig", None) or error
        raise explain(cause) from error
    except UnicodeDecodeError as error:  # the driver, on a message that quotes damaged bytes
        raise explain(sqlite3.DatabaseError("malformed text")) from error


def explain(error: BaseException) -> KwalcodeError:
    """Return the user's line for an error of SQLite."""
    said = str(error).lower()
    if "readonly" in said or "read-only" in said:
        return ReadOnlyProject(
            _("The project can be read but not written to: the file or its folder is read-only.")
        )
    if "full" in said:
        return KwalcodeError(
            _("The disk is full: this act was not kept, earlier ones are. Make room and repeat it.")
        )
    if "disk i/o" in said:
        return KwalcodeError(
            _("The disk refused to be written to or read: this act was not kept, earlier ones are.")
        )
    if "locked" in said or "busy" in said:
        return KwalcodeError(
            _("Another program holds the project for too long. Close it there, or try again.")
        )
    if "malformed" in said or "not a database" in said:
        return KwalcodeError(
            _(
                "The project file is damaged ({error}). Open a backup, or run 'kwalcode check'."
            ).format(error=error)
        )
    return KwalcodeError(_("The project file cannot be used: {error}.").format(error=error))


def log_of(path: Path) -> Path:
    """Return the path of SQLite's write-ahead log beside a project; often there is none."""
    return path.with_name(path.name + "-wal")


def checkpoint(engine: Engine) -> None:
    """Write SQLite's log into the file, as far as no other program is still reading it.

    Does not wait for other programs: the last to close does what is left. An error is no
    matter here, since the log is as good as the file; opening would have told of it.
    """
    with suppress(exc.DatabaseError, sqlite3.DatabaseError), raw_connection(engine) as raw:
        raw.execute("PRAGMA busy_timeout = 100")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


@contextmanager
def raw_connection(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Give the driver's own connection, outside any transaction: for pragmas and backups."""
    pooled = engine.raw_connection()
    try:
        raw = pooled.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        yield raw
    finally:
        pooled.close()


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """Copy a whole database to `target` with SQLite's backup API, as a file without a log.

    Raises sqlite3.Error; what was written so far is then left for the caller to remove.
    """
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()


class Watcher:
    """Tells whether the file was written to, by asking SQLite on a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._pooled = engine.raw_connection()
        self._seen = self._version()

    def changed(self) -> bool:
        """Tell whether anything was committed on another connection since the last call."""
        before, self._seen = self._seen, self._version()
        return self._seen != before

    def close(self) -> None:
        """Give the connection back."""
        self._pooled.close()

    def _version(self) -> int:
        cursor = self._pooled.cursor()
        try:
            return int(cursor.execute("PRAGMA data_version").fetchone()[0])
        finally:
            cursor.close()


def create_schema(path: Path) -> None:
    """Write an empty project's tables into the new file at `path`.

    Done in rollback-journal mode, so that the file is whole before WAL is switched on: its
    first page always tells what it is.
    """
    with closing(sqlite3.connect(path)) as made:
        _empty_project().backup(made)


@cache
def _empty_project() -> sqlite3.Connection:
    """Return an empty project in memory. Made once: copying it takes a thirtieth of the time."""
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: made, poolclass=StaticPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
        metadata.create_all(connection, checkfirst=False)
    return made


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    if read_only:
        return _connect_read_only(path)
    dbapi = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    cursor = dbapi.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    _shared_pragmas(cursor)
    return dbapi


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """Open without writing a byte; `immutable` only when no other program's log lies beside it."""
    uri = path.resolve().as_uri() + "?mode=ro"
    if not log_of(path).exists():
        uri += "&immutable=1"
    dbapi = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    _shared_pragmas(dbapi.cursor())
    return dbapi


def _shared_pragmas(cursor: sqlite3.Cursor) -> None:
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = FAST")
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -32000")


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql(options.get(_BEGIN, "BEGIN"))
