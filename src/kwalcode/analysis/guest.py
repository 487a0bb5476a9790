"""The yardsticks of Guest, Namey and Chen (2020); light, for the line in the app as well."""

from __future__ import annotations

from typing import Final

BASE: Final = 4
"""How many first interviews the new codes of later ones are held against."""
RUN: Final = 2
"""In how many interviews together new codes are counted."""
LEVELS: Final = (0.05, 0.0)
"""Shares of new information at which people stop interviewing."""
