"""Word forms, lemmas with and without a model, stop words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.language.lemmas import lemmas, stop_words, words
from kwalcode.language.pipelines import Pipeline, active

FULL = Path(__file__).resolve().parents[3] / "shared" / "data" / "models" / "nl_test_sm"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nou, dat zei ZIJ ook!", ["nou", "dat", "zei", "zij", "ook"]),
        ("foto’s van z'n OV-chipkaart", ["foto's", "van", "z'n", "ov-chipkaart"]),
        ("'s avonds en ’t was zo'n dag", ["'s", "avonds", "en", "'t", "was", "zo'n", "dag"]),
        ("'ja' zei ze, 'nee'", ["ja", "zei", "ze", "nee"]),
        ("in 2015 was covid-19 er niet", ["in", "was", "covid-19", "er", "niet"]),
        ("cafe\u0301 Één", ["café", "één"]),
        ("jeugd- en gezinszorg - dus", ["jeugd", "en", "gezinszorg", "dus"]),
        ("de 3e keer, [naam] _Nee_ B12", ["de", "keer", "naam", "nee", "b12"]),
        ("... 12 – ?", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_words_are_casefolded_and_hold_a_letter(text: str) -> None:
    for form in words(text):
        assert any(char.isalpha() for char in form)
        assert not any(char.isspace() for char in form)


def test_simplemma_is_the_default() -> None:
    found = lemmas(["gesprekken", "liep", "gesprekken", "", "blorkte"])
    assert found == {"gesprekken": "gesprek", "liep": "lopen", "blorkte": "blorkte"}


def test_a_pipeline_with_a_lemmatizer_gives_its_own(tiny_pipeline: Path) -> None:
    found = lemmas(["blorkte", "in", "blorkte"], active(str(tiny_pipeline)))
    assert found == {"blorkte": "blorken", "in": "in"}


def test_a_pipeline_without_a_lemmatizer_leaves_it_to_simplemma() -> None:
    without = Pipeline("x", "1", "named", frozenset({"sentences", "lemmas"}), "nowhere")
    assert lemmas(["liep"], without) == {"liep": "lopen"}


def test_the_lemma_of_a_form_does_not_depend_on_the_others(tiny_pipeline: Path) -> None:
    pipeline = active(str(tiny_pipeline))
    forms = ["zij", "blorkte", "in", "Zwolle", "onbekend"]
    together = lemmas(forms, pipeline)
    assert together == {form: lemmas([form], pipeline)[form] for form in forms}


def test_stop_words_are_dutch_and_small() -> None:
    found = stop_words()
    assert {"de", "het", "een", "maar", "niet", "eh", "tja"} <= found
    assert all(word == word.lower() for word in found)
    assert len(found) > 200


@pytest.mark.skipif(not FULL.is_dir(), reason="the full pipeline is not at hand")
def test_lemmas_of_a_full_pipeline() -> None:
    found = lemmas(["gesprekken", "liep", "vrouwen"], active(str(FULL)))
    assert found == {"gesprekken": "gesprek", "liep": "lopen", "vrouwen": "vrouw"}
