"""How a file is refused: one line with its name, the reason and the remedy."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kwalcode.errors import UnreadableFile
from kwalcode.i18n import _

SHOWN_LINES = 5
"""How many line numbers a message lists before it says that there are more."""


def refusal(name: str, reason: str) -> UnreadableFile:
    """Return the error for a file; line breaks and escapes in its name are made visible."""
    return UnreadableFile(f"{shown(name)}: {reason}")


def shown(name: str) -> str:
    """Return text from outside with everything unprintable written as an escape."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in name
    )


def listed_lines(lines: list[int]) -> str:
    """Return line numbers, from 1, as they stand in a message: `3, 8` or `1, 2, 3, 4, 5, …`."""
    distinct = sorted(set(lines))
    text = ", ".join(str(line) for line in distinct[:SHOWN_LINES])
    return text + ", …" if len(distinct) > SHOWN_LINES else text


def no_text(name: str) -> UnreadableFile:
    """Return the error for a file that was read well and holds no text."""
    return refusal(name, _("there is no text in it; check that this is the right file"))


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn what may go wrong with opening the file of that name into an UnreadableFile."""
    try:
        yield
    except FileNotFoundError:
        raise refusal(name, _("there is no such file; check the name and the folder")) from None
    except PermissionError:
        raise refusal(name, _("no permission to read it; check the file's rights")) from None
    except ValueError:
        raise refusal(name, _("this cannot be the name of a file")) from None
    except OSError as error:
        reason = _("it cannot be read ({reason})").format(reason=error.strerror or error)
        raise refusal(name, reason) from None


def ordinary_size(path: Path) -> int:
    """Return the size of a file in bytes. Raises UnreadableFile for a folder, a pipe, a device."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise refusal(str(path), _("this is a folder, not a file; name the files in it"))
    if not stat.S_ISREG(status.st_mode):
        raise refusal(str(path), _("this is not an ordinary file"))
    return status.st_size


def too_large(limit: int) -> str:
    """Return the reason why a file of more than `limit` bytes is not read."""
    reason = _("the file is larger than {limit} MB; split it into smaller ones")
    return reason.format(limit=limit // 1_000_000)
