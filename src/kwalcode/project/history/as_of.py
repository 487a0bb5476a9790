"""The project as it was: a study file of its own with the state after an entry of the journal.

The journal is replayed from its beginning, or from the last erasure before that moment (whose
payload is the whole project as it left it), into a new file, together with the journal up to
there. Nothing that came later is in the file, and its chain holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from kwalcode.errors import KwalcodeError, NotAProject, NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.appearing import appearing
from kwalcode.project.history import journal
from kwalcode.project.history.images import Image
from kwalcode.project.history.inverses import backward, forward
from kwalcode.project.history.journal import BLANKED, ERASE, NO_PAYLOAD, UNDO, Entry, base_of
from kwalcode.project.history.obstacles import InTheWay
from kwalcode.project.history.rows import chunks, insert_rows
from kwalcode.project.moments import ends, local_minute
from kwalcode.project.study import SUFFIX, Study
from kwalcode.store import engine as store
from kwalcode.store.tables import JOURNALLED, content, journal_payload
from kwalcode.store.tables import journal as journal_table


def study_as_of(study: Study, entry_id: int, target: Path) -> Path:
    """Write the project as it was right after an entry to a new file; return its path.

    Raises NotFound when the journal has no such entry, Refused when an erasure took out what
    would have to be replayed, KwalcodeError when the journal is damaged, NotAProject when
    something is at `target` already. The file appears whole or not at all.
    """
    target = target if target.suffix else target.with_suffix(SUFFIX)
    try:
        with study.reading() as source:
            first = _start(source, entry_id)
            with appearing(target) as making, store.translated():
                store.create_schema(making)
                _rebuild(source, making, first, entry_id)
    except NotAProject:
        raise
    except (InTheWay, ValueError, IntegrityError) as error:
        raise KwalcodeError(
            _("{path}: its history cannot be replayed; 'kwalcode check' tells more.").format(
                path=study.path
            )
        ) from error
    except OSError as error:
        raise KwalcodeError(
            _("{path}: cannot be written ({reason}).").format(
                path=target, reason=error.strerror or error
            )
        ) from error
    return target


def entry_at(connection: Connection, when: str) -> Entry:
    """Return the last entry of a day or a minute ("2026-03-01", "2026-03-01 14:30": by this
    machine's clock) or before it, or the entry of that number.

    Raises UsageError for anything else, NotFound when the project began later.
    """
    j = journal_table.c
    if when.isdecimal():
        return _numbered(connection, int(when))
    number = connection.scalar(select(func.max(j.id)).where(j.time < ends(when)))
    if number is None:
        raise NotFound(_("The project began after {when}.").format(when=when))
    return journal.entry(connection, number)


def _numbered(connection: Connection, number: int) -> Entry:
    try:
        return journal.entry(connection, number)
    except LookupError as error:
        raise NotFound(_("The history has no entry {n}.").format(n=number)) from error


def _start(connection: Connection, entry_id: int) -> int:
    """Return from which entry to replay: the last erasure up to there, else 0.

    Raises NotFound, and Refused when a later erasure blanked entries up to there: they differ
    then from those that the last erasure up to there says are blanked.
    """
    j = journal_table.c
    _numbered(connection, entry_id)
    erasures = select(func.max(j.id)).where(j.name == ERASE)
    first = connection.scalar(erasures.where(j.id <= entry_id)) or 0
    numbers = connection.scalars(
        select(j.id).where(j.blanked != 0, j.id <= entry_id).order_by(j.id)
    )
    blanked = hashlib.sha256(" ".join(map(str, numbers)).encode()).hexdigest()
    said = hashlib.sha256().hexdigest()
    if first:
        said = str(journal.entry(connection, first).arguments.get(BLANKED, ""))
    if blanked != said:
        newest = journal.entry(connection, connection.scalar(erasures) or 0)
        raise Refused(
            _(
                "This moment cannot be shown any more: an erasure took out what it needs."
                " The first that can be is {time} (entry {n})."
            ).format(time=local_minute(newest.time), n=newest.id)
        )
    return first


def _rebuild(source: Connection, path: Path, first: int, last: int) -> None:
    """Replay the entries from `first` on into the empty project at `path`."""
    engine = store.connect_engine(path)
    try:
        with store.writing(engine) as copy:
            texts: set[int] = set()
            chosen = select(journal_table).where(journal_table.c.id <= last)
            for row in source.execute(chosen.order_by(journal_table.c.id)):
                entry = journal.entry_of(row)
                if entry.id < first:
                    _note_all(_noting(journal.images(source, entry.id), texts))
                else:
                    _replay(source, copy, entry, texts)
                insert_rows(copy, journal_table, tuple(row._fields), [tuple(row)])
                _copy_payload(source, copy, entry)
            _copy_texts(source, copy, texts)
            if first:
                _copy_sequences(source, copy)
        store.checkpoint(engine)
    finally:
        engine.dispose()


def _replay(source: Connection, copy: Connection, entry: Entry, texts: set[int]) -> None:
    """Do in `copy` what `entry` did, taking note of the texts it speaks of."""
    base = base_of(source, entry)
    back = entry.name == UNDO
    images = _noting(journal.images(source, base.id, backward=back), texts)
    (backward if back else forward)(copy, images)


def _noting(images: Iterator[Image], texts: set[int]) -> Iterator[Image]:
    """Pass images on, and put the ids of the texts they refer to into `texts`."""
    for image in images:
        if "content_id" in image.columns:
            at = image.columns.index("content_id")
            texts.update(row[at] for row in image.before + image.after)
        yield image


def _note_all(images: Iterator[Image]) -> None:
    for _image in images:
        pass


def _copy_payload(source: Connection, copy: Connection, entry: Entry) -> None:
    if entry.payload_sha256 == NO_PAYLOAD or entry.blanked:
        return
    columns = tuple(column.name for column in journal_payload.columns)
    chosen = select(journal_payload).where(journal_payload.c.entry_id == entry.id)
    for row in source.execute(chosen.order_by(journal_payload.c.chunk)):
        insert_rows(copy, journal_payload, columns, [tuple(row)])


def _copy_texts(source: Connection, copy: Connection, texts: set[int]) -> None:
    """Copy the texts that the journal up to there speaks of, and no later ones."""
    columns = tuple(column.name for column in content.columns)
    for part in chunks(sorted(texts), 900):
        for row in source.execute(select(content).where(content.c.id.in_(part))):
            insert_rows(copy, content, columns, [tuple(row)])


def _copy_sequences(source: Connection, copy: Connection) -> None:
    """Keep ids that were used before the erasure from being used again: the journal has them."""
    names = [table.name for table in (*JOURNALLED, content)]
    for name, used in source.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all():
        if name in names:
            copy.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            copy.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, used))
