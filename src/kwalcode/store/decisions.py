"""Tables of adjudication: what was decided on two coders' disagreements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from kwalcode.store.columns import KEPT_IDS, metadata, text_column, uuid_column


def _columns() -> tuple[Column[Any], ...]:
    return (
        Column("id", Integer, primary_key=True),
        uuid_column(),
        Column("document_id", ForeignKey("documents.id"), nullable=False, index=True),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("first_id", ForeignKey("coders.id"), nullable=False, index=True),
        Column("second_id", ForeignKey("coders.id"), nullable=False, index=True),
        Column("a_code_id", ForeignKey("codes.id"), index=True),
        Column("a_start", Integer),
        Column("a_end", Integer),
        Column("b_code_id", ForeignKey("codes.id"), index=True),
        Column("b_start", Integer),
        Column("b_end", Integer),
        Column("disagreement", Text, nullable=False),
        Column("decision", Text, nullable=False),
        Column("new_code_id", ForeignKey("codes.id"), index=True),
        Column("new_start", Integer),
        Column("new_end", Integer),
        text_column("note"),
        Column("coder_id", ForeignKey("coders.id"), nullable=False, index=True),
        Column("made", Text, nullable=False),
    )


# A disagreement is told by what both coders did: `first_id` coded [a_start, a_end) with
# `a_code_id`, or nothing (NULL); so `second_id`. [start, end) covers both. `decision` is one of
# `project.reads.decisions.DECISIONS`; an edited span or another code stands in `new_…`.
# `disagreement` is the class it had. What a decision wrote are codings of the consensus coder.
decisions = Table("decisions", metadata, *_columns(), **KEPT_IDS)

# Decisions whose words were corrected: the disagreement is open again. Ranges are of the text
# they were made in (`content_id`). A join that brings the words back brings the decision back.
reopened = Table(
    "reopened",
    metadata,
    *_columns(),
    Column("content_id", ForeignKey("content.id"), nullable=False, index=True),
    **KEPT_IDS,
)
