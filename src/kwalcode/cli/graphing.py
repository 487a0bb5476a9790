"""graph: which codes go together, as a graph with theme proposals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analysing import (
    narrate,
    pair_remarks,
    rule_option,
    sub_codes_option,
    what_counts,
)
from kwalcode.cli.common import out_path, output_option, reading_study, say, study_argument
from kwalcode.errors import UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked

_MOST = 3
"""How many of the most central codes are named."""


@click.command(help=_("Write the graph of codes that go together, with theme proposals."))
@study_argument
@rule_option
@what_counts
@sub_codes_option
@click.option(
    "--format",
    "form",
    metavar="graphml|gexf|dot|svg|png|csv|nodes.csv|json",
    help=_("By default from -o."),
)
@click.option("--minimum", default=2, show_default=True, help=_("Fewest respondents for an edge."))
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
    rule: str,
    asked: Asked,
    sub_codes: bool,
    form: str | None,
    minimum: int,
    alpha: float | None,
    leave_out: bool,
    seed: int,
    output: Path | None,
) -> None:
    """Write the theme graph."""
    from kwalcode.project.analyses.cooccurrence import study_cooccurrence, study_graph
    from kwalcode.project.analyses.holding import study_holding
    from kwalcode.project.reads.relations import all_relations
    from kwalcode.report.networks import GRAPH_FORMATS

    if output is None:
        raise UsageError(
            _("Say where to write: -o FILE.graphml (or .gexf, .dot, .svg, .png, .csv, .json).")
        )
    chosen = (form or _form_of(output)).lower()
    if chosen not in GRAPH_FORMATS:
        raise UsageError(
            _("'{form}' is no format of a graph; there are: {known}.").format(
                form=chosen, known=", ".join(GRAPH_FORMATS)
            )
        )
    made: dict[str, Any] = {"minimum": minimum, "alpha": alpha, "seed": seed}
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_cooccurrence(connection, rule=rule, sub_codes=sub_codes, **asked)
        network, groups = study_graph(found, **made)
        if leave_out:
            held = study_holding(connection, rule=rule, sub_codes=sub_codes, **made, **asked)
            network.graph["held"] = held
        network.graph["relations"] = all_relations(connection, "code")
    with out_path(output) as making:
        GRAPH_FORMATS[chosen](network, groups, found, making)
    for number, group in enumerate(groups.groups, start=1):
        names = ", ".join(sorted(found.names[code] for code in group))
        say(_("Proposal {n}: {codes}").format(n=number, codes=names))
    say(communities_line(groups))
    for line in centrality_lines(network, found.names):
        say(line)
    for line in graph_remarks(network, alpha):
        say(line)
    narrate(found.counted, found.result.rule)
    for line in pair_remarks(found, None):
        say(line)


def communities_line(groups: Any) -> str:
    """Say how far the communities can be trusted."""
    if groups.modularity is None:
        return groups.reason or _("No pair reaches the minimum: no communities.")
    return _(
        "{n} communities (proposals for themes); modularity {q:.2f}; agreement over {runs} seeds "
        "from {seed}: {ari:.2f}"
    ).format(
        n=len(groups.groups),
        q=groups.modularity,
        runs=groups.runs,
        seed=groups.seed,
        ari=groups.stability,
    )


def centrality_lines(network: Any, names: Any) -> list[str]:
    """Name the codes that hold the graph together, with what each figure means."""
    from kwalcode.analysis.centrality import centralities

    found = centralities(network)
    linked = sorted(found, key=lambda code: (-found[code].degree, names[code]))[:_MOST]
    between = sorted(found, key=lambda code: (-(found[code].betweenness or 0), names[code]))
    between = [code for code in between if found[code].betweenness][:_MOST]
    lines = []
    if linked and found[linked[0]].degree:
        told = ", ".join(f"{names[code]} ({found[code].degree})" for code in linked)
        lines.append(_("Most linked (with how many codes a code goes together): ") + told)
    if between:
        told = ", ".join(f"{names[code]} ({found[code].betweenness:.2f})" for code in between)
        lines.append(
            _("Most between (share of pairs of other codes that it lies between): ") + told
        )
    return lines


def _form_of(output: Path) -> str:
    return "nodes.csv" if output.name.lower().endswith(".nodes.csv") else output.suffix.lstrip(".")


def graph_remarks(network: Any, alpha: float | None) -> list[str]:
    """Say what the backbone kept, and how communities hold without each respondent."""
    lines = []
    if alpha is not None:
        lines.append(
            _(
                "Backbone at level {alpha:g}: {n} edges kept. In a small study that can be none."
            ).format(alpha=alpha, n=network.number_of_edges())
        )
    held = network.graph.get("held")
    if held is not None and held.mean is None:
        lines.append(_("Without each respondent: n.a. ({reason}).").format(reason=held.reason))
    elif held is not None:
        lines.append(
            _(
                "Without each of {n} respondents in turn: agreement {mean:.2f} on average, lowest "
                "{low:.2f} without {who}."
            ).format(n=held.n, mean=held.mean, low=held.lowest, who=held.without)
        )
    return lines


COMMANDS = (graph,)
