"""Indexing all that was said, and searching it: the first page of hits, and all of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmarks.figures import Figure
from benchmarks.generate import Material, copied
from benchmarks.limits import connect, rows
from benchmarks.measure import medians, once
from benchmarks.sizes import Size
from kwalcode.language.queries import parse_query
from kwalcode.project.search.hits import Hit, Search
from kwalcode.project.search.index import clear, refresh
from kwalcode.project.search.lines import lines_of
from kwalcode.project.study import Study, open_study

_Found = TypeVar("_Found")
_PAGE = 50
_REPEATS = 11
_WORD = "meld*"
_RAW_WORD = re.compile(r"\bmeld\w*", re.IGNORECASE)
_SPEECH = (
    "SELECT substr(c.text, t.speech_start + 1, t.speech_end - t.speech_start) FROM turns t"
    " JOIN documents d ON d.id = t.document_id JOIN content c ON c.id = d.content_id"
)
_MAKE = "CREATE VIRTUAL TABLE raw USING fts5(text, tokenize='unicode61 remove_diacritics 2')"


def searching(material: Material, size: Size) -> Iterator[Figure]:
    """Index a study, then look for all words that begin with meld.

    The limit indexes the same turns without ado, and looks through the turns it finds with `re`;
    it keeps the words in the index, where kwalcode has them once, in the documents.
    """
    with copied(material.coded(size)) as path, open_study(path, "Anna") as study:
        with study.writing() as connection:
            clear(connection)
        raw = _raw_turns(path)
        yield Figure(
            "index all that was said",
            size.name,
            size.codings,
            once(partial(refresh, study)),
            "wall",
            limit=once(partial(_raw_index, raw)),
            limit_name="sqlite3, FTS5 in memory",
        )
        yield Figure(
            f"first {_PAGE} hits with their words",
            size.name,
            size.codings,
            medians([partial(_first, study)] * _REPEATS),
            "wall",
            most=0.1,
        )
        yield Figure(
            "all hits",
            size.name,
            size.codings,
            medians([partial(_all, study)] * _REPEATS),
            "wall",
            limit=medians([partial(_raw_all, raw)] * _REPEATS),
            limit_name="sqlite3, FTS5, re",
        )
        raw.close()


def _more(study: Study, search: Search) -> list[Hit]:
    def read(what: Callable[[Study], _Found]) -> _Found | None:
        return what(study)

    return search.more(read)


def _first(study: Study) -> None:
    search, hits = Search(parse_query(_WORD)), list[Hit]()
    while not search.done and len(hits) < _PAGE:
        hits += _more(study, search)
    with study.reading() as connection:
        lines_of(connection, hits[:_PAGE])
    search.close()


def _all(study: Study) -> None:
    search = Search(parse_query(_WORD))
    while not search.done:
        _more(study, search)


def _raw_turns(path: Path) -> sqlite3.Connection:
    """Return a database in memory with the words of every turn."""
    raw = sqlite3.connect(":memory:")
    raw.execute("CREATE TABLE said (text TEXT)")
    source = connect(path)
    raw.executemany("INSERT INTO said VALUES (?)", rows(source, _SPEECH))
    source.close()
    raw.execute(_MAKE)
    return raw


def _raw_index(raw: sqlite3.Connection) -> None:
    raw.execute("INSERT INTO raw (rowid, text) SELECT rowid, text FROM said")
    raw.commit()


def _raw_all(raw: sqlite3.Connection) -> list[tuple[int, int]]:
    found = raw.execute("SELECT text FROM raw WHERE raw MATCH ?", (_WORD,))
    return [match.span() for (text,) in found for match in _RAW_WORD.finditer(text)]
