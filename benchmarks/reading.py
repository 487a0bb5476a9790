"""Reading one document, and the first page of a code's quotations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from benchmarks.figures import Figure
from benchmarks.generate import Material, copied, thin_out
from benchmarks.limits import connect, rows
from benchmarks.measure import medians
from benchmarks.sizes import SEED, Size
from kwalcode.project.reads.codes import coding_counts
from kwalcode.project.reads.codings import codings_of, codings_of_code
from kwalcode.project.reads.documents import sentences_of, text_of, turns_of
from kwalcode.project.study import Study, open_study

_REPEATS = 103
_PAGE = 50
_EQUAL = 300
_THINNED = 60
_CODINGS = 'SELECT id, document_id, start, "end", code_id, coder_id, quotation_id FROM codings'
_TEXT = "SELECT c.text FROM content c JOIN documents d ON d.content_id = c.id WHERE d.id = ?"
_TURNS = (
    'SELECT t.start, t."end", t.speech_start, t.speech_end, s.label, t.time_ms FROM turns t'
    " JOIN speakers s ON s.id = t.speaker_id WHERE t.document_id = ? ORDER BY t.position"
)


def opening(material: Material, size: Size) -> Iterator[Figure]:
    """Open one document after the other: its text, turns, sentences and codings."""
    yield _opening("open a document", material.coded(size), size, size.documents)


def opening_equal(material: Material, size: Size) -> Iterator[Figure]:
    """Open documents that have 300 codings at every size, so that only the project grows.

    A document at L has more codings than one at M; here the surplus of some is taken off.
    """
    if size.codings_each < _EQUAL:
        return
    with copied(material.coded(size)) as copy:
        thin_out(copy, _THINNED, _EQUAL)
        yield _opening(f"open a document with {_EQUAL} codings", copy, size, _THINNED)


def _opening(name: str, path: Path, size: Size, documents: int) -> Figure:
    random = Random(SEED)
    numbers = [random.randint(1, documents) for _ in range(_REPEATS)]
    raw = connect(path)
    for number in numbers:  # so that neither side waits for the disk
        _raw_opened(raw, number)
    limit = medians([partial(_raw_opened, raw, number) for number in numbers])
    with open_study(path) as study:
        figure = Figure(
            name,
            size.name,
            size.codings,
            medians([partial(_opened, study, number) for number in numbers]),
            "wall",
            limit=limit,
            limit_name="sqlite3, same reads",
            most=0.005,
            most_exponent=0.1,
        )
    raw.close()
    return figure


def _opened(study: Study, number: int) -> None:
    with study.reading() as connection:
        text_of(connection, number)
        turns_of(connection, number)
        sentences_of(connection, number)
        codings_of(connection, number)


def _raw_opened(raw: sqlite3.Connection, number: int) -> None:
    raw.execute("BEGIN")
    rows(raw, _TEXT, (number,))
    rows(raw, _TURNS, (number,))
    rows(raw, "SELECT bounds FROM sentences WHERE document_id = ?", (number,))
    rows(raw, f'{_CODINGS} WHERE document_id = ? ORDER BY start, "end" DESC, id', (number,))
    raw.execute("COMMIT")


def first_quotations(material: Material, size: Size) -> Iterator[Figure]:
    """Fetch the first 50 codings of the biggest code, with their words."""
    path = material.coded(size)
    raw = connect(path)
    with open_study(path) as study:
        with study.reading() as connection:
            counts = coding_counts(connection)
        code = max(counts, key=lambda number: counts[number])
        yield Figure(
            f"first {_PAGE} quotations of the biggest code",
            size.name,
            size.codings,
            medians([partial(_page, study, code)] * _REPEATS),
            "wall",
            limit=medians([partial(_raw_page, raw, code)] * _REPEATS),
            limit_name="sqlite3, same reads",
            most=0.005,
        )
    raw.close()


def _page(study: Study, code: int) -> list[str]:
    with study.reading() as connection:
        found = codings_of_code(connection, code, limit=_PAGE)
        texts = _texts(connection, {coding.document for coding in found})
        return [texts[coding.document][coding.start : coding.end] for coding in found]


def _texts(connection: Connection, documents: set[int]) -> dict[int, str]:
    return {number: text_of(connection, number) for number in documents}


def _raw_page(raw: sqlite3.Connection, code: int) -> list[str]:
    raw.execute("BEGIN")
    order = f"ORDER BY document_id, start, id LIMIT {_PAGE}"
    found = rows(raw, f"{_CODINGS} WHERE code_id = ? {order}", (code,))
    texts = {number: rows(raw, _TEXT, (number,))[0][0] for number in {row[1] for row in found}}
    raw.execute("COMMIT")
    return [texts[row[1]][row[2] : row[3]] for row in found]
