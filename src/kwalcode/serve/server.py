"""The server: textual-serve's, with the guard before every request and a page of our own."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from textual_serve.app_service import AppService
from textual_serve.server import Server

from kwalcode.i18n import _, current
from kwalcode.serve.guard import COOKIE, NAMES, Guard

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
    " img-src 'self' data:; connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
_ENTERED = '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
_FONT_SIZE = 16
_SECONDS_TO_END = 10


def bound_socket(port: int) -> socket.socket:
    """Return a socket on the loopback address; port 0 is any free one. Raises OSError."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((NAMES[0], port))
        listening.listen()  # before the address is told, so that who is quick is not refused
    except OSError:
        listening.close()
        raise
    return listening


class StudyServer(Server):
    """Serves the app that `command` runs, on `listening`, to who has the token.

    `tell` is given each address that is good: the first, and a new one when one was used.
    """

    def __init__(
        self, command: str, title: str, listening: socket.socket, tell: Callable[[str], None]
    ) -> None:
        port = listening.getsockname()[1]
        super().__init__(command, host=NAMES[0], port=port, title=title)
        self.guard = Guard(port)
        self._listening, self._tell = listening, tell
        self._open: set[asyncio.Task[object]] = set()
        folder = FileSystemLoader(Path(__file__).parent)
        pages = Environment(loader=folder, autoescape=True, undefined=StrictUndefined)
        pages.globals["_"] = _
        self._page = pages.get_template("page.html.j2")

    def run(self) -> None:
        """Serve until Ctrl+C. A log is not kept: it would hold what is on the screen."""
        logging.getLogger("textual-serve").setLevel(logging.CRITICAL)
        loop = asyncio.new_event_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, self.request_exit)
        web.run_app(
            self._make_app(),
            sock=self._listening,
            handle_signals=False,
            loop=loop,
            print=lambda *_said: None,
        )

    async def _started(self, _app: web.Application) -> None:
        """Tell the first address."""
        self._tell(self.guard.address)

    async def _make_app(self) -> web.Application:
        """Return the application, the guard before all of it."""
        app = web.Application(middlewares=[self._guarded])
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.get("/page.js", self._script),
                web.static("/static", self.statics_path, name="static"),
            ]
        )
        app.on_startup.append(self._started)
        app.on_shutdown.append(self._leave)
        return app

    async def _leave(self, _app: web.Application) -> None:
        """End the apps that are still open in a browser; each closes its study."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run an app for as long as its page is open."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            return await super().handle_websocket(request)
        finally:
            self._open.discard(task)

    async def _process_messages(
        self, websocket: web.WebSocketResponse, app_service: AppService
    ) -> None:
        """Give the app what the page sends; when the page is left, wait until the app has ended.

        textual-serve waits for the app's last words only. A process that is still ending when
        the server's loop is closed would be complained of on the terminal.
        """
        try:
            await super()._process_messages(websocket, app_service)
        finally:
            await app_service.stop()
            process = app_service._process
            if process is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), _SECONDS_TO_END)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host")
        if not self.guard.host_is_ours(host):
            return _refused(421, _("This address is not served here."))
        if request.path == "/" and "token" in request.query:
            return self._enter(request.query["token"])
        if not self.guard.knows(request.cookies.get(COOKIE)):
            return _refused(403, _("Open the address that kwalcode printed last."))
        origin = request.headers.get("Origin")
        if request.path == "/ws" and not self.guard.origin_is_ours(origin, host):
            return _refused(403, _("Another page may not use this study."))
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_headers(str(host)))
        return response

    def _enter(self, token: str) -> web.Response:
        """Give the cookie for the token.

        The page goes on by itself instead of being redirected: a Strict cookie is not sent
        along a redirect that began on another site.
        """
        if not self.guard.redeem(token):
            return _refused(403, _("Open the address that kwalcode printed last."))
        self._tell(self.guard.address)
        response = web.Response(text=_ENTERED, content_type="text/html", headers=_PLAIN)
        response.set_cookie(COOKIE, self.guard.cookie, httponly=True, samesite="Strict", path="/")
        return response

    async def handle_index(self, request: web.Request) -> web.Response:
        """Return the page of the app."""
        page = self._page.render(
            language=current(),
            title=self.title,
            socket=f"ws://{request.headers['Host']}/ws",
            font_size=_FONT_SIZE,
        )
        return web.Response(text=page, content_type="text/html")

    async def _script(self, _request: web.Request) -> web.Response:
        script = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
        return web.Response(text=script, content_type="text/javascript")


_PLAIN = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _headers(host: str) -> dict[str, str]:
    return {**_PLAIN, "Content-Security-Policy": _POLICY.format(host=host)}


def _refused(status: int, line: str) -> web.Response:
    return web.Response(status=status, text=line + "\n", headers=_PLAIN)
