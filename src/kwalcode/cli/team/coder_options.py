"""What commands on agreement have in common: which coders, documents and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.project.agreement.words import DISAGREEMENTS

if TYPE_CHECKING:
    from pathlib import Path

    from kwalcode.project.reads import Connection

CLASSES: Final = ("agree", *DISAGREEMENTS)

coders_option = click.option(
    "--coders", metavar="A,B", help=_("Which coders (by default all who coded).")
)
document_option = click.option(
    "--document", "documents", metavar="NAME", multiple=True, help=_("Only of this document.")
)


def named_coders(coders: str | None) -> list[str] | None:
    """Return the names in "A,B"; None where none were asked for. Raises UsageError for a list
    without a name, as of a variable that is empty."""
    if coders is None:
        return None
    names = [name.strip() for name in coders.split(",") if name.strip()]
    if not names:
        raise UsageError(_("--coders names nobody; say who, as in --coders Anna,Bram."))
    return names


def format_of_file(output: Path | None) -> str:
    """Return the format that a file's ending asks for: text where it has none, or is ".txt"."""
    ending = output.suffix.lstrip(".").lower() if output else ""
    return "text" if ending in ("", "txt") else ending


def code_ids(connection: Connection, names: tuple[str, ...], sub_codes: bool) -> set[int] | None:
    """Return the ids of the codes named, with those below them if asked; None for all."""
    from kwalcode.project.reads.codes import all_codes, find_code, subtree

    if not names:
        return None
    known = all_codes(connection)
    wanted = {find_code(known, name).id for name in names}
    return set().union(*(subtree(known, code) for code in wanted)) if sub_codes else wanted
