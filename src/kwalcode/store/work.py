"""Tables of the work on the material: codes, codings, groups, themes, memos, queries."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    func,
)

from kwalcode.store.columns import KEPT_IDS, metadata, text_column, uuid_column

codes = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("parent_id", ForeignKey("codes.id"), index=True),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    text_column("key"),
    text_column("definition"),
    text_column("include"),
    text_column("exclude"),
    text_column("example"),
    text_column("question"),
    text_column("keywords"),
    text_column("color"),
    Column("origin", Text, nullable=False, server_default="deductive"),
    **KEPT_IDS,
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
    uuid_column(),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("core_start", Integer),
    Column("core_end", Integer),
    UniqueConstraint("document_id", "start", "end"),
    **KEPT_IDS,
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
    uuid_column(),
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
    **KEPT_IDS,
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
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("exclusive", Integer, nullable=False, server_default="0"),
    **KEPT_IDS,
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
    uuid_column(),
    Column("parent_id", ForeignKey("themes.id"), index=True),
    Column("name", Text, nullable=False, unique=True),
    text_column("claim"),
    Column("position", Integer, nullable=False),
    **KEPT_IDS,
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
    uuid_column(),
    Column("about", Text, nullable=False),
    Column("about_id", Integer),
    text_column("title"),
    Column("text", Text, nullable=False),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("changed", Text, nullable=False),
    Index("memos_about", "about", "about_id"),
    **KEPT_IDS,
)

# A free note's links: quotations that a memo speaks of, beside what it is about.
memo_links = Table(
    "memo_links",
    metadata,
    Column("memo_id", ForeignKey("memos.id"), primary_key=True),
    Column("quotation_id", ForeignKey("quotations.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    **KEPT_IDS,
)

# Quotations marked for the report. `edits` is a JSON list (see `kwalcode.edits`): taking
# them back gives the source text exactly.
report_quotations = Table(
    "report_quotations",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("quotation_id", ForeignKey("quotations.id"), nullable=False, unique=True),
    Column("edits", Text, nullable=False, server_default="[]"),
    text_column("note"),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("marked", Text, nullable=False),
    **KEPT_IDS,
)

# What a correction of the text could not carry over, waiting for a decision: where it stood in
# the older text `content_id`. `kind` is "coding" (its UUID is kept), "memo" (about the passage),
# "link" (of a note to it) or "mark" (for the report). `details` is a JSON object of what else
# the row must get back: when a coding was made; a mark's edits and note.
uncarried = Table(
    "uncarried",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
    Column("content_id", ForeignKey("content.id"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", Text, nullable=False, server_default="coding"),
    Column("code_id", ForeignKey("codes.id"), index=True),
    Column("coder_id", ForeignKey("coders.id"), index=True),
    Column("memo_id", ForeignKey("memos.id"), index=True),
    Column("details", Text, nullable=False, server_default="{}"),
    **KEPT_IDS,
)
