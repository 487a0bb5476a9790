"""A defect of the program: one line for the user, a log for us, transcript text in neither.

The log holds the kinds of errors and the places in the code, never messages or values: those
may quote the material.
"""

from __future__ import annotations

import platform
import traceback
from contextlib import suppress
from datetime import datetime

from kwalcode import __version__, preferences
from kwalcode.i18n import _


def report_crash(error: BaseException) -> str:
    """Write the log and return the line to show."""
    target = preferences.folder() / "crash.log"
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as log:
            log.write(_described(error))
    return _("kwalcode failed ({kind}). Your work is saved; what happened is in {log}.").format(
        kind=type(error).__name__, log=target
    )


def _described(error: BaseException) -> str:
    lines = [
        f"{datetime.now().astimezone().isoformat(timespec='seconds')} kwalcode {__version__}"
        f" Python {platform.python_version()} {platform.system()}"
    ]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [
            f"    {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__, limit=-30)
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"
