"""A way of reading a study in which a coder of a blind round does not see the others' work.

What is hidden is left out below all reads, by views that stand before the tables of the same
name: so no list, count, search or figure can tell of it, whichever screen it is on. Acts do not
go through here: they see and change what there is. That somebody completed a document is hidden
as well, so that no figure compares a coder with one who seems to have coded nothing.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from kwalcode.project.reads.rounds import HIDDEN
from kwalcode.project.study import Study
from kwalcode.store.engine import connect_engine

_DOCUMENTS = "(SELECT document_id FROM temp.blind_documents)"
_OF_QUOTATION = (
    "EXISTS (SELECT 1 FROM main.quotations q WHERE q.id = {column} AND q.document_id IN "
    + _DOCUMENTS
    + ")"
)
_VIEWS: Final = {
    "codings": f"t.coder_id = {{coder}} OR t.document_id NOT IN {_DOCUMENTS}",
    "completion": f"t.coder_id = {{coder}} OR t.document_id NOT IN {_DOCUMENTS}",
    "decisions": f"t.document_id NOT IN {_DOCUMENTS}",
    "reopened": f"t.document_id NOT IN {_DOCUMENTS}",
    "memos": (
        "t.coder_id = {coder}"
        f" OR NOT (t.about = 'document' AND t.about_id IN {_DOCUMENTS}"
        f" OR t.about = 'quotation' AND {_OF_QUOTATION.format(column='t.about_id')})"
    ),
    "report_quotations": (
        f"t.coder_id = {{coder}} OR NOT {_OF_QUOTATION.format(column='t.quotation_id')}"
    ),
    "uncarried": (
        "COALESCE(t.coder_id, (SELECT m.coder_id FROM main.memos m WHERE m.id = t.memo_id))"
        f" = {{coder}} OR t.document_id NOT IN {_DOCUMENTS}"
    ),
}
_ALL: Final = "SELECT id AS document_id FROM documents"
_SINCE = "SELECT version FROM temp.blind_since"
_HINT = re.compile(r" INDEXED BY \w+")


def blind_reader(study: Study, coder: int, *, everywhere: bool = False) -> Engine:
    """Return an engine on a study's file through which a coder (id) sees nothing of others in
    the documents that `hidden_documents` tells at the time of each read; or in none at all."""
    engine = connect_engine(study.path, read_only=not study.writable)
    documents = _ALL if everywhere else HIDDEN.format(coder=int(coder))

    def put_on(raw: Any, _record: object) -> None:
        raw.execute("CREATE TEMP TABLE blind_documents (document_id INTEGER PRIMARY KEY)")
        raw.execute("CREATE TEMP TABLE blind_since (version INTEGER)")
        for table, seen in _VIEWS.items():
            rows = f"SELECT * FROM main.{table} t WHERE {seen.format(coder=int(coder))}"
            raw.execute(f"CREATE TEMP VIEW {table} AS {rows}")

    def look_again(connection: Connection) -> None:
        """Find out anew what is hidden, when something was written since this connection did."""
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        if connection.exec_driver_sql(_SINCE).scalar() == version:
            return
        for table, rows in (("blind_documents", documents), ("blind_since", f"SELECT {version}")):
            connection.exec_driver_sql(f"DELETE FROM temp.{table}")
            connection.exec_driver_sql(f"INSERT OR IGNORE INTO temp.{table} {rows}")

    event.listen(engine, "connect", put_on)
    event.listen(engine, "begin", look_again)
    event.listen(engine, "before_cursor_execute", _without_hints, retval=True)
    return engine


def _without_hints(
    _connection: object,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    _many: object,
) -> tuple[str, Any]:
    """Leave out the names of indexes: a view has none, and an error would come of it."""
    return _HINT.sub("", statement), parameters
