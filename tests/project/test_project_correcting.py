"""Another text for a document: what is on it comes along, or waits for a decision."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import NotFound, Refused
from kwalcode.model import CodeSpec, Edit
from kwalcode.project.acts.codes import delete_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code, remove_codings
from kwalcode.project.acts.correcting import correct_document, replace_in_documents
from kwalcode.project.acts.deciding import drop_uncarried, place_uncarried
from kwalcode.project.acts.documents import import_document, rename_speaker, set_role
from kwalcode.project.acts.notes import delete_memo, link_memo, write_memo, write_memo_on_passage
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.quoting import mark_passage
from kwalcode.project.correcting.preparing import (
    prepare_edit,
    prepare_file,
    prepare_replacement,
    prepare_text,
)
from kwalcode.project.correcting.previewing import preview
from kwalcode.project.history.check import check
from kwalcode.project.history.references import referring
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.importing import prepare
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import (
    document,
    sentences_of,
    speakers_of,
    text_of,
    turns_of,
)
from kwalcode.project.reads.notes import all_memos, links_of, memos_on
from kwalcode.project.reads.people import completed
from kwalcode.project.reads.quoting import marked
from kwalcode.project.reads.versions import list_uncarried, text_of_version, versions_of
from kwalcode.project.study import Study
from kwalcode.spans import Range
from kwalcode.store.tables import quotations
from kwalcode.transcripts.blocks import MASK

Open = Callable[[str | None], Study]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]

TALK = (
    "I: Hoe merkt u dat?\n\n"
    "R: Dat is een gevoel. Een onderbuikgevoel, eigenlijk.\n\n"
    "I: En dan?\n\n"
    "R: Dan bel ik Jan Jansen van het wijkteam. Meestal helpt dat.\n\n"
    "I: En Jan Jansen?\n\n"
    "R: Die belt dan weer. Meestal helpt dat.\n"
)


@pytest.fixture
def talk(study: Study, tmp_path: Path) -> Study:
    """One interview `talk`, as it was read from a file, and codes 1 `A`, 2 `A > b`, 3 `C`."""
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    import_document(study, prepare(path))
    specs = [CodeSpec(("A",), key="a"), CodeSpec(("A", "b"), key="b"), CodeSpec(("C",), key="c")]
    import_codebook(study, specs, source="topics.yaml")
    return study


def text(study: Study, number: int = 1) -> str:
    with study.reading() as connection:
        return text_of(connection, number)


def place(study: Study, words: str, nth: int = 0, number: int = 1) -> Range:
    start = -1
    for _time in range(nth + 1):
        start = text(study, number).index(words, start + 1)
    return start, start + len(words)


def put(study: Study, words: str, code: int, nth: int = 0, coder: str | None = None) -> int:
    made = apply_code(study, 1, *place(study, words, nth), code, coder=coder)
    assert made is not None
    return made


def coded(study: Study, number: int = 1) -> list[tuple[str, int, int]]:
    """Return what is coded: words, code and coder of each coding, in the order of the text."""
    with study.reading() as connection:
        said = text_of(connection, number)
        return [(said[c.start : c.end], c.code, c.coder) for c in codings_of(connection, number)]


def waiting(study: Study) -> list[tuple[str, str, str]]:
    with study.reading() as connection:
        return [(one.kind, one.words, one.proposed) for one in list_uncarried(connection)]


def ids(study: Study) -> list[int]:
    with study.reading() as connection:
        return [one.id for one in list_uncarried(connection)]


def correct(study: Study, *changes: tuple[str, str], accept: bool = False) -> Any:
    new = text(study)
    for old, instead in changes:
        assert old in new
        new = new.replace(old, instead)
    done = correct_document(study, prepare_text(study, 1, new), accept=accept, reason="typo")
    assert check(study) == []
    return done


def test_unchanged_passages_come_along_and_changed_ones_wait(talk: Study) -> None:
    put(talk, "Hoe merkt u dat?", 1)
    put(talk, "Een onderbuikgevoel", 1)
    put(talk, "Meestal helpt dat.", 3, nth=1)
    put(talk, "bel ik Jan Jansen", 2)
    done = correct(talk, ("onderbuikgevoel", "buikgevoel"), ("Jan Jansen", "[collega]"))
    assert (done.version, done.tally.carried, done.tally.waiting) == (2, 2, 2)
    assert coded(talk) == [("Hoe merkt u dat?", 1, 1), ("Meestal helpt dat.", 3, 1)]
    assert place(talk, "Meestal helpt dat.", 1)[0] == place(talk, "Die belt dan")[1] + 7
    assert waiting(talk) == [
        ("coding", "Een onderbuikgevoel", "Een buikgevoel"),
        ("coding", "bel ik Jan Jansen", "bel ik [collega]"),
    ]


def test_undo_and_redo_give_all_back_exactly(talk: Study, tables: Tables) -> None:
    everything_on(talk)
    before = tables(talk)
    correct(talk, ("Dat is een gevoel", "Nou, dat is een gevoel"), ("Jan Jansen", "[collega]"))
    after = tables(talk)
    assert before != after
    for _round in range(2):
        assert undo(talk).name == "correct document"
        assert tables(talk) == before
        assert check(talk) == []
        assert redo(talk).name == "correct document"
        assert tables(talk) == after
        assert check(talk) == []


def everything_on(study: Study) -> None:
    """Put one of each kind on words that stay and on words that will change."""
    for words in ("Meestal helpt dat.", "bel ik Jan Jansen"):
        put(study, words, 1)
        put(study, words, 2, coder="Bram")
        write_memo_on_passage(study, 1, *place(study, words), f"memo bij {words}")
        note = write_memo(study, "project", None, f"notitie bij {words}")
        link_memo(study, note, 1, *place(study, words))
        mark_passage(study, 1, *place(study, words), [Edit("elision", 0, 3)], note="mooi")
    mark_complete(study, "Bram", [1])


def test_all_that_is_on_a_passage_shares_its_fate(talk: Study) -> None:
    everything_on(talk)
    done = correct(talk, ("Dat is een gevoel", "Nou, dat is een gevoel"), ("Jan Jansen", "X"))
    tally = done.tally
    assert (tally.carried, tally.placed, tally.waiting, tally.others_wait) == (2, 0, 2, 3)
    with talk.reading() as connection:
        said = text_of(connection, 1)
        assert [said[slice(*at)] for at, _memo in memos_on(connection, 1)] == ["Meestal helpt dat."]
        about = [(m.about, m.about_id) for m in all_memos(connection, "document")]
        assert about == [("document", 1)]
        (mark,) = marked(connection, 1)
        assert said[mark.start : mark.end] == "Meestal helpt dat."
        assert mark.edits == (Edit("elision", 0, 3),)
        notes = all_memos(connection, "project")
        links = [link for memo in notes for link in links_of(connection, memo.id)]
        assert [said[link.start : link.end] for link in links] == ["Meestal helpt dat."]
        assert completed(connection) == {(1, 2)}
    assert [kind for kind, *_words in waiting(talk)] == ["coding", "coding", "memo", "link", "mark"]


def test_what_waits_is_put_back_where_it_is_proposed(talk: Study, tables: Tables) -> None:
    everything_on(talk)
    with talk.reading() as connection:
        before = {c.coder: c for c in codings_of(connection, 1)}
        uuids = {row[1] for row in tables(talk)["codings"]}
    correct(talk, ("Jan Jansen", "[collega]"))
    left = tables(talk)
    done = place_uncarried(talk, ids(talk))
    assert (done.placed, done.doubles, done.edits_lost) == (5, 0, 0)
    assert check(talk) == []
    assert waiting(talk) == []
    assert {row[1] for row in tables(talk)["codings"]} == uuids
    assert len(before) == 2
    with talk.reading() as connection:
        said = text_of(connection, 1)
        assert len(codings_of(connection, 1)) == 4
        memos = {memo.text: said[slice(*at)] for at, memo in memos_on(connection, 1)}
        assert memos["memo bij bel ik Jan Jansen"] == "bel ik [collega]"
        marks = {said[m.start : m.end]: m.edits for m in marked(connection, 1)}
        assert marks["bel ik [collega]"] == (Edit("elision", 0, 3),)
    assert undo(talk).name == "place passages"
    assert tables(talk) == left
    assert check(talk) == []


def test_a_mark_whose_edits_fit_no_more_loses_them_and_says_so(talk: Study) -> None:
    words = place(talk, "bel ik Jan Jansen")
    mark_passage(talk, 1, *words, [Edit("pseudonym", 7, 17, "J.")])
    correct(talk, ("Jan Jansen", "[collega]"))
    done = place_uncarried(talk, ids(talk))
    assert (done.placed, done.edits_lost) == (1, 1)
    with talk.reading() as connection:
        (mark,) = marked(connection, 1)
    assert mark.edits == ()


def test_by_accept_changed_passages_come_along_in_the_same_act(talk: Study) -> None:
    put(talk, "bel ik Jan Jansen van het wijkteam", 1)
    put(talk, "Jan Jansen", 2)
    done = correct(talk, ("Jan Jansen", "[collega]"), accept=True)
    assert (done.tally.carried, done.tally.placed, done.tally.waiting) == (0, 2, 0)
    assert [words for words, *_who in coded(talk)] == [
        "bel ik [collega] van het wijkteam", "[collega]",
    ]  # fmt: skip
    assert undo(talk).name == "correct document"
    assert [words for words, *_who in coded(talk)][1] == "Jan Jansen"
    assert check(talk) == []


def test_what_would_double_waits(talk: Study) -> None:
    put(talk, "Een onderbuikgevoel", 1)
    put(talk, "Een onderbuikgevoel, eigenlijk", 1)
    done = correct(talk, ("onderbuikgevoel, eigenlijk", "buikgevoel"), accept=True)
    assert (done.tally.placed, done.tally.waiting) == (1, 1)
    assert place_uncarried(talk, ids(talk)).doubles == 1
    assert check(talk) == []
    assert len(coded(talk)) == 1


def test_another_range_or_nothing_at_all(talk: Study, tables: Tables) -> None:
    for words in ("Een onderbuikgevoel", "gevoel. Een"):
        put(talk, words, 1)
    correct(talk, ("een gevoel. Een onderbuikgevoel, eigenlijk", "iets"))
    first, second = ids(talk)
    before = tables(talk)
    with pytest.raises(Refused, match="not a passage"):
        place_uncarried(talk, {first: (0, 10**6)})
    with pytest.raises(NotFound, match="number 99"):
        drop_uncarried(talk, [first, 99])
    assert tables(talk) == before
    place_uncarried(talk, {second: place(talk, "Dat is iets")})
    assert [words for words, *_who in coded(talk)] == ["Dat is iets"]
    assert drop_uncarried(talk, [first]) == 1
    assert waiting(talk) == []
    assert check(talk) == []
    undo(talk)
    undo(talk)
    assert tables(talk) == before


def test_where_nothing_took_the_place_a_range_is_asked_for(talk: Study) -> None:
    put(talk, "Een onderbuikgevoel, eigenlijk.", 1)
    correct(talk, (" Een onderbuikgevoel, eigenlijk.", ""))
    assert waiting(talk) == [("coding", "Een onderbuikgevoel, eigenlijk.", "")]
    with pytest.raises(Refused, match="give a range"):
        place_uncarried(talk, ids(talk))


def test_the_same_text_leaves_no_trace(talk: Study, tables: Tables) -> None:
    put(talk, "gevoel", 1)
    before = tables(talk)
    assert correct_document(talk, prepare_text(talk, 1, text(talk))) is None
    assert tables(talk) == before
    with talk.reading() as connection:
        assert document(connection, 1).version == 1
        assert len(versions_of(connection, 1)) == 1


def test_versions_tell_who_and_why(talk: Study, opened: Open) -> None:
    correct(talk, ("gevoel. ", "gevoel! "))
    bram = opened("Bram")
    correct(bram, ("gevoel! ", "gevoel? "))
    with talk.reading() as connection:
        found = versions_of(connection, 1)
        assert [(v.version, v.actor, v.reason) for v in found] == [
            (1, "Anna", "typo"), (2, "Bram", "typo"), (3, "", ""),
        ]  # fmt: skip
        assert text_of_version(connection, 1, 1) == TALK
        assert "gevoel! " in text_of_version(connection, 1, 2)
        with pytest.raises(NotFound, match="no version 4"):
            text_of_version(connection, 1, 4)


def test_proposals_follow_a_second_correction(talk: Study) -> None:
    put(talk, "Een onderbuikgevoel", 1)
    correct(talk, ("onderbuikgevoel", "buikgevoel"))
    correct(talk, ("Een buikgevoel", "Zo'n buikgevoel"), ("I: Hoe", "I: Ehm, hoe"))
    assert waiting(talk) == [("coding", "Een onderbuikgevoel", "Zo'n buikgevoel")]
    correct(talk, ("Zo'n buikgevoel", "Een onderbuikgevoel"))
    assert waiting(talk) == [("coding", "Een onderbuikgevoel", "Een onderbuikgevoel")]


def test_speakers_keep_role_and_name_and_turns_follow(talk: Study) -> None:
    set_role(talk, 1, "R", "other")
    rename_speaker(talk, 1, "I", "Marieke")
    correct(talk, ("I: En dan?", "R: En dan?"), ("Die belt dan weer.", "Nou.\n\nI: Ja?\n\nR: Ja."))
    with talk.reading() as connection:
        labels = {s.label: s.role for s in speakers_of(connection, 1)}
        assert labels == {"Marieke": "interviewer", "R": "other"}
        said = text_of(connection, 1)
        told = [(t.speaker, said[t.speech_start : t.speech_end]) for t in turns_of(connection, 1)]
        assert told[2:4] == [
            ("R", "En dan?"),
            ("R", "Dan bel ik Jan Jansen van het wijkteam. Meestal helpt dat."),
        ]
        assert told[-3:] == [("R", "Nou."), ("Marieke", "Ja?"), ("R", "Ja. Meestal helpt dat.")]


def test_sentences_are_as_an_import_finds_them(talk: Study, tmp_path: Path) -> None:
    correct(talk, ("Dat is een gevoel", "Nou. Dat is een gevoel"), ("dan weer.", "dan. Weer."))
    with talk.reading() as connection:
        path = tmp_path / "again.txt"
        path.write_text(text_of(connection, 1), encoding="utf-8")
        anew = prepare(path)
        assert sentences_of(connection, 1) == list(anew.sentences)
        assert turns_of(connection, 1) == list(anew.transcript.turns)


def test_a_corrected_file(talk: Study, tmp_path: Path) -> None:
    put(talk, "Meestal helpt dat.", 1)
    path = tmp_path / "corrected.md"
    path.write_text("Vooraf.\n\n" + TALK.replace("R: Die", "R2: Die"), encoding="utf-8")
    done = correct_document(talk, prepare_file(talk, 1, path))
    assert done is not None
    assert (done.tally.carried, done.version) == (1, 2)
    assert check(talk) == []
    with talk.reading() as connection:
        shown = document(connection, 1)
        assert (shown.format, shown.source_name, shown.name) == ("md", "corrected.md", "talk")
        assert {s.label for s in speakers_of(connection, 1)} >= {"I", "R", "R2"}
    assert import_document(talk, prepare(path)).known


def test_a_correction_made_of_an_older_text_is_refused(talk: Study, tables: Tables) -> None:
    late = prepare_text(talk, 1, TALK.replace("gevoel. ", "gevoel; "))
    correct(talk, ("gevoel. ", "gevoel! "))
    before = tables(talk)
    with pytest.raises(Refused, match="corrected meanwhile"):
        correct_document(talk, late)
    with pytest.raises(Refused, match="corrected meanwhile"):
        prepare_edit(talk, 1, (0, 10), "x", TALK[50:60])
    assert tables(talk) == before


def test_one_passage_edited_in_place(talk: Study) -> None:
    put(talk, "Meestal helpt dat.", 1)
    at = place(talk, "R: Die belt dan weer.")
    edit = prepare_edit(talk, 1, at, "R: Die mailt dan weer.", "R: Die belt dan weer.")
    with talk.reading() as connection:
        assert preview(connection, edit).carried == 1
    assert correct_document(talk, edit)
    assert "mailt" in text(talk)
    with pytest.raises(Refused, match="Nothing is left"):
        prepare_edit(talk, 1, (0, len(text(talk))), " ", text(talk))


def test_a_preview_tells_what_the_act_then_does(talk: Study) -> None:
    everything_on(talk)
    edit = prepare_text(talk, 1, TALK.replace("Jan Jansen", "[collega]"))
    with talk.reading() as connection:
        told = preview(connection, edit)
    assert (told.carried, told.codings) == (2, 2)
    assert [(one.words, one.proposed) for one in told.uncertain] == [
        ("bel ik Jan Jansen", "bel ik [collega]")
    ]


def test_a_name_replaced_everywhere_is_one_act(
    talk: Study, prepared: Callable[..., Any], tables: Tables
) -> None:
    other = "Jan Jansen: hallo\nI: dag Jan Jansen, en de Jan Jansens.\nJan Jansen: dag\n"
    import_document(talk, prepared("other", other))
    import_document(talk, prepared("third", "A: niets\n"))
    put(talk, "bel ik Jan Jansen", 1)
    before = tables(talk)
    found = prepare_replacement(talk, "Jan Jansen", "P1")
    assert [c.document.name for c in found] == ["talk", "other"]
    done = replace_in_documents(talk, found, accept=True, reason="privacy")
    assert [one.version for one in done] == [2, 2]
    assert check(talk) == []
    assert text(talk, 2) == "P1: hallo\nI: dag P1, en de Jan Jansens.\nP1: dag\n"
    assert [words for words, *_who in coded(talk)] == ["bel ik P1"]
    with talk.reading() as connection:
        assert [s.label for s in speakers_of(connection, 2)] == ["P1", "I"]
        assert [s.id for s in speakers_of(connection, 2)] == [3, 4]
    assert undo(talk).name == "replace in documents"
    assert tables(talk) == before


@pytest.mark.parametrize(
    ("words", "options", "count"),
    [
        ("jan", {}, 0),
        ("jan", {"any_case": True}, 2),
        ("Jans", {}, 0),
        ("Jans", {"parts_of_words": True}, 2),
        ("Jan Jansen?", {}, 1),
        ("I:", {}, 3),
    ],
)
def test_what_counts_as_the_words_to_replace(
    talk: Study, words: str, options: dict[str, bool], count: int
) -> None:
    found = prepare_replacement(talk, words, "X", **options)
    assert sum(len(c.changed.gaps()) for c in found) == count
    with pytest.raises(Refused, match="which words"):
        prepare_replacement(talk, "  ", "X")


# Others, and what came before


def test_a_coding_that_moved_is_not_undone_by_its_coder(talk: Study, opened: Open) -> None:
    bram = opened("Bram")
    put(bram, "Meestal helpt dat.", 1)
    correct(talk, ("Hoe merkt", "Maar hoe merkt"))
    with pytest.raises(Refused, match="corrected the text of talk' by Anna"):
        undo(bram)
    assert check(talk) == []


def test_what_stayed_in_its_place_can_still_be_undone(talk: Study, opened: Open) -> None:
    bram = opened("Bram")
    put(bram, "Hoe merkt u dat?", 1)
    correct(talk, ("Jan Jansen", "X"))
    assert undo(bram).name == "apply code"
    assert coded(talk) == []
    assert check(talk) == []


def test_a_coding_taken_off_before_does_not_come_back_elsewhere(talk: Study, opened: Open) -> None:
    bram = opened("Bram")
    low = put(bram, "Meestal helpt dat.", 1)
    remove_codings(bram, [low])
    correct(talk, ("Hoe merkt", "Maar hoe merkt"))
    with pytest.raises(Refused, match="corrected the text of talk' by Anna"):
        undo(bram)
    assert coded(talk) == []
    undo(talk)
    assert undo(bram).name == "remove codings"
    assert [words for words, *_who in coded(talk)] == ["Meestal helpt dat."]
    assert check(talk) == []


def test_a_coding_taken_off_before_comes_back_where_nothing_changed(
    talk: Study, opened: Open
) -> None:
    bram = opened("Bram")
    remove_codings(bram, [put(bram, "Hoe merkt u dat?", 1)])
    correct(talk, ("Jan Jansen", "X"))
    undo(bram)
    assert [words for words, *_who in coded(talk)] == ["Hoe merkt u dat?"]
    assert check(talk) == []


def test_a_coding_is_not_done_again_in_another_text(talk: Study, opened: Open) -> None:
    bram = opened("Bram")
    put(bram, "Meestal helpt dat.", 1)
    undo(bram)
    correct(talk, ("Hoe merkt", "Maar hoe merkt"))
    with pytest.raises(Refused, match="corrected the text of talk' by Anna"):
        redo(bram)
    assert check(talk) == []


def test_a_coding_of_the_newer_text_is_not_done_again_in_the_older(
    talk: Study, opened: Open
) -> None:
    bram = opened("Bram")
    correct(talk, ("Hoe merkt", "Maar hoe merkt"))
    put(bram, "Meestal helpt dat.", 1)
    undo(bram)
    undo(talk)
    with pytest.raises(Refused, match="later acts"):
        redo(bram)
    assert coded(talk) == []
    redo(talk)
    redo(bram)
    assert [words for words, *_who in coded(talk)] == ["Meestal helpt dat."]
    assert check(talk) == []


@pytest.mark.parametrize("shared", [True, False])
def test_a_correction_is_not_undone_under_later_work(
    talk: Study, opened: Open, tables: Tables, shared: bool
) -> None:
    bram = opened("Bram")
    if shared:
        put(talk, "Meestal helpt dat.", 1)
    correct(talk, ("Hoe merkt", "Maar hoe merkt"))
    put(bram, "Meestal helpt dat.", 2)
    before = tables(talk)
    with pytest.raises(Refused, match="' by Bram"):
        undo(talk)
    assert tables(talk) == before
    undo(bram)
    assert undo(talk).name == "correct document"
    assert check(talk) == []


def test_a_correction_is_undone_where_later_work_stands_on_the_same_words(
    talk: Study, opened: Open
) -> None:
    bram = opened("Bram")
    correct(talk, ("Jan Jansen", "X"))
    put(bram, "Hoe merkt u dat?", 2)
    undo(talk)
    assert [words for words, *_who in coded(talk)] == ["Hoe merkt u dat?"]
    assert check(talk) == []


def test_a_memo_and_a_name_from_before(talk: Study, opened: Open) -> None:
    bram = opened("Bram")
    memo = write_memo_on_passage(bram, 1, *place(talk, "Meestal helpt dat."), "zo")
    delete_memo(bram, memo)
    rename_speaker(bram, 1, "R", "Karel")
    correct(talk, ("I: Hoe merkt", "R: Ja?\n\nI: Hoe merkt"))
    assert undo(bram).name == "rename speaker"
    with pytest.raises(Refused, match="corrected the text of talk' by Anna"):
        undo(bram)
    assert check(talk) == []


def test_two_speakers_made_one_are_not_parted_in_other_turns(talk: Study, opened: Open) -> None:
    bram = opened("Bram")
    set_role(bram, 1, "I", "respondent")
    rename_speaker(bram, 1, "I", "R")
    correct(talk, ("I: Hoe merkt", "R: Ja?\n\nI: Hoe merkt"))
    with pytest.raises(Refused, match="corrected the text of talk' by Anna"):
        undo(bram)
    assert check(talk) == []


def test_a_code_goes_with_what_waits_for_it(talk: Study) -> None:
    put(talk, "Een onderbuikgevoel", 3)
    write_memo_on_passage(talk, 1, *place(talk, "Een onderbuikgevoel"), "zo")
    correct(talk, ("onderbuikgevoel", "buikgevoel"))
    delete_code(talk, 3)
    assert [kind for kind, *_words in waiting(talk)] == ["memo"]
    with talk.reading() as connection:
        (memo,) = all_memos(connection)
    delete_memo(talk, memo.id)
    assert waiting(talk) == []
    assert check(talk) == []


def test_all_that_refers_to_quotations_is_carried() -> None:
    """Whoever adds a table on quotations has to carry it in `project.carrying` too."""
    known = {("codings", "quotation_id"), ("memo_links", "quotation_id")}
    found = {(table.name, column) for table, column in referring(quotations)}
    evidence = {("pattern_quotations", "quotation_id"), ("theme_quotations", "quotation_id")}
    summaries = {("summary_quotations", "quotation_id")}
    assert found == known | evidence | summaries | {("report_quotations", "quotation_id")}


PIECES = (
    "ja",
    "nee ",
    "signalen",
    ". ",
    "\n",
    "\nI: ",
    "\nR: ",
    "e\u0301",
    "👩\u200d👧",
    "🇳🇱",
    " ",
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_edited_codings_cover_what_they_covered_or_are_listed(
    data: st.DataObject, new_study: Callable[[], Study], prepared: Callable[..., Any]
) -> None:
    pieces = st.lists(st.sampled_from(PIECES), min_size=4, max_size=40).map("".join)
    first = "I: " + data.draw(pieces) + "einde"
    with new_study() as study:
        import_document(study, prepared("R01", first))
        import_codebook(study, [CodeSpec(("A",)), CodeSpec(("B",))], source="x")
        numbers = random.Random(data.draw(st.integers(0, 999)))
        said = first
        for _round in range(2):
            new = [
                NewCoding(1, start, min(len(said), start + numbers.randrange(1, 12)), code, coder)
                for start in (numbers.randrange(len(said)) for _coding in range(8))
                for code, coder in [(numbers.randrange(1, 3), numbers.choice(["Anna", "Bram"]))]
            ]
            add_codings(study, new)
            at = data.draw(st.integers(0, len(said)))
            length = data.draw(st.integers(0, 10))
            edited = said[:at] + data.draw(pieces) + said[at + length :]
            before = sorted((words, code, who) for words, code, who in coded(study))
            listed = sorted(waiting_codings(study))
            accept = data.draw(st.booleans())
            done = correct_document(study, prepare_text(study, 1, edited), accept=accept)
            after = sorted(coded(study) + waiting_codings(study))
            if done is not None and not accept:
                assert after == sorted(before + listed)
            assert len(after) == len(before + listed)
            assert check(study) == []
            said = edited
        correct_back = undo(study)
        assert correct_back.name in ("correct document", "import codings")
        assert check(study) == []


def waiting_codings(study: Study) -> list[tuple[str, int, int]]:
    with study.reading() as connection:
        return [
            (one.words, one.code_id or 0, one.coder_id or 0) for one in list_uncarried(connection)
        ]


def test_erased_words_do_not_come_back_in_a_file(talk: Study, tmp_path: Path) -> None:
    from kwalcode.project.erasing.erasure import erase_passage

    erase_passage(talk, 1, *place(talk, "Jan Jansen"))
    path = tmp_path / "talk.txt"
    path.write_text(TALK.replace("Hoe merkt", "Maar hoe merkt"), encoding="utf-8")
    with pytest.raises(Refused, match=r"talk\.txt: holds words where a passage"):
        prepare_file(talk, 1, path)
    path.write_text(text(talk).replace("Hoe merkt", "Maar hoe merkt"), encoding="utf-8")
    assert correct_document(talk, prepare_file(talk, 1, path))
    assert MASK in text(talk)
