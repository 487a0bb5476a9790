"""Collect the texts of the interface, update the Dutch catalogue and compile it (Babel).

Run by `make messages`. New texts come into the .po file without a translation; a test fails
until they have one.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import textual
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "kwalcode"
CATALOGUE = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "kwalcode.po"
KEYWORDS = {"_": None, "counted": (1, 2), "plural": (1, 2)}
CLICK_KEYWORDS = {"_": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]


def of_textual() -> Iterator[str]:
    """Yield what Textual says of its own keys, which the help shows (see `tui.screens.keys`)."""
    source = Path(textual.__file__).parent
    for path in sorted([*source.glob("*.py"), *source.glob("widgets/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Binding":
                said = node.args[2:3] + [k.value for k in node.keywords if k.arg == "description"]
                yield from (s.value for s in said if isinstance(s, ast.Constant) and s.value)


def of_f_strings(source: Path) -> Iterator[str | tuple[str, str]]:
    """Yield the texts within f-strings, which Babel reads only from Python 3.12 on."""
    for path in sorted(source.rglob("*.py")):
        for drawn in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(drawn, ast.JoinedStr):
                yield from _asked_for(drawn)


def _asked_for(drawn: ast.JoinedStr) -> Iterator[str | tuple[str, str]]:
    for node in ast.walk(drawn):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS:
            said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            match [text for text in said if isinstance(text, str)]:
                case [one]:
                    yield one
                case [singular, plural]:
                    yield singular, plural


def collect() -> Catalog:
    """Return a catalogue of every text in the source, and of click's and Textual's own."""
    catalogue = Catalog(project="kwalcode", fuzzy=False)
    for message in of_textual():
        catalogue.add(message, locations=[("textual", 1)])
    for _name, _line, message, _comments, context in extract_from_dir(
        Path(click.__file__).parent, METHODS[:1], keywords=CLICK_KEYWORDS, comment_tags=()
    ):
        catalogue.add(message, locations=[("click", 1)], context=context)
    for text in of_f_strings(SOURCE):
        catalogue.add(text, locations=[("f-string", 1)])
    found = extract_from_dir(SOURCE, METHODS, keywords=KEYWORDS, comment_tags=())
    for name, _line, message, comments, context in found:
        catalogue.add(
            message, locations=[(Path(name).as_posix(), 1)], auto_comments=comments, context=context
        )
    return catalogue


def updated(known: bytes, fresh: Catalog) -> Catalog:
    """Return the Dutch catalogue with the present texts; texts no longer used are dropped."""
    catalogue = read_po(io.BytesIO(known), locale="nl")
    catalogue.update(fresh, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version, catalogue.fuzzy = "kwalcode", "0", False
    catalogue.header_comment = "# The Dutch texts of kwalcode."
    catalogue.copyright_holder, catalogue.msgid_bugs_address = "The kwalcode authors", ""
    catalogue.last_translator, catalogue.language_team = "The kwalcode authors", "nl"
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue as a .po file without line numbers and dates, which only churn."""
    out = io.BytesIO()
    write_po(out, catalogue, no_location=True, omit_header=False, sort_output=True, width=100)
    lines = out.getvalue().split(b"\n")
    return b"\n".join(x for x in lines if not x.startswith((b'"POT-Creation', b'"PO-Revision')))


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the compiled catalogue, the same bytes whenever it is made."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[object]:
    """Return the texts that lack a translation, or one of its forms."""
    return [
        message.id
        for message in catalogue
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main() -> None:
    """Update and compile."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    known = CATALOGUE.read_bytes() if CATALOGUE.exists() else b""
    catalogue = updated(known, collect())
    CATALOGUE.write_bytes(po_bytes(catalogue))
    CATALOGUE.with_suffix(".mo").write_bytes(
        mo_bytes(read_po(io.BytesIO(po_bytes(catalogue)), locale="nl"))
    )
    missing = untranslated(catalogue)
    print(f"{len(catalogue)} texts, {len(missing)} without a translation")  # noqa: T201


if __name__ == "__main__":
    main()
