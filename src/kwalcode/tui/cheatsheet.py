"""Every key of the app, taken from the real bindings: for the cheat sheet and the key file."""

from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import groupby

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

import kwalcode.tui
from kwalcode.i18n import _
from kwalcode.tui.keymap import section_of
from kwalcode.tui.screens.trying import Trying

_EVERYWHERE = "everywhere"
_OF_ROOMS = {
    "transcript": "coding",
    "codebook-tree": "coding",
    "documents-list": "coding",
    "heat-map": "patterns",
    "map": "patterns",
    "report-source": "quotations",
}
"""Panels that do not stand in the room of the screen that they are seen on."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """An action, the keys it has as they are named in the file and as they are shown."""

    action: str
    keys: tuple[str, ...]
    shown: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class KeySection:
    """A screen or a panel with its keys; `name` is its section in the file of keys.

    `made_of` are the sections of what it is built on, whose keys it has too.
    """

    name: str
    title: str
    lines: tuple[KeyLine, ...]
    is_screen: bool = False
    made_of: tuple[str, ...] = ()


def cheat_sheet() -> list[KeySection]:
    """Return all screens and panels with their keys: those that work everywhere first, then
    screen by screen, what several screens have last."""
    found: dict[str, KeySection] = {}
    places: dict[str, tuple[int, bool, str]] = {}
    for node in _nodes():
        lines, name = tuple(_lines(node)), section_of(node)
        if lines:
            room, is_screen = _room(node), issubclass(node, Trying)
            made_of = tuple(section_of(b) for b in node.__mro__[1:] if issubclass(b, DOMNode))
            found[name] = KeySection(name, _title(room, name), lines, is_screen, made_of)
            places[name] = (_rooms().index(room), name != room, name)
    return sorted(found.values(), key=lambda section: places[section.name])


def printed(sections: Sequence[KeySection]) -> list[KeySection]:
    """Return the sections as they are printed: what most screens have stands under the first, what
    a panel is built on is not said again, and keys that do the same share a line."""
    screens = [section for section in sections if section.is_screen]
    seen = Counter(line for section in screens for line in section.lines)
    common = [line for line, n in seen.items() if 2 * n > len(screens)]
    known = {section.name: section.lines for section in sections}
    shown: list[KeySection] = []
    for section in sections:
        if section.name == _EVERYWHERE:
            lines = [*section.lines, *common]
        else:
            below = [line for name in section.made_of for line in known.get(name, ())]
            said = {*map(_moves, below), *map(_moves, common)}
            lines = [line for line in section.lines if _moves(line) not in said]
        if lines:
            shown.append(replace(section, lines=tuple(_together(lines))))
    return shown


def _moves(line: KeyLine) -> KeyLine:
    """Return a line without the words for what it goes to, as in "next memo": lists go alike.

    What Enter does is told for each of them.
    """
    return line if "enter" in line.keys else replace(line, does="")


def _together(lines: Iterable[KeyLine]) -> Iterator[KeyLine]:
    for _does, same in groupby(lines, key=lambda line: line.does):
        first, *others = same
        more = [key for line in others for key in line.shown]
        yield replace(first, shown=(*first.shown, *more))


def _nodes() -> Iterator[type[DOMNode]]:
    """Yield our own classes of screens and panels, without windows that tell their own keys."""
    found = pkgutil.walk_packages(kwalcode.tui.__path__, "kwalcode.tui.")
    # All of them first: what is a part of a screen is told by the classes made of it.
    for module in [import_module(one.name) for one in found]:
        for node in vars(module).values():
            if (
                isinstance(node, type)
                and issubclass(node, DOMNode)
                and node.__module__ == module.__name__
                and (issubclass(node, (App, Trying)) or not issubclass(node, Screen))
                and not _is_part(node)
            ):
                yield node


def _is_part(node: type[DOMNode]) -> bool:
    """Tell whether a class only serves to build a screen of."""
    return issubclass(node, Trying) and bool(node.__subclasses__())


def _lines(node: type[DOMNode]) -> Iterator[KeyLine]:
    keys: dict[str, list[Binding]] = {}
    bindings = node._merged_bindings
    for _key, binding in bindings or ():
        ours = any(binding in _own(base) for base in node.__mro__)
        if ours and binding.description:
            keys.setdefault(binding.action, []).append(binding)
    for action, same in keys.items():
        names = tuple(binding.key for binding in same)
        does = same[0].tooltip or same[0].description
        yield KeyLine(action, names, tuple(map(_shown, names)), does)


def _own(base: type) -> set[Binding]:
    """Return what a class of ours binds itself."""
    if not base.__module__.startswith("kwalcode."):
        return set()
    return set(Binding.make_bindings(base.__dict__.get("BINDINGS", ())))


def _shown(key: str) -> str:
    return "+".join(format_key(part) for part in key.split("+"))


def _rooms() -> list[str]:
    """Return the names of the rooms of screens in the order of the sheet; "" is what they share."""
    from kwalcode.tui.workbench import SCREENS

    return [_EVERYWHERE, "coding", *SCREENS, ""]


def _room(node: type[DOMNode]) -> str:
    """Return the room that a class belongs to, "" for what several screens have."""
    name = section_of(node)
    module = node.__module__.removeprefix("kwalcode.tui.screens.").split(".")[0]
    room = name if name == _EVERYWHERE else _OF_ROOMS.get(name, module)
    return room if room in _rooms() else ""


def _title(room: str, name: str) -> str:
    from kwalcode.tui.workbench import CODING, SCREENS

    titles = {
        _EVERYWHERE: _("Everywhere"),
        "coding": CODING[1],
        "": _("Lists, tables and fields"),
        **{name: entry.title for name, entry in SCREENS.items()},
    }
    return titles[room] if room == name else f"{titles[room]}: {panel_titles().get(name, name)}"


def panel_titles() -> dict[str, str]:
    """Return what the panels are called, by their sections."""
    return {
        "codebook-tree": _("codes"),
        "documents-list": _("documents"),
        "transcript": _("the text"),
        "groups": _("document groups"),
        "speakers": _("speakers"),
        "code-fields": _("fields of a code"),
        "codebook-table": _("table of codes"),
        "field-area": _("a longer field"),
        "split": _("splitting a code"),
        "found-list": _("what was found"),
        "query-line": _("line of the query"),
        "report-source": _("words of a quotation in the report"),
        "hit-list": _("what was found"),
        "passage-list": _("passages to be coded"),
        "search-field": _("field"),
        "behind-pane": _("quotations side by side"),
        "cards-pane": _("pattern cards"),
        "cell-pane": _("about a pair"),
        "contrasts-pane": _("contrasts"),
        "coverage-pane": _("coverage"),
        "framework-pane": _("framework"),
        "graph-pane": _("about a drawing"),
        "grid-pane": _("tables"),
        "heat-map": _("cells of the matrix"),
        "map": _("drawing of the map"),
        "map-pane": _("map"),
        "matrix-pane": _("matrix"),
        "pairs-pane": _("pairs"),
        "passages": _("column of quotations"),
        "sequences-pane": _("sequences"),
        "themes-pane": _("themes"),
        "area": _("text of a memo"),
        "link-list": _("links of a note"),
        "memo-list": _("memos"),
        "history-list": _("acts"),
        "waiting-list": _("codings to decide on"),
        "cell-editor": _("field in a table"),
        "grid": _("tables"),
        "line-list": _("lists"),
        "literal-area": _("longer fields"),
        "quote-list": _("lists of quotations"),
    }
