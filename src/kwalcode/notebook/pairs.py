"""Which codes go together, as data frames and as a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from kwalcode.notebook.findings import about
from kwalcode.project.analyses.chances import study_chances
from kwalcode.project.analyses.cooccurrence import (
    SEED,
    StudyCooccurrence,
    study_cooccurrence,
    study_graph,
)
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.study import Study

if TYPE_CHECKING:
    import networkx as nx


class Pairs:
    """Co-occurrence. Arguments as in `Analyses`."""

    study: Study

    def cooccurrence(
        self,
        rule: str = "sentence",
        *,
        all_pairs: bool = False,
        sub_codes: bool = False,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return which codes go together, a pair per row, with every measure.

        `rule`: "overlap", "same-quotation", "sentence", "turn", "document" or "near(n)";
        `all_pairs`: also those that never meet; `sub_codes`: codings count for codes above too.
        """
        with self.study.reading() as connection:
            found = study_cooccurrence(
                connection, rule=rule, all_pairs=all_pairs, sub_codes=sub_codes, **asked
            )
        return _pairs(found)

    def chances(
        self,
        rule: str = "sentence",
        *,
        sub_codes: bool = False,
        rotations: int = 0,
        seed: int = SEED,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return the pairs that meet as `cooccurrence` does, with their exploratory p-values.

        Exact over respondents; `rotations` adds those by so many seeded rotations. Holm and BH are
        over all pairs of codes in use: `attrs["tests"]` says how many.
        """
        with self.study.reading() as connection:
            found = study_chances(
                connection, rule=rule, sub_codes=sub_codes, rotations=rotations, seed=seed, **asked
            )
        frame = _pairs(found.found)
        frame.attrs.update(
            tests=found.tests, smallest_p=found.smallest_p, rotations=found.rotations, seed=seed
        )
        return frame

    def graph(
        self,
        rule: str = "sentence",
        *,
        of: str = "code",
        weight: str = "respondents",
        minimum: float = 2,
        alpha: float | None = None,
        seed: int = SEED,
        sub_codes: bool = False,
        **asked: Unpack[Asked],
    ) -> nx.Graph[str]:
        """Return the graph of codes (`of` "theme": of themes) that go together.

        `weight` is what an edge weighs, a column of `cooccurrence`; `minimum` the least of it.
        Nodes are the codes' paths, with respondents, quotations and community (from 0, None for
        none); `alpha` keeps the backbone of that level. `graph.graph` holds what was counted,
        modularity and stability of the communities, and the seed.
        """
        import networkx as nx

        from kwalcode.analysis.graph import community_of

        with self.study.reading() as connection:
            found = study_cooccurrence(connection, rule=rule, of=of, sub_codes=sub_codes, **asked)
        network, groups = study_graph(found, weight=weight, minimum=minimum, alpha=alpha, seed=seed)
        number = community_of(groups)
        nx.set_node_attributes(network, {code: number.get(code) for code in network}, "community")
        drawn: nx.Graph[Any] = network
        names: dict[Any, str] = dict(found.names)
        answer: nx.Graph[str] = nx.relabel_nodes(drawn, names)
        answer.graph.update(
            about(found.counted),
            rule=found.result.rule,
            modularity=groups.modularity,
            stability=groups.stability,
            seed=groups.seed,
            reason=groups.reason,
        )
        return answer


def _pairs(found: StudyCooccurrence) -> pd.DataFrame:
    """Return the pairs with the codes' paths."""
    frame = found.result.pairs.copy()
    for column in ("a", "b"):
        frame[column] = [found.names[number] for number in frame[column].tolist()]
    frame.attrs.update(
        about(found.counted),
        rule=found.result.rule,
        units=found.result.n,
        sub_codes=found.sub_codes,
    )
    return frame
