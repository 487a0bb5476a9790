"""The folder of a report: the page, the quotations, the tables, the graph, the codebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kwalcode.cli.analysing import write_pairs_csv
from kwalcode.cli.common import out_path, write_text
from kwalcode.model import ROLES

if TYPE_CHECKING:
    from kwalcode.project.study import Study


def write_folder(
    study: Study,
    folder: Path,
    *,
    rule: str = "sentence",
    coder: str | None = None,
    attribution: str | None = None,
) -> Iterator[Path]:
    """Write all that leaves for a report into `folder`; yield each file when it is there."""
    from kwalcode.exchange.codebooks import write_codebook
    from kwalcode.project.analyses import study_cooccurrence, study_graph
    from kwalcode.project.quotations import excerpts, marked_excerpts
    from kwalcode.project.reads.codes import all_codes
    from kwalcode.project.reads.quoting import marked
    from kwalcode.report.build import write_report
    from kwalcode.report.networks import GRAPH_FORMATS
    from kwalcode.report.quotes import write_quotes

    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "report.html"
    with out_path(page) as making:
        write_report(study, making, rule=rule, coder=coder, attribution=attribution)
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
