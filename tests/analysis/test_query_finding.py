"""What a query finds: the examples of METHOD section 3, and a plain reading of the definitions."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.query.bound import (
    Bound,
    BoundRelated,
    Combined,
    HasCode,
    HasCoder,
    InDocument,
)
from kwalcode.analysis.query.conditions import holds
from kwalcode.analysis.query.corpus import Codings, Corpus, Turns, make_corpus
from kwalcode.analysis.query.evaluating import Finder
from kwalcode.analysis.query.names import Vocabulary, bind
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.relations import Spans, related
from kwalcode.analysis.query.saying import places
from kwalcode.analysis.query.tree import Condition, Distance, RoleNamed, Words
from kwalcode.analysis.query.words import RELATIONS, Relation
from kwalcode.model import ROLES, Code, Role


@dataclass(frozen=True)
class Row:
    """A coding of a test's corpus."""

    document: int
    start: int
    end: int
    code: int
    coder: int = 1


@dataclass(frozen=True)
class Said:
    """A turn of a test's corpus."""

    document: int
    start: int
    speech: int
    end: int
    role: Role = "respondent"
    respondent: int = 1


def made(
    rows: list[Row],
    turns: list[Said],
    roles: tuple[Role, ...] = ROLES,
    groups: tuple[int, ...] = (),
) -> Corpus:
    def column(name: str) -> np.ndarray:  # type: ignore[type-arg]
        return np.array([getattr(row, name) for row in rows], dtype=np.int64)

    def spoken(values: list[int]) -> np.ndarray:  # type: ignore[type-arg]
        return np.array(values, dtype=np.int64)

    start, end = column("start"), column("end")
    codings = Codings(column("document"), start, end, column("code"), column("coder"), start, end)
    ordered = sorted(turns, key=lambda t: (t.document, t.start))
    columns = Turns(
        spoken([t.document for t in ordered]),
        spoken([t.start for t in ordered]),
        spoken([t.speech for t in ordered]),
        spoken([t.end for t in ordered]),
        spoken([ROLES.index(t.role) for t in ordered]),
        spoken([t.respondent for t in ordered]),
    )
    owners = {row.document: row.document for row in rows}
    return make_corpus(codings, columns, roles, owners, groups)


def found(corpus: Corpus, query: Bound, **how: object) -> set[tuple[int, int, int]]:
    """Return document, start, end of the quotations found."""
    finder = Finder(corpus, how.get("attributes", {}), how.get("text_of", str))  # type: ignore[arg-type]
    number = np.unique(corpus.item_quotation[finder.find(query)])
    return {(int(corpus.document[n]), int(corpus.start[n]), int(corpus.end[n])) for n in number}


# The first corpus of METHOD section 2.

QUOTATIONS = {
    "Q1": (1, 0, 10), "Q2": (1, 5, 15), "Q3": (1, 15, 20), "Q4": (1, 30, 50), "Q5": (1, 35, 40),
    "Q6": (2, 0, 10), "Q7": (2, 12, 20),
}  # fmt: skip
A, B = 1, 2
CODED = {"Q1": (A, B), "Q2": (B,), "Q3": (A,), "Q4": (A,), "Q5": (B,), "Q6": (A,), "Q7": (B,)}
METHOD = made(
    [Row(*QUOTATIONS[q], code) for q, codes in CODED.items() for code in codes],
    [Said(1, 0, 0, 25), Said(1, 25, 25, 60), Said(2, 0, 0, 30)],
)
AB = Vocabulary(
    codes=[
        Code(n, bytes(16), None, name, name, 0, n, "", "", "", "", "", "", (), "", "deductive")
        for n, name in ((A, "A"), (B, "B"))
    ]
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("A OVERLAPS B", "Q1"),
        ("B OVERLAPPED BY A", "Q2"),
        ("A ENCLOSES B", "Q4"),
        ("B WITHIN A", "Q5"),
        ("ONE OF(A, B)", "Q2 Q3 Q4 Q5 Q6 Q7"),
        ("A FOLLOWS B(0)", "Q3"),
        ("A FOLLOWS(0) B", "Q3"),
        ("B FOLLOWS A(2)", "Q7"),
        ("B FOLLOWS(2) A", "Q7"),
        ("A PRECEDES B(2)", "Q6"),
        ("B PRECEDES(0) A", "Q2"),
        ("A FOLLOWS B", "Q3 Q4"),
        ("A FOLLOWS(0 turns) B", "Q3"),
        ("A FOLLOWS(1 turn) B", "Q3 Q4"),
        ("A PRECEDES B", "Q1 Q3 Q6"),
        ("A PRECEDES(0 turns) B", "Q6"),
        ("A AND B", "Q1"),
        ("A OR B", "Q1 Q2 Q3 Q4 Q5 Q6 Q7"),
        ("NOT A", "Q2 Q5 Q7"),
        ("A WITHIN A", ""),
        ("A COOCCURS A", ""),
        ("A COOCCURS B", "Q1 Q4"),
        ("B COOCCURS A", "Q2 Q5"),
        ("A AND NOT (A COOCCURS B)", "Q3 Q6"),
        ("(A OR B) WITHIN (A OR B)", "Q5"),
    ],
)
def test_the_examples_of_the_method(query: str, names: str) -> None:
    wanted = {QUOTATIONS[name] for name in names.split()}
    assert found(METHOD, bind(parse(query), AB)) == wanted


def test_codings_of_two_coders_do_not_meet() -> None:
    corpus = made([Row(1, 0, 10, A, 1), Row(1, 0, 10, B, 2), Row(1, 2, 5, B, 2)], [])
    assert found(corpus, bind(parse("A AND B"), AB)) == set()
    assert found(corpus, bind(parse("B WITHIN A"), AB)) == set()
    assert found(corpus, bind(parse("B WITHIN B"), AB)) == {(1, 2, 5)}
    assert len(corpus) == 2
    assert corpus.items == 3
    assert found(corpus, Combined("all", (HasCode(frozenset({B})), HasCoder(1)))) == set()
    assert found(corpus, HasCoder(2)) == {(1, 0, 10), (1, 2, 5)}


# Against a plain reading of the definitions

ROWS = st.builds(
    lambda document, start, length, code, coder: Row(document, start, start + length, code, coder),
    st.integers(1, 2),
    st.integers(0, 14),
    st.integers(1, 9),
    st.integers(1, 3),
    st.integers(1, 2),
)
LEAVES = st.one_of(
    st.sets(st.integers(1, 3), min_size=1).map(lambda codes: HasCode(frozenset(codes))),
    st.builds(HasCoder, st.integers(1, 2)),
    st.sets(st.integers(1, 2), min_size=1).map(lambda some: InDocument(frozenset(some))),
    st.builds(RoleNamed, st.sampled_from(ROLES)),
    st.sampled_from([Words("ja"), Words("nee nee")]),
    st.sampled_from([Condition("d", "=", "x"), Condition("d", "!=", "x")]),
)


def _queries(parts: st.SearchStrategy[Bound]) -> st.SearchStrategy[Bound]:
    distance = st.none() | st.builds(
        Distance, st.integers(0, 4), st.sampled_from(["characters", "turns"])
    )
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Combined, st.sampled_from(["all", "any", "one"]), several),
        st.builds(Combined, st.just("none"), st.tuples(parts)),
        st.builds(BoundRelated, parts, st.sampled_from(RELATIONS), parts, distance),
    )


TEXTS = {1: "I: nee nee R: ja ja nee nee nee", 2: "R: ja. nee nee I: ja nee, ja nee"}
TURNS = [
    Said(1, 0, 3, 10, "interviewer", 1), Said(1, 11, 14, 31, "respondent", 1),
    Said(2, 0, 3, 15, "respondent", 2), Said(2, 15, 18, 32, "interviewer", 3),
]  # fmt: skip
ATTRIBUTES = {1: {"d": "x"}, 2: {"d": "y"}, 3: {}}
Item = tuple[int, int, int, int]
"""Document, start, end, coder."""


class Plain:
    """Reads the definitions word for word, pair by pair."""

    def __init__(self, rows: list[Row], roles: tuple[Role, ...]) -> None:
        self.roles = roles
        self.codes: dict[Item, set[int]] = {}
        for row in rows:
            if roles == ROLES or self.spoken_by(row, roles):
                item = (row.document, row.start, row.end, row.coder)
                self.codes.setdefault(item, set()).add(row.code)

    def spoken_by(self, row: Row | Item, roles: tuple[Role, ...]) -> bool:
        document, start, end = (
            (row.document, row.start, row.end) if isinstance(row, Row) else row[:3]
        )
        return any(
            t.document == document and t.role in roles and t.speech < end and start < t.end
            for t in TURNS
        )

    def places(self, words: str) -> list[tuple[int, int, int]]:
        return [
            (document, start, end)
            for document, text in TEXTS.items()
            for start, end in places(text, words)
            if any(
                t.document == document
                and t.role in self.roles
                and t.speech <= start
                and end <= t.end
                for t in TURNS
            )
        ]

    def find(self, query: Bound) -> set[Item]:
        everything = set(self.codes)
        match query:
            case HasCode(codes):
                return {item for item in everything if self.codes[item] & codes}
            case HasCoder(coder):
                return {item for item in everything if item[3] == coder}
            case InDocument(documents):
                return {item for item in everything if item[0] in documents}
            case RoleNamed(role):
                return {item for item in everything if self.spoken_by(item, (role,))}
            case Words(text):
                said = self.places(text)
                return {
                    (d, s, e, c) for d, s, e, c in everything
                    if any(d == n and s <= start and end <= e for n, start, end in said)
                }  # fmt: skip
            case Condition(name, sign, value):
                return {
                    item for item in everything
                    if holds(ATTRIBUTES[item[0]].get(name, ""), sign, value)
                }  # fmt: skip
            case Combined("none", (part,)):
                return everything - self.find(part)
            case Combined(how, parts):
                sets = [self.find(part) for part in parts]
                times = {item: sum(item in each for each in sets) for item in everything}
                wanted = {"all": range(len(sets), 9), "any": range(1, 9), "one": range(1, 2)}[how]
                return {item for item, n in times.items() if n in wanted}
            case BoundRelated(left, relation, Words(text), distance):
                return {
                    item for item in self.find(left)
                    if any(
                        d == item[0] and stands(item[1:3], relation, (s, e), distance, item[0])
                        for d, s, e in self.places(text)
                    )
                }  # fmt: skip
            case BoundRelated(left, relation, right, distance):
                others = self.find(right)
                return {
                    item for item in self.find(left)
                    if any(
                        other != item and other[0] == item[0] and other[3] == item[3]
                        and stands(item[1:3], relation, other[1:3], distance, item[0])
                        for other in others
                    )
                }  # fmt: skip
        raise AssertionError(query)


def turn(document: int, at: int) -> int:
    return sum(t.document == document and t.start <= at for t in TURNS)


def stands(
    a: tuple[int, ...], relation: Relation, b: tuple[int, ...], far: Distance | None, document: int
) -> bool:
    match relation:
        case "WITHIN":
            return b[0] <= a[0] and a[1] <= b[1]
        case "ENCLOSES":
            return a[0] <= b[0] and b[1] <= a[1]
        case "OVERLAPS":
            return a[0] < b[0] < a[1] < b[1]
        case "OVERLAPPED BY":
            return b[0] < a[0] < b[1] < a[1]
        case "COOCCURS":
            return a[0] < b[1] and b[0] < a[1]
        case "PRECEDES":
            return stands(b, "FOLLOWS", a, far, document)
        case "FOLLOWS":
            if far is None or b[1] > a[0]:
                return b[1] <= a[0]
            if far.unit == "turns":
                return turn(document, a[0]) - turn(document, b[1] - 1) <= far.n
            return a[0] - b[1] <= far.n


@given(
    st.lists(ROWS, max_size=14),
    st.recursive(LEAVES, _queries, max_leaves=5),
    st.sampled_from([ROLES, ("respondent",), ("interviewer",)]),
)
def test_what_is_found_is_what_the_definitions_say(
    rows: list[Row], query: Bound, roles: tuple[Role, ...]
) -> None:
    wanted = {item[:3] for item in Plain(rows, roles).find(query)}
    corpus = made(rows, TURNS, roles)
    answer = found(corpus, query, attributes=ATTRIBUTES, text_of=TEXTS.__getitem__)
    assert answer == wanted


SPAN = st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 12))


def spans(ranges: list[tuple[int, int, int]], far: int = 0) -> Spans:
    table = np.array(ranges, dtype=np.int64).reshape(-1, 3)
    start = table[:, 1] + far
    return Spans(
        table[:, 0], start, start + table[:, 2], start // 7, (start + table[:, 2] - 1) // 7
    )


@given(
    st.sets(SPAN, max_size=20),
    st.sets(SPAN, max_size=20),
    st.sampled_from(RELATIONS),
    st.none() | st.builds(Distance, st.integers(0, 5), st.sampled_from(["characters", "turns"])),
    st.booleans(),
    st.sampled_from([0, 3_000_000_000]),
)  # fmt: skip
def test_relations_of_many_spans(
    ones: set[tuple[int, int, int]],
    others: set[tuple[int, int, int]],
    relation: Relation,
    distance: Distance | None,
    own: bool,
    far: int,
) -> None:
    left, right = spans(sorted(ones), far), spans(sorted(others), far)
    marked = related(left, relation, right, distance, own=own)

    def near(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
        if a[0] != b[0] or (own and a == b):
            return False
        one, other = (a[1], a[1] + a[2]), (b[1], b[1] + b[2])
        if relation in ("FOLLOWS", "PRECEDES") and distance and distance.unit == "turns":
            first, second = (other, one) if relation == "FOLLOWS" else (one, other)
            turns = (second[0] + far) // 7 - (first[1] + far - 1) // 7
            return first[1] <= second[0] and turns <= distance.n
        return stands(one, relation, other, distance, 0)

    wanted = [any(near(a, b) for b in others) for a in sorted(ones)]
    assert marked.tolist() == wanted


def test_a_group_interview_counts_for_those_who_speak() -> None:
    turns = [Said(1, 0, 0, 10, "respondent", 5), Said(1, 10, 10, 20, "respondent", 6),
             Said(1, 20, 20, 30, "interviewer", 7)]  # fmt: skip
    corpus = made([Row(1, 0, 5, A), Row(1, 5, 15, A), Row(1, 12, 25, B)], turns, groups=(1,))
    pairs = list(zip(*(column.tolist() for column in corpus.held_by), strict=True))
    assert pairs == [(0, 5), (1, 5), (1, 6), (2, 6)]
    people = {5: {"d": "x"}, 6: {"d": "y"}}
    assert found(corpus, Condition("d", "=", "x"), attributes=people) == {(1, 0, 5), (1, 5, 15)}


# Conditions and words


@pytest.mark.parametrize(
    ("value", "sign", "wanted", "answer"),
    [
        ("Politie", "=", "politie", True),
        ("politie", "!=", "politie", False),
        ("", "!=", "politie", True),
        ("", "=", "", True),
        ("", "<", "5", False),
        ("", "missing", "", True),
        ("x", "missing", "", False),
        ("9", "<", "10", True),
        ("9,5", ">=", "9.5", True),
        ("3.0", "=", "3", True),
        ("2024-05-01", ">", "30-04-2024", True),
        ("2024-13-01", ">", "2024-02-01", True),
        ("gemeente Utrecht", "contains", "UTRECHT", True),
        ("", "contains", "", False),
        ("b", ">", "a", True),
        ("b", "<=", "a", False),
    ],
)
def test_conditions(value: str, sign: str, wanted: str, answer: bool) -> None:
    assert holds(value, sign, wanted) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("Ik meld het. Melden!", "meld", ["meld"]),
        ("Ik meld het. Melden!", "meld*", ["meld", "Melden"]),
        ("aanmelden en melden", "*melden", ["aanmelden", "melden"]),
        ("een café, één", "cafe", ["café"]),
        ("cafe\u0301 en CAFÉ", "café", ["cafe\u0301", "CAFÉ"]),
        ("ja, nou ja\nnou", "ja nou", ["ja, nou", "ja\nnou"]),
        ("de collega’s", "collega's", ["collega’s"]),
        ("onder_streept a.b", "a b", ["a.b"]),
        ("ggz-instelling", "ggz-instelling", ["ggz-instelling"]),
        ("x" * 50, "(x+)+y", []),
    ],
)
def test_words_are_found(text: str, words: str, said: list[str]) -> None:
    assert [text[start:end] for start, end in places(text, words)] == said


def test_a_query_without_codings_finds_nothing() -> None:
    for query, texts in itertools.product(
        (HasCode(frozenset({1})), Words("ja"), Combined("none", (HasCoder(1),))), ({},)
    ):
        assert found(made([], []), query, text_of=texts.get) == set()
