import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.exchange.passages import Passages, starts
from kwalcode.exchange.tables import RowError


def test_a_quote_is_found_to_the_letter():
    assert Passages("Ja 👩‍💻 [naam] zei niks").find("👩‍💻 [naam]") == (3, 13)


def test_every_start_counts_also_overlapping_ones():
    assert list(starts("ananas", "ana")) == [0, 2]
    with pytest.raises(RowError, match="more than once"):
        Passages("ananas").find("ana")
    assert Passages("ananas").find("ana", 2) == (2, 5)
    with pytest.raises(RowError, match="no occurrence 3; the last is 2"):
        Passages("ananas").find("ana", 3)


def test_white_space_is_forgiven_and_nothing_else():
    text = "Ik  dacht:\n\n dit klopt\u00a0niet. Nee."
    assert Passages(text).find("dacht: dit klopt niet.") == (4, 28)
    assert Passages(text).find("\n Nee. ") == (29, 33)
    for other in ("Dacht: dit", "dacht dit", "ditklopt", "dit klopt niet!"):
        with pytest.raises(RowError, match="no passage"):
            Passages(text).find(other)


def test_what_stands_there_to_the_letter_goes_first():
    assert Passages("ja nee, ja\nnee").find("ja nee") == (0, 6)
    assert Passages("ja nee, ja\nnee").find("ja\nnee") == (8, 14)
    with pytest.raises(RowError, match="more than once"):
        Passages("ja\tnee, ja\nnee").find("ja nee")
    assert Passages("ja\tnee, ja\nnee").find("ja nee", 2) == (8, 14)


@given(st.text("ab \n\t\u00a0", min_size=1, max_size=40), st.data())
def test_a_mangled_quote_is_found_where_a_pattern_finds_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end].split()
    if not words or " ".join(words) in text:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = [m.span() for i in range(len(text)) if (m := pattern.match(text, i))]
    for number, place in enumerate(places, start=1):
        assert Passages(text).find(" ".join(words), number) == place
