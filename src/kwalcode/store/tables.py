"""The tables of a project file (SQLAlchemy Core), schema version 1.

Every thing has an integer key for joins inside the file and a time-ordered UUID (16 bytes)
that stays the same in every copy of the study. Keys of rows that people make are
AUTOINCREMENT, so that an id in the journal never means two things. Order of definition is
order of dependence: a table refers only to tables above it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
)

SCHEMA_VERSION = 1
APPLICATION_ID = 0x6B77616C  # "kwal"

metadata = MetaData()
_KEPT_IDS: dict[str, Any] = {"sqlite_autoincrement": True}


def _uuid() -> Column[bytes]:
    return Column("uuid", LargeBinary(16), nullable=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


coders = Table(
    "coders",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False, server_default="coder"),
    **_KEPT_IDS,
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

respondents = Table(
    "respondents",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("name", Text, nullable=False, unique=True),
    **_KEPT_IDS,
)

attributes = Table(
    "attributes",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("name", Text, nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    **_KEPT_IDS,
)

attribute_values = Table(
    "attribute_values",
    metadata,
    Column("respondent_id", ForeignKey("respondents.id"), primary_key=True),
    Column("attribute_id", ForeignKey("attributes.id"), primary_key=True),
    Column("value", Text, nullable=False),
    Index("attribute_values_attribute", "attribute_id"),
    sqlite_with_rowid=False,
)

# No act deletes from here; only an erasure blanks a text. So a version that codings point to
# is always there, and an undone import can be done again.
content = Table(
    "content",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", LargeBinary(32), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    **_KEPT_IDS,
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("name", Text, nullable=False, unique=True),
    Column("respondent_id", ForeignKey("respondents.id"), index=True),
    Column("content_id", ForeignKey("content.id"), nullable=False, index=True),
    Column("text_sha256", LargeBinary(32), nullable=False),
    Column("length", Integer, nullable=False),
    Column("format", Text, nullable=False),
    _text("source_name"),
    Column("source_sha256", LargeBinary(32), index=True),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("imported", Text, nullable=False),
    **_KEPT_IDS,
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("respondent_id", ForeignKey("respondents.id"), index=True),
    UniqueConstraint("document_id", "label"),
    **_KEPT_IDS,
)

turns = Table(
    "turns",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("speech_start", Integer, nullable=False),
    Column("speech_end", Integer, nullable=False),
    Column("speaker_id", ForeignKey("speakers.id"), nullable=False, index=True),
    Column("time_ms", Integer),
    sqlite_with_rowid=False,
)

# Bounds of all sentences of a document in one packed value (see `language.packing`): they
# are read together, and a row each would be most of the file.
sentences = Table(
    "sentences",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("segmenter", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("bounds", LargeBinary, nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("parent_id", ForeignKey("codes.id"), index=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    _text("key"),
    _text("definition"),
    _text("include"),
    _text("exclude"),
    _text("example"),
    _text("question"),
    _text("keywords"),
    _text("color"),
    Column("origin", Text, nullable=False, server_default="deductive"),
    **_KEPT_IDS,
)

# Names differ among siblings; a plain unique constraint would let two roots share one,
# since NULL differs from NULL.
Index("codes_sibling_name", func.coalesce(codes.c.parent_id, 0), codes.c.name, unique=True)

# `core_start` and `core_end` leave out white space at the edges; they are set only where the
# quotation has any, and serve the rule that a unit counts by its non-space characters.
quotations = Table(
    "quotations",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("core_start", Integer),
    Column("core_end", Integer),
    UniqueConstraint("document_id", "start", "end"),
    **_KEPT_IDS,
)
Index(
    "quotations_with_edges",
    quotations.c.id,
    sqlite_where=quotations.c.core_start.is_not(None),
)

codings = Table(
    "codings",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code_id", ForeignKey("codes.id"), nullable=False),
    Column("coder_id", ForeignKey("coders.id"), nullable=False),
    Column("quotation_id", ForeignKey("quotations.id"), nullable=False),
    Column("created", Text, nullable=False),
    UniqueConstraint("quotation_id", "code_id", "coder_id"),
    Index("codings_place", "document_id", "start"),
    Index("codings_code", "code_id", "document_id", "start"),
    **_KEPT_IDS,
)

completion = Table(
    "completion",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("coder_id", ForeignKey("coders.id"), primary_key=True),
    Column("marked", Text, nullable=False),
    Index("completion_coder", "coder_id"),
    sqlite_with_rowid=False,
)

code_groups = Table(
    "code_groups",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("name", Text, nullable=False, unique=True),
    Column("exclusive", Integer, nullable=False, server_default="0"),
    **_KEPT_IDS,
)

code_group_members = Table(
    "code_group_members",
    metadata,
    Column("group_id", ForeignKey("code_groups.id"), primary_key=True),
    Column("code_id", ForeignKey("codes.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

themes = Table(
    "themes",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("parent_id", ForeignKey("themes.id"), index=True),
    Column("name", Text, nullable=False, unique=True),
    _text("claim"),
    Column("position", Integer, nullable=False),
    **_KEPT_IDS,
)

theme_codes = Table(
    "theme_codes",
    metadata,
    Column("theme_id", ForeignKey("themes.id"), primary_key=True),
    Column("code_id", ForeignKey("codes.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# `about` is "project" or the kind of thing (`ABOUT`); SQLite cannot declare such a reference,
# so `project.references` and `check` know it.
memos = Table(
    "memos",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("about", Text, nullable=False),
    Column("about_id", Integer),
    _text("title"),
    Column("text", Text, nullable=False),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("changed", Text, nullable=False),
    Index("memos_about", "about", "about_id"),
    **_KEPT_IDS,
)

ABOUT: dict[str, Table] = {
    "document": documents,
    "quotation": quotations,
    "code": codes,
    "theme": themes,
    "respondent": respondents,
}

# The journal: one row per act. `hash` runs over the row before, this row's facts, and the
# digests of detail (arguments and reason) and payload, so that both can be blanked by an
# erasure without breaking the chain.
journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),
    _uuid(),
    Column("time", Text, nullable=False),
    Column("actor", LargeBinary(16), nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    _text("reason"),
    Column("undoes", Integer),
    Column("detail_sha256", LargeBinary(32), nullable=False),
    Column("payload_sha256", LargeBinary(32), nullable=False),
    Column("blanked", Integer, nullable=False, server_default="0"),
    Column("hash", LargeBinary(32), nullable=False),
    Index("journal_actor", "actor", "id"),
    **_KEPT_IDS,
)

journal_payload = Table(
    "journal_payload",
    metadata,
    Column("entry_id", ForeignKey("journal.id"), primary_key=True),
    Column("chunk", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

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
)
"""Every table that acts write to: what the journal's replay must reproduce, row for row."""
