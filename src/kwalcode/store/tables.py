"""The tables of a project file (SQLAlchemy Core), schema version 2.

Every thing has an integer key for joins inside the file and a time-ordered UUID (16 bytes)
that stays the same in every copy of the study. Keys of rows that people make are
AUTOINCREMENT, so that an id in the journal never means two things. Order of definition is
order of dependence: a table refers only to tables above it.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

from kwalcode.store.columns import KEPT_IDS, metadata, text_column, uuid_column
from kwalcode.store.decisions import decisions, reopened
from kwalcode.store.findings import (
    FINDINGS,
    cells_read,
    opened_cases,
    pattern_quotations,
    patterns,
    relations,
    summaries,
    summary_quotations,
    theme_patterns,
    theme_quotations,
    theme_searches,
)
from kwalcode.store.material import (
    attribute_values,
    attributes,
    coders,
    content,
    document_group_members,
    document_groups,
    document_versions,
    documents,
    respondents,
    sentences,
    settings,
    speakers,
    turns,
)
from kwalcode.store.teamwork import assignments, joined_entries, joins, rounds
from kwalcode.store.work import (
    code_group_members,
    code_groups,
    codes,
    codings,
    completion,
    memo_links,
    memos,
    quotations,
    report_quotations,
    saved_queries,
    theme_codes,
    themes,
    uncarried,
)

__all__ = [
    "ABOUT",
    "APPLICATION_ID",
    "FINDINGS",
    "JOURNALLED",
    "SCHEMA_VERSION",
    "SEARCH_INDEX",
    "assignments",
    "attribute_values",
    "attributes",
    "cells_read",
    "code_group_members",
    "code_groups",
    "coders",
    "codes",
    "codings",
    "completion",
    "content",
    "decisions",
    "document_group_members",
    "document_groups",
    "document_versions",
    "documents",
    "joined_entries",
    "joins",
    "journal",
    "journal_payload",
    "memo_links",
    "memos",
    "metadata",
    "opened_cases",
    "pattern_quotations",
    "patterns",
    "quotations",
    "relations",
    "reopened",
    "report_quotations",
    "respondents",
    "rounds",
    "saved_queries",
    "search_documents",
    "sentences",
    "settings",
    "speakers",
    "summaries",
    "summary_quotations",
    "theme_codes",
    "theme_patterns",
    "theme_quotations",
    "theme_searches",
    "themes",
    "turns",
    "uncarried",
]

SCHEMA_VERSION = 3
APPLICATION_ID = 0x6B77616C  # "kwal"

ABOUT: dict[str, Table] = {
    "document": documents,
    "quotation": quotations,
    "code": codes,
    "theme": themes,
    "pattern": patterns,
    "respondent": respondents,
}

# The journal: one row per act. `hash` runs over the row before, this row's facts, and the
# digests of detail (arguments and reason) and payload, so that both can be blanked by an
# erasure without breaking the chain.
journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("time", Text, nullable=False),
    Column("actor", LargeBinary(16), nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    text_column("reason"),
    Column("undoes", Integer),
    Column("detail_sha256", LargeBinary(32), nullable=False),
    Column("payload_sha256", LargeBinary(32), nullable=False),
    Column("blanked", Integer, nullable=False, server_default="0"),
    Column("hash", LargeBinary(32), nullable=False),
    Index("journal_actor", "actor", "id"),
    Index("journal_undoes", "undoes", sqlite_where=text("undoes IS NOT NULL")),
    **KEPT_IDS,
)

journal_payload = Table(
    "journal_payload",
    metadata,
    Column("entry_id", ForeignKey("journal.id"), primary_key=True),
    Column("chunk", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# The search index and what it covers (see `project.search.index`). Derived from the texts: not
# in the journal, and made anew from them at any time.
search_documents = Table(
    "search_documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, nullable=False),
    Column("content_id", Integer, nullable=False),
    UniqueConstraint("document_id", "content_id"),
    **KEPT_IDS,
)


SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5("
    "text, content='', tokenize='unicode61 remove_diacritics 2')"
)
"""What makes the index; without it, and in an SQLite without FTS5, searching reads the texts."""


@event.listens_for(search_documents, "after_create")
def _make_search_index(_table: Table, connection: Connection, **_options: object) -> None:
    if connection.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").scalar():
        connection.exec_driver_sql(SEARCH_INDEX)


JOURNALLED: tuple[Table, ...] = (
    coders,
    settings,
    respondents,
    attributes,
    attribute_values,
    documents,
    speakers,
    turns,
    sentences,
    codes,
    quotations,
    codings,
    completion,
    code_groups,
    code_group_members,
    themes,
    theme_codes,
    memos,
    document_groups,
    document_group_members,
    document_versions,
    memo_links,
    saved_queries,
    report_quotations,
    uncarried,
    *FINDINGS,
    decisions,
    reopened,
    rounds,
    assignments,
    joins,
    joined_entries,
)
"""Every table that acts write to: what the journal's replay must reproduce, row for row."""
