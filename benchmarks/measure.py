"""Clocks and memory: medians in this process, whole pieces of work in a child of their own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Timing

REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Child:
    """What a piece of work cost in a process of its own; memory in MB.

    `growth` is the peak less what was in use when the work began. `value` is its answer.
    """

    timing: Timing
    peak: float
    growth: float
    value: Any


def cpu_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def once(action: Callable[[], object]) -> Timing:
    """Return what one run costs."""
    cpu, wall = cpu_seconds(), time.perf_counter()
    action()
    return Timing(cpu_seconds() - cpu, time.perf_counter() - wall)


def medians(actions: Iterable[Callable[[], object]], *, warm: int = 3) -> Timing:
    """Return the median cost of the actions, run one after the other, the first ones uncounted."""
    timings = [once(action) for action in actions][warm:]
    return Timing(median(t.cpu for t in timings), median(t.wall for t in timings))


def program(command: list[str], repeats: int = 7) -> Timing:
    """Return the median cost of a program, from its start to its end."""

    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=REPOSITORY)

    return medians([run] * (repeats + 1), warm=1)


def in_child(work: str, *arguments: object) -> Child:
    """Do a piece of work in a new process and return what it cost there.

    `work` is "module:function"; the function takes the arguments (JSON), prepares, and
    returns the action that is measured.
    """
    command = [sys.executable, "-m", "benchmarks.child", work, json.dumps(arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY)
    told = json.loads(done.stdout.splitlines()[-1])
    return Child(Timing(told["cpu"], told["wall"]), told["peak"], told["growth"], told["value"])


def resident() -> float:
    """Return the memory in use now, in MB; where the system does not tell, its peak."""
    return _status("VmRSS")


def peak_resident() -> float:
    """Return the most memory that was in use in this process, in MB."""
    return _status("VmHWM")


def _status(field: str) -> float:
    # getrusage tells the peak too, but counts in what the parent used before the child began
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def calm() -> None:
    """Let earlier writes reach the disk, so that they are not paid for by what follows."""
    os.sync()
