"""Unused codes, codes put twice on the same words, respondents in group interviews."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.respondents import map_speakers
from kwalcode.project.reads.code_checks import twice_coded, twice_coded_counts
from kwalcode.project.reads.codes import all_codes, respondents_by_code, unused_codes
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.study import Study

Span = tuple[int, int, int, str]
SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(1, 3), st.sampled_from("AB")),
    max_size=12,
)


@pytest.fixture(scope="module")
def room(new_study: Callable[[], Study], prepared: Callable[..., Any]) -> Study:
    study = new_study()
    for name in ("R1", "R2"):
        import_document(study, prepared(name, "een twee drie vier " * 3 + "."))
    for name in "abc":
        create_code(study, name)
    return study


@given(spans=SPANS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_code_twice_on_the_same_words(room: Study, spans: list[Span]) -> None:
    with room.reading() as connection:
        old = [coding.id for coding in stream_codings(connection)]
    remove_codings(room, old)
    add_codings(room, [NewCoding(1 + (s % 2), s, s + n, c, who) for s, n, c, who in spans])
    with room.reading() as connection:
        codings = list(stream_codings(connection))
        found = twice_coded(connection)
        counts = twice_coded_counts(connection)
        of_all = twice_coded_counts(connection, {c.coder for c in codings})
    touched = {
        (one.code, one.coder)
        for one in codings
        for other in codings
        if (one.code, one.coder, one.document) == (other.code, other.coder, other.document)
        if one.id != other.id and one.start < other.end and other.start < one.end
    }
    assert {(t.code, t.coder) for t in found} == touched
    assert counts == of_all == {c: n for c in {1, 2, 3} if (n := sum(t.code == c for t in found))}
    for t in found:
        assert t.start < t.covered <= t.end


def test_a_code_is_unused_with_all_below_it(coded: Study) -> None:
    with coded.reading() as connection:
        codes = all_codes(connection)
    assert unused_codes(codes, {}) == {1, 2, 3}
    assert unused_codes(codes, {2: 1}) == {3}
    assert unused_codes(codes, {1: 1}) == {2, 3}


def test_in_a_group_interview_those_count_who_speak(
    study: Study, prepared: Callable[..., Any]
) -> None:
    text = "P: een twee\nQ: drie vier\nInterviewer: vijf\n"
    import_document(study, prepared("G", text))
    code = create_code(study, "a")
    map_speakers(study, 1, {"P": "Piet", "Q": "Quinten"})
    assert people(study) == {code: 0}
    apply_code(study, 1, text.index("vijf"), text.index("vijf") + 4, code)
    assert people(study) == {code: 0}
    apply_code(study, 1, 3, 8, code)
    assert people(study) == {code: 1}
    apply_code(study, 1, 3, text.index("vier"), code, coder="Bram")
    assert people(study) == {code: 2}
    with study.reading() as connection:
        assert [len(p) for p in respondents_by_code(connection, [1], coders={1}).values()] == [1]


def people(study: Study) -> dict[int, int]:
    with study.reading() as connection:
        return {code: len(found) for code, found in respondents_by_code(connection).items()}
