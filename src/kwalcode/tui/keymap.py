"""The user's own keys: a file `keys.toml` that gives actions other keys.

A section names where the keys work (see `SECTIONS`), a line gives an action its keys:

    [coding]
    code = "k"
    again = ["full_stop", "r"]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

from kwalcode import preferences
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _

Keymap = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Section -> action -> keys."""
_PARTS = ("Screen", "View")


def keymap_path() -> Path:
    """Return where the user's keys are kept; often there is no such file."""
    return preferences.folder() / "keys.toml"


def read_keymap(path: Path) -> Keymap:
    """Return what the file says, {} where there is none. Raises KwalcodeError for a bad file."""
    try:
        with path.open("rb") as file:
            import tomllib  # only who has such a file waits for it

            found = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:  # a ValueError: no TOML, or no UTF-8
        raise KwalcodeError(
            _("{path}: cannot be read as a list of keys ({error}). Mend it or remove it.").format(
                path=path, error=error
            )
        ) from error
    return {name: _section(path, name, lines) for name, lines in found.items()}


def _section(path: Path, name: str, lines: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(lines, dict):
        raise KwalcodeError(
            _("{path}: '{name}' stands outside any section, such as [coding].").format(
                path=path, name=name
            )
        )
    return {action: _keys(path, action, keys) for action, keys in lines.items()}


def _keys(path: Path, action: str, keys: object) -> tuple[str, ...]:
    listed = [keys] if isinstance(keys, str) else keys
    if not isinstance(listed, list) or not all(isinstance(k, str) and k.strip() for k in listed):
        raise KwalcodeError(
            _('{path}: {action}: a key is a text, such as "k" or "ctrl+k".').format(
                path=path, action=action
            )
        )
    return tuple(key for text in listed for key in _named(text))


def _named(text: str) -> Iterable[str]:
    """Yield the keys of a text as Textual names them: "." is full_stop."""
    binding = Binding(text.strip(), "noop")
    return (made.key for made in Binding.make_bindings([binding]))


@cache
def section_of(node: type[DOMNode]) -> str:
    """Return the section of the keys that work on a screen or a panel: CodingScreen is coding."""
    if node.__name__ == "KwalcodeApp":
        return "everywhere"
    name = node.__name__.strip("_")
    for part in _PARTS:
        name = name.removesuffix(part)
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-")


def remapped(node: DOMNode, bindings: BindingsMap, keymap: Keymap) -> BindingsMap:
    """Return a node's bindings with the user's keys; they win from what had those keys before."""
    wanted = keymap.get(section_of(type(node)))
    if not wanted:
        return bindings
    kept: dict[str, list[Binding]] = {}
    given: dict[str, list[Binding]] = {}
    for key, found in bindings.key_to_bindings.items():
        for binding in found:
            keys = wanted.get(binding.action)
            if keys is None:
                kept.setdefault(key, []).append(binding)
            for new in keys or ():
                given[new] = [replace(binding, key=new, key_display=None)]
    mapped = BindingsMap()
    mapped.key_to_bindings = kept | given
    return mapped
