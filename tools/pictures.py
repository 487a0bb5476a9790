"""Make the pictures of the app in `docs/pictures` from the real app on the example study.

Run `python tools/pictures.py`; needs Chromium (or Chrome) for PNG files and leaves SVG files
where there is none. No network: the font that Textual's pictures ask for is left out.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from textual import events

from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.screens.coding.screen import CodingScreen
from kwalcode.tui.session import Session

TARGET = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
COLORS = 200
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Picture:
    """A name, the size in cells, the document, words to select in it, keys to press then.

    `typed` is put into the field that has the focus then, and Enter pressed.
    """

    name: str
    size: tuple[int, int]
    document: str
    words: str
    keys: tuple[str, ...] = ()
    typed: str = ""


PICTURES = (
    Picture("coding-120x34", (120, 34), "R09", "onderbuikgevoel", ("e", "e", "enter")),
    Picture("palette-80x24", (80, 24), "R07", "vertrouwen", ("e", "e", "c", "s", "i", "g")),
    Picture("quotations-160x48", (160, 48), "R09", "onderbuikgevoel", ("q",)),
    Picture("documents-120x34", (120, 34), "R09", "onderbuikgevoel", (",", "d")),
    Picture("codebook-160x48", (160, 48), "R09", "onderbuikgevoel", (",", "b", "down", "down")),
    Picture("search-120x34", (120, 34), "R09", "onderbuikgevoel", (",", "s", "ctrl+t"), "melden"),
    Picture("agreement-120x34", (120, 34), "R09", "onderbuikgevoel", (",", "a")),
    Picture("patterns-160x48", (160, 48), "R09", "onderbuikgevoel", (",", "p")),
    Picture("history-120x34", (120, 34), "R09", "onderbuikgevoel", (",", "h")),
)


def main() -> None:
    """Make all pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"KWALCODE_HOME": folder, "KWALCODE_LANGUAGE": "en"}
        demo = [sys.executable, "-m", "kwalcode", "demo", folder, "--no-open"]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for picture in PICTURES:
            svg = asyncio.run(taken(Path(folder) / "demo.kwal", picture))
            sys.stdout.write(f"{written(picture.name, svg)}\n")


async def taken(study: Path, picture: Picture) -> str:
    """Return the picture as SVG."""
    session = Session(study, "Anna")
    try:
        app = KwalcodeApp(session)
        async with app.run_test(size=picture.size) as pilot:
            await app.workers.wait_for_complete()
            screen = app.screen
            assert isinstance(screen, CodingScreen)
            wanted = next(d for d in session.documents() if d.name.startswith(picture.document))
            screen.open_document(wanted)
            screen.show_lists()
            start = screen.transcript.data.text.index(picture.words)
            screen.transcript.go_to((start, start + len(picture.words)))
            for key in picture.keys:
                await pilot.press("comma" if key == "," else key)
                await pilot.pause(0.2)
            if picture.typed:
                app.post_message(events.Paste(picture.typed))
                await pilot.pause(0.5)
                await pilot.press("enter")
            await app.workers.wait_for_complete()
            await pilot.pause(2)
            await pilot.pause(0.3)
            return app.export_screenshot(title="kwalcode")
    finally:
        session.close()


def written(name: str, svg: str) -> Path:
    """Write a picture as PNG where a browser is found, else as SVG; return its path."""
    svg = _FONT_FACE.sub("", svg)
    target = TARGET / f"{name}.svg"
    target.write_text(svg, encoding="utf-8")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return target
    png = target.with_suffix(".png")
    photograph(browser, target, png, svg)
    target.unlink()
    return png


def photograph(browser: str, source: Path, target: Path, svg: str) -> None:
    """Let a browser paint the SVG file `source` to `target`, with few colours: small."""
    from PIL import Image

    box = _VIEW_BOX.search(svg)
    assert box is not None
    width, height = (round(float(side)) for side in box.groups())
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser, "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--default-background-color=00000000", f"--user-data-dir={profile}",
            f"--window-size={width},{height}", f"--screenshot={target}",
            *(["--no-sandbox"] if _is_root() else []), source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with Image.open(target) as photo:
        photo.quantize(COLORS, method=Image.Quantize.FASTOCTREE).save(target, optimize=True)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    main()
