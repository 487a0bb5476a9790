"""How often codes are used, by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from kwalcode.project.history.rows import fetched
from kwalcode.project.reads.codes import coding_counts
from kwalcode.store.tables import codings

_LATELY = 2000


def counts_by(connection: Connection, coders: Collection[int] | None) -> Mapping[int, int]:
    """Return the number of codings per code id: those of these coders (ids), None: of all."""
    if coders is None:
        return coding_counts(connection)
    chosen = (
        select(codings.c.code_id, func.count())
        .where(codings.c.coder_id.in_(coders))
        .group_by(codings.c.code_id)
    )
    return dict(fetched(connection, chosen))


def used_lately(connection: Connection, coder: int) -> Mapping[int, int]:
    """Return how often each code (id) occurs among a coder's 2,000 newest codings; the code used
    last comes first.

    The newest ones, so that the answer does not cost more as a project grows.
    """
    c = codings.c
    chosen = select(c.code_id).where(c.coder_id == coder).order_by(c.id.desc()).limit(_LATELY)
    return Counter(code for (code,) in fetched(connection, chosen))
