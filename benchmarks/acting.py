"""Writing: one coding after the other, all of them at once, and taking all of them back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.figures import Figure, Timing
from benchmarks.generate import Material, codings, copied
from benchmarks.limits import Rows, connect, insert, rows
from benchmarks.measure import in_child, medians, once
from benchmarks.sizes import CODERS, SEED, SIZES, Size
from kwalcode.project.acts.coding import add_codings, apply_code
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.documents import document
from kwalcode.project.study import open_study

_ACTS = 203
_WRITTEN = ("quotations", "codings", "journal", "journal_payload")


def one_act(material: Material, size: Size) -> Iterator[Figure]:
    """Put one code on one passage, each time another one; the limit writes the very same rows."""
    path = material.coded(size)
    with copied(path) as copy:
        raw = connect(copy)
        last = {table: _last(raw, table) for table in _WRITTEN}
        measured = medians(_acts(copy, size))
        written = {table: _after(raw, table, last[table]) for table in _WRITTEN}
        raw.close()
    if any(len(written[table]) != _ACTS for table in _WRITTEN[:3]):
        raise RuntimeError("an act did not write one quotation, one coding and one entry")
    with copied(path) as copy:
        raw = connect(copy)
        limit = medians([partial(_raw_act, raw, rows) for rows in _per_act(written)])
        raw.close()
    yield Figure(
        "one coding act",
        size.name,
        size.codings,
        measured,
        "wall",
        limit=limit,
        limit_name="sqlite3, same rows",
        most=0.010,
        most_exponent=0.1,
    )


def _acts(path: Path, size: Size) -> Iterator[Callable[[], object]]:
    """Yield acts on random passages."""
    random = Random(SEED)
    with open_study(path, CODERS[0]) as study:
        for _ in range(_ACTS):
            number = random.randint(1, size.documents)
            with study.reading() as connection:
                length = document(connection, number).length
            start = random.randrange(length - 500)
            end = start + random.randint(20, 400)
            code = random.randint(1, size.codes)
            yield partial(apply_code, study, number, start, end, code)


def _per_act(written: dict[str, Rows]) -> Iterator[dict[str, Rows]]:
    """Yield what each act wrote: one row per table, and two payload rows."""
    payload = written["journal_payload"]
    for i, entry in enumerate(written["journal"]):
        yield {
            "quotations": [written["quotations"][i]],
            "codings": [written["codings"][i]],
            "journal": [entry],
            "journal_payload": payload[2 * i : 2 * i + 2],
        }


def _raw_act(raw: sqlite3.Connection, found: dict[str, Rows]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for table in _WRITTEN:
        insert(raw, table, found[table])
    raw.execute("COMMIT")


def _last(raw: sqlite3.Connection, table: str) -> int:
    (found,) = raw.execute(f"SELECT MAX({_key(table)}) FROM {table}").fetchone()
    return int(found or 0)


def _after(raw: sqlite3.Connection, table: str, last: int) -> Rows:
    key = _key(table)
    return rows(raw, f"SELECT * FROM {table} WHERE {key} > ? ORDER BY {key}", (last,))


def _key(table: str) -> str:
    return "entry_id" if table == "journal_payload" else "id"


def bulk(material: Material, size: Size) -> Iterator[Figure]:
    """Put all codings in as one act, and undo it."""
    bare = material.bare(size)
    with copied(bare) as copy:
        added = in_child("benchmarks.acting:adding", str(copy), size.name)
        with sqlite3.connect(copy) as raw:
            written = {table: rows(raw, f"SELECT * FROM {table}") for table in _WRITTEN[:2]}
        raw.close()
        undone = in_child("benchmarks.acting:undoing", str(copy))
    yield Figure(
        "all codings in bulk",
        size.name,
        size.codings,
        added.timing,
        "cpu",
        limit=_raw_bulk(bare, written),
        limit_name="sqlite3, same rows without journal",
        most_ratio=3 if size.name == "L" else None,
        memory=added.peak,
    )
    yield Figure(
        "undo of all codings in bulk",
        size.name,
        size.codings,
        undone.timing,
        "cpu",
        memory=undone.peak,
        most_memory=400,
    )


def adding(path: str, size: str) -> Callable[[], Any]:
    """Prepare the codings of a study; the action puts them in."""
    study = open_study(Path(path), CODERS[0])
    new = list(chain.from_iterable(codings(study, SIZES[size])))

    def add() -> int:
        added = add_codings(study, new)
        study.close()
        return added

    return add


def undoing(path: str) -> Callable[[], Any]:
    """The action takes the last act back."""
    study = open_study(Path(path), CODERS[0])

    def take_back() -> str:
        entry = undo(study)
        study.close()
        return entry.name

    return take_back


def _raw_bulk(bare: Path, written: dict[str, Rows]) -> Timing:
    with copied(bare) as copy:
        raw = connect(copy)
        if rows(raw, "SELECT 1 FROM coders WHERE id = 2") == []:
            insert(raw, "coders", [(2, bytes(16), CODERS[1], "coder")])

        def put() -> None:
            raw.execute("BEGIN IMMEDIATE")
            for table, found in written.items():
                insert(raw, table, found)
            raw.execute("COMMIT")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        measured = once(put)
        raw.close()
    return measured
