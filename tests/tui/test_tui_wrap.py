from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from kwalcode.tui.text.cells import NOT_NARROW, cluster_start, clusters, narrow
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.text.wrap import wrap

ODDITIES = (
    "ab \n\té日本😀👨👩❤\u200d\ufe0f\u0301\U0001f3fd\U0001f1f3\U0001f1f1\x1b\u202e\xad\u2028\u3000-"
)
texts = st.one_of(st.text(ODDITIES, max_size=80), st.text(max_size=60))


def rows_of(text: str, width: int) -> list[str]:
    starts = wrap(text, width)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@given(texts, st.integers(1, 30))
def test_rows_cover_the_text_and_fit(raw: str, width: int) -> None:
    text = visible(raw)
    rows = rows_of(text, width)
    assert "".join(rows) == text
    for row in rows:
        body = row[:-1] if row[-1:] in {" ", "\n"} else row
        # A space may hang before the line feed too; one wide cluster may be wider than the row.
        body = body[:-1] if row[-1:] == "\n" and body[-1:] == " " else body
        assert cell_len(body) <= width or len(clusters(body)) == 1
        assert "\n" not in body


@given(texts, st.integers(1, 30))
def test_no_row_begins_within_a_cluster(raw: str, width: int) -> None:
    text = visible(raw)
    for start in wrap(text, width):
        if start < len(text):
            assert cluster_start(text, start, 0) == start


@given(texts)
def test_painted_text_has_the_same_code_points_and_nothing_harmful(raw: str) -> None:
    shown = visible(raw)
    assert len(shown) == len(raw)
    assert visible(shown) == shown
    for character in shown:
        assert character == "\n" or unicodedata.category(character) not in {"Cc", "Cs", "Zl", "Zp"}
        assert character not in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\xad\ufeff"
    assert "\n" not in one_line(raw)


@given(texts)
def test_clusters_measure_what_rich_measures(raw: str) -> None:
    row = one_line(raw)
    found = clusters(row)
    assert sum(cells for _, _, cells in found) == cell_len(row)
    assert [first for _, first, _ in found] == [cell_len(row[:start]) for start, _, _ in found]


def test_narrow_characters_are_one_cell_each() -> None:
    for point in range(0x110000):
        if NOT_NARROW.match(chr(point)) is None:
            assert get_character_cell_size(chr(point)) == 1, hex(point)


def test_dutch_prose_takes_the_fast_path() -> None:
    assert narrow("‘Cliënten’ — “melden” … €5, één à twee keer")


def test_words_stay_whole_where_they_can() -> None:
    assert rows_of("een optelsom van signalen", 11) == ["een ", "optelsom ", "van ", "signalen"]
    assert rows_of("abcdefgh ij", 4) == ["abcd", "efgh ", "ij"]
    assert rows_of("een\n\ntwee", 12) == ["een\n", "\n", "twee"]


def test_wide_and_joined_characters_are_not_cut() -> None:
    assert rows_of("日本語", 5) == ["日本", "語"]
    family = "👨\u200d👩\u200d👧"
    assert rows_of(family * 3, 5) == [family * 2, family]
    assert rows_of("e\u0301" * 6, 4) == ["e\u0301" * 4, "e\u0301" * 2]
    flag = "\U0001f1f3\U0001f1f1"
    assert rows_of(flag * 2, 3) == [flag, flag]


def test_escapes_are_shown_not_sent() -> None:
    assert visible("\x1b[31mred\x9b0m\x07") == "␛[31mred\ufffd0m␇"
    assert visible("a\u202eb\u2028c\xadd") == "a←b↵c¬d"
    assert visible("a\u200db") == "a·b"


@pytest.mark.parametrize(
    "text",
    [
        "woord " * 33_334,
        "w" * 150_000,
        "日本" * 100_000,
        "e" + "\u0301" * 150_000,
        "a " + "\u0301" * 150_000,
        "👨\u200d👩\u200d👧" * 40_000,
    ],
    ids=["line", "word", "wide", "marks", "marks on a space", "joined"],
)
def test_time_is_linear(text: str) -> None:
    def seconds(part: str) -> float:
        begin = time.process_time()
        wrap(part, 60)
        return time.process_time() - begin

    tenth, whole = seconds(text[: len(text) // 10]), seconds(text)
    assert whole < 40 * tenth + 0.05
