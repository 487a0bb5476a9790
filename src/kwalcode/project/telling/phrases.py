"""What an act did, in words: "coded “optelsom” in R07" for an entry of the journal.

To add an act: a line in `phrase_table`. An act without one is told by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from string import Formatter
from typing import Any

from kwalcode.i18n import _, counted, current
from kwalcode.project.history.journal import REDO, UNDO, Entry
from kwalcode.project.telling.phrase_table import Topic, table

__all__ = ["Topic", "act_title", "acts_on", "phrase", "told_together", "topic_of", "topics"]


def phrase(entry: Entry, base: Entry | None = None) -> str:
    """Return in a few words what an entry did, to stand after who did it, on one line.

    `base` is the act that an undo or a redo speaks of (see `reads.history.Event`).
    """
    if entry.name in (UNDO, REDO):
        what = phrase(base) if base is not None else act_title(str(entry.arguments.get("act", "")))
        told = _("undid: {what}") if entry.name == UNDO else _("did again: {what}")
        return told.format(what=what)
    if entry.blanked:
        return _("{act} (what it was about has been erased)").format(act=act_title(entry.name))
    words = _words(entry.arguments)
    for template in table(current()).get(entry.name, (_OTHER, ()))[1]:
        if _fields(template) <= words.keys():
            return template.format(**words)
    about = next((words[key] for key in _ABOUT if key in words), "")
    return f"{entry.name}: {about}" if about else entry.name


def told_together(entries: Sequence[Entry]) -> str:
    """Return in a few words what acts did that one stroke did, or took back: the first one's."""
    first, more = phrase(entries[0]), len(entries) - 1
    return f"{first} {counted('and {n} more act', 'and {n} more acts', more)}" if more else first


def act_title(name: str) -> str:
    """Return what an act of that name does, whatever it is about: "coded “…”"."""
    if name in (UNDO, REDO):
        return _("undid") if name == UNDO else _("did again")
    told = table(current()).get(name, (_OTHER, ()))[1]
    return re.sub(r"\{\w+\}", "…", told[-1]) if told else name


def topic_of(name: str) -> Topic:
    """Return what kind of work the act of that name is."""
    return table(current()).get(name, (_OTHER, ()))[0]


def acts_on(topic: Topic) -> frozenset[str]:
    """Return the names of the acts that are this kind of work."""
    return frozenset(name for name, (its, _told) in table(current()).items() if its == topic)


def topics() -> dict[Topic, str]:
    """Return the kinds of work with their titles."""
    return {
        "material": _("Documents and people"),
        "codebook": _("Codebook"),
        "coding": _("Coding"),
        "memos": _("Memos"),
        "themes": _("Themes and patterns"),
        "report": _("Marked for the report"),
        "project": _("Project, undo and redo"),
    }


_MANY = 4
"""So many names are told before "…"."""
_OTHER: Topic = "project"
_ABOUT = ("code", "document", "name", "group", "attribute", "theme", "title", "file")


def _words(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Return what templates are filled with: the arguments, and numbers with what they count."""
    words = {key: _shown(value) for key, value in arguments.items() if value not in ("", None, [])}
    for key, value in arguments.items():
        if isinstance(value, int):
            words.update(_numbered(key, value))
    named = _named_values()
    words |= {key: named[key, its] for key, its in words.items() if (key, its) in named}
    match arguments.get("about"):
        case "quotation":
            words["passage"] = words.pop("document", "")
        case "project":
            words["note"] = words.get("title", _("(without a title)"))
    return words


def _named_values() -> dict[tuple[str, str], str]:
    """Return by argument and value what values are called that are words of the program."""
    return {
        ("side", "supporting"): _("for it"),
        ("side", "contradicting"): _("against it"),
        ("role", "interviewer"): _("interviewer"),
        ("role", "respondent"): _("respondent"),
        ("role", "other"): _("other"),
        ("status", "draft"): _("draft"),
        ("status", "checked"): _("checked"),
        ("status", "final"): _("final"),
        ("kind", "coder"): _("coder"),
        ("kind", "supervisor"): _("supervisor"),
    }


def _numbered(key: str, n: int) -> dict[str, str]:
    match key:
        case "codings":
            return {"n_codings": counted("{n} coding", "{n} codings", n)}
        case "documents":
            return {"n_documents": counted("{n} document", "{n} documents", n)}
        case "quotations":
            return {"n_quotations": counted("{n} quotation", "{n} quotations", n)}
        case "values":
            return {"n_values": counted("{n} value", "{n} values", n)}
        case _:
            return {}


def _shown(value: object) -> str:
    if isinstance(value, list):
        names = ", ".join(map(str, value[:_MANY]))
        return f"{names}, …" if len(value) > _MANY else names
    return " ".join(str(value).split())


@lru_cache(maxsize=500)
def _fields(template: str) -> frozenset[str]:
    return frozenset(name for _text, name, *_rest in Formatter().parse(template) if name)
