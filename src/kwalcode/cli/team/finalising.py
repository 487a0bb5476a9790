"""finalise, unfinalise: say what counts from now on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
    reason_option,
    say,
    study_argument,
)
from kwalcode.cli.team.coder_options import coders_option, named_coders
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.acts.finalising import Finalised


@click.command(
    short_help=_("Make the consensus of documents final."),
    help=_(
        "Make the consensus of documents a full coding, which analyses use from then on: what"
        " all of its coders agree on and what was decided, or the work of the one who coded it."
    ),
)
@study_argument
@click.argument("documents", nargs=-1, metavar="DOCUMENT...")
@click.option("--all", "everything", is_flag=True, help=_("All that are ready."))
@coders_option
@click.option("--adopt", metavar="NAME", help=_("Take the work of this coder as it is."))
@click.option(
    "--boundary",
    metavar="union|intersection|NAME",
    help=_("Which boundary an agreed coding gets from now on, or whose (at first union)."),
)
@click.option("--leave-open", is_flag=True, help=_("Although disagreements are open."))
@reason_option
@as_option
def finalise(
    study: Path,
    documents: tuple[str, ...],
    everything: bool,
    coders: str | None,
    adopt: str | None,
    boundary: str | None,
    leave_open: bool,
    reason: str,
    actor: str | None,
) -> None:
    """Finalise the documents named, or all that can be."""
    from kwalcode.project.acts import finalising

    _check_named(documents, everything)
    with acting_study(study, actor) as opened:
        done = finalising.finalise(
            opened,
            {d.id for d in documents_named(opened, documents)},
            coders=named_coders(coders),
            adopt=adopt,
            boundary=boundary,
            leave_open=leave_open,
            only_ready=everything,
            reason=reason,
        )
    _tell(done)
    for name in () if everything else done.before:
        told = _("{document} was final already: 'kwalcode unfinalise' opens it.")
        say(told.format(document=name))


def _check_named(documents: tuple[str, ...], everything: bool) -> None:
    if everything == bool(documents):
        raise UsageError(_("Name documents, or give --all."))


def _tell(done: Finalised) -> None:
    for plan in done.done:
        if len(plan.coders) == 1:
            line = _("{document}: the work of {coder}, {n_codings}").format(
                document=plan.name,
                coder=plan.coders[0],
                n_codings=counted("{n} coding", "{n} codings", len(plan.codings)),
            )
        else:
            line = _("{document}: {agreed} agreed, {decided} decided, {open} left open").format(
                document=plan.name,
                agreed=plan.agreed,
                decided=plan.decided,
                open=plan.open + plan.stale,
            )
        say(line)
    for _plan, why in done.left:
        say(_("Left out: {why}.").format(why=why))
    n = len(done.done)
    say(counted("{n} document finalised.", "{n} documents finalised.", n))


@click.command(help=_("Take back that documents are final; what was decided stays."))
@study_argument
@click.argument("documents", nargs=-1, metavar="DOCUMENT...")
@click.option("--all", "everything", is_flag=True, help=_("All of them."))
@reason_option
@as_option
def unfinalise(
    study: Path, documents: tuple[str, ...], everything: bool, reason: str, actor: str | None
) -> None:
    """Open documents for decisions again."""
    from kwalcode.project.acts import finalising

    _check_named(documents, everything)
    with acting_study(study, actor) as opened:
        ids = [d.id for d in documents_named(opened, documents)]
        n = finalising.unfinalise(opened, ids, reason=reason)
    say(counted("{n} document open again.", "{n} documents open again.", n))


COMMANDS = (finalise, unfinalise)
