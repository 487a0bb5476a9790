"""The analysis report: one HTML page that opens without a network, to read, click and print."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from matplotlib.figure import Figure

from kwalcode.decimals import number
from kwalcode.i18n import counted
from kwalcode.report import summary
from kwalcode.report.data import (
    Network,
    ReportCode,
    ReportData,
    ReportPair,
    ReportPattern,
    ReportQuote,
    ReportTheme,
    Said,
    ThemeMap,
    Tie,
)
from kwalcode.report.figures import canvas, graph, growth, heatmap
from kwalcode.report.networks import left_out, options
from kwalcode.report.output import writing
from kwalcode.report.pages import environment, part
from kwalcode.report.parts.values import Section
from kwalcode.report.rules import unit_of
from kwalcode.report.xmltext import XmlCleaner

MOST_ROWS: Final = 300
"""The table of pairs has at most so many rows."""
THEME_QUOTES: Final = 6
"""So many quotations stand below a theme; a button shows the others."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure for the page: SVG, and what it does not show."""

    svg: Markup
    left_out: str


def write_page(data: ReportData, page: Path, language: str = "en") -> None:
    """Write the report to a file; the texts come in the interface language of now.

    `language` is that language, for the page's own mark and its decimal sign. Raises
    KwalcodeError where the file cannot be written.
    """
    with writing(page) as stream:
        for piece in pieces(data, language):
            stream.write(piece.encode("utf-8"))


def pieces(data: ReportData, language: str = "en") -> Iterator[str]:
    """Yield the page in pieces of text."""
    made = environment(XmlCleaner())
    made.filters["num"] = lambda value, digits=2: number(value, digits, language)
    made.filters |= {
        "letter": canvas.letter,
        "flag": summary.flag_name,
        "origin": summary.origin_name,
        "unit": unit_of,
    }
    template = made.get_template("report.html.j2")
    stream = template.stream(**_context(data, language))
    stream.enable_buffering(200)
    yield from stream


def _context(data: ReportData, language: str) -> dict[str, Any]:
    codes = {code.id: code for code in data.codes}
    heat, network_picture, shown, themes_picture = _pictures(data)
    community = {node.code: node.community for node in data.network.nodes}
    script = part("report.js")
    return {
        "data": data,
        "language": language,
        "codes": codes,
        "used": [code for code in data.codes if code.quotations],
        "unused": [code for code in data.codes if not code.quotations],
        "community": community,
        "proposals": _proposals(data.network, codes),
        "heat": heat,
        "graph": network_picture,
        "theme_graph": themes_picture,
        "theme_options": options(data.theme_map.network, language)[:1] if data.theme_map else (),
        "options": options(data.network, language),
        "shown_minimum": shown.minimum,
        "rows": data.pairs[:MOST_ROWS],
        "most_rows": MOST_ROWS,
        "quotes_of": quotes_of(data.quotes),
        "theme_quotes": [theme_quotes(one, data.quotes, marked=data.chosen) for one in data.themes],
        "sections": {section.key: section for section in data.sections},
        "growths": _growths(data.sections),
        "loose": _loose(data),
        "opens": {place: n for n, place in enumerate(cell_lists(data))},
        "summary": summary.paragraph(data),
        "facts": summary.report_facts(data),
        "tiles": summary.tiles(data),
        "rare": summary.rare_note(data),
        "reasons": sorted({reason for pair in data.pairs for reason in pair.reasons.values()}),
        "tints": [(canvas.tint(c, 0.11), c) for c in canvas.COMMUNITY_COLORS],
        "embedded": Markup(embedded(data, language)),
        "script": Markup(script),
        "script_hash": _digest(script),
    }


def _pictures(data: ReportData) -> tuple[Picture, Picture, Network, Markup | None]:
    heat = heatmap.heat_map(data.network, data.pairs)
    shown = graph.drawn(data.network)
    with canvas.drawing():
        first = canvas.inline(canvas.svg(heatmap.draw(heat), "heat map"))
        second = canvas.inline(canvas.svg(graph.draw(shown, ties=data.ties), "graph"))
        themes = theme_figure(data)
        third = canvas.inline(canvas.svg(themes, "themes")) if themes else None
    # svg made by matplotlib: names in it are escaped there
    return (
        Picture(Markup(first), heatmap.left_out(heat)),
        Picture(Markup(second), graph_left_out(data, shown)),
        shown,
        None if third is None else Markup(third),
    )


def theme_figure(data: ReportData) -> Figure | None:
    """Draw the map of themes, to be called inside `canvas.drawing()`; None where there is none.

    Its relations are numbered after those of the codes.
    """
    if data.theme_map is None:
        return None
    one = graph.drawn(data.theme_map.network)
    return graph.draw(one, ties=one.relations, first_tie=len(data.ties))


def graph_left_out(data: ReportData, shown: Network) -> str:
    """Say what the picture of the graph does not show, relations too; "" for all shown."""
    there = {node.code for node in shown.nodes}
    missing = sum(tie.a not in there or tie.b not in there for tie in data.ties)
    lines = [left_out(data.network, shown)]
    if missing:
        lines.append(counted("{n} relation is not drawn: a code of it is not in the picture.",
                             "{n} relations are not drawn: a code of theirs is not in the picture.",
                             missing))  # fmt: skip
    return " ".join(line for line in lines if line)


def _growths(sections: Sequence[Section]) -> dict[str, Markup]:
    """Return per section that has one its figure of growth."""
    with canvas.drawing():
        return {
            one.key: Markup(canvas.inline(canvas.svg(growth.draw(one.growth), "growth")))
            for one in sections
            if one.growth.total
        }


def cell_lists(data: ReportData) -> dict[tuple[str, int, int], tuple[str, tuple[int, ...]]]:
    """Return per cell with quotations (table's key, row, column) a title and the quotations."""
    return {
        (table.key, i, j): (f"{row[0].text.strip()} – {table.columns[j].name}", cell.quotes)
        for section in data.sections
        for table in section.tables
        for i, row in enumerate(table.rows)
        for j, cell in enumerate(row)
        if cell.quotes
    }


def _loose(data: ReportData) -> list[int]:
    """Return the quotations behind cells that stand under no code: the page keeps them unseen."""
    behind = {place for _title, quotes in cell_lists(data).values() for place in quotes}
    return sorted(place for place in behind if not data.quotes[place].codes)


def _proposals(
    network: Network, codes: Mapping[int, ReportCode]
) -> list[tuple[int, list[ReportCode]]]:
    """Return each community with its codes, the most used first."""
    return [
        (number, sorted((codes[c] for c in group), key=lambda c: (-c.respondents, c.name)))
        for number, group in enumerate(network.groups)
    ]


def quotes_of(quotes: Sequence[ReportQuote]) -> dict[int, list[int]]:
    """Return per code the places of its quotations."""
    answer: dict[int, list[int]] = {}
    for place, quote in enumerate(quotes):
        for code in quote.codes:
            answer.setdefault(code, []).append(place)
    return answer


def theme_quotes(
    theme: ReportTheme,
    quotes: Sequence[ReportQuote],
    most: int = THEME_QUOTES,
    *,
    marked: Collection[int] = (),
) -> list[int]:
    """Choose quotations to show below a theme, in document order.

    Where people chose what supports the theme, that is it. Else the codes take turns, in the
    order of the theme. Each gives a quotation that is `marked`, else one with a label
    that is not there yet, else of a respondent not heard yet, of these the one with the most
    codes of the theme, of these the first.
    """
    if theme.supporting:
        return [place for place, _note in theme.supporting]
    members = set(theme.codes)
    chosen: list[int] = []

    def preference(place: int) -> tuple[bool, bool, bool, int, int]:
        quote = quotes[place]
        there = [quotes[n] for n in chosen]
        return (
            place not in marked,
            any(other.label == quote.label for other in there),
            any(other.respondent == quote.respondent for other in there),
            -len(members & set(quote.codes)),
            place,
        )

    while len(chosen) < min(most, len(theme.quotes)):
        before = len(chosen)
        for code in theme.codes:
            left = [n for n in theme.quotes if code in quotes[n].codes and n not in chosen]
            if left and len(chosen) < most:
                chosen.append(min(left, key=preference))
        if len(chosen) == before:
            break
    return sorted(chosen)


def embedded(data: ReportData, language: str = "en") -> str:
    """Return what the page's script needs, as JSON that is safe inside a script element."""
    whole = {
        "texts": {**summary.script_texts(), "point": "," if language == "nl" else "."},
        "codes": {code.id: [code.name, code.respondents, code.quotations] for code in data.codes}
        | _theme_nodes(data.theme_map),
        "pairs": {f"{pair.a}-{pair.b}": _pair(pair.measures, pair) for pair in _pairs(data)},
        "themes": [[theme.name, theme.quotes] for theme in data.themes],
        "patterns": [[one.claim or one.sides, _all(one)] for one in data.patterns],
        "ties": [_tie(data, one) for one in _ties(data)],
        "lists": list(cell_lists(data).values()),
        "quotes": [quote.codes for quote in data.quotes],
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _all(one: ReportPattern) -> list[int]:
    """Return the quotations of a pattern: those that people chose first."""
    said: tuple[Said, ...] = (*one.supporting, *one.contradicting)
    return list(dict.fromkeys([*(place for place, _note in said), *one.quotes]))


def _pairs(data: ReportData) -> tuple[ReportPair, ...]:
    """Return the pairs of codes, and then those of themes."""
    return (*data.pairs, *(data.theme_map.pairs if data.theme_map else ()))


def _ties(data: ReportData) -> tuple[Tie, ...]:
    """Return the relations between codes, and then those between themes."""
    return (*data.ties, *(data.theme_map.network.relations if data.theme_map else ()))


def _theme_nodes(themes: ThemeMap | None) -> dict[int, list[Any]]:
    """Return themes as the script takes codes, each with its own quotations."""
    if themes is None:
        return {}
    return {
        node.code: [node.name, node.respondents, node.quotations, list(themes.quotes[node.code])]
        for node in themes.network.nodes
    }


def _tie(data: ReportData, tie: Tie) -> list[Any]:
    """Return a relation for the script: its title, its note, and the quotations of the pair."""
    names = {code.id: code.name for code in data.codes}
    if data.theme_map:
        names |= {node.code: node.name for node in data.theme_map.network.nodes}
    ends = min(tie.a, tie.b), max(tie.a, tie.b)
    quotes = next((pair.quotes for pair in _pairs(data) if (pair.a, pair.b) == ends), ())
    return [f"{names[tie.a]} {tie.title} {names[tie.b]}", tie.note, list(quotes)]


def _pair(measures: Mapping[str, float | None], pair: Any) -> list[Any]:
    shares = [measures.get(name) for name in ("jaccard", "p_b_given_a", "p_a_given_b")]
    rounded = [None if value is None else round(value, 4) for value in shares]
    return [pair.respondents, pair.events, *rounded, list(pair.quotes)]


def _digest(script: str) -> str:
    """Return the script's hash as the page's security policy wants it."""
    return base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
