"""Rows as they were before the last join made them fit each other.

A join puts together what was done in two copies, and then makes all fit: what is on merged codes
goes on the codes they were merged into, of two rows in one place one goes, what others need comes
back. What fits depends on all there is. So the next join begins from the rows as they were put
together: otherwise it would tell in which order copies are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from kwalcode.project.correcting.earlier import earlier_texts
from kwalcode.project.correcting.versions import JOIN
from kwalcode.project.history import journal
from kwalcode.project.history.images import Image
from kwalcode.project.history.journal import REDO, UNDO
from kwalcode.project.joining.details import Fit
from kwalcode.project.joining.ledger import Ledger
from kwalcode.project.joining.shapes import Key, Shape, Values
from kwalcode.project.reads.documents import text_of
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.masking import aligned

if TYPE_CHECKING:
    from kwalcode.project.joining.side import Side


@dataclass(frozen=True, slots=True)
class Loosening:
    """What the last join did for all to fit, and what acts since then changed, by table; `ways`
    lead from texts of then to those of now."""

    fits: dict[str, list[Fit]] = field(default_factory=dict)
    since: dict[str, list[Image]] = field(default_factory=dict)
    ways: dict[tuple[bytes, bytes], Alignment | None] = field(default_factory=dict)

    def loosen(self, side: Side, shape: Shape, rows: dict[Key, Values]) -> dict[Key, Values | None]:
        """Take back in the rows of a table what the join did for all to fit, where nobody went on
        from there; return what these rows are in the file (None: not there)."""
        fitted: dict[Key, Values | None] = {}
        touched: set[Key] | None = None
        for fit in self.fits.get(shape.name, ()):
            key = side.renewed_key(shape, fit.key)
            if fit.changed:
                if key in rows:
                    fitted[key] = rows[key]
                    rows[key] = _before(side, shape, rows[key], fit)
                continue
            if touched is None:
                touched = set(self._touched(side, shape))
            if fit.row is None:
                if key in rows and key not in touched:
                    fitted[key] = rows.pop(key)
            elif self._placed(side, shape, fit):
                continue
            elif key not in rows and side.renewed(shape.name, fit.same) not in touched:
                row = self._carried(side, shape, side.renewed_row(shape, fit.row), fit.text)
                if row is not None:
                    fitted[key], rows[key] = None, row
                    if fit.same is None:
                        side.left_out.add((shape.name, key))
        return fitted

    def _placed(self, side: Side, shape: Shape, fit: Fit) -> bool:
        """Tell whether this row waited, as one with another one that was put back since, as its
        words are there again: then they are one there too."""
        if shape.name != "uncarried" or fit.same is None:
            return False
        same = side.renewed(shape.name, fit.same)
        return same in side.rows["codings"] and same not in side.rows["uncarried"]

    def _carried(self, side: Side, shape: Shape, row: Values, text: bytes | None) -> Values | None:
        """Return a row where it is by now in its text, None when its words were changed."""
        if text is None:
            return row
        at = shape.at("quotation_id")
        document, start, end = row[at]
        if document not in side.rows["documents"]:
            return row
        if (document, text) not in self.ways:
            self.ways[document, text] = way_since(side, document, text)
        way = self.ways[document, text]
        found = None if way is None else way.carried((start, end))
        return None if found is None else (*row[:at], (document, *found), *row[at + 1 :])

    def _touched(self, side: Side, shape: Shape) -> Sequence[Key]:
        """Return the rows of a table that acts since the join changed."""
        found: list[Key] = []
        for image in self.since.get(shape.name, ()):
            for row in image.before + image.after:
                if shape.keyed:
                    found.append(side.key(shape, row[: image.keys]))
                    continue
                found.append(side.names[shape.name].get(row[0]))
                if "uuid" in image.columns:
                    uuid = row[image.columns.index("uuid")]
                    found.append(side.renewed(shape.name, uuid))
        return found


def way_since(side: Side, document: bytes, text: bytes) -> Alignment | None:
    """Return how a document's text of then, by its digest, became the present one; None when it
    was erased."""
    number = next(n for n, key in side.names["documents"].items() if key == document)
    now = text_of(side.connection, number)
    earlier = [one.text for one in earlier_texts(side.connection, number)]
    then = next((one for one in (now, *earlier) if sha256(one.encode()).digest() == text), None)
    return None if then is None else aligned(then, now, earlier)


def _before(side: Side, shape: Shape, row: Values, fit: Fit) -> Values:
    found = list(row)
    for column, before, after in fit.changed:
        at = shape.at(column)
        if before is None and isinstance(after, str):
            found[at] = found[at].removesuffix(after)
        elif found[at] == side.renewed_value(shape, column, after):
            found[at] = side.renewed_value(shape, column, before)
    return tuple(found)


def loosening(connection: Connection, ledger: Ledger) -> Loosening:
    """Return what the last join of a copy did for all to fit, if it has joined anything."""
    last = ledger.last_join
    found = Loosening()
    if last is None:
        return found
    for fit in ledger.joins[last].fits:
        found.fits.setdefault(fit.table, []).append(fit)
    for entry in ledger.entries if found.fits else ():
        if entry.id <= last or entry.name == JOIN:
            continue
        base = entry
        if entry.name in (UNDO, REDO):
            base = journal.base_of(connection, entry)
        if base.name == JOIN or base.blanked:
            continue
        for image in journal.images(connection, base.id):
            if image.table in found.fits:
                found.since.setdefault(image.table, []).append(image)
    return found
