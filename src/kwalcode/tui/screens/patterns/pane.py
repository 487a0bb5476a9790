"""A tab of the patterns screen: reads when it is shown, says what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from kwalcode.project.reads.findings import Subject
from kwalcode.tui.screens.patterns.asking import Asking

if TYPE_CHECKING:
    from kwalcode.model import Counted
    from kwalcode.tui.screens.patterns.screen import PatternsScreen


OFFERED = frozenset(
    {
        "rule",
        "measure",
        "order",
        "threshold",
        "pattern",
        "theme",
        "relate",
        "build",
        "into",
    }
)
"""The screen's actions that not every tab offers."""


class Said(Static, can_focus=True):
    """What is said where there is nothing to show; the tab's keys work from there."""


class Pane(Vertical):
    """What the tabs have in common: `stale` tells that it must be read anew when it is shown.

    A subclass composes its widgets, and has `read` and `main`. Where there is nothing to show it
    says in `say` what to do next.
    """

    OFFERS: ClassVar[frozenset[str]] = frozenset()
    """Which of the screen's actions about codes and themes (`OFFERED`) mean something here."""
    DEFAULT_CSS = """
    Pane {
        height: 1fr;
        & > .nothing { display: none; padding: 1 2; max-width: 84; color: $text-muted; }
        &.empty > .nothing { display: block; }
        &.empty > .filled { display: none; }
        & > .filled { height: 1fr; layout: vertical; }
        & .side { height: 10; padding: 0 1; border-top: solid $panel; scrollbar-size-vertical: 1;
                  scrollbar-background: $surface; scrollbar-color: $panel; }
        & .side > Static { height: auto; }
        &.wide > .filled { layout: horizontal; }
        &.wide .main { width: 1fr; }
        &.wide .side { width: 46; height: 100%; border-top: none; border-left: solid $panel; }
    }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.stale = True
        self.nothing = Said(classes="nothing", markup=False)

    @property
    def desk(self) -> PatternsScreen:
        """The screen it is on."""
        return cast("PatternsScreen", self.screen)

    @property
    def asking(self) -> Asking:
        """What is asked on this screen."""
        return self.desk.asking

    async def read(self) -> bool:
        """Read and show; False when one went elsewhere meanwhile. Raises KwalcodeError."""
        raise NotImplementedError

    @property
    def main(self) -> Widget | None:
        """What has the focus when the tab is shown."""
        raise NotImplementedError

    @property
    def pair(self) -> tuple[int, int] | None:
        """The two codes (ids) that are chosen, None for none."""
        return None

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The codes or the theme that are chosen: one, two or none."""
        return tuple(Subject("code", code) for code in dict.fromkeys(self.pair or ()))

    @property
    def pattern_kind(self) -> str | None:
        """The kind of a pattern card made of what is chosen; None asks for it."""
        return None

    @property
    def pattern_rule(self) -> str:
        """The rule of such a card."""
        return self.asking.rule

    @property
    def community(self) -> tuple[int, frozenset[int]] | None:
        """The community (its number, its codes) that is chosen, None for none."""
        return None

    @property
    def counted(self) -> Counted | None:
        """What the figures shown were computed on."""
        return None

    def facts(self) -> list[str]:
        """Return what the figures shown are, the weightiest first, beside layer and filter."""
        return []

    def show_themes(self) -> None:
        """Show themes in place of codes, where the tab can."""

    def leave(self) -> bool:
        """Go back one step within the tab; False where there is none."""
        return False

    def say(self, text: str) -> None:
        """Say that there is nothing to show, and what to do next; "" where there is."""
        self.set_class(bool(text), "empty")
        self.nothing.update(text)
        self.call_after_refresh(self._keep_focus)

    def take_focus(self) -> None:
        """Put the focus where the tab's keys work: there, or on what is said in its place."""
        wanted = self.nothing if self.has_class("empty") else self.main
        if wanted is not None:
            wanted.focus()

    def _keep_focus(self) -> None:
        """Take the focus back where what had it is not shown any more, or is shown again."""
        focused = self.screen.focused
        lost = focused is None or focused is self.nothing
        if self.display and (lost or focused not in self.screen.focus_chain):
            self.take_focus()


class WaitingPane(Pane):
    """Stands there while what the tabs need is loaded, which takes a moment the first time."""

    async def read(self) -> bool:
        """Wait."""
        return True

    @property
    def main(self) -> Widget | None:
        """Nothing."""
        return None
