"""Files from outside, opened with care: a refusal names the file, the reason and the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kwalcode.i18n import _
from kwalcode.transcripts.encoding import decode
from kwalcode.transcripts.refusals import ordinary_size, readable, refusal, too_large
from kwalcode.transcripts.sniff import binary_kind

_HEAD = 4096


@contextmanager
def opened(path: Path, *, limit: int, kind: str) -> Iterator[BinaryIO]:
    """Open the file at `path` for its bytes, which are text of some encoding.

    `limit` is the greatest size in bytes; `kind` names what is expected ("CSV"), for the
    remedy. Raises UnreadableFile for what is missing, empty, too large, no file, or binary.
    """
    name = str(path)
    with readable(name):
        size = ordinary_size(path)
        if not size:
            raise refusal(name, _("the file is empty"))
        if size > limit:
            raise refusal(name, too_large(limit))
        file = path.open("rb")
    with file:
        _refuse_binary(name, file, kind)
        yield file


def read_text(path: Path, *, limit: int, kind: str) -> str:
    """Return a file's text: any encoding, no byte order mark, LF newlines. Raises UnreadableFile.

    `limit` and `kind` as for `opened`.
    """
    with opened(path, limit=limit, kind=kind) as file:
        return decode(str(path), file.read()).text


def _refuse_binary(name: str, file: BinaryIO, kind: str) -> None:
    """Raise UnreadableFile for a workbook, picture or the like, whatever its ending says."""
    head = file.read(_HEAD)
    found = binary_kind(head)
    if found is not None:
        found = binary_kind(head + file.read()) or found
        reason = _("this is not {kind} but {what}; save it as {kind} in UTF-8")
        raise refusal(name, reason.format(kind=kind, what=found.what))
    file.seek(0)
