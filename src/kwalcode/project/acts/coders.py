"""Coders: whom an act's codings, memos and marks are put down to, and who gets work."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kwalcode.analysis.layers import CONSENSUS
from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.model import Coder
from kwalcode.project.history.change import Change
from kwalcode.project.identity import new_uuid
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import Study, ensure_actor
from kwalcode.store.tables import coders


def coder_id(change: Change, name: str) -> int:
    """Return the id of the coder of that name, adding one when new; neither case nor the way of
    writing accents makes another one."""
    for known, its_name in change.connection.execute(select(coders.c.id, coders.c.name)):
        if same_name(its_name, name):
            return int(known)
    number = change.new_ids(coders)[0]
    row = (number, new_uuid(), name, "coder")
    change.share_rows(coders, ("id", "uuid", "name", "kind"), [row])
    return number


def add_coder(study: Study, name: str) -> str:
    """Add somebody who is to code, and return the name; that is no act to be undone.

    Raises Refused for a name that cannot be one, or that of a coder there is already.
    """
    cleaned = checked_name(name)
    if "," in cleaned:  # names are given as in --coders Anna,Bram
        raise Refused(_("A coder's name has no comma in it: add several one by one."))
    if same_name(cleaned, CONSENSUS):
        told = _("'consensus' is whom settled codings are put down to; choose another name.")
        raise Refused(told)
    with study.writing() as connection:
        for known in all_coders(connection):
            if same_name(known.name, cleaned):
                raise Refused(_("There is a coder '{name}' already.").format(name=known.name))
        return ensure_actor(connection, cleaned).name


def known_coder(connection: Connection, name: str) -> Coder:
    """Return a coder who is to be given work (case does not matter).

    Nobody is added: a mistyped name would get the work. Raises NotFound with the remedy, Refused
    for the consensus.
    """
    found = all_coders(connection)
    for coder in found:
        if same_name(coder.name, name):
            if coder.kind == CONSENSUS:
                raise Refused(_("The consensus is made of the coders' work, not of itself."))
            return coder
    raise NotFound(
        _(
            "There is no coder '{name}' in this project; there are: {names}."
            " To add one: kwalcode coders STUDY --add '{name}'."
        ).format(name=name, names=", ".join(coder.name for coder in found))
    )
