"""A coefficient's value, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.agreement.ratings import Table


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is None where it is n.a.; then `reason` says why, and is empty otherwise."""

    value: float | None
    reason: str = ""


def no_pairs() -> Value:
    """No unit was coded by two coders."""
    return Value(None, _("no unit was coded by two coders"))


def no_variation() -> Value:
    """All coders gave all units the same value, so there is nothing to agree on."""
    return Value(None, _("no variation: everything was coded alike"))


def nobody_coded() -> Value:
    """No coder coded anything."""
    return Value(None, _("nobody coded anything"))


def nobody_used() -> Value:
    """No coder used this code."""
    return Value(None, _("nobody used this code"))


def two_coders_only(table: Table) -> Value | None:
    """Say that a coefficient for two coders cannot take this table; None when it can."""
    if table.coders == 2:
        return None
    return for_two_only(table.coders)


def for_two_only(coders: int) -> Value:
    """Say that a coefficient is defined for two coders and here are others."""
    return Value(None, _("defined for two coders, here are {n}").format(n=coders))
