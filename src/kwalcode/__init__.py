"""kwalcode: code interviews and analyse themes, on the researcher's own machine.

In a notebook: `import kwalcode; study = kwalcode.open("study.kwal")`; see `kwalcode.notebook`.
"""

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Give `kwalcode.open`; pandas and the rest are loaded by the one who asks for it."""
    if name == "open":
        from importlib import import_module

        return import_module("kwalcode.notebook").open_notebook
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
