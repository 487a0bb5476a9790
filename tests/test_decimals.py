"""Figures for people have the decimal sign of their language."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from kwalcode.decimals import bare, interval, number, percent, probability, significant
from kwalcode.i18n import speaking


@pytest.mark.parametrize(
    ("made", "english", "dutch"),
    [
        (lambda: number(0.434), "0.43", "0,43"),
        (lambda: number(-12.5, 1), "-12.5", "-12,5"),
        (lambda: number(math.inf), "inf", "inf"),
        (lambda: number(-math.inf), "-inf", "-inf"),
        (lambda: bare(0.6187, 3), ".619", ",619"),
        (lambda: bare(-0.05), "-.05", "-,05"),
        (lambda: bare(1.9), "1.90", "1,90"),
        (lambda: bare(10.0), "10.00", "10,00"),
        (lambda: bare(0.0, 0), "0", "0"),
        (lambda: bare(20.4, 0), "20", "20"),
        (lambda: bare(None), "n.a.", "n.v.t."),
        (lambda: bare(math.nan), "n.a.", "n.v.t."),
        (lambda: interval(0.44, 0.97), "[.44, .97]", "[,44; ,97]"),
        (lambda: interval(-0.305, math.nan, 1), "[-.3, n.a.]", "[-,3; n.v.t.]"),
        (lambda: significant(1 / 1001), "0.000999", "0,000999"),
        (lambda: significant(math.nan), "n.a.", "n.v.t."),
        (lambda: percent(0.1254, 1), "12.5", "12,5"),
        (lambda: percent(0.95), "95", "95"),
        (lambda: probability(0.04), ".040", ",040"),
        (lambda: probability(0.0001), "<.001", "<,001"),
        (lambda: probability(math.nan), "n.a.", "n.v.t."),
    ],
)
def test_a_figure_in_both_languages(made: Callable[[], str], english: str, dutch: str) -> None:
    assert made() == english
    with speaking("nl"):
        assert made() == dutch


def test_a_language_can_be_named() -> None:
    assert number(0.5, 2, "nl") == "0,50"
