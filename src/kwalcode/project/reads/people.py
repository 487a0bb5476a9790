"""Coders with their progress, respondents with their attributes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Coder
from kwalcode.project.names import same_name
from kwalcode.store.tables import (
    attribute_values,
    attributes,
    coders,
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
        if coder.name.casefold() == name.casefold():
            return coder
    names = ", ".join(coder.name for coder in found)
    raise NotFound(
        _("There is no coder '{name}' in this project; there are: {names}.").format(
            name=name, names=names
        )
    )


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
