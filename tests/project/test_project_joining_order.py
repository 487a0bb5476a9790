"""Joining copies in which anything was done: the order does not matter, twice is as once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joining_tools import content_of, copy_of, joined, opened_copy

from kwalcode.errors import KwalcodeError
from kwalcode.model import CodeSpec
from kwalcode.project.acts.code_groups import create_code_group
from kwalcode.project.acts.codes import (
    create_code,
    delete_code,
    edit_code,
    import_codebook,
    move_code,
    rename_code,
)
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.documents import import_document, rename_document
from kwalcode.project.acts.groups import put_in_group
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import delete_memo, edit_memo, write_memo, write_memo_on_passage
from kwalcode.project.acts.passages import change_extent
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.queries import save_query
from kwalcode.project.acts.quoting import mark_passage
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.study import Study, ensure_actor, open_study

Prepare = Callable[..., Any]
Work = Sequence[tuple[int, int, int]]
"""What somebody does: which act, on which thing, with which value; by number, modulo."""

_names = itertools.count()


def codes_of(study: Study) -> list[int]:
    with study.reading() as connection:
        return [code.id for code in all_codes(connection)]


def some(found: Sequence[Any], n: int) -> Any:
    if not found:
        raise IndexError
    return found[n % len(found)]


def documents_of(study: Study) -> list[int]:
    with study.reading() as connection:
        return [document.id for document in all_documents(connection)]


def codings(study: Study) -> list[int]:
    with study.reading() as connection:
        return [c.id for number in documents_of(study) for c in codings_of(connection, number)]


def memos(study: Study) -> list[int]:
    with study.reading() as connection:
        return [memo.id for memo in all_memos(connection)]


def place(a: int) -> tuple[int, int]:
    return a % 5 * 5, a % 5 * 5 + 4


ACTS: tuple[Callable[[Study, int, int], object], ...] = (
    lambda s, a, b: apply_code(s, some(documents_of(s), b), *place(a), some(codes_of(s), b)),
    lambda s, a, b: apply_code(s, some(documents_of(s), a), *place(b), some(codes_of(s), a)),
    lambda s, a, b: remove_codings(s, [some(codings(s), a)]),
    lambda s, a, b: change_extent(s, some(codings(s), a), *place(b)),
    lambda s, a, b: move_codings(s, [some(codings(s), a)], some(codes_of(s), b)),
    lambda s, a, b: create_code(s, f"n{b % 3}"),
    lambda s, a, b: rename_code(s, some(codes_of(s), a), f"r{b % 3}"),
    lambda s, a, b: edit_code(s, some(codes_of(s), a), definition=f"d{b}"),
    lambda s, a, b: move_code(s, some(codes_of(s), a), some([None, *codes_of(s)], b)),
    lambda s, a, b: delete_code(s, some(codes_of(s), a)),
    lambda s, a, b: merge_codes(s, [some(codes_of(s), a)], some(codes_of(s), b)),
    lambda s, a, b: create_code_group(s, f"g{a % 2}", [some(codes_of(s), b)]),
    lambda s, a, b: write_memo(s, "code", some(codes_of(s), b), f"m{a}"),
    lambda s, a, b: write_memo_on_passage(s, some(documents_of(s), a), *place(b), "passage"),
    lambda s, a, b: edit_memo(s, some(memos(s), a), f"e{b}"),
    lambda s, a, b: delete_memo(s, some(memos(s), a)),
    lambda s, a, b: mark_complete(
        s, s.require_actor(), [some(documents_of(s), a)], complete=b % 3 > 0
    ),
    lambda s, a, b: set_attributes(s, {some(documents_of(s), a): ("", {"x": f"{b % 4 or ''}"})}),
    lambda s, a, b: mark_passage(s, some(documents_of(s), a), *place(b), [], f"note {a}"),
    lambda s, a, b: save_query(s, f"q{a % 2}", f"{b}"),
    lambda s, a, b: put_in_group(s, f"dg{a % 2}", [some(documents_of(s), b)]),
    lambda s, a, b: rename_document(s, some(documents_of(s), a), f"doc{b % 3}"),
    lambda s, a, b: undo(s),
    lambda s, a, b: redo(s),
)
TURNING = ACTS[-2:]
"""Acts that may take back a join."""


def work(study: Study, steps: Work) -> None:
    for which, a, b in steps:
        with suppress(KwalcodeError, IndexError):  # nothing to do it on, or refused: no matter
            ACTS[which % len(ACTS)](study, a, b)


def base(study: Study, prepared: Prepare) -> None:
    for name in ("R01", "R02"):
        import_document(study, prepared(name, f"{name} een twee drie vier vijf zes zeven.\n"))
    import_codebook(study, [CodeSpec(("A",)), CodeSpec(("A", "b")), CodeSpec(("C",))], source="x")
    apply_code(study, 1, 0, 4, 1)
    apply_code(study, 1, 5, 9, 2)
    apply_code(study, 2, 5, 9, 3)
    with study.writing() as connection:
        for name in ("Bram", "Carla"):
            ensure_actor(connection, name)
    write_memo(study, "code", 1, "van het begin")


steps = st.lists(st.tuples(st.integers(0, len(ACTS) - 1), st.integers(0, 9), st.integers(0, 9)),
                 max_size=8)  # fmt: skip
often = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@often
@given(steps, steps, steps)
def test_the_order_of_joining_does_not_matter(
    new_study: Callable[[], Study], prepared: Prepare, mine: Work, second: Work, third: Work
) -> None:
    with new_study() as study:
        base(study, prepared)
        bram = copy_of(study, "Bram", lambda other: work(other, second))
        carla = copy_of(study, "Carla", lambda other: work(other, third))
        work(study, mine)
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


@often
@given(steps, steps, steps)
def test_joining_again_after_more_work_brings_only_that(
    new_study: Callable[[], Study], prepared: Prepare, mine: Work, second: Work, more: Work
) -> None:
    with new_study() as study:
        base(study, prepared)
        bram = copy_of(study, "Bram", lambda other: work(other, second))
        joined(study, bram)
        work(study, [step for step in mine if ACTS[step[0]] not in TURNING])
        before = content_of(study)
        assert joined(study, bram).nothing
        assert content_of(study) == before
        with open_study(bram, "Bram") as other:
            joined(other, study.path)
            assert content_of(other) == before
            work(other, [step for step in more if ACTS[step[0]] not in TURNING])
            after = content_of(other)
        joined(study, bram)
        assert content_of(study) == after
