"""What holds for a codebook in whatever format: names, origins, colours, keys, depth.

Each check takes `fault`, which makes an error for the place that is being read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from unicodedata import category

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, ORIGINS, Code, CodeSpec, Origin

TEXT_FIELDS = ("definition", "include", "exclude", "example", "question")
"""The fields that hold free text, in the order in which they are written."""
MAX_DEPTH = 50
"""Deeper trees are refused: no codebook comes near it."""
MAX_BYTES = 5_000_000
"""Larger codebook files are refused."""

Fault = Callable[[str], KwalcodeError]
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def checked_name(raw: str, fault: Fault) -> str:
    """Return a code's name on one line, single-spaced. Raises for none, and for one with ">"."""
    name = " ".join(raw.split())
    if not name:
        raise fault(_("the name is missing"))
    if CODE_PATH.strip() in name:
        raise fault(
            _("the name '{name}' holds '>', which stands between the names of a path").format(
                name=name
            )
        )
    if any(category(char) == "Cc" for char in name):
        raise fault(_("the name holds a control character; type it anew"))
    return name


def checked_text(raw: str, fault: Fault) -> str:
    """Return free text without white space at its edges. Raises for what cannot be stored."""
    if "\0" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
        raise fault(_("it holds characters that are no text; type it anew"))
    return raw.strip()


def checked_origin(raw: str, fault: Fault) -> Origin:
    """Return the origin, "deductive" where none is given. Raises for any other word."""
    wanted = " ".join(raw.casefold().split())
    if not wanted:
        return "deductive"
    for origin in ORIGINS:
        if wanted == origin:
            return origin
    known = ", ".join(ORIGINS)
    raise fault(
        _("the origin is '{origin}' and should be one of: {known}").format(origin=raw, known=known)
    )


def checked_color(raw: str, fault: Fault) -> str:
    """Return the colour as it is given, "" for none. Raises unless it is #rrggbb."""
    color = raw.strip()
    if color and not _COLOR.fullmatch(color):
        raise fault(_("the colour is '{color}' and should be as \"#3b7dd8\"").format(color=color))
    return color


class Unique:
    """Sees to it that keys differ, and names among siblings; upper and lower case are one."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._paths: dict[tuple[str, ...], str] = {}

    def add(self, spec: CodeSpec, fault: Fault) -> None:
        """Take note of a code. Raises when its key or its place is taken."""
        key, path = spec.key.casefold(), folded(spec.path)
        if key and key in self._keys:
            raise fault(
                _("the key '{key}' is used before, at {place}").format(
                    key=spec.key, place=self._keys[key]
                )
            )
        if path in self._paths:
            raise fault(
                _("there is a code of this name in this place before, at {place}").format(
                    place=self._paths[path]
                )
            )
        self._keys[key] = self._paths[path] = spec.place


def folded(path: Sequence[str]) -> tuple[str, ...]:
    """Return a path for comparison: case set aside."""
    return tuple(name.casefold() for name in path)


def spec_of(code: Code) -> CodeSpec:
    """Return a project's code as a codebook file would describe it."""
    return CodeSpec(
        path=tuple(code.path.split(CODE_PATH)),
        key=code.key,
        definition=code.definition,
        include=code.include,
        exclude=code.exclude,
        example=code.example,
        question=code.question,
        keywords=code.keywords,
        color=code.color,
        origin=code.origin,
    )


def clean_keywords(words: Iterable[str]) -> tuple[str, ...]:
    """Return keywords single-spaced, without empty ones and without the same one again."""
    cleaned = (" ".join(word.split()) for word in words)
    return tuple(dict.fromkeys(word for word in cleaned if word))
