"""Full garbage collections wait for a pause of the person at the keyboard."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from kwalcode.tui import tidying
from kwalcode.tui.tidying import Tidying


class Knot:
    """Something only a garbage collection takes away."""

    left = 0

    def __init__(self) -> None:
        self.me = self
        Knot.left += 1

    def __del__(self) -> None:
        Knot.left -= 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [100.0]
    monkeypatch.setattr(tidying.time, "monotonic", lambda: now[0])
    gc.collect()
    gc.disable()
    Knot.left = 0
    yield now
    gc.enable()


def full_collection_due() -> None:
    """Let so many younger collections go by that Python itself would do a full one."""
    for _ in range(11):
        gc.collect(1)


def test_what_is_left_over_is_collected_in_a_pause(clock: list[float]) -> None:
    tidy = Tidying()
    old = Knot()
    full_collection_due()
    del old
    assert not tidy.tidy()
    clock[0] += 0.9
    tidy.touch()
    clock[0] += 0.9
    assert not tidy.tidy()
    assert Knot.left == 1
    clock[0] += 0.2
    assert tidy.tidy()
    assert gc.get_count()[2] == 0
    assert Knot.left == 0


def test_nothing_is_done_while_there_is_little_to_collect(clock: list[float]) -> None:
    tidy = Tidying()
    clock[0] += 60
    assert not tidy.tidy()


def test_python_itself_leaves_full_collections_alone_from_then_on() -> None:
    """In a process of its own: what exists is left out of all later collections for good."""
    code = """
import gc
from kwalcode.tui.tidying import Tidying
gc.disable()
Tidying().begin()
assert gc.isenabled() and gc.get_freeze_count() > 0
full = gc.get_stats()[2]["collections"]
kept = [[n] for n in range(200_000)]
assert gc.get_stats()[1]["collections"] > 20
assert gc.get_stats()[2]["collections"] == full
"""
    subprocess.run([sys.executable, "-c", code], check=True)
