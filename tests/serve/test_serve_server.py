"""A real server with the real app behind it: what it gives, and what it refuses."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from kwalcode.project.study import create

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?token=\S+")
WORDS = b"no documents yet"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a running server on an empty study."""
    study = tmp_path / "study.kwal"
    create(study, "Anna").close()
    command = [sys.executable, "-m", "kwalcode", "serve", str(study), "--as", "Anna"]
    environment = os.environ | {"KWALCODE_HOME": str(tmp_path / "home"), "KWALCODE_LANGUAGE": "en"}
    started = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    yield started
    started.send_signal(signal.SIGINT)
    started.wait(timeout=20)
    assert started.stderr is not None
    started.stderr.close()


def next_address(server: subprocess.Popen[str]) -> str:
    assert server.stderr is not None
    found = ADDRESS.search(server.stderr.readline())
    assert found is not None
    return found.group()


async def test_the_app_is_given_to_who_has_the_token_and_to_nobody_else(
    server: subprocess.Popen[str],
) -> None:
    address = next_address(server)
    root = address.partition("?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        assert (await browser.get(root)).status == 403
        assert (await browser.get(root + "static/js/textual.js")).status == 403
        assert (await browser.get(root + "?token=guess")).status == 403
        foreign = {"Host": "evil.example:80"}
        assert (await browser.get(address, headers=foreign)).status == 421

        entered = await browser.get(address)
        cookie = entered.headers["Set-Cookie"]
        assert entered.status == 200
        assert "SameSite=Strict" in cookie
        assert "HttpOnly" in cookie

        page = await browser.get(root)
        text = await page.text()
        assert page.status == 200
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert re.findall(r"(?:src|href)=\"(?!/|data:)", text) == []
        assert re.findall(r"https?://", text) == []
        for path in re.findall(r"(?:src|href)=\"/([^\"]+)", text):
            assert (await browser.get(root + path)).status == 200

        for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await browser.ws_connect(root + "ws", headers=origin)

        ours = {"Origin": root.rstrip("/")}
        async with browser.ws_connect(root + "ws?width=80&height=24", headers=ours) as socket:
            await asyncio.wait_for(painted(socket), timeout=30)

    async with aiohttp.ClientSession() as other:
        assert (await other.get(address)).status == 403, "a token is good once"
        assert (await other.get(next_address(server))).status == 200


async def test_stopped_while_a_page_is_open_it_ends_the_app_and_says_nothing(
    server: subprocess.Popen[str],
) -> None:
    address = next_address(server)
    root = address.partition("?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        await browser.get(address)
        ours = {"Origin": root.rstrip("/")}
        async with browser.ws_connect(root + "ws?width=80&height=24", headers=ours) as socket:
            await asyncio.wait_for(painted(socket), timeout=30)
            server.send_signal(signal.SIGINT)
            while not socket.closed:
                await asyncio.wait_for(socket.receive(), timeout=20)
    assert await asyncio.to_thread(server.wait, 20) == 0
    assert server.stderr is not None
    assert ADDRESS.sub("", server.stderr.read()).count("\n") == 1, "nothing but the next address"


LINGERS = """
import os, shlex, sys, time
if "app" in sys.argv:
    os.write(1, b"__GANGLION__" + bytes([10]) + b"D" + (1).to_bytes(4, "big") + b"!")
    sys.stdin.buffer.read(1)
    os.close(1)
    time.sleep(1)
    open(sys.argv[0] + ".ended", "x").close()
else:
    from kwalcode.serve.server import StudyServer, bound_socket
    command = "exec " + shlex.join([sys.executable, sys.argv[0], "app"])
    tell = lambda address: print(address, file=sys.stderr, flush=True)
    StudyServer(command, "study", bound_socket(0), tell).run()
"""


async def test_an_app_that_is_slow_to_end_is_waited_for(tmp_path: Path) -> None:
    program = tmp_path / "lingers.py"
    program.write_text(LINGERS)
    server = subprocess.Popen([sys.executable, str(program)], stderr=subprocess.PIPE, text=True)
    address = next_address(server)
    root = address.partition("?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        await browser.get(address)
        ours = {"Origin": root.rstrip("/")}
        async with browser.ws_connect(root + "ws", headers=ours) as socket:
            assert await asyncio.wait_for(socket.receive_bytes(), timeout=20) == b"!"
            server.send_signal(signal.SIGINT)
            while not socket.closed:
                await asyncio.wait_for(socket.receive(), timeout=20)
    _said, complaints = await asyncio.to_thread(server.communicate, timeout=20)
    assert server.returncode == 0
    assert program.with_name("lingers.py.ended").exists(), "it had time to close its study"
    assert ADDRESS.sub("", complaints).strip() == ""


async def painted(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Return when the app has painted what it says of an empty study."""
    seen = b""
    while WORDS not in seen:
        message = await socket.receive()
        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
        if message.type is aiohttp.WSMsgType.BINARY:
            seen += message.data


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    import socket

    study = tmp_path / "study.kwal"
    create(study, "Anna").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kwalcode", "serve", str(study), "--port", port]
        environment = os.environ | {"KWALCODE_HOME": str(tmp_path), "KWALCODE_LANGUAGE": "en"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} cannot be used")
    assert len(done.stderr.splitlines()) == 1
