"""What is told beside the map: the code under the cursor, its place in the graph, its relations,
the communities. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from kwalcode.analysis.backbone import Holding
from kwalcode.analysis.centrality import Centrality
from kwalcode.decimals import bare
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.themes import StudyThemes, ThemeRow, warning_words
from kwalcode.tui.screens.patterns.cell import names
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.text.heat import community_letter
from kwalcode.tui.text.visible import one_line

_FAR = 2
"""From so many pairs of others in a hundred on a code is said to link them."""


def code_lines(matrix: Matrix, linked: Linked, code: int) -> list[Content]:
    """Tell of a code: in how many respondents it is, and what its place in the graph means."""
    n = counted("{n} respondent", "{n} respondents", matrix.sizes.get(code, 0))
    lines = [
        Content(one_line(matrix.ground.codes[code].path)).stylize("bold"),
        Content(n).stylize("$text-muted"),
    ]
    if code in linked.graph:
        lines += _centrality(linked.central[code], len(linked.graph))
    return lines


def _centrality(found: Centrality, nodes: int) -> Iterable[Content]:
    told = counted(
        "degree {n}: it goes together with {n} other code",
        "degree {n}: it goes together with {n} other codes",
        found.degree,
    )
    yield Content(told)
    if found.betweenness is None or nodes < 3:
        return
    if not found.betweenness:
        yield Content(_("betweenness 0: on no shortest way between two other codes"))
        return
    share = round(100 * found.betweenness)
    told = _("betweenness {b}: on the shortest way between {share} % of the pairs of other codes")
    line = told.format(b=bare(found.betweenness), share=share)
    if share >= _FAR:
        line += _("; it links codes that otherwise do not meet")
    yield Content(line)


def pair_line(linked: Linked, pair: tuple[int, int], name: str) -> list[Content]:
    """Tell in how many respondents the code goes together with the one in the middle."""
    if not linked.graph.has_edge(*pair):
        return []
    n = linked.graph.edges[pair]["respondents"]
    return [Content(one_line(_("together with {code} in {n}").format(code=name, n=n)))]


def community_lines(matrix: Matrix, linked: Linked, at: int, held: str) -> list[Content]:
    """Tell of the communities, how far they can be trusted, and which one the code is in."""
    found = linked.found
    lines = [Content(_("Communities: proposals for themes")).stylize("bold")]
    if found.modularity is not None and found.stability is not None:
        told = _("modularity {q}; {runs} seeds (from {seed}) agree {ari} (1: all the same)").format(
            q=bare(found.modularity),
            runs=found.runs,
            seed=found.seed,
            ari=bare(found.stability),
        )
        lines.append(Content(told).stylize("$text-muted"))
    lines.append(Content(held).stylize("$text-muted"))
    own = linked.community.get(at)
    for number, group in enumerate(found.groups):
        known = sorted(group & matrix.ground.codes.keys())
        listed = ", ".join(one_line(matrix.ground.codes[c].name) for c in known)
        line = Content(f"{community_letter(number)} ").stylize("$text-accent") + Content(listed)
        lines.append(line.stylize("bold") if number == own else line)
    return lines


def held_line(found: Holding | None) -> str:
    """Tell how the communities hold without each respondent."""
    if found is None:
        return _("v: do they hold without each respondent?")
    if found.mean is None or found.lowest is None:
        return _("without each respondent: n.a., {reason}").format(reason=found.reason)
    told = _("without each of {n} respondents in turn: {mean} on average, {low} without {who}")
    return told.format(
        n=found.n,
        mean=bare(found.mean),
        low=bare(found.lowest),
        who=one_line(str(found.without)),
    )


def theme_lines(found: StudyThemes, row: ThemeRow) -> list[Content]:
    """Tell of a theme on the themes' map: its claim, who carries it, what it lacks."""
    lines = [
        Content(one_line(row.theme.name)).stylize("bold"),
        Content(one_line(row.theme.claim)),
        Content(names(row.cells, found.respondents)).stylize("$text-muted"),
    ]
    lines += [
        Content(f"! {one_line(warning_words(warning))}").stylize("$text-warning")
        for warning in row.warnings
    ]
    return lines


def together_lines(found: StudyThemes, others: Mapping[int, int]) -> list[Content]:
    """Tell with which themes it is carried together, `others` by id in how many respondents."""
    called = {one.theme.id: one.theme.name for one in found.rows}
    lines = [Content(_("carried together with")).stylize("$text-muted")]
    for other, n in sorted(others.items(), key=lambda pair: -pair[1]):
        people = counted("{n} respondent", "{n} respondents", n)
        lines.append(Content(f"  {one_line(called[other])}: {people}"))
    return lines if others else []
