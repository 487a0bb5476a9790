"""Joining copies in which anything was done: the order does not matter, twice is as once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joining_acts import ACTS, ERASING, NAMES, TURNING, Act, Work, work
from joining_found import FOUND, FOUND_AGAIN, TURNS, Turns, Works
from joining_tools import content_of, copy_of, joined, opened_copy

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.joining import hand_out
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.history.undo import undo
from kwalcode.project.study import Study, ensure_actor, open_study

Prepare = Callable[..., Any]

_names = itertools.count()


def base(study: Study, prepared: Prepare) -> None:
    for name in ("R01", "R02"):
        import_document(study, prepared(name, f"{name} een twee drie vier vijf zes zeven.\n"))
    import_codebook(study, [CodeSpec(("A",)), CodeSpec(("A", "b")), CodeSpec(("C",))], source="x")
    apply_code(study, 1, 0, 4, 1)
    apply_code(study, 1, 5, 9, 2)
    apply_code(study, 2, 5, 9, 3)
    with open_study(study.path, "Bram") as bram:  # who coded otherwise: two disagreements
        apply_code(bram, 1, 0, 4, 2)
        apply_code(bram, 2, 5, 9, 1)
    with study.writing() as connection:
        for name in ("Bram", "Carla"):
            ensure_actor(connection, name)
    write_memo(study, "code", 1, "van het begin")


def some_of(acts: Sequence[Act]) -> st.SearchStrategy[Work]:
    return st.lists(
        st.tuples(st.sampled_from(acts), st.integers(0, 9), st.integers(0, 9)), max_size=8
    )


steps, with_erasures = some_of(ACTS), some_of((*ACTS, *ERASING))
often = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def in_either_order(study: Study, prepared: Prepare, works: Works, turns: Turns) -> None:
    """Join two copies in both orders: all comes to the same, and joining again changes nothing.

    `turns` tell who worked first: of two changes the newest holds.
    """
    base(study, prepared)
    bram, carla = copy_of(study, "Bram"), copy_of(study, "Carla")
    for who in turns:
        if who == "Anna":
            work(study, works[2])
            continue
        with open_study(bram if who == "Bram" else carla, who) as other:
            work(other, works[NAMES.index(who) - 1])
    with opened_copy(study, f"again-{next(_names)}", "Anna") as again:
        joined(study, bram)
        joined(study, carla)
        joined(again, carla)
        joined(again, bram)
        assert content_of(again) == content_of(study)
        once = content_of(study)
        assert joined(study, bram).nothing
        assert joined(study, again.path).changed == {}
        assert content_of(study) == once


@often
@given(st.tuples(with_erasures, with_erasures, with_erasures), st.permutations(NAMES))
def test_the_order_of_joining_does_not_matter(
    new_study: Callable[[], Study], prepared: Prepare, works: Works, turns: Turns
) -> None:
    with new_study() as study:
        in_either_order(study, prepared, works, turns)


@pytest.mark.parametrize("name", FOUND)
def test_the_order_did_not_hold_once(
    new_study: Callable[[], Study], prepared: Prepare, name: str
) -> None:
    with new_study() as study:
        in_either_order(study, prepared, FOUND[name], TURNS.get(name, ("Bram", "Carla", "Anna")))


@often
@given(steps, steps)
def test_both_sides_come_to_the_same_and_undo_brings_back_what_was(
    new_study: Callable[[], Study], prepared: Prepare, mine: Work, second: Work
) -> None:
    with new_study() as study:
        base(study, prepared)
        bram = copy_of(study, "Bram", lambda other: work(other, second))
        work(study, mine)
        with opened_copy(study, f"again-{next(_names)}", "Anna") as again:
            before = content_of(study)
            if not joined(study, bram).nothing:
                after = content_of(study)
                undo(study)
                assert content_of(study) == before
                joined(study, bram)
                assert content_of(study) == after
            with open_study(bram, "Bram") as other:
                joined(other, again.path)
                assert content_of(other) == content_of(study)


def only_more(study: Study, prepared: Prepare, second: Work, mine: Work, more: Work) -> None:
    """Join a copy, and again after both went on: what was done since comes, and only that."""
    base(study, prepared)
    bram = copy_of(study, "Bram", lambda other: work(other, second))
    joined(study, bram)
    work(study, [step for step in mine if step[0] not in TURNING])
    before = content_of(study)
    assert joined(study, bram).nothing
    assert content_of(study) == before
    with open_study(bram, "Bram") as other:
        joined(other, study.path)
        assert content_of(other) == before
        work(other, [step for step in more if step[0] not in TURNING])
        after = content_of(other)
    joined(study, bram)
    assert content_of(study) == after


@often
@given(steps, steps, steps)
def test_joining_again_after_more_work_brings_only_that(
    new_study: Callable[[], Study], prepared: Prepare, second: Work, mine: Work, more: Work
) -> None:
    with new_study() as study:
        only_more(study, prepared, second, mine, more)


@pytest.mark.parametrize("name", FOUND_AGAIN)
def test_joining_again_did_not_bring_only_that_once(
    new_study: Callable[[], Study], prepared: Prepare, name: str
) -> None:
    with new_study() as study:
        only_more(study, prepared, *FOUND_AGAIN[name])


@often
@given(with_erasures, with_erasures, steps)
def test_a_copy_in_which_nothing_was_done_changes_nothing(
    new_study: Callable[[], Study], prepared: Prepare, mine: Work, second: Work, more: Work
) -> None:
    with new_study() as study:
        base(study, prepared)
        bram = copy_of(study, "Bram", lambda other: work(other, second))
        work(study, mine)
        joined(study, bram)
        work(study, [step for step in more if step[0] not in TURNING])
        before = content_of(study)
        for alone in (True, False):
            target = study.path.with_name(f"handed-{next(_names)}-{study.path.name}")
            done = joined(study, hand_out(study, "Carla", target, alone=alone))
            assert content_of(study) == before
            assert not done.conflicts
