"""A contrast as it is listed: codes, themes or patterns by groups, with tests and effects. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from textual.content import Content

from kwalcode.decimals import bare, interval, number, probability
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH
from kwalcode.project.analyses.contrasts import StudyContrast
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line

Row = Mapping[Any, Any]
"""A row of a frame, by column."""
_ONE_OF = {"code": _("code"), "theme": _("theme"), "pattern": _("pattern")}


def table(found: StudyContrast, signs: Mapping[int, str]) -> tuple[list[Column], list[GridRow]]:
    """Return the columns and the rows; codes that nobody has are left out. `signs` are the
    codes' letters."""
    result = found.result
    sizes = dict(zip(result.groups["value"], result.groups["respondents"], strict=True))
    columns = [Column("code", _ONE_OF[found.of])]
    columns += [Column(v, f"{v} ({n})", right=True) for v, n in sizes.items()]
    columns += [Column("p", "p", right=True), Column("bh", "BH", right=True)]
    columns += [Column("everywhere", _("in all")), Column("effect", _("largest difference"))]
    cells: dict[int, list[Row]] = {}
    for one in result.cells.to_dict("records"):
        cells.setdefault(int(one["code"]), []).append(one)
    rows = []
    for one in result.codes.to_dict("records"):
        code = int(one["code"])
        mine = cells.get(code, [])
        if found.of != "code" or any(cell["amount"] for cell in mine):
            rows.append(_row(one, mine, _name(found, code, signs)))
    return columns, rows


def _row(one: Row, mine: list[Row], name: str) -> GridRow:
    texts = {str(cell["value"]): _amount(cell["amount"]) for cell in mine}
    texts |= {
        "code": name,
        "p": probability(one["p"]),
        "bh": probability(one["bh"]),
        "everywhere": "✓" if one["everywhere"] else "",
        "effect": _effect(mine),
    }
    return GridRow((int(one["code"]), ""), texts)


def _name(found: StudyContrast, code: int, signs: Mapping[int, str]) -> str:
    if found.of != "code":
        return found.names[code]
    return f"{signs.get(code, '')} {found.names[code].rsplit(CODE_PATH, 1)[-1]}"


def about_row(found: StudyContrast, code: int) -> Content:
    """Tell of a row in each group: how many, which share, how far from the others."""
    result = found.result
    known = result.codes[result.codes["code"] == code].to_dict("records")
    if not known:
        return Content("")
    one = known[0]
    lines = [Content(one_line(found.names[code])).stylize("bold")]
    line = _("p {p}   Holm {holm}   BH {bh}")
    p, holm, bh = (probability(one[name]) for name in ("p", "holm", "bh"))
    lines.append(Content(line.format(p=p, holm=holm, bh=bh)))
    if one["reason"]:
        lines.append(Content(one_line(str(one["reason"]))).stylize("$text-muted"))
    else:
        told = _("exploratory; smallest possible here {p}")
        lines.append(Content(told.format(p=probability(one["smallest_p"]))).stylize("$text-muted"))
    if one["everywhere"]:
        lines.append(Content(_("present in every group: a similarity")))
    for cell in result.cells[result.cells["code"] == code].to_dict("records"):
        level = f"{bare(cell['level'])} {interval(cell['low'], cell['high'])}"
        with_it = _("  with it: {n}   level {level}")
        lines += [
            Content(""),
            Content(one_line(str(cell["value"]))).stylize("$text-accent"),
            Content(with_it.format(n=int(cell["with"]), level=level)),
            Content(_("  less the others: {effect}").format(effect=_difference(cell))),
        ]
    return Content("\n").join(lines)


def _amount(value: float) -> str:
    return number(value, 0) if value else "·"


def _difference(cell: Row) -> str:
    low, high = cell["difference_low"], cell["difference_high"]
    return f"{bare(cell['difference'])} {interval(low, high)}"


def _effect(cells: list[Row]) -> str:
    known = [cell for cell in cells if cell["difference"] == cell["difference"]]
    if not known:
        return _("n.a.")
    largest = max(known, key=lambda cell: (cell["difference"], str(cell["value"])))
    return f"{_difference(largest)} {largest['value']}"
