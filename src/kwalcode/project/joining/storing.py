"""What our file holds for a row that is named and valued as in every copy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kwalcode.project.acts.documents import content_id
from kwalcode.project.analyses.evidence import EVIDENCE, findings_of
from kwalcode.project.history.change import Change
from kwalcode.project.history.images import Row
from kwalcode.project.joining.shapes import DECISIONS, ENDS, Key, Shape, Values
from kwalcode.project.joining.side import Side, mirrored
from kwalcode.project.reads.relations import TYPES
from kwalcode.store.tables import ABOUT
from kwalcode.store.tables import content as content_table

_ABOUT = {kind: table.name for kind, table in ABOUT.items()}


@dataclass(slots=True)
class Storing:
    """Rows in our numbers. `texts` by digest are in neither file, `numbers` our ids by table and
    name."""

    change: Change
    ours: Side
    theirs: Side
    texts: Mapping[bytes, str] = field(default_factory=dict)
    numbers: dict[str, dict[Key, int]] = field(default_factory=dict)

    def whole(self, shape: Shape, key: Key, row: Values, columns: Sequence[str]) -> Row:
        """Return a row as it is stored, by these columns."""
        values = self.sided(shape, row)
        stored: dict[str, Any] = {}
        if shape.keyed:
            stored.update(zip(shape.keys, self.key(shape, key), strict=True))
        else:
            stored |= {"id": self.numbers[shape.name][key], "uuid": key}
        for column, value in zip(shape.columns, values, strict=True):
            stored |= self.stored(shape, column, value, values)
        if shape.name == "relations":
            stored |= ends_in_order(stored, stored["type"])
        return tuple(stored[column] for column in columns)

    def sided(self, shape: Shape, values: Values) -> Values:
        """Return the row with the coders of a decision as in this file: the lower number first."""
        if shape.name not in DECISIONS:
            return values
        pair = (values[shape.at(column)] for column in ("first_id", "second_id"))
        first, second = (self.numbers["coders"][coder] for coder in pair)
        return values if first <= second else mirrored(shape, values)

    def key(self, shape: Shape, key: Key) -> Row:
        """Return our primary key of a row without a UUID."""
        return tuple(
            self.numbers[shape.refs[c]][part] if c in shape.refs else part
            for c, part in zip(shape.keys, key, strict=True)
        )

    def stored(self, shape: Shape, column: str, value: Any, row: Values) -> dict[str, Any]:
        """Return what the file holds for a value; of some values several columns follow."""
        if shape.name == "memos" and column in ("about", "about_id"):
            return self._about(shape, row)
        if (shape.name, column) == ("uncarried", "details"):
            return {column: self._details(shape, value, row)}
        if column == "text_sha256":
            return {column: value, "content_id": self._content(value)}
        if column == "content_id":
            return {column: self._content(value)}
        if column not in shape.refs or value is None:
            return {column: value}
        number = self.numbers[shape.refs[column]][value]
        if shape.name == "codings" and column == "quotation_id":
            document, start, end = value
            return {
                column: number, "document_id": self.numbers["documents"][document],
                "start": start, "end": end,
            }  # fmt: skip
        return {column: number}

    def _about(self, shape: Shape, row: Values) -> dict[str, Any]:
        kind, key = row[shape.at("about")], row[shape.at("about_id")]
        number = None if kind not in _ABOUT else self.numbers[_ABOUT[kind]][key]
        return {"about": kind, "about_id": number}

    def _details(self, shape: Shape, value: str, row: Values) -> str:
        """Return what is kept of something that waits, with our number of its finding."""
        if row[shape.at("kind")] != "evidence":
            return value
        details = json.loads(value)
        if details["finding"] is not None:
            uuid = self.ours.present(bytes.fromhex(details["finding"]))
            table = findings_of(EVIDENCE[details["table"]])
            details["finding"] = self.numbers[table.name].get(uuid)
        return json.dumps(details, ensure_ascii=False)

    def _content(self, sha256: bytes) -> int:
        """Return our number for a text; one that only they have is taken over."""
        chosen = content_table.select().with_only_columns(content_table.c.id)
        known = self.change.connection.scalar(chosen.where(content_table.c.sha256 == sha256))
        if known is not None:
            return int(known)
        chosen = content_table.select().with_only_columns(content_table.c.text)
        text = self.texts.get(sha256)
        if text is None:
            text = self.theirs.connection.scalar(chosen.where(content_table.c.sha256 == sha256))
        return content_id(self.change, text or "")


def ends_in_order(stored: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the ends of a relation in the order in which this file has them: where they have
    no direction, the lower number first."""
    if TYPES[kind]:
        return {}
    found: dict[str, Any] = {}
    for ends in ENDS:
        numbers = [stored[column] for column in ends]
        if None not in numbers:
            found |= dict(zip(ends, sorted(numbers), strict=True))
    return found
