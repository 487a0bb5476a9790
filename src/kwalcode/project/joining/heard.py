"""What a copy's journal tells of rows: which it ever had, and what it changed that the other
copy does not know of."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from kwalcode.project.analyses.evidence import EVIDENCE
from kwalcode.project.correcting.versions import CORRECTING, JOIN
from kwalcode.project.history import journal
from kwalcode.project.history.images import Image
from kwalcode.project.history.journal import ERASE, HANDOUT, REDO, UNDO, Entry
from kwalcode.project.joining.details import Field, Stamp
from kwalcode.project.joining.ledger import Ledger
from kwalcode.project.joining.shapes import (
    DECISIONS,
    MERGE,
    PLACE,
    SHAPES,
    WAITING,
    Key,
    Shape,
    Values,
    same_things,
)
from kwalcode.project.joining.side import Side

Rows = dict[str, set[Key]]
_CARRIED = frozenset(
    {"codings", "memos", "memo_links", "report_quotations", "uncarried", *DECISIONS, *EVIDENCE}
)
"""Tables whose rows a correction carries along, or lets wait: nobody went on with them by that."""
_RECALLED = frozenset({"codes", "documents", "respondents"})
"""Tables of which it is known how deleted rows were: others' work may need them."""
_CODINGS, _ITS_FIELDS = ("codings", "uncarried"), ("", "code_id", "coder_id")


def _along(entry: Entry, image: Image) -> bool:
    """Tell whether rows only came along with what an entry did to a text or a code."""
    if entry.name == MERGE:
        return image.table in DECISIONS
    return entry.name in CORRECTING and image.table in _CARRIED


@dataclass(slots=True)
class Heard:
    """What a copy's journal tells.

    `had` are all rows it ever had, but for those of joins that were undone; `shared` those of
    them that the other copy began with too, `told` those whose making was not blanked. `stamps`
    are of the fields changed, and of rows made anew, in entries that the other copy does not
    know. `deleted` are codes, documents and respondents as they were when they were deleted,
    unless that was an erasure. `snapshot` is the last such
    entry that holds the study as a whole and not what was changed. `erased` is when something
    was erased here last, "" for never; `erased_since` tells whether the other copy does not
    know of that.
    """

    had: Rows = field(default_factory=dict)
    shared: Rows = field(default_factory=dict)
    told: Rows = field(default_factory=dict)
    stamps: dict[Field, Stamp] = field(default_factory=dict)
    deleted: dict[tuple[str, Key], Values] = field(default_factory=dict)
    snapshot: Stamp | None = None
    erased: str = ""
    erased_since: bool = False

    def stamp(self, table: str, key: Key, column: str) -> Stamp | None:
        """Return when a field was changed, None when the other copy knows of it.

        What was on a passage and waits for a decision by now keeps its UUID: it is one thing.
        """
        apart = table in _CODINGS and column not in _ITS_FIELDS
        tables = (table,) if apart else same_things(table)
        return max(filter(None, (self.stamps.get((t, key, column)) for t in tables)), default=None)


def hear(side: Side, ledger: Ledger, other: Ledger) -> Heard:
    """Read the journal of a copy against that of the other one."""
    known = other.knows(ledger)
    erasures = {entry.hash: entry.time for entry in ledger.entries if entry.name == ERASE}
    found = Heard(
        erased=max(erasures.values(), default=""), erased_since=not erasures.keys() <= known
    )
    for code, row in ledger.details.deleted.items():
        key = "codes", side.renewed("codes", code)
        found.deleted[key] = side.renewed_row(SHAPES["codes"], row)
    reader = _Reader(side, ledger, known, other, found)
    for entry in ledger.entries:
        if not entry.blanked:
            reader.entry(entry)
    return reader.found


@dataclass(slots=True)
class _Reader:
    side: Side
    ledger: Ledger
    known: Set[bytes]
    other: Ledger
    found: Heard
    taken: set[tuple[str, Key]] = field(default_factory=set)
    sent: set[tuple[str, Key]] = field(default_factory=set)

    def entry(self, entry: Entry) -> None:
        new = entry.hash not in self.known
        stamp = (entry.time, entry.hash)
        if new and entry.name in (ERASE, HANDOUT):
            self.found.snapshot = max(stamp, self.found.snapshot or stamp)
        if entry.name in (UNDO, REDO):
            if new:
                base = journal.base_of(self.side.connection, entry)
                if not base.blanked and not self._undone_join(base):
                    self._turned(entry, base, stamp)
            return
        undone_join = self._undone_join(entry)
        shared = not new and self._shared(entry)
        changes: list[Image] = []
        for image in journal.images(self.side.connection, entry.id):
            self._learn(image)
            if not undone_join:
                self._had(image, shared, told=entry.name != ERASE)
            if image.table in _RECALLED and image.operation == "delete" and entry.name != ERASE:
                self._deleted(image)
            if new and not _along(entry, image) and entry.name not in (JOIN, ERASE, HANDOUT):
                self._changed(image, stamp, anew=False)
                self._placed(entry, image, stamp)
            if new and not undone_join and image.operation in ("insert", "delete"):
                changes.append(image)
        self._taken_out(changes, entry.name, back=False)
        if entry.id in self.ledger.joins and not undone_join:
            self._fitted(entry, shared)
            if new:
                self._brought(entry)

    def _fitted(self, entry: Entry, shared: bool) -> None:
        """Take in what a join knew of and left out for all to fit."""
        for fit in self.ledger.joins[entry.id].fits:
            if fit.row is None:
                continue
            key = self.side.renewed_key(SHAPES[fit.table], fit.key)
            for rows in (self.found.had, self.found.told):
                rows.setdefault(fit.table, set()).add(key)
            if shared:
                self.found.shared.setdefault(fit.table, set()).add(key)

    def _undone_join(self, entry: Entry) -> bool:
        """Tell whether this is a join that was undone: then it is as if it had never been."""
        return entry.name == JOIN and entry.id in self.ledger.undone

    def _shared(self, entry: Entry) -> bool:
        """Tell whether the other copy began with what this entry wrote, and has not undone it."""
        if entry.name == HANDOUT:
            return True
        if entry.name != JOIN:
            return entry.hash in self.other.hashes
        same = next((e for e in self.other.entries if e.hash == entry.hash), None)
        return same is not None and same.id not in self.other.undone

    def _brought(self, entry: Entry) -> None:
        """Take over what a join noted of the entries that it took fields from, and of what was
        decided in it."""
        for (table, key, column), stamp in self.ledger.joins[entry.id].stamps.items():
            if stamp[1] not in self.known:
                self._note((table, self.side.present(key), column), stamp)
        for table, key, column in self.ledger.joins[entry.id].decided:
            self._note((table, self.side.present(key), column), (entry.time, entry.hash))

    def _turned(self, entry: Entry, base: Entry, stamp: Stamp) -> None:
        changes: list[Image] = []
        for image in journal.images(self.side.connection, base.id):
            self._learn(image)
            if not _along(base, image):
                self._changed(image, stamp, anew=True)
            if image.operation in ("insert", "delete"):
                changes.append(image)
        self._taken_out(changes, base.name, back=entry.name == UNDO)
        if entry.name == REDO and base.id in self.ledger.joins:
            self._brought(base)

    def _learn(self, image: Image) -> None:
        """Take in what ids meant whose rows are gone by now."""
        if image.table == "quotations":
            at = [image.columns.index(c) for c in ("id", "document_id", "start", "end")]
            known = self.side.names["quotations"]
            for row in image.before + image.after:
                number, document, start, end = (row[i] for i in at)
                if number not in known:
                    place = (self.side.names["documents"].get(document), start, end)
                    self.side.learn("quotations", number, place)
        elif "uuid" in image.columns and image.table in SHAPES:
            at_uuid = image.columns.index("uuid")
            names = self.side.names[image.table]
            for row in image.before + image.after:
                if row[0] not in names:
                    uuid = self.side.resolved(image.table, row[at_uuid])
                    self.side.learn(image.table, row[0], uuid)

    def _had(self, image: Image, shared: bool, *, told: bool) -> None:
        shape = SHAPES.get(image.table)
        if shape is None or image.operation == "update":
            return
        keys = self._keys(shape, image)
        erased = self.ledger.erasures or self.other.erasures  # else nobody asks
        for name in DECISIONS if shape.name in DECISIONS else (shape.name,):
            self.found.had.setdefault(name, set()).update(keys)
            if shared:
                self.found.shared.setdefault(name, set()).update(keys)
            if told and erased and image.operation != "delete":
                self.found.told.setdefault(name, set()).update(keys)

    def _keys(self, shape: Shape, image: Image) -> list[Key]:
        rows = image.before + image.after
        if shape.keyed:
            return [self.side.key(shape, row[: image.keys]) for row in rows]
        names = self.side.names[shape.name]
        return [names[row[0]] for row in rows]

    def _deleted(self, image: Image) -> None:
        shape, names = SHAPES[image.table], self.side.names
        places = [(shape.refs.get(c), image.columns.index(c)) for c in shape.columns]
        for row in image.before:
            values = (names[table].get(row[at]) if table else row[at] for table, at in places)
            self.found.deleted[shape.name, names[shape.name][row[0]]] = tuple(values)

    def _taken_out(self, images: Sequence[Image], act: str, *, back: bool) -> None:
        """Follow which rows were taken out here; `back`: these images were taken back.

        Where a join brings one back, its values are those of the other copy: what was done to it
        here before does not count any more.
        """
        keys: dict[str, set[tuple[str, Key]]] = {"insert": set(), "delete": set()}
        for image in images:
            shape = SHAPES.get(image.table)
            if shape is not None:
                thing = same_things(shape.name)[0]
                keys[image.operation].update((thing, key) for key in self._keys(shape, image))
        came, went = keys["insert"], keys["delete"]
        if back:
            came, went = went, came
        if act == JOIN:
            for name, key in (came - went - self.sent) | (came & self.taken):
                for table in same_things(name):
                    for column in ("", *SHAPES[table].columns):
                        self.found.stamps.pop((table, key, column), None)
            self.sent = (self.sent | went) - came
        else:
            self.taken |= went
        self.taken -= came

    def _changed(self, image: Image, stamp: Stamp, *, anew: bool) -> None:
        """Note what an image changed: fields, and rows that may have been there before."""
        shape = SHAPES.get(image.table)
        if shape is None:
            return
        if image.operation == "update":
            self._fields(shape, image, stamp)
        elif shape.keyed or anew:
            for key in self._keys(shape, image):
                self._note((shape.name, key, ""), stamp)
                for column in shape.columns if shape.keyed else ():
                    self._note((shape.name, key, column), stamp)

    def _placed(self, entry: Entry, image: Image, stamp: Stamp) -> None:
        """Note what waited and was put where it is by somebody."""
        if entry.name == PLACE and image.table in WAITING and image.operation == "insert":
            for key in self._keys(SHAPES[image.table], image):
                self._note((image.table, key, "quotation_id"), stamp)

    def _fields(self, shape: Shape, image: Image, stamp: Stamp) -> None:
        wanted = [
            (at, column) for at, column in enumerate(image.columns) if column in shape.columns
        ]
        names = None if shape.keyed else self.side.names[shape.name]
        for before, after in zip(image.before, image.after, strict=True):
            if names is None:
                key = self.side.key(shape, before[: image.keys])
            else:
                key = names.get(before[0])
            for at, column in wanted:
                if before[at] != after[at]:
                    self._note((shape.name, key, column), stamp)

    def _note(self, place: Field, stamp: Stamp) -> None:
        self.found.stamps[place] = max(stamp, self.found.stamps.get(place, stamp))
