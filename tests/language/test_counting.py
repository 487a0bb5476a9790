"""Words are counted as word processors do."""

import pytest

from kwalcode.language.counting import word_bounds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("– … !", []),
        ("Ja, foto’s – in 2023.", ["Ja,", "foto’s", "in", "2023."]),
        ("(zo)  '\ns", ["(zo)", "s"]),
    ],
)
def test_words_and_where_they_are(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in word_bounds(text).tolist()] == words
