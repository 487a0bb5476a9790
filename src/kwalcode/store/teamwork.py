"""Tables of working together: rounds, who codes what in them, and copies that were joined."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from kwalcode.store.columns import KEPT_IDS, metadata, text_column, uuid_column

# `codebook` is the hash of the journal's last entry when the round began: it tells which
# codebook the coders had. In a blind round nobody sees the other's codings of a document
# before both have completed it.
rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("codebook", LargeBinary(32), nullable=False),
    Column("blind", Integer, nullable=False, server_default="1"),
    Column("started", Text, nullable=False),
    text_column("note"),
    **KEPT_IDS,
)

assignments = Table(
    "assignments",
    metadata,
    Column("round_id", ForeignKey("rounds.id"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True, index=True),
    Column("coder_id", ForeignKey("coders.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# A copy of the study that was joined: `head` is the hash of the last entry of its journal then.
# `details` (see `project.joining.details`) tells later joins where fields come from.
joins = Table(
    "joins",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("head", LargeBinary(32), nullable=False, unique=True),
    text_column("file_name"),
    Column("joined", Text, nullable=False),
    Column("details", LargeBinary, nullable=False),
    **KEPT_IDS,
)

# What the journal of a joined copy told beyond our own. An erasure blanks arguments and reason.
joined_entries = Table(
    "joined_entries",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),
    Column("join_id", ForeignKey("joins.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("time", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    text_column("reason"),
    Column("undoes", Integer),
    sqlite_with_rowid=False,
)
