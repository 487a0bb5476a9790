"""How far documents are coded: checked against counting by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document, set_role
from kwalcode.project.progress import progress_of, words_of
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import roles_of, text_of, turns_of
from kwalcode.project.study import Study

Prepare = Callable[..., Any]

TALK = "Interviewer: hoe?\nJan: goed hoor, echt.\nPiet: \nJan: nou ja.\nInterviewer: o.\n"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(TALK) - 2), st.integers(1, 30), st.sampled_from("AB")),
        max_size=8,
    )
)
def test_a_turn_is_coded_when_something_said_in_it_is(
    new_study: Callable[[], Study], prepared: Prepare, places: list[tuple[int, int, str]]
) -> None:
    with new_study() as study:
        import_document(study, prepared("R01", TALK))
        code = create_code(study, "A")
        spans = [(start, min(len(TALK), start + n), coder) for start, n, coder in places]
        spans = [span for span in spans if TALK[span[0] : span[1]].strip()]
        add_codings(study, [NewCoding(1, a, b, code, coder) for a, b, coder in spans])
        with study.reading() as connection:
            found = progress_of(connection)
            codings, turns = codings_of(connection, 1), turns_of(connection, 1)
            roles = roles_of(connection, 1)
    heard = [t for t in turns if roles[t.speaker] == "respondent" and t.speech_end > t.speech_start]
    assert found.turns == ({1: len(heard)})
    by_coder: dict[int, list[tuple[int, int]]] = {}
    for coding in codings:
        by_coder.setdefault(coding.coder, []).append((coding.start, coding.end))
    assert found.codings == {(1, coder): len(held) for coder, held in by_coder.items()}
    for coder, held in by_coder.items():
        coded = sum(
            any(TALK[max(a, t.speech_start) : min(b, t.speech_end)].strip() for a, b in held)
            for t in heard
        )
        assert found.coded.get((1, coder), 0) == coded
        assert found.share(1, coder) == pytest.approx(coded / len(heard))


def test_words_are_those_of_respondents(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Interviewer: hoe gaat het?\nJan: goed - hoor, echt.\n"))
    import_document(coded, prepared("R03", "zonder beurten, dus alles", turns=(), sentences=()))
    with coded.reading() as connection:
        assert words_of(connection, 2) == 3
        assert words_of(connection, 2, ("interviewer",)) == 3
        assert words_of(connection, 3) == len(text_of(connection, 3).split())
    set_role(coded, 2, "Interviewer", "respondent")
    with coded.reading() as connection:
        assert words_of(connection, 2) == 6
        assert progress_of(connection).share(3, 1) is None
