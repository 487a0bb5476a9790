"""Themes as a tree, and what belongs to them beside their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from kwalcode.model import StudyTheme
from kwalcode.project.reads.findings import Sided, sided_quotes
from kwalcode.store.tables import theme_patterns, theme_quotations, theme_searches


def in_order(known: Sequence[StudyTheme]) -> list[tuple[StudyTheme, int]]:
    """Return the themes as a tree in reading order, each with its depth; siblings as given."""
    children: dict[int | None, list[StudyTheme]] = {}
    for theme in known:
        children.setdefault(theme.parent, []).append(theme)
    answer: list[tuple[StudyTheme, int]] = []
    waiting = [(theme, 0) for theme in reversed(children.get(None, []))]
    while waiting:
        theme, depth = waiting.pop()
        answer.append((theme, depth))
        waiting.extend((child, depth + 1) for child in reversed(children.get(theme.id, [])))
    return answer


def below(known: Sequence[StudyTheme], theme: int) -> set[int]:
    """Return the ids of a theme and of all that are nested in it."""
    found = {theme}
    while more := {one.id for one in known if one.parent in found} - found:
        found |= more
    return found


def codes_within(known: Sequence[StudyTheme], theme: int) -> set[int]:
    """Return the codes (ids) of a theme and of the themes nested in it."""
    inside = below(known, theme)
    return {code for one in known if one.id in inside for code in one.codes}


def theme_quotes(connection: Connection, theme: int) -> list[Sided]:
    """Return the quotations that speak for or against a theme."""
    return sided_quotes(connection, theme_quotations, theme)


def patterns_of_themes(connection: Connection) -> Mapping[int, tuple[int, ...]]:
    """Return the patterns (ids) of each theme that has any."""
    found: dict[int, list[int]] = {}
    chosen = select(theme_patterns).order_by(theme_patterns.c.pattern_id)
    for theme, pattern in connection.execute(chosen):
        found.setdefault(theme, []).append(pattern)
    return {theme: tuple(numbers) for theme, numbers in found.items()}


def searched_themes(connection: Connection) -> set[int]:
    """Return the themes for which somebody searched what speaks against and found nothing."""
    return set(connection.scalars(select(theme_searches.c.theme_id)))
