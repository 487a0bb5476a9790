"""E-mail addresses and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kwalcode.privacy.found import Found

# A run is tried from its first character only and never given back (++): linear on any text.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++")
_URL = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"“”]++", re.IGNORECASE)
_DOMAIN = re.compile(r"(?<![\w@.-])[\w-]++(?:\.[\w-]++)++(?:/[^\s<>\"“”]*+)?(?!@)")
# Not "de", "net" or "nu": those are Dutch words, which a missing space would make domains of.
_ENDINGS = frozenset({"nl", "com", "org", "eu", "be"})
_AFTER = ".,;:!?'…’»)]}"


def emails(text: str) -> Iterator[Found]:
    """Yield e-mail addresses; what stands before @ may be longer than the standard allows."""
    for match in _EMAIL.finditer(text):
        name, _at, domain = match.group().partition("@")
        ending = domain.rpartition(".")[2].strip("-_")
        if len(ending) < 2 or not ending[0].isalpha() or not name.strip(".-"):
            continue
        skipped = len(name) - len(name.lstrip(".-"))
        kept = match.group().rstrip("-_")
        yield Found(match.start() + skipped, match.start() + len(kept), "e-mail")


def urls(text: str) -> Iterator[Found]:
    """Yield web addresses, and bare domains with an ending that is common in the Netherlands."""
    for match in _URL.finditer(text):
        kept = match.group().rstrip(_AFTER)
        if ("." in kept and kept[-1] != "/") or kept.count("/") > 2:
            yield Found(match.start(), match.start() + len(kept), "URL")
    for match in _DOMAIN.finditer(text):
        kept = match.group().rstrip(_AFTER)
        host = kept.partition("/")[0]
        if host.rpartition(".")[2].lower() in _ENDINGS:
            yield Found(match.start(), match.start() + len(kept), "URL")
