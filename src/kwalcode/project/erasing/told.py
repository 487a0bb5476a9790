"""What the journal tells of something that is to be erased: now, and in the past.

Rows that are gone by now (a renamed speaker, a respondent's old attributes, a deleted memo, an
undone import) still stand in the images of the acts that wrote and removed them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Connection, select

from kwalcode.project.history import journal
from kwalcode.project.history.images import Image, Row
from kwalcode.spans import Range, overlap
from kwalcode.store.tables import documents as documents_table
from kwalcode.store.tables import respondents

_Values = dict[str, Any]


class Told:
    """The ids of all rows, present and past, that belong to what an erasure is about.

    `documents`, `people` (respondents), `speakers` and `texts` (content) are erased whole; of
    `passages` (ranges by document) only the memos and marks on quotations that share text with
    them; `digests` (content) are texts whose digests must go too, since a short passage could be
    guessed from them; of `recast` documents the earlier texts go, and with them what tells of
    their speakers and of what was on those texts. Make it after the rows are gone from the
    tables and before the journal is blanked.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        documents: Set[int] = frozenset(),
        people: Set[int] = frozenset(),
        texts: Set[int] = frozenset(),
        passages: Mapping[int, Sequence[Range]] | None = None,
        speakers: Set[int] = frozenset(),
        digests: Set[int] = frozenset(),
        recast: Set[int] = frozenset(),
    ) -> None:
        self._connection = connection
        self._texts = texts
        self._passages = passages or {}
        self._digests = digests
        self._recast = recast
        self._shown = set(connection.scalars(select(documents_table.c.id)))
        self._present = set(connection.scalars(select(respondents.c.id)))
        self._ids: dict[str, set[int]] = {
            "documents": set(documents),
            "respondents": set(people),
            "speakers": set(speakers),
            "quotations": set(),
            "memos": set(),
            "report_quotations": set(),
            "summaries": set(),
            "decisions": set(),
        }
        for entry in journal.entries(connection):
            for image in journal.images(connection, entry.id):
                self._learn(image)

    def in_entry(self, entry: int) -> bool:
        """Tell whether the images of this entry of the journal hold any of these rows."""
        return any(self._in(image) for image in journal.images(self._connection, entry))

    def _learn(self, image: Image) -> None:
        """Find rows that belong to what is erased; an act writes what others refer to first."""
        learn = _LEARN.get(image.table)
        if learn is not None:
            for row in _rows(image):
                learn(self, dict(zip(image.columns, row, strict=True)))

    def _learn_document(self, row: _Values) -> None:
        if row.get("content_id") in self._texts and row["id"] not in self._shown:
            self._ids["documents"].add(row["id"])
        respondent = row.get("respondent_id")
        if row["id"] in self._ids["documents"] and respondent is not None:
            self._ids["respondents"].update({respondent} - self._present)

    def _learn_speaker(self, row: _Values) -> None:
        if row.get("document_id") in self._ids["documents"] | self._recast:
            self._ids["speakers"].add(row["id"])

    def _learn_quotation(self, row: _Values) -> None:
        # Ranges of an earlier text say nothing about the passage: then all may be about it.
        document, place = row["document_id"], (row["start"], row["end"])
        passages = self._passages.get(document, ())
        here = any(document in self._recast or overlap(place, passage) for passage in passages)
        if here or document in self._ids["documents"]:
            self._ids["quotations"].add(row["id"])

    def _learn_memo(self, row: _Values) -> None:
        about = _ABOUT.get(row.get("about", ""))
        if about is not None and row["about_id"] in self._ids[about]:
            self._ids["memos"].add(row["id"])

    def _learn_decision(self, row: _Values) -> None:
        # Only whole rows tell where a decision stands; a change of one touches the same id.
        document = row.get("document_id")
        place = row.get("start", 0), row.get("end", 0)
        passages = self._passages.get(document or 0, ())
        here = any(document in self._recast or overlap(place, passage) for passage in passages)
        if here or document in self._ids["documents"]:
            self._ids["decisions"].add(row["id"])

    def _learn_mark(self, row: _Values) -> None:
        if row.get("quotation_id") in self._ids["quotations"]:
            self._ids["report_quotations"].add(row["id"])

    def _learn_summary(self, row: _Values) -> None:
        if row.get("respondent_id") in self._ids["respondents"]:
            self._ids["summaries"].add(row["id"])

    def _learn_link(self, row: _Values) -> None:
        if row["quotation_id"] in self._ids["quotations"]:
            self._ids["summaries"].add(row["summary_id"])

    def _in(self, image: Image) -> bool:
        if image.table == "joined_entries":  # what another journal told: its arguments go whole
            return True
        if image.table in ("documents", "document_versions") and "content_id" in image.columns:
            at = image.columns.index("content_id")
            if any(row[at] in self._digests for row in _rows(image)):
                return True
        if image.table in _EARLIER and "document_id" in image.columns:
            at = image.columns.index("document_id")
            if any(row[at] in self._recast for row in _rows(image)):
                return True
        if image.table == "quotations":
            return self._any(image, "document_id", "documents")
        if image.table in _EVIDENCE:
            return self._any(image, "quotation_id", "quotations")
        if image.table in self._ids:
            return self._any(image, "id", image.table)
        if image.table in ("attribute_values", "opened_cases", "cells_read"):
            return self._any(image, "respondent_id", "respondents")
        return self._any(image, "document_id", "documents")

    def _any(self, image: Image, column: str, table: str) -> bool:
        if column not in image.columns:
            return False
        at, ids = image.columns.index(column), self._ids[table]
        return any(row[at] in ids for row in _rows(image))


_LEARN: dict[str, Callable[[Told, _Values], None]] = {
    "documents": Told._learn_document,
    "speakers": Told._learn_speaker,
    "quotations": Told._learn_quotation,
    "memos": Told._learn_memo,
    "report_quotations": Told._learn_mark,
    "summaries": Told._learn_summary,
    "summary_quotations": Told._learn_link,
    "decisions": Told._learn_decision,
}
_EARLIER = ("uncarried", "document_versions", "reopened")
_EVIDENCE = ("theme_quotations", "pattern_quotations", "summary_quotations")
_ABOUT = {"document": "documents", "quotation": "quotations", "respondent": "respondents"}


def _rows(image: Image) -> Iterator[Row]:
    yield from image.before
    yield from image.after
