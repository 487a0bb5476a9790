"""What waits for a decision of the same place in several texts, or in several documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.notes import link_memo, write_memo
from kwalcode.project.acts.themes import create_theme, quote_for_theme
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.history.check import check
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import list_uncarried, text_of_content
from kwalcode.project.study import Study

WORDS = "Ik ben Piet en ik woon in Delft bij de molen.\n"
PIET = (7, 11)


def corrected(study: Study, old: str, new: str, document: int = 1) -> None:
    with study.reading() as connection:
        text = text_of(connection, document)
    assert old in text
    correct_document(study, prepare_text(study, document, text.replace(old, new)))


def waiting(study: Study) -> list[tuple[str, str]]:
    with study.reading() as connection:
        return sorted((one.kind, one.words) for one in list_uncarried(connection))


def test_words_corrected_twice_in_one_place_wait_both(
    study: Study, prepared: Callable[..., Any]
) -> None:
    import_document(study, prepared("R01", WORDS))
    theme = create_theme(study, "Wonen", "", [])
    note = write_memo(study, "project", None, "een losse notitie")
    for old, new in (("Piet", "Kees"), ("Kees", "Joop")):
        quote_for_theme(study, theme, 1, *PIET, "supporting")
        link_memo(study, note, 1, *PIET)
        corrected(study, old, new)
    expected = [(kind, words) for kind in ("evidence", "link") for words in ("Kees", "Piet")]
    assert waiting(study) == expected
    assert check(study) == []


def test_the_same_place_in_two_documents_alike_waits_in_both(
    study: Study, prepared: Callable[..., Any]
) -> None:
    theme = create_theme(study, "Wonen", "", [])
    for number, name in ((1, "R01"), (2, "R02")):
        import_document(study, prepared(name, WORDS.replace("Delft", f"{name}00")))
        quote_for_theme(study, theme, number, *PIET, "supporting")
        corrected(study, "Piet", "Kees", number)
    assert waiting(study) == [("evidence", "Piet"), ("evidence", "Piet")]
    with study.reading() as connection:  # or a join would take them for one
        names = connection.exec_driver_sql("SELECT count(DISTINCT uuid) FROM uncarried").scalar()
    assert names == 2
    assert check(study) == []


def test_what_waits_waits_in_the_first_text_that_had_its_words(
    study: Study, prepared: Callable[..., Any]
) -> None:
    import_document(study, prepared("R01", WORDS))
    theme = create_theme(study, "Wonen", "", [])
    corrected(study, "Piet", "Kees")
    corrected(study, "molen", "grote molen")
    corrected(study, "grote molen", "molen")  # a text that it had before
    quote_for_theme(study, theme, 1, *PIET, "supporting")
    corrected(study, "Kees", "Joop")
    with study.reading() as connection:
        (one,) = list_uncarried(connection)
        assert text_of_content(connection, one.content) == WORDS.replace("Piet", "Kees")
