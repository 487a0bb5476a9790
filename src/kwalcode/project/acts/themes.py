"""Acts on themes: make, name, nest, fill, and say what speaks for and against them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Table, func, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.model import StudyTheme
from kwalcode.project.acts.code_places import code_numbered
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.findings import cite, drop_evidence, drop_subjects, uncite
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import pattern as read_pattern
from kwalcode.project.reads.themes import below
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    memos,
    theme_codes,
    theme_patterns,
    theme_quotations,
    theme_searches,
    themes,
)


def create_theme(
    study: Study, name: str, claim: str, codes: Iterable[int] = (), *, parent: int | None = None
) -> int:
    """Make a theme: a name, its central claim, its codes; return its id.

    Raises Refused for a name in use, NotFound for an unknown code or parent.
    """
    with study.act("create theme", {"theme": name}) as change:
        return make_theme(change, name, claim, codes, parent)


def adopt_proposal(study: Study, name: str, claim: str, codes: Iterable[int]) -> int:
    """Make a theme of proposed codes: somebody names it and writes its central claim.

    Raises Refused as long as either is missing, and as `create_theme` does.
    """
    with study.act("adopt proposal", {"theme": name}) as change:
        if not claim.strip():
            raise Refused(_("A proposal becomes a theme by its central claim: write one."))
        return make_theme(change, name, claim, codes, None)


def edit_theme(
    study: Study, theme: int, *, name: str | None = None, claim: str | None = None
) -> None:
    """Give a theme another name or claim; None leaves it. Raises NotFound, Refused."""
    with study.act("edit theme", {}) as change:
        shown = theme_numbered(change, theme)
        change.arguments["theme"] = shown.name
        values = {}
        if name is not None:
            values["name"] = change.arguments["to"] = _free_name(change, name, theme)
        if claim is not None:
            values["claim"] = claim.strip()
        if not values or not change.update(themes, themes.c.id == theme, **values):
            change.forget()


def put_in_theme(study: Study, theme: int, codes: Iterable[int]) -> int:
    """Put codes (ids) into a theme; return how many were not in it. Raises NotFound."""
    with study.act("put in theme", {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        wanted = list(codes)
        paths = [code_numbered(change, code).path for code in wanted]
        return _put(change, theme_codes, theme, wanted, paths)
    return 0


def take_from_theme(study: Study, theme: int, codes: Iterable[int]) -> int:
    """Take codes (ids) out of a theme; return how many were in it. Raises NotFound."""
    with study.act("take from theme", {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        wanted = list(codes)
        change.arguments["codes"] = [code_numbered(change, code).path for code in wanted]
        c = theme_codes.c
        return change.delete(theme_codes, (c.theme_id == theme) & c.code_id.in_(wanted))
    return 0


def put_patterns_in_theme(study: Study, theme: int, patterns: Iterable[int]) -> int:
    """Put patterns (ids) into a theme; return how many were not in it. Raises NotFound."""
    with study.act("put patterns in theme", {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        wanted = list(patterns)
        claims = [read_pattern(change.connection, number).claim for number in wanted]
        return _put(change, theme_patterns, theme, wanted, claims)
    return 0


def take_patterns_from_theme(study: Study, theme: int, patterns: Iterable[int]) -> int:
    """Take patterns (ids) out of a theme; return how many were in it. Raises NotFound."""
    with study.act("take patterns from theme", {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        c = theme_patterns.c
        where = (c.theme_id == theme) & c.pattern_id.in_(list(patterns))
        return change.delete(theme_patterns, where)
    return 0


def nest_theme(study: Study, theme: int, parent: int | None) -> None:
    """Put a theme into another one, or at the top (None), as the last there.

    Raises NotFound, and Refused for a theme that would be in itself.
    """
    with study.act("nest theme", {}) as change:
        shown = theme_numbered(change, theme)
        change.arguments["theme"] = shown.name
        if parent is not None:
            change.arguments["under"] = theme_numbered(change, parent).name
        if parent in below(all_themes(change.connection), theme):
            raise Refused(_("A theme cannot be nested in itself."))
        if parent == shown.parent:
            change.forget()
        change.update(
            themes, themes.c.id == theme, parent_id=parent, position=_next_position(change)
        )


def delete_theme(study: Study, theme: int) -> None:
    """Delete a theme; its codes and patterns stay, themes nested in it move up.

    Patterns that have it as a side lose that side and are drafts again. Raises NotFound.
    """
    with study.act("delete theme", {}) as change:
        shown = theme_numbered(change, theme)
        change.arguments["theme"] = shown.name
        change.update(themes, themes.c.parent_id == theme, parent_id=shown.parent)
        drop_evidence(change, theme_quotations, theme_quotations.c.theme_id == theme)
        drop_subjects(change, "theme", [theme])
        for table in (theme_codes, theme_patterns, theme_searches):
            change.delete(table, table.c.theme_id == theme)
        change.delete(memos, (memos.c.about == "theme") & (memos.c.about_id == theme))
        change.delete(themes, themes.c.id == theme)


def quote_for_theme(
    study: Study,
    theme: int,
    document: int,
    start: int,
    end: int,
    side: str = "supporting",
    note: str = "",
) -> int:
    """Put the passage [start, end) among the quotations that speak for a theme, or against it
    ("contradicting"); return the quotation's id. One that is there gets this side and note
    (0 where it has them).

    Raises NotFound, and Refused for a range outside the text or a side that is none.
    """
    with study.act("quote for theme", {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        place = (document, start, end)
        return cite(change, theme_quotations, theme, place, side, note)
    return 0


def unquote_for_theme(study: Study, theme: int, quotation: int) -> None:
    """Take a quotation (id) from those that speak for or against a theme. Raises NotFound."""
    with study.act("unquote for theme", {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        uncite(change, theme_quotations, theme, quotation)


def mark_theme_searched(study: Study, theme: int, *, searched: bool = True) -> None:
    """Say that one looked for what speaks against a theme and found nothing, or take it back.

    Raises NotFound, and Refused where a quotation speaks against it.
    """
    act = "search negative cases" if searched else "take search back"
    with study.act(act, {}) as change:
        change.arguments["theme"] = theme_numbered(change, theme).name
        t = theme_searches.c
        there = change.connection.scalar(select(t.theme_id).where(t.theme_id == theme)) is not None
        if there == searched:
            change.forget()
        if not searched:
            change.delete(theme_searches, t.theme_id == theme)
            return
        q = theme_quotations.c
        against = select(q.quotation_id).where(q.theme_id == theme, q.side == "contradicting")
        if change.connection.scalar(against.limit(1)) is not None:
            raise Refused(
                _("There is a quotation that speaks against this theme, so not nothing was found.")
            )
        row = (theme, coder_id(change, study.require_actor()), now())
        change.insert_rows(theme_searches, ("theme_id", "coder_id", "searched"), [row])


def make_theme(
    change: Change, name: str, claim: str, codes: Iterable[int], parent: int | None
) -> int:
    """Make a theme as part of an act; return its id. Raises Refused for a name in use."""
    cleaned = _free_name(change, name)
    change.arguments["theme"] = cleaned
    if parent is not None:
        theme_numbered(change, parent)
    members = sorted(set(codes))
    for code in members:
        code_numbered(change, code)
    theme = change.insert(
        themes,
        name=cleaned,
        claim=claim.strip(),
        parent_id=parent,
        position=_next_position(change),
    )
    change.insert_rows(theme_codes, ("theme_id", "code_id"), [(theme, code) for code in members])
    return theme


def theme_numbered(change: Change, theme: int) -> StudyTheme:
    """Return a theme by its id. Raises NotFound."""
    for known in all_themes(change.connection):
        if known.id == theme:
            return known
    raise NotFound(_("There is no theme with number {n}.").format(n=theme))


def _free_name(change: Change, name: str, own: int | None = None) -> str:
    cleaned = checked_name(name)
    for known in all_themes(change.connection):
        if known.id != own and same_name(known.name, cleaned):
            raise Refused(_("There is a theme '{name}' already.").format(name=known.name))
    return cleaned


def _next_position(change: Change) -> int:
    return (change.connection.scalar(select(func.max(themes.c.position))) or 0) + 1


def _put(change: Change, table: Table, theme: int, wanted: Iterable[int], names: list[str]) -> int:
    """Put members into a theme that are not in it yet; `names` tell the history which."""
    whole, member = table.columns
    there = set(change.connection.scalars(select(member).where(whole == theme)))
    rows = [(theme, number) for number in dict.fromkeys(wanted) if number not in there]
    change.arguments["codes" if table is theme_codes else "patterns"] = names
    change.insert_rows(table, (whole.name, member.name), rows)
    return len(rows)
