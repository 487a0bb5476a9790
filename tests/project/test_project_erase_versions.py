"""An erasure takes the earlier texts of a document too, and all that tells of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kwalcode.errors import Refused
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.correcting import correct_document, replace_in_documents
from kwalcode.project.acts.deciding import drop_uncarried, place_uncarried
from kwalcode.project.acts.documents import import_document, set_role
from kwalcode.project.acts.notes import write_memo_on_passage
from kwalcode.project.acts.quoting import mark_passage
from kwalcode.project.correcting.preparing import prepare_replacement, prepare_text
from kwalcode.project.erasing.erasure import (
    erase_documents,
    erase_leftovers,
    erase_passage,
    erase_respondent,
    erase_versions,
)
from kwalcode.project.history import journal
from kwalcode.project.history.check import check, leftover_texts
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import list_uncarried, versions_of
from kwalcode.project.study import Study

Open = Callable[[str | None], Study]
TALK = "Interviewer: wie bent u?\nKarel: mijn geheim is Zwaluwstraat 7\nKarel: en verder niets\n"


def nowhere(study: Study, *secrets: str) -> None:
    """See to it that the secrets are in no table, no image and no byte of the project's files."""
    with study.reading() as connection:
        told = [
            repr(image)
            for entry in journal.entries(connection)
            for image in journal.images(connection, entry.id)
        ]
        for table in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
        ).scalars():
            told.append(repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all()))
    data = b"".join(path.read_bytes() for path in study.path.parent.glob("study.kwal*"))
    for secret in secrets:
        assert secret not in "\n".join(told), secret
        assert secret.encode() not in data, secret


@pytest.fixture
def corrected(coded: Study, prepared: Callable[..., Any]) -> Study:
    """`coded` with a second document, corrected twice and once undone, and one thing waiting."""
    import_document(coded, prepared("gesprek", TALK))
    at = TALK.index("geheim is")
    apply_code(coded, 2, at, at + 22, 1)
    apply_code(coded, 2, 0, 12, 1)
    write_memo_on_passage(coded, 2, at, at + 22, "memo: Zwaluwstraat!")
    mark_passage(coded, 2, at, at + 22, note="noot: Zwaluwstraat!")
    apply_code(coded, 1, 0, 4, 1)
    correct(coded, "Zwaluwstraat 7", "Meeuwlaan 8")
    correct(coded, "en verder", "Spechtplein en verder")
    undo(coded)
    return coded


def correct(study: Study, old: str, new: str, number: int = 2) -> None:
    with study.reading() as connection:
        text = text_of(connection, number)
    assert correct_document(study, prepare_text(study, number, text.replace(old, new)))
    assert check(study) == []


SECRETS = ("Zwaluwstraat", "Meeuwlaan", "Spechtplein")


def test_a_document_goes_with_all_its_texts(corrected: Study) -> None:
    done = erase_documents(corrected, [2])
    assert (done.documents, done.codings, done.memos) == (1, 1, 1)
    nowhere(corrected, *SECRETS, "Karel")
    assert check(corrected) == []
    with corrected.reading() as connection:
        assert leftover_texts(connection) == []
        assert list_uncarried(connection) == []


def test_a_respondent_goes_with_all_texts(corrected: Study) -> None:
    erase_respondent(corrected, "gesprek")
    nowhere(corrected, *SECRETS, "Karel")
    assert check(corrected) == []


def test_a_passage_goes_with_the_earlier_texts(corrected: Study) -> None:
    with corrected.reading() as connection:
        at = text_of(connection, 2).index("Meeuwlaan")
        waiting = [one.id for one in list_uncarried(connection)]
    assert len(waiting) == 3
    with pytest.raises(Refused, match="waits for a decision"):
        erase_passage(corrected, 2, at, at + 11)
    place_uncarried(corrected, waiting)
    erase_passage(corrected, 2, at, at + 11)
    nowhere(corrected, *SECRETS)
    assert check(corrected) == []
    with corrected.reading() as connection:
        assert len(codings_of(connection, 2)) == 2
        assert [v.version for v in versions_of(connection, 2)] == [2]
        assert leftover_texts(connection) == []


def test_the_earlier_texts_alone(corrected: Study, prepared: Callable[..., Any]) -> None:
    set_role(corrected, 2, "Karel", "other")
    with pytest.raises(Refused, match="waits for a decision"):
        erase_versions(corrected, [2])
    with corrected.reading() as connection:
        drop_uncarried(corrected, [one.id for one in list_uncarried(connection)])
    found = prepare_replacement(corrected, "Karel", "P1", [2])
    replace_in_documents(corrected, found, accept=True)
    erase_versions(corrected, [2], reason="gemaskeerd")
    nowhere(corrected, "Karel", "Spechtplein")
    assert check(corrected) == []
    with corrected.reading() as connection:
        assert "Meeuwlaan" in text_of(connection, 2)
        assert len(codings_of(connection, 2)) == 1
        assert [v.version for v in versions_of(connection, 2)] == [3]
    with pytest.raises(Refused, match="an erasure took out"):
        undo(corrected)


def test_leftovers_are_texts_of_what_was_undone(corrected: Study) -> None:
    with corrected.reading() as connection:
        assert len(leftover_texts(connection)) == 1
    erase_leftovers(corrected)
    nowhere(corrected, "Spechtplein")
    assert check(corrected) == []
    with pytest.raises(Refused, match="an erasure took out"):
        redo(corrected)
    assert undo(corrected).name == "correct document"
    assert check(corrected) == []
    with corrected.reading() as connection:
        assert text_of(connection, 2) == TALK


def test_after_an_erasure_nothing_comes_back_in_a_wrong_place(
    corrected: Study, opened: Open
) -> None:
    bram = opened("Bram")
    coding = apply_code(bram, 2, 30, 40, 2)
    assert coding is not None
    remove_codings(bram, [coding])
    correct(corrected, "wie bent u", "maar wie bent u dan")
    with corrected.reading() as connection:
        drop_uncarried(corrected, [one.id for one in list_uncarried(connection)])
    erase_versions(corrected, [2])
    with pytest.raises(Refused):
        undo(bram)
    assert check(corrected) == []


def test_a_text_that_another_document_shows_stays(
    coded: Study, prepared: Callable[..., Any]
) -> None:
    import_document(coded, prepared("een", TALK))
    import_document(coded, prepared("twee", TALK))
    correct(coded, "Zwaluwstraat 7", "[adres]")
    erase_versions(coded, [2])
    with coded.reading() as connection:
        assert text_of(connection, 3) == TALK
    assert check(coded) == []
    erase_passage(coded, 3, TALK.index("Zwaluwstraat"), TALK.index("Zwaluwstraat") + 14)
    nowhere(coded, "Zwaluwstraat")
    assert check(coded) == []
