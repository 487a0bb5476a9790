"""The index of what was said: in which turns a word may stand. Derived from the texts.

A row per turn in a contentless full-text table; its rowid is the number of the indexed text
(`search_documents.id`, never used twice) shifted by 24 bits, and the position of the turn. What
goes in are the words as `language.folding` cuts and folds them, spelled in ASCII, so that the
index finds at least what a scan of the texts finds, whatever version of Unicode SQLite knows.
Rows of texts that no document shows any more do no harm: nobody asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode.language.folding import WORD, fold, words_with_accents
from kwalcode.language.queries import Query, Term, Word
from kwalcode.project.study import Study
from kwalcode.store.tables import SEARCH_INDEX

SHIFT = 24
_POSITION = (1 << SHIFT) - 1
_BATCH_CHARACTERS = 1_000_000
_MOST_WORDS = 40
"""More words do not make the choice of turns much smaller, but the question to SQLite long."""

# Signs that no folded word holds, since what is not ASCII is spelled with them.
_ESCAPE, _ACCENTED = "þ", "ð"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ESCAPED = re.compile(f"{_ESCAPE}([0-9a-f]+){_ESCAPE}")

_MISSING = """
SELECT id, content_id FROM documents d WHERE NOT EXISTS (
    SELECT 1 FROM search_documents s WHERE s.document_id = d.id AND s.content_id = d.content_id)
ORDER BY position, id
"""
_TEXT = "SELECT sha256, text FROM content WHERE id = ?"
_TURNS = "SELECT position, speech_start, speech_end FROM turns WHERE document_id = ?"
_STILL_SO = """
SELECT 1 FROM documents d JOIN content c ON c.id = d.content_id
WHERE d.id = ? AND d.content_id = ? AND c.sha256 = ?
"""
_HAS_MODULE = "SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"
_HAS_INDEX = "SELECT 1 FROM sqlite_master WHERE name = 'search_index'"
_STALE = """
SELECT COUNT(*) > 100 + (SELECT COUNT(*) FROM documents) FROM search_documents s
WHERE NOT EXISTS (SELECT 1 FROM documents d
                  WHERE d.id = s.document_id AND d.content_id = s.content_id)
"""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text ready to go in: whose it is, as it was read, and what is indexed of each turn."""

    document: int
    content: int
    sha256: bytes
    rows: Sequence[tuple[int, str]]


def refresh(
    study: Study,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Index the texts that are not indexed yet; return how many there were.

    In short transactions, so that others can write meanwhile; broken off, the rest is done the
    next time. A study that cannot be written to is left as it is. `progress` gets how many
    texts are done, of how many.
    """
    done = 0
    left = _missing(study)
    total = left
    while left and not cancelled():
        refresh_some(study)
        left, before = _missing(study), left
        if left >= before:  # another program adds, or erases, as fast
            break
        done = total - left
        if progress is not None:
            progress(done, total)
    return done


def refresh_some(study: Study) -> bool:
    """Index the next texts, as many as take a moment; tell whether others are left."""
    if not study.writable:
        return False
    with study.reading() as connection:
        if not _available(connection):
            return False
        texts = list(_batch(connection))
    if not texts:
        return False
    with study.writing() as connection:
        connection.exec_driver_sql(SEARCH_INDEX)
        if connection.exec_driver_sql(_STALE).scalar():
            clear(connection)
        for text in texts:
            _put_in(connection, text)
    return _missing(study) > 0


def clear(connection: Connection) -> None:
    """Empty the index, as part of an act; the next search makes it anew."""
    if indexed(connection):
        connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    connection.exec_driver_sql("DELETE FROM search_documents")


def indexed(connection: Connection) -> bool:
    """Tell whether there is an index that this machine's SQLite can read."""
    return _available(connection) and bool(connection.exec_driver_sql(_HAS_INDEX).scalar())


def numbers(connection: Connection) -> dict[tuple[int, int], int]:
    """Return the number in the index of each (document id, content id)."""
    sql = "SELECT document_id, content_id, id FROM search_documents"
    return {(document, text): number for document, text, number in connection.exec_driver_sql(sql)}


def turns_with(connection: Connection, wanted: str) -> dict[int, list[int]]:
    """Return by number in the index the positions of the turns that fit `wanted` (`question`).

    Of all texts at once: asked text by text, SQLite would look up every word each time that
    begins as wanted.
    """
    sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?"
    result = connection.exec_driver_sql(sql, (wanted,))
    found: dict[int, list[int]] = {}
    for row in result.scalars():
        found.setdefault(row >> SHIFT, []).append(row & _POSITION)
    return found


def question(query: Query) -> str:
    """Return what to ask the index for a query: its turns and perhaps some more.

    "" when the index cannot help: for signs that are no words, and for patterns.
    """
    asked = [part for term in query.terms for part in _asked(term)]
    longest = sorted(dict.fromkeys(asked), key=len, reverse=True)[:_MOST_WORDS]
    return " AND ".join(longest)


def occurring(connection: Connection) -> set[str]:
    """Return the distinct words of the index, in small letters and with their accents."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words"
        " USING fts5vocab('main', 'search_index', 'row')"
    )
    terms = connection.exec_driver_sql("SELECT term FROM temp.search_words").scalars()
    return {_spelled_out(term.removeprefix(_ACCENTED)) for term in terms}


def occurring_in(speech: Iterable[str]) -> set[str]:
    """Return the distinct words of some texts, as `occurring` does."""
    found: set[str] = set()
    for text in speech:
        found.update(WORD.findall(fold(text).text), _accented(text))
    return found


def _asked(term: Term) -> list[str]:
    """Return the conditions that a turn with this term fulfils."""
    words = term.words
    if words and all(len(w.forms) == 1 for w in words) and not any(w.prefix for w in words[:-1]):
        phrase = " ".join(_in_ascii(word.forms[0]) for word in words)
        return [f'"{phrase}"{" *" if words[-1].prefix else ""}']
    return [_any_form(word) for word in words]


def _any_form(word: Word) -> str:
    star = " *" if word.prefix else ""
    forms = [f'"{_in_ascii(form)}"{star}' for form in word.forms]
    return f"({' OR '.join(forms)})"


def _available(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql(_HAS_MODULE).scalar())


def _missing(study: Study) -> int:
    with study.reading() as connection:
        if not study.writable or not _available(connection):
            return 0
        return len(connection.exec_driver_sql(_MISSING).all())


def _batch(connection: Connection) -> Iterator[_Text]:
    size = 0
    for document, content in connection.exec_driver_sql(_MISSING).all():
        sha256, text = connection.exec_driver_sql(_TEXT, (content,)).one()
        turns = connection.exec_driver_sql(_TURNS, (document,))
        rows = [(position, _words_in(text[start:end])) for position, start, end in turns]
        yield _Text(document, content, sha256, rows)
        size += len(text)
        if size > _BATCH_CHARACTERS:
            break


def _put_in(connection: Connection, text: _Text) -> None:
    """Index one text, unless another program did, or the text was changed since it was read."""
    place = (text.document, text.content)
    if not connection.exec_driver_sql(_STILL_SO, (*place, text.sha256)).scalar():
        return
    made = connection.exec_driver_sql(
        "INSERT OR IGNORE INTO search_documents (document_id, content_id) VALUES (?, ?)"
        " RETURNING id",
        place,
    ).scalar()
    if made is None or not text.rows:
        return
    first = made << SHIFT
    connection.exec_driver_sql(
        "INSERT INTO search_index (rowid, text) VALUES (?, ?)",
        [(first + position, words) for position, words in text.rows],
    )


def _words_in(speech: str) -> str:
    """Return what is indexed of a turn: its words, then as words of their own those with accents.

    No phrase goes from the former to the latter, since no query holds the sign of the latter.
    """
    folded = fold(speech).text
    if folded.isascii():
        words = folded.replace("\x00", " ")
    else:
        words = " ".join(map(_in_ascii, WORD.findall(folded)))
    accented = "".join(f" {_ACCENTED}{_in_ascii(word)}" for word in _accented(speech))
    return words + accented


def _accented(speech: str) -> Collection[str]:
    if speech.isascii():
        return ()
    return dict.fromkeys(w for w in words_with_accents(speech) if not w.isascii())


def _in_ascii(word: str) -> str:
    """Spell a folded word so that SQLite takes it for one word; beginnings stay beginnings."""
    return _NOT_ASCII.sub(lambda match: f"{_ESCAPE}{ord(match[0]):x}{_ESCAPE}", word)


def _spelled_out(word: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), word)
