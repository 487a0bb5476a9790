"""What acts on documents and codings do and refuse; undoing stands in test_project_undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import NotFound, Refused
from kwalcode.model import Transcript, Turn
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.documents import Prepared, import_document, rename_speaker, set_role
from kwalcode.project.history import journal
from kwalcode.project.history.check import check
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import (
    all_documents,
    roles_of,
    sentences_of,
    speakers_of,
    text_of,
    turns_of,
)
from kwalcode.project.reads.people import (
    respondent_names,
)
from kwalcode.project.study import Study

Prepare = Callable[..., Any]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


@pytest.fixture(autouse=True)
def clean_afterwards(coded: Study) -> Any:
    yield
    assert check(coded) == []


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
    with pytest.raises(Refused, match="imported …: refused"):
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
    with pytest.raises(Refused, match="different roles"):
        rename_speaker(coded, 2, "I", "Interviewer")
    set_role(coded, 2, "I", "interviewer")
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
