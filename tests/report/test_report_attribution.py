from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.errors import UsageError
from kwalcode.model import Excerpt
from kwalcode.report.attribution import attribution, clock, default_template

ONE = Excerpt(
    document="R08_politie",
    start=0,
    end=4,
    text="Nou.",
    codes=("A",),
    coders=("Anna",),
    speaker="R",
    role="respondent",
    respondent="R08",
    turn=12,
    time=3725.9,
    attributes={"domain": "politie", "Rol in team": "rechercheur"},
)
NAMES = ["domain", "Rol in team"]


@pytest.mark.parametrize(
    ("template", "label"),
    [
        ("{domain}", "Politie"),
        ("{DOMAIN}, {respondent}", "Politie, R08"),
        ("{rol in team}, beurt {turn}", "Rechercheur, beurt 12"),
        ("{time} {speaker}", "1:02:05 R"),
        ("{document}", "R08_politie"),
        ("{{x}} {domain}", "{x} politie"),
        ("vast", "Vast"),
    ],
)
def test_a_template_is_filled(template: str, label: str) -> None:
    assert attribution(template, NAMES)(ONE) == label


def test_what_is_missing_is_said_to_be_unknown() -> None:
    bare = replace(ONE, attributes={"domain": " "}, time=None, turn=None)
    assert attribution("{domain}", NAMES)(bare) == "Unknown"
    assert attribution("{domain}, {time}", NAMES)(bare) == "Unknown, unknown"
    assert attribution("", NAMES)(bare) == "Unknown"


def test_a_respondent_called_like_the_document_goes_by_number() -> None:
    same = replace(ONE, respondent="R08_politie")
    assert attribution("{respondent}", (), {"R08_politie": 8})(same) == "Respondent 8"
    label = attribution("{respondent}")
    assert label(same) == label(same) == "Respondent 1"
    assert label(replace(same, respondent="", document="R09")) == "Respondent 2"


@pytest.mark.parametrize("template", ["{domein}", "{}", "{domain!r}", "{domain:>9}", "{0}"])
def test_an_unknown_field_is_refused_and_the_known_ones_named(template: str) -> None:
    with pytest.raises(UsageError, match=r"\{domain\}, \{Rol in team\}, \{respondent\}, \{turn\}"):
        attribution(template, NAMES)


@pytest.mark.parametrize("template", ["{domain", "domain}", "{a{b}"])
def test_a_lone_brace_is_refused(template: str) -> None:
    with pytest.raises(UsageError):
        attribution(template, NAMES)


def test_the_default_is_the_setting_then_the_domain_then_the_respondent() -> None:
    assert default_template(["age", "Domein"]) == "{Domein}"
    assert default_template(["age"]) == "{respondent}"
    assert default_template(["domain"], "age") == "{age}"
    assert default_template(["domain"], "{age}, {domain}") == "{age}, {domain}"


@given(st.text(max_size=30), st.dictionaries(st.text(max_size=5), st.text(max_size=5)))
def test_no_template_reaches_into_values(template: str, values: dict[str, str]) -> None:
    one = replace(ONE, attributes=values)
    try:
        label = attribution(template, list(values))
    except UsageError:
        return
    assert isinstance(label(one), str)
    assert label(one)


def test_a_clock_has_hours() -> None:
    assert clock(0) == "0:00:00"
    assert clock(59.99) == "0:00:59"
    assert clock(36000) == "10:00:00"
