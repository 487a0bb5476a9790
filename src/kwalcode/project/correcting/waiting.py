"""What a correction lets wait for a decision, with its place in an older text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from kwalcode.project.correcting.earlier import Earlier
from kwalcode.project.correcting.fates import Fate
from kwalcode.project.history.change import Change
from kwalcode.project.history.rows import ordered_columns
from kwalcode.project.identity import derived
from kwalcode.spans import Range
from kwalcode.store.tables import documents, uncarried
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.masking import aligned

_UNCARRIED = ordered_columns(uncarried)


@dataclass
class WaitingList:
    """The list of one document. `texts` are those that it had, the one that is corrected last:
    things wait in the first one that has the same words."""

    change: Change
    document: int
    texts: Sequence[Earlier]
    _items: list[tuple[Range, dict[str, Any], bytes]] = field(default_factory=list)
    _back: dict[int, Alignment] = field(default_factory=dict)

    def put(
        self,
        fate: Fate,
        uuid: bytes,
        *,
        details: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> None:
        """Let something wait under its own UUID."""
        told = json.dumps(details or {}, ensure_ascii=False)
        self._items.append((fate.old, values | {"details": told}, uuid))

    def put_derived(
        self,
        fate: Fate,
        uuid: bytes,
        *,
        kind: str,
        details: Mapping[str, Any] | None = None,
        memo_id: int | None = None,
    ) -> None:
        """Let something wait that goes by the memo or the finding that it is part of (`uuid`), and
        by its place: so it is the same in every copy that is corrected. It may wait already."""
        earlier, place = self._origin(fate.old)
        name = waiting_uuid(uuid, kind, self._document, earlier.text, place, details or {})
        self.put(fate, name, kind=kind, details=details, memo_id=memo_id)

    @cached_property
    def _document(self) -> bytes:
        chosen = select(documents.c.uuid).where(documents.c.id == self.document)
        found: bytes = self.change.connection.execute(chosen).scalar_one()
        return found

    def _origin(self, place: Range) -> tuple[Earlier, Range]:
        """Return the first text in which the words of a passage stood just so, and where."""
        for one in self.texts[:-1]:
            if one.content not in self._back:
                between = [other.text for other in self.texts]
                self._back[one.content] = aligned(self.texts[-1].text, one.text, between)
            found = self._back[one.content].carried(place, longer=True)
            if found is not None:
                return one, found
        return self.texts[-1], place

    def write(self) -> None:
        """Write down what waits, in the order of the text."""
        u = uncarried.c
        chosen = select(u.uuid, u.content_id).where(u.document_id == self.document)
        there = {row.uuid: row.content_id for row in self.change.connection.execute(chosen)}
        self._items.sort(key=lambda item: item[0])
        rows = []
        for place, values, uuid in self._items:
            earlier, (start, end) = self._origin(place)
            name = uuid
            if there.get(name, earlier.content) != earlier.content:  # in a text much like it
                name = derived(uuid, sha256(earlier.text.encode()).hexdigest())
            if name in there:
                continue
            row = {
                "uuid": name, "document_id": self.document,
                "content_id": earlier.content, "start": start, "end": end,
                "code_id": None, "coder_id": None, "memo_id": None,
            } | values  # fmt: skip
            rows.append(row)
        ids = self.change.new_ids(uncarried, len(rows))
        numbered = [row | {"id": number} for number, row in zip(ids, rows, strict=True)]
        written = [tuple(row[name] for name in _UNCARRIED) for row in numbered]
        self.change.insert_rows(uncarried, _UNCARRIED, written)


def waiting_uuid(
    uuid: bytes, kind: str, document: bytes, text: str, place: Range, details: Mapping[str, Any]
) -> bytes:
    """Return the UUID of what waits as a part of a memo or a finding (`uuid`), at a place in a text
    of a document.

    Of the text only tells where its white space is: words may be blacked out in one of the copies.
    """
    more = sorted((name, value) for name, value in details.items() if name != "finding")
    return derived(uuid, kind, document, _spaces(text), place, more)


@lru_cache(maxsize=4)  # a text is long, and much may wait in it
def _spaces(text: str) -> str:
    """Return what tells where the white space of a text is."""
    return sha256(re.sub(r"\S", "x", text).encode()).hexdigest()
