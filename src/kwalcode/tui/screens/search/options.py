"""How the search screen searches, on one line: each choice with the key that changes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from kwalcode.i18n import _
from kwalcode.language.queries import Kind
from kwalcode.model import ROLES, Role
from kwalcode.project.reads.codes import subtree
from kwalcode.project.search.hits import Scope
from kwalcode.project.search.passages import Extent
from kwalcode.tui.session import Session
from kwalcode.tui.text.fitting import fitted
from kwalcode.tui.text.visible import one_line

Talk = Literal["all", "respondent", "interviewer", "other"]
TALK: tuple[Talk, ...] = ("all", "respondent", "interviewer", "other")


@dataclass(frozen=True, slots=True)
class Options:
    """What is chosen. `document` and `group` are an id and a name; `within` and `without` ids of
    codes, those below them included; `extent` is how much of a hit is coded."""

    kind: Kind = "words"
    talk: Talk = "all"
    document: tuple[int, str] | None = None
    group: tuple[int, str] | None = None
    within: int | None = None
    without: int | None = None
    extent: Extent = "sentence"

    def scope(self, session: Session) -> Scope:
        """Return where to search. Of others' codings only those that are shown count."""
        roles: tuple[Role, ...] = ROLES if self.talk == "all" else (self.talk,)
        shown = session.shown_coders

        def codes(code: int | None) -> frozenset[int]:
            return frozenset() if code is None else frozenset(subtree(session.codes, code))

        return Scope(
            roles=frozenset(roles),
            documents=None if self.document is None else frozenset((self.document[0],)),
            group=None if self.group is None else self.group[0],
            within=None if self.within is None else codes(self.within),
            without=codes(self.without),
            coders=None if shown is None else frozenset(shown),
        )


def kind_names() -> dict[Kind, str]:
    """Return the kinds of search with what they are called."""
    return {
        "words": _("words"),
        "phrase": _("phrase"),
        "lemma": _("lemma"),
        "regex": _("pattern"),
    }


def talk_names() -> dict[Talk, str]:
    """Return whose talk may be searched, with what it is called."""
    return {
        "all": _("all talk"),
        "respondent": _("respondents"),
        "interviewer": _("interviewers"),
        "other": _("others"),
    }


def extent_names() -> dict[Extent, str]:
    """Return the extents with what they are called."""
    return {"match": _("match"), "sentence": _("sentence"), "turn": _("turn")}


@dataclass(frozen=True, slots=True)
class Part:
    """A choice: its key, what is chosen now, the action that changes it, whether it narrows."""

    key: str
    value: str
    action: str
    narrows: bool = False


def parts_of(options: Options, session: Session) -> list[Part]:
    """Return the choices as they are told on the line."""
    within, without = session.code(options.within), session.code(options.without)
    where = _("all documents")
    if options.document is not None:
        where = options.document[1]
    elif options.group is not None:
        where = _("group {name}").format(name=options.group[1])
    inside = _("anywhere") if within is None else _("in {code}").format(code=within.name)
    outside = _("coded or not") if without is None else _("not {code}").format(code=without.name)
    return [
        Part("t", kind_names()[options.kind], "screen.kind", options.kind != "words"),
        Part("r", talk_names()[options.talk], "screen.talk", options.talk != "all"),
        Part("d", where, "screen.where", where != _("all documents")),
        Part("w", inside, "screen.within", within is not None),
        Part("n", outside, "screen.without", without is not None),
        Part("e", extent_names()[options.extent], "screen.extent"),
    ]


class OptionsLine(Widget):
    """Tells the choices; a click on one changes it. Long names give way first."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    OptionsLine { height: 1; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._parts: Sequence[Part] = ()

    def show(self, parts: Sequence[Part]) -> None:
        """Show these choices."""
        self._parts = parts
        self.refresh()

    def _placed(self) -> Iterator[tuple[int, Part, str]]:
        """Yield where each choice begins, and its value as far as there is room."""
        values = [one_line(part.value) for part in self._parts]
        taken = sum(len(part.key) + 1 for part in self._parts)
        gaps = len(values) - 1
        gap = 3 if taken + sum(map(cell_len, values)) + 3 * gaps <= self._room else 2
        _shorten(values, self._parts, self._room - taken - gap * gaps)
        at = 0
        for part, value in zip(self._parts, values, strict=True):
            yield at, part, value
            at += len(part.key) + 1 + cell_len(value) + gap

    @property
    def _room(self) -> int:
        return self.content_size.width

    def render(self) -> Content:
        """Return the line for the present width."""
        line = Content("")
        for start, part, value in self._placed():
            line += Content(" " * (start - line.cell_length))
            line += Content(part.key).stylize("$footer-key-foreground")
            shown = Content(value).stylize("bold" if part.narrows else "$text-muted")
            line += Content(" ") + shown
        return line

    async def on_click(self, event: events.Click) -> None:
        """Change what was clicked."""
        column = event.get_content_offset_capture(self).x
        for start, part, value in self._placed():
            if start <= column < start + len(part.key) + 1 + cell_len(value):
                await self.app.run_action(part.action, self.screen)


def _shorten(values: list[str], parts: Sequence[Part], room: int) -> None:
    """Cut the longest values until all fit into `room` cells, those that narrow nothing first."""
    plain = [n for n, part in enumerate(parts) if not part.narrows]
    for rows, least in ((plain, 8), (range(len(parts)), 4)):
        while rows and sum(map(cell_len, values)) > room:
            longest = max(rows, key=lambda n: cell_len(values[n]))
            if cell_len(values[longest]) <= least:
                break
            values[longest] = fitted(values[longest], cell_len(values[longest]) - 1)
