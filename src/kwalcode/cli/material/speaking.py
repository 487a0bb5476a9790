"""speakers: who speaks in the documents, in which role, as which respondent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import (
    acting_study,
    as_option,
    documents_named,
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.cli.material.material import pair
from kwalcode.errors import NotFound, UsageError
from kwalcode.i18n import _
from kwalcode.model import ROLES, Role

if TYPE_CHECKING:
    from kwalcode.model import Document
    from kwalcode.project.study import Study


@click.command(
    help=_(
        "Show the speakers of documents, or correct their roles and names.\n\n"
        "In a group interview, --respondent says which respondent a speaker is."
    )
)
@study_argument
@click.argument("names", metavar="[DOCUMENT]...", nargs=-1)
@click.option(
    "--role", "roles", metavar="LABEL=ROLE", multiple=True, help=_("As in I=interviewer.")
)
@click.option("--rename", "renames", metavar="LABEL=NAME", multiple=True, help=_("Another name."))
@click.option(
    "--respondent",
    "people",
    metavar="LABEL=NAME",
    multiple=True,
    help=_("Which respondent this is; an empty name: the document's."),
)
@json_option
@output_option
@as_option
def speakers(
    study: Path,
    names: tuple[str, ...],
    roles: tuple[str, ...],
    renames: tuple[str, ...],
    people: tuple[str, ...],
    as_json: bool,
    output: Path | None,
    actor: str | None,
) -> None:
    """Correct speakers where asked to, then list them."""
    wanted = [(label, _role(to)) for label, to in (pair("--role", text) for text in roles)]
    named = [pair("--rename", text) for text in renames]
    mapped = [pair("--respondent", text, empty=True) for text in people]
    acting = wanted or named or mapped
    with acting_study(study, actor) if acting else reading_study(study) as opened:
        chosen = documents_named(opened, names)
        _map_speakers(opened, chosen, mapped)
        _correct_speakers(opened, chosen, wanted, named)
        rows = _speaker_rows(opened, chosen)
    if as_json:
        keys = ("document", "speaker", "role", "turns", "respondent")
        print_json([dict(zip(keys, row, strict=True)) for row in rows], output)
        return
    header = (_("document"), _("speaker"), _("role"), _("turns"), _("respondent"))
    shown = len(header) if any(row[-1] for row in rows) else -1
    write_text(table(header[:shown], [row[:shown] for row in rows]), output)


def _map_speakers(
    study: Study, chosen: Sequence[Document], people: Sequence[tuple[str, str]]
) -> None:
    """Say which respondents speakers are, in one act per document."""
    from kwalcode.project.acts.respondents import map_speakers

    of: dict[int, dict[str, str | None]] = {}
    for label, name in people:
        for number in _with_speaker(study, chosen, label):
            of.setdefault(number, {})[label] = name or None
    for number, names in of.items():
        map_speakers(study, number, names)


def _correct_speakers(
    study: Study,
    chosen: Sequence[Document],
    roles: Sequence[tuple[str, Role]],
    names: Sequence[tuple[str, str]],
) -> None:
    """Give roles and names, after looking whether all the labels are there."""
    from kwalcode.project.acts.documents import rename_speaker, set_role

    given = [(_with_speaker(study, chosen, label), label, role) for label, role in roles]
    called = [(_with_speaker(study, chosen, label), label, name) for label, name in names]
    for ids, label, role in given:
        for number in ids:
            set_role(study, number, label, role)
    for ids, label, name in called:
        for number in ids:
            rename_speaker(study, number, label, name)


def _speaker_rows(study: Study, chosen: Sequence[Document]) -> list[tuple[Any, ...]]:
    from collections import Counter

    from kwalcode.project.reads.documents import speakers_of, turns_of
    from kwalcode.project.reads.people import respondent_names

    rows: list[tuple[Any, ...]] = []
    with study.reading() as connection:
        people = respondent_names(connection)
        for document in chosen:
            turns = Counter(turn.speaker for turn in turns_of(connection, document.id))
            rows += [
                (
                    document.name,
                    s.label,
                    str(s.role),
                    turns[s.label],
                    people.get(s.respondent or 0, ""),
                )
                for s in speakers_of(connection, document.id)
            ]
    return rows


def _with_speaker(study: Study, chosen: Sequence[Document], label: str) -> list[int]:
    """Return the documents (by id) that have the speaker. Raises NotFound when none has."""
    from kwalcode.project.reads.documents import speakers_of

    with study.reading() as connection:
        labels = {d.id: [s.label for s in speakers_of(connection, d.id)] for d in chosen}
    wanted = label.casefold()
    having = [number for number, known in labels.items() if wanted in map(str.casefold, known)]
    if having:
        return having
    known = dict.fromkeys(f"'{name}'" for names in labels.values() for name in names)
    raise NotFound(
        _("There is no speaker '{label}' in {documents}; there are: {labels}.").format(
            label=label,
            documents=chosen[0].name if len(chosen) == 1 else _("these documents"),
            labels=", ".join(known) or _("none"),
        )
    )


def _role(name: str) -> Role:
    for role in ROLES:
        if role.startswith(name.casefold()):
            return role
    raise UsageError(
        _("'{name}' is no role; there are: {roles}.").format(name=name, roles=", ".join(ROLES))
    )


COMMANDS = (speakers,)
