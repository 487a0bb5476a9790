"""report: the folder of a report, with the page or the Word file, quotations, tables, graph."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kwalcode.cli.analyses.analysing import (
    chosen_roles,
    coder_option,
    role_option,
    rule_option,
    where_option,
)
from kwalcode.cli.analyses.cooccurring import write_pairs_csv
from kwalcode.cli.common import out_path, reading_study, say, study_argument, write_text
from kwalcode.i18n import _
from kwalcode.model import ROLES, Role

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
@role_option
@where_option
@click.option("--seed", default=1, show_default=True, help=_("Seed of all that has chance in it."))
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
    roles: tuple[str, ...],
    where: tuple[str, ...],
    seed: int,
    attribution: str | None,
    forms: tuple[str, ...],
    output: Path,
) -> None:
    """Write the report's folder; what may tell who spoke is said before anything is written."""
    from kwalcode.report.build import report_notices

    with reading_study(study) as opened:
        for notice in report_notices(opened, coder=coder, attribution=attribution, where=where):
            say(notice)
        asked: dict[str, Any] = {"coder": coder, "roles": chosen_roles(roles), "where": where}
        for path in write_folder(
            opened, output, forms, rule=rule, seed=seed, attribution=attribution, **asked
        ):
            say(_("Written: {path}").format(path=path))


def write_folder(
    study: Study,
    folder: Path,
    forms: Sequence[str] = ("html",),
    *,
    rule: str = "sentence",
    seed: int = 1,
    attribution: str | None = None,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
) -> Iterator[Path]:
    """Write all that leaves for a report into `folder`; yield each file when it is there.

    `coder`, `roles` and `where` limit all of it, as in `filtering.Asked`; `forms` are what the
    report itself is written as, of `FORMATS`.
    """
    from kwalcode.exchange.codebooks import write_codebook
    from kwalcode.project.analyses.cooccurrence import study_cooccurrence, study_graph
    from kwalcode.project.reads.codes import all_codes
    from kwalcode.project.reads.quoting import marked
    from kwalcode.project.reads.relations import all_relations
    from kwalcode.project.retrieval.quotations import excerpts, marked_excerpts
    from kwalcode.report.build import write_report
    from kwalcode.report.networks import GRAPH_FORMATS
    from kwalcode.report.quotes import write_quotes

    asked: dict[str, Any] = {"coder": coder, "roles": roles, "where": where}
    folder.mkdir(parents=True, exist_ok=True)
    for form in dict.fromkeys(forms):
        page = folder / f"report.{form}"
        with out_path(page) as making:
            write_report(
                study, making, form, rule=rule, seed=seed, attribution=attribution, **asked
            )
        yield page
    with study.reading() as connection:
        target = folder / "quotes.docx"
        layer, stream = excerpts(connection, **asked)
        write_quotes(
            connection,
            layer,
            stream,
            "docx",
            target,
            template=attribution,
            roles=roles,
            where=where,
        )
        yield target
        if marked(connection):
            target = folder / "marked-quotes.docx"
            layer, stream = marked_excerpts(connection, coder=coder, where=where)
            write_quotes(
                connection,
                layer,
                stream,
                "docx",
                target,
                template=attribution,
                roles=ROLES,
                where=where,
                marked=True,
            )
            yield target
        found = study_cooccurrence(connection, rule=rule, **asked)
        write_pairs_csv(found, folder / "cooccurrence.csv")
        yield folder / "cooccurrence.csv"
        network, groups = study_graph(found, seed=seed)
        network.graph["relations"] = all_relations(connection, "code")
        with out_path(folder / "graph.graphml") as making:
            GRAPH_FORMATS["graphml"](network, groups, found, making)
        yield folder / "graph.graphml"
        book = write_codebook(all_codes(connection), "yaml", name=study.path.stem)
        write_text(book, folder / "codebook.yaml")
        yield folder / "codebook.yaml"


COMMANDS = (report,)
