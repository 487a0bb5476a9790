"""What each act does, and what it refuses; how acts are undone stands in test_project_undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import KwalcodeError, NotFound, Refused
from kwalcode.model import CodeSpec, Transcript, Turn
from kwalcode.project import journal
from kwalcode.project.acts.codes import (
    clean_name,
    code_with_new,
    create_code,
    delete_code,
    edit_code,
    import_codebook,
    move_code,
)
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.documents import Prepared, import_document, rename_speaker, set_role
from kwalcode.project.acts.notes import (
    create_theme,
    delete_theme,
    edit_memo,
    write_memo,
    write_memo_on_passage,
)
from kwalcode.project.acts.people import mark_complete, set_attributes, set_setting
from kwalcode.project.check import check
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import (
    all_documents,
    roles_of,
    sentences_of,
    speakers_of,
    text_of,
    turns_of,
)
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


# Documents


def test_an_imported_document_is_there_with_all_its_parts(coded: Study, prepared: Prepare) -> None:
    text = "Interviewer: Hé, ça va?\nJan: 😀 prima.\n"
    done = import_document(coded, prepared("R02", text))
    assert (done.document, done.name, done.known) == (2, "R02", False)
    with coded.reading() as connection:
        document = all_documents(connection)[1]
        assert (document.name, document.length, document.format) == ("R02", len(text), "txt")
        assert (document.source_name, document.version, document.position) == ("R02.txt", 1, 2)
        assert text_of(connection, 2) == text
        assert [text[t.speech_start : t.speech_end] for t in turns_of(connection, 2)] == [
            "Hé, ça va?",
            "😀 prima.",
        ]
        assert roles_of(connection, 2) == {"Interviewer": "interviewer", "Jan": "respondent"}
        assert [text[a:b] for a, b in sentences_of(connection, 2)] == ["Hé, ça va?", "😀 prima."]
        assert respondent_names(connection)[document.respondent or 0] == "R02"


def test_times_of_turns_are_kept_to_the_millisecond(coded: Study, prepared: Prepare) -> None:
    turns = (Turn(0, 2, 0, 2, "A", 1.2345), Turn(2, 4, 2, 4, "A", None), Turn(4, 5, 4, 5, "", 0.0))
    import_document(coded, prepared("R02", "abcde", turns=turns))
    with coded.reading() as connection:
        found = turns_of(connection, 2)
    assert [turn.time for turn in found] == [1.234, None, 0.0]
    assert [turn.speaker for turn in found] == ["A", "A", ""]


def test_a_document_without_turns_and_sentences(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "tekst", turns=(), sentences=()))
    with coded.reading() as connection:
        assert turns_of(connection, 2) == []
        assert sentences_of(connection, 2) == []


def test_the_same_file_is_recognised(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Jan: ja\n"))
    before = entries(coded)
    again = import_document(coded, prepared("R02", "Jan: ja\n"))
    assert (again.document, again.name, again.known) == (2, "R02", True)
    assert entries(coded) == before


def test_other_files_of_one_name_are_told_apart(coded: Study, prepared: Prepare) -> None:
    names = [import_document(coded, prepared("R01", f"Jan: {n}\n")).name for n in range(3)]
    assert names == ["R01 (2)", "R01 (3)", "R01 (4)"]


def test_a_document_that_breaks_a_rule_leaves_nothing(coded: Study, tables: Tables) -> None:
    before = tables(coded)
    turns = (Turn(0, 1, 0, 1, "A"),)
    transcript = Transcript("x", turns, {"A": None}, "txt")  # type: ignore[dict-item]
    bad = Prepared("R02", "R02.txt", b"1" * 32, transcript, [], "v")
    with pytest.raises(Refused, match="import document: refused"):
        import_document(coded, bad)
    assert tables(coded) == before


def test_roles_are_corrected(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Jan: ja\nPiet: nee\n"))
    set_role(coded, 2, "jan", "interviewer")
    with coded.reading() as connection:
        assert roles_of(connection, 2) == {"Jan": "interviewer", "Piet": "respondent"}
    with pytest.raises(NotFound, match="'Jan', 'Piet'"):
        set_role(coded, 2, "Klaas", "other")


def test_a_speaker_gets_another_name_and_the_text_stays(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Jan: ja\nPiet: nee\n"))
    rename_speaker(coded, 2, "Jan", "R02")
    with coded.reading() as connection:
        assert [turn.speaker for turn in turns_of(connection, 2)] == ["R02", "Piet"]
        assert text_of(connection, 2) == "Jan: ja\nPiet: nee\n"


def test_two_names_of_one_speaker_become_one(coded: Study, prepared: Prepare) -> None:
    import_document(coded, prepared("R02", "Interviewer: ja\nI: nee\nJan: hm\n"))
    rename_speaker(coded, 2, "I", "Interviewer")
    with coded.reading() as connection:
        assert [s.label for s in speakers_of(connection, 2)] == ["Interviewer", "Jan"]
        assert [t.speaker for t in turns_of(connection, 2)] == ["Interviewer"] * 2 + ["Jan"]


# Coding


def test_a_code_is_put_on_a_passage(coded: Study) -> None:
    assert apply_code(coded, 1, 4, 8, 2) == 1
    with coded.reading() as connection:
        (coding,) = codings_of(connection, 1)
    assert (coding.start, coding.end, coding.code, coding.quotation) == (4, 8, 2, 1)


def test_the_same_coding_twice_is_no_act(coded: Study) -> None:
    apply_code(coded, 1, 4, 8, 2)
    before = entries(coded)
    assert apply_code(coded, 1, 4, 8, 2) is None
    assert entries(coded) == before
    assert apply_code(coded, 1, 4, 8, 2, coder="Bram") == 2


def test_one_range_is_one_quotation_whoever_codes_it(coded: Study, tables: Tables) -> None:
    for code, coder in ((1, "Anna"), (2, "Anna"), (1, "Bram")):
        apply_code(coded, 1, 4, 8, code, coder=coder)
    apply_code(coded, 1, 4, 9, 1)
    assert len(tables(coded)["quotations"]) == 2
    assert len(tables(coded)["codings"]) == 4


def test_the_actor_may_be_another_than_the_coder(coded: Study) -> None:
    apply_code(coded, 1, 4, 8, 2, coder="consensus")
    with coded.reading() as connection:
        last = next(journal.entries(connection, newest_first=True))
        assert last.actor_name == "Anna"
        assert codings_of(connection, 1)[0].coder == 2


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (-1, 4), (0, 402), (500, 600)])
def test_a_range_outside_the_text_is_refused(coded: Study, start: int, end: int) -> None:
    with pytest.raises(Refused, match="R01"):
        apply_code(coded, 1, start, end, 1)
    with pytest.raises(Refused, match="R01"):
        add_codings(coded, [NewCoding(1, 0, 4, 1, "Anna"), NewCoding(1, start, end, 1, "Anna")])
    with coded.reading() as connection:
        assert codings_of(connection, 1) == []


def test_unknown_documents_and_codes(coded: Study) -> None:
    with pytest.raises(NotFound, match="no document with number 9"):
        apply_code(coded, 9, 0, 4, 1)
    with pytest.raises(NotFound, match="no code with number 9"):
        apply_code(coded, 1, 0, 4, 9)
    with pytest.raises(NotFound, match="no document with number 9"):
        add_codings(coded, [NewCoding(9, 0, 4, 1, "Anna")])
    with pytest.raises(Refused):
        add_codings(coded, [NewCoding(1, 0, 4, 9, "Anna")])


def test_white_space_at_the_edges_is_marked_not_cut(coded: Study, tables: Tables) -> None:
    apply_code(coded, 1, 3, 9, 1)  # " twee "
    apply_code(coded, 1, 4, 8, 1)  # "twee"
    add_codings(coded, [NewCoding(1, 8, 13, 1, "Anna")])  # " drie"
    cores = [(row[3], row[4], row[5], row[6]) for row in tables(coded)["quotations"]]
    assert cores == [(3, 9, 4, 8), (4, 8, None, None), (8, 13, 9, 13)]


def test_many_codings_count_what_is_new(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 1)
    new = [
        NewCoding(1, 0, 4, 1, "Anna"),  # there already
        NewCoding(1, 0, 4, 1, "Bram"),
        NewCoding(1, 0, 4, 1, "Bram"),  # twice in the list
        NewCoding(1, 5, 9, 1, "Anna"),
    ]
    assert add_codings(coded, new, source="x.csv") == 2
    before = entries(coded)
    assert add_codings(coded, new) == 0
    assert entries(coded) == before


def test_codings_are_removed(coded: Study) -> None:
    ids = [apply_code(coded, 1, at, at + 4, 1) or 0 for at in (0, 5, 10)]
    assert remove_codings(coded, ids[:2]) == 2
    assert remove_codings(coded, ids) == 1
    before = entries(coded)
    assert remove_codings(coded, ids) == 0
    assert entries(coded) == before


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
