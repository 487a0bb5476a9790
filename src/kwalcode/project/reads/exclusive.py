"""Codes of one exclusive group on the same words: allowed, and pointed out.

Coding is never refused for it: two codes may stand there for a moment, and whether a group is
exclusive is a rule of the codebook that may be wrong itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from kwalcode.project.history.images import Row
from kwalcode.project.history.rows import fetched
from kwalcode.project.reads.code_groups import CodeGroup, all_code_groups
from kwalcode.store.tables import code_group_members, code_groups, codings

_ONE, _OTHER = code_group_members.alias(), code_group_members.alias()
# Asked at every coding, so it is put together once.
_CLASHING = (
    select(code_groups.c.name, _OTHER.c.code_id)
    .join(_ONE, _ONE.c.group_id == code_groups.c.id)
    .join(_OTHER, _OTHER.c.group_id == code_groups.c.id)
    .join(codings, codings.c.code_id == _OTHER.c.code_id)
    .where(code_groups.c.exclusive == 1)
    .where(_ONE.c.code_id == bindparam("code"), _OTHER.c.code_id != bindparam("code"))
    .where(codings.c.document_id == bindparam("document"))
    .where(codings.c.coder_id == bindparam("coder"))
    .where(codings.c.start < bindparam("to"), codings.c.end > bindparam("from"))
    .order_by(code_groups.c.name, _OTHER.c.code_id)
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two codings (ids) by one coder that share the words [start, end), code points of the
    document, with two codes of the exclusive group `group`; `coding` begins first."""

    group: str
    coding: int
    code: int
    other_coding: int
    other_code: int
    coder: int
    document: int
    start: int
    end: int


def clashes(connection: Connection, coders: Collection[int] | None = None) -> list[Clash]:
    """Return where a coder put two codes of an exclusive group on the same words, by group and
    place; of these coders (ids) or of all. Touching is not overlapping."""
    found: list[Clash] = []
    for group in all_code_groups(connection):
        if group.exclusive and len(group.codes) > 1:
            found += _clashes_in(connection, group, coders)
    return found


def clashing_with(
    connection: Connection, document: int, start: int, end: int, code: int, coder: int
) -> list[tuple[str, int]]:
    """Return (group, code id) per code that the coder has on words of [start, end) too and that
    should not go together with `code` there."""
    asked = {"document": document, "from": start, "to": end, "code": code, "coder": coder}
    return [(name, number) for name, number in fetched(connection, _CLASHING, **asked)]


def _clashes_in(
    connection: Connection, group: CodeGroup, coders: Collection[int] | None
) -> Iterator[Clash]:
    c = codings.c
    chosen = (
        select(c.document_id, c.coder_id, c.start, c.end, c.id, c.code_id)
        .where(c.code_id.in_(group.codes))
        .order_by(c.document_id, c.coder_id, c.start, c.end, c.id)
    )
    rows = fetched(connection, chosen)
    return _overlaps(group.name, (row for row in rows if coders is None or row[1] in coders))


def _overlaps(group: str, rows: Iterable[Row]) -> Iterator[Clash]:
    """Yield the overlapping pairs with different codes; `rows` come by document, coder, start."""
    before: list[Row] = []
    for row in rows:
        document, coder, start, end, coding, code = row
        before = [one for one in before if one[:2] == row[:2] and one[3] > start]
        for one in before:
            if one[5] != code:
                shared = min(one[3], end)
                yield Clash(group, one[4], one[5], coding, code, coder, document, start, shared)
        before.append(row)
