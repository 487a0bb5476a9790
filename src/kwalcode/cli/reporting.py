"""report: the folder of a report, with the page or the Word file, quotations, tables, graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kwalcode.cli.analysing import coder_option, rule_option
from kwalcode.cli.common import out_path, reading_study, say, study_argument, write_text
from kwalcode.cli.cooccurring import write_pairs_csv
from kwalcode.i18n import _
from kwalcode.model import ROLES

if TYPE_CHECKING:
    from kwalcode.project.study import Study


FORMATS: Final = ("html", "docx")


@click.command(
    help=_(
        "Write the analysis report: a page that opens offline, or a Word file, with tables, "
        "graph and quotations beside it."
    )
)
@study_argument
@rule_option
@coder_option
@click.option("--attribution", metavar="TEMPLATE", help=_('As in "{domain}, {respondent}".'))
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMATS),
    multiple=True,
    default=("html",),
    show_default="html",
    help=_("A page or a Word file; give it twice for both."),
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help=_("The folder.")
)
def report(
    study: Path,
    rule: str,
    coder: str | None,
    attribution: str | None,
    forms: tuple[str, ...],
    output: Path,
) -> None:
    """Write the report's folder; what may tell who spoke is said before anything is written."""
    from kwalcode.report.build import report_notices

    with reading_study(study) as opened:
        for notice in report_notices(opened, coder=coder, attribution=attribution):
            say(notice)
        for path in write_folder(
            opened, output, forms, rule=rule, coder=coder, attribution=attribution
        ):
            say(_("Written: {path}").format(path=path))


def write_folder(
    study: Study,
    folder: Path,
    forms: Sequence[str] = ("html",),
    *,
    rule: str = "sentence",
    coder: str | None = None,
    attribution: str | None = None,
) -> Iterator[Path]:
    """Write all that leaves for a report into `folder`; yield each file when it is there.

    `forms` are what the report itself is written as, of `FORMATS`.
    """
    from kwalcode.exchange.codebooks import write_codebook
    from kwalcode.project.analyses.cooccurrence import study_cooccurrence, study_graph
    from kwalcode.project.reads.codes import all_codes
    from kwalcode.project.reads.quoting import marked
    from kwalcode.project.retrieval.quotations import excerpts, marked_excerpts
    from kwalcode.report.build import write_report
    from kwalcode.report.networks import GRAPH_FORMATS
    from kwalcode.report.quotes import write_quotes

    folder.mkdir(parents=True, exist_ok=True)
    for form in dict.fromkeys(forms):
        page = folder / f"report.{form}"
        with out_path(page) as making:
            write_report(study, making, form, rule=rule, coder=coder, attribution=attribution)
        yield page
    with study.reading() as connection:
        target = folder / "quotes.docx"
        layer, stream = excerpts(connection, coder=coder)
        write_quotes(
            connection, layer, stream, "docx", target, template=attribution, roles=("respondent",)
        )
        yield target
        if marked(connection):
            target = folder / "marked-quotes.docx"
            layer, stream = marked_excerpts(connection, coder=coder)
            write_quotes(
                connection,
                layer,
                stream,
                "docx",
                target,
                template=attribution,
                roles=ROLES,
                marked=True,
            )
            yield target
        found = study_cooccurrence(connection, rule=rule, coder=coder)
        write_pairs_csv(found, folder / "cooccurrence.csv")
        yield folder / "cooccurrence.csv"
        with out_path(folder / "graph.graphml") as making:
            GRAPH_FORMATS["graphml"](*study_graph(found), found, making)
        yield folder / "graph.graphml"
        book = write_codebook(all_codes(connection), "yaml", name=study.path.stem)
        write_text(book, folder / "codebook.yaml")
        yield folder / "codebook.yaml"


COMMANDS = (report,)
