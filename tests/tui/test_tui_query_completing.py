"""What is offered while a query is typed, and what the builder writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kwalcode.analysis.query.names import Vocabulary, bind
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.printing import printed
from kwalcode.analysis.query.tree import And, CodeNamed, DocumentNamed, Not, RoleNamed
from kwalcode.model import Code
from kwalcode.tui.screens.quotations.builder_form import Form, signs, ways
from kwalcode.tui.screens.quotations.completing import Completion, complete


@pytest.fixture(scope="module")
def names(make_codes: Callable[..., list[Code]]) -> Vocabulary:
    paths = (
        "signaleren", "signaleren > angst", "melden", "melden > angst", "melden > geen meldroute",
        "lief en leed",
    )  # fmt: skip
    return Vocabulary(
        codes=make_codes(*paths),
        groups={"gevoel": frozenset({2})},
        themes={"Melden hangt aan mensen": frozenset({3})},
        coders={"Anna": 1, "Bram": 2},
        documents={"R01": 1, "R02": 2},
        document_groups={"pilot": frozenset({1})},
        attributes=["domein", "naam van de stad"],
    )


def offered(text: str, names: Vocabulary, language: str = "en") -> Completion:
    values = {"domein": ["politie", "zorg"]}
    return complete(text, len(text), names, values=values, language=language)


def finished(text: str, names: Vocabulary, language: str = "en") -> str:
    """Return the text with the first suggestion put in."""
    found = offered(text, names, language)
    return text[: found.start] + found.suggestions[0].insert


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("geen", "geen meldroute"),
        ("melden OR gmr", "melden OR geen meldroute"),
        ("ang", "'signaleren > angst'"),
        ("'lief", "'lief en leed'"),
        ("lief", "'lief en leed'"),
        ("melden wi", "melden WITHIN"),
        ("melden with", "melden WITHIN"),
        ("(melden) OVER", "(melden) OVERLAPS"),
        ("melden with s", "melden with signaleren"),
        ("dome", "domein = "),
        ("domein = p", 'domein = "politie"'),
        ("domein contains z", 'domein contains "zorg"'),
        ("naam van", "naam van de stad = "),
        ("coder b", "coder 'Bram'"),
        ("role i", "role interviewer"),
        ("document R02", "document 'R02'"),
        ("document group p", "document group 'pilot'"),
        ("theme m", "theme 'Melden hangt aan mensen'"),
        ("gev", "CODE GROUP 'gevoel'"),
        ("no", "NOT"),
    ],
)
def test_what_is_meant_is_put_in(names: Vocabulary, typed: str, becomes: str) -> None:
    if typed == "melden with s":
        assert offered(typed, names).suggestions == ()
        return
    assert finished(typed, names) == becomes


def test_words_are_offered_in_the_language_of_the_interface(names: Vocabulary) -> None:
    assert finished("melden bin", names, "nl") == "melden BINNEN"
    assert finished("(melden) gaat", names, "nl") == "(melden) GAAT VOORAF AAN"


@pytest.mark.parametrize("text", ["", "melden ", "'melden'", '"melden', "zzzz", "melden !"])
def test_nothing_is_offered_where_nothing_is_typed(names: Vocabulary, text: str) -> None:
    assert offered(text, names).suggestions == ()


def test_every_code_that_is_offered_is_understood(names: Vocabulary) -> None:
    for code in names.codes:
        for suggestion in offered(code.name, names).suggestions:
            if suggestion.shown == code.path:
                bound = bind(parse(suggestion.insert), names)
                assert bound == bind(CodeNamed(code.path), names)
                break
        else:
            pytest.fail(f"{code.path} was not offered")


# The builder


@pytest.mark.parametrize("how", [*ways()])
def test_every_way_writes_a_query_that_can_be_parsed(how: str) -> None:
    form = Form(one=("code", "a > b"), one_below=True, how=how, other=("theme", "t"), words="x*",
                attribute="domein", value=" zorg ", role="other", coder="Anna",
                document=("document group", "pilot"))  # fmt: skip
    query = form.query()
    assert query is not None
    for language in ("en", "nl"):
        assert parse(printed(query, language)) == query


@pytest.mark.parametrize("sign", [*signs()])
def test_every_sign_writes_a_condition(sign: str) -> None:
    query = Form(attribute="domein", sign=sign, value="4").query()  # type: ignore[arg-type]
    assert query is not None
    assert parse(printed(query)) == query


def test_what_is_left_out_is_not_written() -> None:
    assert Form().query() is None
    assert Form(how="AND", other=("code", "b")).query() is None
    assert Form(attribute="domein", value="  ").query() is None
    assert Form(words="...").query() is None
    assert Form(document=("document", "R01")).query() == DocumentNamed("R01")
    assert Form(one=("code", "a"), how="AND").query() == CodeNamed("a")
    assert Form(one=("code", "a"), how="NOT", other=("code", "b"), role="other").query() == And(
        (And((CodeNamed("a"), Not(CodeNamed("b")))), RoleNamed("other"))
    )
