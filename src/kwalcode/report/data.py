"""What the analysis report is made of: plain values, so that a page can be made without a project.

Codes are named by their number in the project; quotations by their place in
`ReportData.quotes`. Measures that cannot be computed are None, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kwalcode.analysis.backbone import Holding
from kwalcode.model import Counted
from kwalcode.report.parts.values import Section


@dataclass(frozen=True, slots=True)
class Node:
    """A code in the graph; `community` is the place of its group in `Network.groups`.

    `name` is short, for pictures; `path` has the code's ancestors too. `degree`, `strength` and
    `betweenness` are those of `analysis.centrality`.
    """

    code: int
    name: str
    respondents: int
    quotations: int
    community: int | None = None
    path: str = ""
    degree: int = 0
    strength: float = 0.0
    betweenness: float | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Two codes that go together: a before b; `weight` is the measure the graph was made with."""

    a: int
    b: int
    weight: float
    respondents: int
    events: int


@dataclass(frozen=True, slots=True)
class Network:
    """The graph of codes that go together, with its communities: proposals for themes.

    `weight` names the measure on the edges, `minimum` the least of it that makes an edge.
    `modularity` and `stability` (mean adjusted Rand index over `runs` seeded runs) are None
    where there is no edge, with the `reason`. `positions` are x and y from 0 to 1. `backbone` is
    the level of the disparity filter where only the backbone was kept; `held` how the
    communities hold when each respondent is left out, where that was asked for. `relations` are
    typed relations between these codes. Where `of` is "theme" the codes are themes.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[tuple[int, ...], ...]
    positions: Mapping[int, tuple[float, float]]
    weight: str
    minimum: float
    modularity: float | None
    stability: float | None
    seed: int
    runs: int
    reason: str = ""
    backbone: float | None = None
    held: Holding | None = None
    relations: tuple[Tie, ...] = ()
    of: str = "code"


@dataclass(frozen=True, slots=True)
class ReportCode:
    """A code with what the codebook says of it and how often it was used in what was counted."""

    id: int
    name: str
    path: str
    depth: int
    origin: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    question: str = ""
    quotations: int = 0
    respondents: int = 0


@dataclass(frozen=True, slots=True)
class ReportPair:
    """Two codes that go together; `measures` by the names of the co-occurrence table.

    `reasons` say per measure that is None why; `quotes` are the quotations behind the pair.
    """

    a: int
    b: int
    events: int
    respondents: int
    measures: Mapping[str, float | None]
    flags: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportQuote:
    """A quotation with its codes and its attribution; `respondent` as in the list of them."""

    text: str
    label: str
    codes: tuple[int, ...]
    respondent: str


Said = tuple[int, str]
"""A quotation in the report by its place, and why it was chosen ("" where nobody said)."""


@dataclass(frozen=True, slots=True)
class ReportTheme:
    """A theme that people made: its claim and codes, with how many quotations of how many
    respondents have one of the codes; `quotes` are those of them that the report holds.

    `depth` is 1 for a theme below another. `supporting` and `contradicting` were chosen by
    people; `searched`: somebody looked for what speaks against it and found none. `warnings`
    say what it lacks, `patterns` which cards (places in `ReportData.patterns`) belong to it.
    """

    name: str
    claim: str
    codes: tuple[int, ...]
    respondents: int
    quotations: int
    quotes: tuple[int, ...]
    depth: int = 0
    supporting: tuple[Said, ...] = ()
    contradicting: tuple[Said, ...] = ()
    searched: bool = False
    warnings: tuple[str, ...] = ()
    patterns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPattern:
    """A pattern card: its claim, how it was counted, who stands where.

    `standing` says how many respondents stand where, in words; `negative` who speaks against
    it by the count, each with whether somebody opened the case; `quotes` are the quotations
    counted for it that the report holds.
    """

    number: int
    kind: str
    status: str
    claim: str
    sides: str
    meaning: str
    standing: tuple[tuple[str, int], ...]
    negative: tuple[tuple[str, bool], ...]
    quotes: tuple[int, ...]
    supporting: tuple[Said, ...] = ()
    contradicting: tuple[Said, ...] = ()
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A typed relation between two codes (numbers), as a person wrote it down."""

    a: int
    b: int
    title: str
    directed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class ThemeMap:
    """The themes as a graph: which go together by their codes, and how people related them.

    Its numbers are none of codes: `network` names the themes, `pairs` are theirs, `quotes` the
    quotations of each that the report holds.
    """

    network: Network
    pairs: tuple[ReportPair, ...]
    quotes: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class ReportRespondent:
    """A respondent: values in the order of `ReportData.attributes`, and what was coded."""

    name: str
    values: tuple[str, ...]
    documents: int
    quotations: int


@dataclass(frozen=True, slots=True)
class ReportAgreement:
    """Agreement between coders; `codes` are (name, alpha, reason, A only, B only, both).

    The last three are None unless two coders are compared.
    """

    unit: str
    coders: tuple[str, ...]
    documents: int
    n: int
    alpha: float | None
    reason: str
    codes: tuple[tuple[str, float | None, str, int | None, int | None, int | None], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportData:
    """The whole report.

    `rule` and `rule_meaning` say when two codes go together, `n` is the number of units (None:
    the rule has no units). `codings` and `coders` are all in the project, the other figures
    what was counted. `rare` are labels that fit fewer than `few` respondents, with how many
    each fits. `pairs` come from most to fewest respondents; `pairs_found` is how many there
    are, also those that were left out. `made` is a date as text, "" for none. `method` are
    paragraphs for a methods section, `chosen` the quotations marked for the report, `ties` the
    typed relations between codes, `sections` what else was counted;
    `theme_map` is None for fewer than two themes.
    """

    title: str
    counted: Counted
    rule: str
    rule_meaning: str
    n: int | None
    coders: tuple[str, ...]
    codings: int
    quotations: int
    attributes: tuple[str, ...]
    respondents: tuple[ReportRespondent, ...]
    codes: tuple[ReportCode, ...]
    pairs: tuple[ReportPair, ...]
    pairs_found: int
    network: Network
    quotes: tuple[ReportQuote, ...]
    themes: tuple[ReportTheme, ...] = ()
    agreement: ReportAgreement | None = None
    rare: Mapping[str, int] = field(default_factory=dict)
    few: int = 3
    versions: tuple[tuple[str, str], ...] = ()
    filters: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    made: str = ""
    method: tuple[str, ...] = ()
    patterns: tuple[ReportPattern, ...] = ()
    ties: tuple[Tie, ...] = ()
    chosen: tuple[int, ...] = ()
    sections: tuple[Section, ...] = ()
    theme_map: ThemeMap | None = None
