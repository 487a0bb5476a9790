"""Two codes of an exclusive group on the same words: found by a check, never refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.project.acts.code_groups import create_code_group
from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import NewCoding, add_codings, remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.reads.codings import stream_codings
from kwalcode.project.reads.exclusive import clashes, clashing_with
from kwalcode.project.study import Study

Span = tuple[int, int, int, str]
SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 9), st.integers(1, 4), st.sampled_from("AB")),
    max_size=14,
)


@pytest.fixture(scope="module")
def room(new_study: Callable[[], Study], prepared: Callable[..., Any]) -> Study:
    """Codes 1 to 4: the first three in an exclusive group, the last two in another group."""
    study = new_study()
    for name in ("R1", "R2"):
        import_document(study, prepared(name, "een twee drie vier " * 3 + "."))
    codes = [create_code(study, name) for name in "abcd"]
    create_code_group(study, "stem", codes[:3], exclusive=True)
    create_code_group(study, "los", codes[2:])
    return study


@given(spans=SPANS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_pair_that_shares_words_is_found_once(room: Study, spans: list[Span]) -> None:
    with room.reading() as connection:
        old = [coding.id for coding in stream_codings(connection)]
    remove_codings(room, old)
    add_codings(room, [NewCoding(1 + (s % 2), s, s + n, c, who) for s, n, c, who in spans])
    with room.reading() as connection:
        codings = list(stream_codings(connection))
        found = clashes(connection)
        somebody = next((one.coder for one in codings), 0)
        of_one = clashes(connection, {somebody})
    expected = {
        frozenset((one.id, other.id))
        for one in codings
        for other in codings
        if (one.coder, one.document) == (other.coder, other.document)
        if one.code != other.code and {one.code, other.code} <= {1, 2, 3}
        if one.start < other.end and other.start < one.end
    }
    assert {frozenset((c.coding, c.other_coding)) for c in found} == expected
    assert len(found) == len(expected)
    assert of_one == [clash for clash in found if clash.coder == somebody]
    places = {one.id: one for one in codings}
    for clash in found:
        one, other = places[clash.coding], places[clash.other_coding]
        assert (clash.group, clash.code, clash.other_code) == ("stem", one.code, other.code)
        assert clash.start == max(one.start, other.start)
        assert clash.end == min(one.end, other.end)


def test_what_stands_on_a_passage_already(room: Study) -> None:
    with room.reading() as connection:
        old = [coding.id for coding in stream_codings(connection)]
    remove_codings(room, old)
    add_codings(
        room,
        [NewCoding(1, 0, 8, 1, "A"), NewCoding(1, 4, 8, 4, "A"), NewCoding(1, 0, 8, 2, "B")],
    )
    with room.reading() as connection:
        coder = {coding.code: coding.coder for coding in stream_codings(connection)}
        assert clashing_with(connection, 1, 4, 12, 2, coder[1]) == [("stem", 1)]
        assert clashing_with(connection, 1, 8, 12, 2, coder[1]) == []
        assert clashing_with(connection, 1, 4, 12, 4, coder[1]) == []
        assert clashing_with(connection, 1, 4, 12, 1, coder[1]) == []
        assert clashing_with(connection, 2, 4, 12, 2, coder[1]) == []
        assert clashing_with(connection, 1, 4, 12, 3, coder[2]) == [("stem", 2)]
