"""Queries, folding and matching, against a slow reference that goes character by character."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError, UsageError
from kwalcode.language.folding import fold
from kwalcode.language.matching import Matcher
from kwalcode.language.patterns import PatternFinder
from kwalcode.language.queries import KINDS, Query, Term, Word, parse_query
from kwalcode.language.wordforms import occurring_forms
from kwalcode.spans import Range

SIGNS = "abeéèñßİıſøMm0²ﬁÅ\u0301\u0308\u20dd\u00ad_-'’ .,!\n\t\x00😀🇳🇱한語ͅΰ\u200d\ufe0f"
texts = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8")), max_size=40)


def find(typed: str, speech: str) -> list[str]:
    return [speech[a:b] for a, b in Matcher(parse_query(typed)).find(speech)]


# A reference of its own: no regular expressions, no translation tables.


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield each folded character with the offset of the one it came from."""
    for at, sign in enumerate(text):
        apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", sign).casefold())
        for piece in apart:
            if unicodedata.category(piece) != "Mn" and piece != "\xad":
                yield piece, at


def words(text: str) -> list[tuple[str, int, int]]:
    """Return each word, folded, with its range in the text."""
    found: list[tuple[str, int, int]] = []
    folded = [*clusters(text), (" ", len(text))]
    word, start = "", 0
    for n, (piece, at) in enumerate(folded):
        if piece.isalnum():
            start = start if word else at
            word += piece
        elif word:
            found.append((word, start, max(at, folded[n - 1][1] + 1)))
            word = ""
    return found


def slow_find(query: Query, speech: str) -> list[Range]:
    """Find words one by one; every query here has words."""
    said = words(speech)
    found: set[Range] = set()
    for term in query.terms:
        n = len(term.words)
        at, places = 0, []
        while at + n <= len(said):
            if all(fits(w, said[at + i][0]) for i, w in enumerate(term.words)):
                places.append((said[at][1], said[at + n - 1][2]))
                at += n
            else:
                at += 1
        if not places:
            return []
        found.update(places)
    return sorted(
        (a, b)
        for a, b in found
        if not any((c, d) != (a, b) and c <= a and b <= d for c, d in found)
    )


def fits(word: Word, said: str) -> bool:
    return any(said.startswith(f) if word.prefix else said == f for f in word.forms)


@given(texts)
def test_folding_keeps_every_place(text: str) -> None:
    folded = fold(text)
    assert folded.text == "".join(piece for piece, _at in clusters(text))
    for n, (_piece, at) in enumerate(clusters(text)):
        start, end = folded.span(n, n + 1)
        assert start == at
        assert start < end <= len(text)
        assert all(not fold(text[k]).text for k in range(at + 1, end))


@given(st.lists(texts, min_size=1, max_size=3), texts, st.booleans())
def test_words_are_found_as_the_slow_way_finds_them(
    pieces: list[str], around: str, phrase: bool
) -> None:
    typed = " ".join(pieces)
    try:
        query = parse_query(typed, "phrase" if phrase else "words")
    except UsageError:
        return
    query = Query(query.kind, query.text, tuple(t for t in query.terms if t.words))
    if not query.terms:
        return
    for speech in (typed, around, f"{around} {typed}", f"{typed}{around}", f"{typed} {typed}"):
        assert Matcher(query).find(speech) == slow_find(query, speech)


@given(texts)
def test_what_is_typed_finds_itself(text: str) -> None:
    try:
        query = parse_query(text, "phrase")
    except UsageError:
        assert not any(c.isalnum() for c in text)
        return
    places = Matcher(query).find(text)
    assert places
    assert all(0 <= a < b <= len(text) for a, b in places)


@given(texts, st.sampled_from(KINDS))
def test_nothing_typed_breaks_the_parser(text: str, kind: str) -> None:
    with suppress(UsageError):
        parse_query(text, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "speech", "found"),
    [
        ("melden", "Ik ga MELDEN, niet meldend.", ["MELDEN"]),
        ("meld*", "Ik meld, zij meldden; gemeld.", ["meld", "meldden"]),
        ("cafe", "Café, cafe\u0301, CAFÉ", ["Café", "cafe\u0301", "CAFÉ"]),
        ("café", "een cafe", ["cafe"]),
        ("strasse", "Straße!", ["Straße"]),
        ("mel\u00adden", "mel\u00adden en melden", ["mel\u00adden", "melden"]),
        ("foto's", "De foto’s, een foto van s.", ["foto’s"]),
        (
            '"geen meldroute"',
            "Geen  meldroute; geen (meldroute).",
            ["Geen  meldroute", "geen (meldroute"],
        ),
        ('"geen meld*"', "geen meldroute, geen route", ["geen meldroute"]),
        ("“geen meldroute”", "geen meldroute", ["geen meldroute"]),
        ("angst melden", "Melden? De angst. Melden!", ["Melden", "angst", "Melden"]),
        ("angst melden", "Melden? De zorg. Melden!", []),
        ("ja", "ja_ja ja2", ["ja", "ja"]),
        ("😀", "nou 😀😀", ["😀", "😀"]),
        ("€5", "voor €5.", ["5"]),
        ("...", "nou... ja", ["..."]),
        ("meld* melden", "melden", ["melden"]),
        ('"ja ja', "ja ja ja", ["ja ja"]),
    ],
)
def test_examples(typed: str, speech: str, found: list[str]) -> None:
    assert find(typed, speech) == found


@pytest.mark.parametrize("typed", ["", "  ", '""', '" "', "\u0301"])
def test_nothing_to_search_for(typed: str) -> None:
    with pytest.raises(UsageError, match="Type a word"):
        parse_query(typed)


def test_kinds_are_told_by_their_signs() -> None:
    assert parse_query("/m[ae]ld/") == Query("regex", "m[ae]ld")
    assert parse_query("/m[ae]ld/", "words").kind == "words"
    assert parse_query("geen meld*", "phrase").terms == (
        Term((Word(("geen",)), Word(("meld",), True))),
    )


@pytest.mark.parametrize(("pattern", "line"), [
    ("m(eld", "The pattern /m(eld/ is wrong at place 2: missing ), unterminated subpattern."),
    ("", "Type a pattern to search for."),
    ("[z-à]", "The pattern /[z-à]/ is wrong at place 2: bad character range z-a."),
])  # fmt: skip
def test_a_bad_pattern_is_told_in_one_line(pattern: str, line: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_query(pattern, "regex")
    assert str(caught.value) == line


@pytest.fixture
def finders() -> Iterator[list[PatternFinder]]:
    made: list[PatternFinder] = []
    yield made
    for finder in made:
        finder.close()


def test_patterns_find_what_re_finds(finders: list[PatternFinder]) -> None:
    finders.append(PatternFinder(r"\bge?m[aeé]ld\w*|x*"))
    speech = ["Gemeld: máld, e\u0301e\u0301n gméld.", "😀 gemeldé", ""]
    found = finders[0].find(speech)
    assert [[t[a:b] for a, b in places] for t, places in zip(speech, found, strict=True)] == [
        ["Gemeld", "gméld"],
        ["gemeldé"],
        [],
    ]
    assert finders[0].find(["nog een gemeld"]) == [[(8, 14)]]


@pytest.fixture(scope="module")
def finder() -> Iterator[PatternFinder]:
    made = PatternFinder("a.|é\\b")
    yield made
    made.close()


@given(text=st.text("aAbé \n", max_size=30))
def test_a_pattern_is_that_of_re(finder: PatternFinder, text: str) -> None:
    plain = text.replace("é", "e")
    expected = [m.span() for m in re.finditer("a.|e\\b", plain, re.IGNORECASE)]
    assert finder.find([text]) == [expected]


def test_a_pattern_that_takes_years_is_broken_off(finders: list[PatternFinder]) -> None:
    finders.append(PatternFinder("(a+)+b", seconds=0.5))
    begun = time.perf_counter()
    with pytest.raises(KwalcodeError, match="takes too long"):
        finders[0].find(["a" * 60])
    assert time.perf_counter() - begun < 5


def test_a_closed_finder_finds_nothing_more() -> None:
    finder = PatternFinder("a")
    finder.find(["a"])
    finder.close()
    with pytest.raises(KwalcodeError, match="broken off"):
        finder.find(["a"])


def test_the_occurring_forms_of_a_lemma() -> None:
    said = {
        "meldt",
        "gemeld",
        "melding",
        "meldde",
        "huis",
        "liep",
        "lopen",
        "loopt",
        "idee",
        "ideeën",
    }
    forms = occurring_forms(["melden", "liep", "lopen"], said)
    assert forms["melden"] == ("melden", "gemeld", "meldde", "meldt")
    assert set(forms["liep"]) == set(forms["lopen"]) == {"liep", "lopen", "loopt"}
    assert occurring_forms(["ideeën"], said) == {"ideeen": ("ideeen", "idee")}
    assert occurring_forms(["idee"], said) == {"idee": ("idee", "ideeen")}
    assert occurring_forms(["ideeen"], said) == {"ideeen": ("ideeen", "idee")}
    assert occurring_forms(["onbekendwoord"], said) == {"onbekendwoord": ("onbekendwoord",)}
