"""A disagreement in its context, as content: the words with both coders' stripes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textual.content import Content

from kwalcode.i18n import _
from kwalcode.project.agreement.words import class_name, decision_name, kind_name
from kwalcode.project.reads.decisions import CodedRange, Decision
from kwalcode.spans import Range, overlap
from kwalcode.tui.text.visible import one_line, visible
from kwalcode.tui.text.wrap import wrap

if TYPE_CHECKING:
    from kwalcode.model import Code
    from kwalcode.project.agreement.queue import Item, Queue
    from kwalcode.tui.screens.agreement.passage_data import PassageData

_GUTTER = 4
_BAR = "┃"


def told_head(queue: Queue, shown: PassageData) -> Content:
    """Return where the passage is and what kind of disagreement it is."""
    item = shown.item
    place = queue.documents[item.document].name
    if shown.turn is not None:
        place = _("{document}, turn {turn}").format(document=place, turn=shown.turn)
    what = class_name(item.group)
    if item.kind:
        what = f"{what} ({kind_name(item.kind, item.whose, queue.names)})"
    return Content(one_line(place)).stylize("dim") + Content("  ") + Content(what).stylize("bold")


def told_words(shown: PassageData, width: int) -> Content:
    """Return the passage in its context, at a width in cells: what the first coder coded is
    underlined and has a stripe A, the other's is italic with a stripe B; of both it is bold."""
    text = visible(shown.text)
    starts = wrap(text, max(10, width - _GUTTER))
    lines = []
    lettered = [False, False]
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(text)
        row = shown.at + start, shown.at + end
        gutter = ""
        for side, (letter, ranges) in enumerate((("A", shown.a), ("B", shown.b))):
            here = any(overlap(row, one) for one in ranges)
            gutter += (_BAR if lettered[side] else letter) if here else " "
            lettered[side] |= here
        words = text[start:end].rstrip()
        lines.append(
            Content(f"{gutter}  ").stylize("bold") + _styled(words, row[0], shown.a, shown.b)
        )
    return Content("\n").join(lines)


def _styled(words: str, at: int, a: Sequence[Range], b: Sequence[Range]) -> Content:
    content = Content(words)
    edges = sorted({0, len(words), *(
        min(max(edge - at, 0), len(words)) for one in (*a, *b) for edge in one
    )})  # fmt: skip
    for first, last in pairwise(edges):
        piece = at + first, at + last
        in_a, in_b = (any(overlap(piece, one) for one in side) for side in (a, b))
        style = {
            (True, True): "bold underline $text-accent",
            (True, False): "underline $text-primary",
            (False, True): "italic $text-warning",
        }.get((in_a, in_b), "dim")
        content = content.stylize(style, first, last)
    return content


def told_sides(queue: Queue, shown: PassageData) -> Content:
    """Return what each coder did, memos on the passage, and what was decided."""
    item = shown.item
    lines = []
    for letter, name, side, others in zip(
        "AB", queue.names, (item.a, item.b), shown.others, strict=True
    ):
        head = Content(f"{letter} {one_line(name)}: ").stylize("bold")
        lines.append(head + Content(_side(queue, side, others)))
    for memo in shown.memos:
        who = queue.everybody[memo.coder].name if memo.coder in queue.everybody else ""
        text = _("memo by {name}: {text}").format(name=who, text=" ".join(memo.text.split()))
        lines.append(Content(one_line(text)).stylize("italic"))
    if item.decision is not None:
        lines.append(Content(_decided(queue, item.decision)).stylize("$text-success"))
    if item.before is not None:
        told = _("Before the words were corrected: {decided}")
        before = told.format(decided=_decided(queue, item.before))
        lines.append(Content(one_line(before)).stylize("$text-warning"))
    if item.stale:
        told = _(
            "Changed since: this is no disagreement of now. x takes the decision back, with what"
            " it gave the consensus."
        )
        lines.append(Content(told).stylize("$text-warning"))
    covered = item.decision is None and item.settled
    lines += [
        Content(_elsewhere(queue, one, covered=covered)).stylize("$text-success")
        for one in item.elsewhere
    ]
    return Content("\n").join(lines)


def _side(queue: Queue, side: CodedRange | None, others: Sequence[str]) -> str:
    names = ", ".join(map(one_line, others))
    if side is None:
        return _("not this one, but {codes}").format(codes=names) if others else _("nothing here")
    own = one_line(queue.codes[side.code].path)
    return _("{code}   (and {others})").format(code=own, others=names) if others else own


def _elsewhere(queue: Queue, decision: Decision, *, covered: bool) -> str:
    """Return what was decided between other coders; `covered`: it settles this one too."""
    pair = queue.everybody[decision.first].name, queue.everybody[decision.second].name
    line = (
        _("{first} - {second}: {decision}. That settles this one too.")
        if covered
        else _("{first} - {second}: {decision} (= decides the same)")
    )
    told = decision_name(decision.decision, pair)
    return one_line(line.format(first=pair[0], second=pair[1], decision=told))


def _decided(queue: Queue, decision: Decision) -> str:
    told = decision_name(decision.decision, queue.names)
    if decision.decision == "code" and decision.new is not None:
        told = f"{told}: {queue.codes[decision.new.code].path}"
    line = _("Decided by {name}: {decision}").format(
        name=queue.everybody[decision.coder].name, decision=told
    )
    return one_line(f"{line}. {decision.note}" if decision.note else f"{line}.")


def told_codes(codes: Sequence[Code], changed: str | None = None) -> Content:
    """Return what the codebook says of codes; `changed` is a definition to come with the
    decision."""
    parts = [_definition(code) for code in codes]
    if changed is not None:
        line = _("With the decision the definition becomes: {text}").format(
            text=" ".join(changed.split()) or _("(nothing)")
        )
        parts.append(Content(one_line(line)).stylize("$text-accent"))
    return Content("\n").join(parts)


def _definition(code: Code) -> Content:
    said = [
        (code.definition, "{text}"),
        (code.include, _("Include: {text}")),
        (code.exclude, _("Exclude: {text}")),
    ]
    told = "  ".join(
        template.format(text=" ".join(text.split())) for text, template in said if text.strip()
    )
    name = Content(f"{one_line(code.name)}: ").stylize("bold")
    return name + Content(one_line(told) or _("no definition yet"))


def codes_of(queue: Queue, item: Item) -> list[Code]:
    """Return the codes at stake."""
    return [queue.codes[number] for number in item.codes]
