"""The query language as text: what it means, how it is printed, what is said of errors."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.query.bound import Combined, HasCode, codes_named
from kwalcode.analysis.query.names import Vocabulary, bind, nearest
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.printing import printed
from kwalcode.analysis.query.tree import (
    And,
    CodeNamed,
    CoderNamed,
    Condition,
    Distance,
    DocumentGroupNamed,
    DocumentNamed,
    GroupNamed,
    Not,
    OneOf,
    Or,
    Query,
    QueryError,
    Related,
    RoleNamed,
    ThemeNamed,
    Words,
    leaves,
)
from kwalcode.analysis.query.words import BY_WORDS, RELATIONS, SIGNS, SPELLINGS
from kwalcode.model import ROLES, Code

A, B, C = CodeNamed("A"), CodeNamed("B"), CodeNamed("C")


def code(number: int, name: str, parent: int | None = None, above: str = "") -> Code:
    path = f"{above} > {name}" if above else name
    return Code(
        number, bytes(16), parent, name, path, path.count(">"), number, f"k{number}", "", "", "",
        "", "", (), "", "deductive",
    )  # fmt: skip


NAMES = Vocabulary(
    codes=[
        code(1, "Signalering"),
        code(2, "angst", 1, "Signalering"),
        code(3, "optelsom", 1, "Signalering"),
        code(4, "Melden"),
        code(5, "angst", 4, "Melden"),
        code(6, "geen meldroute", 4, "Melden"),
    ],
    groups={"Gevoel": frozenset({2, 5})},
    themes={"Alleen staan": frozenset({3, 6})},
    coders={"Anna": 1},
    documents={"R01": 1, "R02": 2},
    document_groups={"pilot": frozenset({1, 2})},
    attributes=["domein", "leeftijd"],
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("A", A),
        ("geen meldroute", CodeNamed("geen meldroute")),
        ("'Signalering > angst'", CodeNamed("Signalering > angst")),
        ("collega's", CodeNamed("collega's")),
        ("'collega''s'", CodeNamed("collega's")),
        ("'collega's en anderen'", CodeNamed("collega's en anderen")),
        ("‘angst’", CodeNamed("angst")),
        ("A with sub-codes", CodeNamed("A", sub_codes=True)),
        ("'A' met subcodes", CodeNamed("A", sub_codes=True)),
        ("code 'Thema'", CodeNamed("Thema")),
        ("rol", CodeNamed("rol")),
        ("group Gevoel", GroupNamed("Gevoel")),
        ("codegroep 'Gevoel'", GroupNamed("Gevoel")),
        ("thema Alleen staan", ThemeNamed("Alleen staan")),
        ("codeur Anna", CoderNamed("Anna")),
        ("ROLE other", RoleNamed("other")),
        ("rol anders", RoleNamed("other")),
        ("document R01", DocumentNamed("R01")),
        ("document group pilot", DocumentGroupNamed("pilot")),
        ("documentgroep pilot", DocumentGroupNamed("pilot")),
        ('"ik meld het"', Words("ik meld het")),
        ("“ik meld het”", Words("ik meld het")),
        ('domein = "politie"', Condition("domein", "=", "politie")),
        ("leeftijd >= 40", Condition("leeftijd", ">=", "40")),
        ("leeftijd ≥ 40", Condition("leeftijd", ">=", "40")),
        ("document = R01", Condition("document", "=", "R01")),
        ("domein bevat pol", Condition("domein", "contains", "pol")),
        ("domein ontbreekt", Condition("domein", "missing")),
        ("A AND B OR C", Or((And((A, B)), C))),
        ("a en b of c", Or((And((CodeNamed("a"), CodeNamed("b"))), CodeNamed("c")))),
        ("A AND (B OR C)", And((A, Or((B, C))))),
        ("NOT A AND B", And((Not(A), B))),
        ("NOT A WITHIN B", Not(Related(A, "WITHIN", B))),
        ("(NOT A) WITHIN B", Related(Not(A), "WITHIN", B)),
        ("A WITHIN B AND C", And((Related(A, "WITHIN", B), C))),
        ("A WITHIN B WITHIN C", Related(Related(A, "WITHIN", B), "WITHIN", C)),
        ("ONE OF(A, B)", OneOf((A, B))),
        ("een van (A, B of C)", OneOf((A, Or((B, C))))),
        ("A overlapt B", Related(A, "OVERLAPS", B)),
        ("A overlapt door B", Related(A, "OVERLAPPED BY", B)),
        ("A FOLLOWS(2 turns) B", Related(A, "FOLLOWS", B, Distance(2, "turns"))),
        ("A volgt op (2 beurten) B", Related(A, "FOLLOWS", B, Distance(2, "turns"))),
        ("A FOLLOWS B(0)", Related(A, "FOLLOWS", B, Distance(0))),
        ("A gaat vooraf aan B (1 beurt)", Related(A, "PRECEDES", B, Distance(1, "turns"))),
        ("A precedes(5 characters) B", Related(A, "PRECEDES", B, Distance(5))),
        ("A FOLLOWS (B)", Related(A, "FOLLOWS", B)),
    ],
)  # fmt: skip
def test_a_text_means_a_query(text: str, meant: Query) -> None:
    assert parse(text) == meant


def test_every_word_means_one_thing() -> None:
    spelled = [s.casefold() for spellings in SPELLINGS.values() for s in set(spellings)]
    assert len(spelled) == len(set(spelled)) == len(BY_WORDS)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_can_be_said_in_both_languages(relation: str, language: str) -> None:
    said = SPELLINGS[relation][1 if language == "nl" else 0]
    assert parse(f"A {said.lower()} B") == Related(A, relation, B)  # type: ignore[arg-type]


# Printing

NAME = st.text(min_size=1).filter(lambda name: name.strip())
LEAVES = st.one_of(
    st.builds(CodeNamed, NAME, st.booleans()),
    st.builds(GroupNamed, NAME),
    st.builds(ThemeNamed, NAME),
    st.builds(CoderNamed, NAME),
    st.builds(RoleNamed, st.sampled_from(ROLES)),
    st.builds(DocumentNamed, NAME),
    st.builds(DocumentGroupNamed, NAME),
    st.builds(Words, st.text()),
    st.builds(Condition, NAME, st.sampled_from([*SIGNS, "contains"]), st.text()),
    st.builds(Condition, NAME, st.just("missing")),
)


def _combined(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    distance = st.none() | st.builds(
        Distance, st.integers(0, 10**9), st.sampled_from(["characters", "turns"])
    )
    plain = tuple(r for r in RELATIONS if r not in ("FOLLOWS", "PRECEDES"))
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(OneOf, st.lists(parts, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, parts),
        st.builds(Related, parts, st.sampled_from(plain), parts),
        st.builds(Related, parts, st.sampled_from(["FOLLOWS", "PRECEDES"]), parts, distance),
    )


@given(st.recursive(LEAVES, _combined, max_leaves=12), st.sampled_from(["en", "nl"]))
def test_what_is_printed_means_the_same_query(query: Query, language: str) -> None:
    assert parse(printed(query, language)) == query


@given(st.text(alphabet=string.printable + "“”„‘’é≤", max_size=60))
def test_any_text_is_a_query_or_an_error_with_a_column(text: str) -> None:
    error: QueryError | None = None
    try:
        query = parse(text)
    except QueryError as raised:
        error = raised
    if error is None:
        assert parse(printed(query)) == query
    else:
        assert 1 <= error.column <= len(text) + 1
        assert f"Column {error.column}: " in str(error)


def test_many_parentheses_are_no_crash() -> None:
    assert parse("(" * 30 + "A" + ")" * 30) == A
    for deep in ("(" * 5000 + "A", "NOT " * 5000 + "A", "A" + " WITHIN A" * 5000):
        with pytest.raises(QueryError):
            parse(deep)


# Errors


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Column 1: here the query ends; expected: a code"),
        ("A AND", "Column 6: here the query ends; expected: a code"),
        ("A B)", "Column 4: found ); expected: AND, OR, a relation"),
        ("(A OR B", "Column 8: here the query ends; expected: AND, OR, a relation such as WITHIN,"),
        ("A AND OR B", "Column 7: found OR; expected: a code"),
        ("'A", "Column 1: the quotation mark that opens here is not closed."),
        ('A AND "x', "Column 7: the quotation mark that opens here is not closed."),
        ("A WITHIN NOT B", "Column 10: found NOT; expected: a code, or NOT"),
        ("rol baas", "Column 5: “baas” is no role; there are: interviewer, respondent, other."),
        ("domein =", "Column 9: here the query ends; expected: a value"),
        ("A FOLLOWS(99999999999) B", "Column 11: found 99999999999; expected: a smaller number"),
        ("ONE OF()", "Column 8: found ); expected: a code"),
        ("A ! B", "Column 3: “!” has no meaning here."),
        ("''", "Column 1: found ''; expected: a name between the quotation marks."),
    ],
)
def test_an_error_says_the_column_and_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert str(raised.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("B OR optelsm", "Column 6: there is no code “optelsm”; do you mean: 'Signalering > optel"),
        ("meldroute", "there is no code “meldroute”; do you mean: 'Melden > geen meldroute'"),
        ("angst", "several codes are called “angst”: 'Signalering > angst', 'Melden > angst'."),
        ("Gevoel", "“Gevoel” is no code but a code group; write: code group 'Gevoel'."),
        ("theme Alleen", "there is no theme “Alleen”; do you mean: 'Alleen staan'?"),
        ("coder Piet", "there is no coder “Piet” in this study."),
        ("document R1", "there is no document “R1”; do you mean: 'R01'"),
        ("domain = x", "there is no attribute “domain”; do you mean: 'domein'?"),
        ('"..."', "there are no words between the quotation marks."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(text: str, said: str) -> None:
    with pytest.raises(QueryError) as raised:
        bind(parse(text.replace("B OR", "Melden OR")), NAMES)
    assert said.removeprefix("Column 6: ") in str(raised.value)
    assert raised.value.column == (11 if text.startswith("B OR") else raised.value.column)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("OPTELSOM", {3}),
        ("Signalering>angst", {2}),
        ("'Melden > angst'", {5}),
        ("k6", {6}),
        ("Signalering", {1}),
        ("Signalering with sub-codes", {1, 2, 3}),
        ("group gevoel", {2, 5}),
        ("theme 'alleen staan'", {3, 6}),
    ],
)
def test_names_are_found(text: str, codes: set[int]) -> None:
    assert bind(parse(text), NAMES) == HasCode(frozenset(codes))


def test_what_is_asked_for_leaves_out_what_is_denied() -> None:
    bound = bind(parse("optelsom AND NOT Melden OR Signalering WITHIN 'Melden > angst'"), NAMES)
    assert codes_named(bound) == {1, 3}
    assert isinstance(bound, Combined)
    assert len(leaves(parse("ONE OF(A, NOT B) AND C WITHIN A"))) == 4


def test_nearest_names() -> None:
    assert nearest("Angsd", ["angst", "optelsom"]) == ["angst"]
    assert nearest("", ["angst"]) == []
