"""Saved queries, and the names that queries may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Table, select

from kwalcode.analysis.query.names import Vocabulary, code_named, folded
from kwalcode.analysis.query.references import spelled
from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.project.names import same_name
from kwalcode.project.reads.code_groups import all_code_groups
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import all_documents, document_groups_of
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.people import all_coders, attribute_names
from kwalcode.store.tables import (
    attributes,
    code_groups,
    coders,
    document_groups,
    documents,
    saved_queries,
    themes,
)


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with a name, its text as it was typed (see `all_saved_queries`)."""

    id: int
    uuid: bytes
    name: str
    text: str


def all_saved_queries(connection: Connection) -> list[SavedQuery]:
    """Return the saved queries by name.

    What was renamed since stands in them by its name of now.
    """
    q = saved_queries.c
    rows = connection.execute(select(q.id, q.uuid, q.name, q.query)).all()
    if not rows:
        return []
    numbers = Numbers(connection)
    found = [
        SavedQuery(row.id, row.uuid, row.name, spelled(row.query, numbers.find, numbers.name))
        for row in rows
    ]
    return sorted(found, key=lambda query: (query.name.casefold(), query.id))


class Numbers:
    """What the names of queries mean, as numbers that stay: UUIDs, in 32 digits."""

    def __init__(self, connection: Connection) -> None:
        self._codes = all_codes(connection)
        self._paths = {code.uuid.hex(): code.path for code in self._codes}
        self._names = {
            kind: {
                row.uuid.hex(): row.name
                for row in connection.execute(select(table.c.uuid, table.c.name))
            }
            for kind, table in _TABLES.items()
        }

    def find(self, kind: str, name: str) -> str | None:
        """Return the number of the one thing that is called so; None for none or several."""
        if kind == "code":
            code = code_named(self._codes, name)
            return None if code is None else code.uuid.hex()
        known = self._names.get(kind, {})
        return next((number for number, one in known.items() if folded(one) == folded(name)), None)

    def name(self, kind: str, number: str) -> str | None:
        """Return what has this number is called now; None where it is gone."""
        known = self._paths if kind == "code" else self._names.get(kind, {})
        return known.get(number)


_TABLES: Final[Mapping[str, Table]] = {
    "code group": code_groups,
    "theme": themes,
    "coder": coders,
    "document": documents,
    "document group": document_groups,
    "attribute": attributes,
}


def find_saved_query(known: Sequence[SavedQuery], name: str) -> SavedQuery:
    """Return the saved query of that name (case does not matter). Raises NotFound."""
    for query in known:
        if same_name(query.name, name):
            return query
    raise NotFound(
        _("There is no saved query '{name}' in this project; there are: {names}.").format(
            name=name, names=", ".join(query.name for query in known) or _("none")
        )
    )


def vocabulary(connection: Connection) -> Vocabulary:
    """Return every name that a query may use."""
    return Vocabulary(
        codes=all_codes(connection),
        groups={group.name: frozenset(group.codes) for group in all_code_groups(connection)},
        themes={theme.name: frozenset(theme.codes) for theme in all_themes(connection)},
        coders={coder.name: coder.id for coder in all_coders(connection)},
        documents={document.name: document.id for document in all_documents(connection)},
        document_groups={
            group.name: frozenset(group.documents) for group in document_groups_of(connection)
        },
        attributes=attribute_names(connection),
    )


Place = tuple[int, int, int]
"""Document (id), start and end."""


def quotations_at(connection: Connection, places: Iterable[Place]) -> Mapping[Place, int]:
    """Return the ids of the quotations at these places; places without one are left out."""
    sql = 'SELECT id FROM quotations WHERE document_id = ? AND start = ? AND "end" = ?'
    found = {place: connection.exec_driver_sql(sql, place).scalar() for place in places}
    return {place: number for place, number in found.items() if number is not None}
