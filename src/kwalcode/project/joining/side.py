"""One of the two copies that are joined: its rows, by what names them in every copy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from kwalcode.project.analyses.evidence import EVIDENCE, findings_of
from kwalcode.project.joining.loosening import Loosening
from kwalcode.project.joining.shapes import (
    DECISIONS,
    ENDS,
    LOCAL_SETTINGS,
    MIRRORED,
    Key,
    Place,
    Shape,
    Values,
)
from kwalcode.project.reads.relations import TYPES
from kwalcode.store.tables import ABOUT

_ABOUT = {kind: table.name for kind, table in ABOUT.items()}


@dataclass(slots=True)
class Side:
    """The rows of a copy, as they were before its last join made them fit.

    `names` tell by table what each id means in every copy; `rows` are the values by that name;
    `ids` are those that the copy itself has for it, and `uuids`, where they are others than the
    name. `renamed` tells by what UUID things go now that are the same as something of another
    one, and `called` the same by table, of this join only. `loosening` is what that last join did,
    `fitted` what rows are in the file (None: not there) where that is otherwise, `left_out` those
    (table, key) that it took out since what they are on was gone. `quotations` are the ids of
    passages by their places.
    """

    connection: Connection
    aliases: Mapping[tuple[str, bytes], bytes]
    names: dict[str, dict[int, Key]] = field(default_factory=dict)
    rows: dict[str, dict[Key, Values]] = field(default_factory=dict)
    ids: dict[str, dict[Key, int]] = field(default_factory=dict)
    uuids: dict[str, dict[Key, bytes]] = field(default_factory=dict)
    renamed: dict[bytes, bytes] = field(default_factory=dict)
    loosening: Loosening = field(default_factory=Loosening)
    fitted: dict[str, dict[Key, Values | None]] = field(default_factory=dict)
    left_out: set[tuple[str, Key]] = field(default_factory=set)
    called: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    quotations: dict[Place, int] = field(default_factory=dict)

    def read(self, shape: Shape) -> None:
        """Read a table; those it refers to must have been read."""
        if shape.name == "speakers":
            self._read_quotations()
        if not shape.keyed:
            self._name(shape)
        self.build(shape)

    def build(self, shape: Shape) -> None:
        """Make the rows of a table, by the present names."""
        self.rows[shape.name] = rows = {}
        names = {} if shape.keyed else self.names[shape.name]
        self.ids[shape.name] = {key: number for number, key in names.items()}
        self.uuids[shape.name] = uuids = {}
        mappings = [self.names.get(shape.refs.get(c, "")) for c in shape.columns]
        same: dict[str, str] = {}  # times and the like are often the same: each is kept once
        first = len(shape.keys) if shape.keyed else 2
        columns = (*shape.keys, *(() if shape.keyed else ("uuid",)), *shape.columns)
        for row in _select(self.connection, shape.name, columns):
            if shape.keyed:
                key = self.key(shape, row[:first])
                if shape.name == "settings" and key[0] in LOCAL_SETTINGS:
                    continue
            else:
                key = names[row[0]]
                if key != row[1]:
                    uuids[key] = row[1]
            values = tuple(
                (same.setdefault(value, value) if type(value) is str else value)
                if mapping is None
                else mapping.get(value)
                for value, mapping in zip(row[first:], mappings, strict=True)
            )
            if shape.name == "memos":
                values = self._about(shape, values)
            elif shape.name == "uncarried":
                values = self._waiting(shape, values)
            rows[key] = canonical(shape, values)
        self.fitted[shape.name] = self.loosening.loosen(self, shape, rows)

    def in_file(self, table: str, key: Key) -> Values | None:
        """Return a row as it is in the file, None when it is not there."""
        fitted = self.fitted[table]
        return fitted[key] if key in fitted else self.rows[table].get(key)

    def all_in_file(self, table: str) -> Iterator[Key]:
        """Yield the keys of the rows of a table that are in the file."""
        keys = self.rows[table].keys() | self.fitted[table].keys()
        return (key for key in keys if self.in_file(table, key) is not None)

    def tighten(self) -> None:
        """Make all rows what they are in the file."""
        for table, fitted in self.fitted.items():
            for key, values in fitted.items():
                self.rows[table].pop(key, None)
                if values is not None:
                    self.rows[table][key] = values
            fitted.clear()

    def key(self, shape: Shape, numbers: Sequence[Any]) -> Key:
        """Return what names a row of a table without UUIDs, from its primary key here."""
        return tuple(
            self.names[shape.refs[column]].get(number) if column in shape.refs else number
            for column, number in zip(shape.keys, numbers, strict=True)
        )

    def learn(self, table: str, number: int, key: Key) -> None:
        """Take in what an id meant that is in no row any more."""
        self.names.setdefault(table, {}).setdefault(number, key)

    def present(self, key: Key) -> Key:
        """Return what something goes by now that was noted by a name of earlier."""
        if isinstance(key, tuple):
            return tuple(self.present(part) for part in key)
        seen = {key}
        while isinstance(key, bytes) and key in self.renamed and self.renamed[key] not in seen:
            key = self.renamed[key]
            seen.add(key)
        return key

    def resolved(self, table: str, uuid: bytes) -> bytes:
        """Return the UUID that an alias stands for."""
        seen = {uuid}
        while (table, uuid) in self.aliases and self.aliases[table, uuid] not in seen:
            uuid = self.aliases[table, uuid]
            seen.add(uuid)
        return uuid

    def renewed(self, table: str, key: Key) -> Key:
        """Return what an earlier join's name of something in a table is by now."""
        if table == "quotations":
            return (self.renewed("documents", key[0]), *key[1:])
        if not isinstance(key, bytes):
            return key
        key = self.resolved(table, key)
        return self.called.get((table, key), key)

    def renewed_key(self, shape: Shape, key: Key) -> Key:
        """Return the same for what names a row."""
        if not shape.keyed:
            return self.renewed(shape.name, key)
        pairs = zip(shape.keys, key, strict=True)
        return tuple(self.renewed(shape.refs.get(column, ""), part) for column, part in pairs)

    def renewed_value(self, shape: Shape, column: str, value: Any) -> Any:
        """Return the same for a value of a row, where it refers to something."""
        table = shape.refs.get(column, "codes" if column == "about_id" else "")
        return value if value is None or not table else self.renewed(table, value)

    def renewed_row(self, shape: Shape, values: Values) -> Values:
        """Return the same for a whole row."""
        pairs = zip(shape.columns, values, strict=True)
        return tuple(self.renewed_value(shape, column, value) for column, value in pairs)

    def about(self, kind: str, number: int | None) -> Key:
        """Return what a memo is about, as it is named in every copy."""
        return None if kind not in _ABOUT else self.names[_ABOUT[kind]].get(number or 0)

    def _about(self, shape: Shape, values: Values) -> Values:
        at = shape.at("about_id")
        key = self.about(values[shape.at("about")], values[at])
        return (*values[:at], key, *values[at + 1 :])

    def _waiting(self, shape: Shape, values: Values) -> Values:
        """Return what waits for a decision; evidence names its finding by UUID, not by id."""
        if values[shape.at("kind")] != "evidence":
            return values
        at = shape.at("details")
        details = json.loads(values[at])
        table = findings_of(EVIDENCE[details["table"]])
        chosen = select(table.c.uuid).where(table.c.id == details["finding"])
        uuid = self.connection.scalar(chosen)
        details["finding"] = self.resolved(table.name, uuid).hex() if uuid else None
        return (*values[:at], json.dumps(details, ensure_ascii=False), *values[at + 1 :])

    def _name(self, shape: Shape) -> None:
        names = dict(_select(self.connection, shape.name, ("id", "uuid")))
        self.names[shape.name] = names
        if any(table == shape.name for table, _uuid in self.aliases):
            present = set(names.values())
            for number, uuid in names.items():
                other = self.resolved(shape.name, uuid)
                names[number] = uuid if other in present else other  # two rows here stay two

    def _read_quotations(self) -> None:
        """Read the quotations and the texts' digests: what rows below are on."""
        documents = self.names["documents"]
        names = self.names.setdefault("quotations", {})
        wanted = ("id", "document_id", "start", "end")
        for number, document, start, end in _select(self.connection, "quotations", wanted):
            place = (documents[document], start, end)
            names[number] = place
            self.quotations[place] = number
        self.names["content"] = dict(_select(self.connection, "content", ("id", "sha256")))


def canonical(shape: Shape, values: Values) -> Values:
    """Return the row as it is in every copy: the ends of a relation without a direction, and the
    two coders of a decision, have an order of their own in each."""
    if shape.name in DECISIONS:
        first, second = (values[shape.at(column)] for column in ("first_id", "second_id"))
        return values if first <= second else mirrored(shape, values)
    if shape.name != "relations" or TYPES[values[shape.at("type")]]:
        return values
    found = list(values)
    for ends in ENDS:
        a, b = (shape.at(column) for column in ends)
        if found[a] is not None and found[b] is not None:
            found[a], found[b] = sorted((found[a], found[b]))
    return tuple(found)


def mirrored(shape: Shape, values: Values) -> Values:
    """Return the same decision with the second coder first."""
    found = list(values)
    for one, other in MIRRORED:
        a, b = shape.at(one), shape.at(other)
        found[a], found[b] = found[b], found[a]
    at = shape.at("decision")
    found[at] = {"a": "b", "b": "a"}.get(found[at], found[at])
    return tuple(found)


def _select(connection: Connection, table: str, columns: Sequence[str]) -> Iterator[Any]:
    names = ", ".join(f'"{column}"' for column in columns)
    yield from map(tuple, connection.exec_driver_sql(f'SELECT {names} FROM "{table}"'))
