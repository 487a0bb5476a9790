"""Is everything in this project as its history says? Chain, replay, anchors, references.

The journal is replayed into an empty project and every table compared with the real one; so a
row that was changed, lost or put in by anything but an act is found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, func, select, union
from sqlalchemy.exc import SQLAlchemyError

from kwalcode.i18n import _
from kwalcode.project.history import journal
from kwalcode.project.history.inverses import backward, forward
from kwalcode.project.history.journal import (
    BLANKED,
    ERASE,
    GENESIS,
    NO_PAYLOAD,
    UNDO,
    Entry,
    base_of,
)
from kwalcode.project.history.obstacles import InTheWay
from kwalcode.project.history.rows import all_rows
from kwalcode.project.study import Study
from kwalcode.store.engine import memory_engine
from kwalcode.store.tables import (
    ABOUT,
    JOURNALLED,
    codes,
    codings,
    content,
    document_versions,
    documents,
    memos,
    quotations,
    reopened,
    themes,
    turns,
    uncarried,
)
from kwalcode.store.tables import journal as journal_table

_MOST_PER_KIND = 20
_EARLIER = (document_versions, uncarried, reopened)


def check(study: Study) -> list[str]:
    """Return what is wrong, one line each; an empty list means that all holds."""
    with study.reading() as connection:
        found = [
            *_check_file(connection),
            *_check_chain(connection),
            *_check_texts(connection),
            *_check_anchors(connection),
            *_check_memos(connection),
            *_check_trees(connection),
        ]
        if not found:
            found = list(_check_replay(connection))
    return found


def leftover_texts(connection: Connection) -> list[int]:
    """Return the ids of texts that no document shows or showed, and that nothing waits in: an
    import or a correction that was undone leaves its text."""
    held = union(*(select(table.c.content_id) for table in (documents, *_EARLIER)))
    chosen = select(content.c.id).where(content.c.id.not_in(held), content.c.text != "")
    return list(connection.scalars(chosen))


def _check_file(connection: Connection) -> Iterator[str]:
    for lines in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        for line in lines.splitlines():
            if line != "ok":
                yield _("file: {line}").format(line=line)
    for table, row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _("{table}, row {row}: refers to a row of {parent} that is not there").format(
            table=table, row=row, parent=parent
        )


def _check_chain(connection: Connection) -> Iterator[str]:
    previous = GENESIS
    number = 0
    blanked = hashlib.sha256().hexdigest()
    for number, entry in enumerate(journal.entries(connection), start=1):
        if entry.id != number:
            yield _("journal: entry {n} is missing").format(n=number)
            return
        if journal.hash_of(entry, previous) != entry.hash:
            yield _("journal, entry {n}: the chain is broken here").format(n=entry.id)
            return
        yield from _check_entry(connection, entry)
        previous = entry.hash
        if entry.name == ERASE:
            blanked = entry.arguments.get(BLANKED, "")
    if journal.blanked_sha256(connection).hex() != blanked:
        yield _("journal: other entries are blanked than erasures blanked")
    written = connection.exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = 'journal'"
    ).scalar()
    if (written or 0) > number:
        yield _("journal: entries after {n} are missing").format(n=number)


def _check_entry(connection: Connection, entry: Entry) -> Iterator[str]:
    if entry.blanked:
        if entry.arguments or entry.reason or _has_payload(connection, entry.id):
            yield _("journal, entry {n}: blanked, and yet it tells something").format(n=entry.id)
        return
    detail = json.dumps(entry.arguments, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if journal.detail_sha256(detail, entry.reason) != entry.detail_sha256:
        yield _("journal, entry {n}: its arguments were altered").format(n=entry.id)
    digest = journal.payload_digest(connection, entry.id)
    if digest != entry.payload_sha256 or not _chunks_in_order(connection, entry.id):
        yield _("journal, entry {n}: its payload was altered").format(n=entry.id)


def _chunks_in_order(connection: Connection, entry: int) -> bool:
    numbers = journal.chunk_numbers(connection, entry)
    return numbers == list(range(len(numbers)))


def _has_payload(connection: Connection, entry: int) -> bool:
    return journal.payload_digest(connection, entry) != NO_PAYLOAD


def _check_texts(connection: Connection) -> Iterator[str]:
    """The documents' rows, and so the journal's chain, say which text each must have."""
    stored: dict[int, tuple[int, bytes]] = {}
    for row in connection.execute(select(content.c.id, content.c.sha256, content.c.text)):
        stored[row.id] = len(row.text), row.sha256
        if row.text and hashlib.sha256(row.text.encode()).digest() != row.sha256:
            yield _("text {n}: is not what was imported").format(n=row.id)
    d = documents.c
    chosen = select(d.name, d.content_id, d.length, d.text_sha256)
    for name, text, *expected in connection.execute(chosen):
        if stored.get(text) != tuple(expected):
            yield _("document {name}: its text is not what was imported").format(name=name)
    v = document_versions.c
    chosen = select(d.name, v.version, v.content_id, v.text_sha256).join(documents)
    for name, version, text, sha256 in connection.execute(chosen):
        if stored[text][1] != sha256:
            yield _("document {name}: version {n} is not what it was").format(name=name, n=version)
    r = reopened.c
    for number, text, end in connection.execute(select(r.id, r.content_id, r.end)):
        if end > stored[text][0]:
            yield _("decision {n}: lies outside the text it was made in").format(n=number)
    u = uncarried.c
    for number, text, end in connection.execute(select(u.id, u.content_id, u.end)):
        if end > stored[text][0]:
            yield _("open decision {n}: lies outside the text").format(n=number)


def _check_anchors(connection: Connection) -> Iterator[str]:
    for table in (quotations, codings, turns):
        out = (
            select(documents.c.name, table.c.start, table.c.end)
            .join(documents, documents.c.id == table.c.document_id)
            .where(
                (table.c.start < 0)
                | (table.c.end < table.c.start)
                | (table.c.end > documents.c.length)
            )
        )
        for name, start, end in connection.execute(out.limit(_MOST_PER_KIND)):
            yield _("{table}: {name} [{start}, {end}) lies outside the text").format(
                table=table.name, name=name, start=start, end=end
            )
    apart = (
        select(codings.c.id)
        .join(quotations, quotations.c.id == codings.c.quotation_id)
        .where(
            (codings.c.document_id != quotations.c.document_id)
            | (codings.c.start != quotations.c.start)
            | (codings.c.end != quotations.c.end)
        )
    )
    for number in connection.scalars(apart.limit(_MOST_PER_KIND)):
        yield _("coding {n}: does not fit its quotation").format(n=number)


def _check_memos(connection: Connection) -> Iterator[str]:
    for kind, table in ABOUT.items():
        lost = select(memos.c.id).where(
            memos.c.about == kind, memos.c.about_id.not_in(select(table.c.id))
        )
        for number in connection.scalars(lost.limit(_MOST_PER_KIND)):
            yield _("memo {n}: is about a {kind} that is not there").format(n=number, kind=kind)


def _check_trees(connection: Connection) -> Iterator[str]:
    """Codes and themes hang in trees: what hangs under itself is shown nowhere."""
    for kind, table in (("code", codes), ("theme", themes)):
        chosen = select(table.c.id, table.c.parent_id, table.c.name).order_by(table.c.id)
        rows = {row.id: row for row in connection.execute(chosen)}
        lost = [number for number in rows if _in_circle(rows, number)]
        for number in lost[:_MOST_PER_KIND]:
            yield _("{kind} {n} ({name}): hangs in a circle, under itself").format(
                kind=kind, n=number, name=rows[number].name
            )


def _in_circle(rows: Mapping[int, Any], number: int) -> bool:
    """Tell whether a row (id) of a tree is among those that are above it."""
    above = rows[number].parent_id
    for _step in rows:
        if above is None or above == number or above not in rows:
            break
        above = rows[above].parent_id
    return bool(above == number)


def _check_replay(connection: Connection) -> Iterator[str]:
    engine = memory_engine()
    try:
        with engine.begin() as copy:
            first = _last_erasure(connection)
            acted: set[bytes] = set()
            for entry in journal.entries(connection):
                try:
                    if entry.id >= first:
                        replay(connection, copy, entry)
                except (InTheWay, ValueError, SQLAlchemyError) as error:
                    yield _("journal, entry {n} ('{act}'): cannot be replayed ({error})").format(
                        n=entry.id, act=entry.name, error=str(error).splitlines()[0]
                    )
                    return
                if entry.actor not in acted:  # who acted stays a coder (see references.in_use)
                    acted.add(entry.actor)
                    _repeat(connection, copy, entry.id)
            for table in JOURNALLED:
                yield from _compare(connection, copy, table)
    finally:
        engine.dispose()


def replay(source: Connection, copy: Connection, entry: Entry) -> None:
    """Do in `copy` what `entry` of the project behind `source` did."""
    base = base_of(source, entry)
    back = entry.name == UNDO
    images = journal.images(source, base.id, backward=back)
    (backward if back else forward)(copy, images)


def _last_erasure(connection: Connection) -> int:
    """Return where to start: an erasure's payload is the whole project as it left it."""
    chosen = select(func.max(journal_table.c.id)).where(
        journal_table.c.name == ERASE, journal_table.c.payload_sha256 != NO_PAYLOAD
    )
    return connection.scalar(chosen) or 0


def _repeat(source: Connection, copy: Connection, entry: int) -> None:
    row = source.execute(select(journal_table).where(journal_table.c.id == entry)).one()
    copy.execute(journal_table.insert().values(row._asdict()))


def _compare(connection: Connection, copy: Connection, table: Table) -> Iterator[str]:
    rows = zip_longest(all_rows(connection, table), all_rows(copy, table))
    different = (pair for pair in rows if pair[0] != pair[1])
    for _number, (here, replayed) in zip(range(3), different, strict=False):
        key = (here or replayed or ("?",))[0]
        yield _("{table}, row {row}: is not what the journal says").format(
            table=table.name, row=key
        )
