"""Coders with their progress, respondents with their attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, exists, func, or_, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Coder
from kwalcode.project.history.rows import fetched
from kwalcode.project.names import same_name
from kwalcode.store.tables import (
    assignments,
    attribute_values,
    attributes,
    coders,
    codings,
    completion,
    respondents,
    settings,
)


def all_coders(connection: Connection) -> list[Coder]:
    """Return all coders in the order in which they came."""
    chosen = select(coders.c.id, coders.c.uuid, coders.c.name, coders.c.kind)
    return [Coder(**row._mapping) for row in connection.execute(chosen.order_by(coders.c.id))]


def find_coder(connection: Connection, name: str) -> Coder:
    """Return the coder of that name (case does not matter). Raises NotFound."""
    found = all_coders(connection)
    for coder in found:
        if same_name(coder.name, name):
            return coder
    names = ", ".join(coder.name for coder in found)
    raise NotFound(
        _("There is no coder '{name}' in this project; there are: {names}.").format(
            name=name, names=names
        )
    )


@dataclass(frozen=True, slots=True)
class Work:
    """How much a coder did: codings, and documents marked complete; and how many documents were
    assigned, in whatever round."""

    codings: int = 0
    complete: int = 0
    assigned: int = 0


def work_of(connection: Connection) -> Mapping[int, Work]:
    """Return the work of each coder by id. Counts every coding."""
    counted = (
        _counts(connection, table.c.coder_id, what)
        for table, what in (
            (codings, codings.c.id),
            (completion, completion.c.document_id),
            (assignments, assignments.c.document_id),
        )
    )
    done, complete, assigned = counted
    return {
        coder.id: Work(done.get(coder.id, 0), complete.get(coder.id, 0), assigned.get(coder.id, 0))
        for coder in all_coders(connection)
    }


def _counts(connection: Connection, coder: Column[int], what: Column[int]) -> Mapping[int, int]:
    """Return how many different `what` there are by coder."""
    chosen = select(coder, func.count(what.distinct())).group_by(coder)
    return dict(fetched(connection, chosen))


def working_coders(connection: Connection) -> list[Coder]:
    """Return those who code here: who have a coding, completed a document or were assigned one.

    Somebody who set the study up, and did no more, is in the project but none of them.
    """
    c = coders.c.id
    marked = exists().where(completion.c.coder_id == c)
    given = exists().where(assignments.c.coder_id == c)
    coded = exists().where(codings.c.coder_id == c)  # comes last: it may have to look at them all
    present = set(connection.scalars(select(c).where(or_(marked, given, coded))))
    return [coder for coder in all_coders(connection) if coder.id in present]


def completed(connection: Connection) -> set[tuple[int, int]]:
    """Return (document id, coder id) of what coders marked as completely coded."""
    chosen = select(completion.c.document_id, completion.c.coder_id)
    return {(document, coder) for document, coder in connection.execute(chosen)}


def respondent_names(connection: Connection) -> Mapping[int, str]:
    """Return the name of each respondent by id."""
    chosen = select(respondents.c.id, respondents.c.name).order_by(respondents.c.id)
    return {row.id: row.name for row in connection.execute(chosen)}


def find_respondent(connection: Connection, name: str) -> int:
    """Return the id of the respondent of that name (case does not matter). Raises NotFound."""
    found = respondent_names(connection)
    fitting = [number for number, known in found.items() if same_name(known, name)]
    if len(fitting) > 1:  # names that differ in case only
        fitting = [number for number in fitting if found[number] == name] or fitting
    if not fitting:
        raise NotFound(_("There is no respondent '{name}' in this project.").format(name=name))
    return fitting[0]


def attribute_names(connection: Connection) -> list[str]:
    """Return the names of the attributes in their order."""
    return list(
        connection.scalars(
            select(attributes.c.name).order_by(attributes.c.position, attributes.c.id)
        )
    )


def attributes_by_respondent(connection: Connection) -> Mapping[int, Mapping[str, str]]:
    """Return the attribute values of each respondent by id, in the attributes' order."""
    chosen = (
        select(attribute_values.c.respondent_id, attributes.c.name, attribute_values.c.value)
        .join(attributes, attributes.c.id == attribute_values.c.attribute_id)
        .order_by(attribute_values.c.respondent_id, attributes.c.position)
    )
    answer: dict[int, dict[str, str]] = {number: {} for number in respondent_names(connection)}
    for respondent, name, value in connection.execute(chosen):
        answer[respondent][name] = value
    return answer


def setting(connection: Connection, key: str) -> str | None:
    """Return a setting of the project, None where it was never set."""
    return connection.scalar(select(settings.c.value).where(settings.c.key == key))
