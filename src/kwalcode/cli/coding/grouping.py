"""codes groups, codes group: sets of codes."""

from __future__ import annotations

from pathlib import Path

import click

from kwalcode.cli.coding.recoding import codes
from kwalcode.cli.common import (
    acting_study,
    as_option,
    json_option,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.errors import NotFound
from kwalcode.i18n import _


@codes.command("groups", help=_("List the code groups with their codes."))
@study_argument
@json_option
@output_option
def groups(study: Path, as_json: bool, output: Path | None) -> None:
    """List the groups."""
    from kwalcode.project.reads.code_groups import all_code_groups
    from kwalcode.project.reads.codes import all_codes

    with reading_study(study) as opened, opened.reading() as connection:
        found = all_code_groups(connection)
        paths = {code.id: code.path for code in all_codes(connection)}
    members = {group.id: [paths[code] for code in group.codes] for group in found}
    if as_json:
        rows = [{"group": g.name, "exclusive": g.exclusive, "codes": members[g.id]} for g in found]
        print_json(rows, output)
        return
    header = (_("group"), _("exclusive"), _("codes"))
    lines = [(g.name, _("yes") if g.exclusive else "", ", ".join(members[g.id])) for g in found]
    write_text(table(header, lines), output)


@codes.command("group", help=_("Make or change a code group."))
@study_argument
@click.argument("name", metavar="GROUP")
@click.option("--add", multiple=True, metavar="CODE", help=_("Put this code in."))
@click.option("--remove", multiple=True, metavar="CODE", help=_("Take this code out."))
@click.option(
    "--exclusive/--not-exclusive",
    default=None,
    help=_("At most one of its codes belongs on a passage."),
)
@click.option("--rename", metavar="NAME", help=_("Give the group another name."))
@click.option("--delete", is_flag=True, help=_("Delete the group; its codes stay."))
@as_option
def group(
    study: Path,
    name: str,
    add: tuple[str, ...],
    remove: tuple[str, ...],
    exclusive: bool | None,
    rename: str | None,
    delete: bool,
    actor: str | None,
) -> None:
    """Make the group where there is none, then do what is asked."""
    from kwalcode.project.acts import code_groups as acts
    from kwalcode.project.reads.code_groups import all_code_groups, find_code_group
    from kwalcode.project.reads.codes import all_codes, find_code

    with acting_study(study, actor) as opened:
        with opened.reading() as connection:
            known, present = all_codes(connection), all_code_groups(connection)
        inside = [find_code(known, code).id for code in add]
        outside = [find_code(known, code).id for code in remove]
        try:
            number = find_code_group(present, name).id
        except NotFound:
            if delete or rename is not None or remove:
                raise
            acts.create_code_group(opened, name, inside, exclusive=bool(exclusive))
            say(_("Made the code group {group}.").format(group=name))
            return
        if delete:
            acts.delete_code_group(opened, number)
            say(_("Deleted the code group {group}.").format(group=name))
            return
        if inside:
            acts.put_in_code_group(opened, number, inside)
        if outside:
            acts.take_from_code_group(opened, number, outside)
        if exclusive is not None:
            acts.mark_exclusive(opened, number, exclusive=exclusive)
        if rename is not None:
            acts.rename_code_group(opened, number, rename)
        say(_("Changed the code group {group}.").format(group=name))


COMMANDS = (codes,)
