"""What is on the passages of a document, carried over to another text of it, as part of an act.

Quotations are immutable: one whose words stand elsewhere makes way for a new one, and what was
on it comes along. What was on changed words is put on those that took their place, where the
act was told so, or else waits for a decision in `uncarried`, with its place in the old text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy import text as sql

from kwalcode.project.analyses.evidence import EVIDENCE, findings_of, waiting_evidence
from kwalcode.project.correcting.earlier import Earlier
from kwalcode.project.correcting.fates import Fate, core_of, fates, moved_edits
from kwalcode.project.correcting.waiting import WaitingList
from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Row
from kwalcode.project.history.references import in_use
from kwalcode.project.history.rows import chunks, ordered_columns
from kwalcode.project.identity import new_uuids
from kwalcode.store.tables import (
    codings,
    memo_links,
    memos,
    quotations,
    report_quotations,
)
from kwalcode.transcripts.difference import Alignment

_UNUSED = sql(f"NOT ({in_use(quotations)})")


@dataclass(slots=True)
class Tally:
    """How many codings stay on the same words, were put on changed ones, wait for a decision;
    `others_wait` are memos, links and marks that wait."""

    carried: int = 0
    placed: int = 0
    waiting: int = 0
    others_wait: int = 0


def carry_quotations(
    change: Change,
    document: int,
    content: int,
    changed: Alignment,
    earlier: Sequence[Earlier] = (),
    *,
    accept: bool,
) -> Tally:
    """Carry all that is on the quotations of a document over to `changed.new`.

    `content` is the id of the old text. What has to wait, waits in the first of the `earlier` texts
    that has the same words, else in the old one.
    """
    waiting = WaitingList(change, document, [*earlier, Earlier(content, changed.old)])
    carrier = _Carrier(change, document, changed, waiting)
    carrier.move(fates(change.connection, document, changed, accept=accept))
    carrier.codings()
    carrier.memos()
    carrier.links()
    carrier.marks()
    carrier.evidence()
    carrier.write()
    return carrier.tally


@dataclass(slots=True)
class _Carrier:
    """The writer for one document. `at` tells for each old quotation the new one; what is not
    in it waits."""

    change: Change
    document: int
    changed: Alignment
    waiting: WaitingList
    at: dict[int, int] = field(default_factory=dict)
    fates: dict[int, Fate] = field(default_factory=dict)
    fresh: Sequence[int] = ()
    tally: Tally = field(default_factory=Tally)

    def move(self, found: Sequence[Fate]) -> None:
        """Replace the quotations that do not stay where they are."""
        self.fates = {fate.quotation: fate for fate in found}
        stay = [fate.quotation for fate in found if fate.same and fate.new == fate.old]
        rows = self._quotation_rows(stay)
        places = {(row[3], row[4]): row[0] for row in rows}
        # Named so that an undo knows them: they are right in both texts.
        self.change.share_rows(quotations, ordered_columns(quotations), rows)
        self.at = {number: number for number in stay}
        going = [fate.quotation for fate in found if fate.quotation not in self.at]
        for part in chunks(going, 900):
            self.change.delete(quotations, quotations.c.id.in_(part))
        fresh = dict.fromkeys(
            fate.new for fate in found if fate.new is not None and fate.new not in places
        )
        ids = self.change.new_ids(quotations, len(fresh))
        places.update(zip(fresh, ids, strict=True))
        new = [
            (number, uuid, self.document, *place, *core_of(self.changed.new, place))
            for number, uuid, place in zip(ids, new_uuids(len(ids)), fresh, strict=True)
        ]
        self.change.insert_rows(quotations, ordered_columns(quotations), new)
        self.fresh = ids
        for number in going:
            place = self.fates[number].new
            if place is not None:
                self.at[number] = places[place]

    def codings(self) -> None:
        """Carry the codings; one that would double another one waits."""
        c = codings.c
        taken: set[tuple[int, int, int]] = set()
        moved: list[tuple[Row, Row]] = []
        left: list[int] = []
        same_first = sorted(
            self._rows(codings, c.document_id == self.document),
            key=lambda row: not self.fates[row.quotation_id].same,
        )
        for row in same_first:
            fate, place = self.fates[row.quotation_id], self.at.get(row.quotation_id)
            key = (place or 0, row.code_id, row.coder_id)
            if place is None or fate.new is None or key in taken:
                left.append(row.id)
                self.waiting.put(fate, row.uuid, kind="coding", code_id=row.code_id,
                           coder_id=row.coder_id, details={"created": row.created})  # fmt: skip
                self.tally.waiting += 1
                continue
            taken.add(key)
            self.tally.carried += fate.same
            self.tally.placed += not fate.same
            before = (row.id, row.start, row.end, row.quotation_id)
            moved.append((before, (row.id, *fate.new, place)))
        self.change.update_each(codings, ("id", "start", "end", "quotation_id"), moved)
        self._delete(codings, left)

    def memos(self) -> None:
        """Carry the memos; those about words that changed are about the document meanwhile."""
        moved: list[tuple[Row, Row]] = []
        for row in self._rows(memos, memos.c.about == "quotation", memos.c.about_id):
            before = (row.id, "quotation", row.about_id)
            if row.about_id in self.at:
                moved.append((before, (row.id, "quotation", self.at[row.about_id])))
            else:
                moved.append((before, (row.id, "document", self.document)))
                self.waiting.put_derived(
                    self.fates[row.about_id], row.uuid, kind="memo", memo_id=row.id
                )
                self.tally.others_wait += 1
        self.change.update_each(memos, ("id", "about", "about_id"), moved)

    def links(self) -> None:
        """Carry the links of notes; a note that has one there already keeps that."""
        rows = self._rows(memo_links, None, memo_links.c.quotation_id)
        gone = [row for row in rows if self.at.get(row.quotation_id) != row.quotation_id]
        stay = {(row.memo_id, row.quotation_id) for row in rows} - {tuple(row) for row in gone}
        wanted: dict[tuple[int, int], None] = {}
        for row in gone:
            place = self.at.get(row.quotation_id)
            if place is None:
                fate, uuid = self.fates[row.quotation_id], self._uuid(memos, row.memo_id)
                self.waiting.put_derived(fate, uuid, kind="link", memo_id=row.memo_id)
                self.tally.others_wait += 1
            elif (row.memo_id, place) not in stay:
                wanted[row.memo_id, place] = None
        for part in chunks({row.quotation_id for row in gone}, 900):
            self.change.delete(memo_links, memo_links.c.quotation_id.in_(part))
        self.change.insert_rows(memo_links, ("memo_id", "quotation_id"), list(wanted))

    def marks(self) -> None:
        """Carry the marks for the report, with edits where all that they change is the same."""
        moved: list[tuple[Row, Row]] = []
        left: list[int] = []
        taken: set[int] = set()
        for row in sorted(
            self._rows(report_quotations, None, report_quotations.c.quotation_id),
            key=lambda row: not self.fates[row.quotation_id].same,
        ):
            fate, place = self.fates[row.quotation_id], self.at.get(row.quotation_id)
            edits = row.edits if fate.same else moved_edits(row.edits, fate, self.changed)
            if place is None or place in taken or edits is None:
                left.append(row.id)
                details = {"edits": row.edits, "note": row.note, "marked": row.marked}
                self.waiting.put(
                    fate, row.uuid, kind="mark", coder_id=row.coder_id, details=details
                )
                self.tally.others_wait += 1
                continue
            taken.add(place)
            moved.append(((row.id, row.quotation_id, row.edits), (row.id, place, edits)))
        # One may take the place that another one leaves; no two are ever on one quotation.
        self.change.update_each(report_quotations, ("id", "quotation_id", "edits"), moved)
        self._delete(report_quotations, left)

    def evidence(self) -> None:
        """Carry what themes, patterns and summaries rest on; what is there already stays."""
        for table in EVIDENCE.values():
            rows = self._rows(table, None, table.c.quotation_id)
            gone = [row for row in rows if self.at.get(row.quotation_id) != row.quotation_id]
            taken = {tuple(row[:2]) for row in rows} - {tuple(row[:2]) for row in gone}
            fresh: list[Row] = []
            for row in sorted(gone, key=lambda row: not self.fates[row.quotation_id].same):
                key = (row[0], self.at.get(row.quotation_id))
                if key[1] is None:
                    fate, uuid = (
                        self.fates[row.quotation_id],
                        self._uuid(findings_of(table), row[0]),
                    )
                    details = waiting_evidence(table, row)
                    self.waiting.put_derived(fate, uuid, kind="evidence", details=details)
                    self.tally.others_wait += 1
                elif key not in taken:
                    taken.add(key)
                    fresh.append((*key, *row[2:]))
            for part in chunks({row.quotation_id for row in gone}, 900):
                self.change.delete(table, table.c.quotation_id.in_(part))
            self.change.insert_rows(table, ordered_columns(table), fresh)

    def write(self) -> None:
        """Write down what waits; let go of quotations not needed."""
        if any(fate.new is not None and not fate.same for fate in self.fates.values()):
            for part in chunks(self.fresh, 900):
                self.change.release(quotations, quotations.c.id.in_(part) & _UNUSED)
        self.waiting.write()

    def _uuid(self, table: Table, number: int) -> bytes:
        chosen = select(table.c.uuid).where(table.c.id == number)
        return bytes(self.change.connection.scalars(chosen).one())

    def _rows(self, table: Table, where: Any, held_by: Any = None) -> list[Any]:
        """Return the rows of a table that are on the quotations of the document."""
        if held_by is None:
            return list(self.change.connection.execute(select(table).where(where)))
        found: list[Any] = []
        for part in chunks(self.fates, 900):
            chosen = select(table).where(held_by.in_(part))
            chosen = chosen if where is None else chosen.where(where)
            found += self.change.connection.execute(chosen)
        return found

    def _quotation_rows(self, numbers: Iterable[int]) -> list[Row]:
        columns = [quotations.c[name] for name in ordered_columns(quotations)]
        found: list[Row] = []
        for part in chunks(numbers, 900):
            chosen = select(*columns).where(quotations.c.id.in_(part))
            found += [tuple(row) for row in self.change.connection.execute(chosen)]
        return found

    def _delete(self, table: Table, numbers: Iterable[int]) -> None:
        for part in chunks(numbers, 900):
            self.change.delete(table, table.c.id.in_(part))
