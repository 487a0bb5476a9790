"""Undo to a point: one's own acts from there on, newest first, each an act of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_project_histories import (
    ACTS,
    Acting,
    Numbers,
    Prepare,
    Tables,
    close,
    live,
    template,  # noqa: F401 - a fixture
)

from kwalcode.errors import Refused
from kwalcode.project.acts.codes import create_code, delete_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, to_undo, undo, undo_to
from kwalcode.project.reads.history import history
from kwalcode.project.study import Study

Open = Callable[[str | None], Study]
DOING = sorted(set(ACTS) - {"undo", "redo"})
STEPS = st.lists(
    st.tuples(st.sampled_from(DOING), st.tuples(*[st.integers(0, 9)] * 4)), min_size=2, max_size=15
)


def last_entry(study: Study) -> int:
    with study.reading() as connection:
        return max(entry.id for entry in journal.entries(connection))


@given(steps=STEPS, data=st.data())
@settings(max_examples=20, deadline=None)
def test_undone_to_a_point_all_is_as_it_was_before_it_and_redo_goes_step_by_step(
    template: Path,  # noqa: F811
    tables: Tables,
    prepared: Prepare,
    steps: list[tuple[str, Numbers]],
    data: st.DataObject,
) -> None:
    opened = live(template, (), tables, prepared)
    try:
        anna = opened["Anna"]
        first = last_entry(anna)
        states = {first: tables(anna)}
        for act, numbers in steps:
            Acting(anna, tables, prepared).act(act, numbers)
            states[last_entry(anna)] = tables(anna)
        point = data.draw(st.sampled_from(sorted(states)))
        if point == first:
            return
        done = undo_to(anna, point)
        assert done.refused == ""
        assert [e.id for e in done.done] == sorted((n for n in states if n >= point), reverse=True)
        assert tables(anna) == states[max(n for n in states if n < point)]
        assert check(anna) == []
        for entry in reversed(done.done):
            assert redo(anna).id == entry.id
            assert tables(anna) == states[entry.id]
    finally:
        close(opened)


def test_what_others_did_and_what_is_undone_already_is_passed_over(
    coded: Study, opened: Open
) -> None:
    bram = opened("Bram")
    point = last_entry(coded) + 1
    apply_code(coded, 1, 0, 4, 1)
    write_memo(coded, "project", None, "undone already")
    undo(coded)
    apply_code(bram, 1, 4, 8, 1)
    create_code(coded, "D")
    with coded.reading() as connection:
        plan = to_undo(connection, "ANNA", point)
        assert to_undo(connection, "nobody", point) == []
    assert [entry.name for entry in plan] == ["create code", "apply code"]
    assert undo_to(coded, point).done == plan
    with coded.reading() as connection:
        undone = {e.entry.name: e.entry.actor_name for e in history(connection) if e.undone}
    assert undone == {"create code": "Anna", "write memo": "Anna", "apply code": "Anna"}


def test_it_stops_where_one_is_refused_and_says_why(coded: Study, opened: Open) -> None:
    point = last_entry(coded) + 1
    write_memo(coded, "project", None, "x")
    code = create_code(coded, "D")
    apply_code(coded, 1, 0, 4, 1)
    apply_code(opened("Bram"), 1, 0, 4, code)
    done = undo_to(coded, point)
    assert [entry.name for entry in done.done] == ["apply code"]
    assert "'made the code “D”'" in done.refused
    assert "by Bram" in done.refused
    assert "\n" not in done.refused
    assert check(coded) == []


def test_there_must_be_something_to_undo(coded: Study, opened: Open) -> None:
    delete_code(coded, 3)
    with pytest.raises(Refused, match="Bram has no act to take back"):
        undo_to(opened("Bram"), 1)
    with pytest.raises(Refused, match="Anna has no act"):
        undo_to(coded, 99)
    before = last_entry(coded)
    assert len(undo_to(coded, 1).done) == before - 1  # all but the entry that made her a coder
