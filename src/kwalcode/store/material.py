"""Tables of the material: people, documents, their texts, turns and sentences."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from kwalcode.store.columns import KEPT_IDS, metadata, text_column, uuid_column

coders = Table(
    "coders",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False, server_default="coder"),
    **KEPT_IDS,
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
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    **KEPT_IDS,
)

attributes = Table(
    "attributes",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    **KEPT_IDS,
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
    **KEPT_IDS,
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("respondent_id", ForeignKey("respondents.id"), index=True),
    Column("content_id", ForeignKey("content.id"), nullable=False, index=True),
    Column("text_sha256", LargeBinary(32), nullable=False),
    Column("length", Integer, nullable=False),
    Column("format", Text, nullable=False),
    text_column("source_name"),
    Column("source_sha256", LargeBinary(32), index=True),
    Column("position", Integer, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("imported", Text, nullable=False),
    **KEPT_IDS,
)

speakers = Table(
    "speakers",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("respondent_id", ForeignKey("respondents.id"), index=True),
    UniqueConstraint("document_id", "label"),
    **KEPT_IDS,
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

document_groups = Table(
    "document_groups",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    **KEPT_IDS,
)

document_group_members = Table(
    "document_group_members",
    metadata,
    Column("group_id", ForeignKey("document_groups.id"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# What a document's text was before it was corrected: the present version is in `documents`.
document_versions = Table(
    "document_versions",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_id", ForeignKey("content.id"), nullable=False, index=True),
    Column("text_sha256", LargeBinary(32), nullable=False),
    Column("replaced", Text, nullable=False),
    sqlite_with_rowid=False,
)
