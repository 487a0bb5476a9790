"""What is told of the theme that is being built, beside the matrix and the map. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from kwalcode.i18n import _, counted
from kwalcode.model import Code
from kwalcode.project.analyses.themes import ThemeRow, warning_words
from kwalcode.tui.text.visible import one_line


def built_lines(
    row: ThemeRow, codes: Mapping[int, Code], total: int, *, wide: bool
) -> list[Content]:
    """Return the theme with its claim, codes, who carries it and what it lacks; or (not `wide`)
    one line of it. `total` is how many respondents count."""
    name = Content(one_line(row.theme.name)).stylize("bold $text-success")
    n = counted("{n} code", "{n} codes", len(row.codes))
    carried = _("{n} of {total} respondents").format(n=len(row.cells), total=total)
    head = Content(_("Theme: ")).stylize("$text-muted") + name
    figures = Content(f"{n} · {carried}").stylize("$text-muted")
    if not wide:
        lacks = Content(f" · ! {len(row.warnings)}").stylize("$text-warning")
        figures = Content(f" · {n} · {len(row.cells)}/{total}").stylize("$text-muted")
        return [head + figures + (lacks if row.warnings else Content(""))]
    lines = [head]
    if row.theme.claim.strip():
        lines.append(Content(one_line(row.theme.claim)))
    lines.append(figures)
    lines += [Content(f"  {one_line(codes[code].name)}") for code in row.codes if code in codes]
    lines += [
        Content(f"! {one_line(warning_words(warning))}").stylize("$text-warning")
        for warning in row.warnings
    ]
    lines.append(Content(_("a puts in or takes out, b builds another one")).stylize("$text-muted"))
    return [*lines, Content("")]
