"""The agreement screen: what is seen of it, and what is stored after what is decided there."""

from __future__ import annotations

from pathlib import Path

import pytest
from agreement_pilot import at_agreement, compared, consensus, sound
from app_pilot import (
    GUT,
    OTHER_TALK,
    REPORT,
    SUM,
    opened,
    put,
    stored,
    transcript,
)

from kwalcode.project.acts.adjudicating import Ruling, decide
from kwalcode.project.acts.codes import edit_code
from kwalcode.project.acts.coding import remove_codings
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.rounds import assign_documents, start_round
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import text_of
from kwalcode.project.study import open_study
from kwalcode.tui.screens.agreement.desk import QUEUE

SIGNALS = "Het is een optelsom van kleine signalen."
WRONG = "hier klopt iets niet"


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return compared(tmp_path / "study.kwal")


async def test_pooled_alpha_stands_on_a_scale_with_its_interval(study_file: Path) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        await at_agreement(desk)
        assert "alpha" in desk.seen()
        assert ".667" in desk.seen()
        assert ".800" in desk.seen()
        assert "1000 resamples of turns, seed 1" in desk.seen()
        assert "unit: sentence · 2 documents · 7 sentences" in desk.seen()


async def test_codes_stand_worst_first_and_enter_shows_their_disagreements(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        screen = await at_agreement(desk)
        assert desk.row(REPORT) < desk.row(SUM)
        await desk.press("end", "enter")
        await desk.settle()
        assert screen.panel == QUEUE
        assert len(screen.items) == 1 or "Only:" in desk.seen()
        await desk.press("escape")
        assert screen.panel != QUEUE


async def test_a_study_of_one_coder_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kwalcode.project.study import create

    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    create(tmp_path / "empty.kwal", "Anna").close()
    async with opened(tmp_path / "empty.kwal") as desk:
        await at_agreement(desk)
        assert "Agreement takes two coders or more" in desk.seen()


async def test_what_was_decided_before_the_words_were_corrected_is_shown(
    study_file: Path,
) -> None:
    with open_study(study_file, "Carla") as study:
        with study.reading() as connection:
            items = adjudication(connection).items
            number, item = next(
                (n, one) for n, one in enumerate(items) if one.group == "missed passage"
            )
            text = text_of(connection, item.document)
        decide(study, item.key, item.group, Ruling("a", "toch wel"))
        changed = text[: item.start] + "Eh, " + text[item.start + 1 :]
        correct_document(study, prepare_text(study, item.document, changed), accept=True)
    async with opened(study_file, size=(140, 40)) as desk:
        screen = await at_agreement(desk, "4")
        screen.lists["queue"].put_highlight(number)
        await desk.settle()
        assert "Before the words were corrected: Decided by Carla" in desk.seen()
        assert "toch wel" in desk.seen()


async def test_the_passage_stands_in_its_context_with_stripes(study_file: Path) -> None:
    async with opened(study_file, size=(140, 40)) as desk:
        screen = await at_agreement(desk, "4")
        row = next(n for n, item in enumerate(screen.items) if item.group == "missed passage")
        screen.lists["queue"].put_highlight(row)
        await desk.settle()
        seen = desk.seen()
        assert "A Anna:" in seen
        assert "B Bram:" in seen
        assert "nothing here" in seen


async def test_deciding_writes_the_consensus_and_goes_on(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total = len(screen.items)
        first = screen.items[0]
        before = stored(study_file)
        await desk.press("t")
        await desk.settle()
        assert f"1 of {total} decided" in desk.lines()[0]
        assert screen.item is not None
        assert screen.item.key != first.key
        assert len(consensus(study_file, first.document)) == 1
        assert [one for one in stored(study_file) if one[2] != "consensus"] == before
        await desk.press("u")
        await desk.settle()
        assert f"0 of {total} decided" in desk.lines()[0]
        assert consensus(study_file) == []
    assert sound(study_file)


async def test_what_others_decided_meanwhile_is_seen_at_the_next_decision(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total, last = len(screen.items), screen.items[-1]
        with open_study(study_file, "Bram") as study:
            decide(study, last.key, last.group, Ruling("a"))
        await desk.press("t")
        await desk.settle()
        assert f"2 of {total} decided" in desk.lines()[0]


async def test_all_decided_is_remembered_on_another_day(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total = len(screen.items)
        for _item in range(total):
            await desk.press("a")
            await desk.settle()
        assert f"{total} of {total} decided" in desk.lines()[0]
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "4")
        assert f"{total} of {total} decided" in desk.lines()[0]
        await desk.press("x")
        await desk.settle()
        assert f"{total - 1} of {total} decided" in desk.lines()[0]
    assert sound(study_file)


async def test_discuss_asks_what_about_and_leaves_it_open(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4", "d")
        await desk.type("Telt de zin erna mee?")
        await desk.press("enter")
        await desk.settle()
        decision = screen.items[0].decision
        assert decision is not None
        assert (decision.decision, decision.note) == ("discuss", "Telt de zin erna mee?")
        assert "0 of" in desk.lines()[0]


async def test_why_it_was_decided_so_is_noted_when_the_highlight_has_gone_on(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4", "w")
        assert "Decide first" in desk.seen()
        first = screen.items[0]
        await desk.press("a", "w")
        assert "why was it decided so?" in desk.seen()
        await desk.type("de hele zin")
        await desk.press("enter")
        await desk.settle()
        assert screen.item is not None
        assert screen.item.key != first.key  # it has not gone back, nor further on
        noted = {item.key: item.decision.note for item in screen.items if item.decision}
        assert noted == {first.key: "de hele zin"}
    assert sound(study_file)


async def test_what_is_told_can_be_scrolled_by_key(study_file: Path) -> None:
    async with opened(study_file, size=(60, 14)) as desk:
        await at_agreement(desk, "4")
        pane = desk.app.screen.query_one("#told")
        assert pane.max_scroll_y > 0
        await desk.press("ctrl+d")
        assert pane.scroll_y > 0
        await desk.press("ctrl+u", "ctrl+u")
        assert pane.scroll_y == 0


async def test_another_code_from_the_palette(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4", "c")
        await desk.type(GUT[:8])
        await desk.press("enter")
        await desk.settle()
        document = screen.items[0].document
        assert [code for _words, code in consensus(study_file, document)] == [GUT]


async def test_an_extent_is_selected_in_the_transcript(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        row = next(n for n, item in enumerate(screen.items) if len(item.codes) == 1)
        screen.lists["queue"].put_highlight(row)
        item = screen.items[row]
        await desk.press("e")
        assert desk.app.screen is desk.coding
        words = desk.coding.transcript.data.text[item.start : item.start + 6]
        await desk.select(words)
        await desk.press("backspace")
        await desk.press("e")
        await desk.settle()
        assert consensus(study_file, item.document)[0][0] == words


async def test_a_definition_goes_along_with_the_decision(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        row = next(n for n, item in enumerate(screen.items) if len(item.codes) == 1)
        screen.lists["queue"].put_highlight(row)
        code = screen.items[row].codes[0]
        await desk.press("D", "end")
        await desk.type(" Ook dit.")
        await desk.press("ctrl+s")
        assert "With the decision the definition becomes" in desk.seen()
        await desk.press("n")
        await desk.settle()
    with open_study(study_file) as study, study.reading() as connection:
        found = next(one for one in all_codes(connection) if one.id == code)
    assert found.definition.endswith("Ook dit.")
    assert sound(study_file)


async def test_the_unit_is_changed_and_all_is_counted_anew(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "o", "j", "enter")
        await desk.settle()
        assert "unit: turn" in desk.seen()


async def test_enter_in_the_queue_goes_to_the_place_and_backspace_comes_back(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        await desk.press("enter")
        assert desk.app.screen is desk.coding
        await desk.press("backspace")
        assert desk.app.screen is screen
        assert screen.panel == QUEUE


async def test_limits_of_the_queue_and_escape_takes_them_off(study_file: Path) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4")
        total = len(screen.items)
        await desk.press("a", "f", "j", "enter")
        await desk.settle()
        assert len(screen.items) == total - 1
        assert "Only: open" in desk.seen()
        await desk.press("escape")
        await desk.settle()
        assert len(screen.items) == total


# Figures and rounds


async def test_another_coefficient_comes_first_and_sorts_the_codes(study_file: Path) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        screen = await at_agreement(desk, "v")
        seen = desk.seen()
        for name in ("Cohen's kappa", "Gwet's AC1", "Brennan-Prediger (PABAK)", "Holsti",
                     "|u-alpha", "MASI-alpha"):  # fmt: skip
            assert name in seen
        await desk.press("j", "j", "enter")
        assert "Cohen's kappa " in desk.seen()
        assert "1000 resamples of turns" in desk.seen()
        figures = [row.first.value for row in screen.code_rows]
        assert figures == sorted(figures, key=lambda value: (value is None, value))
        await desk.press("v", "end", "enter")
        assert "MASI-alpha (sets of codes)" in desk.seen()
        assert "n.a.: of sets of codes: none for one code" in desk.seen()


async def test_spans_are_compared_too_and_the_unit_goes_on_by_a_key(study_file: Path) -> None:
    async with opened(study_file, size=(140, 40)) as desk:
        screen = await at_agreement(desk)
        assert "|u-a" in desk.lines()[desk.row("code, worst first")]
        assert screen.data is not None
        further = screen.data.found.further
        assert further is not None
        value = further.pooled.value
        assert value is not None
        assert value == pytest.approx(0.186, abs=0.001)
        await desk.press("U")
        assert "unit: turn" in desk.seen()
        await desk.press("U", "U")
        assert "unit: character" in desk.seen()


async def test_the_interviewers_talk_can_count_too(study_file: Path) -> None:
    async with opened(study_file, size=(100, 40)) as desk:
        screen = await at_agreement(desk)
        assert screen.data is not None
        n = screen.data.found.table.n
        assert "talk of respondents" in desk.seen()
        await desk.press("o", *["down"] * 6, "enter")
        await desk.settle()
        assert "talk of everybody" in desk.seen()
        assert screen.data.found.table.n > n
        assert screen.data.spans is not None
        assert screen.data.spans.roles == ("interviewer", "respondent", "other")


def in_rounds(path: Path) -> Path:
    """Return the compared study with three rounds, of which the last is not complete."""
    with open_study(compared(path), "Anna") as study:
        import_document(study, transcript("R03", OTHER_TALK))
        for n, name in enumerate(("Proef", "Ronde 2", "Ronde 3"), start=1):
            number = start_round(study, name)
            assign_documents(study, number, ["Anna", "Bram"], overlap=1.0, documents=[n])
            if n == 1:
                with study.reading() as connection:
                    code = next(c.id for c in all_codes(connection) if c.name == REPORT)
                edit_code(study, code, definition="Wat men ermee doet, of laat.")
    return path


async def test_the_trend_over_rounds_with_intervals_and_codebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    async with opened(in_rounds(tmp_path / "study.kwal"), size=(120, 40)) as desk:
        screen = await at_agreement(desk)
        assert screen.data is not None
        assert screen.data.rounds is not None
        one, two, three = screen.data.rounds
        assert one.found is not None
        assert two.found is not None
        assert (one.documents, two.documents) == (1, 1)
        assert (three.found, three.unfinished) == (None, 1)
        assert two.codebook_changes == 1
        assert "alpha by round: Proef " in desk.seen()
        assert "Ronde 3 (not complete)" in desk.seen()
        await desk.press("6", "j")
        assert "1 change since the round before" in desk.seen()
        assert "Agreement of Anna, Bram on 1 document" in desk.seen()
        await desk.press("enter")
        assert "Only: Ronde 2 (1)" in desk.seen()
        assert "R02" in desk.seen()
        assert "R01" not in desk.seen()
        await desk.press("escape")
        assert "waiting" in desk.seen()


async def test_agreement_of_groups_of_documents_and_back(study_file: Path) -> None:
    async with opened(study_file, size=(100, 30)) as desk:
        await at_agreement(desk, "5", "r")
        assert "by domain" in desk.seen()
        await desk.press("j", "enter")
        assert "gemeente" in desk.seen()
        assert "zorg" in desk.seen()
        await desk.press("j", "enter")
        assert "Only: zorg (1)" in desk.seen()
        assert "R02" in desk.seen()
        await desk.press("enter")
        assert "Only: R02" in desk.seen()
        await desk.press("escape", "escape")
        assert "gemeente" in desk.seen()


# What was changed since, and what other pairs settled


async def test_a_coding_changed_since_is_told_and_its_decision_taken_back(
    study_file: Path,
) -> None:
    async with opened(study_file, size=(120, 40)) as desk:
        screen = await at_agreement(desk, "4", "a")
        first = next(item for item in screen.items if item.decision is not None)
        assert first.a is not None
        with open_study(study_file, "Anna") as study:
            with study.reading() as connection:
                ids = [
                    c.id
                    for c in codings_of(connection, first.document, first.first)
                    if (c.start, c.end, c.code) == (first.a.start, first.a.end, first.a.code)
                ]
            remove_codings(study, ids)
        desk.session.take_note()
        screen.catch_up()
        await desk.settle()
        assert "1 changed since" in desk.lines()[0]
        assert screen.items[0].stale
        screen.lists["queue"].put_highlight(0)
        await desk.settle()
        assert "this is no disagreement of now" in desk.seen()
        await desk.press("b")
        assert "Changed since it was decided" in desk.seen()
        await desk.press("x")
        assert "changed since" not in desk.lines()[0]
        assert consensus(study_file, first.document) == []
    assert sound(study_file)


# Definitions, and what counts


async def test_the_definitions_of_mixed_up_codes_are_changed_side_by_side(
    study_file: Path,
) -> None:
    with open_study(study_file, "Anna") as study:
        put(study, 2, "Al helpt dat zelden.", GUT)
        put(study, 2, "Al helpt dat zelden.", SUM, coder="Bram")
    async with opened(study_file, size=(120, 40)) as desk:
        await at_agreement(desk, "3")
        assert "Een gevoel zonder bewijs." in desk.seen()
        assert "Kleine signalen samen." in desk.seen()
        await desk.press("D", "enter", "end")
        await desk.type(" Niet: een optelsom.")
        await desk.press("ctrl+s")
        await desk.settle()
        assert "Niet: een" in desk.seen()
    with open_study(study_file) as study, study.reading() as connection:
        defined = {code.name: code.definition for code in all_codes(connection)}
    assert sum("Niet: een optelsom." in text for text in defined.values()) == 1
    assert sound(study_file)
