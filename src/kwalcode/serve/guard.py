"""Who may use the app in the browser. Pure: headers and secrets in, a decision out.

Any web page that the user has open can send requests to the loopback address, and other users
of the machine can too. So: a token that is good once, in the address that is printed; then a
cookie, which pages of other origins cannot send (SameSite=Strict); `Host` is checked against
names that others point at this machine, and `Origin` on the socket, where browsers send
cookies across origins.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

COOKIE = "kwalcode"
NAMES = ("127.0.0.1", "localhost")


def new_secret() -> str:
    """Return a secret that cannot be guessed, fit for an address."""
    return secrets.token_urlsafe(32)


@dataclass(slots=True)
class Guard:
    """Knows the port, the token that is good now, and what the cookie must hold."""

    port: int
    token: str = field(default_factory=new_secret)
    cookie: str = field(default_factory=new_secret)

    @property
    def address(self) -> str:
        """The address to open first: it holds the token."""
        return f"http://{NAMES[0]}:{self.port}/?token={self.token}"

    def host_is_ours(self, host: str | None) -> bool:
        """Tell whether a `Host` header names this machine's loopback address and our port."""
        return host in {f"{name}:{self.port}" for name in NAMES}

    def origin_is_ours(self, origin: str | None, host: str | None) -> bool:
        """Tell whether an `Origin` header is that of the page that we served under `host`."""
        return self.host_is_ours(host) and origin == f"http://{host}"

    def redeem(self, token: str) -> bool:
        """Tell whether `token` is the one that is good now; then another takes its place."""
        good = secrets.compare_digest(token.encode(), self.token.encode())
        if good:
            self.token = new_secret()
        return good

    def knows(self, cookie: str | None) -> bool:
        """Tell whether a cookie is the one that we gave."""
        return secrets.compare_digest((cookie or "").encode(), self.cookie.encode())
