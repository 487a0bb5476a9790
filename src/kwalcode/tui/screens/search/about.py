"""Below the hits: the one under the highlight, with more of what was said around it."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from kwalcode.i18n import _
from kwalcode.model import Role
from kwalcode.project.search.lines import Line
from kwalcode.tui.screens.search.list import last_cells
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line, visible

_BETWEEN = " · "
_WRAPPED = 6
"""So many cells of a row are lost, by and large, since words are not broken."""


class HitAbout(Widget):
    """Who said it, in which turn, what it is coded with; and the words before and after."""

    DEFAULT_CSS = """
    HitAbout {
        height: 6; padding: 0 1; border-top: solid $panel;
        .tall & { height: 9; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._line: Line | None = None

    def show(self, line: Line | None) -> None:
        """Show a hit, or nothing."""
        self._line = line
        self.refresh()

    def render(self) -> Content:
        """Return the text for the present size."""
        if self._line is None:
            return Content("")
        width, height = self.content_size
        head = Content(fitted(_heading(self._line), width)).stylize("$text-muted")
        rows = max(0, height - 1)
        return head + Content("\n") + _words(self._line, rows * (width - _WRAPPED))


def _heading(line: Line) -> str:
    facts = [
        line.document,
        line.respondent or line.speaker,
        _role_name(line.role),
        _("turn {n}").format(n=line.turn),
    ]
    if line.codes:
        facts.append(_("codes: {codes}").format(codes=", ".join(line.codes)))
    return _BETWEEN.join(one_line(fact) for fact in dict.fromkeys(facts) if fact)


def _role_name(role: Role) -> str:
    return {
        "interviewer": _("interviewer"),
        "respondent": _("respondent"),
        "other": _("other"),
    }[role]


def _words(line: Line, cells: int) -> Content:
    """Return the match with as much around it as fits into so many cells."""
    match = visible(line.match)
    room = max(0, cells - len(match))
    right = fitted(visible(line.right), room - min(len(line.left), 2 * room // 5))
    left = visible(line.left)
    before = last_cells(left, max(0, room - len(right)))
    if len(before) < len(left):
        before = "…" + before[1:]
    return Content(before) + Content(match).stylize("bold $text-accent") + Content(right)
