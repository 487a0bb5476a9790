"""Acts on attributes: add, rename, order and delete them, give respondents a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.history.change import Change
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.people import attribute_names
from kwalcode.project.study import Study
from kwalcode.store.tables import attribute_values, attributes, respondents

RESERVED = ("document", "respondent", "speaker")
"""Columns of a table of attributes that mean something else, and so cannot be attributes."""


def add_attribute(study: Study, name: str) -> int:
    """Add an attribute behind the others; return its id. Raises Refused for a name taken."""
    name = checked_name(name)
    with study.act("add attribute", {"attribute": name}) as change:
        _refuse_taken(change.connection, name)
        return new_attribute(change, name)


def new_attribute(change: Change, name: str) -> int:
    """Put an attribute behind the others, within an act; return its id."""
    last = change.connection.scalar(select(func.max(attributes.c.position))) or 0
    return change.insert(attributes, name=name, position=last + 1)


def rename_attribute(study: Study, name: str, to: str) -> None:
    """Give an attribute another name; the values stay. Raises NotFound, Refused for one taken."""
    to = checked_name(to)
    with study.act("rename attribute", {"attribute": name, "to": to}) as change:
        number = attribute_id(change.connection, name)
        _refuse_taken(change.connection, to, but=number)
        change.update(attributes, attributes.c.id == number, name=to)


def delete_attribute(study: Study, name: str) -> int:
    """Delete an attribute with its values; return how many there were. Raises NotFound."""
    with study.act("delete attribute", {"attribute": name}) as change:
        number = attribute_id(change.connection, name)
        values = change.delete(attribute_values, attribute_values.c.attribute_id == number)
        change.delete(attributes, attributes.c.id == number)
        change.arguments["values"] = values
        return values


def order_attributes(study: Study, names: Sequence[str]) -> None:
    """Put these attributes first, in this order; the others follow as they were.

    Raises NotFound.
    """
    with study.act("order attributes", {}) as change:
        wanted = list(dict.fromkeys(attribute_id(change.connection, name) for name in names))
        chosen = select(attributes.c.id).order_by(attributes.c.position, attributes.c.id)
        others = [n for n in change.connection.scalars(chosen) if n not in set(wanted)]
        for position, number in enumerate((*wanted, *others), start=1):
            change.update(attributes, attributes.c.id == number, position=position)


def set_values(study: Study, attribute: str, values: Mapping[int, str]) -> int:
    """Give respondents (by id) a value of one attribute; "" takes it away.

    Returns how many values changed. Raises NotFound for an unknown attribute or respondent.
    """
    with study.act("set attribute", {"attribute": attribute}) as change:
        number = attribute_id(change.connection, attribute)
        known = set(change.connection.scalars(select(respondents.c.id)))
        for respondent in values:
            if respondent not in known:
                raise NotFound(_("There is no respondent with number {n}.").format(n=respondent))
        changed = sum(
            set_value(change, respondent, number, value.strip())
            for respondent, value in values.items()
        )
        change.arguments["values"] = changed
        return changed


def attribute_id(connection: Connection, name: str) -> int:
    """Return the id of the attribute of that name (case does not matter). Raises NotFound."""
    for number, known in connection.execute(select(attributes.c.id, attributes.c.name)):
        if same_name(known, name):
            return int(number)
    raise NotFound(
        _("There is no attribute '{name}' in this project; there are: {names}.").format(
            name=name, names=", ".join(attribute_names(connection)) or _("none")
        )
    )


def set_value(change: Change, respondent: int, attribute: int, value: str) -> int:
    """Set, change or ("") take away one value, within an act; return whether it changed: 0, 1."""
    v = attribute_values.c
    at = (v.respondent_id == respondent) & (v.attribute_id == attribute)
    there = change.connection.scalar(select(v.value).where(at))
    if there == value or (there is None and not value):
        return 0
    if there is None:
        columns = ("respondent_id", "attribute_id", "value")
        change.insert_rows(attribute_values, columns, [(respondent, attribute, value)])
    elif value:
        change.update(attribute_values, at, value=value)
    else:
        change.delete(attribute_values, at)
    return 1


def _refuse_taken(connection: Connection, name: str, but: int | None = None) -> None:
    if name.casefold() in RESERVED:
        raise Refused(
            _("An attribute cannot be called '{name}': in tables that column means another thing.")
            .format(name=name)
        )  # fmt: skip
    for number, known in connection.execute(select(attributes.c.id, attributes.c.name)):
        if number != but and same_name(known, name):
            raise Refused(_("There is an attribute '{name}' already.").format(name=known))
