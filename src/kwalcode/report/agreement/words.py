"""Agreement in words: units, coefficients, flags and marks in the interface language."""

from __future__ import annotations

from typing import Final

from kwalcode.agreement.binary import FEW
from kwalcode.i18n import _, counted

MARKS: Final = (0.667, 0.8)
"""Krippendorff's marks: from the first, tentative conclusions; from the second, firm ones."""


def unit_name(unit: str) -> str:
    """Return the name of a unit."""
    names = {
        "sentence": _("sentence"),
        "turn": _("turn"),
        "document": _("document"),
        "character": _("character"),
        "token": _("word"),
    }
    return names[unit]


def units(unit: str, n: int) -> str:
    """Return so many units in words, as in "883 sentences"."""
    if unit == "sentence":
        return counted("{n} sentence", "{n} sentences", n)
    if unit == "turn":
        return counted("{n} turn", "{n} turns", n)
    if unit == "character":
        return counted("{n} character", "{n} characters", n)
    if unit == "token":
        return counted("{n} word", "{n} words", n)
    return counted("{n} document", "{n} documents", n)


def coefficient_name(name: str) -> str:
    """Return what a coefficient is called in a table."""
    names = {
        "observed": _("agreement"),
        "alpha": _("alpha"),
        "kappa": _("Cohen's kappa"),
        "scott_pi": _("Scott's pi"),
        "fleiss_kappa": _("Fleiss' kappa"),
        "ac1": "AC1",
        "brennan_prediger": "Brennan-Prediger",
        "dice": "Dice",
        "jaccard": "Jaccard",
        "holsti": "Holsti",
        "bar_u_alpha": _("|u-alpha"),
        "masi": _("MASI-alpha"),
        "k_u_alpha": _("(k)u-alpha"),
        "k_u_coverage": _("(k)u covers"),
    }
    return names[name]


def flag_words(flag: str) -> str:
    """Say what a flag means."""
    if flag == "unstable":
        return _("unstable: coded in fewer than {n} units").format(n=FEW)
    return _("paradox: much agreement and a low alpha, since the code is rare; see AC1")


def marks_words(alpha: float) -> str:
    """Say which of Krippendorff's marks an alpha reaches."""
    low, high = MARKS
    if alpha >= high:
        return _("at or above the mark of .800")
    if alpha >= low:
        return _("between the marks of .667 and .800")
    return _("below the mark of .667")
