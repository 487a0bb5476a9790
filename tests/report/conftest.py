"""What tests of reports start from: excerpts with nasty texts, a heading, a small report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kwalcode.model import Counted, Excerpt
from kwalcode.report.attribution import attribution
from kwalcode.report.data import (
    Edge,
    Network,
    Node,
    ReportAgreement,
    ReportCode,
    ReportData,
    ReportPair,
    ReportQuote,
    ReportRespondent,
    ReportTheme,
)
from kwalcode.report.quotes.heading import QuoteHeading

HOSTILE = "<script>alert(1)</script> & [b]x[/b] $\\frac{1}{2}$ “é”"


@pytest.fixture(scope="session")
def excerpts() -> list[Excerpt]:
    """Three quotations of two respondents; one has two codes."""

    def one(document: str, start: int, text: str, *codes: str, domain: str) -> Excerpt:
        return Excerpt(
            document=document,
            start=start,
            end=start + len(text),
            text=text,
            codes=codes,
            coders=("Anna",),
            speaker="R",
            role="respondent",
            respondent=document[:3],
            turn=4,
            time=75.5,
            attributes={"domain": domain},
        )

    return [
        one("R01_gemeente", 10, "Ja, [naam] zei: *kijk* uit 😀.", "Signaal", domain="gemeente"),
        one("R01_gemeente", 90, "Eerst dit.\nToen dat.", "Signaal", "Melden", domain="gemeente"),
        one("R02_politie", 5, "=1+1 <b>zei</b> ze", "Melden", domain="politie"),
    ]


@pytest.fixture(scope="session")
def heading() -> QuoteHeading:
    """A heading that groups by Melden, then Signaal."""
    return QuoteHeading(
        title="Citaten <uit> de studie",
        counted=Counted("Anna", 2, 2, not_coded=("R03",)),
        attribution=attribution("{domain}", ["domain"]),
        codes=("Melden", "Signaal"),
        attributes=("domain",),
    )


@pytest.fixture(scope="session")
def network() -> Network:
    """Five codes, two communities, one code alone; the third code has a hostile name."""
    names = ("optelsom", "onderbuik", HOSTILE, "police", "alone")
    communities = (0, 0, 1, 1, None)
    nodes = tuple(
        Node(n, name, 6 - n, 8 - n, community)
        for n, (name, community) in enumerate(zip(names, communities, strict=True), start=1)
    )
    edges = (Edge(1, 2, 3, 3, 4), Edge(2, 3, 2, 2, 2), Edge(3, 4, 2, 2, 3))
    positions = {n: (n / 5, (n % 2) / 2) for n in range(1, 6)}
    return Network(
        nodes, edges, ((1, 2), (3, 4)), positions, "respondents", 2, 0.25, 1.0, seed=7, runs=20
    )


@pytest.fixture(scope="session")
def report(network: Network) -> ReportData:
    """A whole report with a hostile name wherever a name can stand."""
    return make_report(network)


@pytest.fixture(scope="session")
def report_of() -> Callable[[Network], ReportData]:
    """The builder of that report."""
    return make_report


def make_report(network: Network) -> ReportData:
    codes = tuple(
        ReportCode(
            node.code,
            node.name,
            node.name,
            0,
            "inductive",
            definition=HOSTILE,
            quotations=node.quotations,
            respondents=node.respondents,
        )
        for node in network.nodes
    )
    quotes = (
        ReportQuote("Het telt op.", "Gemeente", (1, 2), "R01"),
        ReportQuote(HOSTILE, "Politie", (2, 3), "R02"),
        ReportQuote("Nog een.", "Gemeente", (1,), "R03"),
        ReportQuote("En dit\nook.", "Ggz", (3, 4, 5), "R04"),
    )
    shares = {"jaccard": 0.5, "p_b_given_a": 0.25, "p_a_given_b": 1.0, "c_atlas": None}
    measured = {**shares, "lift": None, "conviction": float("inf")}
    reasons = {"c_atlas": "no divisor", "lift": "no units"}
    pairs = (
        ReportPair(1, 2, 4, 3, measured, ("frequency gap",), reasons, (0,)),
        ReportPair(2, 3, 2, 2, measured, (), reasons, (0, 1)),
        ReportPair(3, 4, 3, 2, measured, (), reasons, (3,)),
    )
    return ReportData(
        title=HOSTILE,
        counted=Counted("Anna", 4, 4, notes=("a note",)),
        rule="turn",
        rule_meaning="both codes are in the same turn",
        n=60,
        coders=("Anna", HOSTILE),
        codings=12,
        quotations=4,
        attributes=("domain", HOSTILE),
        respondents=(ReportRespondent("R01", ("gemeente", HOSTILE), 1, 2),),
        codes=(*codes, ReportCode(9, "never", "never", 1, "deductive")),
        pairs=pairs,
        pairs_found=3,
        network=network,
        quotes=quotes,
        themes=(ReportTheme(HOSTILE, "A claim.", (1, 2), 3, 3, (0, 1, 2)),),
        agreement=ReportAgreement(
            "sentence",
            ("Anna", "Bram"),
            2,
            88,
            0.61,
            "",
            (("optelsom", None, "no variation", 0, 1, 2), (HOSTILE, 0.5, "", 1, 2, 3)),
        ),
        rare={"Politie": 1},
        versions=(("kwalcode", "0.1.0"),),
    )
