from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from kwalcode.model import Turn
from kwalcode.tui.text.blocks import NO_TURN, Blocks, parts, short_labels
from kwalcode.tui.text.columns import READING_WIDTH, columns
from kwalcode.tui.text.layout import Layout
from kwalcode.tui.text.visible import visible

speech = st.text("ab ,.\né日😀\u0301\u200d\U0001f1f3", max_size=40)


def transcript(speeches: list[str]) -> tuple[str, list[Turn]]:
    text, turns = "", []
    for number, said in enumerate(speeches):
        start = len(text)
        text += f"S{number % 2}: "
        begin = len(text)
        text += said
        turns.append(Turn(start, len(text), begin, len(text), f"S{number % 2}"))
        text += "\n"
    return text, turns


@given(st.lists(speech, min_size=1, max_size=6), st.integers(2, 20), st.integers(0, 1))
def test_every_shown_character_is_found_in_its_cell(said: list[str], width: int, gap: int) -> None:
    text, turns = transcript(said)
    blocks = Blocks(text, turns)
    layout = Layout(visible(text), blocks, width, gap)
    for turn in turns:
        for offset in range(turn.speech_start, turn.speech_end):
            row = layout.row_at(offset)
            start, end = layout.bounds(row)
            assert start <= offset < end
            if cell_len(layout.text(row)) == 0:
                continue  # a combining mark with nothing to combine with takes no cell
            at, after = layout.place(row, layout.column(row, offset))
            assert at <= offset < after
    assert layout.place(layout.height - 1, 999)[0] == blocks.last


@given(st.lists(speech, min_size=1, max_size=6), st.integers(2, 20))
def test_rows_of_a_block_cover_its_speech(said: list[str], width: int) -> None:
    text, turns = transcript(said)
    layout = Layout(visible(text), Blocks(text, turns), width)
    shown = "".join(
        text[slice(*layout.bounds(row))] for row in range(layout.height) if not layout.is_gap(row)
    )
    assert shown == "".join(said)


def test_text_between_turns_is_a_block_of_its_own_and_labels_are_not() -> None:
    text = "# Heading\n\nI: Vraag?\n[pauze]\nR: Antwoord."
    turns = [Turn(11, 20, 14, 20, "I"), Turn(29, 41, 32, 41, "R")]
    blocks = Blocks(text, turns)
    shown = [text[a:b] for a, b in zip(blocks.starts, blocks.ends, strict=True)]
    assert shown == ["# Heading", "Vraag?", "[pauze]", "Antwoord."]
    assert blocks.turns == [NO_TURN, 0, NO_TURN, 1]
    assert [text[a:b] for a, b in parts(blocks, 15, 34)] == ["raag?", "[pauze]", "An"]


def test_an_empty_document_has_one_row() -> None:
    layout = Layout("", Blocks("", []), 40)
    assert (layout.height, layout.bounds(0), layout.place(0, 5)) == (1, (0, 0), (0, 0))


def test_short_labels_tell_speakers_apart() -> None:
    names = ["Interviewer", "Mevrouw Ellemeet (GroenLinks)", "Mevrouw Engels Groot", "R02", "日本"]
    turns = [Turn(n, n, n, n, name) for n, name in enumerate(names)]
    labels = short_labels(turns, {"Interviewer": "interviewer", "R02": "respondent"})
    assert labels == {
        "Interviewer": "I",
        names[1]: "MEG",
        names[2]: "M2",
        "R02": "R",
        "日本": "?",
    }


@given(st.integers(20, 400), st.integers(0, 20_000))
@example(78, 10_000)
def test_columns_fit_and_keep_a_reading_width(width: int, turns: int) -> None:
    made = columns(width, turns)
    assert made.text_left + made.text + 2 + made.names <= max(width, 24)
    assert made.text <= READING_WIDTH
    assert made.text >= 60 or width < 78
