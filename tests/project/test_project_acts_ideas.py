"""What acts on codes, memos, themes and people do and refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import KwalcodeError, NotFound, Refused
from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import (
    clean_name,
    code_with_new,
    create_code,
    delete_code,
    edit_code,
    import_codebook,
    move_code,
)
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import edit_memo, write_memo, write_memo_on_passage
from kwalcode.project.acts.people import mark_complete, set_attributes, set_setting
from kwalcode.project.acts.themes import create_theme, delete_theme
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.notes import all_memos, all_themes
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    completed,
    respondent_names,
    setting,
)
from kwalcode.project.study import Study

Prepare = Callable[..., Any]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


@pytest.fixture(autouse=True)
def clean_afterwards(coded: Study) -> Any:
    yield
    assert check(coded) == []


def paths(study: Study) -> list[str]:
    with study.reading() as connection:
        return [code.path for code in all_codes(connection)]


def entries(study: Study) -> int:
    with study.reading() as connection:
        return len(list(journal.entries(connection)))


# The codebook


def test_codes_come_in_as_a_tree(coded: Study) -> None:
    specs = [CodeSpec(("X", "y", "z"), definition="diep", keywords=("a", "b"), origin="inductive")]
    done = import_codebook(coded, specs)
    assert done.created == ["X", "X > y", "X > y > z"]
    assert done.kept == ["A", "A > b", "C"]
    with coded.reading() as connection:
        deep = all_codes(connection)[-1]
    assert (deep.path, deep.depth, deep.definition) == ("X > y > z", 2, "diep")
    assert (deep.keywords, deep.origin) == (("a", "b"), "inductive")


def test_a_code_is_found_again_by_key_and_keeps_its_codings(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 2)
    done = import_codebook(coded, [CodeSpec(("C", "beta"), key="b", definition="nieuw")])
    assert done.updated == ["C > beta"]
    assert paths(coded) == ["A", "C", "C > beta"]
    with coded.reading() as connection:
        assert codings_of(connection, 1)[0].code == 2


def test_the_same_codebook_twice_changes_nothing(coded: Study) -> None:
    specs = [CodeSpec(("A",), key="a"), CodeSpec(("A", "b"), key="b"), CodeSpec(("C",), key="c")]
    before = entries(coded)
    done = import_codebook(coded, specs)
    assert (done.created, done.updated, done.kept) == ([], [], [])
    assert entries(coded) == before


def test_a_codebook_that_hangs_a_code_under_itself_is_refused(coded: Study) -> None:
    before = paths(coded)
    with pytest.raises(Refused, match="under itself"):
        import_codebook(coded, [CodeSpec(("A", "oude A"), key="a")])
    assert paths(coded) == before


def test_a_new_code_comes_after_its_siblings(coded: Study) -> None:
    assert create_code(coded, "  c \n d ", parent=1, definition="x") == 4
    create_code(coded, "D")
    assert paths(coded) == ["A", "A > b", "A > c d", "C", "D"]


def test_siblings_have_different_names_cousins_need_not(coded: Study) -> None:
    with pytest.raises(Refused, match="'C' here already"):
        create_code(coded, "C")
    with pytest.raises(Refused, match="'b' here already"):
        create_code(coded, "b", parent=1)
    assert create_code(coded, "C", parent=1) == 4
    with pytest.raises(Refused, match="'C' here already"):
        edit_code(coded, 1, name="C")
    with pytest.raises(Refused, match="'C' here already"):
        move_code(coded, 4, None)
    edit_code(coded, 3, name="C")


@pytest.mark.parametrize("name", ["", "  \n", "a > b", ">"])
def test_names_that_are_none(coded: Study, name: str) -> None:
    with pytest.raises(Refused):
        clean_name(name)
    with pytest.raises(Refused):
        create_code(coded, name)


def test_a_code_is_edited(coded: Study) -> None:
    edit_code(coded, 2, name="beta", keywords=("x", "y"), definition="d", origin="in vivo")
    with coded.reading() as connection:
        code = all_codes(connection)[1]
    assert (code.path, code.keywords, code.definition, code.origin) == (
        "A > beta",
        ("x", "y"),
        "d",
        "in vivo",
    )
    with pytest.raises(NotFound):
        edit_code(coded, 9, name="x")


def test_a_code_is_moved_but_never_under_itself(coded: Study) -> None:
    move_code(coded, 1, 3)
    assert paths(coded) == ["C", "C > A", "C > A > b"]
    for target in (3, 1, 2):
        with pytest.raises(Refused, match="under itself"):
            move_code(coded, 3, target)
    move_code(coded, 2, None)
    assert paths(coded) == ["C", "C > A", "b"]


def test_a_code_is_deleted_with_all_below_it(coded: Study, tables: Tables) -> None:
    apply_code(coded, 1, 0, 4, 2)
    apply_code(coded, 1, 0, 4, 3)
    write_memo(coded, "code", 2, "weg")
    write_memo(coded, "code", 3, "blijft")
    create_theme(coded, "T", "dus", [1, 3])
    assert delete_code(coded, 1) == 1
    assert paths(coded) == ["C"]
    assert len(tables(coded)["codings"]) == 1
    assert len(tables(coded)["memos"]) == 1
    assert tables(coded)["theme_codes"] == [(1, 3)]


def test_a_code_is_made_on_a_passage_in_one_act(coded: Study) -> None:
    before = entries(coded)
    assert code_with_new(coded, 1, 4, 8, "twee", origin="in vivo") == (4, 1)
    assert entries(coded) == before + 1
    assert code_with_new(coded, 1, 10, 14, "twee") == (4, 2)
    with pytest.raises(Refused, match="on this passage already"):
        code_with_new(coded, 1, 10, 14, "twee")
    with pytest.raises(Refused):
        code_with_new(coded, 1, 10, 1400, "te ver")
    assert paths(coded) == ["A", "A > b", "C", "twee"]


# Memos and themes


@pytest.mark.parametrize(
    ("about", "number"), [("project", None), ("document", 1), ("code", 2), ("respondent", 1)]
)
def test_a_memo_about_anything(coded: Study, about: str, number: int | None) -> None:
    write_memo(coded, about, number, "tekst", title="titel")
    with coded.reading() as connection:
        (memo,) = all_memos(connection)
    assert (memo.about, memo.about_id, memo.text, memo.title) == (about, number, "tekst", "titel")


def test_a_memo_on_a_passage_makes_its_quotation(coded: Study, tables: Tables) -> None:
    write_memo_on_passage(coded, 1, 4, 8, "eerste")
    write_memo_on_passage(coded, 1, 4, 8, "tweede")
    assert len(tables(coded)["quotations"]) == 1
    with pytest.raises(Refused):
        write_memo_on_passage(coded, 1, 4, 800, "te ver")


def test_memos_that_are_refused(coded: Study) -> None:
    with pytest.raises(Refused, match="needs some text"):
        write_memo(coded, "code", 1, " \n ")
    with pytest.raises(Refused, match="'coder'"):
        write_memo(coded, "coder", 1, "x")
    with pytest.raises(Refused):
        write_memo(coded, "code", None, "x")
    with pytest.raises(NotFound):
        write_memo(coded, "code", 9, "x")
    with pytest.raises(NotFound):
        edit_memo(coded, 9, "x")


def test_a_theme_with_its_codes(coded: Study) -> None:
    theme = create_theme(coded, "T", "dus", [3, 1, 3])
    with pytest.raises(Refused, match="'T'"):
        create_theme(coded, "T", "anders")
    write_memo(coded, "theme", theme, "weg")
    with coded.reading() as connection:
        (made,) = all_themes(connection)
    assert (made.name, made.claim, made.codes) == ("T", "dus", (1, 3))
    delete_theme(coded, theme)
    with coded.reading() as connection:
        assert all_themes(connection) == []
        assert all_memos(connection) == []
    assert paths(coded) == ["A", "A > b", "C"]


# People


def test_documents_are_marked_complete_per_coder(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02"))
    assert mark_complete(coded, "anna", [1, 2]) == 2
    assert mark_complete(coded, "Anna", [1, 2]) == 0
    assert mark_complete(coded, "Anna", [1], complete=False) == 1
    with coded.reading() as connection:
        assert completed(connection) == {(2, 1)}
    with pytest.raises(NotFound, match="there are: Anna"):
        mark_complete(coded, "Bram", [1])
    with pytest.raises(Refused):
        mark_complete(coded, "Anna", [9])


def values(study: Study) -> dict[str, dict[str, str]]:
    with study.reading() as connection:
        names = respondent_names(connection)
        found = attributes_by_respondent(connection)
        return {names[number]: dict(value) for number, value in found.items()}


def test_attributes_in_their_order(coded: Study) -> None:
    assert set_attributes(coded, {1: ("", {"z": "1", "a": "2"})}) == 2
    assert set_attributes(coded, {1: ("", {"z": "1", "a": ""})}) == 1
    assert values(coded) == {"R01": {"z": "1"}}
    with coded.reading() as connection:
        assert attribute_names(connection) == ["z", "a"]


def test_documents_of_one_person_share_a_respondent(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02"))
    set_attributes(coded, {1: ("P1", {"domein": "zorg"}), 2: ("P1", {})})
    assert values(coded) == {"P1": {"domein": "zorg"}}
    set_attributes(coded, {2: ("P2", {"domein": "politie"})})
    assert values(coded) == {"P1": {"domein": "zorg"}, "P2": {"domein": "politie"}}


def test_memos_about_a_respondent_who_goes_are_about_the_other(
    coded: Study, prepared: Prepare
) -> None:
    import_document(coded, prepared("R02"))
    write_memo(coded, "respondent", 2, "over deze persoon")
    set_attributes(coded, {2: ("R01", {})})
    with coded.reading() as connection:
        assert [m.about_id for m in all_memos(connection, "respondent")] == [1]


def test_attributes_of_an_unknown_document(coded: Study) -> None:
    with pytest.raises(NotFound, match="no document with number 9"):
        set_attributes(coded, {9: ("P9", {"a": "1"})})
    assert values(coded) == {"R01": {}}


def test_settings(coded: Study) -> None:
    for value in ("Anna", "Bram", "Bram"):
        set_setting(coded, "main coder", value)
    with coded.reading() as connection:
        assert setting(connection, "main coder") == "Bram"
        assert setting(connection, "attribution") is None
        names = [e.name for e in journal.entries(connection)]
    assert names.count("set setting") == 2


def test_every_refusal_is_one_line(coded: Study) -> None:
    with pytest.raises(KwalcodeError) as caught:
        create_code(coded, "x", parent=99)
    assert "\n" not in str(caught.value)
