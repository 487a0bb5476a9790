"""Decisions whose words were corrected: the disagreement is open again, they are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from joining_tools import copy_of, in_any_order, joined

from kwalcode.model import CodeSpec
from kwalcode.project.acts.adjudicating import Ruling, decide
from kwalcode.project.acts.codes import delete_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.deciding import drop_uncarried
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.erasing.erasure import erase_passage, erase_versions
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.decisions import CodedRange, Decision, list_decisions
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import list_uncarried
from kwalcode.project.study import Study

Prepare = Callable[..., Any]

TEXT = "een twee drie vier vijf zes zeven.\n"
WORDS = (4, 8)


@pytest.fixture
def two(study: Study, prepared: Prepare) -> Study:
    """One document, in which Anna and Bram gave the same words another code."""
    import_document(study, prepared("R01", TEXT))
    import_codebook(study, [CodeSpec(("A",)), CodeSpec(("B",)), CodeSpec(("C",))], source="x")
    add_codings(study, [NewCoding(1, *WORDS, 1, "Anna"), NewCoding(1, *WORDS, 2, "Bram")])
    return study


def settle(study: Study, decision: str = "a", note: str = "") -> None:
    with study.reading() as connection:
        (item,) = adjudication(connection, coders=["Anna", "Bram"]).items
    decide(study, item.key, item.group, Ruling(decision, note))


def correct(study: Study, old: str, new: str, *, accept: bool = False) -> None:
    with study.reading() as connection:
        text = text_of(connection, 1)
    correct_document(study, prepare_text(study, 1, text.replace(old, new)), accept=accept)


def held(study: Study) -> list[Decision]:
    with study.reading() as connection:
        return list_decisions(connection)


def kept(study: Study) -> list[Any]:
    asked = "SELECT r.start, r.end, a_code_id, note, text FROM reopened r JOIN content c ON"
    with study.reading() as connection:
        return list(map(tuple, connection.exec_driver_sql(f"{asked} c.id = content_id").all()))


def test_a_correction_of_its_words_keeps_it_with_the_text_it_was_made_in(two: Study) -> None:
    settle(two, note="gewoon")
    correct(two, "twee", "2")
    assert held(two) == []
    assert kept(two) == [(*WORDS, 1, "gewoon", TEXT)]
    assert check(two) == []
    undo(two)
    assert [(one.a, one.note) for one in held(two)] == [(CodedRange(1, *WORDS), "gewoon")]
    assert kept(two) == []
    assert check(two) == []


def test_it_is_kept_in_the_first_text_that_has_its_words(two: Study) -> None:
    settle(two)
    correct(two, "een", "een en")
    correct(two, "twee", "2")
    assert kept(two) == [(*WORDS, 1, "", TEXT)]
    assert check(two) == []


def test_it_follows_merged_codes_and_goes_with_deleted_ones(two: Study) -> None:
    settle(two)
    correct(two, "twee", "2")
    merge_codes(two, [1], 3)
    assert kept(two) == [(*WORDS, 3, "", TEXT)]
    delete_code(two, 3)
    assert kept(two) == []
    assert check(two) == []


@pytest.mark.parametrize(
    "act", [lambda study: erase_versions(study, [1]), lambda study: erase_passage(study, 1, 0, 3)]
)
def test_an_erasure_takes_it_along(two: Study, act: Callable[[Study], object]) -> None:
    settle(two, "neither", note="Jan de Vries zei het")
    correct(two, "twee", "2")
    assert len(kept(two)) == 1
    with two.reading() as connection:
        waiting = [one.id for one in list_uncarried(connection)]
    drop_uncarried(two, waiting)
    act(two)
    assert kept(two) == []
    assert check(two) == []


def test_an_erased_passage_takes_what_was_noted_in_deciding(two: Study) -> None:
    test_an_erasure_takes_it_along(two, lambda study: erase_passage(study, 1, 0, 3))
    assert "Jan de Vries" not in two.path.read_bytes().decode("latin-1")


def test_it_goes_with_its_document_and_comes_back(two: Study) -> None:
    settle(two)
    correct(two, "twee", "2")
    remove_documents(two, [1])
    assert kept(two) == []
    undo(two)
    assert len(kept(two)) == 1
    assert check(two) == []


def test_a_join_that_brings_the_words_back_brings_it_back(two: Study) -> None:
    settle(two, note="gewoon")
    bram = copy_of(two, "Bram", lambda other: correct(other, "twee", "2"))
    carla = copy_of(two, "Carla", lambda other: correct(other, "vier", "4"))
    joined(two, bram)
    assert held(two) == []
    assert len(kept(two)) == 1
    joined(two, carla)  # corrected later: that text holds
    assert [one.note for one in held(two)] == ["gewoon"]
    assert kept(two) == []


def test_of_two_on_one_disagreement_the_newest_counts_though_it_is_open_again(two: Study) -> None:
    in_any_order(
        two,
        lambda study: settle(study, "b", "laatste"),
        lambda study: correct(study, "twee", "2"),
        lambda study: settle(study, "a", "eerste"),
    )
    assert [row[3] for row in kept(two)] == ["laatste"]
    with two.reading() as connection:
        asked = "SELECT code_id FROM uncarried u JOIN coders c ON c.id = u.coder_id"
        consensus = connection.exec_driver_sql(f"{asked} WHERE c.kind = 'consensus'").scalars()
        assert consensus.all() == [2]


def test_it_is_shown_at_the_disagreement_that_is_open_again(two: Study) -> None:
    settle(two, note="gewoon")
    correct(two, "een twee", "eens 2", accept=True)
    with two.reading() as connection:
        (item,) = adjudication(connection, coders=["Anna", "Bram"]).items
    assert (item.start, item.end, item.decision) == (5, 6, None)
    assert item.before is not None
    assert item.before.note == "gewoon"
    settle(two, "b")
    with two.reading() as connection:
        (item,) = adjudication(connection, coders=["Anna", "Bram"]).items
    assert item.decision is not None
    assert item.before is None
