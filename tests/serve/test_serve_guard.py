"""Who gets in: a token once, a cookie after it, our own host and origin only."""

from __future__ import annotations

import pytest

from kwalcode.serve.guard import Guard


@pytest.mark.parametrize("host", ["127.0.0.1:81", "localhost:81"])
def test_the_loopback_address_is_ours(host: str) -> None:
    guard = Guard(81)
    assert guard.host_is_ours(host)
    assert guard.origin_is_ours(f"http://{host}", host)


@pytest.mark.parametrize(
    "host", [None, "", "127.0.0.1", "127.0.0.1:80", "evil.example:81", "127.0.0.1.evil.example:81"]
)
def test_other_hosts_are_not(host: str | None) -> None:
    assert not Guard(81).host_is_ours(host)


@pytest.mark.parametrize(
    "origin", [None, "null", "https://127.0.0.1:81", "http://evil.example", "http://localhost:81"]
)
def test_other_origins_are_not(origin: str | None) -> None:
    assert not Guard(81).origin_is_ours(origin, "127.0.0.1:81")


def test_a_token_is_good_once() -> None:
    guard = Guard(81)
    token = guard.token
    assert token in guard.address
    assert not guard.redeem("é")
    assert guard.redeem(token)
    assert not guard.redeem(token)
    assert guard.redeem(guard.token)


def test_the_cookie_is_another_secret_than_the_token() -> None:
    guard = Guard(81)
    assert guard.knows(guard.cookie)
    assert not guard.knows(guard.token)
    assert not guard.knows(None)
    assert not guard.knows("")
    assert Guard(81).cookie != guard.cookie
