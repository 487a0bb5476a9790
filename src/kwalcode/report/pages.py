"""HTML pages from templates: every value is escaped, nothing comes from outside the page."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kwalcode.i18n import _, counted
from kwalcode.report.xmltext import XmlCleaner


def environment(clean: XmlCleaner) -> Environment:
    """Return a Jinja environment with autoescape; `clean` takes characters out of all values.

    Templates have `_` and `counted` (texts in the language of now) and `part(name)`: a file
    beside the template, taken in as it is.
    """
    made = Environment(
        loader=FunctionLoader(part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: _cleaned(value, clean),
    )
    made.globals |= {"_": _, "counted": counted, "part": lambda name: Markup(part(name))}
    return made


def part(name: str) -> str:
    """Return a file of the templates' folder."""
    return (files("kwalcode.report") / "templates" / name).read_text(encoding="utf-8")


def _cleaned(value: object, clean: XmlCleaner) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value
