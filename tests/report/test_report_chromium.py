"""The report in a real browser: edges and cells lead to their quotations, nothing is fetched.

Skipped where there is no Chromium.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.relations import relate
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.reads.findings import Subject
from kwalcode.project.study import Study
from kwalcode.report.build import write_report

aiohttp = pytest.importorskip("aiohttp")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium here")

SAID = "Interviewer: Wat ziet u?\nR: Het is een optelsom van signalen.\nR: De politie helpt.\n"
_MIDDLE = """(() => {
  const item = document.querySelector(%s);
  item.scrollIntoView({block: "center", behavior: "instant"});
  const path = /^(edge|tie)-/.test(item.id) && item.querySelector("path");
  if (!path) { const b = item.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }
  const at = path.getPointAtLength(path.getTotalLength() / 2);
  const on = new DOMPoint(at.x, at.y).matrixTransform(path.getScreenCTM());
  return [on.x, on.y];
})()"""  # noqa: E501 - a script
_PANEL = """(() => {
  const panel = document.getElementById("panel");
  if (panel.hidden) return null;
  return [document.getElementById("panel-title").textContent,
          [...document.querySelectorAll("#panel-list p")].map((one) => one.textContent)];
})()"""


class Tab:
    """A tab of the browser, spoken to over its debugging port."""

    def __init__(self, socket: Any) -> None:
        self._socket, self._sent, self.events = socket, 0, list[dict[str, Any]]()

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._sent += 1
        number = self._sent
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            told = json.loads((await self._socket.receive(timeout=30)).data)
            if told.get("id") == number:
                assert "error" not in told, told
                return dict(told["result"])
            self.events.append(told)

    async def value(self, script: str) -> Any:
        answer = await self.ask("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def click(self, selector: str) -> tuple[str, list[str]]:
        """Click in the middle of what a selector finds; return the panel's title and texts."""
        x, y = await self.value(_MIDDLE % json.dumps(selector))
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            await self.ask(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )
        for _again in range(50):
            panel = await self.value(_PANEL)
            if panel:
                await self.value("document.getElementById('panel-close').click()")
                return panel[0], panel[1]
            await asyncio.sleep(0.1)
        raise AssertionError(f"{selector} opens nothing")


@asynccontextmanager
async def browsing(page: Path, profile: Path) -> AsyncIterator[Tab]:
    """Open a page in a browser of its own."""
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
               "--disable-background-networking", "--remote-debugging-port=0",
               "--window-size=1200,900", f"--user-data-dir={profile}")  # fmt: skip
    assert BROWSER is not None
    browser = subprocess.Popen(
        [BROWSER, *options, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        told = profile / "DevToolsActivePort"
        for _again in range(300):
            if told.exists() and told.read_text(encoding="utf-8").count("\n"):
                break
            await asyncio.sleep(0.1)
        port = told.read_text(encoding="utf-8").split()[0]
        async with aiohttp.ClientSession() as session:
            tabs = await (await session.get(f"http://127.0.0.1:{port}/json")).json()
            url = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            tab = Tab(await session.ws_connect(url, max_msg_size=0))
            for domain in ("Network", "Runtime", "Log", "Page"):
                await tab.ask(f"{domain}.enable")
            await tab.ask("Page.navigate", url=page.as_uri())
            for _again in range(100):
                if await tab.value("document.querySelectorAll('.live').length"):
                    break
                await asyncio.sleep(0.1)
            yield tab
    finally:
        browser.terminate()
        browser.wait(timeout=30)


@pytest.fixture
def page(study: Study, prepared: Callable[..., object], tmp_path: Path) -> Path:
    """A report on three interviews: two codes in one turn, two themes with a relation."""
    for n in (1, 2, 3):
        import_document(study, prepared(f"R0{n}", SAID))  # type: ignore[arg-type]
    import_codebook(study, [CodeSpec((name,)) for name in ("optelsom", "signaal")], source="x")
    places = {1: SAID.index("optelsom"), 2: SAID.index("signalen")}
    add_codings(
        study,
        [NewCoding(d, at, at + 8, code, "Anna") for d in (1, 2, 3) for code, at in places.items()],
    )
    one, other = (create_theme(study, name, "", [n]) for n, name in ((1, "Tellen"), (2, "Zien")))
    relate(study, Subject("theme", one), Subject("theme", other), "cause of", note="zeggen drie")
    target = tmp_path / "report.html"
    write_report(study, target, rule="turn", language="en")
    return target


async def test_lines_lead_to_their_quotations_and_nothing_is_fetched(
    page: Path, tmp_path: Path
) -> None:
    async with browsing(page, tmp_path / "profile") as tab:
        ids = await tab.value("[...document.querySelectorAll('.live')].map((one) => one.id)")
        edges = [one for one in ids if one.startswith("edge-")]
        assert "edge-1-2" in edges
        assert len(edges) == 2  # that of the themes too
        title, texts = await tab.click("#edge-1-2")
        assert title == "optelsom – signaal"
        assert sum("optelsom" in text for text in texts) == 3
        theme_edge = next(one for one in edges if one != "edge-1-2")
        title, texts = await tab.click(f"#{theme_edge}")
        assert title == "Tellen – Zien"
        assert len(texts) == 6
        assert (await tab.click("#tie-0"))[0] == "Tellen is cause of Zien"
        assert (await tab.click("#cell-1-2"))[0] == "optelsom – signaal"
        assert (await tab.click("#pairs-table button.open"))[0] == "optelsom – signaal"
        paper = await tab.ask("Page.printToPDF")
        assert len(paper["data"]) > 10_000
        asked = [event["params"]["request"]["url"] for event in tab.events
                 if event.get("method") == "Network.requestWillBeSent"]  # fmt: skip
        assert asked == [page.as_uri()]
        wrong = ("Runtime.exceptionThrown", "Log.entryAdded")
        assert [event for event in tab.events if event.get("method") in wrong] == []
