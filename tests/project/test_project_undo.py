from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import KwalcodeError, Refused
from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import create_code, delete_code, edit_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.documents import import_document, rename_speaker, set_role
from kwalcode.project.acts.notes import edit_memo, write_memo, write_memo_on_passage
from kwalcode.project.acts.people import mark_complete, set_attributes, set_setting
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.history import history
from kwalcode.project.study import Study

Open = Callable[[str | None], Study]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


def count(study: Study) -> int:
    with study.reading() as connection:
        return len(codings_of(connection, 1))


def refusal_of(act: Callable[[Study], object], study: Study) -> str:
    with pytest.raises(Refused) as caught:
        act(study)
    assert "\n" not in str(caught.value)
    assert check(study) == []
    return str(caught.value)


def test_undo_takes_ones_own_newest_act_and_says_which(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 1)
    write_memo(coded, "project", None, "iets")
    assert undo(coded).name == "write memo"
    assert undo(coded).name == "apply code"
    assert undo(coded).name == "import codebook"
    assert undo(coded).name == "import document"
    assert "Nothing to undo: Anna" in refusal_of(undo, coded)


def test_undo_leaves_what_others_did(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    apply_code(coded, 1, 0, 4, 1)
    apply_code(bram, 1, 5, 9, 2)
    apply_code(bram, 1, 10, 14, 2)
    assert undo(coded).arguments["start"] == 0
    assert undo(bram).arguments["start"] == 10
    assert count(coded) == 1


def test_somebody_who_did_nothing_has_nothing_to_undo(coded: Study, opened: Open) -> None:
    newcomer = opened("Cees")
    assert "Nothing to undo: Cees" in refusal_of(undo, newcomer)
    assert "Nothing to redo: Cees" in refusal_of(redo, newcomer)


def test_nobody_cannot_undo(coded: Study, opened: Open) -> None:
    with pytest.raises(KwalcodeError, match="--as NAME"):
        undo(opened(None))


def test_undo_and_redo_over_a_restart(coded: Study, opened: Open, tables: Tables) -> None:
    apply_code(coded, 1, 0, 4, 1)
    apply_code(coded, 1, 5, 9, 1)
    before = tables(coded)
    coded.close()
    assert undo(opened("Anna")).arguments["start"] == 5
    assert undo(opened("Anna")).arguments["start"] == 0
    assert redo(opened("Anna")).arguments["start"] == 0
    last = opened("Anna")
    assert redo(last).arguments["start"] == 5
    assert tables(last) == before


def test_undo_has_no_limit_and_redo_brings_all_back(coded: Study, tables: Tables) -> None:
    for start in range(60):
        apply_code(coded, 1, start, start + 5, 1 + start % 3)
    full = tables(coded)
    for start in reversed(range(60)):
        assert undo(coded).arguments["start"] == start
    assert count(coded) == 0
    for start in range(60):
        assert redo(coded).arguments["start"] == start
    assert tables(coded) == full
    assert "Nothing to redo" in refusal_of(redo, coded)


def test_a_new_act_clears_redo_but_not_that_of_others(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    apply_code(coded, 1, 0, 4, 1)
    apply_code(bram, 1, 5, 9, 2)
    undo(coded)
    undo(bram)
    apply_code(coded, 1, 20, 24, 1)
    assert "Nothing to redo: Anna" in refusal_of(redo, coded)
    assert redo(bram).arguments["start"] == 5


def test_a_redone_act_can_be_undone_and_redone_again(coded: Study, tables: Tables) -> None:
    apply_code(coded, 1, 0, 4, 1)
    full = tables(coded)
    for _round in range(3):
        assert undo(coded).name == "apply code"
        assert count(coded) == 0
        assert redo(coded).name == "apply code"
        assert tables(coded) == full
    assert check(coded) == []


def test_undo_after_a_redo_goes_on_with_the_act_before(coded: Study) -> None:
    for start in (0, 10, 20):
        apply_code(coded, 1, start, start + 4, 1)
    undo(coded)
    undo(coded)
    redo(coded)
    assert undo(coded).arguments["start"] == 10
    assert undo(coded).arguments["start"] == 0
    assert [redo(coded).arguments["start"] for _ in range(3)] == [0, 10, 20]


def test_an_undo_is_an_act_with_an_entry_that_names_what_it_undoes(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 1)
    undo(coded)
    redo(coded)
    with coded.reading() as connection:
        redone, undone, act, *_ = history(connection)
    assert (undone.entry.name, undone.entry.undoes) == ("undo", act.entry.id)
    assert (redone.entry.name, redone.entry.undoes) == ("redo", undone.entry.id)
    assert undone.entry.arguments == {"act": "apply code"}
    assert not act.undone


def test_undo_gives_exactly_the_rows_of_before(
    coded: Study, tables: Tables, prepared: Callable[..., Any]
) -> None:
    """Every kind of act, one after the other, each undone and redone."""
    import_document(coded, prepared("R02"))
    apply_code(coded, 1, 0, 8, 2)
    memo = write_memo(coded, "document", 1, "eerste")
    acts: list[Callable[[], object]] = [
        lambda: import_document(coded, prepared("R03", "Jan: ja\nPiet: nee\n")),
        lambda: apply_code(coded, 1, 4, 8, 1),
        lambda: apply_code(coded, 1, 0, 8, 1, coder="Cees"),
        lambda: remove_codings(coded, [1, 2]),
        lambda: add_codings(coded, [NewCoding(1, 3, 9, 3, "Dirk"), NewCoding(2, 0, 5, 1, "Anna")]),
        lambda: create_code(coded, "nieuw", parent=1, definition="iets"),
        lambda: edit_code(coded, 2, name="anders", keywords=("x", "y"), color="#123456"),
        lambda: delete_code(coded, 1),
        lambda: import_codebook(coded, [CodeSpec(("Z", "C"), key="c", definition="d")]),
        lambda: edit_memo(coded, memo, "tweede", title="t"),
        lambda: write_memo_on_passage(coded, 1, 30, 40, "over deze passage"),
        lambda: write_memo(coded, "project", None, "alles"),
        lambda: create_theme(coded, "T", "dat het zo is", [3]),
        lambda: mark_complete(coded, "Anna", [1, 2]),
        lambda: set_attributes(coded, {1: ("P1", {"domein": "zorg"}), 2: ("P1", {"domein": "x"})}),
        lambda: set_setting(coded, "main coder", "Anna"),
        lambda: set_role(coded, 2, "R01", "interviewer"),
        lambda: rename_speaker(coded, 2, "R01", "Interviewer"),
    ]
    for number, act in enumerate(acts):
        before = tables(coded)
        act()
        after = tables(coded)
        assert after != before, number
        undo(coded)
        assert tables(coded) == before, number
        redo(coded)
        assert tables(coded) == after, number
    assert check(coded) == []


# Bulk


def test_ten_thousand_codings_are_one_act_to_undo(
    coded: Study, tables: Tables, prepared: Callable[..., Any]
) -> None:
    import_document(coded, prepared("lang", "woord " * 4000, turns=(), sentences=()))
    apply_code(coded, 2, 0, 3, 1)
    before = tables(coded)
    new = [NewCoding(2, at, at + 3 + at % 4, 1 + at % 3, "Anna") for at in range(10_001)]
    assert add_codings(coded, new, source="veel.csv") == 10_000  # one was there
    after = tables(coded)
    assert undo(coded).arguments == {"file": "veel.csv", "codings": 10_000}
    assert tables(coded) == before
    redo(coded)
    assert tables(coded) == after
    assert delete_code(coded, 1) == 6668  # A has b below it
    undo(coded)
    assert tables(coded) == after
    assert check(coded) == []
