"""Every key of the app, taken from the real bindings: for the cheat sheet and the key file."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

import kwalcode.tui
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.keymap import Keymap, section_of
from kwalcode.tui.screens.trying import Trying

_FIRST = ("everywhere", "coding", "transcript")
_LEFT_OUT = frozenset({"trying", "bench", "reading", "desk"})
"""Parts that screens are made of; what they bind is listed with each screen."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """An action, the keys it has as they are named in the file and as they are shown."""

    action: str
    keys: tuple[str, ...]
    shown: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class KeySection:
    """A screen or a panel with its keys; `name` is its section in the file of keys."""

    name: str
    title: str
    lines: tuple[KeyLine, ...]


def cheat_sheet() -> list[KeySection]:
    """Return all screens and panels with their keys, those that work everywhere first."""
    found: dict[str, KeySection] = {}
    for node in _nodes():
        name = section_of(node)
        lines = tuple(_lines(node))
        if lines and name not in _LEFT_OUT:
            found[name] = KeySection(name, _title(name), lines)
    order = [*(name for name in _FIRST if name in found), *sorted(found)]
    return [found[name] for name in dict.fromkeys(order)]


def check_keymap(keymap: Keymap) -> None:
    """Raise KwalcodeError for the first section or action of a file of keys that does not exist."""
    known = {section.name: section for section in cheat_sheet()}
    for name, actions in keymap.items():
        if name not in known:
            raise KwalcodeError(
                _("[{section}]: there is no such section; there are {names}.").format(
                    section=name, names=", ".join(known)
                )
            )
        named = [line.action for line in known[name].lines]
        for action in actions:
            if action not in named:
                raise KwalcodeError(
                    _("[{section}] {action}: no such action; there are {names}.").format(
                        section=name, action=action, names=", ".join(named)
                    )
                )


def _nodes() -> Iterator[type[DOMNode]]:
    """Yield our own classes of screens and panels, without windows that tell their own keys."""
    for module in pkgutil.walk_packages(kwalcode.tui.__path__, "kwalcode.tui."):
        for node in vars(import_module(module.name)).values():
            if (
                isinstance(node, type)
                and issubclass(node, DOMNode)
                and node.__module__ == module.name
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


def _title(name: str) -> str:
    from kwalcode.tui.workbench import CODING, SCREENS

    titles = {
        "everywhere": _("Everywhere"),
        "coding": CODING[1],
        "transcript": _("Transcript"),
        **{name: entry.title for name, entry in SCREENS.items()},
    }
    return titles.get(name, name.replace("-", " ").capitalize())
