"""How a graph of codes was made, in words: what every file of it says."""

from __future__ import annotations

from kwalcode.decimals import number, written
from kwalcode.i18n import _
from kwalcode.report.data import Network


def options(one: Network, language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return how the graph was made, as (name, value) pairs in words.

    `language` decides the decimal sign.
    """

    def shown(value: float | None) -> str:
        return _missing(one) if value is None else number(value, 3, language)

    weights = {"respondents": _("respondents"), "events": _("events")}

    return (
        (
            _("Edges"),
            _("{weight} of {minimum:g} and more").format(
                weight=weights.get(one.weight, one.weight), minimum=one.minimum
            ),
        ),
        (
            _("Communities"),
            _("Louvain, seed {seed}, best of {runs} runs").format(seed=one.seed, runs=one.runs),
        ),
        (_("Modularity"), shown(one.modularity)),
        (_("Agreement between runs (adjusted Rand)"), shown(one.stability)),
        *_asked_for(one, language),
    )


def _asked_for(one: Network, language: str) -> list[tuple[str, str]]:
    """Return the backbone's level, and how the communities hold without each respondent."""
    pairs = []
    if one.backbone is not None:
        level = written(f"{one.backbone:g}", language)
        pairs.append((_("Backbone"), _("disparity filter, level {x}").format(x=level)))
    if one.held is not None:
        told = _("n.a. ({reason})").format(reason=one.held.reason)
        if one.held.mean is not None and one.held.lowest is not None:
            told = _("{mean} on average, {low} at the lowest").format(
                mean=number(one.held.mean, 3, language), low=number(one.held.lowest, 3, language)
            )
        pairs.append((_("Without each respondent in turn (adjusted Rand)"), told))
    return pairs


def _missing(one: Network) -> str:
    return _("n.a. ({reason})").format(reason=one.reason)
