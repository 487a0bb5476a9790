"""Where documents go: a file that appears whole or not at all, and bytes without a date."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _

NO_DATE: Final = datetime(1980, 1, 1)
"""Stands in files whose format wants a date, so that equal content gives equal bytes."""


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become `path` when the block ends well.

    On any error what was there before stays. Raises KwalcodeError where the folder or the
    disk does not let it be written.
    """
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        try:
            with making.open("wb") as stream:
                yield stream
            making.replace(path)
        finally:
            making.unlink(missing_ok=True)
    except OSError as error:
        raise KwalcodeError(
            _("{path}: cannot be written ({error}). Choose another place.").format(
                path=path, error=error.strerror or error
            )
        ) from error


@contextmanager
def text_stream(out: BinaryIO) -> Iterator[TextIOWrapper]:
    """Give a UTF-8 text stream over `out` that leaves newlines alone and `out` open."""
    stream = TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        yield stream
    finally:
        stream.detach()  # flushes


def without_dates(
    archive: BytesIO, out: BinaryIO, replaced: Mapping[str, bytes] | None = None
) -> None:
    """Copy a zip archive (docx) with the same members, in order, all dated `NO_DATE`.

    `replaced` holds what members of these names have instead of their own bytes.
    """
    instead = replaced or {}
    with (
        zipfile.ZipFile(archive) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, NO_DATE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, instead.get(member.filename) or source.read(member))
