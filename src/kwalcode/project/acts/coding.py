"""Acts of coding: put a code on a passage, take it off, take in many codings at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Row
from kwalcode.project.identity import new_uuids, now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import text_of
from kwalcode.project.study import Study
from kwalcode.spans import trim
from kwalcode.store.tables import codes, codings, quotations

_QUOTATION = ("id", "uuid", "document_id", "start", "end", "core_start", "core_end")
_CODING = (
    "id", "uuid", "document_id", "start", "end", "code_id", "coder_id", "quotation_id", "created",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to be put in: ids of document and code, the range, the coder's name."""

    document: int
    start: int
    end: int
    code: int
    coder: str


def apply_code(
    study: Study, document: int, start: int, end: int, code: int, *, coder: str | None = None
) -> int | None:
    """Put a code on the passage [start, end) for the actor, or for `coder`.

    Returns the coding's id, or None when this coder has that code there already. Raises
    Refused when the range is empty or outside the text, NotFound for unknown ids.
    """
    with study.act("apply code", {"start": start, "end": end}) as change:
        connection = change.connection
        name = connection.scalar(select(codes.c.name).where(codes.c.id == code))
        if name is None:
            raise NotFound(_("There is no code with number {n}.").format(n=code))
        shown = read_document(connection, document)
        check_range(shown.name, start, end, shown.length)
        change.arguments.update(code=name, document=shown.name)
        who = coder_id(change, coder or study.require_actor())
        coding = apply_one(change, document, start, end, code, who)
        if coding is None:
            change.forget()
        return coding
    return None


def remove_codings(study: Study, ids: Iterable[int]) -> int:
    """Take codings off; return how many there were."""
    wanted = list(ids)
    with study.act("remove codings", {"codings": len(wanted)}) as change:
        removed = 0
        for i in range(0, len(wanted), 900):
            removed += delete_codings(change, codings.c.id.in_(wanted[i : i + 900]))
        return removed


def add_codings(study: Study, new: Sequence[NewCoding], *, source: str = "") -> int:
    """Put many codings in, as one act; return how many were not there yet.

    Raises Refused when a range is empty or outside its text: then nothing is put in.
    """
    with study.act("import codings", {"file": source}) as change:
        names = dict.fromkeys(c.coder for c in new)
        coder_ids = {name: coder_id(change, name) for name in names}
        wanted = ((c.document, c.start, c.end, c.code, coder_ids[c.coder]) for c in new)
        written = write_codings(change, wanted)
        change.arguments["codings"] = written
        return written


def write_codings(
    change: Change, new: Iterable[tuple[int, int, int, int, int]], *, made: str = ""
) -> int:
    """Put many codings in as part of an act: document, start, end, code and coder (ids) of each.

    `made` is when, by default now. Returns how many were not there yet. Raises Refused when a
    range is empty or outside its text: then nothing is put in.
    """
    wanted = dict.fromkeys(new)
    batch = _Batch.read(change.connection, {place[0] for place in wanted})
    batch.check(wanted)
    batch.write(change, wanted, made or now())
    return batch.written


def delete_codings(change: Change, where: ColumnElement[bool]) -> int:
    """Delete the codings that fit `where`, as part of an act; return how many there were.

    Their quotations go too, unless other codings or memos are on them.
    """
    return change.delete_users(codings, where, quotations, codings.c.quotation_id)


def ensure_quotation(change: Change, document: int, start: int, end: int) -> int:
    """Return the quotation on this range, made if need be; recorded as shared either way."""
    q = quotations.c
    chosen = select(q.id).where(q.document_id == document, q.start == start, q.end == end)
    known: int | None = change.connection.scalar(chosen)
    if known is not None:
        share_quotation(change, known)
        return known
    number = change.new_ids(quotations)[0]
    core = core_of(text_of(change.connection, document), start, end)
    change.share_rows(
        quotations, _QUOTATION, [(number, new_uuids(1)[0], document, start, end, *core)]
    )
    return number


def share_quotation(change: Change, number: int) -> None:
    """Record that this act, too, uses a quotation that is there."""
    chosen = select(*(quotations.c[name] for name in _QUOTATION)).where(quotations.c.id == number)
    change.share_rows(
        quotations, _QUOTATION, [tuple(row) for row in change.connection.execute(chosen)]
    )


def apply_one(
    change: Change, document: int, start: int, end: int, code: int, coder: int
) -> int | None:
    """Write one coding of an act; return its id, None when it is there already."""
    quotation = ensure_quotation(change, document, start, end)
    c = codings.c
    there = select(c.id).where(c.quotation_id == quotation, c.code_id == code, c.coder_id == coder)
    if change.connection.scalar(there) is not None:
        return None
    number = change.new_ids(codings)[0]
    row = (number, new_uuids(1)[0], document, start, end, code, coder, quotation, now())
    change.insert_rows(codings, _CODING, [row])
    return number


def check_range(name: str, start: int, end: int, length: int) -> None:
    """Raise Refused unless [start, end) is a passage of a text of that length."""
    if not 0 <= start < end <= length:
        raise Refused(
            _("{document}: [{start}, {end}) is not a passage of this text (0 to {length}).").format(
                document=name, start=start, end=end, length=length
            )
        )


def core_of(text: str, start: int, end: int) -> tuple[int | None, int | None]:
    """Return the range without white space at its edges, (None, None) where it has none."""
    core = trim(text, start, end)
    return (None, None) if core == (start, end) else core


_Place = tuple[int, int, int]
_Wanted = tuple[int, int, int, int, int]


@dataclass(slots=True)
class _Batch:
    """What a bulk act must know of the documents it touches, read once."""

    texts: Mapping[int, str]
    names: Mapping[int, str]
    places: dict[_Place, int]
    uuids: dict[int, bytes]
    there: set[tuple[int, int, int]]
    written: int = 0
    fresh: dict[_Place, int] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection, wanted: set[int]) -> _Batch:
        """Read texts, quotations and codings of the documents. Raises NotFound."""
        places: dict[_Place, int] = {}
        uuids: dict[int, bytes] = {}
        there: set[tuple[int, int, int]] = set()
        texts, names = {}, {}
        q, c = quotations.c, codings.c
        for number in wanted:
            names[number] = read_document(connection, number).name
            texts[number] = text_of(connection, number)
            chosen = select(q.id, q.uuid, q.start, q.end).where(q.document_id == number)
            for row_id, uuid, start, end in connection.execute(chosen):
                places[number, start, end] = row_id
                uuids[row_id] = uuid
            known = select(c.quotation_id, c.code_id, c.coder_id).where(c.document_id == number)
            there.update(tuple(row) for row in connection.execute(known))
        return cls(texts, names, places, uuids, there)

    def check(self, wanted: Iterable[_Wanted]) -> None:
        """Raise Refused at the first range that is empty or outside its text."""
        for document, start, end, _code, _coder in wanted:
            check_range(self.names[document], start, end, len(self.texts[document]))

    def write(self, change: Change, wanted: Iterable[_Wanted], made: str) -> None:
        """Write the quotations and then the codings that are not there yet."""
        new = [w for w in wanted if (self.places.get(w[:3], 0), w[3], w[4]) not in self.there]
        places = dict.fromkeys(w[:3] for w in new)
        missing = [place for place in places if place not in self.places]
        ids = change.new_ids(quotations, len(missing))
        self.fresh = dict(zip(missing, ids, strict=True))
        change.share_rows(quotations, _QUOTATION, self._quotation_rows(places))
        change.insert_rows(codings, _CODING, self._coding_rows(change, new, made))
        self.written = len(new)

    def _quotation_rows(self, places: Iterable[_Place]) -> Iterator[Row]:
        uuids = iter(new_uuids(len(self.fresh)))
        for place in places:
            document, start, end = place
            core = core_of(self.texts[document], start, end)
            known = self.places.get(place)
            if known is None:
                yield (self.fresh[place], next(uuids), document, start, end, *core)
            else:
                yield (known, self.uuids[known], document, start, end, *core)

    def _coding_rows(self, change: Change, new: Sequence[_Wanted], made: str) -> Iterator[Row]:
        ids = change.new_ids(codings, len(new))
        uuids = new_uuids(len(new))
        for row_id, uuid, w in zip(ids, uuids, new, strict=True):
            place = w[:3]
            quotation = self.fresh[place] if place in self.fresh else self.places[place]
            yield (row_id, uuid, *w, quotation, made)
