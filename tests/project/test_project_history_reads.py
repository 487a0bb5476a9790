"""The history as it is shown: pages, filters, what undoes what, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kwalcode
from kwalcode import i18n
from kwalcode.project.acts import codes, coding, notes, people
from kwalcode.project.erasing.erasure import erase_documents
from kwalcode.project.history.check import check
from kwalcode.project.history.journal import Entry
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.history import (
    Event,
    Sought,
    act_names,
    count_entries,
    event,
    folded,
    history,
)
from kwalcode.project.study import Study
from kwalcode.project.telling.changes import effects, journal, place_of
from kwalcode.project.telling.phrases import acts_on, phrase, topic_of, topics
from kwalcode.store import tables

Open = Callable[[str | None], Study]


def events(study: Study, **sought: Any) -> list[Event]:
    with study.reading() as connection:
        return history(connection, sought=Sought(**sought))


def said(study: Study, **sought: Any) -> list[str]:
    return [phrase(found.entry, found.base) for found in events(study, **sought)]


def changed(study: Study, entry: int) -> list[str]:
    with study.reading() as connection:
        found = effects(connection, event(connection, entry).entry)
    return [f"{effect.sign} {effect.text}" for effect in found]


def test_it_comes_in_pages_newest_first(coded: Study) -> None:
    for start in range(0, 200, 10):
        coding.apply_code(coded, 1, start, start + 5, 1)
    with coded.reading() as connection:
        whole = history(connection)
        pages = history(connection, limit=7)
        while len(pages) < len(whole):
            pages += history(connection, limit=7, before=pages[-1].entry.id)
        assert pages == whole
        assert [e.entry.id for e in whole] == list(range(count_entries(connection), 0, -1))
        assert act_names(connection)["apply code"] == 20


def test_what_undoes_what_is_told(coded: Study) -> None:
    coding.apply_code(coded, 1, 0, 4, 2)
    undo(coded)
    redo(coded)
    undo(coded)
    assert said(coded)[:4] == [
        "undid: coded “b” in R01",
        "did again: coded “b” in R01",
        "undid: coded “b” in R01",
        "coded “b” in R01",
    ]
    act = events(coded)[3]
    assert (act.undone, act.turned_by) == (True, 7)
    redo(coded)
    act = events(coded)[4]
    assert (act.undone, act.turned_by) == (False, 8)
    with coded.reading() as connection:
        assert journal.undone_acts(connection) == set()


@given(turns=st.lists(st.booleans(), max_size=8))
@settings(deadline=None, max_examples=30)
def test_undone_is_what_the_last_turn_says(
    new_study: Callable[[], Study], turns: list[bool]
) -> None:
    with new_study() as study:
        act = codes.create_code(study, "A") and 2
        stands = True
        for back in turns:
            if back and stands:
                undo(study)
                stands = False
            elif not back and not stands:
                redo(study)
                stands = True
        with study.reading() as connection:
            assert journal.undone_acts(connection) == (set() if stands else {act})
            assert event(connection, act).undone is not stands


def test_it_is_narrowed_by_who_what_and_when(
    coded: Study, opened: Open, tamper: Callable[..., None]
) -> None:
    coding.apply_code(opened("Bram"), 1, 0, 4, 2)
    coding.apply_code(coded, 1, 0, 4, 3)
    bram = next(found.entry.actor for found in events(coded) if found.entry.actor_name == "Bram")
    assert [e.entry.name for e in events(coded, actor=bram)] == ["apply code", "add coder"]
    assert len(events(coded, names=frozenset({"apply code"}))) == 2
    assert [e.entry.id for e in events(coded, actor=bram, names=acts_on("coding"))] == [5]
    tamper(coded.path, "UPDATE journal SET time = '2026-01-0' || id || 'T10:00:00.000Z'")
    assert [e.entry.id for e in events(coded, since="2026-01-03T10:00:00.000Z")] == [6, 5, 4, 3]
    assert [e.entry.id for e in events(coded, until="2026-01-03T10:00:00.000Z")] == [2, 1]


@pytest.mark.parametrize("typed", ["cafe", "CAFÉ", "Café", "“café”", "cafe r01", '\\ "q"'])
def test_words_are_found_whatever_their_accents_and_case(coded: Study, typed: str) -> None:
    code = codes.create_code(coded, '“Café” \\ "q"')
    coding.apply_code(coded, 1, 0, 4, code)
    found = events(coded, text=typed)
    assert found[0].entry.name == "apply code"
    assert len(found) == (1 if "r01" in typed else 2)


def test_names_of_arguments_are_no_words_of_an_act(coded: Study) -> None:
    coding.apply_code(coded, 1, 0, 4, 1)
    assert events(coded, text="start") == []
    assert events(coded, text="%") == []


def test_a_reason_is_found(coded: Study) -> None:
    with coded.act("set setting", {"key": "x", "value": "y"}, reason="Na overleg") as change:
        change.insert_rows(tables.settings, ("key", "value"), [("x", "y")])
    assert [e.entry.name for e in events(coded, text="overleg")] == ["set setting"]


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


# In words


def test_every_act_has_its_words(coded: Study) -> None:
    coding.apply_code(coded, 1, 0, 4, 2)
    with coded.reading() as connection:
        number = connection.exec_driver_sql("SELECT id FROM codings").scalar_one()
    coding.remove_codings(coded, [number])
    memo = notes.write_memo(coded, "code", 2, "tekst")
    notes.edit_memo(coded, memo, "anders")
    notes.delete_memo(coded, memo)
    notes.write_memo_on_passage(coded, 1, 0, 4, "hier")
    note = notes.write_memo(coded, "project", None, "los", title="Idee")
    notes.link_memo(coded, note, 1, 4, 8)
    notes.write_memo(coded, "respondent", 1, "wie")
    codes.delete_code(coded, 3)
    people.mark_complete(coded, "Anna", [1])
    assert said(coded)[:11][::-1] == [
        "coded “b” in R01",
        "took 1 coding off",
        "wrote a memo about the code “A > b”",
        "changed a memo about the code “A > b”",
        "deleted a memo about the code “A > b”",
        "wrote a memo about a passage in R01",
        "wrote the note “Idee”",
        "linked the note “Idee” to a passage in R01",
        "wrote a memo about the respondent R01",
        "deleted the code “C” with 0 codings",
        "marked R01 as completely coded for Anna",
    ]
    assert check(coded) == []


def test_every_act_in_the_source_has_words() -> None:
    source = Path(kwalcode.__file__).parent / "project"
    written = "\n".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    names = set(re.findall(r'\.act\(\s*"([^"]+)"', written))
    known = frozenset().union(*map(acts_on, topics()))
    assert "apply code" in names
    assert names - known == set()


def entry(name: str, blanked: bool = False, **arguments: object) -> Entry:
    return Entry(1, b"", "", b"", "Anna", name, arguments, "", None, b"", b"", blanked, b"")


def test_names_with_braces_and_lines_do_no_harm() -> None:
    assert phrase(entry("create code", code="{x}\n{0}")) == "made the code “{x} {0}”"


def test_what_has_no_words_is_told_by_its_name() -> None:
    assert phrase(entry("frobnicate", code="x")) == "frobnicate: x"
    assert phrase(entry("frobnicate")) == "frobnicate"
    assert "erased" in phrase(entry("apply code", blanked=True))
    assert topic_of("frobnicate") == "project"


def test_words_follow_the_language() -> None:
    english = phrase(entry("apply code", code="x"))
    with i18n.speaking("nl"):
        dutch = phrase(entry("apply code", code="x"))
    assert "x" in dutch
    assert phrase(entry("apply code", code="x")) == english


def test_every_act_is_of_one_kind() -> None:
    kinds = [acts_on(topic) for topic in topics()]
    assert sum(map(len, kinds)) == len(frozenset().union(*kinds))


# What changed


def test_what_an_act_changed(coded: Study) -> None:
    coding.apply_code(coded, 1, 0, 4, 2)
    assert changed(coded, 4) == ["+ 1 coding with “A > b” in R01"]
    undo(coded)
    assert changed(coded, 5) == ["− 1 coding with “A > b” in R01"]
    codes.edit_code(coded, 2, definition="Wat het is.")
    assert changed(coded, 6) == ["~ code “A > b”: definition (nothing) → “Wat het is.”"]
    codes.delete_code(coded, 1)
    assert changed(coded, 7) == ["− code “A”", "− code “b”"]
    assert changed(coded, 4) == ["+ 1 coding with “a code that is gone” in R01"]
    assert "+ document R01" in changed(coded, 2)


def test_a_bulk_act_is_told_in_numbers(coded: Study) -> None:
    new = [coding.NewCoding(1, at, at + 2, 1 + at % 3, "Anna") for at in range(90)]
    coding.add_codings(coded, new)
    assert changed(coded, 4) == [
        "+ 30 codings with “A” in R01",
        "+ 30 codings with “A > b” in R01",
        "+ 30 codings with “C” in R01",
    ]


def test_the_place_of_an_act(coded: Study) -> None:
    coding.apply_code(coded, 1, 5, 9, 2)
    notes.write_memo(coded, "code", 1, "x")
    notes.write_memo_on_passage(coded, 1, 10, 14, "x")
    with coded.reading() as connection:
        places = [place_of(connection, event(connection, n).entry) for n in (4, 5, 6)]
    assert places == [(1, (5, 9)), None, (1, (10, 14))]


def test_what_was_erased_is_not_told(coded: Study) -> None:
    coding.apply_code(coded, 1, 5, 9, 2)
    erase_documents(coded, [1])
    with coded.reading() as connection:
        found = event(connection, 4).entry
        assert place_of(connection, found) is None
        assert effects(connection, found) == []
    assert "(what it was about has been erased)" in said(coded)[1]
