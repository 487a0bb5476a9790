"""The texts that a document had before, as far as they are still told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.store.tables import content, document_versions
from kwalcode.transcripts.blocks import MASK, same_but_for_masks


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


def readable_texts(connection: Connection, document: int, text: str) -> Iterator[Earlier]:
    """Yield the same, for what waits to be shown in, but for those of which words were blacked out
    since; `text` is the present one."""
    found = earlier_texts(connection, document)
    for at, one in enumerate(found):
        later = [*(two.text for two in found[at + 1 :]), text]
        if not any(MASK in two and same_but_for_masks(one.text, two) for two in later):
            yield one
