"""Disagreements and decisions in words, for lists on the command line and on the screen."""

from __future__ import annotations

from typing import Final

from kwalcode.i18n import _

DISAGREEMENTS: Final = ("boundary", "other code", "missed code", "missed passage")
"""The classes of disagreement, as in the room `agreement`, which is too heavy to ask here."""


def never_met(first: str, second: str) -> str:
    """Say that two coders have nothing to be compared on."""
    return _("{a} and {b} have coded no document together").format(a=first, b=second)


def class_name(name: str) -> str:
    """Return what a class is called."""
    names = {
        "agree": _("agree"),
        "boundary": _("boundary"),
        "other code": _("other code"),
        "missed code": _("missed code"),
        "missed passage": _("missed passage"),
    }
    return names[name]


def cause_name(cause: str) -> str:
    """Return what disagreements about a code point to (`causes.CAUSES`; "" for nothing)."""
    names = {
        "definition": _("unclear definition"),
        "boundaries": _("unclear boundaries"),
        "attention": _("inattention, or unclear what is relevant"),
    }
    return names.get(cause, "")


def kind_name(kind: str, whose: str, coders: tuple[str, str]) -> str:
    """Return how a boundary differs, as seen from the coder `whose` ("a" or "b")."""
    words = {
        "wider": _("{coder} wider"),
        "narrower": _("{coder} narrower"),
        "shifted": _("shifted"),
        "piece": _("a further piece by {coder}"),
    }
    return words[kind].format(coder=coders["ab".index(whose)])


def decision_name(decision: str, coders: tuple[str, str]) -> str:
    """Return what was decided."""
    names = {
        "a": _("as {coder} has it").format(coder=coders[0]),
        "b": _("as {coder} has it").format(coder=coders[1]),
        "both": _("both"),
        "neither": _("neither"),
        "edit": _("another extent"),
        "code": _("another code"),
        "discuss": _("to be discussed"),
    }
    return names[decision]


def boundary_name(rule: str) -> str:
    """Return what a rule for the boundary of an agreed coding is called; else it is a coder's."""
    names = {
        "union": _("union"),
        "intersection": _("intersection"),
        "a": _("that of the first coder"),
        "b": _("that of the second coder"),
    }
    return names.get(rule) or _("that of {name}").format(name=rule)
