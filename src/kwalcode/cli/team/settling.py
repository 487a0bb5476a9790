"""The queue of disagreements in words and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kwalcode.cli.common import printable
from kwalcode.i18n import _, counted
from kwalcode.project.agreement.queue import Item
from kwalcode.project.agreement.words import class_name, decision_name, kind_name, never_met

if TYPE_CHECKING:
    from kwalcode.project.agreement.listed import ToldItem
    from kwalcode.project.agreement.queue import Queue
    from kwalcode.project.reads.decisions import CodedRange, Decision


def as_contract(
    queue: Queue, told: Sequence[ToldItem], stale: Sequence[ToldItem]
) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    settled, discussed = queue.decided, queue.discussed
    return {
        "coders": [coder.name for coder in queue.coders],
        "documents": [queue.documents[number].name for number in queue.compared],
        "finalised": [d.name for d in queue.documents.values() if d.id in queue.final],
        "n": len(queue.items),
        "decided": settled,
        "discuss": discussed,
        "open": len(queue.items) - settled,
        "disagreements": [_object(queue, one) for one in told],
        "stale": [_object(queue, one) for one in stale],
        "notes": list(queue.notes),
    }


def _object(queue: Queue, told: ToldItem) -> dict[str, Any]:
    one = told.item
    is_item = isinstance(one, Item)
    decision = one.decision if isinstance(one, Item) else one
    before = one.before if isinstance(one, Item) else None
    return {
        "id": told.id,
        "document": told.document,
        "turn": told.turn,
        "class": one.group if isinstance(one, Item) else one.disagreement,
        "kind": one.kind if isinstance(one, Item) else "",
        "whose": one.whose if isinstance(one, Item) else "",
        "text": told.text if is_item else "",
        "a": _side(queue, one.a),
        "b": _side(queue, one.b),
        "others": list(told.others),
        "decision": None if decision is None else _decision(queue, decision),
        "settled": isinstance(one, Item) and one.settled,
        "before": None if before is None else _decision(queue, before),
        "elsewhere": [_of_others(queue, found) for found in _elsewhere(one)],
    }


def _side(queue: Queue, side: CodedRange | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"code": queue.codes[side.code].path, "start": side.start, "end": side.end}


def _decision(queue: Queue, decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.decision,
        "codings": [_side(queue, one) for one in decision.outcome],
        "note": decision.note,
        "by": queue.everybody[decision.coder].name,
        "made": decision.made,
    }


def _elsewhere(one: Item | Decision) -> Sequence[Decision]:
    """Return what was decided about the same between other coders."""
    return one.elsewhere if isinstance(one, Item) else ()


def _of_others(queue: Queue, decision: Decision) -> dict[str, Any]:
    people = [queue.everybody[coder].name for coder in (decision.first, decision.second)]
    return {"coders": people, **_decision(queue, decision)}


def as_text(queue: Queue, told: Sequence[ToldItem], stale: Sequence[ToldItem]) -> str:
    """Return a paragraph per disagreement, and how far the work is."""
    parts = [_paragraph(queue, one) for one in told]
    if stale:
        parts.append(_("Decided on what was changed since:"))
        parts += [_stale(queue, one) for one in stale]
    return "\n".join([*parts, progress(queue), ""])


def progress(queue: Queue) -> str:
    """Return how many are decided, to be discussed, or on what was changed since."""
    parts = [_("{n} of {total} decided").format(n=queue.decided, total=len(queue.items))]
    if queue.discussed:
        parts.append(_("{n} to discuss").format(n=queue.discussed))
    if queue.stale:
        n = len(queue.stale)
        parts.append(counted("{n} changed since", "{n} changed since", n))
    if queue.final:
        n = len(queue.final)
        parts.append(counted("{n} document finalised", "{n} documents finalised", n))
    names = " - ".join(coder.name for coder in queue.coders)
    met = [] if queue.compared else [never_met(*queue.names)]
    return "; ".join([f"{names}: {', '.join(parts)}", *met, *queue.notes]) + "."


def _paragraph(queue: Queue, told: ToldItem) -> str:
    one = told.item
    assert isinstance(one, Item)
    names = queue.names
    what = class_name(one.group)
    if one.kind:
        what = f"{what} ({kind_name(one.kind, one.whose, names)})"
    lines = [f"{told.id}  {_place(told)}: {what}"]
    nothing = _("nothing here")
    if told.others:
        nothing = _("not this one, but {codes}").format(codes=", ".join(told.others))
    for name, side in zip(names, (told.a, told.b), strict=True):
        words = nothing if side is None else f"{side[0]}  “{side[1]}”"
        lines.append(f"   {printable(name)}: {printable(words)}")
    if one.decision is not None:
        lines.append(f"   {_ruled(queue, one.decision, queue.names)}")
    if one.before is not None:
        line = _("Before the words were corrected: {decided}").format(
            decided=_ruled(queue, one.before, queue.names)
        )
        lines.append(f"   {printable(line)}")
    for other in one.elsewhere:
        pair = (queue.everybody[other.first].name, queue.everybody[other.second].name)
        line = _("Between {first} and {second}: {ruled}").format(
            first=pair[0], second=pair[1], ruled=_ruled(queue, other, pair)
        )
        lines.append(f"   {printable(line)}")
    return "\n".join([*lines, ""])


def _stale(queue: Queue, told: ToldItem) -> str:
    assert not isinstance(told.item, Item)
    return f"{told.id}  {_place(told)}\n   {_ruled(queue, told.item, queue.names)}\n"


def _place(told: ToldItem) -> str:
    if told.turn is None:
        return printable(told.document)
    place = _("{document}, turn {turn}").format(document=told.document, turn=told.turn)
    return printable(place)


def _ruled(queue: Queue, decision: Decision, coders: tuple[str, str]) -> str:
    line = _("Decided by {name}: {decision}").format(
        name=queue.everybody[decision.coder].name,
        decision=decision_name(decision.decision, coders),
    )
    if decision.new is not None:
        line = f"{line} ({queue.codes[decision.new.code].path})"
    return printable(f"{line}. {decision.note}".strip() if decision.note else f"{line}.")
