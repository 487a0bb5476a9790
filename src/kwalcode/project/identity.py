"""Time and identity: time-ordered UUIDs (version 7, RFC 9562) and UTC time stamps."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from hashlib import blake2b


def new_uuids(n: int) -> list[bytes]:
    """Return `n` new UUIDs of 16 bytes that sort in the order of their making.

    Those of one call follow each other by one, which keeps a bulk act's journal small.
    """
    stamp = time.time_ns() // 1_000_000
    head = (stamp << 80) | (0x7 << 76) | (int.from_bytes(os.urandom(2), "big") >> 4 << 64)
    # The highest random bit stays 0, so that counting up cannot run into the variant bits.
    tail = int.from_bytes(os.urandom(8), "big") >> 3
    first = head | (0b10 << 62) | tail
    return [(first + i).to_bytes(16, "big") for i in range(n)]


def new_uuid() -> bytes:
    """Return one new UUID of 16 bytes."""
    return new_uuids(1)[0]


def derived(older: bytes, *told: object) -> bytes:
    """Return the UUID of what follows from something else: the same in every copy of a study.

    It sorts with `older`, the UUID of what it is made of (or the first six bytes of one), and is
    told apart by `told`, whose parts must print the same everywhere.
    """
    return older[:6] + blake2b(repr((older, told)).encode(), digest_size=10).digest()


def now() -> str:
    """Return the time in UTC, to the millisecond, as ISO 8601 with Z."""
    return _stamped(datetime.now(UTC))


def made(uuid: bytes) -> str:
    """Return when a UUID of `new_uuids` was made, as `now` tells it."""
    return _stamped(datetime.fromtimestamp(int.from_bytes(uuid[:6], "big") / 1000, UTC))


def _stamped(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
