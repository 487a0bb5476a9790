"""correct, replace, versions: another text for a document, and what becomes of its codings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    FilePath,
    acting_study,
    as_option,
    documents_named,
    json_option,
    print_json,
    printable,
    reading_study,
    reason_option,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.cli.material.changed_words import as_text, marked
from kwalcode.errors import Refused
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.acts.correcting import Corrected
    from kwalcode.project.correcting.preparing import Correction
    from kwalcode.project.correcting.previewing import Preview
    from kwalcode.project.study import Study

_ENOUGH = 0.5
"""A file that shares less than this with the text it is to correct is probably another one."""

accept_option = click.option(
    "--accept",
    is_flag=True,
    help=_("Leave codings on the words that took the place of theirs; else they wait."),
)
dry_option = click.option(
    "--dry-run", is_flag=True, help=_("Only show what would happen to the codings.")
)


@click.command(
    short_help=_("Give a document a corrected text."),
    help=_(
        "Give a document a corrected text, from a file of any kind that can be imported.\n\n"
        "Codings on words that stayed come along. What is on words that were changed waits for a"
        " decision ('kwalcode uncarried'). The earlier text stays in the study until it is erased."
    ),
)
@study_argument
@click.argument("document")
@click.argument("file", type=FilePath())
@click.option("--interviewer", metavar="LABEL", help=_("The interviewer's label in the file."))
@accept_option
@dry_option
@click.option("--force", is_flag=True, help=_("Also where the file holds quite another text."))
@reason_option
@json_option
@as_option
def correct(
    study: Path,
    document: str,
    file: Path,
    interviewer: str | None,
    accept: bool,
    dry_run: bool,
    force: bool,
    reason: str,
    as_json: bool,
    actor: str | None,
) -> None:
    """Correct one document from a file."""
    from kwalcode.project.acts.correcting import correct_document
    from kwalcode.project.correcting.preparing import prepare_file

    with acting_study(study, actor) as opened:
        (shown,) = documents_named(opened, (document,))
        made = prepare_file(opened, shown.id, file, interviewer=interviewer)
        if not force:
            _refuse_another(file, made)
        told = _previews(opened, [made], as_json=as_json)
        for notice in made.notices:
            say(f"{file}: {notice}")
        _tell_speakers(opened, made)
        if made.nothing:
            say(_("{document}: this is the text that it has.").format(document=shown.name))
        elif dry_run:
            _tell_dry(told)
        else:
            done = correct_document(opened, made, accept=accept, reason=reason)
            _tell([done] if done else [])


@click.command(
    short_help=_("Replace a name everywhere in the texts."),
    help=_(
        "Replace a name, or other words, everywhere in the texts of all documents or of some.\n\n"
        "Names that speakers are shown by change along. The earlier texts stay in the study until"
        " they are erased: kwalcode erase --versions."
    ),
)
@study_argument
@click.argument("old")
@click.argument("new")
@click.option("--document", "names", metavar="NAME", multiple=True, help=_("Only this document."))
@click.option("--parts", is_flag=True, help=_("Also within longer words."))
@click.option("--any-case", is_flag=True, help=_("Whatever the capitals."))
@accept_option
@dry_option
@reason_option
@json_option
@as_option
def replace(
    study: Path,
    old: str,
    new: str,
    names: tuple[str, ...],
    parts: bool,
    any_case: bool,
    accept: bool,
    dry_run: bool,
    reason: str,
    as_json: bool,
    actor: str | None,
) -> None:
    """Replace words in documents, as one act."""
    from kwalcode.project.acts.correcting import replace_in_documents
    from kwalcode.project.correcting.preparing import prepare_replacement

    with acting_study(study, actor) as opened:
        wanted = [document.id for document in documents_named(opened, names)]
        made = prepare_replacement(
            opened, old, new, wanted, parts_of_words=parts, any_case=any_case
        )
        told = _previews(opened, made, as_json=as_json)
        if not made:
            say(_("'{words}' stands nowhere in these texts.").format(words=old))
        elif dry_run:
            _tell_dry(told)
        else:
            _tell(replace_in_documents(opened, made, accept=accept, reason=reason))


@click.command(help=_("List the texts that a document had, or show what was changed."))
@study_argument
@click.argument("document")
@click.option("--diff", is_flag=True, help=_("Show the changes from each text to the next."))
@click.option("--text", "number", metavar="N", type=int, help=_("Print the text of version N."))
@json_option
def versions(study: Path, document: str, diff: bool, number: int | None, as_json: bool) -> None:
    """List versions; or print one, or the changes."""
    from kwalcode.project.reads.versions import text_of_content, text_of_version, versions_of

    with reading_study(study) as opened:
        (shown,) = documents_named(opened, (document,))
        with opened.reading() as connection:
            if number is not None:
                write_text(text_of_version(connection, shown.id, number), None)
                return
            found = versions_of(connection, shown.id)
            texts = [text_of_content(connection, one.content) for one in found]
    if diff:
        write_text("".join(_differences(texts, [one.version for one in found])), None)
    elif as_json:
        names = ("version", "length", "replaced", "actor", "reason")
        print_json([{name: getattr(one, name) for name in names} for one in found], None)
    else:
        header = (_("version"), _("characters"), _("corrected"), _("by"), _("reason"))
        rows: list[tuple[Any, ...]] = [
            (one.version, one.length, one.replaced, one.actor, one.reason) for one in found
        ]
        write_text(table(header, rows), None)


def _refuse_another(file: Path, made: Correction) -> None:
    share = made.changed.share()
    if share < _ENOUGH:
        raise Refused(
            _(
                "{file}: only {percent} % of {document} is in it. Is it the right file? With"
                " --force it is taken."
            ).format(file=file, percent=round(100 * share), document=made.document.name)
        )


def _previews(
    study: Study, made: Sequence[Correction], *, as_json: bool
) -> list[tuple[str, Preview]]:
    """Print the passages to decide on, and return what each correction will do."""
    from kwalcode.project.correcting.previewing import preview

    with study.reading() as connection:
        told = [(one.document.name, preview(connection, one)) for one in made]
    rows = [(name, one) for name, shown in told for one in shown.uncertain]
    if as_json:
        print_json(
            [
                {
                    "document": name, "start": one.old[0], "end": one.old[1], "words": one.words,
                    "proposal": one.proposal, "proposed": one.proposed, "codings": one.codings,
                }
                for name, one in rows
            ],
            None,
        )  # fmt: skip
    elif rows:
        header = (_("document"), _("codings"), _("changed words"))
        lines = [(name, one.codings, marked(one.words, one.proposed)) for name, one in rows]
        write_text(table(header, lines), None)
    return told


def _tell_speakers(study: Study, made: Correction) -> None:
    """Tell who speaks in the new text and did not before, and who does no more."""
    from kwalcode.project.reads.documents import roles_of

    with study.reading() as connection:
        before = set(roles_of(connection, made.document.id))
    after = {made.known.get(turn.speaker, turn.speaker) for turn in made.turns}
    for line, labels in (
        (_("New speakers: {names}."), after - before),
        (_("Speakers who are gone: {names}."), before - after),
    ):
        if labels:
            say(line.format(names=", ".join(f"'{label}'" for label in sorted(labels))))


def _tell_dry(told: Sequence[tuple[str, Preview]]) -> None:
    for name, shown in told:
        say(
            _("{document}: {carried} codings would stay, {waiting} are on changed words.").format(
                document=name, carried=shown.carried, waiting=shown.codings
            )
        )


def _tell(done: Sequence[Corrected]) -> None:
    for one in done:
        line = _("{document}: version {n}; {carried} codings stay on their words").format(
            document=one.name, n=one.version, carried=one.tally.carried
        )
        if one.tally.placed:
            line += _(", {n} on corrected words").format(n=one.tally.placed)
        waiting = one.tally.waiting + one.tally.others_wait
        if waiting:
            line += _(", {n} to decide").format(n=waiting)
        say(f"{line}.")
    if any(one.tally.waiting + one.tally.others_wait for one in done):
        say(_("'kwalcode uncarried' lists what is to decide."))


def _differences(texts: Sequence[str], numbers: Sequence[int]) -> list[str]:
    from kwalcode.transcripts.carrying import changes
    from kwalcode.transcripts.difference import align

    lines = []
    for at in range(1, len(texts)):
        title = _("From version {a} to {b}").format(a=numbers[at - 1], b=numbers[at])
        lines.append(f"{title}\n")
        for found in changes(align(texts[at - 1], texts[at])):
            lines.append(f"  {printable(as_text(found))}\n")
    return lines


COMMANDS = (correct, replace, versions)
