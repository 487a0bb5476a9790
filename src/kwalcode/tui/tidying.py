"""Collecting garbage while nobody waits for an answer."""

from __future__ import annotations

import gc
import time

_QUIET = 1.0
"""Seconds without a key or the mouse after which nobody is taken to wait."""
_ENOUGH = 10
"""Collections of the middle generation after which a full one is worth while: Python's own."""

_NEVER = 2**30


class Tidying:
    """Does the full garbage collections of an app in the pauses of the person at the keyboard.

    In a large study, with a pattern analysis open, one takes over a tenth of a second. Python
    would do it when it has made enough objects, which is while a key is being answered.
    """

    def __init__(self) -> None:
        self._touched = time.monotonic()

    def begin(self) -> None:
        """Collect from now on, nothing of what there is: that stays until the app is left."""
        gc.freeze()
        young, middle, _full = gc.get_threshold()
        gc.set_threshold(young, middle, _NEVER)
        gc.enable()

    def touch(self) -> None:
        """Take note that a key was pressed, or the mouse moved."""
        self._touched = time.monotonic()

    def tidy(self) -> bool:
        """Collect, if there is enough and nobody waits; tell whether that was done."""
        if gc.get_count()[2] < _ENOUGH or time.monotonic() - self._touched < _QUIET:
            return False
        gc.collect()
        return True
