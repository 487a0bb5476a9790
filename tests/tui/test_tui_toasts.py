"""What is told at the bottom is told whole, however its words fall."""

from __future__ import annotations

from pathlib import Path

from app_pilot import opened, small_study


async def test_news_that_just_does_not_fit_on_a_line_goes_on_below(tmp_path: Path) -> None:
    async with opened(small_study(tmp_path / "study.kwal"), size=(80, 24)) as desk:
        for length in range(62, 76):
            said = ("word " * 20)[: length - 5].strip()
            desk.app.notify(f"{said} {'x' * (length - len(said) - 5)} end.", timeout=30)
            await desk.settle()
            seen = desk.seen()
            assert "end." in seen, length
            desk.app.clear_notifications()
            await desk.settle()
            assert "end." not in desk.seen()
