"""A defect of the program: one line for the user, a log for us, transcript text in neither.

The log holds the kinds of errors and the places in the code, never messages or values: those
may quote the material.
"""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from pathlib import Path

from kwalcode import __version__, preferences
from kwalcode.i18n import _

MAX_LOG = 1_000_000
"""A log over this size in bytes begins anew."""


def report_crash(error: BaseException) -> str:
    """Write the log and return the line to show."""
    kind = type(error).__name__
    target = preferences.folder() / "crash.log"
    try:
        _write(target, _described(error))
    except OSError:
        return _("kwalcode failed ({kind}). Your work is saved.").format(kind=kind)
    return _("kwalcode failed ({kind}). Your work is saved; what happened is in {log}.").format(
        kind=kind, log=target
    )


def _write(target: Path, entry: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    full = target.exists() and target.stat().st_size > MAX_LOG
    with target.open("w" if full else "a", encoding="utf-8") as log:
        log.write(entry)


def _described(error: BaseException) -> str:
    lines = [
        f"{datetime.now().astimezone().isoformat(timespec='seconds')} kwalcode {__version__}"
        f" Python {platform.python_version()} {platform.system()}"
    ]
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [
            f"    {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__, limit=-30)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"
