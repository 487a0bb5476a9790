"""The texts that are searched: their words, and what tells that they changed."""

from __future__ import annotations

from sqlalchemy import Connection

from kwalcode.project.reads.documents import document_groups_of
from kwalcode.project.search import index

TEXT = "SELECT text FROM content WHERE id = ?"
TURNS = """
SELECT position, speech_start, speech_end, speaker_id FROM turns WHERE document_id = ?
ORDER BY position
"""


def texts_state(connection: Connection) -> int:
    """Return a number that changes when what a search without codings finds may have changed."""
    texts = connection.exec_driver_sql(
        "SELECT d.id, d.position, d.respondent_id, c.sha256 FROM documents d"
        " JOIN content c ON c.id = d.content_id ORDER BY d.position, d.id"
    )
    voices = connection.exec_driver_sql("SELECT id, role, respondent_id FROM speakers ORDER BY id")
    groups = [(group.id, group.documents) for group in document_groups_of(connection)]
    return hash((tuple(map(tuple, texts)), tuple(map(tuple, voices)), tuple(groups)))


def vocabulary(connection: Connection) -> set[str]:
    """Return the distinct words of all texts; those not indexed are read."""
    known = index.numbers(connection) if index.indexed(connection) else {}
    words = index.occurring(connection) if known else set()
    for document, content in connection.exec_driver_sql("SELECT id, content_id FROM documents"):
        if (document, content) not in known:
            text = connection.exec_driver_sql(TEXT, (content,)).scalar_one()
            turns = connection.exec_driver_sql(TURNS, (document,))
            words |= index.occurring_in(text[turn[1] : turn[2]] for turn in turns)
    return words
