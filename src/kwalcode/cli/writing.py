"""Writing one of several formats: into a file, or onto stdout where it can be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from kwalcode.cli.output import out_stream, say
from kwalcode.errors import UsageError
from kwalcode.i18n import _


def write_format(
    form: str,
    known: Mapping[str, bool],
    output: Path | None,
    write: Callable[[Path | BinaryIO], tuple[str, ...]],
) -> None:
    """Write the format `form`; `known` tells of each format whether a terminal can show it.

    `write` is given the file, or a stream whose bytes are printed; the notices that it returns
    are said. Raises UsageError for an unknown format, and for one that needs a file.
    """
    if form not in known:
        raise UsageError(
            _("There is no format “{form}”; choose one of: {names}.").format(
                form=form, names=", ".join(known)
            )
        )
    if output is not None:
        _say_all(write(output))
        say(_("Written: {path}").format(path=output))
        return
    if not known[form]:
        raise UsageError(_("{form} needs a file; name one with -o.").format(form=form))
    held: Any = BytesIO()
    notices = write(held)
    with out_stream(None) as stream:
        stream.write(held.getvalue().decode())
    _say_all(notices)


def _say_all(notices: tuple[str, ...]) -> None:
    for notice in notices:
        say(notice)
