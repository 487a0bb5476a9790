"""Codebooks in and out, whatever their format; a format is one line in a table here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kwalcode.errors import UsageError
from kwalcode.exchange import codebook_csv, codebook_yaml
from kwalcode.exchange.codebook_rules import MAX_BYTES, folded
from kwalcode.exchange.files import read_text
from kwalcode.i18n import _
from kwalcode.model import PALETTE, Code, CodeSpec
from kwalcode.transcripts.refusals import refusal


@dataclass(frozen=True, slots=True)
class Format:
    """A codebook format: what it is called, text and file name into codes, codes into text.

    `render` takes the codebook's name too, for formats that have a place for it.
    """

    kind: str
    parse: Callable[[str, str], list[CodeSpec]]
    render: Callable[[Sequence[Code], str], str]


def _yaml(codes: Sequence[Code], name: str) -> str:
    return codebook_yaml.render(codes, name=name)


def _table(delimiter: str) -> Callable[[Sequence[Code], str], str]:
    return lambda codes, _name: codebook_csv.render(codes, delimiter=delimiter)


_YAML = Format("YAML", codebook_yaml.parse, _yaml)
FORMATS: dict[str, Format] = {
    "yaml": _YAML,
    "yml": _YAML,
    "csv": Format("CSV", codebook_csv.parse, _table(",")),
    "tsv": Format("TSV", codebook_csv.parse, _table("\t")),
}
"""A file's ending, in lower case without its dot -> format."""


def read_codebook(path: Path) -> list[CodeSpec]:
    """Return the codes of a codebook file: parents before children, depth first.

    The ending of its name says the format. A top-level code without a colour is given one of
    the palette, and a sub-code without one has that of the code above it. Raises
    UnreadableFile, and KwalcodeError for what is wrong in it; both name file, line and code.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        known = " ".join(f".{name}" for name in FORMATS)
        reason = _("a codebook's name ends in one of: {known}")
        raise refusal(str(path), reason.format(known=known))
    chosen = FORMATS[suffix]
    text = read_text(path, limit=MAX_BYTES, kind=chosen.kind)
    return colored(chosen.parse(text, str(path)))


def write_codebook(codes: Sequence[Code], format: str = "yaml", *, name: str = "") -> str:
    """Return these codes (parents before children) as a codebook file of that format.

    `name` is the codebook's, for formats that have a place for it (YAML). Raises UsageError for
    an unknown format.
    """
    if format not in FORMATS:
        raise UsageError(
            _("'{format}' is no codebook format; there are: {known}").format(
                format=format, known=", ".join(FORMATS)
            )
        )
    return FORMATS[format].render(codes, name)


def colored(specs: Sequence[CodeSpec]) -> list[CodeSpec]:
    """Return the codes, each with a colour: its own, that of the code above, or a palette's.

    A palette colour that the file uses itself is taken only when no other is left.
    """
    used = {spec.color.lower() for spec in specs}
    free = [color for color in PALETTE if color not in used] or list(PALETTE)
    given: dict[tuple[str, ...], str] = {}
    roots = 0
    answer = []
    for spec in specs:
        path = folded(spec.path)
        color = spec.color or given.get(path[:-1], "")
        if not color:
            color = free[roots % len(free)]
            roots += 1
        given[path] = color
        answer.append(replace(spec, color=color))
    return answer
