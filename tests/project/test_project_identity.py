from __future__ import annotations

import re
import time
import uuid

import pytest

from kwalcode.project.identity import new_uuid, new_uuids, now


def test_version_and_variant_are_those_of_rfc_9562() -> None:
    for value in new_uuids(1000) + [new_uuid() for _ in range(1000)]:
        parsed = uuid.UUID(bytes=value)
        assert parsed.variant == uuid.RFC_4122
        assert parsed.version == 7


def test_the_first_48_bits_are_the_time_in_milliseconds() -> None:
    before = time.time_ns() // 1_000_000
    stamp = int.from_bytes(new_uuid()[:6], "big")
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_those_of_one_call_count_up_by_one() -> None:
    numbers = [int.from_bytes(value, "big") for value in new_uuids(5000)]
    assert numbers == list(range(numbers[0], numbers[0] + 5000))


def test_they_sort_by_the_millisecond_of_their_making(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1_800_000_000_000, 1_800_000_000_300))
    monkeypatch.setattr(time, "time_ns", lambda: next(clock) * 1_000_000)
    made = [new_uuid() for _ in range(300)]
    assert made == sorted(made)


def test_none_comes_twice_within_one_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000 * 1_000_000)
    made = [value for _ in range(500) for value in new_uuids(20)]
    assert len(set(made)) == len(made)


def test_now_is_utc_to_the_millisecond() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now())
