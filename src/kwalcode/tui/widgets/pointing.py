"""What panels tell of the pointer, for the screen to act on."""

from __future__ import annotations

from dataclasses import dataclass

from textual.geometry import Offset
from textual.message import Message


@dataclass
class MenuWanted(Message):
    """What can be done here is asked for; `at` is where the pointer is on the screen."""

    at: Offset


@dataclass
class CodeDragged(Message):
    """A code is drawn over the screen with the mouse; `dropped` when it was let go at `at`."""

    code: int
    at: Offset
    dropped: bool = False
