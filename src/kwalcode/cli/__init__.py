"""The command line: data on stdout, narration on stderr, exit codes 0, 1 and 2.

One file per group of commands. Only click is imported before a command runs; what a command
needs, it imports itself.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit."""
    import warnings

    # Threads that wait for each other over small tables: a quarter of the time of a report.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from kwalcode.cli.running import run

    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries' warnings mean nothing to a user
    sys.exit(run(sys.argv[1:]))


__all__ = ["main"]
