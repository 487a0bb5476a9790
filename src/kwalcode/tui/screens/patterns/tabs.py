"""The tabs; to add one: its class and a line here, its title in `screen.TITLES`."""

from __future__ import annotations

from kwalcode.tui.screens.patterns.behind import BehindPane
from kwalcode.tui.screens.patterns.cards import CardsPane
from kwalcode.tui.screens.patterns.contrasts import ContrastsPane
from kwalcode.tui.screens.patterns.coverage import CoveragePane
from kwalcode.tui.screens.patterns.framework import FrameworkPane
from kwalcode.tui.screens.patterns.map import MapPane
from kwalcode.tui.screens.patterns.matrix import MatrixPane
from kwalcode.tui.screens.patterns.pairs import PairsPane
from kwalcode.tui.screens.patterns.pane import Pane
from kwalcode.tui.screens.patterns.saturation import SaturationPane
from kwalcode.tui.screens.patterns.sequences import SequencesPane
from kwalcode.tui.screens.patterns.themes import ThemesPane

__all__ = ["BehindPane", "make_tabs"]

_TABS: dict[str, type[Pane]] = {
    "1": MatrixPane,
    "2": PairsPane,
    "3": MapPane,
    "4": ThemesPane,
    "5": CardsPane,
    "6": CoveragePane,
    "7": ContrastsPane,
    "8": SaturationPane,
    "9": FrameworkPane,
    "0": SequencesPane,
}


def make_tabs() -> dict[str, Pane]:
    """Return the tabs by digit."""
    return {digit: make(f"tab-{digit}") for digit, make in _TABS.items()}
