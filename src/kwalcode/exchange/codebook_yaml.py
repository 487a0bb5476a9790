"""The codebook as YAML, in and out; `codebooks/README.md` describes the layout.

Read with PyYAML's safe parser down to its nodes, no further: so every error can name its
line, nothing is ever constructed, and a word like `ja`, `yes` or `1.10` stays the text that
stands there. Anchors and aliases are refused, and with them files that swell when read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from kwalcode.errors import KwalcodeError, UnreadableFile
from kwalcode.exchange.codebook_rules import (
    MAX_DEPTH,
    TEXT_FIELDS,
    Fault,
    Unique,
    checked_color,
    checked_name,
    checked_origin,
    checked_text,
    clean_keywords,
    spec_of,
)
from kwalcode.exchange.tables import listed
from kwalcode.exchange.yaml_nodes import Dumper, compose
from kwalcode.i18n import _
from kwalcode.model import CODE_PATH, Code, CodeSpec
from kwalcode.transcripts.refusals import refusal, shown

FORMAT = "kwalcode-codebook"
VERSION = "1"
_TOP = ("format", "version", "name", "language", "codes")
_CODE = ("key", "name", *TEXT_FIELDS, "keywords", "color", "origin", "codes")
_NULL = "tag:yaml.org,2002:null"
_PLAIN = {
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "null", "bool", "int", "float", "timestamp", "value", "merge")
}


def parse(text: str, name: str) -> list[CodeSpec]:
    """Return the codes of a codebook: parents before children, depth first.

    `name` is the file's, for errors; each names the file, the line and the code. Texts lose
    white space at their edges. Raises UnreadableFile for what is not YAML, KwalcodeError for
    what is not a codebook.
    """
    reader = _Reader(text, name)
    top = reader.fields(compose(text, name), _TOP, ())
    _check_heading(reader, top)
    if "codes" not in top:
        raise refusal(name, _("there is no field 'codes', the list of codes, at the top"))
    return list(reader.codes(top["codes"], ()))


def render(codes: Sequence[Code], *, name: str = "", language: str = "") -> str:
    """Return a codebook file with these codes, parents before children.

    Empty fields are left out; the order of the fields is that of the README.
    """
    top: dict[str, Any] = {"format": FORMAT, "version": int(VERSION)}
    top |= {key: value for key, value in (("name", name), ("language", language)) if value}
    top["codes"] = _tree([spec_of(code) for code in codes])
    return yaml.dump(top, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10**9, indent=2)


def _check_heading(reader: _Reader, top: dict[str, yaml.Node]) -> None:
    """Raise KwalcodeError for another format, or another version than this one reads."""
    for field in ("name", "language"):
        reader.text(top.get(field), field, ())
    for field, wanted in (("format", FORMAT), ("version", VERSION)):
        if field in top and reader.text(top[field], field, ()) != wanted:
            reason = _("{field} is '{value}'; this program reads '{wanted}'")
            value = reader.text(top[field], field, ())
            raise reader.fault(top[field], ())(
                reason.format(field=field, value=value, wanted=wanted)
            )


class _Reader:
    """Nodes into codes, with the place of every error."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._unique = Unique()

    def fault(self, node: yaml.Node, path: Sequence[str]) -> Fault:
        """Return what makes an error at this node, in the code of that path."""

        def make(reason: str) -> KwalcodeError:
            place = _("{file}, line {line}").format(file=self._name, line=_line(node))
            if path:
                place += ", " + _("code '{code}'").format(code=CODE_PATH.join(path))
            return UnreadableFile(shown(f"{place}: {reason}"))

        return make

    def codes(self, node: yaml.Node, above: tuple[str, ...]) -> Iterator[CodeSpec]:
        """Yield the codes of a list, each before its sub-codes."""
        if _is_null(node):
            return
        fault = self.fault(node, above)
        if not isinstance(node, yaml.SequenceNode):
            raise fault(_("codes should be a list, each code with a '-' in front"))
        if len(above) >= MAX_DEPTH:
            raise fault(_("at most {n} levels of codes are read").format(n=MAX_DEPTH))
        for item in node.value:
            yield from self._code(item, above)

    def _code(self, node: yaml.Node, above: tuple[str, ...]) -> Iterator[CodeSpec]:
        fields = self.fields(node, _CODE, above)
        if "name" not in fields:
            raise self.fault(node, above)(_("a code has no name"))
        raw = self.text(fields["name"], "name", above)
        name = checked_name(raw, self.fault(fields["name"], above))
        path = (*above, name)
        spec = self._spec(fields, path, _line(node))
        self._unique.add(spec, self.fault(node, path))
        yield spec
        if "codes" in fields:
            yield from self.codes(fields["codes"], path)

    def _spec(self, fields: dict[str, yaml.Node], path: tuple[str, ...], line: int) -> CodeSpec:
        def text(field: str) -> str:
            return self.text(fields.get(field), field, path)

        def fault(field: str) -> Fault:
            return self.fault(fields[field], path)

        texts = {field: text(field) for field in TEXT_FIELDS}
        if "color" in fields:
            self._check_comment(fields["color"], path)
        return CodeSpec(
            path=path,
            key=text("key"),
            **texts,
            keywords=self._keywords(fields.get("keywords"), path),
            color=checked_color(text("color"), fault("color")) if "color" in fields else "",
            origin=checked_origin(text("origin"), fault("origin"))
            if "origin" in fields
            else "deductive",
            place=_("line {line}").format(line=line),
        )

    def _keywords(self, node: yaml.Node | None, path: tuple[str, ...]) -> tuple[str, ...]:
        if node is None or _is_null(node):
            return ()
        if not isinstance(node, yaml.SequenceNode):
            raise self.fault(node, path)(_("keywords should be a list, as in [work, care]"))
        return clean_keywords(self.text(item, "keywords", path) for item in node.value)

    def _check_comment(self, node: yaml.Node, path: tuple[str, ...]) -> None:
        """Raise for a colour that is not read because its # starts a comment."""
        rest = self._text[node.start_mark.index :].split("\n", 1)[0]
        if _is_null(node) and rest.lstrip().startswith("#"):
            raise self.fault(node, path)(
                _('the colour needs quotes, as in "#3b7dd8": without them # starts a comment')
            )

    def text(self, node: yaml.Node | None, field: str, path: tuple[str, ...]) -> str:
        """Return the text of a plain or quoted value, "" for none. Raises KwalcodeError."""
        if node is None or _is_null(node):
            return ""
        fault = self.fault(node, path)
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _PLAIN:
            raise fault(_("{field} should be text").format(field=field))
        return checked_text(node.value, fault)

    def fields(
        self, node: yaml.Node, known: Sequence[str], path: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        """Return the fields of a mapping. Raises KwalcodeError for unknown and double ones."""
        if not isinstance(node, yaml.MappingNode):
            what = _("a code should be a list of fields, such as 'name: …'")
            if known is _TOP:
                what = _("a codebook begins with fields: {known}").format(known=listed(known))
            raise self.fault(node, path)(what)
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            fault = self.fault(key, path if known is _TOP else (*path, *_named(node)))
            field = key.value if isinstance(key, yaml.ScalarNode) else "…"
            if field not in known:
                raise fault(
                    _("unknown field '{field}'; known are: {known}").format(
                        field=field, known=", ".join(known)
                    )
                )
            if field in found:
                raise fault(_("the field '{field}' is there twice").format(field=field))
            found[field] = value
        return found


def _named(node: yaml.MappingNode) -> tuple[str, ...]:
    """Return the name in a code's fields, while they are still being read."""
    for key, value in node.value:
        if key.value == "name" and isinstance(value, yaml.ScalarNode):
            return (value.value,)
    return ()


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_null(node: yaml.Node) -> bool:
    return bool(node.tag == _NULL)


def _tree(specs: Sequence[CodeSpec]) -> list[dict[str, Any]]:
    """Return the codes as nested fields."""
    roots: list[dict[str, Any]] = []
    by_path: dict[tuple[str, ...], dict[str, Any]] = {}
    for spec in specs:
        fields = by_path[spec.path] = _fields(spec)
        above = by_path.get(spec.path[:-1])
        siblings = roots if above is None else above.setdefault("codes", [])
        siblings.append(fields)
    return roots


def _fields(spec: CodeSpec) -> dict[str, Any]:
    texts = {field: getattr(spec, field) for field in TEXT_FIELDS}
    values = {"key": spec.key, "name": spec.name} | texts
    values |= {"keywords": list(spec.keywords), "color": spec.color, "origin": spec.origin}
    return {field: value for field, value in values.items() if value}
