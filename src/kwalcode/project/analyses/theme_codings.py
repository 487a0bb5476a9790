"""Codings counted for themes in the place of codes. Heavy (pandas)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.rollup import lineage
from kwalcode.project.analyses.frames import Evidence
from kwalcode.project.reads.codes import all_codes, subtree
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.themes import codes_within, in_order


@dataclass(frozen=True, slots=True)
class Subjects:
    """What is counted together: the codings, whose `code` is the subject's id, the subjects that
    may have no codings (None: those of the codings), and the pairs that are none: a subject and
    what it lies in."""

    codings: pd.DataFrame
    ids: Sequence[int] | None
    related: set[tuple[int, int]]


def subjects_of(
    connection: Connection, found: Evidence, of: str = "code", *, sub_codes: bool = False
) -> Subjects:
    """Return the codings for codes, or for themes (`of` is "theme", see `themed`).

    For codes `sub_codes` was asked of `evidence`.
    """
    if of == "code":
        return Subjects(found.codings, None, lineage(found.parents))
    known = all_themes(connection)
    codings = themed(connection, found.codings, sub_codes=sub_codes)
    ids = [theme.id for theme, _depth in in_order(known)]
    return Subjects(codings, ids, lineage({theme.id: theme.parent for theme in known}))


def themed(
    connection: Connection, codings: pd.DataFrame, *, sub_codes: bool = False
) -> pd.DataFrame:
    """Return codings with themes (ids) in the place of codes.

    A coding counts for every theme that has its code, itself or by a theme nested in it, and
    once for each. With `sub_codes` a theme has the codes below its codes too.
    """
    known, codes = all_themes(connection), all_codes(connection)
    rows = []
    for theme in known:
        inside = codes_within(known, theme.id)
        if sub_codes:
            inside = inside.union(*(subtree(codes, code) for code in inside))
        rows += [(code, theme.id) for code in sorted(inside)]
    table = pd.DataFrame(rows, columns=["code", "theme"], dtype="int64")
    found = codings.merge(table, on="code", how="inner")
    found["code"] = found["theme"]
    return found[list(codings.columns)].drop_duplicates(ignore_index=True)


def sharing(connection: Connection) -> list[tuple[str, str]]:
    """Return the pairs of themes (names) that have a code in common, nested ones left out."""
    known = all_themes(connection)
    nested = lineage({theme.id: theme.parent for theme in known})
    inside = {theme.id: codes_within(known, theme.id) for theme in known}
    ordered = [theme for theme, _depth in in_order(known)]
    return [
        (a.name, b.name)
        for at, a in enumerate(ordered)
        for b in ordered[at + 1 :]
        if inside[a.id] & inside[b.id] and not {(a.id, b.id), (b.id, a.id)} & nested
    ]
