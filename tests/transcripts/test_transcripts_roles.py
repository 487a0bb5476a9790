from __future__ import annotations

import pytest

from kwalcode.transcripts import read_bytes
from kwalcode.transcripts.labels import role_word


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("I", "interviewer"),
        ("Int", "interviewer"),
        ("Int.", "interviewer"),
        ("INTERVIEWER", "interviewer"),
        ("Interviewer 2", "interviewer"),
        ("De interviewer", "interviewer"),
        ("Onderzoeker", "interviewer"),
        ("Jan (onderzoeker)", "interviewer"),
        ("Interviewer, First", "interviewer"),
        ("Vraag", "interviewer"),
        ("Vraag 3", None),
        ("R", "respondent"),
        ("R12", "respondent"),
        ("R1 (Jan)", "respondent"),
        ("Resp. 2", "respondent"),
        ("Geïnterviewde", "respondent"),
        ("geinterviewde", "respondent"),
        ("Gei\u0308nterviewde", "respondent"),
        ("Deelnemer B", "respondent"),
        ("Notulist", "other"),
        ("Tolk", "other"),
        ("De voorzitter", "other"),
        ("Speaker 1", "speaker"),
        ("SPEAKER_00", "speaker"),
        ("Jan", None),
        ("Ria", None),
        ("Ingrid", None),
        ("I a", None),
    ],
)
def test_role_words(name: str, role: str | None) -> None:
    assert role_word(name) == role


def roles(text: str, interviewer: str | None = None) -> dict[str, str]:
    return dict(read_bytes("a.txt", text.encode(), interviewer=interviewer).roles)


TALK = (
    "Jan: Wat deed u?\nPiet: Ik werkte in de wijk, jarenlang.\nJan: Ja? Hoe?\nPiet: Gewoon, zo.\n"
)


def test_role_words_decide() -> None:
    assert roles("I: Ja?\nR: Ja.\nTolk: Nee.") == {
        "I": "interviewer",
        "R": "respondent",
        "Tolk": "other",
    }


def test_of_two_names_the_one_who_asks_is_the_interviewer() -> None:
    found = read_bytes("a.txt", TALK.encode())
    assert found.roles == {"Jan": "interviewer", "Piet": "respondent"}
    assert "Jan" in found.notices[-1]


@pytest.mark.parametrize("given", ["Piet", "piet:", " PIET "])
def test_the_user_knows_better(given: str) -> None:
    assert roles(TALK, given) == {"Jan": "respondent", "Piet": "interviewer"}


def test_an_interviewer_who_is_not_there_is_said() -> None:
    found = read_bytes("a.txt", TALK.encode(), interviewer="Klaas")
    assert "No speaker is called Klaas" in found.notices[0]
    assert "Jan, Piet" in found.notices[0]


def test_without_a_sign_nobody_is_the_interviewer() -> None:
    found = read_bytes("a.txt", b"Jan: a.\nPiet: b.\nJan: a.\nPiet: b.\n")
    assert set(found.roles.values()) == {"respondent"}
    assert "No interviewer" in found.notices[0]


def test_questions_and_answers() -> None:
    assert roles("Q: Why?\nA: So.\nQ: How?\nA: Thus.") == {"Q": "interviewer", "A": "respondent"}
    assert roles("V: Hoe?\nA: Zo.\nV: En?\nA: Ja.") == {"V": "interviewer", "A": "respondent"}


def test_nobody_is_the_respondent_and_a_heading_is_nobodys_talk() -> None:
    assert roles("Een verhaal.\n\nNog een.") == {"": "respondent"}
    assert roles("# Gesprek 4\n\nI: Ja?\nR: Ja.")[""] == "other"
