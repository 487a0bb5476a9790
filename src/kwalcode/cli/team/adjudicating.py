"""adjudicate: settle disagreements."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
    json_option,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    write_text,
)
from kwalcode.cli.team.coder_options import (
    CLASSES,
    code_ids,
    coders_option,
    document_option,
    named_coders,
)
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.acts.adjudicating import Definition, Ruling
    from kwalcode.project.agreement.queue import Item, Queue
    from kwalcode.project.study import Study


@click.command(
    short_help=_("List and settle the disagreements of two coders."),
    help=_(
        "List the disagreements of two coders and what was decided on them, or decide.\n\n"
        "ID is a disagreement's in the list, or the beginning of it. What is decided becomes"
        " the consensus; the coders' own work stays as it is."
    ),
)
@study_argument
@coders_option
@click.option("--code", "names", metavar="CODE", multiple=True, help=_("Only of this code."))
@document_option
@click.option(
    "--class",
    "groups",
    multiple=True,
    type=click.Choice(CLASSES[1:]),
    help=_("Only of this class."),
)
@click.option("--open", "only_open", is_flag=True, help=_("Only what is not settled yet."))
@click.option(
    "--decide",
    "decided",
    nargs=2,
    metavar="ID DECISION",
    multiple=True,
    help=_("Decide a, b, both, neither, edit, code or discuss."),
)
@click.option("--span", metavar="START:END", help=_("The extent that --decide ID edit gives."))
@click.option("--to-code", metavar="CODE", help=_("The code that --decide ID code gives."))
@click.option("--note", metavar="TEXT", default="", help=_("Why; kept with the decision."))
@click.option("--definition", metavar="TEXT", help=_("The code's definition from now on."))
@click.option("--define", metavar="CODE", help=_("Whose definition, where two codes are at stake."))
@click.option("--withdraw", metavar="ID", multiple=True, help=_("Take a decision back."))
@json_option
@output_option
@as_option
def adjudicate(
    study: Path,
    coders: str | None,
    names: tuple[str, ...],
    documents: tuple[str, ...],
    groups: tuple[str, ...],
    only_open: bool,
    decided: tuple[tuple[str, str], ...],
    span: str | None,
    to_code: str | None,
    note: str,
    definition: str | None,
    define: str | None,
    withdraw: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """List the queue, or decide on some of it."""
    if not (decided or withdraw):
        if span or to_code or note or definition or define:
            raise UsageError(_("Decide on what? Name it with --decide ID DECISION."))
        with reading_study(study) as opened:
            _list(
                opened, named_coders(coders), names, documents, groups, only_open, as_json, output
            )
        return
    from kwalcode.project.agreement import ruling

    with acting_study(study, actor) as opened:
        if withdraw:
            _withdraw(opened, named_coders(coders), withdraw)
        for name, decision in decided:
            queue = _holding(opened, named_coders(coders), name)
            one = ruling.item_named(queue, name)
            decided_on = ruling.ruling_on(
                queue,
                one,
                decision.casefold(),
                span=None if span is None else _range(span),
                to_code=to_code,
                note=note,
            )
            text = ruling.definition_with(queue, one, decided_on, definition, define)
            _decide(opened, queue, one, decided_on, text)


def _queue(
    study: Study,
    coders: list[str] | None,
    names: tuple[str, ...] = (),
    documents: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
) -> Queue:
    from kwalcode.project.agreement.adjudication import adjudication

    chosen = {d.id for d in documents_named(study, documents)} if documents else None
    with study.reading() as connection:
        return adjudication(
            connection,
            coders=coders,
            groups=groups or CLASSES[1:],
            codes=code_ids(connection, names, sub_codes=False),
            documents=chosen,
        )


def _holding(study: Study, coders: list[str] | None, name: str) -> Queue:
    """Return the queue that the disagreement of that name is in."""
    from kwalcode.project.agreement.adjudication import queue_holding

    with study.reading() as connection:
        return queue_holding(connection, name, coders)


def _list(
    study: Study,
    coders: list[str] | None,
    names: tuple[str, ...],
    documents: tuple[str, ...],
    groups: tuple[str, ...],
    only_open: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    from kwalcode.cli.team import settling
    from kwalcode.project.agreement.listed import told_items

    queue = _queue(study, coders, names, documents, groups)
    items = [item for item in queue.items if not (only_open and item.settled)]
    with study.reading() as connection:
        told = list(told_items(connection, queue, items))
        stale = list(told_items(connection, queue, queue.stale))
    if as_json:
        print_json(settling.as_contract(queue, told, stale), output)
    else:
        write_text(settling.as_text(queue, told, stale), output)


def _range(text: str) -> tuple[int, int]:
    start, colon, end = text.partition(":")
    if not (colon and all(p.isascii() and p.isdecimal() and len(p) < 15 for p in (start, end))):
        raise UsageError(_("--span takes START:END, as in 120:180."))
    return int(start), int(end)


def _decide(
    study: Study, queue: Queue, item: Item, ruling: Ruling, definition: Definition | None
) -> None:
    from kwalcode.project.acts.adjudicating import decide
    from kwalcode.project.agreement.words import decision_name

    decide(study, item.key, item.group, ruling, definition=definition)
    told = _("{id} in {document}: {decision}.").format(
        id=queue.id_of(item),
        document=queue.documents[item.document].name,
        decision=decision_name(ruling.decision, queue.names),
    )
    say(told)
    if definition is not None:
        say(
            _("The definition of '{code}' was changed.").format(
                code=queue.codes[definition.code].path
            )
        )


def _withdraw(study: Study, coders: list[str] | None, names: tuple[str, ...]) -> None:
    from kwalcode.project.acts.adjudicating import withdraw_decisions
    from kwalcode.project.agreement.ruling import decision_named

    ids = [decision_named(_holding(study, coders, name), name).id for name in names]
    n = withdraw_decisions(study, ids)
    say(counted("{n} decision taken back.", "{n} decisions taken back.", n))


COMMANDS = (adjudicate,)
