"""Tab Contrasts: codes by the values of an attribute, with an exact test and effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from kwalcode.analysis.contrasts import UNITS
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Counted
from kwalcode.project.analyses.contrasts import StudyContrast, study_contrast
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.cell import decimals, probability
from kwalcode.tui.screens.patterns.gridpane import GridPane
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.text.visible import one_line
from kwalcode.tui.widgets.marks import letters

Row = Mapping[Any, Any]
"""A row of a frame, by column."""
_MOST_GROUPS = 8


@dataclass(frozen=True)
class _Read:
    """The attributes there are, and the contrast by one of them (None where there is none)."""

    attributes: list[str]
    found: StudyContrast | None


class ContrastsPane(GridPane):
    """A code a row, the groups as columns; `b` chooses by which attribute, `U` what is counted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "by", _("By"), tooltip=_("Choose the attribute that makes the groups")),
        Binding("U", "unit", _("Unit"), tooltip=_("Respondents, quotations or words")),
    ]

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self._by: str | None = None
        self._unit = UNITS[0]
        self._attributes: list[str] = []
        self.found: StudyContrast | None = None

    async def read(self) -> bool:
        """Read the contrast by the attribute chosen, at first one that makes few groups."""
        by, unit, asking = self._by, self._unit, self.asking

        def contrast(study: Study) -> _Read:
            with study.reading() as connection:
                known = attribute_names(connection)
                chosen = by or few_groups(known, attributes_by_respondent(connection).values())
                if chosen is None:
                    return _Read(known, None)
                sub_codes, scope = asking.sub_codes, asking.scope()
                found = study_contrast(connection, chosen, unit=unit, sub_codes=sub_codes, **scope)
                return _Read(known, found)

        read = await self.desk.away(contrast)
        if read is None:
            return False
        self._attributes, self.found = read.attributes, read.found
        if read.found is None:
            self.say(_NO_ATTRIBUTE)
        elif read.found.result.reason:
            told = _("No contrast by {attribute}: {reason}. b chooses another attribute.")
            self.say(told.format(attribute=read.found.attribute, reason=read.found.result.reason))
        else:
            self.say("")
            self._show(read.found)
        return True

    def _show(self, found: StudyContrast) -> None:
        result = found.result
        sizes = dict(zip(result.groups["value"], result.groups["respondents"], strict=True))
        columns = [Column("code", _("code"))]
        columns += [Column(v, f"{v} ({n})", right=True) for v, n in sizes.items()]
        columns += [
            Column("p", "p", right=True),
            Column("effect", _("largest difference")),
        ]
        cells: dict[int, list[Row]] = {}
        for one in result.cells.to_dict("records"):
            cells.setdefault(int(one["code"]), []).append(one)
        signs = letters(self.desk.session.codes)
        rows = []
        for one in result.codes.to_dict("records"):
            code = int(one["code"])
            mine = cells.get(code, [])
            if not any(cell["amount"] for cell in mine):
                continue
            texts = {"code": f"{signs.get(code, '')} {_name(found.names[code])}"}
            texts |= {str(cell["value"]): _amount(cell["amount"]) for cell in mine}
            texts |= {"p": probability(one["p"]), "effect": _effect(mine)}
            rows.append(GridRow((code, ""), texts))
        self.fill(columns, rows)

    @property
    def counted(self) -> Counted | None:
        """What the figures were computed on."""
        return None if self.found is None else self.found.counted

    def facts(self) -> list[str]:
        """Return attribute, unit and test."""
        if self.found is None:
            return []
        result = self.found.result
        told = _("exploratory: {test}, {n} tests, smallest possible p {p}")
        return [
            _("by {attribute}").format(attribute=self.found.attribute),
            _("counted: {unit}").format(unit=_(result.unit)),
            told.format(test=result.test, n=result.tests, p=probability(result.smallest_p)),
        ]

    def about(self, row: GridRow) -> Content:
        """Tell of a code in each group: how many, which share, how far from the others."""
        found, code = self.found, row.key[0]
        if found is None:
            return Content("")
        result = found.result
        one = result.codes[result.codes["code"] == code].to_dict("records")[0]
        lines = [Content(one_line(found.names[code])).stylize("bold")]
        line = _("p {p}   Holm {holm}   BH {bh}")
        p, holm, bh = (probability(one[name]) for name in ("p", "holm", "bh"))
        lines.append(Content(line.format(p=p, holm=holm, bh=bh)))
        if one["reason"]:
            lines.append(Content(one_line(str(one["reason"]))).stylize("dim"))
        if one["everywhere"]:
            lines.append(Content(_("present in every group: a similarity")))
        for cell in result.cells[result.cells["code"] == code].to_dict("records"):
            level = f"{decimals(cell['level'])} {_interval(cell['low'], cell['high'])}"
            lines += [
                Content(""),
                Content(one_line(str(cell["value"]))).stylize("$text-accent"),
                Content(
                    _("  with it: {n}   level {level}").format(n=int(cell["with"]), level=level)
                ),
                Content(_("  less the others: {effect}").format(effect=_difference(cell))),
            ]
        return Content("\n").join(lines)

    def choose(self, row: GridRow) -> None:
        """Show the quotations of the code."""
        self.desk.show_codings(row.text("code"), [row.key[0]], None)

    def action_by(self) -> None:
        """Choose the attribute."""
        if not self._attributes:
            self.desk.notify(_NO_ATTRIBUTE)
            return
        now = None if self.found is None else self.found.attribute
        rows = [(name, name) for name in self._attributes]
        self.desk.choose(_("By which attribute?"), rows, now, self._take)

    def _take(self, attribute: str) -> None:
        self._by = attribute
        self.desk.read_anew(self)

    def action_unit(self) -> None:
        """Count in the next unit."""
        self._unit = UNITS[(UNITS.index(self._unit) + 1) % len(UNITS)]
        self.desk.read_anew(self)


_NO_ATTRIBUTE = _(
    "No attribute that makes groups. Give respondents attributes, such as their domain, in the "
    "list of documents (, d)."
)


def few_groups(known: list[str], values: Any) -> str | None:
    """Return the attribute with the fewest values from two up, at most eight; None for none."""
    sizes = {
        name: len({row[name] for row in values if row.get(name, "").strip()}) for name in known
    }
    fitting = [name for name in known if 2 <= sizes[name] <= _MOST_GROUPS]
    return min(fitting, key=lambda name: sizes[name], default=None)


def _name(path: str) -> str:
    return path.rsplit(CODE_PATH, 1)[-1]


def _amount(value: float) -> str:
    return f"{value:.0f}" if value else "·"


def _interval(low: float, high: float) -> str:
    return f"[{decimals(low)}, {decimals(high)}]"


def _difference(cell: Row) -> str:
    low, high = cell["difference_low"], cell["difference_high"]
    return f"{decimals(cell['difference'])} {_interval(low, high)}"


def _effect(cells: list[Row]) -> str:
    known = [cell for cell in cells if cell["difference"] == cell["difference"]]
    if not known:
        return _("n.a.")
    largest = max(known, key=lambda cell: (cell["difference"], str(cell["value"])))
    return f"{_difference(largest)} {largest['value']}"
