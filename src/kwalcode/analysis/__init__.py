"""Pure analyses: frames and values in, frames and values out; no project, no file.

What a notebook needs most stands here under one name, and is loaded when asked for:

    from kwalcode.analysis import cooccurrence
    cooccurrence(codings, rule="overlap").pairs
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HERE = {
    "communities": "graph",
    "cooccurrence": "pairing",
    "centralities": "centrality",
    "theme_graph": "graph",
}
"""Which module has a name; a module must not be called as what it gives."""


def __getattr__(name: str) -> Any:
    if name not in _HERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HERE[name]}"), name)
