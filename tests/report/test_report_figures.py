"""The heat map and the picture of the graph."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from kwalcode.report.data import Edge, Network, Node, ReportData
from kwalcode.report.figures import canvas, graph, heatmap
from kwalcode.report.figures.spread import Box, hull, spread

SVG = "{http://www.w3.org/2000/svg}"


def heat_svg(report: ReportData, most: int = 40) -> str:
    with canvas.drawing():
        found = heatmap.heat_map(report.network, report.pairs, most)
        return canvas.svg(heatmap.draw(found), "heat")


def graph_svg(network: Network) -> str:
    with canvas.drawing():
        return canvas.svg(graph.draw(graph.drawn(network)), "graph")


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode("utf-8"))


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()).strip() for text in parsed(svg).iter(f"{SVG}text")]


def ids(svg: str) -> list[str]:
    return [element.get("id") for element in parsed(svg).iter() if element.get("id")]


def test_every_cell_has_an_id_and_its_number(report: ReportData) -> None:
    svg = heat_svg(report)
    assert {i for i in ids(svg) if i.startswith("cell-")} == {"cell-1-2", "cell-2-3", "cell-3-4"}
    assert {i for i in ids(svg) if i.startswith("code-")} == {f"code-{n}" for n in range(1, 6)}
    # three cells, the diagonal, the scale
    numbers = sorted(int(text) for text in texts(svg) if text.isdigit())
    assert numbers == sorted([3, 2, 2, 5, 4, 3, 2, 1, 1, 2, 3])


def test_codes_are_ordered_by_community_and_lettered(report: ReportData) -> None:
    found = heatmap.heat_map(report.network, report.pairs)
    assert [node.code for node in found.nodes] == [1, 2, 3, 4, 5]
    letters = [text for text in texts(heat_svg(report)) if text in {"A", "B", "–"}]
    assert letters == ["A", "A", "B", "B", "–"]


def test_a_heat_map_shows_the_most_used_codes_and_says_what_is_left_out(
    report: ReportData,
) -> None:
    found = heatmap.heat_map(report.network, report.pairs, 3)
    assert [node.code for node in found.nodes] == [1, 2, 3]
    assert found.cells == {(1, 2): 3, (2, 3): 2}
    assert heatmap.left_out(found).endswith("left out: 2 codes.")
    assert heatmap.left_out(heatmap.heat_map(report.network, report.pairs)) == ""


def test_every_node_and_edge_has_an_id_and_texts_stay_texts(network: Network) -> None:
    svg = graph_svg(network)
    assert {i for i in ids(svg) if i.startswith("edge-")} == {"edge-1-2", "edge-2-3", "edge-3-4"}
    assert {i for i in ids(svg) if i.startswith("node-")} == {f"node-{n}" for n in range(1, 5)}
    found = texts(svg)
    assert "optelsom" in found
    assert any(text.startswith("<script>alert(1)") and text.endswith("…") for text in found)
    assert found.count("A") == 2  # the letter says what the colour says
    assert "alone" not in found


def test_equal_figures_give_equal_bytes(report: ReportData, network: Network) -> None:
    assert heat_svg(report) == heat_svg(report)
    assert graph_svg(network) == graph_svg(network)
    assert "<dc:date>" not in graph_svg(network)
    with canvas.drawing():
        first = canvas.png(graph.draw(graph.drawn(network), halo=True))
        assert canvas.png(graph.draw(graph.drawn(network), halo=True)) == first
    assert Image.open(io.BytesIO(first)).size[0] == 2120


def test_settings_of_the_user_do_not_matter_and_are_left_alone(network: Network) -> None:
    import matplotlib as mpl

    plain = graph_svg(network)
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "lines.linewidth": 9}):
        assert graph_svg(network) == plain
        assert mpl.rcParams["svg.fonttype"] == "path"


def test_a_picture_shows_the_strongest_edges_of_the_most_used_codes() -> None:
    nodes = tuple(Node(n, f"code {n}", 100 - n, 100 - n, 0) for n in range(60))
    edges = tuple(
        Edge(a, b, 2 + (a + b) % 5, 2 + (a + b) % 5, 1) for a in range(60) for b in range(a + 1, 60)
    )
    whole = Network(nodes, edges, (tuple(range(60)),), {}, "respondents", 2, 0.1, 1, 1, 20)
    shown = graph.drawn(whole, most_codes=20, most_edges=50)
    assert shown.minimum == 6
    assert {edge.weight for edge in shown.edges} == {6}
    assert {node.code for node in shown.nodes} <= set(range(20))
    assert graph.drawn(whole, most_edges=1).edges  # never so far that none is left


def test_a_graph_without_edges_is_an_empty_sheet() -> None:
    empty = Network((Node(1, "a", 1, 1),), (), (), {1: (0, 0)}, "respondents", 2, None, None, 1, 20)
    assert not [i for i in ids(graph_svg(empty)) if i.startswith(("node-", "edge-"))]


def test_inside_a_page_a_figure_has_no_address_and_the_colours_of_the_page(
    report: ReportData, network: Network
) -> None:
    for svg in (heat_svg(report), graph_svg(network)):
        inline = canvas.inline(svg)
        assert "http" not in inline
        assert inline.startswith("<svg")
        assert canvas.INK not in inline
        assert "var(--ink)" in inline
    assert "var(--hull0)" in canvas.inline(graph_svg(network))
    both = [i for svg in (heat_svg(report), graph_svg(network)) for i in _ids(canvas.inline(svg))]
    assert len(both) == len(set(both))


def _ids(inline: str) -> list[str]:
    return [e.get("id") for e in etree.HTML(inline).iter() if e.get("id")]


def test_a_figure_says_what_it_was_counted_on(network: Network) -> None:
    caption = ("Unit: turn · n: 12 respondents " * 9, "")
    with canvas.drawing():
        svg = canvas.svg(graph.draw(graph.drawn(network), caption), "graph")
    assert sum("Unit: turn" in text for text in texts(svg)) > 1


@pytest.mark.parametrize(("value", "top", "step"), [(1, 12, 0), (12, 12, 6), (1, 1, 2), (4, 4, 6)])
def test_more_respondents_are_darker(value: int, top: int, step: int) -> None:
    assert heatmap.shade(value, top) == step
    assert [heatmap.shade(v, 30) for v in range(1, 31)] == sorted(
        heatmap.shade(v, 30) for v in range(1, 31)
    )


boxes = st.lists(
    st.tuples(st.floats(0, 8), st.floats(0, 5), st.floats(0.2, 1.6), st.floats(0.2, 0.6)),
    min_size=1,
    max_size=14,
)


@given(boxes)
def test_boxes_are_pushed_apart(found: list[tuple[float, float, float, float]]) -> None:
    points = np.array([(x, y) for x, y, _w, _h in found])
    sizes = [Box(w, h) for _x, _y, w, h in found]
    placed = spread(points, sizes, 9.0)
    assert np.array_equal(placed, spread(points, sizes, 9.0))
    for i in range(len(found)):
        for j in range(i):
            over_x = (sizes[i].width + sizes[j].width) / 2 - abs(placed[i, 0] - placed[j, 0])
            over_y = (sizes[i].height + sizes[j].height) / 2 - abs(placed[i, 1] - placed[j, 1])
            assert min(over_x, over_y) < 0.02


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3))
def test_a_hull_holds_its_points(found: list[tuple[float, float]]) -> None:
    corners = hull(found)
    assert set(corners) <= set(found)
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        assert all((bx - ax) * (y - ay) - (by - ay) * (x - ax) >= 0 for x, y in found)


def test_letters_go_on_after_z() -> None:
    assert [canvas.letter(n) for n in (None, 0, 25, 26, 27, 701, 702)] == [
        "", "A", "Z", "AA", "AB", "ZZ", "AAA",
    ]  # fmt: skip


def test_community_colours_differ_and_carry_white_text() -> None:
    assert len(set(canvas.COMMUNITY_COLORS)) == len(canvas.COMMUNITY_COLORS)
    for color in canvas.COMMUNITY_COLORS:
        assert _contrast_with_white(color) >= 3


def _contrast_with_white(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_changing_a_name_changes_nothing_else(network: Network) -> None:
    odd = replace(network.nodes[0], name="$x^2$ 漢字 😀")
    svg = graph_svg(replace(network, nodes=(odd, *network.nodes[1:])))
    assert "$x^2$ 漢字 😀" in texts(svg)
