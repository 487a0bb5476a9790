"""How the rows of each table are named and compared across copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from kwalcode.project.history.rows import key_columns, ordered_columns
from kwalcode.store.tables import (
    JOURNALLED,
    codings,
    document_versions,
    documents,
    joined_entries,
    joins,
    quotations,
)

Key = Any
"""What names a row in every copy: a UUID, a place in a text, or several of these as a tuple."""
Values = tuple[Any, ...]
Place = tuple[bytes, int, int]
"""A quotation in every copy: the document's UUID and the range."""

STRUCTURE = frozenset({"turns", "sentences", "document_versions"})
"""Tables whose rows are parts of a document: they come and go with it."""
TEXT_COLUMNS = frozenset(
    {"text_sha256", "length", "format", "source_name", "source_sha256", "version"}
)
EARLIEST = frozenset({"created", "marked", "imported", "started"})
"""Of these times the first one holds, where the same thing was made in two copies."""
QUIET = EARLIEST | {"position", "quotations"}
"""Columns on which copies may differ without a word."""
ENDS = (("from_code_id", "to_code_id"), ("from_theme_id", "to_theme_id"))
"""The columns of a relation's two ends."""
MIRRORED = (
    ("first_id", "second_id"), ("a_code_id", "b_code_id"), ("a_start", "b_start"),
    ("a_end", "b_end"),
)  # fmt: skip
"""The columns of a decision that change places when its two coders do."""
LOCAL_SETTINGS = frozenset({"study root", "handed out from"})
"""Settings of one copy, not of the study."""

WAITING = ("codings", "report_quotations")
"""What may wait for a decision, under the UUID it had on its passage."""
MERGE, PLACE = "merge codes", "place passages"
"""The acts that merge codes, and that put back what waited for a decision."""
DECISIONS = ("decisions", "reopened")
"""Tables of decisions: those that hold, and those whose disagreement is open again."""
_ONE_THING = {name: pair for pair in (("codings", "uncarried"), DECISIONS) for name in pair}

_DERIVED = {
    codings.name: {"document_id", "start", "end"},
    documents.name: {"content_id"},
    document_versions.name: {"content_id"},
}
_SAME: dict[str, tuple[str, ...]] = {
    "coders": ("name",),
    "respondents": ("name",),
    "attributes": ("name",),
    "documents": ("text_sha256",),
    "speakers": ("document_id", "label"),
    "codes": ("parent_id", "name"),
    "codings": ("quotation_id", "code_id", "coder_id"),
    "code_groups": ("name",),
    "themes": ("name",),
    "document_groups": ("name",),
    "saved_queries": ("name",),
    "report_quotations": ("quotation_id",),
    "uncarried": ("document_id", "content_id", "start", "end", "kind", "code_id", "coder_id",
                  "memo_id"),
    "rounds": ("name",),
    "relations": ("type", "label", "from_code_id", "to_code_id", "from_theme_id", "to_theme_id"),
    "summaries": ("respondent_id", "code_id", "theme_id"),
    "cells_read": ("respondent_id", "code_id", "theme_id", "coder_id"),
    "decisions": ("document_id", "first_id", "second_id", "a_code_id", "a_start", "a_end",
                  "b_code_id", "b_start", "b_end"),
    "reopened": ("document_id", "content_id", "first_id", "second_id", "a_code_id", "a_start",
                 "a_end", "b_code_id", "b_start", "b_end"),
}  # fmt: skip
_NAMED = (
    "coders", "respondents", "attributes", "documents", "code_groups", "themes",
    "document_groups", "saved_queries", "rounds",
)  # fmt: skip
_UNIQUE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_NAMED, ("name",)),
    "speakers": ("document_id", "label"),
    "codes": ("parent_id", "name"),
}


ONE_EACH = {
    name: _SAME[name]
    for name in (
        "codings", "report_quotations", "relations", "summaries", "cells_read", "decisions",
        "reopened",
    )
}  # fmt: skip
"""What a row has for itself, with the others of its table: one coding each, one mark."""
WHOLE = {"decisions": ("decision", "made"), "reopened": ("decision", "made"),
         "summaries": ("text", "changed"),
         "cells_read": ("quotations", "read"), "rounds": ("note", "started")}  # fmt: skip
"""Tables whose rows are taken from one side as they are, since their fields hang together: by
which field a conflict is told, and which one says when it was written."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of a table are compared.

    `columns` are those that are compared, without the id, the UUID and what follows from
    others; `refs` tell which table a column refers to. Rows of a `keyed` table have no UUID:
    their primary key (`keys`) names them. Rows of two copies with the same values in `same` are one
    thing even if their UUIDs differ; values in `unique` differ from row to row; `named` is the
    column that is changed where two would be called the same.
    """

    table: Table
    columns: tuple[str, ...]
    refs: Mapping[str, str]
    keyed: bool
    keys: tuple[str, ...]
    same: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the table's name."""
        return self.table.name

    @property
    def weak(self) -> bool:
        """Tell whether rows go with what they refer to; any others keep what they refer to."""
        return self.keyed or self.name == "speakers"

    def at(self, column: str) -> int:
        """Return where a column stands in the rows."""
        return self.columns.index(column)


def is_coding(shape: Shape, values: Values) -> bool:
    """Tell whether what waits (a row of `uncarried`) is a coding."""
    return bool(values[shape.at("kind")] == "coding")


def same_things(table: str) -> tuple[str, ...]:
    """Return the tables in which a UUID means the same thing as in this one, this one included: a
    coding is placed or waits, a decision holds or its disagreement is open again."""
    return _ONE_THING.get(table, (table,))


def _shape(table: Table) -> Shape:
    keyed = "uuid" not in table.columns
    left_out = {"id", "uuid"} | _DERIVED.get(table.name, set())
    if keyed:
        left_out |= set(key_columns(table))
    refs = {
        key.parent.name: key.column.table.name
        for key in table.foreign_keys
        if key.parent.name not in _DERIVED.get(table.name, set())
    }
    return Shape(
        table,
        tuple(c for c in ordered_columns(table) if c not in left_out),
        refs,
        keyed,
        key_columns(table),
        _SAME.get(table.name, ()),
        _UNIQUE.get(table.name, ()),
    )


SHAPES: dict[str, Shape] = {
    table.name: _shape(table)
    for table in JOURNALLED
    if table not in (quotations, joins, joined_entries)
}
"""The tables that are joined row by row, in the order in which they depend on each other."""
