"""A piece of work in a process of its own: `python -m benchmarks.child module:function JSON`."""

from __future__ import annotations

import json
import sys
from importlib import import_module

from benchmarks.measure import once, peak_resident, resident


def main() -> None:
    """Prepare, measure, and tell what it cost on the last line of stdout."""
    module, function = sys.argv[1].split(":")
    action = getattr(import_module(module), function)(*json.loads(sys.argv[2]))
    before = resident()
    answers: list[object] = []
    timing = once(lambda: answers.append(action()))
    peak = peak_resident()
    told = {"cpu": timing.cpu, "wall": timing.wall, "peak": peak, "growth": peak - before}
    print(json.dumps(told | {"value": answers[0]}))


if __name__ == "__main__":
    main()
