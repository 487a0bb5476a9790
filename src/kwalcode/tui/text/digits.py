"""Which codes have the digit keys 1 to 9. Pure.

Digits are for the fingers, so they must not wander: a code keeps its digit while the study is
open. Those that were pinned always have theirs; the others are the codes used most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

DIGITS = range(1, 10)


def assigned(
    pins: Mapping[int, int],
    held: Mapping[int, int],
    ranking: Sequence[int],
    known: Collection[int],
) -> dict[int, int]:
    """Return the code (id) of each digit that has one.

    `pins` are the codes by the digits they were given, `held` those of a moment ago, `ranking`
    the codes used so far, the one used most first; codes that are not `known` are left out.
    """
    given = {digit: code for digit, code in pins.items() if code in known and digit in DIGITS}
    for digit, code in held.items():
        if code in known and digit not in given and code not in given.values():
            given[digit] = code
    free = [digit for digit in DIGITS if digit not in given]
    waiting = [code for code in ranking if code in known and code not in given.values()]
    return dict(sorted((given | dict(zip(free, waiting, strict=False))).items()))


def digit_to_pin(code: int, pins: Mapping[int, int], held: Mapping[int, int]) -> int | None:
    """Return the digit that a code gets when it is pinned: the one it has, else a free one, else
    that of the last code that is not pinned. None where nine codes are pinned."""
    if code in held.values():
        return next(digit for digit, other in held.items() if other == code)
    free = [digit for digit in DIGITS if digit not in pins and digit not in held]
    loose = [digit for digit in reversed(DIGITS) if digit not in pins]
    return next(iter([*free, *loose]), None)
