"""A theme as it is listed, and what is told of it in full. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from kwalcode.i18n import _
from kwalcode.project.analyses.themes import StudyThemes, ThemeRow, warning_words
from kwalcode.project.reads.relations import Relation
from kwalcode.tui.screens.patterns.cell import names, relation_lines
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line, visible

COLUMNS = (
    Column("name", _("theme")),
    Column("codes", _("codes"), right=True),
    Column("respondents", _("resp."), right=True),
    Column("quotations", _("quot."), right=True),
    Column("chosen", "+ −", right=True),
    Column("patterns", _("cards"), right=True),
    Column("warnings", "!", right=True),
)


@dataclass(frozen=True)
class Themes:
    """The themes as they were read, with the relations between them, their memos (newest first)
    and the claims of the pattern cards, by id."""

    found: StudyThemes
    relations: Sequence[Relation]
    memos: Mapping[int, Sequence[str]]
    claims: Mapping[int, str]

    def name_of(self, theme: int) -> str:
        """Return what a theme is called."""
        known = {row.theme.id: row.theme.name for row in self.found.rows}
        return known.get(theme, "")


def theme_row(row: ThemeRow, total: int) -> GridRow:
    """Return a theme as a row; `total` respondents count."""
    chosen = f"{row.supporting} {row.contradicting}" if row.supporting + row.contradicting else ""
    return GridRow(
        (row.theme.id, ""),
        {
            "name": row.theme.name,
            "codes": str(len(row.codes)),
            "respondents": f"{len(row.cells)}/{total}",
            "quotations": str(row.quotations),
            "chosen": chosen,
            "patterns": str(len(row.patterns) or ""),
            "warnings": str(len(row.warnings) or ""),
        },
        under=row.depth > 0,
    )


def about_theme(read: Themes, one: ThemeRow) -> Content:
    """Tell of a theme in full: claim, what it lacks, quotations, relations, codes, who has it."""
    found = read.found
    claim = visible(one.theme.claim) or _("No claim yet: e writes it.")
    lines = [Content(one_line(one.theme.name)).stylize("bold"), Content(claim), Content("")]
    lines += [
        Content(f"! {warning_words(warning)}").stylize("$text-warning") for warning in one.warnings
    ]
    chosen = _("quotations chosen: {s} for it, {c} against it (q)")
    lines.append(
        Content(chosen.format(s=one.supporting, c=one.contradicting)).stylize("$text-muted")
    )
    lines += relation_lines(read.relations, read.name_of, one.theme.id)
    lines.append(Content(_("codes")).stylize("$text-muted"))
    lines += [Content(f"  {one_line(found.names[code])}") for code in one.codes]
    if one.patterns:
        lines.append(Content(_("pattern cards")).stylize("$text-muted"))
        lines += [Content(f"  {one_line(read.claims.get(card, ''))}") for card in one.patterns]
    carried = {
        who: f"{name} {one.cells[who]}"
        for who, name in found.respondents.items()
        if who in one.cells
    }
    lines.append(Content(_("respondents")).stylize("$text-muted"))
    lines.append(Content("  " + names(carried, carried)))
    without = [who for who in found.respondents if who not in one.cells]
    lines.append(Content(_("without it")).stylize("$text-muted"))
    lines.append(Content("  " + names(without, found.respondents)))
    return Content("\n").join([*lines, *memo_lines(read.memos.get(one.theme.id, ()))])


def memo_lines(memos: Sequence[str]) -> list[Content]:
    """Return memos in full, under a title."""
    if not memos:
        return []
    lines = [Content(_("memos")).stylize("$text-muted")]
    return [*lines, *(Content(visible(text)) for text in memos)]
