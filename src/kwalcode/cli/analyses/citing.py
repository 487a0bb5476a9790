"""What `themes quote` and `patterns quote` share: a passage for a finding, or against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.subjects import passage, quotation_among
from kwalcode.cli.common import acting_study, as_option, say
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.reads import Connection
    from kwalcode.project.reads.findings import Sided
    from kwalcode.project.study import Study


@dataclass(frozen=True, slots=True)
class Citations:
    """How a kind of finding keeps its passages: the read, the act that puts one there, and the
    act that takes one away."""

    known: Callable[[Connection, int], Iterable[Sided]]
    put: Callable[..., object]
    take: Callable[[Study, int, int], None]


def quote_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the words and options that `cite` takes."""
    options = (
        click.argument("document"),
        click.argument("words", metavar="START:END|WORDS"),
        click.option(
            "--against", is_flag=True, help=_("It speaks against it; without this for it.")
        ),
        click.option("--note", metavar="TEXT", default="", help=_("A note for yourself.")),
        click.option("--remove", is_flag=True, help=_("Take it away again.")),
        as_option,
    )
    answer: Callable[..., Any] = command
    for option in reversed(options):
        answer = option(answer)
    return answer


def cite(
    study: Path,
    find: Callable[[Study], int],
    citations: Citations,
    told: str,
    *,
    document: str,
    words: str,
    against: bool,
    note: str,
    remove: bool,
    actor: str | None,
) -> None:
    """Put a passage with the finding (id) that `find` names, or take it away; say so.

    `told` is what to say of a passage that was put there.
    """
    with acting_study(study, actor) as opened:
        finding, place = find(opened), passage(opened, document, words)
        if remove:
            with opened.reading() as connection:
                known = quotation_among(citations.known(connection, finding), place)
            citations.take(opened, finding, known)
        else:
            side = "contradicting" if against else "supporting"
            citations.put(opened, finding, *place, side, note)
    say(_("Taken away.") if remove else told)
