"""YAML into nodes and fields into YAML, with the care that files from outside need."""

from __future__ import annotations

from typing import Any

import yaml

from kwalcode.exchange.codebook_rules import MAX_DEPTH
from kwalcode.i18n import _
from kwalcode.transcripts.refusals import refusal, shown

_YAML_DEPTH = 2 * MAX_DEPTH + 4  # a list and a mapping for every level of codes
_OTHER_BREAKS = frozenset("\r\x85\u2028\u2029")


class _Loader(yaml.SafeLoader):
    """The safe loader, stopped at anchors and at depth before it takes any trouble."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if event.anchor is not None:
            raise yaml.MarkedYAMLError(
                problem=_("anchors (&) and aliases (*) are not read; write the text out"),
                problem_mark=event.start_mark,
            )
        if self.depth >= _YAML_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=_("it is nested too deep; at most {n} levels of codes are read").format(
                    n=MAX_DEPTH
                ),
                problem_mark=event.start_mark,
            )
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def compose(text: str, name: str) -> yaml.Node:
    """Return the root node of the YAML in `text`; `name` is the file's, for errors.

    Raises UnreadableFile, with the line, for what is not YAML and for what is refused.
    """
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reason = _("it holds a character that YAML does not allow (U+{code:04X}); remove it")
        raise refusal(f"{name}, line {line}", reason.format(code=error.character)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = _("this is not well-formed YAML: {problem}").format(problem=error.problem)
        raise refusal(
            _("{file}, line {line}").format(file=name, line=line), shown(reason)
        ) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        reason = _("this is not well-formed YAML: {problem}").format(problem=error)
        raise refusal(name, shown(reason)) from None
    if node is None:
        raise refusal(name, _("there is no codebook in it"))
    return node


class Dumper(yaml.SafeDumper):
    """Block style with lists indented, and texts of several lines as they stand."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent lists below their field, as the codebooks in the repository do."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write every text out: `parse` refuses anchors and aliases."""
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if not _OTHER_BREAKS.isdisjoint(text):
        style = '"'  # the other styles would read them back as a space or a newline
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, _text_node)
