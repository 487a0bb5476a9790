"""Merging, moving and splitting: no coding is lost but doubles, and all can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import NotFound, Refused
from kwalcode.model import ROLES, CodeSpec
from kwalcode.project.acts.code_groups import create_code_group
from kwalcode.project.acts.codes import (
    create_code,
    delete_code,
    edit_code,
    import_codebook,
    move_code,
    move_codes,
)
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.acts.respondents import map_speakers
from kwalcode.project.acts.splitting import split_code
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.history.check import check
from kwalcode.project.history.journal import entries
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.merging import plan_merge
from kwalcode.project.reads.codes import all_codes, respondents_by_code
from kwalcode.project.reads.codings import codings_of, stream_codings
from kwalcode.project.reads.notes import all_memos, all_themes
from kwalcode.project.study import Study

Prepare = Callable[..., Any]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


def paths(study: Study) -> list[str]:
    with study.reading() as connection:
        return [code.path for code in all_codes(connection)]


def placed(study: Study) -> list[tuple[int, int, int, int]]:
    """Return (code, start, end, coder) of the codings of document 1."""
    with study.reading() as connection:
        return [(c.code, c.start, c.end, c.coder) for c in codings_of(connection, 1)]


def last_entry(study: Study) -> Any:
    with study.reading() as connection:
        return list(entries(connection))[-1]


def put(study: Study, code: int, *places: tuple[int, int], coder: str = "Anna") -> list[int]:
    found = [apply_code(study, 1, start, end, code, coder=coder) for start, end in places]
    return [number for number in found if number is not None]


# Moving codings


def test_codings_go_to_another_code_and_doubles_fall_together(coded: Study, tables: Tables) -> None:
    ids = put(coded, 2, (0, 4), (4, 8)) + put(coded, 2, (0, 4), coder="Bram")
    put(coded, 3, (0, 4))
    before = tables(coded)
    assert move_codings(coded, [*ids, 99], 3, reason="scherper") == 3
    assert placed(coded) == [(3, 0, 4, 2), (3, 0, 4, 1), (3, 4, 8, 1)]
    entry = last_entry(coded)
    assert (entry.name, entry.reason) == ("move codings", "scherper")
    assert (entry.arguments["codings"], entry.arguments["doubles"]) == (3, 1)
    assert check(coded) == []
    undo(coded)
    assert tables(coded) == before
    redo(coded)
    assert check(coded) == []


def test_two_codes_on_one_passage_become_one_coding(coded: Study) -> None:
    ids = put(coded, 1, (0, 4)) + put(coded, 2, (0, 4))
    assert move_codings(coded, ids, 3) == 2
    assert placed(coded) == [(3, 0, 4, 1)]


def test_moving_nothing_leaves_no_entry(coded: Study) -> None:
    ids = put(coded, 3, (0, 4))
    before = last_entry(coded).id
    assert move_codings(coded, ids, 3) == 0
    assert move_codings(coded, [], 1) == 0
    assert last_entry(coded).id == before
    with pytest.raises(NotFound):
        move_codings(coded, ids, 99)


# Merging


def test_all_of_a_merged_code_comes_to_the_other(coded: Study, tables: Tables) -> None:
    put(coded, 1, (0, 4), (4, 8))
    put(coded, 3, (4, 8))
    edit_code(coded, 1, definition="Eerste.", include="Ook dit.", keywords=("een", "twee"))
    edit_code(coded, 3, definition="Derde.", keywords=("twee", "drie"))
    write_memo(coded, "code", 1, "gedachte")
    create_theme(coded, "T", "dus", [1])
    create_theme(coded, "U", "dus", [1, 3])
    create_code_group(coded, "G", [1], exclusive=True)
    before = tables(coded)
    with coded.reading() as connection:
        plan = plan_merge(connection, [1], 3)
    assert (plan.codings, plan.doubles, plan.memos, plan.themes, plan.groups) == (2, 1, 1, 1, 1)
    assert plan.respondents == (1, 1)
    assert merge_codes(coded, [1], 3, reason="hetzelfde") == plan
    assert paths(coded) == ["C", "C > b"]
    assert placed(coded) == [(3, 0, 4, 1), (3, 4, 8, 1)]
    with coded.reading() as connection:
        code = all_codes(connection)[0]
        memos = all_memos(connection, "code", 3)
        themes = all_themes(connection)
    assert (code.definition, code.include) == ("Derde.", "Ook dit.")
    assert code.keywords == ("twee", "drie", "een")
    assert {m.text for m in memos} == {
        "gedachte",
        "Definition: Eerste.\nInclude: Ook dit.\nKeywords: een, twee",
    }
    assert "Merged: A" in {m.title for m in memos}
    assert [theme.codes for theme in themes] == [(3,), (3,)]
    assert tables(coded)["code_group_members"] == [(1, 3)]
    assert last_entry(coded).reason == "hetzelfde"
    assert check(coded) == []
    undo(coded)
    assert tables(coded) == before
    assert check(coded) == []


def test_merging_a_code_into_what_hangs_under_it(coded: Study, tables: Tables) -> None:
    deep = create_code(coded, "A", parent=2)  # A > b > A
    create_code(coded, "ander", parent=1)
    before = tables(coded)
    merge_codes(coded, [1], deep)
    assert paths(coded) == ["C", "b", "b > A", "b > A > ander"]
    assert check(coded) == []
    undo(coded)
    assert tables(coded) == before
    merge_codes(coded, [1, 2], deep)
    assert paths(coded) == ["C", "A", "A > ander"]
    assert check(coded) == []


def test_sub_codes_of_one_name_both_stay(coded: Study) -> None:
    create_code(coded, "b", parent=3)
    create_code(coded, "b (A)", parent=3)
    merge_codes(coded, [1], 3)
    assert paths(coded) == ["C", "C > b", "C > b (A)", "C > b (A 2)"]


def test_a_merge_that_makes_no_sense(coded: Study) -> None:
    with pytest.raises(Refused, match="with itself"):
        merge_codes(coded, [1], 1)
    with pytest.raises(NotFound):
        merge_codes(coded, [99], 1)
    create_code(coded, "b")
    with pytest.raises(Refused, match="'b' where the merged one would stand"):
        merge_codes(coded, [1], 2)
    assert paths(coded) == ["A", "A > b", "C", "b"]


# Splitting


def test_a_code_is_split_into_new_ones(coded: Study, tables: Tables) -> None:
    one, two, three, four = put(coded, 2, (0, 4), (4, 8), (10, 14), (15, 19))
    before = tables(coded)
    done = split_code(coded, 2, {one: "b1", two: "b2", three: "b1", four: 3}, reason="te breed")
    assert paths(coded) == ["A", "A > b", "A > b1", "A > b2", "C"]
    assert [code for code, *_place in placed(coded)] == [4, 5, 4, 3]
    assert {code: part.codings for code, part in done.to.items()} == {4: 2, 5: 1, 3: 1}
    assert done.made == (4, 5)
    assert check(coded) == []
    undo(coded)
    assert tables(coded) == before
    with pytest.raises(Refused, match="'C' now"):
        split_code(coded, 3, {one: "x"})
    with pytest.raises(NotFound):
        split_code(coded, 2, {one: 99})
    assert tables(coded) == before


# Order


def test_codes_are_put_before_and_after_others(coded: Study, tables: Tables) -> None:
    create_code(coded, "D", after=1)
    assert paths(coded) == ["A", "A > b", "D", "C"]
    before = tables(coded)
    move_code(coded, 3, None, before=1)
    assert paths(coded) == ["C", "A", "A > b", "D"]
    undo(coded)
    assert tables(coded) == before
    move_code(coded, 2, None, after=4)
    assert paths(coded) == ["A", "D", "b", "C"]
    with pytest.raises(Refused, match="hangs under the same"):
        move_code(coded, 2, 1, after=3)
    move_codes(coded, [4, 2], 1)
    assert paths(coded) == ["A", "A > D", "A > b", "C"]
    move_codes(coded, [1, 2], 3)
    assert paths(coded) == ["C", "C > A", "C > A > D", "C > A > b"]
    assert check(coded) == []


def test_a_deleted_code_takes_its_place_in_groups_along(coded: Study) -> None:
    create_code_group(coded, "G", [1, 2, 3])
    delete_code(coded, 1)
    assert check(coded) == []
    undo(coded)
    assert check(coded) == []


# Whatever is done


@pytest.fixture(scope="module")
def group_study(new_study: Callable[[], Study], prepared: Prepare) -> Study:
    study = new_study()
    for name in ("R1", "R2"):
        import_document(study, prepared(name, "A: een twee drie vier.\nB: vijf zes zeven.\n" * 3))
    map_speakers(study, 2, {"A": "Piet", "B": "Quinten"})
    import_codebook(study, [CodeSpec(("A",)), CodeSpec(("A", "b")), CodeSpec(("C",))])
    return study


def respondents(study: Study) -> Mapping[int, set[int]]:
    with study.reading() as connection:
        return respondents_by_code(connection)


def by_evidence(study: Study) -> Mapping[int, set[int]]:
    with study.reading() as connection:
        found = evidence(connection, coder="all", roles=ROLES).codings
        codes = [code.id for code in all_codes(connection)]
    return {c: set(found[found["code"] == c]["respondent"]) - {-1} for c in codes}


def coded_passages(study: Study) -> set[tuple[int, int, int, int]]:
    with study.reading() as connection:
        return {(c.document, c.start, c.end, c.coder) for c in stream_codings(connection)}


_NUMBERS = st.tuples(*[st.integers(0, 11)] * 4)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["code", "code", "code", "merge", "move", "split", "hang", "new", "undo"]),
        _NUMBERS,
    ),
    min_size=4,
    max_size=14,
)


@given(steps=_STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_is_lost_and_no_respondent(group_study: Study, steps: list[Any]) -> None:
    study = group_study
    for act, n in steps:
        passages, people = coded_passages(study), respondents(study)
        assert people == by_evidence(study)
        try:
            _do(study, act, n)
        except (Refused, NotFound):
            assert coded_passages(study) == passages
        if act in ("merge", "move", "split", "hang", "new"):
            assert coded_passages(study) == passages
        if act == "merge":
            _compare(people, respondents(study))
    assert check(study) == []


def _do(study: Study, act: str, n: tuple[int, int, int, int]) -> None:
    with study.reading() as connection:
        known = [code.id for code in all_codes(connection)]
        codings = list(stream_codings(connection))
    code, other = known[n[0] % len(known)], known[n[1] % len(known)]
    some = [c for i, c in enumerate(codings) if (i + n[2]) % 3]
    if act == "code":
        apply_code(study, 1 + n[2] % 2, n[1], n[1] + 4 * (1 + n[3]), code, coder="AB"[n[2] % 2])
    elif act == "merge":
        merge_codes(study, {code, known[n[2] % len(known)]} - {other} or [code], other)
        if len(known) == 2:
            create_code(study, f"nieuw {n[3]}")
    elif act == "move":
        move_codings(study, [c.id for c in some], code)
    elif act == "split":
        own = [c.id for c in codings if c.code == code]
        split_code(study, code, {c: (f"deel {c % 2}", other)[c % 3 == 0] for c in own})
    elif act == "hang":
        move_codes(study, [code, known[n[2] % len(known)]], (None, other)[n[3] % 2])
    elif act == "new":
        create_code(study, f"nieuw {n[3]}", parent=(None, code)[n[2] % 2])
    else:
        undo(study)


def _compare(before: Mapping[int, set[int]], after: Mapping[int, set[int]]) -> None:
    """No code that is still there has fewer respondents, and nobody's are with no code at all."""
    for code, people in after.items():
        assert people >= before.get(code, set())
    assert set().union(*after.values()) == set().union(*before.values())
