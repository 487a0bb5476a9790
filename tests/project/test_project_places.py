"""From a figure to its places: sequences, answers, words and questions; communities left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kwalcode.errors import Refused
from kwalcode.model import CodeSpec
from kwalcode.project.acts import relations
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.analyses.coverage import study_coverage
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.holding import Counting, holding_of, study_holding
from kwalcode.project.analyses.sequences import answer_places, follow_places, study_sequences
from kwalcode.project.analyses.themes import study_themes, themes_over
from kwalcode.project.analyses.word_places import in_code, in_group
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.relations import all_relations
from kwalcode.project.study import Study

A, B, C = (Subject("code", n) for n in (1, 2, 3))
TEXT = "I: Hoe gaat dat?\nX: Eerst zien wij een.\nI: Ja.\nX: Daarna komt er twee.\n"
FIRST, SECOND = (20, 39), (49, 69)
"""Where the two answers stand; only the first answers a question."""


@pytest.fixture
def found(study: Study, prepared: Callable[..., Any]) -> Iterator[Study]:
    """Three interviews; A is in the first answer of all, B in the second of two of them."""
    for name in ("R01", "R02", "R03"):
        text = TEXT.replace("een", name)
        turns = {"I": "interviewer", "X": "respondent"}
        import_document(study, prepared(name, text, roles=turns))
    specs = [CodeSpec((name,), question="Hoe gaat dat?" if name == "A" else "") for name in "ABC"]
    import_codebook(study, specs)
    for document in (1, 2, 3):
        apply_code(study, document, *FIRST, 1)
    for document in (1, 2):
        apply_code(study, document, *SECOND, 2)
    set_attributes(study, {1: ("", {"soort": "x"}), 2: ("", {"soort": "y"})})
    yield study
    assert check(study) == []


def test_the_places_of_a_sequence_are_those_that_were_counted(found: Study) -> None:
    with found.reading() as connection:
        first, then = follow_places(connection, 1, 2)
        (row,) = study_sequences(connection).result.pairs.to_dict("records")
        nothing = follow_places(connection, 1, 2, within=1)
        turned = follow_places(connection, 2, 1)
    assert first == [(1, *FIRST), (2, *FIRST)]
    assert then == [(1, *SECOND), (2, *SECOND)]
    assert (row["a"], row["b"], row["followed"]) == (1, 2, len(first))
    assert nothing == turned == ([], [])


def test_answers_are_told_from_what_comes_unasked(found: Study) -> None:
    with found.reading() as connection:
        assert answer_places(connection, 1) == ([(n, *FIRST) for n in (1, 2, 3)], [])
        assert answer_places(connection, 2) == ([], [(n, *SECOND) for n in (1, 2)])
        assert answer_places(connection, 3) == ([], [])


def test_a_word_leads_to_its_sentences_inside_and_elsewhere(found: Study) -> None:
    with found.reading() as connection:
        told = in_group(connection, "twee", "soort", "x")
        in_b = in_code(connection, "twee", "B", sub_codes=False)
        text = text_of(connection, 1)
    assert [place[0] for place in told.inside] == [1]
    assert [place[0] for place in told.elsewhere] == [2]  # R03 has no value
    (_document, start, end) = told.inside[0]
    assert "twee" in text[start:end]
    assert [place[0] for place in in_b.inside] == [1, 2]
    assert [place[0] for place in in_b.elsewhere] == [3]


def test_an_opening_has_the_place_of_its_question(found: Study) -> None:
    with found.reading() as connection:
        (one, *_rest) = study_coverage(connection).openings
        document, start, end = one.place
        assert text_of(connection, document)[start:end] == one.question == "Hoe gaat dat?"


def test_leaving_out_tells_how_far_it_is_and_can_be_stopped(found: Study) -> None:
    with found.reading() as connection:
        whole = study_holding(connection, rule="document", minimum=1)
        seen = evidence(connection)
    how = Counting(seen.codings, "same-quotation", None, False, (), 1)
    done: list[int] = []
    people = {1: "R01", 2: "R02", 3: "R03"}
    assert holding_of(how, people, done.append).n == 3
    assert done == [0, 1, 2]
    assert whole.n == 3

    class Stop(Exception):
        pass

    def stop(_done: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        holding_of(how, people, stop)


def test_themes_over_codings_read_before_are_the_same(found: Study) -> None:
    from kwalcode.project.acts.themes import create_theme

    create_theme(found, "T", "want", [1, 2])
    with found.reading() as connection:
        assert themes_over(connection, evidence(connection)) == study_themes(connection)


def test_a_relation_gets_another_type_and_direction_and_that_is_undone(found: Study) -> None:
    number = relations.relate(found, A, B, "cause of", note="volgens R01")
    relations.edit_relation(found, number, kind="own", label=" voedt  ", turned=True)
    assert shown(found) == [("own", "voedt", B, A, "volgens R01")]
    relations.edit_relation(found, number, kind="associated", turned=True)
    assert shown(found) == [("associated", "", A, B, "volgens R01")]
    undo(found)
    assert shown(found) == [("own", "voedt", B, A, "volgens R01")]
    other = relations.relate(found, A, B, "contradicts")
    with pytest.raises(Refused, match="already"):
        relations.edit_relation(found, other, kind="own", label="voedt", turned=True)
    with pytest.raises(Refused, match="label"):
        relations.edit_relation(found, number, kind="own")
    relations.edit_relation(found, number, kind="own", label="voedt")  # as it was: no act
    assert len(shown(found)) == 2


def shown(study: Study) -> list[tuple[str, str, Subject, Subject, str]]:
    with study.reading() as connection:
        return [(r.type, r.label, r.a, r.b, r.note) for r in all_relations(connection)]
