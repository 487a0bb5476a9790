"""What the patterns screen asks of the study, and how it shows what it gets. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kwalcode.i18n import _, counted
from kwalcode.model import ROLES, Origin, Role
from kwalcode.tui.text.heat import Form

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked

Order = Literal["community", "tree", "size"]

RULES: Final[tuple[tuple[str, str], ...]] = (
    ("sentence", _("both codes are in the same sentence")),
    ("turn", _("both codes are in the same turn")),
    ("near(1)", _("within a turn of each other, the interviewer's included")),
    ("near(2)", _("within two turns of each other")),
    ("overlap", _("two quotations share at least one character")),
    ("same-quotation", _("both codes are on the same quotation")),
    ("document", _("both codes are in the same document")),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: its column, its name, how it is written, and whether it has a direction.

    One with a direction is that of the column's code given the row's code.
    """

    column: str
    name: str
    form: Form
    told: str
    directed: bool = False


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("respondents", _("respondents"), "count", _("respondents in whom both go together")),
    Measure("events", _("events"), "count", _("pairs of quotations that overlap, as in ATLAS.ti")),
    Measure("units_both", _("units"), "count", _("units that carry both codes")),
    Measure("jaccard", "Jaccard", "share", _("units with both, of those with either")),
    Measure(
        "p_b_given_a",
        _("P(column | row)"),
        "share",
        _("of the units with the row's code, how many have the column's"),
        directed=True,
    ),
    Measure("lift", "lift", "ratio", _("times as often as when unrelated; 1 is unrelated")),
    Measure("npmi", "NPMI", "share", _("-1 never together, 0 unrelated, 1 always")),
    Measure("phi", "phi", "share", _("correlation of the two codes over the units")),
    Measure("c_atlas", "c (ATLAS.ti)", "share", _("no Jaccard: it can pass 1")),
)
ORDERS: Final[dict[Order, str]] = {
    "community": _("by community"),
    "tree": _("as in the codebook"),
    "size": _("by respondents"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Which codings count: whose (None: the consensus or the main coder), whose talk, of which
    respondents, which code groups and origins (none: all), sub-codes rolled up or not."""

    rule: str = "sentence"
    coder: str | None = None
    roles: tuple[Role, ...] = ("respondent",)
    where: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    sub_codes: bool = False

    def scope(self) -> Asked:
        """Return it as the analyses take it; the rule and the roll-up go beside it."""
        return {
            "coder": self.coder,
            "roles": self.roles,
            "where": self.where,
            "groups": self.groups,
            "origins": self.origins,
        }

    def unfiltered(self) -> Asking:
        """Return it without any filter: the same rule and the same layer."""
        return Asking(self.rule, self.coder)


@dataclass(frozen=True, slots=True)
class Look:
    """How a matrix is shown: which measure, in which order, pairs from how many respondents."""

    measure: Measure = MEASURES[0]
    order: Order = "community"
    minimum: int = 2


ROLE_CHOICES: Final[tuple[tuple[tuple[Role, ...], str], ...]] = (
    (("respondent",), _("respondents' talk")),
    (("interviewer",), _("interviewers' talk")),
    (ROLES, _("everybody's talk")),
)


def told_roles(roles: tuple[Role, ...]) -> str:
    """Return in words whose talk counts."""
    known = dict(ROLE_CHOICES)
    return known.get(roles) or ", ".join(roles)


def told_n(rule: str, n: int) -> str:
    """Return the number of units of a rule in words; under `near` they are windows of turns."""
    if rule == "sentence":
        return counted("{n} sentence", "{n} sentences", n)
    if rule == "turn":
        return counted("{n} turn", "{n} turns", n)
    if rule == "same-quotation":
        return counted("{n} quotation", "{n} quotations", n)
    if rule == "document":
        return counted("{n} document", "{n} documents", n)
    return counted("{n} window of turns", "{n} windows of turns", n)


KIND_CHOICES: Final[tuple[tuple[str, str], ...]] = (
    ("similarity", _("similarity: the same thing happens in the same way")),
    ("difference", _("difference: it goes otherwise, predictably")),
    ("frequency", _("frequency: often, or seldom")),
    ("sequence", _("sequence: in a certain order")),
    ("correspondence", _("correspondence: together with something else")),
    ("causation", _("causation: the one seems to bring about the other")),
)
STATUS_CHOICES: Final[tuple[tuple[str, str], ...]] = (
    ("draft", _("draft")),
    ("checked", _("checked")),
    ("final", _("final")),
)
