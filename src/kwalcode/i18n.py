"""The interface language: one function, `_`, around every text that a user sees.

The language is fixed once, before `tui` is imported, because class-level texts
(key bindings) are translated when their module is read.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCALE_DIR = Path(__file__).with_name("locale")
LANGUAGES = ("en", "nl")

_active: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Make `language` ("en" or "nl") the interface language from here on.

    An unknown language falls back to English, the language of the source texts.
    """
    global _active
    _active = gettext.translation(
        "kwalcode", LOCALE_DIR, languages=[language.split("_")[0].split("-")[0]], fallback=True
    )


def let_libraries_use(language: str) -> None:
    """Let libraries that take their texts from `gettext` themselves (click) use our catalogue.

    They ask for the language of the process, which is set here for it and its children.
    """
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("kwalcode", LOCALE_DIR)
    gettext.textdomain("kwalcode")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let texts come in `language` inside the block (a report's, say), as before after it."""
    global _active
    before = _active
    use(language)
    try:
        yield
    finally:
        _active = before


def current() -> str:
    """Return the language that texts come in now: "en" or "nl"."""
    return _active.info().get("language", "en")


def _(message: str) -> str:
    """Return `message` in the interface language; fill it afterwards with `.format(...)`."""
    return _active.gettext(message)


def counted(singular: str, plural: str, n: int) -> str:
    """Return the form of a counted text that fits `n`, with `{n}` filled in."""
    return _active.ngettext(singular, plural, n).format(n=n)
