"""What a correction lets wait for a decision, with its place in an older text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from kwalcode.project.correcting.earlier import Earlier
from kwalcode.project.correcting.fates import Fate
from kwalcode.project.history.change import Change
from kwalcode.project.history.rows import ordered_columns
from kwalcode.project.identity import derived
from kwalcode.spans import Range
from kwalcode.store.tables import uncarried
from kwalcode.transcripts.difference import Alignment
from kwalcode.transcripts.masking import aligned

_UNCARRIED = ordered_columns(uncarried)


@dataclass(slots=True)
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
        by its place: so it is the same in every copy that is corrected. It may wait already.

        Of the text only the length tells: words may be blacked out in one of the copies.
        """
        more = {name: value for name, value in (details or {}).items() if name != "finding"}
        earlier, place = self._origin(fate.old)
        name = derived(uuid, kind, len(earlier.text), place, sorted(more.items()))
        self.put(fate, name, kind=kind, details=details, memo_id=memo_id)

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
        there = set(self.change.connection.scalars(
            select(uncarried.c.uuid).where(uncarried.c.document_id == self.document)
        ))  # fmt: skip
        waiting = [item for item in self._items if item[2] not in there]
        waiting.sort(key=lambda item: item[0])
        ids = self.change.new_ids(uncarried, len(waiting))
        rows = []
        for number, (place, values, uuid) in zip(ids, waiting, strict=True):
            earlier, (start, end) = self._origin(place)
            row = {
                "id": number, "uuid": uuid, "document_id": self.document,
                "content_id": earlier.content, "start": start, "end": end,
                "code_id": None, "coder_id": None, "memo_id": None,
            } | values  # fmt: skip
            rows.append(tuple(row[name] for name in _UNCARRIED))
        self.change.insert_rows(uncarried, _UNCARRIED, rows)
