"""What the disagreements about a code point to."""

import pytest

from kwalcode.agreement.disagreements import CLASSES
from kwalcode.project.agreement.causes import CAUSES, troubled, troubled_codes
from kwalcode.project.agreement.words import DISAGREEMENTS, cause_name


def counts(*sums: tuple[int, int]) -> dict[str, tuple[int, int]]:
    return dict(zip(CLASSES, sums, strict=True))


@pytest.mark.parametrize(
    ("spans", "wrong", "cause"),
    [
        (counts((5, 5), (0, 0), (0, 0), (0, 0), (0, 0)), 0, ""),
        (counts((5, 5), (2, 2), (1, 0), (0, 1), (0, 0)), 6, "boundaries"),
        (counts((0, 0), (1, 1), (1, 0), (0, 2), (0, 0)), 5, "definition"),  # two classes, one cause
        (counts((0, 0), (1, 1), (1, 0), (0, 1), (0, 3)), 7, "attention"),
        (counts((0, 0), (1, 1), (1, 0), (0, 1), (2, 0)), 6, "definition"),  # alike: the first
    ],
)
def test_most_spans_tell_the_cause(
    spans: dict[str, tuple[int, int]], wrong: int, cause: str
) -> None:
    found = troubled("a", spans)
    assert (found.wrong, found.cause) == (wrong, cause)
    assert sum(found.spans.values()) == sum(map(sum, spans.values()))
    assert bool(cause_name(cause)) == bool(cause)


def test_every_class_has_one_cause() -> None:
    assert sorted(name for names in CAUSES.values() for name in names) == sorted(DISAGREEMENTS)


def test_codes_with_most_disagreements_come_first_and_those_without_not_at_all() -> None:
    none = (0, 0)
    codes = {
        "fine": counts((3, 3), none, none, none, none),
        "some": counts((3, 3), (1, 1), none, none, none),
        "most": counts((3, 3), (2, 1), (0, 1), none, none),
    }
    assert [one.code for one in troubled_codes(codes)] == ["most", "some"]
