"""The act that sends the codings of one code to several others, all at once.

One by one, with a look at each, it is done with `recoding.move_codings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.acts.code_places import code_numbered, sibling
from kwalcode.project.acts.codes import clean_name, make_code
from kwalcode.project.acts.recoding import Recoded, codes_of, recode_ids
from kwalcode.project.history.change import Change
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import Study


@dataclass(frozen=True, slots=True)
class Split:
    """What a split did: per code (id) what came to it, and which codes (ids) were made."""

    to: Mapping[int, Recoded]
    made: tuple[int, ...]


def split_code(
    study: Study, code: int, assignment: Mapping[int, int | str], *, reason: str = ""
) -> Split:
    """Send codings of a code to others, as one act: coding id -> code id, or the name of a code
    to be made beside it (one there of that name is taken).

    Codings not named stay. Raises NotFound for an unknown code, Refused for a coding that does
    not have the code.
    """
    with study.act("split code", {}, reason=reason) as change:
        shown = code_numbered(change, code)
        wanted = list(assignment)
        having = codes_of(change.connection, wanted)
        if any(having.get(coding) != code for coding in wanted):
            raise Refused(
                _("Not all of these codings have the code '{code}' now. Look at it anew.").format(
                    code=shown.path
                )
            )
        made: dict[str, int] = {}
        parts: dict[int, list[int]] = {}
        for coding, to in assignment.items():
            number = to if isinstance(to, int) else _named(change, code, shown.parent, to, made)
            parts.setdefault(number, []).append(coding)
        known = {found.id: found.path for found in all_codes(change.connection)}
        for number in parts:
            code_numbered(change, number)
        done = {number: recode_ids(change, ids, number) for number, ids in parts.items()}
        change.arguments.update(
            code=shown.path,
            into=[known[number] for number in parts],
            codings=sum(part.codings for part in done.values()),
            ids=[code, *parts],
        )
        return Split(done, tuple(made.values()))
    return Split({}, ())


def _named(change: Change, code: int, parent: int | None, name: str, made: dict[str, int]) -> int:
    """Return the code of that name beside `code`, made where there is none."""
    cleaned = clean_name(name)
    there = sibling(change, cleaned, parent)
    if there is not None:
        return there
    last = next(reversed(made.values()), code)
    made[cleaned] = make_code(change, cleaned, parent, after=last)
    return made[cleaned]
