"""graph: which codes or themes go together, as a graph; with proposals for themes."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

import click

from kwalcode.cli.analyses.analysing import (
    csv_option,
    narrate,
    rule_option,
    sub_codes_option,
    what_counts,
)
from kwalcode.cli.analyses.cooccurring import pair_remarks
from kwalcode.cli.common import (
    json_option,
    out_path,
    output_option,
    reading_study,
    say,
    study_argument,
)
from kwalcode.cli.output import check_output
from kwalcode.cli.writing import write_format
from kwalcode.decimals import number, significant
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked
    from kwalcode.project.reads import Connection

_COUNTS: Final = ("respondents", "events")
_WEIGHTS: Final = (*_COUNTS, "jaccard", "dice", "lift", "npmi", "phi", "c_atlas")
"""What an edge may weigh, by the names of the co-occurrence table."""
_MOST = 3
"""How many of the most central codes are named."""


@click.command(help=_("Write the graph of codes that go together, with theme proposals."))
@study_argument
@click.option(
    "--of",
    type=click.Choice(["code", "theme"]),
    default="code",
    show_default=True,
    help=_("What goes together: codes, or themes by their codes."),
)
@rule_option
@what_counts
@sub_codes_option
@click.option(
    "--format",
    "form",
    metavar="graphml|gexf|dot|svg|png|csv|nodes.csv|json",
    help=_("By default from -o."),
)
@json_option
@csv_option
@click.option(
    "--weight",
    type=click.Choice(_WEIGHTS),
    default="respondents",
    show_default=True,
    help=_("What an edge weighs."),
)
@click.option(
    "--minimum",
    type=float,
    help=_("Least weight of an edge (by default 2 respondents or events, else above 0)."),
)
@click.option(
    "--backbone",
    "alpha",
    type=float,
    metavar="ALPHA",
    help=_("Keep the backbone at this level, as in 0.05."),
)
@click.option(
    "--leave-out", is_flag=True, help=_("Say how communities hold without each respondent.")
)
@click.option("--seed", default=1, show_default=True, help=_("Seed of the communities."))
@output_option
def graph(
    study: Path,
    of: Literal["code", "theme"],
    rule: str,
    asked: Asked,
    sub_codes: bool,
    form: str | None,
    as_json: bool,
    as_csv: bool,
    weight: str,
    minimum: float | None,
    alpha: float | None,
    leave_out: bool,
    seed: int,
    output: Path | None,
) -> None:
    """Write the theme graph."""
    from kwalcode.project.analyses.cooccurrence import study_cooccurrence, study_graph
    from kwalcode.project.analyses.holding import study_holding
    from kwalcode.project.reads.relations import all_relations
    from kwalcode.report.networks import MAKERS, graph_bytes

    chosen = _chosen(form, as_json, as_csv, output)
    if chosen not in MAKERS:
        raise UsageError(
            _("'{form}' is no format of a graph; there are: {known}.").format(
                form=chosen, known=", ".join(MAKERS)
            )
        )
    if output is not None:
        check_output(output)
    least = minimum if minimum is not None else 2 if weight in _COUNTS else 0
    made: dict[str, Any] = {"weight": weight, "minimum": least, "alpha": alpha, "seed": seed}
    counting: dict[str, Any] = {"rule": rule, "of": of, "sub_codes": sub_codes, **asked}
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_cooccurrence(connection, **counting)
        network, groups = study_graph(found, **made)
        if leave_out:
            network.graph["held"] = study_holding(connection, **counting, **made)
        network.graph["relations"] = all_relations(connection, of)
        about_themes = theme_remarks(connection, of)
    data = graph_bytes(chosen, network, groups, found)
    write_format(chosen, {name: name != "png" for name in MAKERS}, output, _writer(data))
    if of == "code":
        for number, group in enumerate(groups.groups, start=1):
            names = ", ".join(sorted(found.names[code] for code in group))
            say(_("Proposal {n}: {codes}").format(n=number, codes=names))
        say(communities_line(groups))
    lines = [*centrality_lines(network, found.names, of), *graph_remarks(network, alpha)]
    for line in lines:
        say(line)
    narrate(found.counted, found.result.rule)
    for line in (*about_themes, *pair_remarks(found, None)):
        say(line)


def _chosen(form: str | None, as_json: bool, as_csv: bool, output: Path | None) -> str:
    """Return the format asked for, by one of the ways to ask."""
    asked = [form, "json" if as_json else None, "csv" if as_csv else None]
    known = [one for one in asked if one]
    if len(known) > 1:
        raise UsageError(_("Ask for one format: --format, --json or --csv."))
    if known:
        return known[0].lower()
    if output is None:
        raise UsageError(
            _("Say where to write: -o FILE.graphml (or .gexf, .dot, .svg, .png, .csv, .json).")
        )
    return _form_of(output).lower()


def _writer(data: bytes) -> Callable[[Path | BinaryIO], tuple[str, ...]]:
    def write(target: Path | BinaryIO) -> tuple[str, ...]:
        if isinstance(target, Path):
            with out_path(target) as making:
                making.write_bytes(data)
        else:
            target.write(data.removeprefix(BOM_UTF8))
        return ()

    return write


def theme_remarks(connection: Connection, of: str) -> list[str]:
    """Say what must be known of themes: those with a code in common, or that they are drawn
    apart."""
    from kwalcode.project.analyses.theme_codings import sharing
    from kwalcode.project.reads.relations import all_relations

    if of == "theme":
        line = _("{a} and {b} have a code in common, and go together by it.")
        return [line.format(a=a, b=b) for a, b in sharing(connection)]
    n = len(all_relations(connection, "theme"))
    if not n:
        return []
    told = counted(
        "{n} relation between themes is drawn by --of theme.",
        "{n} relations between themes are drawn by --of theme.",
        n,
    )
    return [told]


def communities_line(groups: Any) -> str:
    """Say how far the communities can be trusted."""
    if groups.modularity is None:
        return groups.reason or _("No pair reaches the minimum: no communities.")
    return _(
        "{n} communities (proposals for themes); modularity {q}; agreement over {runs} seeds "
        "from {seed}: {ari}"
    ).format(
        n=len(groups.groups),
        q=number(groups.modularity),
        runs=groups.runs,
        seed=groups.seed,
        ari=number(groups.stability),
    )


def centrality_lines(network: Any, names: Any, of: str = "code") -> list[str]:
    """Name the codes (or themes) that hold the graph together, with what each figure means."""
    from kwalcode.analysis.centrality import centralities

    found = centralities(network)
    linked = sorted(found, key=lambda code: (-found[code].degree, names[code]))[:_MOST]
    between = sorted(found, key=lambda code: (-(found[code].betweenness or 0), names[code]))
    between = [code for code in between if found[code].betweenness][:_MOST]
    lines = []
    if linked and found[linked[0]].degree:
        told = ", ".join(f"{names[code]} ({found[code].degree})" for code in linked)
        linked_with = {
            "code": _("Most linked (with how many codes a code goes together): "),
            "theme": _("Most linked (with how many themes a theme goes together): "),
        }
        lines.append(linked_with[of] + told)
    if between:
        told = ", ".join(
            f"{names[code]} ({number(found[code].betweenness or 0)})" for code in between
        )
        lies_between = {
            "code": _("Most between (share of pairs of other codes that it lies between): "),
            "theme": _("Most between (share of pairs of other themes that it lies between): "),
        }
        lines.append(lies_between[of] + told)
    return lines


def _form_of(output: Path) -> str:
    return "nodes.csv" if output.name.lower().endswith(".nodes.csv") else output.suffix.lstrip(".")


def graph_remarks(network: Any, alpha: float | None) -> list[str]:
    """Say what the backbone kept, and how communities hold without each respondent."""
    lines = []
    if alpha is not None:
        lines.append(
            _(
                "Backbone at level {alpha}: {n} edges kept. In a small study that can be none."
            ).format(alpha=significant(alpha), n=network.number_of_edges())
        )
    held = network.graph.get("held")
    if held is not None and held.mean is None:
        lines.append(_("Without each respondent: n.a. ({reason}).").format(reason=held.reason))
    elif held is not None:
        lines.append(
            _(
                "Without each of {n} respondents in turn: agreement {mean} on average, lowest "
                "{low} without {who}."
            ).format(n=held.n, mean=number(held.mean), low=number(held.lowest), who=held.without)
        )
    return lines


COMMANDS = (graph,)
