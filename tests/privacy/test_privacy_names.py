from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.privacy.names import names_in


def found(text: str, *names: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in names_in(text, names)]


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("toen zei fatima dat JAN er was", "Jan", ["JAN"]),
        ("toen zei Zoe dat zoë en Zoe\u0308 ", "Zoë", ["Zoe", "zoë", "Zoe\u0308"]),
        ("Şahin, sahin, ŞAHIN", "Şahin", ["Şahin", "sahin", "ŞAHIN"]),
        (
            "Anne Marie en Anne-Marie, anne\u00a0marie",
            "Anne-Marie",
            ["Anne Marie", "Anne-Marie", "anne\u00a0marie"],
        ),
        ("bij mw. A. de Vries thuis", "a de vries", ["A. de Vries"]),
        ("van d’Hondt en 't Hart", "D'Hondt", ["d’Hondt"]),
        ("Strauß STRAUSS", "Strauss", ["Strauß", "STRAUSS"]),
        ("Søren Soren", "Søren", ["Søren", "Soren"]),
        ("Jan\u00adsen", "Jansen", ["Jan\u00adsen"]),
        ("🙂 jan_ (Jan)", "Jan", ["jan", "Jan"]),
        ("januari, Jans, Marjan, [naam], Jan1", "Jan", []),
        ("Anne. Nu komt Marie", "Anne Marie", []),
        ("wat dan ook", " - ", []),
        ("", "Jan", []),
    ],
)
def test_names(text: str, name: str, wanted: list[str]) -> None:
    assert found(text, name) == wanted


def test_longest_name_wins() -> None:
    names = ("Jan", "Jan de Vries", "Vries")
    assert found("Jan de Vries, jan de Boer", *names) == ["Jan de Vries", "jan"]


@settings(deadline=None)
@given(
    st.text(max_size=40),
    st.sampled_from(["Zoë", "d'Hondt", "van den Berg", "Łukasz"]),
    st.text(max_size=9),
)
def test_a_name_between_spaces_is_found_at_its_place(before: str, name: str, after: str) -> None:
    for written in (name, name.upper(), unicodedata.normalize("NFD", name)):
        text = f"{before} \n, {written} ;{after}"
        start = len(before) + 4
        assert (start, start + len(written)) in {(h.start, h.end) for h in names_in(text, [name])}


def test_many_names_and_a_long_text_take_linear_time() -> None:
    names = [f"Jan van {n}" for n in range(5000)] + ["Jan " * n for n in range(1, 20)]
    started = time.process_time()
    names_in("Jan van é " * 20_000, names)
    names_in("jan " * 50_000, names)
    assert time.process_time() - started < 10
