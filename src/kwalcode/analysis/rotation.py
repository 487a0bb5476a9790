"""Could two codes meet in as many sentences or turns if their places in the talk were unrelated?

Sentences of one interview depend on each other: themes come in stretches. So they may not be
shuffled. Instead the presence of a code is rotated along each interview by a random offset: its
stretches and their number stay, only their place against the other code changes (METHOD
section 2). Exploratory.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from kwalcode.analysis.measures import benjamini_hochberg, holm
from kwalcode.analysis.rows import numbered, rows
from kwalcode.analysis.together import in_units
from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.units import Ints, distinct

COLUMNS = ("p_rotated", "holm_rotated", "bh_rotated")
RULES = ("sentence", "turn")
"""The rules whose units lie along an interview."""


def rotation(
    codings: pd.DataFrame,
    pairs: pd.DataFrame,
    units: pd.DataFrame,
    *,
    runs: int,
    seed: int,
    pool_coders: bool = True,
) -> pd.DataFrame:
    """Return for each pair (a, b) p = (1 + runs with as many units or more) / (1 + runs).

    `codings` and `units` as for `cooccurrence` under the rules of `RULES`; `pairs`: a, b, all
    that count, those that never meet included, since Holm and Benjamini-Hochberg are over them.
    What is counted is units in which one coder put both codes. Columns as in `COLUMNS`, with the
    index of `pairs`. The same seed gives the same answer. Raises UsageError for no runs.
    """
    if runs < 1:
        raise UsageError(_("A rotation needs at least one run."))
    table = rows(codings, by_coder=pool_coders)
    units = units.sort_values(["document", "start"], kind="stable")
    found = in_units(table, units)
    unit, coder, code = distinct(found.unit, found.coder, found.code)
    document = numbered(units["document"])[0]
    k = len(table.codes)
    chance = _Chance(unit, coder, code, document, k)
    a, b = (table.codes.get_indexer(pd.Index(pairs[name])) for name in ("a", "b"))
    observed = chance.met(np.zeros(chance.blocks, dtype=np.int64))[a, b]
    random = np.random.default_rng(seed)
    reached = np.zeros(len(pairs), dtype=np.int64)
    for _run in range(runs):
        reached += chance.met(random.integers(0, chance.length))[a, b] >= observed
    known = (a >= 0) & (b >= 0)
    p = np.where(known, (1 + reached) / (1 + runs), np.nan)
    values = (p, holm(p), benjamini_hochberg(p))
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)), index=pairs.index)


class _Chance:
    """Presence of codes, each in a document and by a coder a block that rotates as one.

    `length` is per block how many units its document has.
    """

    def __init__(self, unit: Ints, coder: Ints, code: Ints, document: Ints, k: int) -> None:
        lengths = np.bincount(document).astype(np.int64)
        firsts = np.cumsum(lengths) - lengths
        where = document[unit]
        coders = 1 + int(coder.max(initial=0))
        keys = (where * coders + coder) * max(k, 1) + code
        kinds, self._block = np.unique(keys, return_inverse=True)
        self.length: Ints = lengths[kinds // max(k, 1) // coders]
        self.blocks = len(kinds)
        self._first, self._place = firsts[where], unit - firsts[where]
        self._lengths = lengths[where]
        self._coder, self._coders, self._code = coder, coders, code
        self._shape = (len(document) * coders, k)
        self._ones = np.ones(len(unit), dtype=np.int32)

    def met(self, offset: Ints) -> npt.NDArray[np.int64]:
        """Return per pair of codes the units with both, each block rotated by its offset."""
        unit = self._first + (self._place + offset[self._block]) % self._lengths
        row = unit * self._coders + self._coder
        present = csr_array((self._ones, (row, self._code)), shape=self._shape)
        return np.asarray((present.T @ present).toarray(), dtype=np.int64)
