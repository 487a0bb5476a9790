"""What is remembered of a study on this machine: with the user, never in the study itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kwalcode import preferences
from kwalcode.model import Code, Document
from kwalcode.tui.view import View, from_json

_STUDIES, _PINS = 50, 900
"""Of so many studies, and codes, something is remembered; the oldest are forgotten."""


class Memory:
    """Where a coder stopped in a study, what was shown, which codes have digits of their own."""

    def __init__(self, path: Path, actor: str) -> None:
        self._coder = f"{path.resolve()}|{actor.casefold()}"

    def place(self) -> tuple[str, int] | None:
        """Return the document (UUID as hex) and offset where this coder stopped."""
        match _known("places").get(self._coder):
            case [str(document), int(offset)]:
                return document, offset
        return None

    def remember_place(self, document: Document, offset: int) -> None:
        """Remember where the reader is."""
        _remember("places", {self._coder: [document.uuid.hex(), offset]}, _STUDIES)

    def view(self) -> View:
        """Return what this coder had shown last."""
        return from_json(_known("views").get(self._coder))

    def remember_view(self, view: View) -> None:
        """Remember what is shown."""
        _remember("views", {self._coder: view.as_json()}, _STUDIES)

    def pins(self, codes: Iterable[Code]) -> dict[int, int]:
        """Return the digits that codes were given: code id by digit.

        They are kept by the codes' UUIDs, so a copy of the study has them too.
        """
        known = _known("pins")
        found: dict[int, int] = {}
        for code in codes:
            digit = known.get(code.uuid.hex())
            if isinstance(digit, int) and digit in range(1, 10):
                found.setdefault(digit, code.id)
        return found

    def remember_pin(self, code: Code, digit: int | None) -> None:
        """Remember the digit of a code, or (None) that it has none of its own any more."""
        _remember("pins", {code.uuid.hex(): digit}, _PINS)


def _known(key: str) -> Mapping[str, Any]:
    return preferences.remembered(key, {})


def _remember(key: str, new: Mapping[str, Any], most: int) -> None:
    """Remember entries under a key as the newest ones; those that are None are taken out."""
    kept = {name: value for name, value in _known(key).items() if name not in new}
    kept |= {name: value for name, value in new.items() if value is not None}
    preferences.remember(key, dict(list(kept.items())[-most:]))
