"""The disparity filter by hand, and communities with each respondent left out."""

import networkx as nx
import pytest

from kwalcode.analysis.backbone import backbone, disparity, holding
from kwalcode.analysis.graph import Communities, communities
from kwalcode.errors import UsageError


def graph(*edges: tuple[int, int, float]) -> nx.Graph:
    made: nx.Graph = nx.Graph()
    made.add_node(99)
    made.add_weighted_edges_from(edges)
    return made


def test_the_level_is_the_lower_of_both_ends() -> None:
    # node 1 has 3 edges and strength 10, node 2 has 2 and strength 8, nodes 3 and 4 one more
    found = disparity(graph((1, 2, 6), (1, 3, 3), (1, 4, 1), (2, 3, 2)))
    assert found[1, 2] == pytest.approx(min((1 - 6 / 10) ** 2, 1 - 6 / 8))
    assert found[1, 3] == pytest.approx(min((1 - 3 / 10) ** 2, 1 - 3 / 5))
    assert found[1, 4] == pytest.approx((1 - 1 / 10) ** 2)  # 4 has one edge: judged at 1


def test_an_edge_of_a_node_with_three_needs_78_percent_of_its_strength() -> None:
    for share, kept in ((77, 0), (78, 1)):
        found = backbone(
            graph((1, 2, share), (1, 3, (100 - share) / 2), (1, 4, (100 - share) / 2)), 0.05
        )
        assert found.number_of_edges() == kept


def test_an_edge_with_nothing_beside_it_cannot_be_judged() -> None:
    assert disparity(graph((1, 2, 5))) == {(1, 2): 1.0}
    found = backbone(graph((1, 2, 5)), 1.0)
    assert found.number_of_edges() == 0
    assert set(found) == {1, 2, 99}


@pytest.mark.parametrize("alpha", [0, -0.1, 1.1, float("nan")])
def test_a_level_is_a_share(alpha) -> None:
    with pytest.raises(UsageError):
        backbone(graph((1, 2, 5)), alpha)


def made(*groups: tuple[int, ...]) -> Communities:
    return Communities(tuple(map(frozenset, groups)), (), 0.5, 1.0, 1, 20)


def test_communities_that_hold_and_one_that_does_not() -> None:
    every = made((1, 2, 3), (4, 5, 6))
    found = holding(every, {"R1": every, "R2": made((1, 2, 4), (3, 5, 6)), "R3": every})
    assert (found.n, found.without) == (3, "R2")
    assert found.lowest == pytest.approx(-1 / 9)
    assert found.mean == pytest.approx((2 - 1 / 9) / 3)


def test_codes_that_lose_their_edges_are_alone() -> None:
    found = holding(made((1, 2), (3, 4)), {"R1": made((1, 2)), "R2": made((1, 2), (3, 4))})
    assert found.without == "R1"
    assert found.lowest is not None
    assert found.lowest < 1


def test_nothing_to_compare_has_a_reason() -> None:
    nothing = communities(graph(), seed=1)
    for found in (holding(nothing, {"R1": nothing, "R2": nothing}), holding(made((1, 2)), {})):
        assert found.mean is None
        assert found.lowest is None
        assert found.reason
