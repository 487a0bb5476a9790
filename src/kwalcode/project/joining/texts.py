"""Documents whose texts differ in two copies: first both get one text, then rows are compared.

Ranges mean nothing between two texts. The copy whose text does not hold is corrected to the one
that does, by the same act as any correction: what is on words that stayed comes along, what is
on changed words waits for a decision. What one of them erased is blacked out in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select

from kwalcode.i18n import _
from kwalcode.project.correcting.earlier import earlier_texts
from kwalcode.project.correcting.preparing import Correction, prepare_as_there
from kwalcode.project.correcting.versions import CORRECT, CORRECTING, REPLACE, exchanged
from kwalcode.project.history import journal
from kwalcode.project.history.journal import REDO, UNDO, base_of
from kwalcode.project.joining.choices import Choices, Conflict, Take, conflict_id
from kwalcode.project.joining.details import Stamp
from kwalcode.project.joining.ledger import Ledger
from kwalcode.project.reads.documents import text_of
from kwalcode.store.tables import documents
from kwalcode.transcripts.blocks import MASK, same_but_for_masks
from kwalcode.transcripts.masking import aligned, masked

_CORRECTING = (CORRECT, REPLACE)


@dataclass(frozen=True, slots=True)
class Differing:
    """A document with another text in each copy: its UUID, its ids here and there.

    `ours` tells whose text holds; `text` is the one that both get: that one, with blocks where
    the other copy erased a passage. `changed` tells whether the text here and there becomes
    another one; `stamps` when the texts came to be; `erased` whether a passage was erased there;
    `others` are all texts that the copies have of it, `theirs` those that it had there on the way
    from one that we know, the first one first; none where anything was ever erased: it may be that
    which must not come back.
    """

    uuid: bytes
    here: int
    there: int
    ours: bool
    text: str
    changed: tuple[bool, bool]
    stamps: tuple[Stamp | None, Stamp | None]
    erased: bool
    others: frozenset[str]
    theirs: tuple[str, ...]
    conflict: Conflict | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy with its journal, and the hashes of the entries that the other one knows."""

    connection: Connection
    ledger: Ledger
    known: Set[bytes]

    @property
    def erased(self) -> bool:
        """Tell whether something was erased here, or in a copy joined here, that the other one
        does not know of."""
        return not self.ledger.erasures <= self.known


def differing(
    ours: Copy, theirs: Copy, aliases: Mapping[tuple[str, bytes], bytes], choices: Choices
) -> list[Differing]:
    """Return the documents that both copies have, with different texts, and whose holds."""
    mine, other = _documents(ours.connection, aliases), _documents(theirs.connection, aliases)
    pairs = [(u, mine[u], other[u]) for u in mine.keys() & other.keys()]
    pairs = [(u, one, two) for u, one, two in pairs if one.text_sha256 != two.text_sha256]
    if not pairs:
        return []
    changes = [_text_stamps(copy, own, aliases) for copy, own in ((ours, mine), (theirs, other))]
    return [
        _settled((ours, theirs), uuid, (one, two), (changes[0].get(uuid), changes[1].get(uuid)),
                 choices)
        for uuid, one, two in sorted(pairs)
    ]  # fmt: skip


def _settled(
    copies: tuple[Copy, Copy],
    uuid: bytes,
    shown: tuple[_Document, _Document],
    stamps: tuple[Stamp | None, Stamp | None],
    choices: Choices,
) -> Differing:
    """Return which text of a document holds, and what both copies get."""
    name = shown[0].name
    texts = [text_of(copy.connection, one.id) for copy, one in zip(copies, shown, strict=True)]
    earlier = [
        [*(known.text for known in earlier_texts(copy.connection, one.id)), now]
        for copy, one, now in zip(copies, shown, texts, strict=True)
    ]
    others = frozenset({*earlier[0], *earlier[1]})
    number = conflict_id("text", "documents", uuid, "text")
    ours = _ours_holds(*stamps, choices, number)
    conflict = None
    if same_but_for_masks(*texts):
        text = masked(*texts)
    else:
        conflict = _conflict(number, name, *stamps, ours=ours)
        text = texts[not ours]
        for one in _erased_texts(copies[ours], uuid, shown[ours].id):
            text = masked(text, one, others)
    note = ""
    if text.count(MASK) > texts[0].count(MASK):
        note = _(
            "A passage of {name} was erased in the copy and is blacked out here too. The history"
            " of this study still tells it: 'kwalcode erase --document NAME --versions' ends that."
        ).format(name=name)
    told = any(stamps)  # then turns and sentences too are those of the text that holds
    changed = texts[0] != text or (told and not ours), texts[1] != text or (told and ours)
    here, there = shown[0].id, shown[1].id
    erased = MASK in texts[1] and copies[1].erased
    whole = not any(copy.ledger.erasures for copy in copies) and not any(MASK in o for o in others)
    new = tuple(one for one in earlier[1] if whole and one not in {*earlier[0], text})
    return Differing(
        uuid, here, there, ours, text, changed, stamps, erased, others, new, conflict, note
    )


def _erased_texts(copy: Copy, uuid: bytes, number: int) -> list[str]:
    """Return the texts of a document (id) in which a passage was erased, unknown to the other
    copy: the first one with blocks and, where a joined copy erased too, those with more of them in
    the same words. The others only carry them along."""
    if not copy.erased:
        return []
    texts = [*(one.text for one in earlier_texts(copy.connection, number)),
             text_of(copy.connection, number)]  # fmt: skip
    others = uuid in copy.ledger.details.erased
    found: list[str] = []
    for before, text in pairwise(["", *texts]):
        if MASK in text and (not found or (others and same_but_for_masks(before, text))):
            found.append(text)
    return found


def correction(found: Differing, copies: tuple[Connection, Connection], ours: bool) -> Correction:
    """Return the correction of one of the copies (ours and theirs) to the text that holds."""
    ids = found.here, found.there
    wrong, right = int(not ours), int(not found.ours)
    old = text_of(copies[wrong], ids[wrong])
    changed = aligned(old, found.text, found.others)
    return prepare_as_there(copies[wrong], ids[wrong], copies[right], ids[right], changed)


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
    return {aliases.get(("documents", row.uuid), row.uuid): _Document(*row[1:]) for row in rows}


def _text_stamps(
    copy: Copy, shown: Mapping[bytes, _Document], aliases: Mapping[tuple[str, bytes], bytes]
) -> dict[bytes, Stamp]:
    """Return when documents (UUIDs) got their text, in entries that the other copy does not know:
    by a correction, here or in a copy that was joined, or by a decision in a join."""
    found = _corrected(copy, {one.id: uuid for uuid, one in shown.items()})
    noted = list(copy.ledger.details.stamps.items())
    for entry in copy.ledger.entries:
        if entry.hash not in copy.known and entry.id in copy.ledger.joins:
            decided = copy.ledger.joins[entry.id].decided
            noted += [(place, (entry.time, entry.hash)) for place in decided]
    for (table, uuid, column), stamp in noted:
        if (table, column) == ("documents", "text_sha256") and stamp[1] not in copy.known:
            uuid = aliases.get(("documents", uuid), uuid)
            found[uuid] = max(stamp, found.get(uuid, stamp))
    return found


def _corrected(copy: Copy, uuids: Mapping[int, bytes]) -> dict[bytes, Stamp]:
    """Return when documents (UUIDs, by their ids) were corrected in the copy itself."""
    found: dict[bytes, Stamp] = {}
    blanked: Stamp | None = None
    for entry in copy.ledger.entries:
        if entry.hash in copy.known or entry.name not in (*_CORRECTING, UNDO, REDO):
            continue
        stamp = (entry.time, entry.hash)
        base = base_of(copy.connection, entry)
        if base.name not in _CORRECTING:
            continue
        if base.blanked:
            blanked = stamp
            continue
        for number, _before, _after in exchanged(journal.images(copy.connection, base.id)):
            if number in uuids:
                found[uuids[number]] = stamp
    if blanked is not None:  # by an erasure: which texts that was is not told any more
        d = documents.c
        told = _told(copy)
        for number in copy.connection.scalars(select(d.id).where(d.version > 1)):
            if number in uuids and number not in told:
                found.setdefault(uuids[number], blanked)
    return found


def _told(copy: Copy) -> set[int]:
    """Return the documents (ids) of which the journal tells how they got their present text."""
    texts: dict[int, int] = {}
    for entry in copy.ledger.entries:
        if entry.name not in (*CORRECTING, UNDO, REDO):
            continue
        base = base_of(copy.connection, entry)
        if base.name in CORRECTING and not base.blanked:
            for number, before, after in exchanged(journal.images(copy.connection, base.id)):
                texts[number] = before if entry.name == UNDO else after
    shown = copy.connection.execute(select(documents.c.id, documents.c.content_id))
    return {number for number, text in shown if texts.get(number) == text}


def _ours_holds(mine: Stamp | None, yours: Stamp | None, choices: Choices, number: str) -> bool:
    """Tell whose text holds: a correction beats what was not corrected, unless that very
    conflict was decided otherwise."""
    choice = choices.of("text", number)
    if number in choices.by_id and choice != "newest":
        return choice == "ours"
    if mine is None or yours is None:
        return yours is None
    return mine > yours if choice == "newest" else choice == "ours"


def _conflict(
    number: str, name: str, mine: Stamp | None, yours: Stamp | None, *, ours: bool
) -> Conflict:
    told = [
        _("corrected {time}").format(time=stamp[0][:16].replace("T", " ")) if stamp else
        _("not corrected")
        for stamp in (mine, yours)
    ]  # fmt: skip
    side: Take = "ours" if ours else "theirs"
    return Conflict(number, "text", _("document"), name, _("text"), told[0], told[1], side)
