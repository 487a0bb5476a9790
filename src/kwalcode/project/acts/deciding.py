"""Acts that decide on what a correction of a text could not carry over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coding import check_range
from kwalcode.project.analyses.evidence import place_evidence
from kwalcode.project.correcting.fates import Fate, core_of, moved_edits
from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Row
from kwalcode.project.history.rows import chunks, ordered_columns
from kwalcode.project.identity import new_uuids, now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import Waiting, list_uncarried, since, text_of_content
from kwalcode.project.study import Study
from kwalcode.spans import Range
from kwalcode.store.tables import (
    codings,
    memo_links,
    memos,
    quotations,
    report_quotations,
    uncarried,
)
from kwalcode.transcripts.difference import Alignment, align

_Place = tuple[int, int, int]
"""A document's id and a range in it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What `place_uncarried` did: how much was put back, how much was there already, and how
    many marks for the report lost their edits, because the words are others now."""

    placed: int
    doubles: int
    edits_lost: int


def place_uncarried(
    study: Study, wanted: Collection[int] | Mapping[int, Range], *, reason: str = ""
) -> Placed:
    """Put back what waits for a decision (ids): where it is proposed, or on the ranges given.

    What is there already (the coder has that code on that passage) is only taken off the list.
    Raises Refused where nothing is proposed or the range is outside the text, NotFound.
    """
    ranges = wanted if isinstance(wanted, Mapping) else {}
    with study.act("place passages", {}, reason=reason) as change:
        found = _waiting(change, wanted)
        chosen = [(one, _chosen(one, ranges.get(one.id, one.proposal))) for one in found]
        done = _Placing(change).place(chosen)
        _close(change, found)
        change.arguments.update(_told(found), placed=done.placed)
    return done


def put_back(
    change: Change, document: int, compared: Callable[[str, str], Alignment] = align
) -> None:
    """Put back, as part of an act, what waits in a document (id) and whose very words stand in
    the text that it has by now; `compared` says what of an older text stayed."""
    found = list_uncarried(change.connection, [document])
    present = text_of(change.connection, document)
    changed = {
        number: compared(text_of_content(change.connection, number), present)
        for number in {one.content for one in found}
    }
    chosen = [
        (one, (document, *place))
        for one in found
        if (place := changed[one.content].carried(one.old)) is not None
    ]
    if chosen:
        _Placing(change).place(chosen)
        _close(change, [one for one, _place in chosen])


def drop_uncarried(study: Study, wanted: Iterable[int], *, reason: str = "") -> int:
    """Give up what waits for a decision (ids); return how much. A memo stays with its document,
    a note stays without the link. Raises NotFound."""
    with study.act("drop passages", {}, reason=reason) as change:
        found = _waiting(change, list(wanted))
        _close(change, found)
        change.arguments.update(_told(found), dropped=len(found))
    return len(found)


def _waiting(change: Change, wanted: Iterable[int]) -> list[Waiting]:
    known = {one.id: one for one in list_uncarried(change.connection)}
    for number in wanted:
        if number not in known:
            raise NotFound(_("Nothing with number {n} waits for a decision.").format(n=number))
    return [known[number] for number in dict.fromkeys(wanted)]


def _chosen(one: Waiting, place: Range | None) -> _Place:
    if place is None:
        raise Refused(
            _("For '{words}' in {document} nothing is proposed: give a range.").format(
                words=one.words[:40], document=one.document_name
            )
        )
    return (one.document, *place)


def _close(change: Change, found: Sequence[Waiting]) -> None:
    for part in chunks([one.id for one in found], 900):
        change.delete(uncarried, uncarried.c.id.in_(part))


def _told(found: Sequence[Waiting]) -> dict[str, Any]:
    names = list(dict.fromkeys(one.document_name for one in found))
    return {"document": names[0]} if len(names) == 1 else {"documents": names}


class _Placing:
    """The writer: quotations first, then what goes on them."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self._quotations: dict[_Place, int] = {}
        self._changed: dict[tuple[int, int], Alignment] = {}
        self._doubles = self._edits_lost = 0

    def place(self, chosen: Sequence[tuple[Waiting, _Place]]) -> Placed:
        """Put everything on its place. Raises Refused for a range outside the text."""
        for number in {document for _one, (document, *_range) in chosen}:
            places = dict.fromkeys(place for _one, place in chosen if place[0] == number)
            self._share_quotations(number, list(places))
        self._place_codings([item for item in chosen if item[0].kind == "coding"])
        for one, place in chosen:
            quotation = self._quotations[place]
            if one.kind == "memo":
                self._change.update(
                    memos, memos.c.id == one.memo_id, about="quotation", about_id=quotation
                )
            elif one.kind == "link":
                self._place_link(one, quotation)
            elif one.kind == "mark":
                self._place_mark(one, place, quotation)
            elif one.kind == "evidence":
                self._doubles += not place_evidence(self._change, one.details, quotation)
        return Placed(len(chosen) - self._doubles, self._doubles, self._edits_lost)

    def _share_quotations(self, document: int, places: Sequence[_Place]) -> None:
        """Make the quotations on these ranges, or say that those that are there are used."""
        connection = self._change.connection
        shown, text = read_document(connection, document), text_of(connection, document)
        for _document, start, end in places:
            check_range(shown.name, start, end, shown.length)
        columns = ordered_columns(quotations)
        known = {
            (document, row.start, row.end): row
            for row in connection.execute(
                select(*(quotations.c[name] for name in columns)).where(
                    quotations.c.document_id == document
                )
            )
        }
        fresh = [place for place in places if place not in known]
        ids = self._change.new_ids(quotations, len(fresh))
        rows: list[Row] = [tuple(known[place]) for place in places if place in known]
        rows += [
            (number, uuid, *place, *core_of(text, place[1:]))
            for number, uuid, place in zip(ids, new_uuids(len(ids)), fresh, strict=True)
        ]
        self._change.share_rows(quotations, columns, rows)
        self._quotations |= {(document, row[3], row[4]): row[0] for row in rows}

    def _place_codings(self, chosen: Sequence[tuple[Waiting, _Place]]) -> None:
        c = codings.c
        taken: set[tuple[int, int, int]] = set()
        for part in chunks({self._quotations[place] for _one, place in chosen}, 900):
            there = select(c.quotation_id, c.code_id, c.coder_id).where(c.quotation_id.in_(part))
            taken.update(tuple(row) for row in self._change.connection.execute(there))
        uuids = self._uuids([one.id for one, _place in chosen])
        new = []
        for one, place in chosen:
            quotation = self._quotations[place]
            key = (quotation, one.code_id or 0, one.coder_id or 0)
            if key in taken:
                self._doubles += 1
                continue
            taken.add(key)
            new.append(
                {
                    "uuid": uuids[one.id], "document_id": place[0], "start": place[1],
                    "end": place[2], "code_id": one.code_id, "coder_id": one.coder_id,
                    "quotation_id": quotation, "created": one.details.get("created") or now(),
                }
            )  # fmt: skip
        columns = ordered_columns(codings)
        ids = self._change.new_ids(codings, len(new))
        full = [row | {"id": number} for number, row in zip(ids, new, strict=True)]
        self._change.insert_rows(
            codings, columns, [tuple(row[name] for name in columns) for row in full]
        )

    def _uuids(self, waiting: Sequence[int]) -> dict[int, bytes]:
        """Return the UUIDs that codings and marks keep while they wait, by what waits (ids)."""
        uuids: dict[int, bytes] = {}
        for part in chunks(waiting, 900):
            kept = select(uncarried.c.id, uncarried.c.uuid).where(uncarried.c.id.in_(part))
            uuids.update((row.id, row.uuid) for row in self._change.connection.execute(kept))
        return uuids

    def _place_link(self, one: Waiting, quotation: int) -> None:
        m = memo_links.c
        there = select(m.memo_id).where(m.memo_id == one.memo_id, m.quotation_id == quotation)
        if self._change.connection.scalar(there) is not None:
            self._doubles += 1
        else:
            link = [(one.memo_id, quotation)]
            self._change.insert_rows(memo_links, ("memo_id", "quotation_id"), link)

    def _place_mark(self, one: Waiting, place: _Place, quotation: int) -> None:
        r = report_quotations.c
        there = select(r.id).where(r.quotation_id == quotation)
        if self._change.connection.scalar(there) is not None:
            self._doubles += 1
            return
        text = (one.document, one.content)
        if text not in self._changed:
            self._changed[text] = since(self._change.connection, *text)
        fate = Fate(0, one.old, place[1:], False)
        edits = moved_edits(one.details.get("edits", "[]"), fate, self._changed[text])
        self._edits_lost += edits is None
        (number,) = self._change.new_ids(report_quotations)
        values = {
            "id": number,
            "uuid": self._uuids([one.id])[one.id],
            "quotation_id": quotation,
            "edits": edits or "[]",
            "note": one.details.get("note", ""),
            "coder_id": one.coder_id,
            "marked": one.details.get("marked") or now(),
        }
        columns = ordered_columns(report_quotations)
        self._change.insert_rows(
            report_quotations, columns, [tuple(values[name] for name in columns)]
        )
