"""The passages that rows are on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from kwalcode.project.acts.coding import core_of
from kwalcode.project.history.images import Row
from kwalcode.project.history.rows import chunks
from kwalcode.project.identity import new_uuids
from kwalcode.project.joining.shapes import Key, Place, Shape, Values
from kwalcode.project.joining.side import Side
from kwalcode.project.reads.documents import text_of
from kwalcode.store.tables import quotations


def places_of(shape: Shape, key: Key, values: Values) -> Iterator[Place]:
    """Yield the passage that a row is on, if it is on one."""
    if "quotation_id" in shape.keys:
        yield key[shape.keys.index("quotation_id")]
    elif "quotation_id" in shape.columns:
        yield values[shape.at("quotation_id")]
    elif shape.name == "memos" and values[shape.at("about")] == "quotation":
        yield values[shape.at("about_id")]


def read_passages(side: Side, places: Sequence[Place]) -> Iterator[tuple[Place, Row]]:
    """Yield passages of a side by their places: UUID and range without white space at the edges."""
    q = quotations.c
    for part in chunks(places, 900):
        ids = {side.quotations[place]: place for place in part}
        chosen = select(q.id, q.uuid, q.core_start, q.core_end).where(q.id.in_(ids))
        for number, *found in side.connection.execute(chosen.order_by(q.id)):
            yield ids[number], tuple(found)


def new_passages(ours: Side, theirs: Side, places: Sequence[Place]) -> Iterator[tuple[Place, Row]]:
    """Yield the same of passages that neither side has any more, made anew."""
    for place, uuid in zip(places, new_uuids(len(places)), strict=True):
        document, start, end = place
        side = ours if document in ours.rows["documents"] else theirs
        number = next(n for n, key in side.names["documents"].items() if key == document)
        yield place, (uuid, *core_of(text_of(side.connection, number), start, end))
