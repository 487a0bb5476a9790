"""Sentence bounds as a compact blob: some 2 bytes per sentence instead of two integers."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate, chain, pairwise

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.spans import Range

_PAIR = 8


def pack_bounds(bounds: Iterable[Range]) -> bytes:
    """Return sorted, non-overlapping half-open ranges (code points) as bytes.

    Layout: the distance of each edge to the edge before it, as unsigned 32-bit little-endian
    integers, deflated (zlib, level 1); no ranges make no bytes. Raises ValueError for ranges
    that overlap, run backwards or do not fit.
    """
    edges = list(chain.from_iterable(bounds))
    if not edges:
        return b""
    steps = [after - before for before, after in pairwise(chain((0,), edges))]
    if min(steps) < 0 or max(steps) > 0xFFFFFFFF:
        raise ValueError("bounds must be sorted, must not overlap and must fit in 32 bits")
    return zlib.compress(_little_endian(array("I", steps)).tobytes(), 1)


def unpack_array(data: bytes) -> array[int]:
    """Return packed bounds as one flat array start, end, start, end ... in code points.

    numpy reads it without a copy: `numpy.frombuffer(unpacked, "uint32").reshape(-1, 2)`.
    Raises KwalcodeError for bytes that `pack_bounds` did not make.
    """
    if not data:
        return array("I")
    steps = array("I")
    try:
        raw = zlib.decompress(data)
        if len(raw) % _PAIR:
            raise ValueError("not a whole number of ranges")
        steps.frombytes(raw)
        return array("I", accumulate(_little_endian(steps)))
    except (zlib.error, ValueError, OverflowError) as error:
        raise KwalcodeError(
            _("The stored sentence bounds are damaged: check the project with kwalcode check.")
        ) from error


def unpack_bounds(data: bytes) -> list[Range]:
    """Return packed bounds as a list of half-open ranges in code points.

    Raises KwalcodeError for bytes that `pack_bounds` did not make.
    """
    edges = iter(unpack_array(data))
    return list(zip(edges, edges, strict=True))


def _little_endian(values: array[int]) -> array[int]:
    """Swap between this machine's byte order and little endian."""
    if sys.byteorder == "big":
        values.byteswap()
    return values
