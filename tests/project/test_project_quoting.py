"""Quotations marked for the report: marks, edits, and what undo, removal and erasure do to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.edits import take_back
from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.model import Edit, Excerpt
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.quoting import (
    edit_for_report,
    mark_for_report,
    mark_passage,
    unmark_for_report,
)
from kwalcode.project.erasing.erasure import erase_documents, erase_passage
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import document
from kwalcode.project.reads.quoting import Marked, marked, marked_ids, source_of
from kwalcode.project.retrieval.marking import draft_of
from kwalcode.project.retrieval.quotations import excerpts, marked_excerpts, passage_excerpt
from kwalcode.project.retrieval.speech import Speech
from kwalcode.project.study import Study
from kwalcode.report.labelling import passage_with_attribution

Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]
TALK = "Interviewer: Wie bent u?\nR01: Ik ben Jan.\nInterviewer: En dan?\nR01:  Dan bel ik. \n"


@pytest.fixture
def talk(study: Study, prepared: Callable[..., object]) -> Iterator[Study]:
    """A study in which document 1 is `TALK`, whole under code 1 in quotation 1."""
    from kwalcode.project.acts.codes import create_code

    import_document(study, prepared("R01", TALK))  # type: ignore[arg-type]
    set_attributes(study, {1: ("", {"domain": "gemeente"})})
    code = create_code(study, "bellen")
    apply_code(study, 1, 0, len(TALK), code)
    yield study
    assert check(study) == []


def marks(study: Study) -> list[Marked]:
    with study.reading() as connection:
        return marked(connection)


def listed(study: Study, **how: object) -> list[Excerpt]:
    with study.reading() as connection:
        return list(marked_excerpts(connection, **how)[1])  # type: ignore[arg-type]


def test_marking_twice_is_once_and_undo_takes_it_back(talk: Study, tables: Tables) -> None:
    before = tables(talk)
    assert mark_for_report(talk, [1, 1], " sterk ") == 1
    assert [(m.quotation, m.edits, m.note) for m in marks(talk)] == [(1, (), "sterk")]
    done = tables(talk)
    assert mark_for_report(talk, [1]) == 0
    assert tables(talk) == done
    undo(talk)
    assert tables(talk) == before
    redo(talk)
    assert tables(talk) == done


def test_a_marked_quotation_outlives_its_last_coding(talk: Study) -> None:
    mark_for_report(talk, [1])
    with talk.reading() as connection:
        ids = [c.id for c in codings_of(connection, 1)]
    remove_codings(talk, ids)
    (left,) = listed(talk)
    assert (left.start, left.end, left.codes, left.coders) == (0, len(TALK), (), ())
    assert unmark_for_report(talk, [1, 99]) == 1
    with talk.reading() as connection, pytest.raises(NotFound):
        source_of(connection, 1)
    undo(talk)
    assert [m.quotation for m in marks(talk)] == [1]


def test_edits_are_shown_and_can_be_taken_back(talk: Study, tables: Tables) -> None:
    name, call = TALK.index("Jan"), TALK.index("Dan bel")
    plain = listed_text(talk)
    edits = [
        Edit("insertion", call + 4, call + 4, "toch"),
        Edit("pseudonym", name, name + 3, "[X]"),
    ]
    before = tables(talk)
    edit_for_report(talk, 1, edits, "noot")
    (shown,) = listed(talk)
    assert shown.text == "Wie bent u?\nIk ben [X].\nEn dan?\nDan [toch] bel ik."
    assert (shown.edits, shown.note) == (tuple(reversed(edits)), "noot")
    (unedited,) = listed(talk, edited=False)
    assert (unedited.text, unedited.edits) == (plain, ())
    with talk.reading() as connection:
        draft = draft_of(connection, 1)
    assert take_back(draft.edited(draft.edits)) == TALK == draft.source
    assert draft.marked
    assert draft.note == "noot"
    edit_for_report(talk, 1, [])
    assert [(m.edits, m.note) for m in marks(talk)] == [((), "noot")]
    undo(talk)
    assert listed(talk) == [shown]
    undo(talk)
    assert tables(talk) == before


def listed_text(study: Study) -> str:
    with study.reading() as connection:
        return next(iter(excerpts(connection)[1])).text


def test_any_passage_can_be_marked(talk: Study) -> None:
    start = TALK.index("Ik ben")
    number = mark_passage(talk, 1, start, start + 11, [Edit("elision", 0, 2)], "n")
    assert mark_passage(talk, 1, start, start + 11, []) == number
    assert [(m.start, m.edits, m.note) for m in marks(talk)] == [(start, (), "n")]
    assert listed(talk)[0].text == "Ik ben Jan."
    undo(talk)
    assert listed(talk)[0].text == "(...) ben Jan."
    undo(talk)
    assert marks(talk) == []
    with talk.reading() as connection, pytest.raises(NotFound):
        source_of(connection, number)


@pytest.mark.parametrize(
    ("edits", "error"),
    [([Edit("elision", 0, 999)], UsageError), ([Edit("pseudonym", 0, 2, " ")], UsageError)],
)
def test_what_cannot_be_changes_nothing(
    talk: Study, tables: Tables, edits: list[Edit], error: type[Exception]
) -> None:
    before = tables(talk)
    with pytest.raises(error):
        edit_for_report(talk, 1, edits)
    with pytest.raises(error):
        mark_passage(talk, 1, 3, 9, edits)
    with pytest.raises(Refused):
        mark_passage(talk, 1, 5, 5)
    with pytest.raises(NotFound):
        mark_for_report(talk, [1, 77])
    with pytest.raises(NotFound):
        edit_for_report(talk, 77, [])
    assert tables(talk) == before


def test_filters_choose_among_marked_quotations(talk: Study) -> None:
    question = TALK.index("En dan?")
    mark_passage(talk, 1, question, question + 7)
    mark_for_report(talk, [1])
    assert [e.text for e in listed(talk, roles=["respondent"])] == [listed_text(talk)]
    assert [e.role for e in listed(talk)] == ["respondent", "interviewer"]
    assert [e.codes for e in listed(talk, codes=[1])] == [("bellen",)]
    assert listed(talk, where=["domain=politie"]) == []
    with talk.reading() as connection:
        assert marked_ids(connection, [1, 2, 3]) == {1, 2}


def test_erasing_takes_marks_edits_and_notes_out(talk: Study) -> None:
    secret = "Zwaluwstraat"
    edit_for_report(talk, 1, [Edit("insertion", 20, 20, secret)], f"noot {secret}")
    edit_for_report(talk, 1, [Edit("insertion", 21, 21, f"{secret} 7")])
    place = TALK.index("Jan")
    erase_passage(talk, 1, place, place + 3)
    assert marks(talk) == []
    assert secret.encode() not in talk.path.read_bytes()
    assert told(talk).count(secret) == 0


def test_erasing_a_document_takes_its_marks_along(talk: Study) -> None:
    mark_passage(talk, 1, 3, 9, [Edit("insertion", 0, 0, "Zwaluwstraat")])
    erase_documents(talk, [1])
    assert marks(talk) == []
    assert "Zwaluwstraat" not in told(talk)


def told(study: Study) -> str:
    """Return all that the journal says."""
    from kwalcode.project.history import journal

    with study.reading() as connection:
        entries = list(journal.entries(connection))
        return repr([list(journal.images(connection, e.id)) for e in entries]) + repr(entries)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_cuts_leave_what_the_excerpt_says(
    prepared: Callable[..., object], new_study: Callable[[], Study], data: st.DataObject
) -> None:
    study = SPEECH.get("study") or SPEECH.setdefault("study", _many_turns(new_study(), prepared))
    with study.reading() as connection:
        speech = Speech(connection, document(connection, 1))
        start = data.draw(st.integers(0, len(speech.text) - 1))
        end = data.draw(st.integers(start + 1, len(speech.text)))
        text = passage_excerpt(connection, speech.document, start, end).text
    edited = speech.edited((start, end), [])
    assert edited.text.split() == text.split()
    assert take_back(edited) == speech.text[start:end]


SPEECH: dict[str, Study] = {}


def _many_turns(study: Study, prepared: Callable[..., object]) -> Study:
    text = "KOP\n" + "Interviewer: Zo? é👩‍👧\nR01:  Ja\u0301, dus.  \n\nR01: \n" * 5
    import_document(study, prepared("R01", text))  # type: ignore[arg-type]
    return study


def test_copying_names_whose_words_they_are(talk: Study) -> None:
    start = TALK.index("Ik ben")
    copied = passage_with_attribution(talk, 1, start, start + 11)
    assert copied == "“Ik ben Jan.” (Gemeente)"
    assert passage_with_attribution(talk, 1, 0, 24) == "“Wie bent u?” (Interviewer, Gemeente)"
    both = passage_with_attribution(talk, 1, 0, 41)
    assert both == "“Wie bent u?\nIk ben Jan.” (Gemeente)"
    with pytest.raises(NotFound):
        passage_with_attribution(talk, 9, 0, 1)


def test_in_a_group_the_words_are_those_of_who_speaks(talk: Study) -> None:
    from kwalcode.store.tables import speakers

    with talk.act("map speaker") as change:
        from kwalcode.store.tables import respondents

        other = change.insert(respondents, name="Petra")
        change.update(speakers, speakers.c.label == "R01", respondent_id=other)
    start = TALK.index("Ik ben")
    with talk.reading() as connection:
        said = passage_excerpt(connection, document(connection, 1), start, start + 11)
        asked = passage_excerpt(connection, document(connection, 1), 0, 20)
        (whole,) = excerpts(connection)[1]
    assert (said.respondent, said.attributes) == ("Petra", {})
    assert asked.respondent == "R01"
    assert (whole.respondent, whole.speaker, whole.turn) == ("Petra", "R01", 1)
