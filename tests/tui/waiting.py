"""When an app that is driven by a test has answered: by what is left to do, not by the clock."""

from __future__ import annotations

import asyncio
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App, ScreenError

_jobs: set[Future[Any]] = set()
"""What threads are doing for an app, and what it does in a moment."""

_sleep = asyncio.sleep

_MOMENT = 0.05
"""So long at most, in seconds, something sleeps for a painting to come first: it is waited for."""
_WORKING = 5.0
"""Seconds for which a thread may work before the app counts as idle."""
_RESIZING = 1 / 120
"""Seconds for which Textual waits for yet another size of the terminal."""


@contextmanager
def idleness_seen() -> Iterator[None]:
    """Let Textual's pilot wait for idleness as told below.

    Its own way is to sleep for 20 ms, until the process used hardly any time in that, twice or
    three times for each key: on a machine that has more to do it waits for long, or not enough.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in (textual.app, textual.pilot):
            patch.setattr(module, "wait_for_idle", until_idle)
        handed = asyncio.BaseEventLoop.run_in_executor

        def noted(
            loop: asyncio.BaseEventLoop, executor: Any, job: Callable[..., Any], *given: Any
        ) -> Future[Any]:
            done = handed(loop, executor, job, *given)
            _jobs.add(done)
            done.add_done_callback(_jobs.discard)
            return done

        patch.setattr(asyncio.BaseEventLoop, "run_in_executor", noted)
        patch.setattr(asyncio, "sleep", _noted_sleep)
        yield


async def _noted_sleep(delay: float, result: Any = None) -> Any:
    """Sleep as ever; a short sleep is something that the app is about to do."""
    if not 0 < delay <= _MOMENT:
        return await _sleep(delay, result)
    woken = asyncio.get_running_loop().create_future()
    _jobs.add(woken)
    try:
        return await _sleep(delay, result)
    finally:
        _jobs.discard(woken)
        if not woken.done():
            woken.set_result(None)


async def until_idle(_least: float = 0, longest: float = 0) -> None:
    """Wait until all messages are handled, no thread works, and the screen is painted.

    Not waited for: what the app does more than a moment later, and a thread for over five seconds,
    however long Textual would wait: on a busy machine a read may take more than its one second.
    """
    loop, app = asyncio.get_running_loop(), active_app.get()
    deadline = loop.time() + max(longest, _WORKING)
    while True:
        await _until_nothing_is_ready(loop)
        working = {job for job in _jobs if job.get_loop() is loop and not job.done()}
        left = deadline - loop.time()
        if working and left > 0:
            await asyncio.wait(working, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        elif app._resize_event is not None and app.is_running:
            await _sleep(_RESIZING)
        elif not _painted(app):
            return


async def _until_nothing_is_ready(loop: AbstractEventLoop) -> None:
    still = 0
    while still < 3:
        await _sleep(0)
        still = 0 if loop._ready else still + 1  # type: ignore[attr-defined]


def _painted(app: App[Any]) -> bool:
    """Paint what waits for the next frame; tell whether there was any."""
    try:
        screen = app.screen
    except ScreenError:
        return False
    waits: bool = screen._update_timer._active.is_set()
    if waits:
        screen._on_timer_update()
    return waits
