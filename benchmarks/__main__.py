"""Measure everything, or some of it: `python -m benchmarks [--size S|M|L] [--only NAME]`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from benchmarks import (
    acting,
    agreeing,
    analysing,
    importing,
    joining,
    quoting,
    reading,
    screens,
    search,
    starting,
)
from benchmarks.figures import Figure, Skipped, table
from benchmarks.generate import Material
from benchmarks.sizes import SIZES, Size

BY_SIZE: Final[dict[str, Callable[[Material, Size], Iterable[Figure]]]] = {
    "open": reading.opening,
    "open-equal": reading.opening_equal,
    "act": acting.one_act,
    "page": reading.first_quotations,
    "bulk": acting.bulk,
    "cooccurrence": analysing.cooccurrence,
    "chances": analysing.chances,
    "graph": analysing.graph,
    "report": analysing.report,
    "agreement": agreeing.coefficients,
    "intervals": agreeing.intervals,
    "disagreements": agreeing.disagreements,
    "csv": quoting.all_quotations,
    "import": importing.documents,
    "join": joining.copies,
    "search": search.searching,
}
ONCE: Final[dict[str, Callable[[Material], Iterable[Figure | Skipped]]]] = {
    "help": starting.help_text,
    "app": starting.first_paint,
    "screens": screens.working,
}


def main() -> None:
    """Print the table; narration goes to stderr."""
    chosen = _arguments()
    material = Material(chosen.cache)
    names = chosen.only or [*BY_SIZE, *ONCE]
    sizes = [SIZES[name] for name in chosen.size or SIZES]
    load = os.getloadavg()[0]
    found = list(_measured(material, names, sizes))
    figures = [figure for figure in found if isinstance(figure, Figure)]
    skipped = [skip for skip in found if isinstance(skip, Skipped)]
    print(_heading(load, os.getloadavg()[0]))
    print(table(figures, skipped))


def _measured(
    material: Material, names: Iterable[str], sizes: Iterable[Size]
) -> Iterator[Figure | Skipped]:
    for name in names:
        if name in ONCE:
            _say(f"measuring: {name}")
            yield from ONCE[name](material)
            continue
        for size in sizes:
            _say(f"measuring: {name}, {size.name}")
            yield from BY_SIZE[name](material, size)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", action="append", choices=SIZES, help="only this size")
    parser.add_argument(
        "--only", action="append", choices=[*BY_SIZE, *ONCE], help="only these figures"
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=user_cache_path("kwalcode", appauthor=False) / "benchmarks",
        help="where generated studies are kept (some 300 MB, twice that while measuring)",
    )
    return parser.parse_args()


def _heading(before: float, after: float) -> str:
    """Say on what it was measured, and how busy the machine was with other things."""
    return (
        f"{date.today().isoformat()}, {platform.system()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}; load {before:.1f} before, {after:.1f} after\n"
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
