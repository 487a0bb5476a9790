"""Undo and redo where coders work on the same things: refusals, shared rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import Refused
from kwalcode.project.acts.codes import create_code, delete_code, edit_code
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import (
    delete_memo,
    write_memo,
    write_memo_on_passage,
)
from kwalcode.project.acts.people import mark_complete, set_attributes
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


# Refusals


def test_an_import_is_not_undone_under_others_codings(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    coding = apply_code(bram, 1, 0, 4, 1)
    undo_codebook = refusal_of(undo, coded)
    assert "Cannot undo 'imported the codebook topics.yaml" in undo_codebook
    assert "'coded “" in undo_codebook
    remove_codings(bram, [coding or 0])
    assert undo(coded).name == "import codebook"
    assert undo(coded).name == "import document"
    assert "'undid: imported " in refusal_of(undo, bram)


def test_the_refusal_names_at_most_three_later_acts_oldest_first(
    coded: Study, opened: Open
) -> None:
    bram = opened("Bram")
    undone = apply_code(bram, 1, 0, 4, 2)
    undo(bram)
    write_memo(bram, "code", 1, "over A")
    for start in (0, 5, 10, 15):
        apply_code(bram, 1, start, start + 4, 1)
    line = refusal_of(undo, coded)
    assert undone is not None
    told = re.findall(r"'([^']+)' by (\w+)", line)
    assert [(what.split(" ")[0], who) for what, who in told] == [
        ("wrote", "Bram"),
        ("coded", "Bram"),
        ("coded", "Bram"),
    ]


def test_an_edit_is_not_undone_after_anothers_edit(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    edit_code(coded, 1, definition="van Anna")
    edit_code(bram, 2, definition="van Bram")
    edit_code(bram, 1, definition="van Bram")
    line = refusal_of(undo, coded)
    assert re.findall(r"'([^']+)' by (\w+)", line) == [
        ("changed the code “A” (definition)", "Bram")
    ]
    undo(bram)
    undo(bram)
    assert undo(coded).name == "edit code"


def test_edits_of_other_fields_do_not_hinder(coded: Study, opened: Open) -> None:
    edit_code(coded, 1, definition="van Anna")
    edit_code(opened("Bram"), 1, color="#00ff00")
    assert undo(coded).name == "edit code"


def test_a_coding_that_another_removed_is_not_undone(coded: Study, opened: Open) -> None:
    coding = apply_code(coded, 1, 0, 4, 1)
    remove_codings(opened("Bram"), [coding or 0])
    line = refusal_of(undo, coded)
    assert "'took 1 coding off' by Bram" in line


def test_redo_names_who_took_the_name_meanwhile(coded: Study, opened: Open) -> None:
    create_code(coded, "nieuw")
    undo(coded)
    bram = opened("Bram")
    create_code(bram, "nieuw")
    line = refusal_of(redo, coded)
    assert "Cannot redo 'made the code “nieuw”'" in line
    assert "'made the code “nieuw”' by Bram" in line
    undo(bram)
    assert redo(coded).name == "create code"


def test_undoing_a_deletion_names_who_took_the_name_meanwhile(coded: Study, opened: Open) -> None:
    delete_code(coded, 3)
    create_code(opened("Bram"), "C")
    assert "'made the code “C”' by Bram" in refusal_of(undo, coded)


def test_redo_names_the_undo_that_took_away_what_it_needs(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    create_code(coded, "nieuw")
    apply_code(bram, 1, 0, 4, 4)
    undo(bram)
    undo(coded)
    line = refusal_of(redo, bram)
    assert "'undid: made the code “nieuw”' by Anna" in line
    redo(coded)
    assert redo(bram).name == "apply code"


def test_a_memo_does_not_come_back_about_what_is_gone(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    create_code(coded, "nieuw")
    memo = write_memo(bram, "code", 4, "over nieuw")
    delete_memo(bram, memo)
    undo(coded)
    assert "'undid: made the code “nieuw”' by Anna" in refusal_of(undo, bram)
    redo(coded)
    assert undo(bram).name == "delete memo"
    assert undo(bram).name == "write memo"
    undo(coded)
    assert "'undid: made the code “nieuw”' by Anna" in refusal_of(redo, bram)


def test_an_attribute_that_another_uses_is_not_undone(
    coded: Study, opened: Open, prepared: Callable[..., Any]
) -> None:
    import_document(coded, prepared("R02"))
    set_attributes(coded, {1: ("", {"domein": "zorg"})})
    set_attributes(opened("Bram"), {2: ("", {"domein": "politie"})})
    assert "'gave respondents 1 value' by Bram" in refusal_of(undo, coded)


def test_a_refused_undo_leaves_no_entry(coded: Study, opened: Open, tables: Tables) -> None:
    apply_code(opened("Bram"), 1, 0, 4, 1)
    before = tables(coded)
    with coded.reading() as connection:
        entries = len(history(connection))
    refusal_of(undo, coded)
    assert tables(coded) == before
    with coded.reading() as connection:
        assert len(history(connection)) == entries


# Quotations that coders share


@pytest.mark.parametrize("order", sorted(set(itertools.permutations("AABB"))))
def test_coders_on_one_passage_undo_and_redo_in_every_order(
    coded: Study, opened: Open, tables: Tables, order: tuple[str, ...]
) -> None:
    """Each codes the passage with two codes, then both undo, in any interleaving."""
    empty = tables(coded)
    coders = {"A": coded, "B": opened("Bram")}
    for name, times in (("A", 1), ("B", 1), ("A", 2), ("B", 2)):
        apply_code(coders[name], 1, 4, 8, times)
    full = tables(coded)
    assert len(full["quotations"]) == 1
    for name in order:
        undo(coders[name])
        assert check(coded) == []
    assert {**tables(coded), "coders": empty["coders"]} == empty
    for name in reversed(order):
        redo(coders[name])
    assert tables(coded) == full
    assert check(coded) == []


@pytest.mark.parametrize("first", ["A", "B"])
def test_the_quotation_goes_with_the_last_to_undo(
    coded: Study, opened: Open, tables: Tables, first: str
) -> None:
    coders = {"A": coded, "B": opened("Bram")}
    for coder in coders.values():
        apply_code(coder, 1, 4, 8, 1)
    undo(coders.pop(first))
    assert len(tables(coded)["quotations"]) == 1
    undo(coders.popitem()[1])
    assert tables(coded)["quotations"] == []


def test_a_removal_is_undone_after_the_other_coder_took_the_quotation_along(
    coded: Study, opened: Open, tables: Tables
) -> None:
    bram = opened("Bram")
    mine = apply_code(coded, 1, 4, 8, 1)
    full = tables(coded)
    apply_code(bram, 1, 4, 8, 1)
    remove_codings(coded, [mine or 0])
    undo(bram)
    assert tables(coded)["quotations"] == []
    assert undo(coded).name == "remove codings"
    assert {**tables(coded), "coders": full["coders"]} == full
    assert check(coded) == []


def test_a_deleted_code_comes_back_after_the_other_coder_took_the_quotation_along(
    coded: Study, opened: Open
) -> None:
    bram = opened("Bram")
    apply_code(coded, 1, 4, 8, 1)
    apply_code(bram, 1, 4, 8, 3)
    delete_code(coded, 1)
    undo(bram)
    undo(coded)
    assert count(coded) == 1
    assert check(coded) == []


def test_a_deleted_memo_comes_back_with_its_quotation(coded: Study, opened: Open) -> None:
    bram = opened("Bram")
    memo = write_memo_on_passage(coded, 1, 4, 8, "hier")
    apply_code(bram, 1, 4, 8, 3)
    delete_memo(coded, memo)
    undo(bram)
    assert undo(coded).name == "delete memo"
    assert check(coded) == []


def test_a_memo_on_anothers_quotation_keeps_it(coded: Study, opened: Open, tables: Tables) -> None:
    bram = opened("Bram")
    apply_code(coded, 1, 4, 8, 1)
    write_memo(bram, "quotation", 1, "hierover")
    undo(coded)
    assert len(tables(coded)["quotations"]) == 1
    undo(bram)
    assert tables(coded)["quotations"] == []
    assert check(coded) == []


def test_redo_names_who_coded_the_passage_meanwhile(coded: Study, opened: Open) -> None:
    apply_code(coded, 1, 4, 8, 1)
    undo(coded)
    apply_code(opened("Bram"), 1, 4, 8, 1)  # the quotation is another one now
    assert "'coded “A” in R01' by Bram" in refusal_of(redo, coded)
    assert apply_code(coded, 1, 4, 8, 1) is not None


def test_undoing_a_removal_names_who_coded_the_passage_meanwhile(
    coded: Study, opened: Open
) -> None:
    coding = apply_code(coded, 1, 4, 8, 1)
    remove_codings(coded, [coding or 0])
    bram = opened("Bram")
    apply_code(bram, 1, 4, 8, 1)
    assert "'coded “A” in R01' by Bram" in refusal_of(undo, coded)
    undo(bram)
    assert undo(coded).name == "remove codings"


@pytest.mark.parametrize("way", ["undo", "remove", "delete code"])
def test_no_quotation_stays_without_a_coding_or_memo(
    coded: Study, opened: Open, tables: Tables, way: str
) -> None:
    bram = opened("Bram")
    ids = [apply_code(study, 1, 4, 8, 1) or 0 for study in (coded, bram)]
    memo = write_memo(bram, "quotation", 1, "hier")
    {
        "undo": lambda: undo(coded),
        "remove": lambda: remove_codings(bram, ids),
        "delete code": lambda: delete_code(bram, 1),
    }[way]()
    assert len(tables(coded)["quotations"]) == 1
    delete_memo(bram, memo)
    if way == "undo":
        remove_codings(coded, ids)
    assert tables(coded)["quotations"] == []
    assert check(coded) == []


# Coders


def test_a_coder_of_an_import_goes_with_it(coded: Study, tables: Tables) -> None:
    add_codings(coded, [NewCoding(1, 0, 4, 1, "Cees")])
    undo(coded)
    assert [row[2] for row in tables(coded)["coders"]] == ["Anna"]


def test_a_coder_who_acted_stays_and_keeps_the_own_history(coded: Study, opened: Open) -> None:
    add_codings(coded, [NewCoding(1, 0, 4, 1, "Bram")])
    bram = opened("Bram")
    create_code(bram, "van Bram")
    undo(coded)
    assert check(coded) == []
    assert undo(bram).name == "create code"
    assert redo(bram).name == "create code"
    assert redo(coded).name == "import codings"
    assert check(coded) == []


def test_a_coder_whom_another_marked_complete_stays(
    coded: Study, opened: Open, tables: Tables
) -> None:
    add_codings(coded, [NewCoding(1, 0, 4, 1, "Cees")])
    mark_complete(opened("Bram"), "Cees", [1])
    undo(coded)
    assert [row[2] for row in tables(coded)["coders"]] == ["Anna", "Cees", "Bram"]
    assert check(coded) == []
