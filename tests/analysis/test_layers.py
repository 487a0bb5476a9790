from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kwalcode.analysis.layers import ALL, CodedDocument, choose_layer, main_coder, spoken_by
from kwalcode.errors import NotFound
from kwalcode.model import Coder

NOOR, BAS, CONSENSUS, BOSS = 1, 2, 3, 4
CODERS = [
    Coder(NOOR, b"", "Noor", "coder"),
    Coder(BAS, b"", "Bas", "coder"),
    Coder(CONSENSUS, b"", "Consensus", "consensus"),
    Coder(BOSS, b"", "Boss", "supervisor"),
]


def doc(id: int, codings: dict[int, int], *complete: int, finalised: bool = False) -> CodedDocument:
    return CodedDocument(id, f"d{id}", codings, frozenset(complete), finalised)


def only(coder: int) -> frozenset[int]:
    return frozenset([coder])


def test_the_main_coder_is_who_coded_most() -> None:
    documents = [doc(1, {NOOR: 5, BAS: 9}, NOOR, BAS), doc(2, {NOOR: 5}, NOOR), doc(3, {BOSS: 99})]
    layer = choose_layer(documents, CODERS)
    assert layer.name == "Noor"
    assert layer.coders == {1: only(NOOR), 2: only(NOOR)}
    assert layer.not_coded == ("d3",)
    assert layer.notes == ()
    assert not layer.pooled
    assert choose_layer(documents, CODERS, main=BAS).coders == {1: only(BAS)}
    assert main_coder([doc(1, {BOSS: 3})], CODERS) == BOSS
    assert main_coder([doc(1, {NOOR: 2, BAS: 2})], CODERS) == NOOR


def test_a_finalised_consensus_goes_before_the_main_coder() -> None:
    documents = [doc(1, {NOOR: 5, CONSENSUS: 4}, NOOR, finalised=True), doc(2, {NOOR: 5}, NOOR)]
    layer = choose_layer(documents, CODERS)
    assert layer.coders == {1: only(CONSENSUS), 2: only(NOOR)}
    assert layer.name == "consensus, else Noor"
    assert layer.notes == ("consensus in 1 of 2 documents, Noor in the others",)
    everywhere = choose_layer(documents[:1], CODERS)
    assert (everywhere.name, everywhere.notes) == ("Consensus", ())
    asked = choose_layer(documents, CODERS, request="consensus")
    assert (asked.coders, asked.not_coded) == ({1: only(CONSENSUS)}, ("d2",))


def test_when_nothing_is_marked_documents_with_a_coding_count() -> None:
    layer = choose_layer([doc(1, {NOOR: 5}), doc(2, {NOOR: 0, BAS: 1}, BAS)], CODERS)
    assert layer.coders == {1: only(NOOR)}
    assert layer.not_coded == ("d2",)
    assert "nothing is marked complete" in layer.notes[0]


def test_marked_complete_without_codings_counts() -> None:
    layer = choose_layer([doc(1, {NOOR: 5}), doc(2, {}, NOOR)], CODERS, request=NOOR)
    assert layer.coders == {2: only(NOOR)}
    assert layer.not_coded == ("d1",)


def test_all_pools_everybody_but_the_consensus() -> None:
    documents = [doc(1, {NOOR: 5, CONSENSUS: 5}, BAS), doc(2, {NOOR: 5}), doc(3, {})]
    layer = choose_layer(documents, CODERS, request=ALL)
    assert layer.pooled
    assert layer.coders == {1: frozenset([NOOR, BAS, BOSS])}
    assert layer.not_coded == ("d2", "d3")


def test_a_coder_is_found_by_name() -> None:
    assert choose_layer([doc(1, {BAS: 1})], CODERS, request="bas").coders == {1: only(BAS)}
    with pytest.raises(NotFound, match="Noor, Bas"):
        choose_layer([], CODERS, request="Piet")


def test_nobody_has_coded() -> None:
    layer = choose_layer([doc(1, {})], CODERS)
    assert (layer.coders, layer.not_coded) == ({}, ("d1",))
    assert layer.notes
    assert choose_layer([], []).coders == {}
    facts = layer.counted(0)
    assert (facts.documents, facts.not_coded, facts.roles) == (0, ("d1",), ("respondent",))


TURNS = pd.DataFrame(
    {
        "document": [1, 1, 2],
        "start": [3, 14, 0],
        "end": [10, 20, 9],
        "role": ["interviewer", "respondent", "respondent"],
    }
)


def spans(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(
        np.array(rows, dtype=np.int64).reshape(-1, 3), columns=["document", "start", "end"]
    )


def test_codings_that_touch_a_respondent_s_speech_are_kept() -> None:
    codings = spans((1, 3, 10), (1, 9, 15), (1, 10, 14), (2, 0, 2), (3, 0, 2))
    kept = spoken_by(codings, TURNS, ["respondent"])
    assert kept.index.tolist() == [1, 3]
    everyone = spoken_by(codings, TURNS, ["respondent", "interviewer"])
    assert everyone.index.tolist() == [0, 1, 3]
    trimmed = codings.assign(trimmed_start=codings["start"], trimmed_end=codings["end"] - 1)
    assert spoken_by(trimmed, TURNS, ["respondent"]).index.tolist() == [3]
    assert spoken_by(spans(), TURNS, ["respondent"]).empty
    assert spoken_by(codings, TURNS, []).empty
