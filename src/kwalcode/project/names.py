"""Names that people give to things: one line, single spaces, never empty."""

from __future__ import annotations

from unicodedata import normalize

from kwalcode.errors import Refused
from kwalcode.i18n import _

LONGEST = 200
"""So many code points a name may have: longer ones are texts pasted by mistake."""


def checked_name(name: str) -> str:
    """Return the name with single spaces. Raises Refused for one that is empty or too long."""
    cleaned = normalize("NFC", " ".join(name.split()))
    if not cleaned:
        raise Refused(_("A name is empty; type one."))
    if len(cleaned) > LONGEST:
        raise Refused(
            _("A name of {n} characters is too long; {most} is the most.").format(
                n=len(cleaned), most=LONGEST
            )
        )
    return cleaned


def same_name(one: str, other: str) -> bool:
    """Tell whether two names mean one thing: case and the way of writing accents aside."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """Return a name as it is compared: without regard to case and the way accents are written."""
    return normalize("NFC", " ".join(name.split())).casefold()
