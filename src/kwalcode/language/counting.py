"""Where the words of a text are, for counting how much was said."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

_COUNTED = re.compile(r"[^\s\w]*\w\S*")


def word_bounds(text: str) -> npt.NDArray[np.int64]:
    """Return start and end of every word, as an array of words x 2, in code points.

    A word is a stretch without white space that holds a letter or a figure, as word processors
    count: "foto's" and "2023" are one each, a dash alone is none.
    """
    flat = [edge for match in _COUNTED.finditer(text) for edge in match.span()]
    return np.array(flat, dtype=np.int64).reshape(-1, 2)
