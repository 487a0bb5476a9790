"""What waits for a decision, and what was decided, after joins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from joining_tools import content_of, copy_of, in_any_order, joined

from kwalcode.model import CodeSpec
from kwalcode.project.acts.adjudicating import Ruling, decide
from kwalcode.project.acts.coders import add_coder
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.deciding import place_uncarried
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.passages import change_extent
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.acts.themes import create_theme, delete_theme, quote_for_theme
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.decisions import list_decisions
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.versions import list_uncarried, text_of_content, versions_of
from kwalcode.project.study import Study, open_study

Prepare = Callable[..., Any]
WORDS = "Ik ben Piet en ik woon in Delft bij de molen.\n"


def begun(study: Study, prepared: Prepare) -> None:
    import_document(study, prepared("R01", WORDS))
    import_codebook(study, [CodeSpec(("A",)), CodeSpec(("B",))], source="x")


def corrected(study: Study, old: str, new: str) -> None:
    with study.reading() as connection:
        text = text_of(connection, 1)
    correct_document(study, prepare_text(study, 1, text.replace(old, new)))


def test_evidence_that_waits_belongs_to_its_finding_whatever_its_number(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    def cited(other: Study) -> None:
        for name in ("X", "Y", "Z"):  # the last one is number 3 there, and 2 here
            create_theme(other, name, "", [])
        quote_for_theme(other, 3, 1, 7, 11, "supporting")
        corrected(other, "Piet", "Kees")

    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", cited)
        for name in ("P", "Z"):
            create_theme(study, name, "", [])
        assert joined(study, bram).waiting == 1
        with study.reading() as connection:
            (one,) = list_uncarried(connection)
        place_uncarried(study, {one.id: (7, 11)})
        with study.reading() as connection:
            found = connection.exec_driver_sql(
                "SELECT name FROM themes JOIN theme_quotations ON theme_id = themes.id"
            ).scalars()
            assert list(found) == ["Z"]


def test_a_quotation_does_not_wait_for_a_theme_that_the_copy_deleted(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    def deleted(other: Study) -> None:
        delete_theme(other, 1)
        corrected(other, "Piet", "Kees")

    with new_study() as study:
        begun(study, prepared)
        for name in ("X", "Y"):
            create_theme(study, name, "", [])
        for theme in (1, 2):
            quote_for_theme(study, theme, 1, 7, 11, "supporting")
        bram = copy_of(study, "Bram", deleted)
        joined(study, bram)
        with study.reading() as connection:
            (one,) = list_uncarried(connection)  # that of Y
        with open_study(bram, "Bram") as other:
            assert content_of(other) == content_of(study)
        place_uncarried(study, {one.id: (7, 11)})
        with study.reading() as connection:
            chosen = "SELECT name FROM themes JOIN theme_quotations ON theme_id = themes.id"
            assert list(connection.exec_driver_sql(chosen).scalars()) == ["Y"]


def test_what_waited_is_put_back_where_its_words_are_there_again(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        bram = copy_of(study, "Bram", lambda other: corrected(other, "Piet", "Kees"))
        carla = copy_of(study, "Carla", lambda other: corrected(other, "molen", "kerk"))
        apply_code(study, 1, 7, 11, 1)
        before = content_of(study)["codings"]
        assert joined(study, bram).waiting == 1
        assert joined(study, carla).waiting == 0
        assert content_of(study)["codings"] == before
        assert content_of(study)["uncarried"] == {}


def test_nothing_waits_after_a_correction_beside_all_codings(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        apply_code(study, 1, 7, 11, 1)
        bram = copy_of(study, "Bram", lambda other: corrected(other, "molen", "kerk"))
        done = joined(study, bram)
        assert [one.kind for one in done.conflicts] == ["text"]
        assert done.waiting == 0


def coded_apart(study: Study, coders: tuple[str, str], decision: str) -> None:
    for name in coders:
        add_coder(study, name)
    for name, code in (("Bram", 1), ("Carla", 2)):
        with open_study(study.path, name) as other:
            apply_code(other, 1, 7, 11, code)
    with study.reading() as connection:
        queue = adjudication(connection, coders=list(coders))
    for item in queue.items:
        decide(study, item.key, item.group, Ruling(decision))


def test_a_decision_is_the_same_whoever_of_its_coders_comes_first(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        copy = copy_of(study, "copy", lambda other: coded_apart(other, ("Carla", "Bram"), "b"))
        coded_apart(study, ("Bram", "Carla"), "a")
        done = joined(study, copy)
        assert done.conflicts == []
        with study.reading() as connection:
            (one,) = list_decisions(connection)
            queue = adjudication(connection, coders=["Bram", "Carla"])
        assert one.decision == "a"
        assert one.first < one.second
        assert [item.decision.decision for item in queue.items if item.decision] == ["a"]


def test_a_decision_that_comes_has_our_first_coder_first(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        copy = copy_of(study, "copy", lambda other: coded_apart(other, ("Carla", "Bram"), "b"))
        for name in ("Bram", "Carla"):
            add_coder(study, name)
        joined(study, copy)
        with study.reading() as connection:
            (one,) = list_decisions(connection)
        assert (one.decision, one.first < one.second, one.a and one.a.code) == ("a", True, 1)


def test_check_tells_of_codes_in_a_circle(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        with study.writing() as connection:
            connection.exec_driver_sql("UPDATE codes SET parent_id = 3 - id")
        found = check(study)
    assert [line.split(" (")[0] for line in found] == ["code 1", "code 2"]
    assert all("circle" in line for line in found)


def test_texts_on_the_way_to_the_one_that_holds_are_kept_as_versions(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    def twice(other: Study) -> None:
        corrected(other, "Piet", "Kees")
        corrected(other, "Delft", "Gouda")

    with new_study() as study:
        begun(study, prepared)
        joined(study, copy_of(study, "Bram", twice))
        with study.reading() as connection:
            texts = [text_of_content(connection, one.content) for one in versions_of(connection, 1)]
        between = WORDS.replace("Piet", "Kees")
        assert texts == [WORDS, between, between.replace("Delft", "Gouda")]
        undo(study)
        with study.reading() as connection:
            assert len(versions_of(connection, 1)) == 1


def test_of_two_codes_the_last_one_holds_where_the_coding_was_moved_and_its_words_corrected(
    new_study: Callable[[], Study], prepared: Prepare
) -> None:
    with new_study() as study:
        begun(study, prepared)
        import_codebook(study, [CodeSpec(("C",))], source="y")
        apply_code(study, 1, 7, 11, 1)

        def moved_and_corrected(own: Study) -> None:
            change_extent(own, 1, 39, 44)
            corrected(own, "Piet", "Kees")

        in_any_order(
            study,
            moved_and_corrected,
            lambda bram: move_codings(bram, [1], 2),
            lambda carla: move_codings(carla, [1], 3),  # later
        )
        with study.reading() as connection:
            (one,) = codings_of(connection, 1)
        assert (one.code, one.start, one.end) == (3, 39, 44)
