"""A file into text and turns: one reader per format, imported when it is first used.

The readers know neither project nor store. What they hand back is a `Transcript`: the text
as it will be stored (LF newlines, no byte order mark, nothing else changed), its turns in
Unicode code points, a role per speaker label, and notices for the user.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath

from kwalcode.i18n import _
from kwalcode.model import Transcript
from kwalcode.transcripts.refusals import ordinary_size, readable, refusal, too_large

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
        raise refusal(name, too_large(MAX_BYTES))
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
    with readable(name):
        size = ordinary_size(path)
        _reader_for(name)
        if size > MAX_BYTES:
            raise refusal(name, too_large(MAX_BYTES))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
