"""The texts that a document had before, as far as they are still told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.store.tables import content, document_versions


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier text of a document, and the id that it is stored by (content)."""

    content: int
    text: str


def earlier_texts(connection: Connection, document: int) -> list[Earlier]:
    """Return the texts that a document had, the first one first; without those that were erased."""
    v = document_versions.c
    chosen = (
        select(content.c.id, content.c.text)
        .join(document_versions, content.c.id == v.content_id)
        .where(v.document_id == document, content.c.text != "")
        .order_by(v.version)
    )
    return [Earlier(*row) for row in connection.execute(chosen)]
