"""What a merge of codes will do, told before it is done and followed when it is.

Codings move to the target code; a coder's two codings on one quotation fall together. So the
same people are coded with it as with all of them before: a merge never lowers respondents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, func, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.project.acts.recoding import doubles_of
from kwalcode.project.reads.codes import all_codes, respondents_by_code
from kwalcode.store.tables import code_group_members, codings, memos, theme_codes

TEXTS = ("definition", "include", "exclude", "example", "question")
"""The fields of a code in words: what the target lacks of them it takes over."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A code that will hang elsewhere: under `parent` (None: at the root), called `name`."""

    code: Code
    parent: int | None
    name: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging `sources` into `target` will do.

    `codings` leave the sources, `doubles` of them fall together with another one; `memos`,
    `themes` and `groups` are numbers of what comes to the target; `placed` are codes that will
    hang elsewhere; `taken_over` gives the fields that the target lacks. `respondents` are those
    with the target, now and then.
    """

    target: Code
    sources: tuple[Code, ...]
    codings: int
    doubles: int
    memos: int
    themes: int
    groups: int
    placed: tuple[Placed, ...]
    taken_over: Mapping[str, str]
    keywords: tuple[str, ...]
    respondents: tuple[int, int]


def plan_merge(connection: Connection, sources: Iterable[int], target: int) -> MergePlan:
    """Return what merging codes (ids) into `target` will do.

    Raises NotFound for an unknown code, Refused when nothing is left to merge, or the target
    would come to stand beside a code of its name.
    """
    known = {code.id: code for code in all_codes(connection)}
    going = tuple(dict.fromkeys(code for code in sources if code != target))
    for code in (target, *going):
        if code not in known:
            raise NotFound(_("There is no code with number {n}.").format(n=code))
    if not going:
        raise Refused(_("A code cannot be merged with itself. Choose another one."))
    leaving = codings.c.code_id.in_(going)
    people = respondents_by_code(connection, (target, *going))
    return MergePlan(
        target=known[target],
        sources=tuple(known[code] for code in going),
        codings=_count(connection, codings, leaving),
        doubles=len(doubles_of(connection, leaving, target)),
        memos=_count(connection, memos, (memos.c.about == "code") & memos.c.about_id.in_(going)),
        themes=len(new_members(connection, theme_codes, going, target)),
        groups=len(new_members(connection, code_group_members, going, target)),
        placed=tuple(_placed(known, going, known[target])),
        taken_over=_taken_over(known[target], [known[code] for code in going]),
        keywords=tuple(dict.fromkeys(w for code in (target, *going) for w in known[code].keywords)),
        respondents=(len(people[target]), len(set().union(*people.values()))),
    )


def new_members(
    connection: Connection, table: Table, sources: Sequence[int], target: int
) -> list[int]:
    """Return the ids of the themes or code groups that have a source but not the target.

    `table` holds (theme or group, code).
    """
    whole, code = table.columns
    having = set(connection.scalars(select(whole).where(code == target)))
    found = set(connection.scalars(select(whole).where(code.in_(sources))))
    return sorted(found - having)


def _count(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(where)) or 0


def _taken_over(target: Code, sources: Sequence[Code]) -> dict[str, str]:
    found = {}
    for name in TEXTS:
        if not getattr(target, name).strip():
            value = next((v for s in sources if (v := getattr(s, name)).strip()), "")
            if value:
                found[name] = value
    return found


def _placed(known: Mapping[int, Code], sources: Sequence[int], target: Code) -> Iterator[Placed]:
    """Yield the codes that lose the one they hang under: they go to the target, but the target
    itself, and what it hangs under, to the next code above that stays."""
    above = _ancestors(known, target)
    staying = {None, *known} - set(sources)
    taken = {(code.parent, code.name) for code in known.values() if code.parent in staying}
    taken -= {(known[code].parent, known[code].name) for code in sources}
    for code in known.values():
        if code.parent in staying or code.id in sources:
            continue
        chain = [*_ancestors(known, code), None]
        up = next(number for number in chain if number in staying)
        parent = up if code.id == target.id or code.id in above else target.id
        name = _free_name(code, parent, known, taken)
        if code.id == target.id and name != code.name:
            raise Refused(
                _("There is a code '{name}' where the merged one would stand. Rename one.").format(
                    name=code.name
                )
            )
        taken.add((parent, name))
        yield Placed(code, parent, name)


def _ancestors(known: Mapping[int, Code], code: Code) -> list[int]:
    """Return the ids of the codes above a code, the nearest first."""
    found = []
    while code.parent is not None:
        found.append(code.parent)
        code = known[code.parent]
    return found


def _free_name(
    code: Code, parent: int | None, known: Mapping[int, Code], taken: set[tuple[int | None, str]]
) -> str:
    """Return the code's name, with that of the code it hung under where it is in use there."""
    assert code.parent is not None
    name, tries = code.name, 1
    while (parent, name) in taken:
        number = f" {tries}" if tries > 1 else ""
        name = f"{code.name} ({known[code.parent].name}{number})"
        tries += 1
    return name
