"""Files from outside, opened with care: a refusal names the file, the reason and the remedy."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kwalcode.i18n import _
from kwalcode.transcripts.encoding import decode
from kwalcode.transcripts.refusals import refusal
from kwalcode.transcripts.sniff import binary_kind

_HEAD = 4096


@contextmanager
def opened(path: Path, *, limit: int, kind: str) -> Iterator[BinaryIO]:
    """Open the file at `path` for its bytes, which are text of some encoding.

    `limit` is the greatest size in bytes; `kind` names what is expected ("CSV"), for the
    remedy. Raises UnreadableFile for what is missing, empty, too large, no file, or binary.
    """
    name = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refusal(name, _("this is a folder, not a file; name the file in it"))
        if not stat.S_ISREG(status.st_mode):
            raise refusal(name, _("this is not an ordinary file"))
        if not status.st_size:
            raise refusal(name, _("the file is empty"))
        if status.st_size > limit:
            raise refusal(name, _too_large(limit))
        file = path.open("rb")
    except FileNotFoundError:
        raise refusal(name, _("there is no such file; check the name and the folder")) from None
    except PermissionError:
        raise refusal(name, _("no permission to read it; check the file's rights")) from None
    except ValueError:
        raise refusal(name, _("this cannot be the name of a file")) from None
    except OSError as error:
        reason = _("it cannot be read ({reason})").format(reason=error.strerror or error)
        raise refusal(name, reason) from None
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


def _too_large(limit: int) -> str:
    reason = _("the file is larger than {limit} MB; split it into smaller ones")
    return reason.format(limit=limit // 1_000_000)
