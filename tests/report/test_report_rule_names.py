"""Rules of counting have a name in the reader's language, an option's value in English."""

from __future__ import annotations

import pytest

from kwalcode.cli.analyses.analysing import facts
from kwalcode.i18n import speaking
from kwalcode.model import Counted
from kwalcode.report.facts import rule_name

RULES = ("overlap", "same-quotation", "sentence", "turn", "document", "near(2)", "follows(1)")


@pytest.mark.parametrize("rule", [*RULES, "0/1"])
def test_in_english_a_rule_is_called_as_the_option_is(rule: str) -> None:
    assert rule_name(rule) == rule


def test_a_dutch_line_has_no_english_rule_in_it() -> None:
    with speaking("nl"):
        assert facts(Counted("Anna", 12, 12), "sentence").startswith("regel: zin; laag: Anna;")
        assert facts(Counted("Anna", 12, 12), "turn").startswith("regel: beurt;")
