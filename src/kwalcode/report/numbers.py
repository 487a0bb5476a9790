"""Numbers as the language of a report writes them."""

from __future__ import annotations


def number(value: float, language: str, digits: int = 2) -> str:
    """Return a number with the decimal sign of the language: 0.43, 0,43; infinite is "inf"."""
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if language == "nl" else text
