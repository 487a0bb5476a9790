"""Figures as a language writes them, for people to read; JSON and CSV have a point everywhere."""

from __future__ import annotations

import math

from kwalcode.i18n import _, current

_LEAST_P = 0.0005
"""A p below it is told as smaller than .001, which it would be rounded to."""


def written(figure: str, language: str | None = None) -> str:
    """Return a formatted figure with the decimal sign of a language, by default the present one:
    "0.43" or "0,43"."""
    return figure.replace(".", ",") if (language or current()) == "nl" else figure


def number(value: float, digits: int = 2, language: str | None = None) -> str:
    """Return a number with so many decimals: 0.43, 0,43; infinite is "inf"."""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return written(f"{value:.{digits}f}", language)


def bare(value: float | None, digits: int = 2) -> str:
    """Return a number without the nought before the decimal sign: .47, 1.90, -.05, inf, n.a."""
    if value is None or math.isnan(value):
        return _("n.a.")
    figure = number(value, digits)
    return figure.replace("0", "", 1) if figure.lstrip("-")[:2] in ("0.", "0,") else figure


def interval(low: float, high: float, digits: int = 2) -> str:
    """Return an interval: [.44, .97], or [,44; ,97] where the comma is the decimal sign."""
    between = "; " if written(".") == "," else ", "
    return f"[{bare(low, digits)}{between}{bare(high, digits)}]"


def significant(value: float, digits: int = 3) -> str:
    """Return a number with so many digits that mean something: 0.000999, 1e-05; n.a. for NaN."""
    return _("n.a.") if math.isnan(value) else written(f"{value:.{digits}g}")


def percent(share: float, digits: int = 0) -> str:
    """Return a share (0 to 1) in hundredths, without the sign: 95, 12.5."""
    return number(100 * share, digits)


def probability(p: float) -> str:
    """Return a p in three decimals: .040, <.001, n.a."""
    return f"<{bare(0.001, 3)}" if p < _LEAST_P else bare(p, 3)
