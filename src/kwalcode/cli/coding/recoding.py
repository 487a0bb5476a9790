"""codes merge, codes split: where the codings of codes go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.coding.organising import codes, found
from kwalcode.cli.common import (
    FilePath,
    acting_study,
    as_option,
    out_stream,
    output_option,
    reading_study,
    reason_option,
    say,
    study_argument,
)
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.merging import MergePlan

__all__ = ["codes"]


@codes.command("merge", help=_("Make codes one with another: their codings go there."))
@study_argument
@click.argument("merged", nargs=-1, required=True, metavar="CODE...")
@click.option("--into", required=True, metavar="CODE", help=_("The code that stays."))
@click.option("--dry-run", is_flag=True, help=_("Only tell what would be done."))
@reason_option
@as_option
def merge(
    study: Path,
    merged: tuple[str, ...],
    into: str,
    dry_run: bool,
    reason: str,
    actor: str | None,
) -> None:
    """Merge codes, or tell what that would do."""
    from kwalcode.project.acts.merging import merge_codes
    from kwalcode.project.merging import plan_merge

    opening = reading_study(study) if dry_run else acting_study(study, actor)
    with opening as opened:
        sources = [found(opened, name).id for name in merged]
        target = found(opened, into).id
        if dry_run:
            with opened.reading() as connection:
                plan = plan_merge(connection, sources, target)
        else:
            plan = merge_codes(opened, sources, target, reason=reason)
    say(_told(plan))


@codes.command(
    "split",
    help=_(
        "Send the codings of a code to other codes. Without a FILE its codings are written as"
        " CSV; fill in the column 'to' and give that file: names that do not exist become codes"
        " beside it, rows without a name stay."
    ),
)
@study_argument
@click.argument("code", metavar="CODE")
@click.argument("file", required=False, metavar="[FILE]", type=FilePath())
@output_option
@reason_option
@as_option
def split(
    study: Path,
    code: str,
    file: Path | None,
    output: Path | None,
    reason: str,
    actor: str | None,
) -> None:
    """Write the sheet of a code, or do what is on it."""
    from kwalcode.exchange.split_csv import read_sheet, write_sheet
    from kwalcode.project.acts.splitting import split_code

    if file is None:
        with reading_study(study) as opened, out_stream(output) as out:
            written = write_sheet(opened, found(opened, code).id, out)
        say(counted("{n} coding written.", "{n} codings written.", written))
        return
    with acting_study(study, actor) as opened:
        shown = found(opened, code)
        done = split_code(opened, shown.id, read_sheet(opened, file), reason=reason)
        moved = sum(part.codings for part in done.to.values())
        say(counted("{n} coding moved.", "{n} codings moved.", moved))


def _told(plan: MergePlan) -> str:
    codings = counted("{n} coding moves", "{n} codings move", plan.codings)
    now, then = plan.respondents
    return _(
        "{names} into {target}: {codings}, {doubles} fall together; respondents {now}, then {then}."
    ).format(
        names=", ".join(code.path for code in plan.sources),
        target=plan.target.path,
        codings=codings,
        doubles=plan.doubles,
        now=now,
        then=then,
    )
