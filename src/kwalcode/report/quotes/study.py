"""A project's quotations: its code order, attributes and attribution, handed to the writers."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from kwalcode.analysis.layers import Layer
from kwalcode.errors import UsageError
from kwalcode.i18n import _, current, speaking
from kwalcode.model import Excerpt, Filter, Role
from kwalcode.project.analyses.layers import counted_of
from kwalcode.project.reads import Connection
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.people import attribute_names
from kwalcode.report.labelling import Seen, attribution_of, rare_notices
from kwalcode.report.quotes.formats import QUOTE_FORMATS, write_list
from kwalcode.report.quotes.heading import QuoteHeading

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def heading_of(
    connection: Connection,
    layer: Layer,
    *,
    template: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    title: str = "",
    marked: bool = False,
    query: str = "",
) -> QuoteHeading:
    """Return what goes along with the quotations of a layer, in the language of now.

    `query` is what they were found by. Raises UsageError.
    """
    return QuoteHeading(
        title=title or (_("Quotations for the report") if marked else _("Quotations")),
        counted=counted_of(connection, layer, roles, Filter(where=tuple(where))),
        attribution=attribution_of(connection, template),
        codes=tuple(code.path for code in all_codes(connection)),
        attributes=tuple(attribute_names(connection)),
        filters=(*([query] if query else []), *where),
        language=current(),
        marked=marked,
    )


def write_quotes(
    connection: Connection,
    layer: Layer,
    excerpts: Iterable[Excerpt],
    form: str,
    output: Path | None,
    *,
    template: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    title: str = "",
    language: str | None = None,
    marked: bool = False,
    query: str = "",
    rare: bool = True,
) -> tuple[str, ...]:
    """Write what `project.quotations.excerpts` gave to a file, or (None) to standard output.

    `marked` where it was `marked_excerpts`: then edits are told, too; `query` is what they were
    found by. `rare` False where labels that fit few respondents were told of beforehand.

    `template` is an attribution such as `{domain}`; None takes the project's. `language` of
    the list's own texts is "nl" or "en", None that of the interface. Returns notices. Raises
    UsageError, also for a format that a terminal cannot show.
    """
    with speaking(language or current()):
        heading = heading_of(
            connection,
            layer,
            template=template,
            roles=roles,
            where=where,
            title=title,
            marked=marked,
            query=query,
        )
        seen = Seen(excerpts)
        if output is not None:
            notices = write_list(seen, heading, form, output)
        else:
            notices = _print(seen, heading, form)
        if not rare:
            return notices
        return notices + rare_notices(connection, heading.attribution, seen.respondents)


def _print(excerpts: Iterable[Excerpt], heading: QuoteHeading, form: str) -> tuple[str, ...]:
    if not sys.stdout.isatty():
        return write_list(excerpts, heading, form, sys.stdout.buffer)
    if form in QUOTE_FORMATS and not QUOTE_FORMATS[form].text:
        raise UsageError(_("A {form} file cannot be shown here; name a file.").format(form=form))
    held = BytesIO()
    notices = write_list(excerpts, heading, form, held)
    sys.stdout.write(harmless(held.getvalue().decode("utf-8")))
    return notices


def harmless(text: str) -> str:
    """Show control characters, which a terminal would obey, as their pictures (U+2400 ...)."""
    return _CONTROLS.sub(_picture, text.replace("\r\n", "\n"))


def _picture(found: re.Match[str]) -> str:
    number = ord(found[0])
    return chr(0x2400 + number) if number < 0x20 else "\u2421" if number == 0x7F else "\ufffd"
