"""Conflicts of a join decided one by one, and that a decision stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joining_tools import content_of, copy_of, joined

from kwalcode.errors import UsageError
from kwalcode.project.acts.codes import create_code, delete_code, edit_code, rename_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.joining import Joined
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.history.undo import undo
from kwalcode.project.joining.choices import Choices, Take, read_choices, read_decision
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import text_of
from kwalcode.project.study import Study, open_study


def decide(study: Study, path: Path, sides: Mapping[tuple[str, str], Take]) -> Joined:
    """Join with decisions on conflicts, by kind and name."""
    found = joined(study, path, dry_run=True).conflicts
    wanted = {c.id: sides[c.kind, c.name] for c in found if (c.kind, c.name) in sides}
    assert len(wanted) == len(sides), found
    return joined(study, path, choices=Choices().decided(wanted))


def names(study: Study) -> set[str]:
    with study.reading() as connection:
        return {code.path for code in all_codes(connection)}


def coded_with(study: Study) -> set[tuple[int, str]]:
    with study.reading() as connection:
        paths = {code.id: code.path for code in all_codes(connection)}
        return {(c.start, paths[c.code]) for c in codings_of(connection, 1)}


def both_renamed(coded: Study) -> Path:
    path = copy_of(coded, "Bram", lambda bram: (
        rename_code(bram, 1, "hun A"), rename_code(bram, 3, "hun C"),
    ))  # fmt: skip
    rename_code(coded, 1, "ons A")
    rename_code(coded, 3, "ons C")
    return path


def test_two_conflicts_of_one_kind_are_decided_each_for_itself(coded: Study) -> None:
    path = both_renamed(coded)
    done = decide(coded, path, {("changed", "ons A"): "theirs", ("changed", "ons C"): "ours"})
    assert {(c.name, c.take) for c in done.conflicts} == {("ons A", "theirs"), ("ons C", "ours")}
    assert names(coded) == {"hun A", "hun A > b", "ons C"}


def test_a_decision_holds_in_the_other_copy_too_and_in_a_third(coded: Study) -> None:
    third = copy_of(coded, "Carla", lambda carla: apply_code(carla, 1, 0, 3, 3))
    path = both_renamed(coded)
    decide(coded, path, {("changed", "ons A"): "theirs", ("changed", "ons C"): "ours"})
    assert joined(coded, path).nothing
    with open_study(path, "Bram") as bram:
        done = joined(bram, coded.path)
        assert done.conflicts == []
        assert names(bram) == names(coded)
        apply_code(bram, 1, 0, 3, 1)
    joined(coded, path)
    assert names(coded) == {"hun A", "hun A > b", "ons C"}
    with open_study(third, "Carla") as carla:
        joined(carla, coded.path)
        joined(carla, path)
        assert names(carla) == names(coded)


def test_what_was_removed_can_be_let_go_for_one_thing_only(coded: Study) -> None:
    path = copy_of(coded, "Bram", lambda bram: (
        edit_code(bram, 2, definition="x"), edit_code(bram, 3, definition="y"),
    ))  # fmt: skip
    delete_code(coded, 2)
    delete_code(coded, 3)
    done = decide(coded, path, {("removed", "C"): "ours"})
    assert {(c.name, c.take) for c in done.conflicts} == {("A > b", "theirs"), ("C", "ours")}
    assert names(coded) == {"A", "A > b"}
    assert joined(coded, path).nothing


@pytest.mark.parametrize("here", [True, False])
def test_a_code_changed_here_and_merged_there_is_kept_when_so_decided(
    coded: Study, here: bool
) -> None:
    apply_code(coded, 1, 0, 3, 3)
    apply_code(coded, 1, 4, 8, 3)
    apply_code(coded, 1, 4, 8, 1)  # the merge leaves one of these two
    write_memo(coded, "code", 3, "bij C")

    def merge(study: Study) -> None:
        merge_codes(study, [3], 1)
        apply_code(study, 1, 9, 13, 1)

    def change(study: Study) -> None:
        rename_code(study, 3, "D")

    path = copy_of(coded, "Bram", change if here else merge)
    (merge if here else change)(coded)
    before = content_of(coded)
    side: Take = "theirs" if here else "ours"
    done = decide(coded, path, {("merged", "D"): side})
    assert [(c.kind, c.take) for c in done.conflicts] == [("merged", side)]
    kept = {(0, "D"), (4, "D"), (4, "A"), (9, "A")}
    assert coded_with(coded) == kept
    after = content_of(coded)
    undo(coded)
    assert content_of(coded) == before
    decide(coded, path, {("merged", "D"): side})
    assert content_of(coded)["codings"] == after["codings"]
    with open_study(path, "Bram") as bram:
        joined(bram, coded.path)
        assert coded_with(bram) == kept


@pytest.mark.parametrize(("side", "holds"), [(None, "D"), ("ours", "A"), ("theirs", "D")])
def test_a_code_merged_into_another_one_in_each_copy_is_one_conflict(
    coded: Study, side: Take | None, holds: str
) -> None:
    create_code(coded, "D")
    for start in (0, 8, 16):
        apply_code(coded, 1, start, start + 4, 3)
    before = coded_with(coded)
    path = copy_of(coded, "Bram")
    merge_codes(coded, [3], 1)
    with open_study(path, "Bram") as bram:  # later
        merge_codes(bram, [3], 4)
    found = joined(coded, path, dry_run=True).conflicts
    assert [(c.kind, c.name, c.field, c.ours, c.theirs, c.take) for c in found] == [
        ("changed", "C", "merged into", "A", "D", "theirs")
    ]
    choices = Choices().decided({} if side is None else {found[0].id: side})
    joined(coded, path, choices=choices)
    expected = {(start, holds if name == "C" else name) for start, name in before}
    assert coded_with(coded) == expected
    with open_study(path, "Bram") as bram:
        assert joined(bram, coded.path).conflicts == []
        assert coded_with(bram) == expected


def test_a_code_that_was_kept_stays_when_more_is_joined(coded: Study) -> None:
    apply_code(coded, 1, 0, 3, 3)
    path = copy_of(coded, "Bram", lambda bram: merge_codes(bram, [3], 1))
    rename_code(coded, 3, "D")
    decide(coded, path, {("merged", "D"): "ours"})
    with open_study(path, "Bram") as bram:
        apply_code(bram, 1, 4, 8, 1)
    joined(coded, path)
    assert coded_with(coded) == {(0, "D"), (4, "A")}


def test_a_correction_can_be_refused_and_stays_refused(coded: Study) -> None:
    def correct(bram: Study) -> None:
        with bram.reading() as connection:
            text = text_of(connection, 1)
        correct_document(bram, prepare_text(bram, 1, text.replace("twee", "2", 1)))

    path = copy_of(coded, "Bram", correct)
    apply_code(coded, 1, 4, 8, 1)
    with coded.reading() as connection:
        before = text_of(connection, 1)
        name = connection.exec_driver_sql("SELECT name FROM documents").scalar_one()
    done = decide(coded, path, {("text", name): "ours"})
    assert [(c.kind, c.take) for c in done.conflicts] == [("text", "ours")]
    with open_study(path, "Bram") as bram:
        joined(bram, coded.path)
        for study in (coded, bram):
            with study.reading() as connection:
                assert text_of(connection, 1) == before
                assert (4, "A") in coded_with(study)
        create_code(bram, "later")
    joined(coded, path)
    with coded.reading() as connection:
        assert text_of(connection, 1) == before


def test_what_is_typed_as_a_decision() -> None:
    assert read_decision("changed", " Theirs ") == "theirs"
    assert read_decision("removed", "both") == "both"
    assert read_choices(["merged=ours"]).of("merged") == "ours"
    for kind, word in (("changed", "both"), ("name", "ours"), ("changed", "")):
        with pytest.raises(UsageError, match="ours or theirs"):
            read_decision(kind, word)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["ours", "theirs"]), min_size=3, max_size=3))
def test_any_decisions_give_what_was_decided(
    new_study: Callable[[], Study], prepared: Callable[..., Any], sides: list[Take]
) -> None:
    with new_study() as study:
        numbers = [create_code(study, name) for name in "xyz"]
        path = copy_of(study, "Bram", lambda bram: [
            edit_code(bram, n, definition=f"theirs {n}") for n in numbers
        ])  # fmt: skip
        for n in numbers:
            edit_code(study, n, definition=f"ours {n}")
        decide(study, path, {("changed", n): s for n, s in zip("xyz", sides, strict=True)})
        with study.reading() as connection:
            found = {code.id: code.definition for code in all_codes(connection)}
        assert found == {n: f"{side} {n}" for n, side in zip(numbers, sides, strict=True)}
        with open_study(path, "Bram") as bram:
            joined(bram, study.path)
            assert content_of(bram) == content_of(study)
