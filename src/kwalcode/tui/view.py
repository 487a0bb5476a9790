"""What one has before one: whose codings, which panels. Chosen per study and coder. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kwalcode.model import Coder


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of other coders, whether the interviewer's talk steps back (`dim`), and
    whether the transcript has the whole screen (`full`).

    `hidden` holds UUIDs (hex) of coders. `only_mine` leaves out all other coders, those who come
    later too. `blind` does so as well, and stays until it is ended: nothing of others is seen
    by a slip of the finger.
    """

    only_mine: bool = False
    hidden: frozenset[str] = frozenset()
    blind: bool = False
    dim: bool = True
    full: bool = False

    @property
    def alone(self) -> bool:
        """Whether nobody else's work is shown."""
        return self.blind or self.only_mine

    def shows(self, coder: Coder, mine: bool) -> bool:
        """Tell whether the work of a coder is shown; one's own always is."""
        return mine or not (self.alone or coder.uuid.hex() in self.hidden)

    def as_json(self) -> dict[str, Any]:
        """Return it for the preferences; `from_json` gives an equal one back."""
        return {
            "only_mine": self.only_mine,
            "hidden": sorted(self.hidden),
            "blind": self.blind,
            "dim": self.dim,
            "full": self.full,
        }


def from_json(found: object) -> View:
    """Return the view that was remembered; what cannot be read is as at first."""
    if not isinstance(found, Mapping):
        return View()
    hidden = found.get("hidden")
    return View(
        only_mine=found.get("only_mine") is True,
        hidden=frozenset(str(uuid) for uuid in hidden) if isinstance(hidden, list) else frozenset(),
        blind=found.get("blind") is True,
        dim=found.get("dim") is not False,
        full=found.get("full") is True,
    )
