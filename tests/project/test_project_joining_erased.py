"""What was erased anywhere does not come back by joining, whatever else was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from joining_tools import copy_of, joined

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.documents import import_document, rename_document
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import link_memo, write_memo
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.acts.theme_quoting import quote_all_for_theme
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.erasing.erasure import erase_documents, erase_passage, erase_versions
from kwalcode.project.joining.details import unpack_details
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.versions import list_uncarried
from kwalcode.project.study import Study, open_study
from kwalcode.transcripts.masking import aligned, masked

Prepare = Callable[..., Any]
WORDS = "Ik ben Piet en ik woon in Delft bij de molen.\n"
PIET, DELFT = (7, 11), (26, 31)


def begun(study: Study, prepared: Prepare) -> None:
    import_document(study, prepared("R01", WORDS))
    import_codebook(study, [CodeSpec(("A",))], source="x")


def corrected(study: Study, old: str, new: str) -> None:
    with study.reading() as connection:
        text = text_of(connection, 1)
    assert old in text
    correct_document(study, prepare_text(study, 1, text.replace(old, new)))


def shown(study: Study) -> str:
    with study.reading() as connection:
        return text_of(connection, 1)


def stored(study: Study) -> bytes:
    """Return all bytes of the file, its log included."""
    with study.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    return b"".join(path.read_bytes() for path in study.path.parent.glob(study.path.name + "*"))


def test_a_text_corrected_elsewhere_does_not_bring_the_words_back(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", lambda other: corrected(other, "bij de molen", "bij de kerk"))
        erase_passage(study, 1, *PIET)
        joined(study, bram)
        assert shown(study) == "Ik ben ████ en ik woon in Delft bij de kerk.\n"
        assert b"Piet" not in stored(study)


def test_earlier_texts_that_were_erased_do_not_come_back_as_versions(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        corrected(study, "Piet", "[naam]")
        bram = copy_of(study, "Bram", lambda other: corrected(other, "bij de molen", "bij de kerk"))
        erase_versions(study, [1])
        assert b"Piet" not in stored(study)
        joined(study, bram)
        assert shown(study) == "Ik ben [naam] en ik woon in Delft bij de kerk.\n"
        assert b"Piet" not in stored(study)


def test_words_put_where_something_was_erased_go_too(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", lambda other: corrected(other, "Piet", "Pieter de Wit"))
        erase_passage(study, 1, *PIET)
        joined(study, bram)
        assert "Piet" not in shown(study)
        assert "Wit" not in shown(study)
        assert shown(study).endswith(" en ik woon in Delft bij de molen.\n")


def test_what_a_copy_erased_is_blacked_out_here_and_told(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", lambda other: erase_passage(other, 1, *PIET))
        carla = copy_of(study, "Carla", lambda other: erase_passage(other, 1, *DELFT))
        apply_code(study, 1, *PIET, 1)
        done = joined(study, bram)
        assert shown(study) == WORDS.replace("Piet", "████")
        assert any("blacked out here too" in note for note in done.notes)
        assert done.waiting == 0  # the coding stays on its passage
        joined(study, carla)
        assert shown(study) == WORDS.replace("Piet", "████").replace("Delft", "█████")
        with study.reading() as connection:
            source = connection.exec_driver_sql("SELECT source_sha256 FROM documents").scalar()
            assert connection.exec_driver_sql("SELECT count(*) FROM codings").scalar() == 1
        assert source is None


def test_a_correction_after_the_erasure_may_fill_the_place(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        erase_passage(study, 1, *PIET)
        bram = copy_of(study, "Bram", lambda other: corrected(other, "████", "[naam]"))
        joined(study, bram)
        assert shown(study) == WORDS.replace("Piet", "[naam]")


def test_a_document_removed_after_its_erasure_stays_away(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", lambda other: apply_code(other, 1, *DELFT, 1))
        erase_passage(study, 1, *PIET)
        remove_documents(study, [1])
        done = joined(study, bram)
        with study.reading() as connection:
            assert all_documents(connection) == []
        assert done.lost
        assert b"Piet" not in stored(study)


def test_a_copy_that_erased_gets_nothing_back_either(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", lambda other: erase_passage(other, 1, *PIET))
        corrected(study, "ik woon", "Piet woont")
        with open_study(bram, "Bram") as other:
            joined(other, study.path)
            assert shown(other).startswith("Ik ben ████ ")
            assert shown(other).endswith(" woont in Delft bij de molen.\n")
            assert "Piet" not in shown(other)  # written beside it: nobody can tell


def test_what_waits_since_this_join_is_not_taken_for_what_another_erasure_took(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        import_document(study, prepared("R02", "Mijn naam is Jansen.\n"))
        note = write_memo(study, "project", None, "een losse notitie van het begin")
        theme = create_theme(study, "Wonen", "", [1])
        bram = copy_of(study, "Bram", lambda other: link_memo(other, note, 1, *DELFT))
        with open_study(bram, "Bram") as other:
            quote_all_for_theme(other, theme, [(1, *DELFT)])
        erase_documents(study, [2])
        corrected(study, "Delft", "Leiden")
        joined(study, bram)
        with study.reading() as connection:
            waiting = list_uncarried(connection)
        assert sorted((one.kind, one.words) for one in waiting) == [
            ("evidence", "Delft"),
            ("link", "Delft"),
        ]


def test_what_waits_in_a_text_of_the_copy_comes_where_nothing_of_that_was_erased(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        import_document(study, prepared("R02", "Mijn naam is Jansen.\n"))
        bram = copy_of(study, "Bram", lambda other: corrected(other, "Delft", "Den Haag"))
        with open_study(bram, "Bram") as other:
            apply_code(other, 1, 26, 34, 1)
            corrected(other, "Den Haag", "Voorburg")
        erase_documents(study, [2])
        done = joined(study, bram)
        assert done.lost == []
        with study.reading() as connection:
            assert [one.words for one in list_uncarried(connection)] == ["Den Haag"]


def test_a_copy_that_knows_of_the_erasure_brings_nothing_back_either(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        import_document(study, prepared("R02", "Mijn naam is Jansen.\n"))
        apply_code(study, 1, 32, 35, 1)
        bram = copy_of(study, "Bram", lambda other: erase_passage(other, 1, *PIET))
        with open_study(bram, "Bram") as other:
            erase_documents(other, [2])
            corrected(study, "bij de", "naast de")
            joined(study, bram)  # it has the words in its history, and knows that they were erased
            joined(other, study.path)
            assert shown(other) == "Ik ben ████ en ik woon in Delft naast de molen.\n"
            with other.reading() as connection:
                assert [one.name for one in all_documents(connection)] == ["R01"]
                (waiting,) = list_uncarried(connection)
            assert waiting.words == "bij"
            assert b"Piet" not in stored(other)
            assert b"Jansen" not in stored(other)
        with study.reading() as connection:
            assert len(all_documents(connection)) == 2
        with open_study(bram, "Bram") as other:
            apply_code(other, 1, *DELFT, 1)
        assert joined(study, bram).notes == []  # that was told before
        with study.reading() as connection:
            assert len(all_documents(connection)) == 2


def test_what_a_join_keeps_for_later_ones_holds_no_names_or_texts(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        import_codebook(study, [CodeSpec(("B",)), CodeSpec(("C",))], source="x")
        import_document(study, prepared("R02", "Iets anders.\n"))

        def bram_does(other: Study) -> None:
            merge_codes(other, [2], 1)
            rename_document(other, 1, "Karel")

        bram = copy_of(study, "Bram", bram_does)
        write_memo(study, "code", 2, "Jansen zei het")
        rename_document(study, 2, "Karel")
        joined(study, bram)
        with study.reading() as connection:
            names = [one.name for one in all_documents(connection)]
            details = unpack_details(
                connection.exec_driver_sql("SELECT details FROM joins").scalars().all()
            )
        assert sorted(names)[0] == "Karel"
        assert "Karel (" in sorted(names)[1]
        assert {fit.table for fit in details.fits} == {"documents", "memos"}
        assert "Karel" not in repr(details)
        assert "Jansen" not in repr(details)


def test_masks_go_where_the_words_went() -> None:
    assert masked("een twee drie", "een ████ drie") == "een ████ drie"
    text = "nul. En toen ging ik een twee drie naar huis."
    assert masked(text, "En toen ging ik een ████ drie naar huis.") == text.replace("twee", "████")
    assert masked("een tweede drie", "een ████ drie") == "een ██████ drie"
    assert masked("een twee", "een twee drie") == "een twee"
    assert masked("een drie", "een ████ drie") == "een drie"


def test_masks_take_only_what_was_erased_where_a_text_tells_what_that_was() -> None:
    assert masked("R02 eEN Twee", "███ een twee") == "███ ███ █wee"
    assert masked("R02 eEN Twee", "███ een twee", ["R02 een twee"]) == "███ eEN Twee"
    between = ["een ███ drie", "een twee drie", "een twee █rie"]
    assert masked("een twee nee drie", "een ████ drie", between) == "een ████ ███ drie"
    assert masked("een tweede drie", "een ████ drie", between) == "een ██████ drie"
    assert masked("een twee of drie", "███ twee drie", between) == "███ twee of drie"


def test_erased_words_that_were_written_again_beside_it_go_too() -> None:
    old = "Ik ben Piet en ik woon hier."
    text, other = old.replace("ik woon", "Piet woont"), old.replace("Piet", "████")
    assert masked(text, other, [old]) == "Ik ben ████ en ████ woont hier."


def test_a_passage_stays_where_another_text_on_the_way_has_it() -> None:
    old, between, new = "aap noot mies", "aap noot mies teun", "aap noot mies teun"
    assert aligned(old, new).carried((4, 8)) == (4, 8)
    assert aligned("aap nootje mies", "aap noot vis", [between]).carried((0, 3)) == (0, 3)
    assert aligned("ab cd", "██ cd").carried((0, 2)) == (0, 2)
