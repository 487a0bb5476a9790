"""attributes: what is known of the respondents; groups: sets of documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.commands import Commands
from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
    json_option,
    out_path,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from collections import Counter


@click.group(cls=Commands, help=_("List, set, rename or order the attributes of respondents."))
def attributes() -> None:
    """Group the commands on attributes."""


@attributes.command("list", help=_("List the attributes: how many have a value, and which."))
@study_argument
@json_option
@output_option
def list_attributes(study: Path, as_json: bool, output: Path | None) -> None:
    """List the attributes."""
    from collections import Counter

    from kwalcode.project.reads.people import attribute_names, attributes_by_respondent

    with reading_study(study) as opened, opened.reading() as connection:
        names = attribute_names(connection)
        held = attributes_by_respondent(connection)
    found = {name: Counter(v[name] for v in held.values() if name in v) for name in names}
    if as_json:
        print_json(
            [
                {
                    "attribute": name,
                    "respondents": counts.total(),
                    "values": dict(counts.most_common()),
                }
                for name, counts in found.items()
            ],
            output,
        )
        return
    header = (_("attribute"), _("respondents"), _("values"))
    rows = [(name, counts.total(), _values(counts)) for name, counts in found.items()]
    write_text(table(header, rows), output)


_SHOWN = 6


def _values(counts: Counter[str]) -> str:
    shown = [f"{value} ({n})" for value, n in counts.most_common(_SHOWN)]
    return ", ".join([*shown, "…"] if len(counts) > _SHOWN else shown)


@attributes.command("export", help=_("Write a row per document: respondent and attributes."))
@study_argument
@click.option("--format", "form", metavar="csv|xlsx", help=_("By default from -o, else csv."))
@output_option
def export(study: Path, form: str | None, output: Path | None) -> None:
    """Write the attributes so that 'import --attributes' reads them again."""
    import io

    from kwalcode.exchange.attributes_out import attribute_table, write_csv, write_excel

    chosen = (form or (output.suffix.lstrip(".") if output else "") or "csv").lower()
    if chosen not in ("csv", "xlsx"):
        raise UsageError(
            _("'{form}' is no format of attributes; there are: csv, xlsx.").format(form=chosen)
        )
    with reading_study(study) as opened:
        rows = attribute_table(opened)
    if chosen == "csv":
        text = io.StringIO()
        write_csv(rows, text)
        write_text(text.getvalue(), output)
    elif output is None:
        raise UsageError(_("xlsx goes into a file: give its name with -o."))
    else:
        with out_path(output) as making, making.open("wb") as stream:
            write_excel(rows, stream)


@attributes.command("set", help=_('Give the respondents of documents a value; "" takes it away.'))
@study_argument
@click.argument("attribute")
@click.argument("value")
@click.argument("names", nargs=-1, metavar="[DOCUMENT]...")
@click.option(
    "--respondent",
    "people",
    multiple=True,
    metavar="NAME",
    help=_("Of this respondent, as in a group interview."),
)
@as_option
def set_command(
    study: Path,
    attribute: str,
    value: str,
    names: tuple[str, ...],
    people: tuple[str, ...],
    actor: str | None,
) -> None:
    """Set one value in one act; an attribute not yet there is made."""
    from kwalcode.project.acts.attributes import add_attribute, set_values
    from kwalcode.project.names import same_name
    from kwalcode.project.reads.people import attribute_names, find_respondent

    if not (names or people):
        raise UsageError(_("Name the documents whose respondents get the value."))
    with acting_study(study, actor) as opened:
        chosen = documents_named(opened, names) if names else []
        with opened.reading() as connection:
            known = attribute_names(connection)
            numbers = [d.respondent for d in chosen if d.respondent is not None]
            numbers += [find_respondent(connection, name) for name in people]
        if not any(same_name(attribute, name) for name in known):
            add_attribute(opened, attribute)
        changed = set_values(opened, attribute, dict.fromkeys(numbers, value))
    say(counted("{n} value changed.", "{n} values changed.", changed))


@attributes.command("add", help=_("Add attributes, behind the others."))
@study_argument
@click.argument("names", nargs=-1, required=True, metavar="ATTRIBUTE...")
@as_option
def add(study: Path, names: tuple[str, ...], actor: str | None) -> None:
    """Add attributes."""
    from kwalcode.project.acts.attributes import add_attribute

    with acting_study(study, actor) as opened:
        for name in names:
            add_attribute(opened, name)


@attributes.command("rename", help=_("Give an attribute another name."))
@study_argument
@click.argument("name", metavar="ATTRIBUTE")
@click.argument("to", metavar="NAME")
@as_option
def rename(study: Path, name: str, to: str, actor: str | None) -> None:
    """Rename an attribute."""
    from kwalcode.project.acts.attributes import rename_attribute

    with acting_study(study, actor) as opened:
        rename_attribute(opened, name, to)


@attributes.command("delete", help=_("Delete an attribute with its values."))
@study_argument
@click.argument("name", metavar="ATTRIBUTE")
@as_option
def delete(study: Path, name: str, actor: str | None) -> None:
    """Delete an attribute."""
    from kwalcode.project.acts.attributes import delete_attribute

    with acting_study(study, actor) as opened:
        n = delete_attribute(opened, name)
    say(counted("Deleted with {n} value.", "Deleted with {n} values.", n))


@attributes.command("order", help=_("Put these attributes first, in this order."))
@study_argument
@click.argument("names", nargs=-1, required=True, metavar="ATTRIBUTE...")
@as_option
def order(study: Path, names: tuple[str, ...], actor: str | None) -> None:
    """Order the attributes."""
    from kwalcode.project.acts.attributes import order_attributes

    with acting_study(study, actor) as opened:
        order_attributes(opened, names)


@click.group(cls=Commands, help=_("List or change groups of documents."))
def groups() -> None:
    """Group the commands on document groups."""


@groups.command("list", help=_("List the groups with their documents."))
@study_argument
@json_option
@output_option
def list_groups(study: Path, as_json: bool, output: Path | None) -> None:
    """List the groups."""
    from kwalcode.project.reads.documents import all_documents, document_groups_of

    with reading_study(study) as opened, opened.reading() as connection:
        found = document_groups_of(connection)
        names = {document.id: document.name for document in all_documents(connection)}
    members = [(group.name, [names[number] for number in group.documents]) for group in found]
    if as_json:
        print_json([{"group": name, "documents": inside} for name, inside in members], output)
        return
    header = (_("group"), _("n"), _("documents"))
    write_text(table(header, [(name, len(d), ", ".join(d)) for name, d in members]), output)


@groups.command("put", help=_("Put documents into a group, made when it is new."))
@study_argument
@click.argument("group")
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT...")
@as_option
def put(study: Path, group: str, names: tuple[str, ...], actor: str | None) -> None:
    """Put documents into a group."""
    from kwalcode.project.acts.groups import put_in_group

    with acting_study(study, actor) as opened:
        n = put_in_group(opened, group, [d.id for d in documents_named(opened, names)])
    say(counted("{n} document put in.", "{n} documents put in.", n))


@groups.command("take", help=_("Take documents out of a group."))
@study_argument
@click.argument("group")
@click.argument("names", nargs=-1, required=True, metavar="DOCUMENT...")
@as_option
def take(study: Path, group: str, names: tuple[str, ...], actor: str | None) -> None:
    """Take documents out of a group."""
    from kwalcode.project.acts.groups import take_out_of_group

    with acting_study(study, actor) as opened:
        n = take_out_of_group(opened, group, [d.id for d in documents_named(opened, names)])
    say(counted("{n} document taken out.", "{n} documents taken out.", n))


@groups.command("rename", help=_("Give a group another name."))
@study_argument
@click.argument("group")
@click.argument("to", metavar="NAME")
@as_option
def rename_command(study: Path, group: str, to: str, actor: str | None) -> None:
    """Rename a group."""
    from kwalcode.project.acts.groups import rename_group

    with acting_study(study, actor) as opened:
        rename_group(opened, group, to)


@groups.command("delete", help=_("Delete a group; its documents stay."))
@study_argument
@click.argument("group")
@as_option
def delete_command(study: Path, group: str, actor: str | None) -> None:
    """Delete a group."""
    from kwalcode.project.acts.groups import delete_group

    with acting_study(study, actor) as opened:
        delete_group(opened, group)


COMMANDS = (attributes, groups)
