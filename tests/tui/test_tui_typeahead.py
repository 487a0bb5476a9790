"""Who types faster than a window opens loses no key."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import REPORT, Desk, opened, small_study, stored
from textual import events


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def at_once(desk: Desk, keys: str) -> None:
    """Type letters without any time between them, as a terminal hands over what waited."""
    for key in keys:
        named = {"\n": "enter", ",": "comma", "/": "slash"}.get(key, key)
        desk.app.post_message(events.Key(named, key if key.isprintable() else None))
    for _turn in range(3):
        await desk.settle()
        await desk.pilot.pause(0.1)


async def test_a_code_typed_in_one_breath_is_put_there(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("Dan bel ik")
        await at_once(desk, "cmelden")
        assert "melden" in desk.seen()
        assert desk.app.screen.query_one("LiteralInput").value == "melden"  # type: ignore[attr-defined]
        await desk.press("enter")
    assert ("Dan bel ik", REPORT, "Anna") in stored(study_file)


@pytest.mark.parametrize(("keys", "title"), [(",q", "Quotations"), (",d", "Documents")])
async def test_the_letter_of_a_screen_may_come_at_once(
    study_file: Path, keys: str, title: str
) -> None:
    async with opened(study_file) as desk:
        await at_once(desk, keys)
        assert f"study · {title}" in desk.lines()[0]


async def test_keys_after_it_go_where_they_should(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await desk.select("Dan bel ik")
        await at_once(desk, "cmelden\n")
        assert desk.app.screen is desk.coding
        await desk.press("escape", "u")
    assert ("Dan bel ik", REPORT, "Anna") not in stored(study_file)


async def test_a_window_is_closed_once_however_often_a_key_was_struck(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_once(desk, ",ss")
        assert "study · Search" in desk.lines()[0]
        await desk.press("escape", "escape")
        await desk.select("Dan bel ik")
        await desk.press("c", *"melden")
        await at_once(desk, "\n\n\n")
        assert desk.coding in desk.app.screen_stack
    assert [code for p, code, _c in stored(study_file) if p == "Dan bel ik"] == [REPORT]


async def test_what_is_typed_ahead_survives_a_screen_in_between(study_file: Path) -> None:
    async with opened(study_file) as desk:
        await at_once(desk, ",sklopt\n")
        assert "study · Search" in desk.lines()[0]
        assert "klopt iets niet" in desk.seen()
