from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import NotFound
from kwalcode.model import CodeSpec, Coding
from kwalcode.project.acts.codes import create_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codes import all_codes, coding_counts, find_code, subtree
from kwalcode.project.reads.codings import (
    coding_counts_by_document,
    codings_of,
    codings_of_code,
    respondents_with,
    stream_codings,
)
from kwalcode.project.reads.documents import all_documents, document, find_document, text_of
from kwalcode.project.reads.history import history
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import all_coders, find_coder
from kwalcode.project.study import Study

Prepare = Callable[..., Any]


@pytest.fixture
def many(coded: Study, prepared: Prepare) -> Study:
    """`coded` with a second document and 300 codings by two coders, put in out of order."""
    import_document(coded, prepared("R02", "nog een tekst " * 30, turns=(), sentences=()))
    new = [
        NewCoding(1 + at % 2, at, at + 2 + at % 5, 1 + at % 3, ("Anna", "Bram")[at % 7 == 0])
        for at in range(300)
    ]
    random.Random(5).shuffle(new)
    add_codings(coded, new)
    return coded


def test_codings_of_a_document_come_in_text_order(many: Study) -> None:
    with many.reading() as connection:
        found = codings_of(connection, 1)
        bram = codings_of(connection, 1, coder=2)
    assert len(found) == 150
    assert found == sorted(found, key=lambda c: (c.start, -c.end, c.id))
    assert bram == [c for c in found if c.coder == 2]
    assert bram


def test_codings_of_a_code_page_by_page(many: Study) -> None:
    pages: list[list[Coding]] = []
    with many.reading() as connection:
        last = None
        while page := codings_of_code(connection, 2, limit=7, after=last):
            pages.append(page)
            last = page[-1]
        everything = list(stream_codings(connection, codes={2}))
    paged = [coding for page in pages for coding in page]
    assert len(paged) == 100
    assert paged == sorted(paged, key=lambda c: (c.document, c.start, c.id))
    assert set(paged) == set(everything)
    assert all(len(page) == 7 for page in pages[:-1])


def test_all_codings_are_streamed_by_document_and_place(many: Study) -> None:
    with many.reading() as connection:
        found = list(stream_codings(connection))
        chosen = list(stream_codings(connection, codes={1, 3}, coders={2}))
        assert list(stream_codings(connection, codes=set())) == []
    assert len(found) == 300
    assert found == sorted(found, key=lambda c: (c.document, c.start, c.end, c.id))
    assert chosen == [c for c in found if c.code in (1, 3) and c.coder == 2]


def test_counts(many: Study) -> None:
    with many.reading() as connection:
        found = list(stream_codings(connection))
        assert coding_counts(connection) == {1: 100, 2: 100, 3: 100}
        assert sum(coding_counts(connection, coder=2).values()) == 43
        assert coding_counts_by_document(connection) == {
            (d, c): sum(1 for x in found if (x.document, x.coder) == (d, c))
            for d in (1, 2)
            for c in (1, 2)
        }
        assert respondents_with(connection, 1) == 2


def test_a_code_without_codings_occurs_nowhere(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 1)
    with coded.reading() as connection:
        assert respondents_with(connection, 1) == 1
        assert respondents_with(connection, 3) == 0
        assert coding_counts(connection) == {1: 1}


def test_codes_come_parents_first_siblings_by_position(coded: Study) -> None:
    import_codebook(coded, [CodeSpec(("C", "x")), CodeSpec(("C", "x", "y")), CodeSpec(("A", "z"))])
    with coded.reading() as connection:
        found = all_codes(connection)
    assert [c.path for c in found] == ["A", "A > b", "A > z", "C", "C > x", "C > x > y"]
    assert [c.depth for c in found] == [0, 1, 1, 0, 1, 2]
    assert {found[at].path for at in range(6) if found[at].id in subtree(found, 3)} == {
        "C",
        "C > x",
        "C > x > y",
    }


@pytest.mark.parametrize("name", ["A > b", "a>B", " a  > b ", "b", "B"])
def test_a_code_is_found_by_path_name_or_key(coded: Study, name: str) -> None:
    with coded.reading() as connection:
        assert find_code(all_codes(connection), name).id == 2


def test_a_name_that_several_codes_have_is_not_guessed_at(coded: Study) -> None:
    create_code(coded, "b", parent=3)
    with coded.reading() as connection:
        found = all_codes(connection)
    with pytest.raises(NotFound, match="'A > b', 'C > b'"):
        find_code(found, "b")
    with pytest.raises(NotFound, match="no code 'x'"):
        find_code(found, "x")
    assert find_code(found, "C > b").id == 4


def test_documents_by_name_and_number(many: Study) -> None:
    with many.reading() as connection:
        assert [d.name for d in all_documents(connection)] == ["R01", "R02"]
        assert find_document(connection, "R02").id == 2
        assert find_document(connection, "R02.txt").id == 2
        assert document(connection, 2).length == len(text_of(connection, 2))
        with pytest.raises(NotFound, match="'R03'"):
            find_document(connection, "R03")
        for read in (document, text_of):
            with pytest.raises(NotFound, match="number 9"):
                read(connection, 9)


def test_coders_by_name_whatever_the_case(many: Study) -> None:
    with many.reading() as connection:
        assert [coder.name for coder in all_coders(connection)] == ["Anna", "Bram"]
        assert find_coder(connection, "bram").id == 2
        with pytest.raises(NotFound, match="there are: Anna, Bram"):
            find_coder(connection, "Cees")


def test_memos_newest_first_and_by_subject(coded: Study) -> None:
    for number, text in ((1, "een"), (2, "twee"), (1, "drie")):
        write_memo(coded, "code", number, text)
    write_memo(coded, "document", 1, "vier")
    with coded.reading() as connection:
        assert [m.text for m in all_memos(connection)] == ["vier", "drie", "twee", "een"]
        assert [m.text for m in all_memos(connection, "code")] == ["drie", "twee", "een"]
        assert [m.text for m in all_memos(connection, "code", 1)] == ["drie", "een"]


def test_the_history_is_newest_first_and_marks_what_is_undone(coded: Study) -> None:
    apply_code(coded, 1, 0, 4, 1)
    apply_code(coded, 1, 5, 9, 1)
    undo(coded)
    undo(coded)
    redo(coded)
    with coded.reading() as connection:
        events = history(connection)
        assert history(connection, limit=2) == events[:2]
    assert [(e.entry.name, e.undone) for e in events[:5]] == [
        ("redo", False), ("undo", False), ("undo", False),
        ("apply code", True), ("apply code", False),
    ]  # fmt: skip


def test_a_watcher_tells_of_what_others_wrote(
    coded: Study, opened: Callable[[str | None], Study]
) -> None:
    watcher = coded.watcher()
    try:
        assert not watcher.changed()
        apply_code(opened("Bram"), 1, 0, 4, 1)
        assert watcher.changed()
        assert not watcher.changed()
    finally:
        watcher.close()
