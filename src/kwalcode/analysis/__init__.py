"""Pure analyses: frames and values in, frames and values out; no project, no file.

What a notebook needs most stands here under one name, and is loaded when asked for:

    from kwalcode.analysis import cooccurrence
    cooccurrence(codings, rule="overlap").pairs

A function that is called as its module (coverage, saturation, rotation, chance, code_table,
amounts, backbone) is imported from there: `from kwalcode.analysis.saturation import saturation`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HERE = {
    "centralities": "centrality",
    "communities": "graph",
    "contrast": "contrasts",
    "cooccurrence": "pairing",
    "lineage": "rollup",
    "log_odds": "marking",
    "marking_words": "marking",
    "openings": "coverage",
    "richness": "saturation",
    "roll_up": "rollup",
    "theme_graph": "graph",
    "topics_of": "coverage",
    "totals": "code_table",
    "variable_names": "variables",
}
"""Which module has a name; a module must not be called as what it gives."""


def __getattr__(name: str) -> Any:
    if name not in _HERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HERE[name]}"), name)
