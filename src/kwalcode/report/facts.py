"""The line that goes along with every figure: unit, layer, roles, filter, n (DESIGN section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kwalcode.analysis.filters import told
from kwalcode.i18n import _, counted
from kwalcode.model import Counted

_REACHING = re.compile(r"(near|follows)\((\d+)\)")
"""Rules that say how many turns they reach."""


def role_name(role: str) -> str:
    """Return a role in the interface language."""
    names = {
        "interviewer": _("interviewer"),
        "respondent": _("respondent"),
        "other": _("other"),
    }
    return names.get(role, role)


def rule_name(rule: str) -> str:
    """Return what a rule of counting is called; in English as it is given to an option."""
    names = {
        "overlap": _("overlap"),
        "same-quotation": _("same-quotation"),
        "sentence": _("sentence"),
        "turn": _("turn"),
        "document": _("document"),
    }
    reaching = _REACHING.fullmatch(rule)
    if reaching is None:
        return names.get(rule, rule)
    reach = int(reaching[2])
    if reaching[1] == "near":
        return counted("near({n})", "near({n})", reach)
    return counted("follows({n})", "follows({n})", reach)


def layer_name(layer: str) -> str:
    """Return a layer in words: whose codings were counted."""
    names = {"all": _("all coders, pooled"), "consensus": _("consensus")}
    return names.get(layer, layer)


def facts(
    about: Counted, *, unit: str, n: str = "", rule: str = "", filters: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Return (name, value) pairs that say what was counted; `n` is a text such as "3 pairs"."""
    numbers = [
        counted("{n} respondent", "{n} respondents", about.respondents),
        counted("{n} document", "{n} documents", about.documents),
    ]
    pairs = [
        (_("Unit"), unit),
        (_("Rule"), rule),
        (_("Layer"), layer_name(about.layer)),
        (_("Talk of"), ", ".join(map(role_name, about.roles))),
        (_("Filter"), ", ".join(dict.fromkeys([*told(about.filter), *filters]))),
        ("n", ", ".join([*([n] if n else []), *numbers])),
        (_("Not yet coded"), _not_coded(about)),
        (_("Note"), "; ".join(about.notes)),
    ]
    return tuple((name, value) for name, value in pairs if value)


def facts_line(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the facts as one line of text."""
    return " · ".join(f"{name}: {value}" for name, value in pairs)


def _not_coded(about: Counted) -> str:
    # only how many: the names of documents stay inside the project
    n = len(about.not_coded)
    return counted("{n} document", "{n} documents", n) if n else ""
