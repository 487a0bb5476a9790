"""What an analysis was limited to, in words and as data; see `model.Filter`."""

from __future__ import annotations

from kwalcode.i18n import _
from kwalcode.model import ORIGINS, Filter


def told(limits: Filter) -> tuple[str, ...]:
    """Return the limits in words, one text each; none where there is no limit."""
    names = {
        "deductive": _("deductive"),
        "inductive": _("inductive"),
        "in vivo": _("in vivo"),
    }
    return (
        *limits.where,
        *(_("code group {name}").format(name=name) for name in limits.groups),
        *(_("code {name} with its sub-codes").format(name=name) for name in limits.codes),
        *(_("origin {name}").format(name=names[name]) for name in limits.origins),
    )


def as_data(limits: Filter) -> dict[str, list[str]]:
    """Return the limits as they stand in JSON and CSV."""
    return {
        "where": list(limits.where),
        "code_groups": list(limits.groups),
        "codes": list(limits.codes),
        "origins": list(limits.origins),
    }


def limits_codes(limits: Filter) -> bool:
    """Tell whether some codes are left out; all origins together leave out none."""
    some_origins = bool(limits.origins) and set(limits.origins) != set(ORIGINS)
    return bool(limits.groups or limits.codes or some_origins)
