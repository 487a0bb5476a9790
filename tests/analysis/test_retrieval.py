from __future__ import annotations

import pytest

from kwalcode.analysis.retrieval import group_by_code, in_document_order, matches
from kwalcode.errors import UsageError
from kwalcode.model import Excerpt

GEMEENTE = {"Domain": "Gemeente", "held": "2024-03-01"}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([], True),
        (["domain=gemeente"], True),
        (["DOMAIN = Gemeente ", "held=2024-03-01"], True),
        (["domain=gemeente", "held!=2024-03-01"], False),
        (["domain!=zorg"], True),
        (["age=40"], False),
        (["age!=40"], True),
        (["age="], True),
        (["domain=a=b"], False),
    ],
)
def test_conditions(conditions: list[str], expected: bool) -> None:
    assert matches(GEMEENTE, conditions) is expected


@pytest.mark.parametrize("text", ["domain", "=zorg", "!=zorg", ""])
def test_a_malformed_condition_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="attribute=value"):
        matches(GEMEENTE, [text])


def excerpt(document: str, start: int, *codes: str) -> Excerpt:
    return Excerpt(document, start, start + 5, "text", codes, ("Noor",))


def test_document_order_is_the_project_s() -> None:
    one, two, three = excerpt("b", 5, "x"), excerpt("b", 1, "x"), excerpt("a", 0, "x")
    assert in_document_order([one, two, three], ["b", "a"]) == [two, one, three]
    assert in_document_order([one, two, three]) == [three, two, one]


def test_an_excerpt_stands_under_each_of_its_codes() -> None:
    both, alone = excerpt("a", 0, "x", "y"), excerpt("a", 9, "y")
    assert group_by_code([both, alone]) == {"x": [both], "y": [both, alone]}
    assert list(group_by_code([both, alone], ["y", "z"]).items()) == [
        ("y", [both, alone]),
        ("z", []),
    ]
