"""The screens that one goes to, with the letter of each. To add one: a function and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kwalcode.i18n import _
from kwalcode.tui.screens.bench import BenchScreen
from kwalcode.tui.session import Session


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen: the letter and the title it is listed with, and what makes it."""

    letter: str
    title: str
    make: Callable[[Session], BenchScreen]


CODING = ("c", _("Coding"))
"""Letter and title of the coding screen, which is always there, below the others."""

SCREENS: dict[str, Entry] = {}
"""By name: `KwalcodeApp.go("search")` shows the screen of that name."""
