"""What was measured, beside its limit and its target, as a table."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Clock = Literal["cpu", "wall"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: of processor time with children, and on the clock."""

    cpu: float
    wall: float

    def by(self, clock: Clock) -> float:
        return self.cpu if clock == "cpu" else self.wall


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at one size.

    `limit` is what the same work costs with nothing of kwalcode in it. `most` is the target in
    seconds by `clock`, `most_ratio` the target against the limit, `most_memory` in MB, and
    `most_exponent` how steeply the figure may grow with the number of codings from M to L.
    """

    name: str
    size: str
    codings: int
    measured: Timing
    clock: Clock
    limit: Timing | None = None
    limit_name: str = ""
    most: float | None = None
    most_ratio: float | None = None
    most_exponent: float | None = None
    memory: float | None = None
    most_memory: float | None = None

    @property
    def ratio(self) -> float | None:
        if self.limit is None:
            return None
        return self.measured.by(self.clock) / max(self.limit.by(self.clock), 1e-9)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A figure that could not be measured, and why."""

    name: str
    reason: str


HEAD = (
    "figure", "size", "CPU", "wall", "memory", "limit", "limit CPU", "limit wall", "ratio",
    "exponent", "target", "reached",
)  # fmt: skip


def table(figures: Sequence[Figure], skipped: Iterable[Skipped] = ()) -> str:
    """Return the figures as a Markdown table that is also readable as it stands."""
    rows = [HEAD, *(_row(figure, exponent(figure, figures)) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    lines += [f"\nNot measured: {skip.name}: {skip.reason}" for skip in skipped]
    return "\n".join(lines)


def exponent(figure: Figure, among: Iterable[Figure]) -> float | None:
    """Return how a figure at L grows from M with the number of codings: the log-log slope.

    Of processor time: what a disk makes a commit wait for differs more from minute to minute
    than it grows.
    """
    if figure.size != "L":
        return None
    for other in among:
        if other.name == figure.name and other.size == "M":
            growth = figure.measured.cpu / other.measured.cpu
            return math.log(growth) / math.log(figure.codings / other.codings)
    return None


def reached(figure: Figure, slope: float | None) -> bool | None:
    """Tell whether every target of the figure is reached; None where it has none."""
    tests = [
        (figure.measured.by(figure.clock), figure.most),
        (figure.ratio, figure.most_ratio),
        (figure.memory, figure.most_memory),
        (slope, figure.most_exponent),
    ]
    judged = [value <= most for value, most in tests if value is not None and most is not None]
    return all(judged) if judged else None


def _row(figure: Figure, slope: float | None) -> tuple[str, ...]:
    verdict = {True: "yes", False: "NO", None: "-"}[reached(figure, slope)]
    limit = figure.limit
    return (
        figure.name,
        figure.size,
        seconds(figure.measured.cpu),
        seconds(figure.measured.wall),
        "-" if figure.memory is None else f"{figure.memory:.0f} MB",
        figure.limit_name or "-",
        "-" if limit is None else seconds(limit.cpu),
        "-" if limit is None else seconds(limit.wall),
        "-" if figure.ratio is None else f"{figure.ratio:.1f}",
        "-" if slope is None else f"{slope:.2f}",
        _target(figure),
        verdict,
    )


def _target(figure: Figure) -> str:
    parts = []
    if figure.most is not None:
        parts.append(f"{seconds(figure.most)} {figure.clock}")
    if figure.most_ratio is not None:
        parts.append(f"{figure.most_ratio:g}x limit")
    if figure.most_memory is not None:
        parts.append(f"{figure.most_memory:g} MB")
    if figure.most_exponent is not None and figure.size == "L":
        parts.append(f"exponent {figure.most_exponent:g}")
    return ", ".join(parts) or "-"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"


def seconds(value: float) -> str:
    """Return seconds as s, or as ms where that reads better."""
    return f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.2f} ms"
