"""What commands on agreement have in common: which coders, documents and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from kwalcode.i18n import _
from kwalcode.project.agreement.words import DISAGREEMENTS

if TYPE_CHECKING:
    from kwalcode.project.reads import Connection

CLASSES: Final = ("agree", *DISAGREEMENTS)

coders_option = click.option(
    "--coders", metavar="A,B", help=_("Which coders (by default all who coded).")
)
document_option = click.option(
    "--document", "documents", metavar="NAME", multiple=True, help=_("Only of this document.")
)


def named_coders(coders: str | None) -> list[str] | None:
    """Return the names in "A,B"; None when nobody is named."""
    names = [name.strip() for name in (coders or "").split(",")]
    return [name for name in names if name] or None


def code_ids(connection: Connection, names: tuple[str, ...], sub_codes: bool) -> set[int] | None:
    """Return the ids of the codes named, with those below them if asked; None for all."""
    from kwalcode.project.reads.codes import all_codes, find_code, subtree

    if not names:
        return None
    known = all_codes(connection)
    wanted = {find_code(known, name).id for name in names}
    return set().union(*(subtree(known, code) for code in wanted)) if sub_codes else wanted
