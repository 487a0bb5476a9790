"""A matrix as the heat map paints it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kwalcode.tui.screens.patterns.asking import Look
from kwalcode.tui.screens.patterns.reading import Linked, Matrix
from kwalcode.tui.text.heat import (
    NOTHING,
    Head,
    Heat,
    by_community,
    by_size,
    community_letter,
    figure,
    shade,
)


def heat_of(
    matrix: Matrix,
    linked: Linked,
    look: Look,
    letters: Mapping[int, str],
    colors: Mapping[int, str],
) -> Heat:
    """Return what is painted: the codes with a pair of enough respondents, in their order.

    Pairs with fewer respondents than the threshold have a dot.
    """
    codes = ordered(matrix, linked, look)
    at = [matrix.place[code] for code in codes]
    values = matrix.table(look.measure.column)[np.ix_(at, at)]
    people = np.nan_to_num(matrix.table("respondents"))[np.ix_(at, at)]
    enough = people >= max(1, look.minimum)
    known = values[enough & np.isfinite(values)]
    top = float(known.max()) if known.size else 0.0
    form = look.measure.form
    heads = tuple(_head(matrix, linked, code, letters, colors) for code in codes)
    cells = list(zip(values.tolist(), enough.tolist(), strict=True))
    return Heat(
        heads,
        [[figure(v, form) if ok else NOTHING for v, ok in zip(*row, strict=True)] for row in cells],
        [[shade(v, top) if ok else 0 for v, ok in zip(*row, strict=True)] for row in cells],
    )


def ordered(matrix: Matrix, linked: Linked, look: Look) -> list[int]:
    """Return the codes that have a pair of enough respondents, in the order chosen."""
    joined = {code for code, degree in linked.graph.degree() if degree}
    codes = [code for code in matrix.codes if code in joined]
    if look.order == "size":
        return by_size(codes, matrix.sizes)
    if look.order == "community":
        return by_community(codes, linked.community, matrix.sizes)
    return codes


def _head(
    matrix: Matrix,
    linked: Linked,
    code: int,
    letters: Mapping[int, str],
    colors: Mapping[int, str],
) -> Head:
    number = linked.community.get(code)
    community = "" if number is None else community_letter(number)
    name = matrix.ground.codes[code].name
    return Head(code, letters.get(code, "??"), name, colors.get(code, ""), community)
