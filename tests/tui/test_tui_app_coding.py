from __future__ import annotations

from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, opened, small_study, stored

SENTENCE = "Dan bel ik mijn collega van het wijkteam."


@pytest.fixture
def study_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))
    return small_study(tmp_path / "study.kwal")


async def test_a_passage_is_coded_with_four_keystrokes(study_file: Path) -> None:
    async with opened(study_file) as desk:
        desk.select(SENTENCE)
        await desk.press("c", "m", "e", "enter")
        assert (SENTENCE, REPORT, "Anna") in stored(study_file)
        await desk.press("]")
        assert desk.coding.transcript.selection is None
    async with opened(study_file) as desk:
        assert any("M" in line[:14] and "Dan bel ik" in line for line in desk.lines())
