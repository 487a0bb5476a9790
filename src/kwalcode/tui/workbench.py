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


def _codebook(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.codebook.screen import CodebookScreen

    return CodebookScreen(session)


def _documents(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.documents.screen import DocumentsScreen

    return DocumentsScreen(session)


def _memos(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.memos.screen import MemosScreen

    return MemosScreen(session)


def _history(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.history.screen import HistoryScreen

    return HistoryScreen(session)


def _search(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.search.screen import SearchScreen

    return SearchScreen(session)


def _quotations(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.quotations.screen import QuotationsScreen

    return QuotationsScreen(session)


def _patterns(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.patterns.screen import PatternsScreen

    return PatternsScreen(session)


def _agreement(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.agreement.screen import AgreementScreen

    return AgreementScreen(session)


def _uncarried(session: Session) -> BenchScreen:
    from kwalcode.tui.screens.uncarried import UncarriedScreen

    return UncarriedScreen(session)


SCREENS: dict[str, Entry] = {
    "documents": Entry("d", _("Documents"), _documents),
    "codebook": Entry("b", _("Codebook"), _codebook),
    "quotations": Entry("q", _("Quotations"), _quotations),
    "search": Entry("s", _("Search"), _search),
    "patterns": Entry("p", _("Patterns"), _patterns),
    "agreement": Entry("a", _("Agreement"), _agreement),
    "memos": Entry("m", _("Memos"), _memos),
    "history": Entry("h", _("History"), _history),
    "uncarried": Entry("w", _("To decide"), _uncarried),
}
"""By name: `KwalcodeApp.go("search")` shows the screen of that name."""
