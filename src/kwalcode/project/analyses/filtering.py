"""What may be asked of every analysis: whose codings, whose talk, which respondents and codes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypedDict

from sqlalchemy import Connection

from kwalcode.analysis.filters import limits_codes
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import ORIGINS, Code, Filter, Origin, Role
from kwalcode.project.reads.code_groups import CodeGroup, all_code_groups, find_code_group
from kwalcode.project.reads.codes import CodeFinder, all_codes, subtree


class Asked(TypedDict, total=False):
    """The choices that every analysis has.

    `coder`: a coder's name, "all", or None for the consensus or the main coder. `roles`: whose
    talk counts, by default the respondents'. `where`: conditions on respondents' attributes.
    `groups` (code groups), `codes` (paths, keys or names, each with its sub-codes) and
    `origins` limit the codes, as in `model.Filter`.
    """

    coder: str | None
    roles: Sequence[Role]
    where: Collection[str]
    groups: Collection[str]
    codes: Collection[str]
    origins: Collection[Origin]


def filter_of(
    connection: Connection,
    *,
    where: Collection[str] = (),
    groups: Collection[str] = (),
    codes: Collection[str] = (),
    origins: Collection[Origin] = (),
) -> Filter:
    """Return the limits with the names as the project spells them.

    Raises NotFound for an unknown group or code, UsageError for an unknown origin.
    """
    finder = CodeFinder(all_codes(connection)) if codes else None
    known = all_code_groups(connection) if groups else []
    for origin in origins:
        if origin not in ORIGINS:
            raise UsageError(
                _("'{given}' is not known here; choose one of: {names}.").format(
                    given=origin, names=", ".join(ORIGINS)
                )
            )
    return Filter(
        tuple(where),
        tuple(dict.fromkeys(find_code_group(known, name).name for name in groups)),
        tuple(dict.fromkeys(finder.find(name).path for name in codes)) if finder else (),
        tuple(origin for origin in ORIGINS if origin in origins),
    )


def codes_where(connection: Connection, limits: Filter) -> frozenset[int] | None:
    """Return the ids of the codes within the limits; None where all codes count."""
    if not limits_codes(limits):
        return None
    known = all_codes(connection)
    found = {code.id for code in known}
    if limits.groups:
        found &= _members(all_code_groups(connection), limits)
    if limits.codes:
        found &= _below(known, limits)
    if limits.origins:
        found &= {code.id for code in known if code.origin in limits.origins}
    return frozenset(found)


def _members(known: Sequence[CodeGroup], limits: Filter) -> set[int]:
    return {code for group in known if group.name in limits.groups for code in group.codes}


def _below(known: Sequence[Code], limits: Filter) -> set[int]:
    tops = [code.id for code in known if code.path in limits.codes]
    return set().union(*(subtree(known, top) for top in tops))
