from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kwalcode.model import Code
from kwalcode.tui.text.fuzzy import EXACT, KEYWORD, fold, rank

Make = Callable[..., list[Code]]


def names(query: str, codes: list[Code], **more: object) -> list[str]:
    return [hit.code.name for hit in rank(query, codes, **more)]  # type: ignore[arg-type]


def test_the_better_the_match_the_higher_it_stands(make_codes: Make) -> None:
    codes = make_codes(
        "veilige opvang", "gedoe bij gemeente", "geen meldroute", "gemelde zaken", "melden", "geme"
    )
    assert names("geme", codes) == ["geme", "gemelde zaken", "geen meldroute", "gedoe bij gemeente"]
    assert names("gm", codes)[0] == "geen meldroute"
    assert names("route geen", codes) == ["geen meldroute"]
    assert names("xyz", codes) == []


def test_accents_and_case_do_not_matter(make_codes: Make) -> None:
    codes = make_codes("Cliënt zélf", "privé")
    assert names("CLIENT zelf", codes) == ["Cliënt zélf"]
    assert names("prive", codes) == ["privé"]
    assert rank("zelf", codes)[0].letters == (7, 8, 9, 10)


def test_recent_and_frequent_codes_break_ties(make_codes: Make) -> None:
    codes = make_codes("angst a", "angst b", "angst c", "angst d")
    assert names("ang", codes) == ["angst a", "angst b", "angst c", "angst d"]
    assert names("ang", codes, recent=[3]) == ["angst c", "angst a", "angst b", "angst d"]
    assert names("ang", codes, recent=[3], counts={4: 9, 1: 2})[:2] == ["angst c", "angst d"]
    assert names("", codes, recent=[4, 2]) == ["angst d", "angst b", "angst a", "angst c"]


def test_path_and_keywords_are_searched_last(make_codes: Make) -> None:
    codes = make_codes("Melden", "Melden > politie", "route")
    codes[2] = replace(codes[2], keywords=("melding",))
    assert names("meld", codes) == ["Melden", "politie", "route"]
    assert rank("meld", codes)[2].quality == KEYWORD
    assert names("melden > politie", codes) == ["politie"]


@given(st.text(max_size=30))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text("abc ë-", min_size=1, max_size=12))
def test_a_name_finds_itself_first(name: str) -> None:
    code = Code(1, b"", None, name, name, 0, 0, "", "", "", "", "", "", (), "", "deductive")
    other = replace(code, id=2, name=name + " en meer", path=name + " en meer")
    hits = rank(name, [other, code])
    if name.split():
        assert hits[0].code.id == 1
        assert hits[0].quality == EXACT
    for hit in hits:
        assert all(n < len(hit.code.name) for n in hit.letters)


def test_a_name_full_of_like_words_takes_no_time(make_codes: Make) -> None:
    codes = make_codes("a " * 200, *(f"angst voor {n}" for n in range(1000)))
    begin = time.process_time()
    rank("aaaaaaaaaaaaaaaaaab", codes)
    assert time.process_time() - begin < 0.5


def test_the_letters_that_mark_a_code_find_it(make_codes: Make) -> None:
    codes = make_codes("melden", "meer controle", "me", "geen tijd")
    marks = {1: "Md", 2: "Me", 3: "Ma", 4: "Gt"}
    assert [hit.code.id for hit in rank("me", codes, [1], {}, marks)][:3] == [3, 2, 1]
    assert rank("gt", codes, letters=marks)[0].code.id == 4
    assert rank("gt tijd", codes, letters=marks)[0].code.id == 4
