"""What findings share: what they are about, and the quotations that speak for or against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, Table, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Code, StudyTheme
from kwalcode.project.reads.codes import all_codes, find_code
from kwalcode.project.reads.notes import all_themes
from kwalcode.store.tables import codes, documents, quotations, themes

Kind = Literal["code", "theme"]
Side = Literal["supporting", "contradicting"]
SIDES: Final[tuple[Side, ...]] = ("supporting", "contradicting")
TABLES: Final[Mapping[str, Table]] = {"code": codes, "theme": themes}


class Subject(NamedTuple):
    """A code or a theme, by its id: a side of a pattern, an end of a relation, a column."""

    kind: Kind
    id: int


@dataclass(frozen=True, slots=True)
class Sided:
    """A quotation that speaks for or against a finding, with its place (code points)."""

    quotation: int
    document: int
    start: int
    end: int
    side: Side
    note: str


def sided_quotes(connection: Connection, table: Table, finding: int) -> list[Sided]:
    """Return the quotations of a theme or a pattern: supporting ones first, in text order.

    `table` is `theme_quotations` or `pattern_quotations`.
    """
    key = table.columns[0]
    q, d = quotations.c, documents.c
    chosen = (
        select(q.id, q.document_id, q.start, q.end, table.c.side, table.c.note)
        .select_from(table)
        .join(quotations, q.id == table.c.quotation_id)
        .join(documents, d.id == q.document_id)
        .where(key == finding)
        .order_by(table.c.side.desc(), d.position, d.id, q.start, q.end)
    )
    return [Sided(*row) for row in connection.execute(chosen)]


def subject_of(code: int | None, theme: int | None) -> Subject | None:
    """Return which of the two it is, None where both are gone."""
    if code is not None:
        return Subject("code", code)
    return None if theme is None else Subject("theme", theme)


def subject_names(connection: Connection) -> dict[Subject, str]:
    """Return what every code (its path) and every theme is called."""
    found = {Subject("code", code.id): code.path for code in all_codes(connection)}
    return found | {Subject("theme", theme.id): theme.name for theme in all_themes(connection)}


def find_theme(known: Sequence[StudyTheme], name: str) -> StudyTheme:
    """Return the theme of that name (case does not matter). Raises NotFound."""
    for theme in known:
        if theme.name.casefold() == name.strip().casefold():
            return theme
    raise NotFound(
        _("There is no theme '{name}' in this project; there are: {names}.").format(
            name=name, names=", ".join(theme.name for theme in known) or _("none")
        )
    )


def find_subject(known: Sequence[Code], themes: Sequence[StudyTheme], name: str) -> Subject:
    """Return the code or the theme that `name` means; "theme:NAME" and "code:NAME" say which.

    Without that a code comes first. Raises NotFound.
    """
    kind, colon, rest = name.partition(":")
    if colon and kind.strip().casefold() == "theme":
        return Subject("theme", find_theme(themes, rest).id)
    if colon and kind.strip().casefold() == "code":
        return Subject("code", find_code(known, rest.strip()).id)
    try:
        return Subject("code", find_code(known, name).id)
    except NotFound:
        if all(theme.name.casefold() != name.strip().casefold() for theme in themes):
            raise
    return Subject("theme", find_theme(themes, name).id)
