"""The language of a report, which may be another than that of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kwalcode import i18n


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let texts come in `language` ("en" or "nl") inside the block, as before after it."""
    before = i18n._active
    i18n.use(language)
    try:
        yield
    finally:
        i18n._active = before


def current() -> str:
    """Return the language that texts come in now: "nl" or "en"."""
    return i18n._active.info().get("language", "en")


def number(value: float, language: str, digits: int = 2) -> str:
    """Return a number with the decimal sign of the language: 0.43, 0,43; infinite is "inf"."""
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language == "nl" else text
