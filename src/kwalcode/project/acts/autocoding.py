"""The act of coding what was searched for, after a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.language.queries import Query
from kwalcode.model import CODE_PATH
from kwalcode.project.acts.code_places import code_numbered, sibling
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.codes import clean_name, make_code
from kwalcode.project.acts.coding import write_codings
from kwalcode.project.history.change import Change
from kwalcode.project.reads.codes import all_codes, find_code
from kwalcode.project.search.passages import Extent, Passage
from kwalcode.project.study import Study
from kwalcode.store.tables import documents


@dataclass(frozen=True, slots=True)
class Autocoded:
    """What an autocode did: the code's id and path, codings put in, whether the code is new."""

    code: int
    path: str
    codings: int
    made: bool


def autocode(
    study: Study, passages: Sequence[Passage], code: int | str, query: Query, extent: Extent
) -> Autocoded:
    """Put a code on many passages for the actor, as one act that one undo takes back.

    `code` is an id, or the path of a code to be made (where there is one of that path, it is
    used). A passage that has the code already is left as it is. Raises NotFound, and Refused
    when a document was changed since the search: then nothing is put in.
    """
    arguments = {"query": query.text, "kind": query.kind, "extent": extent}
    with study.act("autocode", arguments) as change:
        _check_texts(change, passages)
        before = {known.id for known in all_codes(change.connection)}
        number = _made(change, code) if isinstance(code, str) else code
        path = code_numbered(change, number).path
        who = coder_id(change, study.require_actor())
        written = write_codings(
            change, ((p.document, p.start, p.end, number, who) for p in passages)
        )
        change.arguments.update(code=path, codings=written)
        return Autocoded(number, path, written, number not in before)


def _check_texts(change: Change, passages: Sequence[Passage]) -> None:
    chosen = select(documents.c.id, documents.c.content_id, documents.c.name)
    present = {number: (text, name) for number, text, name in change.connection.execute(chosen)}
    for passage in passages:
        if passage.document not in present:
            raise NotFound(_("A document is no longer in the study. Search again."))
        text, name = present[passage.document]
        if text != passage.content:
            raise Refused(
                _("{document}: its text was changed since the search. Search again.").format(
                    document=name
                )
            )


def _made(change: Change, path: str) -> int:
    """Return the id of the code of this path, made under its parent if need be."""
    *above, name = [part.strip() for part in path.split(CODE_PATH.strip())]
    parent = None
    if above:
        parent = find_code(all_codes(change.connection), CODE_PATH.join(above)).id
    there = sibling(change, clean_name(name), parent)
    return there if there is not None else make_code(change, name, parent)
