"""Joining where codes went into each other, were deleted, or were put under each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from joining_tools import content_of, copy_of, in_any_order, joined, opened_copy

from kwalcode.project.acts.codes import create_code, delete_code, move_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import delete_memo, edit_memo, write_memo, write_memo_on_passage
from kwalcode.project.acts.patterns import write_pattern
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.acts.themes import create_theme, nest_theme
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.versions import list_uncarried
from kwalcode.project.study import Study, open_study

A, B, C = 1, 2, 3


def paths(study: Study) -> set[str]:
    with study.reading() as connection:
        return {code.path for code in all_codes(connection)}


def merge_and_delete(study: Study) -> None:
    """Merge A into C, where its sub-code comes to hang, and delete all that."""
    merge_codes(study, [A], C)
    delete_code(study, C)


def test_a_deleted_code_comes_back_below_what_the_one_above_it_was_merged_into(
    coded: Study,
) -> None:
    write_memo(coded, "code", A, "from the start")

    def pattern(study: Study) -> None:
        write_pattern(study, "difference", "claim", Subject("code", A), Subject("code", B))

    in_any_order(coded, merge_and_delete, pattern, lambda study: edit_memo(study, 1, "other"))
    assert paths(coded) == {"C", "C > b"}


def test_a_theme_does_not_bring_back_a_code_that_was_merged(coded: Study) -> None:
    def merge_and_delete_below(study: Study) -> None:
        merge_codes(study, [A], C)
        delete_code(study, B)

    in_any_order(
        coded,
        lambda study: write_memo(study, "code", B, "memo"),
        lambda study: create_theme(study, "t", "claim", [A]),
        merge_and_delete_below,
    )
    assert paths(coded) == {"C", "C > b"}


def test_a_code_merged_into_its_own_sub_code_leaves_that_at_the_top(coded: Study) -> None:
    def merge_and_delete_it(study: Study) -> None:
        merge_codes(study, [A], B)
        delete_code(study, B)

    in_any_order(
        coded,
        lambda study: write_memo(study, "code", B, "memo"),
        lambda study: write_memo(study, "code", A, "memo"),
        merge_and_delete_it,
    )
    assert paths(coded) == {"b", "C"}


def test_two_codes_put_under_each_other_do_not_vanish(coded: Study) -> None:
    path = copy_of(coded, "Bram", lambda study: move_code(study, A, C))
    move_code(coded, C, A)
    done = joined(coded, path)
    # the smaller UUID is at the top; both may have been made in one millisecond
    assert paths(coded) in ({"A", "A > b", "A > C"}, {"C", "C > A", "C > A > b"})
    assert [note.partition(" is ")[2] for note in done.notes] == [
        "at the top now: the copies had put it in a circle."
    ]
    with open_study(path, "Bram") as bram:
        joined(bram, coded.path)
        assert content_of(bram) == content_of(coded)
        new = create_code(bram, "D")
        for code in (C, A):
            move_code(bram, code, new)
    joined(coded, path)
    assert paths(coded) == {"D", "D > A", "D > A > b", "D > C"}


def test_the_same_with_a_third_copy_in_any_order(coded: Study) -> None:
    in_any_order(
        coded,
        lambda study: move_code(study, C, B),
        lambda study: move_code(study, A, C),
        lambda study: create_code(study, "D", parent=A),
    )
    assert sorted(path.split(" > ")[-1] for path in paths(coded)) == ["A", "C", "D", "b"]


def test_two_themes_put_under_each_other_do_not_vanish(coded: Study) -> None:
    for name in ("first", "second"):
        create_theme(coded, name, "claim", [])
    path = copy_of(coded, "Bram", lambda study: nest_theme(study, 1, 2))
    nest_theme(coded, 2, 1)
    joined(coded, path)
    with coded.reading() as connection:
        rows = connection.exec_driver_sql("SELECT parent_id FROM themes ORDER BY id")
        assert tuple(rows.scalars()) in ((None, 1), (2, None))


def test_a_coding_with_a_code_that_was_merged_stays_when_its_document_was_removed(
    coded: Study, prepared: Callable[..., Any]
) -> None:
    import_document(coded, prepared("R02", "een twee drie vier.\n"))
    apply_code(coded, 2, 5, 9, C)
    with open_study(coded.path, "Bram") as other:
        apply_code(other, 2, 5, 9, A)
    in_any_order(
        coded,
        lambda study: merge_codes(study, [A], C),
        lambda study: remove_documents(study, [2]),
        lambda study: move_codings(study, [1], A),
    )
    with coded.reading() as connection:
        (number,) = (d.id for d in all_documents(connection) if d.name == "R02")
        assert len(codings_of(connection, number)) == 2


def with_another_word(study: Study) -> None:
    """Put another word in the place of the first one."""
    with study.reading() as connection:
        text = text_of(connection, 1)
    correct_document(study, prepare_text(study, 1, f"nul{text[3:]}"))


def test_what_was_deleted_does_not_wait_for_a_decision_after_a_correction(coded: Study) -> None:
    apply_code(coded, 1, 0, 3, C)
    write_memo_on_passage(coded, 1, 0, 3, "memo")

    def delete_and_correct(study: Study) -> None:
        delete_code(study, C)
        delete_memo(study, 1)
        with_another_word(study)

    path = copy_of(coded, "Bram", delete_and_correct)
    create_code(coded, "D")
    with opened_copy(coded, "again", "Anna") as again:
        joined(coded, path)
        with open_study(path, "Bram") as bram:
            joined(bram, again.path)
            assert content_of(bram) == content_of(coded)
    assert paths(coded) == {"A", "A > b", "D"}
    with coded.reading() as connection:
        assert list_uncarried(connection) == []
        assert all_memos(connection) == []


def test_what_was_gone_on_with_waits_for_a_decision_though_it_was_deleted(coded: Study) -> None:
    apply_code(coded, 1, 0, 3, C)

    def delete_and_correct(study: Study) -> None:
        delete_code(study, C)
        with_another_word(study)

    path = copy_of(coded, "Bram", delete_and_correct)
    move_codings(coded, [1], A)
    with opened_copy(coded, "again", "Anna") as again:
        joined(coded, path)
        with open_study(path, "Bram") as bram:
            joined(bram, again.path)
            assert content_of(bram) == content_of(coded)
    with coded.reading() as connection:
        assert len(list_uncarried(connection)) == 1
