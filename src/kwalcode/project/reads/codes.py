"""Codes, as a tree in reading order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code
from kwalcode.project.history.rows import fetched
from kwalcode.store.tables import codes, codings, documents


def all_codes(connection: Connection) -> list[Code]:
    """Return all codes, parents before children, siblings by position."""
    rows = connection.execute(select(codes).order_by(codes.c.position, codes.c.id)).all()
    children: dict[int | None, list[Any]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    answer: list[Code] = []
    stack = [(row, "", 0) for row in reversed(children.get(None, []))]
    while stack:
        row, above, depth = stack.pop()
        path = above + row.name
        answer.append(_code(row, path, depth))
        below = children.get(row.id, [])
        stack.extend((child, path + CODE_PATH, depth + 1) for child in reversed(below))
    return answer


def find_code(known: Sequence[Code], name: str) -> Code:
    """Return the code that `name` means: its path, its key, or its name where only one has it.

    Upper and lower case and spaces around " > " do not matter. Raises NotFound, telling
    whether the name is unknown or fits several codes.
    """
    return CodeFinder(known).find(name)


class CodeFinder:
    """`find_code` for many names: the index over the codes is made once."""

    def __init__(self, known: Sequence[Code]) -> None:
        self._by_name: dict[str, list[Code]] = {}
        for code in known:
            for name in {_folded(code.path), _folded(code.name), _folded(code.key)} - {""}:
                self._by_name.setdefault(name, []).append(code)
        self._by_path = {_folded(code.path): code for code in known}

    def find(self, name: str) -> Code:
        """Return the code that `name` means, as `find_code` does."""
        folded = _folded(name)
        if folded in self._by_path:
            return self._by_path[folded]
        found = self._by_name.get(folded, [])
        if len(found) == 1:
            return found[0]
        if found:
            paths = ", ".join(f"'{code.path}'" for code in found[:4])
            raise NotFound(
                _("Several codes are called '{name}': {paths}. Give the path.").format(
                    name=name, paths=paths
                )
            )
        raise NotFound(_("There is no code '{name}' in this project.").format(name=name))


def coding_counts(connection: Connection, coder: int | None = None) -> Mapping[int, int]:
    """Return the number of codings per code id, of one coder or of all."""
    chosen = select(codings.c.code_id, func.count()).group_by(codings.c.code_id)
    if coder is not None:
        chosen = chosen.where(codings.c.coder_id == coder)
    return {row[0]: row[1] for row in connection.execute(chosen)}


def respondents_by_code(
    connection: Connection,
    wanted: Collection[int] | None = None,
    *,
    coders: Collection[int] | None = None,
) -> dict[int, set[int]]:
    """Return by code id (all codes, or the `wanted`) the ids of the respondents it occurs with.

    All roles count, and all coders unless `coders` (ids) are given; in a group interview a
    coding counts for those in whose turns it lies, as in `frames.evidence`.
    """
    c = codings.c
    who = [] if coders is None else [c.coder_id.in_(coders)]
    chosen = select(c.code_id, c.document_id).where(*who).distinct()
    if wanted is not None:
        chosen = chosen.where(c.code_id.in_(wanted))
    else:
        wanted = list(connection.scalars(select(codes.c.id)))
    people = connection.execute(select(documents.c.id, documents.c.respondent_id))
    owners = {row.id: row.respondent_id for row in people}
    grouped = set(connection.exec_driver_sql(_GROUP_INTERVIEWS).scalars())
    found: dict[int, set[int]] = {code: set() for code in wanted}
    for code, document in fetched(connection, chosen):
        if document not in grouped and owners[document] is not None:
            found[code].add(owners[document])
    if grouped:
        for code, person, coder in connection.exec_driver_sql(_IN_GROUPS):
            if code in found and person is not None and (coders is None or coder in coders):
                found[code].add(person)
    return found


_GROUP_INTERVIEWS = "SELECT DISTINCT document_id FROM speakers WHERE respondent_id IS NOT NULL"
_IN_GROUPS = f"""
SELECT DISTINCT c.code_id, COALESCE(s.respondent_id, d.respondent_id), c.coder_id
FROM codings c
JOIN quotations q ON q.id = c.quotation_id
JOIN documents d ON d.id = c.document_id
JOIN turns t ON t.document_id = c.document_id
 AND t.speech_start < COALESCE(q.core_end, c."end")
 AND t.speech_end > COALESCE(q.core_start, c.start)
 AND t.speech_end > t.speech_start
JOIN speakers s ON s.id = t.speaker_id AND s.role <> 'interviewer'
WHERE c.document_id IN ({_GROUP_INTERVIEWS})
"""


def unused_codes(known: Sequence[Code], counts: Mapping[int, int]) -> set[int]:
    """Return the ids of the codes with no codings (`counts` by id), nor any code below them."""
    used: set[int] = set()
    for code in reversed(known):  # parents come first
        if (counts.get(code.id) or code.id in used) and code.parent is not None:
            used.add(code.parent)
    return {code.id for code in known if not counts.get(code.id) and code.id not in used}


def subtree(known: Sequence[Code], code_id: int) -> set[int]:
    """Return the ids of a code and all below it."""
    ids = {code_id}
    for code in known:  # parents come first
        if code.parent in ids:
            ids.add(code.id)
    return ids


def _folded(name: str) -> str:
    return CODE_PATH.join(part.strip() for part in name.casefold().split(CODE_PATH.strip()))


def _code(row: Any, path: str, depth: int) -> Code:
    return Code(
        id=row.id,
        uuid=row.uuid,
        parent=row.parent_id,
        name=row.name,
        path=path,
        depth=depth,
        position=row.position,
        key=row.key,
        definition=row.definition,
        include=row.include,
        exclude=row.exclude,
        example=row.example,
        question=row.question,
        keywords=tuple(row.keywords.split("\n")) if row.keywords else (),
        color=row.color,
        origin=row.origin,
    )
