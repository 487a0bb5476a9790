"""Erasing a respondent who took part in a group interview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import Refused
from kwalcode.project.acts.attributes import set_values
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import write_memo, write_memo_on_passage
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.respondents import map_speakers
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.erasing.erasure import erase_documents, erase_respondent
from kwalcode.project.history import journal
from kwalcode.project.history.check import check, leftover_texts
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import (
    all_documents,
    roles_of,
    speakers_of,
    text_of,
    turns_of,
)
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.study import Study
from kwalcode.transcripts.blocks import MASK

Prepare = Callable[..., Any]

TALK = (
    "Interviewer: wie begint?\n"
    "Hendrika: ik woon aan de Zwaluwstraat.\n"
    "Piet: dat klopt, zij woont daar.\n"
    "Hendrika: al sinds 😀 zeventien jaar.\n"
)
TRACES = ("Hendrika", "Zwaluwstraat", "zeventien", "Geheimdorp", "Brouwer", "geheim-memo")


@pytest.fixture
def group(coded: Study, prepared: Prepare) -> Study:
    """`coded` with document 2, in which Hendrika and Piet speak, each a respondent."""
    import_document(coded, prepared("groep", TALK))
    map_speakers(coded, 2, {"Hendrika": "mw Brouwer", "Piet": "Piet"})
    set_attributes(coded, {1: ("", {"woonplaats": "X"})})
    with coded.reading() as connection:
        people = {name: number for number, name in respondent_names(connection).items()}
    set_values(coded, "woonplaats", {people["mw Brouwer"]: "Geheimdorp"})
    write_memo(coded, "respondent", people["mw Brouwer"], "geheim-memo over haar")
    own = TALK.index("ik woon")
    write_memo_on_passage(coded, 2, own, own + 7, "geheim-memo over wat zij zegt")
    write_memo_on_passage(coded, 2, *place("dat klopt"), "memo die blijft")
    apply_code(coded, 2, own, own + 7, 1)
    apply_code(coded, 2, *place("dat klopt"), 1)
    apply_code(coded, 2, own, TALK.index("klopt") + 5, 2)  # hers and his
    mark_complete(coded, "Anna", [2])
    return coded


def place(words: str) -> tuple[int, int]:
    start = TALK.index(words)
    return start, start + len(words)


def everything(study: Study) -> str:
    """Return all that the file says: rows, images, bytes."""
    with study.reading() as connection:
        images = [
            repr(image)
            for entry in journal.entries(connection)
            for image in journal.images(connection, entry.id)
        ]
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        rows = [
            repr(connection.exec_driver_sql(f"SELECT * FROM {name}").all())
            for name in tables.scalars().all()
        ]
    data = b"".join(path.read_bytes() for path in study.path.parent.glob("study.kwal*"))
    return "\n".join([*images, *rows, data.decode("utf-8", "replace")])


def test_their_turns_their_label_and_what_is_known_of_them_go(group: Study) -> None:
    assert all(trace in everything(group) for trace in TRACES)
    done = erase_respondent(group, "mw Brouwer", reason="intrekking")
    assert (done.documents, done.codings, done.memos) == (0, 1, 2)
    told = everything(group)
    assert [trace for trace in TRACES if trace in told] == []
    assert check(group) == []
    with group.reading() as connection:
        assert leftover_texts(connection) == []


def test_what_others_said_stays_in_its_place(group: Study) -> None:
    erase_respondent(group, "mw Brouwer")
    with group.reading() as connection:
        text = text_of(connection, 2)
        assert len(text) == len(TALK)
        lines = text.splitlines()
        assert lines[0] == "Interviewer: wie begint?"
        assert lines[2] == "Piet: dat klopt, zij woont daar."
        assert set(lines[1]) == set(lines[3]) == {MASK, " "}
        assert [turn.speaker for turn in turns_of(connection, 2)] == [
            "Interviewer", MASK, "Piet", MASK,
        ]  # fmt: skip
        assert roles_of(connection, 2)[MASK] == "other"
        assert [text[c.start : c.end] for c in codings_of(connection, 2)][-1] == "dat klopt"
        assert len(codings_of(connection, 2)) == 2
        assert [memo.text for memo in all_memos(connection)] == ["memo die blijft"]


def test_they_count_no_more(group: Study) -> None:
    erase_respondent(group, "mw Brouwer")
    with group.reading() as connection:
        names = respondent_names(connection)
        assert sorted(names.values()) == ["Piet", "R01", "groep"]
        found = evidence(connection, coder="Anna").codings
        assert {(row.code, names[row.respondent]) for row in found.itertuples()} >= {(1, "Piet")}
        assert all(s.respondent in (None, *names) for s in speakers_of(connection))


def test_one_with_a_document_too_goes_from_both(group: Study, prepared: Prepare) -> None:
    import_document(group, prepared("enkel", "Interviewer: en?\nHendrika: Zwaluwstraat zeven.\n"))
    set_attributes(group, {3: ("mw Brouwer", {})})
    done = erase_respondent(group, "mw Brouwer")
    assert done.documents == 1
    told = everything(group)
    assert [trace for trace in (*TRACES, "enkel") if trace in told] == []
    assert check(group) == []


def test_one_who_speaks_in_two_groups(group: Study, prepared: Prepare) -> None:
    import_document(group, prepared("tweede", "Hendrika: weer Zwaluwstraat.\nKees: ja.\n"))
    map_speakers(group, 3, {"Hendrika": "mw Brouwer"})
    erase_respondent(group, "mw Brouwer")
    told = everything(group)
    assert [trace for trace in TRACES if trace in told] == []
    with group.reading() as connection:
        assert text_of(connection, 3).endswith("Kees: ja.\n")
    assert check(group) == []


def test_two_groups_of_the_same_words(group: Study, prepared: Prepare) -> None:
    """The two documents share one text: what is blacked out in one is so in the other."""
    import_document(group, prepared("nog eens", TALK))
    erase_respondent(group, "mw Brouwer")
    with group.reading() as connection:
        assert text_of(connection, 3) == text_of(connection, 2)
    assert check(group) == []


def test_when_the_group_interview_goes_those_who_only_spoke_there_go_too(group: Study) -> None:
    erase_documents(group, [2])
    told = everything(group)
    assert [trace for trace in (*TRACES, "Piet") if trace in told] == []
    assert check(group) == []


def test_one_who_speaks_elsewhere_stays_when_a_document_goes(
    group: Study, prepared: Prepare
) -> None:
    import_document(group, prepared("enkel", "Interviewer: en?\nJ: ja.\n"))
    set_attributes(group, {3: ("Piet", {})})
    erase_documents(group, [3])
    with group.reading() as connection:
        assert "Piet" in respondent_names(connection).values()
        assert len(all_documents(connection)) == 2
    assert check(group) == []


def test_what_was_done_before_cannot_be_undone_into_the_file_again(group: Study) -> None:
    erase_respondent(group, "mw Brouwer")
    refused = 0
    for _turn in range(20):
        try:
            undo(group)
        except Refused:
            refused += 1
            break
    told = everything(group)
    assert [trace for trace in TRACES if trace in told] == []
    assert refused
