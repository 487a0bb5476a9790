"""Whether a file of keys names sections, actions and keys that there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

import kwalcode
from kwalcode import preferences
from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.tui.keymap import Keymap

_GOOD = "keys_checked"
_HELD = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED = {str(key.value) for key in Keys} | set(KEY_NAME_REPLACEMENTS.values())


def check_keymap(path: Path, keymap: Keymap) -> None:
    """Raise KwalcodeError for the first thing in the file that means nothing.

    Takes a second or two: every screen is loaded for it.
    """
    from kwalcode.tui.cheatsheet import cheat_sheet

    known = {one.name: [line.action for line in one.lines] for one in cheat_sheet()}
    for section, actions in keymap.items():
        if section not in known:
            raise KwalcodeError(
                _("{path}: [{section}]: there is no such section{like}.").format(
                    path=path, section=section, like=_like(section, known)
                )
            )
        for action, keys in actions.items():
            place = f"{path}: [{section}] {action}"
            if action not in known[section]:
                raise KwalcodeError(
                    _("{place}: there is no such action{like}.").format(
                        place=place, like=_like(action, known[section])
                    )
                )
            _check_keys(place, keys)


def check_once(path: Path, keymap: Keymap) -> None:
    """Do as `check_keymap`; a file that was found good is not looked at again."""
    text = f"{kwalcode.__version__}\n{sorted(keymap.items())}"
    digest = sha256(text.encode()).hexdigest()
    if preferences.remembered(_GOOD, "") != digest:
        check_keymap(path, keymap)
        preferences.remember(_GOOD, digest)


def _check_keys(place: str, keys: Iterable[str]) -> None:
    for key in keys:
        *held, last = key.split("+")
        if not (_HELD.issuperset(held) and _is_key(last)):
            raise KwalcodeError(
                _('{place}: "{key}" is no key; keys are named as in "k", "ctrl+k", "f5".').format(
                    place=place, key=key
                )
            )


def _is_key(name: str) -> bool:
    """Tell whether a terminal can send a key of that name, as Textual names it."""
    if len(name) == 1 or name in _NAMED:
        return True
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


def _like(wrong: str, known: Iterable[str]) -> str:
    """Return what was perhaps meant, in words to go on with; else where all of them stand."""
    close = get_close_matches(wrong, list(known), n=1)
    if close:
        return _("; perhaps {name}").format(name=close[0])
    return _("; 'kwalcode keys --json' lists all")
