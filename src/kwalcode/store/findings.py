"""Tables of what the analyst found: evidence of themes, patterns, relations, summaries.

Themes themselves are in `work`, where they have been since version 1.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from kwalcode.store.columns import KEPT_IDS, metadata, text_column, uuid_column

# `side` is "supporting" or "contradicting".
theme_quotations = Table(
    "theme_quotations",
    metadata,
    Column("theme_id", ForeignKey("themes.id"), primary_key=True),
    Column("quotation_id", ForeignKey("quotations.id"), primary_key=True, index=True),
    Column("side", Text, nullable=False),
    text_column("note"),
    sqlite_with_rowid=False,
)

# Somebody looked for what speaks against a theme and found nothing.
theme_searches = Table(
    "theme_searches",
    metadata,
    Column("theme_id", ForeignKey("themes.id"), primary_key=True),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("searched", Text, nullable=False),
    sqlite_with_rowid=False,
)

# A side of a pattern is a code or a theme; B may be missing. `rule` says what "both" means
# (see `project.patterns`), `sub_codes` whether codes count with those below.
# `searched` is when somebody found no negative case, by whom `searcher_id` tells.
patterns = Table(
    "patterns",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("kind", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("rule", Text, nullable=False, server_default="sentence"),
    Column("sub_codes", Integer, nullable=False, server_default="0"),
    Column("status", Text, nullable=False, server_default="draft"),
    Column("code_a_id", ForeignKey("codes.id"), index=True),
    Column("code_b_id", ForeignKey("codes.id"), index=True),
    Column("theme_a_id", ForeignKey("themes.id"), index=True),
    Column("theme_b_id", ForeignKey("themes.id"), index=True),
    text_column("searched"),
    Column("searcher_id", ForeignKey("coders.id"), index=True),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("changed", Text, nullable=False),
    **KEPT_IDS,
)

pattern_quotations = Table(
    "pattern_quotations",
    metadata,
    Column("pattern_id", ForeignKey("patterns.id"), primary_key=True),
    Column("quotation_id", ForeignKey("quotations.id"), primary_key=True, index=True),
    Column("side", Text, nullable=False),
    text_column("note"),
    sqlite_with_rowid=False,
)

# Which respondents somebody looked at for a pattern.
opened_cases = Table(
    "opened_cases",
    metadata,
    Column("pattern_id", ForeignKey("patterns.id"), primary_key=True),
    Column("respondent_id", ForeignKey("respondents.id"), primary_key=True, index=True),
    Column("coder_id", ForeignKey("coders.id"), primary_key=True, index=True),
    Column("opened", Text, nullable=False),
    sqlite_with_rowid=False,
)

theme_patterns = Table(
    "theme_patterns",
    metadata,
    Column("theme_id", ForeignKey("themes.id"), primary_key=True),
    Column("pattern_id", ForeignKey("patterns.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Both ends are codes, or both are themes. Of a relation without a direction the first end is
# the one with the lower id.
relations = Table(
    "relations",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("type", Text, nullable=False),
    text_column("label"),
    Column("from_code_id", ForeignKey("codes.id"), index=True),
    Column("to_code_id", ForeignKey("codes.id"), index=True),
    Column("from_theme_id", ForeignKey("themes.id"), index=True),
    Column("to_theme_id", ForeignKey("themes.id"), index=True),
    text_column("note"),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    **KEPT_IDS,
)
Index(
    "relations_codes",
    relations.c.from_code_id,
    relations.c.to_code_id,
    relations.c.type,
    relations.c.label,
    unique=True,
)
Index(
    "relations_themes",
    relations.c.from_theme_id,
    relations.c.to_theme_id,
    relations.c.type,
    relations.c.label,
    unique=True,
)

# A cell of the framework matrix is a respondent and a code or a theme; NULL differs from NULL,
# so that each constraint holds for the rows that it is about.
summaries = Table(
    "summaries",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("respondent_id", ForeignKey("respondents.id"), nullable=False),
    Column("code_id", ForeignKey("codes.id"), index=True),
    Column("theme_id", ForeignKey("themes.id"), index=True),
    Column("text", Text, nullable=False),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("changed", Text, nullable=False),
    UniqueConstraint("respondent_id", "code_id"),
    UniqueConstraint("respondent_id", "theme_id"),
    **KEPT_IDS,
)

summary_quotations = Table(
    "summary_quotations",
    metadata,
    Column("summary_id", ForeignKey("summaries.id"), primary_key=True),
    Column("quotation_id", ForeignKey("quotations.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

# Who has read the quotations of a cell; `quotations` is how many there were then.
cells_read = Table(
    "cells_read",
    metadata,
    Column("id", Integer, primary_key=True),
    uuid_column(),
    Column("respondent_id", ForeignKey("respondents.id"), nullable=False),
    Column("code_id", ForeignKey("codes.id"), index=True),
    Column("theme_id", ForeignKey("themes.id"), index=True),
    Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
    Column("quotations", Integer, nullable=False),
    Column("read", Text, nullable=False),
    UniqueConstraint("respondent_id", "code_id", "coder_id"),
    UniqueConstraint("respondent_id", "theme_id", "coder_id"),
    **KEPT_IDS,
)

FINDINGS: tuple[Table, ...] = (
    theme_quotations,
    theme_searches,
    patterns,
    pattern_quotations,
    opened_cases,
    theme_patterns,
    relations,
    summaries,
    summary_quotations,
    cells_read,
)
"""These tables in the order of their dependence."""
