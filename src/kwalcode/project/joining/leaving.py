"""What waits in a text that was erased must not bring that text back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from kwalcode.i18n import _
from kwalcode.project.correcting.earlier import Earlier, earlier_texts, readable_texts
from kwalcode.project.correcting.versions import CORRECTING
from kwalcode.project.correcting.waiting import waiting_uuid
from kwalcode.project.history import journal
from kwalcode.project.joining.keeping import Two
from kwalcode.project.joining.merged import Merged
from kwalcode.project.joining.shapes import SHAPES, Key, Shape, Values
from kwalcode.project.joining.telling import Teller
from kwalcode.project.reads.documents import text_of
from kwalcode.store.tables import content, documents
from kwalcode.transcripts.blocks import MASK, same_but_for_masks
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.masking import aligned, masked

Ways = list[tuple[Earlier, Alignment]]


def leave_erased(two: Two, merged: Merged) -> None:
    """Let what waits there wait in our text, where that is the same but for blocks; where anything
    of its document may have been erased here, leave what is on other texts that we do not have
    behind, and decisions that were made in them."""
    if not two.we_heard.erased:
        return
    leaving = _Leaving(two, frozenset(two.ours.names["content"].values()))
    teller = Teller(two.ours, two.theirs)
    for name in ("uncarried", "reopened"):
        shape, rows = SHAPES[name], two.theirs.rows[name]
        before = list(rows.items())
        rows.clear()
        for key, values in before:
            found = leaving.taken(shape, key, values)
            if found is not None:
                rows[found[0]] = found[1]
                continue
            two.left.add(key)
            if name == "uncarried":
                place = teller.name("documents", values[shape.at("document_id")])
                merged.lost.append(
                    _("A coding or memo on a passage of {name} that was erased here.").format(
                        name=place
                    )
                )


@dataclass(slots=True)
class _Leaving:
    """What of theirs may come; `known` are the digests of our texts."""

    two: Two
    known: frozenset[Key]
    whole: dict[Key, bool] = field(default_factory=dict)
    ways: dict[tuple[Key, bytes], Ways] = field(default_factory=dict)

    def taken(self, shape: Shape, key: Key, row: Values) -> tuple[Key, Values] | None:
        """Return the UUID and the row of what waits, or was decided, as they come; None when it
        is left behind."""
        document, text = row[shape.at("document_id")], row[shape.at("content_id")]
        if text in self.known:
            return key, row
        ours = next(_blacked_out(self.two, text), None)
        if ours is not None:
            at = shape.at("content_id")
            return key, (*row[:at], ours, *row[at + 1 :])
        if document not in self.whole:
            self.whole[document] = _is_whole(self.two, document)
        if self.whole[document]:
            return key, row
        return self._elsewhere(key, row) if shape.name == "uncarried" else None

    def _elsewhere(self, key: Key, row: Values) -> tuple[Key, Values] | None:
        """Return the same in the first of our earlier texts in which its words stand."""
        shape = SHAPES["uncarried"]
        document, text, first, last = (
            shape.at(column) for column in ("document_id", "content_id", "start", "end")
        )
        at = row[document], row[text]
        if at not in self.ways:
            self.ways[at] = _ways(self.two, *at)
        for one, way in self.ways[at]:
            place = way.carried((row[first], row[last]), longer=True)
            if place is not None:
                found = list(row)
                found[text] = self.two.ours.names["content"][one.content]
                found[first], found[last] = place
                return _renamed(key, one.text, tuple(found)), tuple(found)
        return None


def _ways(two: Two, document: Key, sha256: bytes) -> Ways:
    """Return our earlier texts of a document, the first one first, and what of a text of theirs, by
    its digest, stayed in each."""
    number = two.ours.ids["documents"].get(document)
    if number is None:
        return []
    connection = two.ours.connection
    theirs = _text(two.theirs.connection, sha256)
    known = list(readable_texts(connection, number, text_of(connection, number)))
    texts = [one.text for one in known]
    return [(one, aligned(theirs, one.text, texts)) for one in known]


def _is_whole(two: Two, document: Key) -> bool:
    """Tell whether nothing of a document was ever erased here: no blocks are in it, and all texts
    that it had are told."""
    number = two.ours.ids["documents"].get(document)
    if number is None:
        return not two.erased_here(SHAPES["documents"], document)
    connection = two.ours.connection
    if any(one.blanked and one.name in CORRECTING for one in journal.entries(connection)):
        return False  # of a correction that was undone too
    texts = [one.text for one in earlier_texts(connection, number)]
    version = connection.scalar(select(documents.c.version).where(documents.c.id == number))
    texts.append(text_of(connection, number))
    return len(texts) == version and not any(MASK in text for text in texts)


def _renamed(key: Key, text: str, row: Values) -> Key:
    """Return the UUID of what waits, in another text and place: that of a coding or mark stays."""
    shape = SHAPES["uncarried"]
    kind, document, details = (row[shape.at(c)] for c in ("kind", "document_id", "details"))
    told = json.loads(details)
    finding = told.get("finding")
    of = bytes.fromhex(finding) if finding else row[shape.at("memo_id")]
    if of is None or kind in ("coding", "mark"):
        return key
    place = (row[shape.at("start")], row[shape.at("end")])
    return waiting_uuid(of, kind, document, text, place, told)


def wait_blacked_out(two: Two, merged: Merged) -> None:
    """Let what waits for a decision wait in a text with blocks where its document has them by now,
    whichever side blacked the words out."""
    blacked: dict[tuple[bytes, bytes], bytes] = {}
    for table in ("uncarried", "reopened"):
        _blacked_out_in(two, merged, SHAPES[table], blacked)


def _blacked_out_in(
    two: Two, merged: Merged, shape: Shape, blacked: dict[tuple[bytes, bytes], bytes]
) -> None:
    rows = merged.rows[shape.name]
    at, document = shape.at("content_id"), shape.at("document_id")
    sha256 = SHAPES["documents"].at("text_sha256")
    for key, values in list(rows.items()):
        there = merged.rows["documents"].get(values[document])
        if there is None:
            continue
        both = values[at], there[sha256]
        if both not in blacked:
            old, now = (_either(two, digest) for digest in both)
            between = _versions(two, values[document]) if MASK in now else ()
            text, blacked[both] = masked(old, now, between), both[0]
            if text != old:
                blacked[both] = hashlib.sha256(text.encode()).digest()
                merged.texts[blacked[both]] = text
        rows[key] = (*values[:at], blacked[both], *values[at + 1 :])


def _versions(two: Two, document: bytes) -> Iterator[str]:
    """Yield the texts that a document had in either copy."""
    for side in (two.ours, two.theirs):
        for number, key in side.names["documents"].items():
            if key == document:
                yield from (one.text for one in earlier_texts(side.connection, number))


def _either(two: Two, digest: bytes) -> str:
    """Return the text of that digest, of whichever side has it."""
    return _text(two.ours.connection, digest) or _text(two.theirs.connection, digest)


def _blacked_out(two: Two, sha256: bytes) -> Iterator[bytes]:
    """Yield the digests of our texts that are theirs, by its digest, with blocks in it."""
    theirs = _text(two.theirs.connection, sha256)
    same = select(content.c.sha256, content.c.text).order_by(content.c.id)
    for row in two.ours.connection.execute(same):
        if row.text and same_but_for_masks(row.text, theirs):
            yield row.sha256


def _text(connection: Connection, sha256: bytes) -> str:
    return connection.scalar(select(content.c.text).where(content.c.sha256 == sha256)) or ""
