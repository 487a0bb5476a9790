"""A file into text and turns: one reader per format, imported when it is first used.

The readers know neither project nor store. What they hand back is a `Transcript`: the text
as it will be stored (LF newlines, no byte order mark, nothing else changed), its turns in
Unicode code points, a role per speaker label, and notices for the user.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath

from kwalcode.i18n import _
from kwalcode.model import Transcript
from kwalcode.transcripts.refusals import refusal

__all__ = ["MAX_BYTES", "READERS", "Reader", "is_readable", "load", "read", "read_bytes"]

Reader = Callable[[str, bytes, str | None], Transcript]
"""Takes the file's name (for messages), its bytes and the interviewer's label, if given."""

MAX_BYTES = 200_000_000
"""Files over this size on disk are refused: no interview comes near it."""


def _reader(module: str) -> Reader:
    def read_with(name: str, data: bytes, interviewer: str | None) -> Transcript:
        reader: Reader = import_module(f"{__name__}.{module}").read
        return reader(name, data, interviewer)

    return read_with


READERS: dict[str, Reader] = {
    ".txt": _reader("text"),
    ".md": _reader("text"),
    ".docx": _reader("docx"),
    ".vtt": _reader("vtt"),
    ".srt": _reader("srt"),
}
"""File ending, in lower case with its dot -> reader."""


def is_readable(path: Path) -> bool:
    """Tell by its ending alone whether a file is of a kind that can be read."""
    return path.suffix.lower() in READERS


def read(path: Path, *, interviewer: str | None = None) -> Transcript:
    """Read the file at `path`.

    `interviewer` is the label that the interviewer has in this file, in any case, with or
    without its colon. Raises UnreadableFile, whatever the file holds.
    """
    return read_bytes(str(path), load(path), interviewer=interviewer)


def read_bytes(name: str, data: bytes, *, interviewer: str | None = None) -> Transcript:
    """Read a file's bytes; the ending of `name` says by which reader. Otherwise as `read`."""
    if len(data) > MAX_BYTES:
        raise refusal(name, _too_large())
    reader = _reader_for(name)
    if not data:
        raise refusal(name, _("the file is empty"))
    return reader(name, data, interviewer)


def _reader_for(name: str) -> Reader:
    suffix = PurePath(name).suffix.lower()
    if suffix in READERS:
        return READERS[suffix]
    if suffix == ".doc":
        raise refusal(name, _("this is the old Word format; open it in Word and save it as .docx"))
    known = " ".join(READERS)
    if not suffix:
        reason = _("the name has no ending, so its kind is not known; give it one of {known}")
        raise refusal(name, reason.format(known=known))
    reason = _("files ending in {suffix} are not read; save it as one of {known}")
    raise refusal(name, reason.format(suffix=suffix, known=known))


def load(path: Path) -> bytes:
    """Return the bytes of a readable kind of file. Raises UnreadableFile."""
    name = str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refusal(name, _("this is a folder, not a file; name the files in it"))
        if not stat.S_ISREG(status.st_mode):
            raise refusal(name, _("this is not an ordinary file"))
        _reader_for(name)
        if status.st_size > MAX_BYTES:
            raise refusal(name, _too_large())
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise refusal(name, _("there is no such file; check the name and the folder")) from None
    except PermissionError:
        raise refusal(name, _("no permission to read it; check the file's rights")) from None
    except ValueError:
        raise refusal(name, _("this cannot be the name of a file")) from None
    except OSError as error:
        reason = _("it cannot be read ({reason})").format(reason=error.strerror or error)
        raise refusal(name, reason) from None


def _too_large() -> str:
    limit = MAX_BYTES // 1_000_000
    return _("the file is larger than {limit} MB; split it into smaller ones").format(limit=limit)
