"""One error base for everything that is the input's or the project's fault.

The command line turns a `KwalcodeError` into one line and exit code 1, the app into a
notice; anything else is a defect of the program.
"""

from __future__ import annotations


class KwalcodeError(Exception):
    """One line for the user: which file or thing, which place, what to do about it."""


class UsageError(KwalcodeError):
    """The request itself is wrong (exit code 2 on the command line)."""


class UnreadableFile(KwalcodeError):
    """A file from outside cannot be taken in; the line names the file and the reason."""


class NotAProject(KwalcodeError):
    """The file is missing, foreign, damaged or from a newer version; it was left untouched."""


class ReadOnlyProject(KwalcodeError):
    """The project can be read but not written to."""


class Refused(KwalcodeError):
    """An act is refused because the project's state does not allow it."""


class NotFound(KwalcodeError):
    """A document, code, coder or other thing of that name is not in the project."""


class BadRows(KwalcodeError):
    """Rows of a table from outside are wrong; `rows` holds (row number, reason) pairs."""

    def __init__(self, message: str, rows: tuple[tuple[int, str], ...]) -> None:
        super().__init__(message)
        self.rows = rows
