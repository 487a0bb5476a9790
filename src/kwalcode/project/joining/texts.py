"""Documents whose texts differ in two copies: first both get one text, then rows are compared.

Ranges mean nothing between two texts. The copy whose text does not hold is corrected to the one
that does, by the same act as any correction: what is on words that stayed comes along, what is
on changed words waits for a decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kwalcode.i18n import _
from kwalcode.project.correcting.preparing import Correction, prepare_as_there
from kwalcode.project.correcting.versions import CORRECTING, JOIN, exchanged
from kwalcode.project.erasing.blacking import MASK
from kwalcode.project.history import journal
from kwalcode.project.history.journal import REDO, UNDO, Entry, base_of
from kwalcode.project.joining.choices import Choices, Conflict, Take, conflict_id
from kwalcode.project.joining.details import Stamp
from kwalcode.project.joining.ledger import Ledger
from kwalcode.project.reads.documents import text_of
from kwalcode.spans import Range
from kwalcode.store.tables import documents
from kwalcode.transcripts.difference import Alignment


@dataclass(frozen=True, slots=True)
class Differing:
    """A document with another text in each copy: its UUID and name, its ids here and there.

    `ours` tells whose text holds; `changed` what stayed, where one of the texts only has a
    passage blacked out.
    """

    uuid: bytes
    name: str
    here: int
    there: int
    ours: bool
    changed: Alignment | None = None
    conflict: Conflict | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy with its journal, and the hashes of the entries that the other one knows."""

    connection: Connection
    ledger: Ledger
    known: Set[bytes]


def differing(
    ours: Copy, theirs: Copy, aliases: Mapping[tuple[str, bytes], bytes], choices: Choices
) -> list[Differing]:
    """Return the documents that both copies have, with different texts, and whose holds."""
    mine, other = _documents(ours.connection, aliases), _documents(theirs.connection, aliases)
    pairs = [(u, mine[u], other[u]) for u in mine.keys() & other.keys()]
    pairs = [(u, one, two) for u, one, two in pairs if one.text_sha256 != two.text_sha256]
    if not pairs:
        return []
    found = []
    changes = [
        _text_stamps(copy, {uuid: one.id for uuid, one in own.items()})
        for copy, own in ((ours, mine), (theirs, other))
    ]
    for uuid, one, two in sorted(pairs):
        texts = (text_of(ours.connection, one.id), text_of(theirs.connection, two.id))
        blacked = _blacked(one.name, texts)
        if blacked is not None:
            same, note = blacked
            found.append(Differing(uuid, one.name, one.id, two.id, True, same, None, note))
            continue
        stamps = changes[0].get(one.id), changes[1].get(two.id)
        number = conflict_id("text", "documents", uuid, "text")
        holds = _ours_holds(*stamps, choices, number)
        conflict = _told(number, one.name, *stamps, ours=holds)
        found.append(Differing(uuid, one.name, one.id, two.id, holds, None, conflict))
    return found


def correction(found: Differing, wrong: Connection, right: Connection) -> Correction:
    """Return the correction of the copy whose text does not hold to the text that does."""
    ids = (found.there, found.here) if found.ours else (found.here, found.there)
    return prepare_as_there(wrong, ids[0], right, ids[1], found.changed)


class _InPlace(Alignment):
    """Two versions of which one has words blacked out: everything keeps its place."""

    def carried(self, passage: Range) -> Range | None:
        """Return the passage itself, also where it begins within what was a word."""
        return passage


@dataclass(frozen=True, slots=True, order=True)
class _Document:
    id: int
    name: str
    text_sha256: bytes


def _documents(
    connection: Connection, aliases: Mapping[tuple[str, bytes], bytes]
) -> dict[bytes, _Document]:
    d = documents.c
    rows = connection.execute(select(d.uuid, d.id, d.name, d.text_sha256))
    return {
        aliases.get(("documents", row.uuid), row.uuid): _Document(row.id, row.name, row.text_sha256)
        for row in rows
    }


def _text_stamps(copy: Copy, ids: Mapping[bytes, int]) -> dict[int, Stamp]:
    """Return when documents (ids) got their text, in entries that the other copy does not know:
    by a correction, or by a decision in a join."""
    found: dict[int, Stamp] = {}
    for entry in copy.ledger.entries:
        if entry.hash in copy.known or entry.blanked:
            continue
        if entry.name not in (*CORRECTING, UNDO, REDO):
            continue
        base = base_of(copy.connection, entry)
        if base.name == JOIN and (entry.name != JOIN or entry.id in copy.ledger.undone):
            continue  # a join that was undone is as if it had never been
        if base.name in CORRECTING and not base.blanked:
            stamp = _stamp(copy, entry, base)
            for document, _before, _after in exchanged(journal.images(copy.connection, base.id)):
                found[document] = max(stamp, found.get(document, stamp))
        if entry.id in copy.ledger.joins and entry.id not in copy.ledger.undone:
            for table, uuid, column in copy.ledger.joins[entry.id].decided:
                if (table, column) == ("documents", "text_sha256") and uuid in ids:
                    found[ids[uuid]] = (entry.time, entry.hash)
    return found


def _stamp(copy: Copy, entry: Entry, base: Entry) -> Stamp:
    """Return when a text came to be; one that a join brought is as old as there."""
    if base.name == JOIN and base.id in copy.ledger.joins:
        stamps = copy.ledger.joins[base.id].stamps
        brought = [
            s for (t, _key, c), s in stamps.items() if (t, c) == ("documents", "text_sha256")
        ]
        if brought:
            return max(brought)
    return (entry.time, entry.hash)


def _blacked(name: str, texts: tuple[str, str]) -> tuple[Alignment, str] | None:
    """Return what stayed where one text is the other one with passages blacked out.

    Everything keeps its place then, and our text holds: what was erased here does not come
    back, and what was erased there must be erased here by who may decide it.
    """
    ours, theirs = texts
    if len(ours) != len(theirs):
        return None
    apart = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    same = _InPlace(theirs, ours, [(0, 0, len(ours))])
    if all(a == MASK for a, _b in apart):
        return same, ""
    if all(b == MASK for _a, b in apart):
        return same, _(
            "A passage of {name} was erased in the copy. If it must be erased here too, use"
            " 'kwalcode erase'."
        ).format(name=name)
    return None


def _ours_holds(mine: Stamp | None, yours: Stamp | None, choices: Choices, number: str) -> bool:
    """Tell whose text holds: a correction beats what was not corrected, unless that very
    conflict was decided otherwise."""
    choice = choices.of("text", number)
    if number in choices.by_id and choice != "newest":
        return choice == "ours"
    if mine is None or yours is None:
        return yours is None
    return mine > yours if choice == "newest" else choice == "ours"


def _told(
    number: str, name: str, mine: Stamp | None, yours: Stamp | None, *, ours: bool
) -> Conflict:
    told = [
        _("corrected {time}").format(time=stamp[0][:16].replace("T", " ")) if stamp else
        _("not corrected")
        for stamp in (mine, yours)
    ]  # fmt: skip
    side: Take = "ours" if ours else "theirs"
    return Conflict(number, "text", _("document"), name, _("text"), told[0], told[1], side)
