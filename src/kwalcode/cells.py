"""Cells of tables that leave the program, so that a spreadsheet shows them and runs nothing."""

from __future__ import annotations

_COMMANDS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str) -> str:
    """Return the text of a cell with an apostrophe before what a spreadsheet would run."""
    return "'" + value if value.startswith(_COMMANDS) else value


def unsafe_cell(value: str) -> str:
    """Take back the apostrophe that `safe_cell` put there."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_COMMANDS) else value
