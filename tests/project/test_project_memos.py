"""Memos as they are listed and looked up, and free notes with their links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import NotFound, Refused
from kwalcode.model import Memo
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import (
    delete_memo,
    edit_memo,
    link_all,
    link_memo,
    unlink_memo,
    write_memo,
    write_memo_on_passage,
)
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.erasing.erasure import erase_documents
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.memos import KINDS, Noted, all_noted, chosen, kind_title
from kwalcode.project.reads.history import count_entries
from kwalcode.project.reads.notes import all_memos, links_of, memo, quoted_text
from kwalcode.project.study import Study

Prepare = Callable[..., Any]
Open = Callable[[str | None], Study]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]


@pytest.fixture(autouse=True)
def clean_afterwards(coded: Study) -> Any:
    yield
    assert check(coded) == []


def noted(study: Study) -> list[Noted]:
    with study.reading() as connection:
        return all_noted(connection)


def links(study: Study, number: int) -> list[tuple[str, int, int]]:
    with study.reading() as connection:
        return [(k.document_name, k.start, k.end) for k in links_of(connection, number)]


def test_memos_are_listed_by_kind_and_by_what_they_are_about(
    coded: Study, prepared: Prepare, opened: Open
) -> None:
    second = import_document(coded, prepared("R02")).document
    theme = create_theme(coded, "Thema", "dus", [1])
    write_memo(opened("Bram"), "respondent", 2, "over wie")
    write_memo(coded, "code", 3, "over C")
    write_memo(coded, "code", 2, "over b")
    write_memo(coded, "theme", theme, "over het thema")
    write_memo_on_passage(coded, second, 0, 4, "in R02")
    write_memo_on_passage(coded, 1, 10, 14, "verder in R01")
    write_memo_on_passage(coded, 1, 0, 4, "vooraan in R01")
    write_memo(coded, "document", 1, "over R01")
    write_memo(coded, "project", None, "\n  los  \nmeer", title=" ")
    found = noted(coded)
    assert [(one.memo.about, one.subject, one.heading) for one in found] == [
        ("project", "", "los"),
        ("document", "R01", "over R01"),
        ("quotation", "R01", "vooraan in R01"),
        ("quotation", "R01", "verder in R01"),
        ("quotation", "R02", "in R02"),
        ("code", "A > b", "over b"),
        ("code", "C", "over C"),
        ("theme", "Thema", "over het thema"),
        ("respondent", "R02", "over wie"),
    ]
    assert {one.author for one in found if one.memo.about == "respondent"} == {"Bram"}
    assert [(one.document, one.place) for one in found[1:5]] == [
        (1, (0, 0)), (1, (0, 4)), (1, (10, 14)), (second, (0, 4)),
    ]  # fmt: skip
    assert found[-1].document == second


def test_memos_about_the_same_thing_come_newest_first(
    coded: Study, tamper: Callable[..., None]
) -> None:
    for text in ("een", "twee", "drie"):
        write_memo(coded, "code", 1, text)
    assert [one.memo.text for one in noted(coded)] == ["drie", "twee", "een"]


def test_memos_are_looked_up_by_kind_author_and_words(coded: Study, opened: Open) -> None:
    write_memo(coded, "code", 2, "Café én thee", title="Drinken")
    write_memo(opened("Bram"), "project", None, "koffie", title="Ook drinken")
    found = noted(coded)
    assert [one.memo.text for one in chosen(found, about="code")] == ["Café én thee"]
    assert [one.memo.text for one in chosen(found, author="Bram")] == ["koffie"]
    for needle in ("cafe", "CAFÉ drinken", "a > b", "anna", "thee DRINK"):
        assert [one.memo.text for one in chosen(found, needle=needle)] == ["Café én thee"]
    assert len(chosen(found, needle="drinken")) == 2
    assert chosen(found, needle="drinken", author="Bram", about="code") == []
    assert chosen(found, needle="niets hiervan") == []


@given(text=st.text(min_size=1), data=st.data())
def test_any_part_of_a_memo_is_found(text: str, data: st.DataObject) -> None:
    one = Noted(Memo(1, b"", "project", None, "", text, 1, ""), "Anna", "")
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    assert chosen([one], needle=part.split()[0] if part.split() else "") == [one]


def test_every_kind_has_a_title() -> None:
    assert len({kind_title(kind) for kind in KINDS}) == len(KINDS)


# Free notes and their links


def test_a_note_is_linked_to_passages_and_let_go(coded: Study, tables: Tables) -> None:
    note = write_memo(coded, "project", None, "Kijk hier", title="Idee")
    apply_code(coded, 1, 0, 4, 1)
    before = tables(coded)
    first = link_memo(coded, note, 1, 10, 14)
    second = link_memo(coded, note, 1, 0, 4)
    assert links(coded, note) == [("R01", 0, 4), ("R01", 10, 14)]
    assert noted(coded)[0].links == 2
    unlink_memo(coded, note, first)
    unlink_memo(coded, note, second)
    assert links(coded, note) == []
    after = tables(coded)
    assert after["quotations"] == before["quotations"]  # the coded one stays, the other goes
    for _act in range(4):
        undo(coded)
    assert tables(coded) == before


def test_a_link_that_is_there_leaves_no_entry(coded: Study) -> None:
    note = write_memo(coded, "project", None, "x")
    first = link_memo(coded, note, 1, 0, 4)
    with coded.reading() as connection:
        before = count_entries(connection)
    assert link_memo(coded, note, 1, 0, 4) == first
    with coded.reading() as connection:
        assert count_entries(connection) == before
        assert quoted_text(connection, first) == "een "
        assert quoted_text(connection, 99) == ""


def test_links_that_are_refused(coded: Study) -> None:
    about = write_memo(coded, "code", 1, "x")
    note = write_memo(coded, "project", None, "x")
    with pytest.raises(Refused, match="Only free notes"):
        link_memo(coded, about, 1, 0, 4)
    with pytest.raises(Refused, match="not a passage"):
        link_memo(coded, note, 1, 0, 4000)
    with pytest.raises(NotFound):
        link_memo(coded, 99, 1, 0, 4)
    with pytest.raises(NotFound):
        link_memo(coded, note, 9, 0, 4)
    with pytest.raises(NotFound, match="no such link"):
        unlink_memo(coded, note, 1)


def test_a_note_goes_with_its_links_and_comes_back_with_them(coded: Study, tables: Tables) -> None:
    note = write_memo(coded, "project", None, "x", title="Idee")
    link_memo(coded, note, 1, 0, 4)
    link_memo(coded, note, 1, 10, 14)
    before = tables(coded)
    delete_memo(coded, note)
    assert tables(coded)["memo_links"] == tables(coded)["quotations"] == []
    assert undo(coded).arguments == {"about": "project", "title": "Idee"}
    assert tables(coded) == before


def test_links_go_with_an_erased_document(coded: Study, prepared: Prepare) -> None:
    second = import_document(coded, prepared("R02")).document
    note = write_memo(coded, "project", None, "x", title="Idee")
    link_memo(coded, note, 1, 0, 4)
    link_memo(coded, note, second, 0, 4)
    erase_documents(coded, [1])
    assert links(coded, note) == [("R02", 0, 4)]


def test_a_quotation_stays_while_a_note_is_linked_to_it(coded: Study, tables: Tables) -> None:
    note = write_memo(coded, "project", None, "x")
    apply_code(coded, 1, 0, 4, 1)
    link_memo(coded, note, 1, 0, 4)
    undo(coded)
    link_memo(coded, note, 1, 0, 4)
    delete_memo(coded, write_memo_on_passage(coded, 1, 0, 4, "y"))
    assert len(tables(coded)["quotations"]) == 1


# Editing


def test_a_title_stays_unless_another_is_given(coded: Study) -> None:
    number = write_memo(coded, "code", 1, "tekst", title="titel")
    edit_memo(coded, number, "anders")
    with coded.reading() as connection:
        found = memo(connection, number)
        before = count_entries(connection)
    assert (found.title, found.text) == ("titel", "anders")
    edit_memo(coded, number, "anders", title="titel")
    with coded.reading() as connection:
        assert count_entries(connection) == before
    edit_memo(coded, number, "anders", title="")
    with coded.reading() as connection:
        assert memo(connection, number).title == ""
    with pytest.raises(Refused, match="needs some text"):
        edit_memo(coded, number, "  ")
    with pytest.raises(NotFound):
        delete_memo(coded, 99)


def test_several_passages_are_linked_as_one_act(coded: Study) -> None:
    places = [(1, 0, 4), (1, 5, 9), (1, 0, 4)]
    assert link_all(coded, "Een nieuwe notitie.", places, title="Nieuw") == 2
    with coded.reading() as connection:
        (note,) = all_memos(connection, "project")
        assert (note.title, len(links_of(connection, note.id))) == ("Nieuw", 2)
    assert link_all(coded, note.id, [*places, (1, 10, 12)]) == 1
    assert link_all(coded, note.id, places) == 0
    assert check(coded) == []
    assert undo(coded).arguments == {"title": "Nieuw", "quotations": 1}
    assert undo(coded).name == "link memo"
    with coded.reading() as connection:
        assert all_memos(connection, "project") == []
    with pytest.raises(Refused, match="needs some text"):
        link_all(coded, " ", places)
    about_code = write_memo(coded, "code", 1, "over A")
    with pytest.raises(Refused, match="Only free notes"):
        link_all(coded, about_code, places)
    assert check(coded) == []
