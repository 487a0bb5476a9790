"""Keys that are typed while a window is still opening go to that window, in their order.

Textual hands a key to what has the focus when it comes in. Who types `,q` or `cmel` at once is
faster than the window that the first key opens: the others would come back to the app unused.
"""

from __future__ import annotations

from textual import events
from textual.app import App
from textual.screen import Screen

_LONGEST = 0.5
"""After so many seconds keys are let go in any case, ready or not."""
_KEPT = 100
"""So many keys are remembered that may still come back."""


class TypeAhead(App[None]):
    """Holds keys back from when a window opens until it can be typed in."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[events.Key] = []
        self._letting_go = False
        self._meant_for: dict[int, tuple[events.Key, Screen[object]]] = {}

    async def on_event(self, event: events.Event) -> None:
        """Remember what was on the screen when a key came in; keep keys in their order."""
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen_stack:
            if self._held:
                self._held.append(event)
                return
            self._remember(event)
        await super().on_event(event)

    def _remember(self, event: events.Key) -> None:
        if len(self._meant_for) > _KEPT:  # what a field has taken never comes back
            self._meant_for.pop(next(iter(self._meant_for)))
        self._meant_for[id(event)] = event, self.screen

    async def _on_key(self, event: events.Key) -> None:
        """Give a key that nobody used to the window that opened since it was typed; if none did,
        Textual goes on with its own handler."""
        _event, meant_for = self._meant_for.pop(id(event), (event, None))
        if meant_for is not None and self.screen_stack and meant_for is not self.screen:
            event.prevent_default()
            self._hold(event)

    def _hold(self, event: events.Key) -> None:
        self._held.append(event)
        if len(self._held) == 1:
            self.screen.call_after_refresh(self._let_go)
            self.set_timer(_LONGEST, self._let_go)

    async def _let_go(self) -> None:
        """Type what was held back, as if it were typed now."""
        if self._letting_go:
            return
        self._letting_go = True
        try:
            while self._held and self.screen_stack:  # there is none while the app is being left
                key = self._held[0]
                again = events.Key(key.key, key.character)
                self._remember(again)
                await super().on_event(again)
                self._held.pop(0)
        finally:
            self._letting_go = False
