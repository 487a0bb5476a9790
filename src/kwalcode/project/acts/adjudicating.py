"""Acts of adjudication: what shall count where two coders disagree. Their own work stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from kwalcode.analysis.layers import CONSENSUS
from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.i18n import _
from kwalcode.project.acts.code_places import code_numbered
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.coding import check_range, delete_codings, write_codings
from kwalcode.project.agreement.standing import contradicted, doubled, sides, standing
from kwalcode.project.agreement.words import decision_name
from kwalcode.project.history.change import Change
from kwalcode.project.identity import new_uuid, now
from kwalcode.project.names import same_name
from kwalcode.project.reads.decisions import (
    DECISIONS,
    DISCUSS,
    CodedRange,
    Decision,
    DisagreementKey,
    list_decisions,
    outcome,
)
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.people import all_coders
from kwalcode.project.study import Study
from kwalcode.spans import overlap
from kwalcode.store.tables import coders, codes, codings, completion, decisions


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided on a disagreement: one of `DECISIONS`, and why.

    "edit" and "code" need `new`: another extent, another code, or both.
    """

    decision: str
    note: str = ""
    new: CodedRange | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """Another definition of a code (id), that a decision carries into the codebook."""

    code: int
    text: str


def decide(
    study: Study,
    key: DisagreementKey,
    disagreement: str,
    ruling: Ruling,
    *,
    definition: Definition | None = None,
) -> int:
    """Decide on a disagreement (`Item.key`, and its class); return the decision's id.

    The consensus coder gets what was decided; what an earlier decision on the same gave it goes,
    unless another decision gives it too. `definition` becomes the definition of a code, in the
    same act. Raises Refused when the coders' work is not as in `key` any more, the document is
    finalised, or it was settled otherwise (see `standing`: between other coders, or so that a code
    would stand double), and for an extent elsewhere; UsageError for a decision that is none or
    that lacks what it needs.
    """
    _check(ruling)
    with study.act("adjudicate", {}, reason=ruling.note) as change:
        document = key[0]
        shown = read_document(change.connection, document)
        refuse_final(change, document, shown.name)
        _check_originals(change, key)
        wanted = outcome(ruling.decision, key[3], key[4], ruling.new)
        for one in wanted:
            check_range(shown.name, one.start, one.end, shown.length)
        _check_place(shown.name, key, ruling.new)
        if ruling.decision != DISCUSS:
            _refuse_contradiction(change, key, wanted)
        if definition is not None:
            _define(change, definition)
        made = now()
        number = _write_row(change, key, disagreement, ruling, study.require_actor(), made)
        _write_outcome(change, document, wanted, made)
        change.arguments.update(
            document=shown.name, decision=ruling.decision, **_told(change, key, ruling)
        )
        return number


def withdraw_decisions(study: Study, ids: Iterable[int], *, reason: str = "") -> int:
    """Take decisions back, with what they gave the consensus; return how many.

    Raises NotFound, Refused for one in a document that is finalised.
    """
    with study.act("withdraw decisions", {}, reason=reason) as change:
        known = {one.id: one for one in list_decisions(change.connection)}
        wanted = list(dict.fromkeys(ids))
        names = []
        for number in wanted:
            if number not in known:
                raise NotFound(_("There is no decision with number {n}.").format(n=number))
            shown = read_document(change.connection, known[number].document)
            refuse_final(change, shown.id, shown.name)
            _take_outcome(change, known[number])
            change.delete(decisions, decisions.c.id == number)
            names.append(shown.name)
        change.arguments.update(decisions=len(wanted), documents=list(dict.fromkeys(names)))
    return len(wanted)


def unite_decisions(change: Change) -> None:
    """Leave, as part of an act that made codes one, the newest of the decisions that are on one
    disagreement by now; what an older one gave the consensus goes with it, but in a document that
    is finalised."""
    same: dict[DisagreementKey, list[Decision]] = {}
    for one in list_decisions(change.connection):
        same.setdefault(one.key, []).append(one)
    for several in same.values():
        for one in sorted(several, key=lambda one: (one.made, one.id))[:-1]:
            if not _is_final(change, one.document):
                _take_outcome(change, one)
            change.delete(decisions, decisions.c.id == one.id)


def consensus_id(change: Change) -> int:
    """Return the id of the consensus coder, who is made when there is none yet."""
    people = all_coders(change.connection)
    for coder in people:
        if coder.kind == CONSENSUS:
            return coder.id
    name, n = CONSENSUS, 1
    while any(same_name(coder.name, name) for coder in people):  # somebody else's name
        n += 1
        name = f"{CONSENSUS} {n}"
    number = change.new_ids(coders)[0]
    row = (number, new_uuid(), name, CONSENSUS)
    change.share_rows(coders, ("id", "uuid", "name", "kind"), [row])
    return number


def refuse_final(change: Change, document: int, name: str) -> None:
    """Raise Refused when the consensus of a document is finalised."""
    if _is_final(change, document):
        raise Refused(
            _("{document} is finalised: take that back first (kwalcode unfinalise).").format(
                document=name
            )
        )


def _check(ruling: Ruling) -> None:
    if ruling.decision not in DECISIONS:
        raise UsageError(
            _("'{decision}' is no decision; there are: {known}.").format(
                decision=ruling.decision, known=", ".join(DECISIONS)
            )
        )
    if (ruling.decision in ("edit", "code")) != (ruling.new is not None):
        raise UsageError(_("An edited extent or another code is needed for 'edit' and 'code'."))


def _check_originals(change: Change, key: DisagreementKey) -> None:
    """Raise Refused unless both coders still have that code there, where they had."""
    document, first, second, a, b = key
    c = codings.c
    for coder, side in ((first, a), (second, b)):
        if side is None:
            continue
        chosen = select(c.id).where(
            c.document_id == document,
            c.coder_id == coder,
            c.code_id == side.code,
            c.start < side.end,
            c.end > side.start,
        )
        if change.connection.scalar(chosen.limit(1)) is None:
            raise Refused(_("The coders' work was changed meanwhile: look at it again."))


def _check_place(document: str, key: DisagreementKey, new: CodedRange | None) -> None:
    """Raise Refused for an extent elsewhere: a mistyped one would code what nobody coded."""
    said = sides(key[3], key[4])
    passage = min(one.start for one in said), max(one.end for one in said)
    if new is None or overlap((new.start, new.end), passage):
        return
    raise Refused(
        _("{document}: [{start}, {end}) has no part in what the two coders disagree on.").format(
            document=document, start=new.start, end=new.end
        )
    )


def _is_final(change: Change, document: int) -> bool:
    c = completion.c
    consensus = [coder.id for coder in all_coders(change.connection) if coder.kind == CONSENSUS]
    there = select(c.document_id).where(c.document_id == document, c.coder_id.in_(consensus))
    return change.connection.scalar(there) is not None


def _refuse_contradiction(
    change: Change, key: DisagreementKey, wanted: Sequence[CodedRange]
) -> None:
    """Raise Refused where it was settled otherwise between other coders, or where a code would
    stand double, since another decision on these two gives it at the place already."""
    document, first, second, a, b = key
    known = list_decisions(change.connection, documents=[document])
    spoken = (*sides(a, b), *wanted)
    others = standing(known, document, (first, second), spoken)
    own = [one for one in known if (one.first, one.second) == (first, second) and one.key != key]
    other = contradicted(others, spoken, wanted) or doubled(own, wanted)
    if other is None:
        return
    names = {coder.id: coder.name for coder in all_coders(change.connection)}
    pair = names[other.first], names[other.second]
    raise Refused(
        _(
            "{first} - {second}: it was decided otherwise there ({decision})."
            " Decide the same, or take that back first."
        ).format(first=pair[0], second=pair[1], decision=decision_name(other.decision, pair))
    )


def _define(change: Change, definition: Definition) -> None:
    shown = code_numbered(change, definition.code)
    change.update(codes, codes.c.id == definition.code, definition=definition.text.strip())
    change.arguments["defined"] = shown.path


def _told(change: Change, key: DisagreementKey, ruling: Ruling) -> dict[str, Any]:
    """Return what the history tells: where, and the code that it was about."""
    sides = [side for side in (ruling.new, key[3], key[4]) if side is not None]
    code = code_numbered(change, sides[0].code).path
    told = {"code": code, "start": sides[0].start, "end": sides[0].end}
    return {**told, "discussed": code} if ruling.decision == DISCUSS else told


def _write_row(
    change: Change,
    key: DisagreementKey,
    disagreement: str,
    ruling: Ruling,
    actor: str,
    made: str,
) -> int:
    """Write down what was decided, in the place of an earlier decision on the same."""
    values = {
        "disagreement": disagreement,
        "decision": ruling.decision,
        "note": ruling.note.strip(),
        **_columns("new", ruling.new),
        "coder_id": coder_id(change, actor),
        "made": made,
    }
    earlier = _earlier(change, key)
    if earlier is not None:
        _take_outcome(change, earlier)
        change.update(decisions, decisions.c.id == earlier.id, **values)
        return earlier.id
    document, first, second, a, b = key
    sides = [side for side in (a, b) if side is not None]
    return change.insert(
        decisions,
        document_id=document,
        start=min(side.start for side in sides),
        end=max(side.end for side in sides),
        first_id=first,
        second_id=second,
        **_columns("a", a),
        **_columns("b", b),
        **values,
    )


def _earlier(change: Change, key: DisagreementKey) -> Decision | None:
    of_pair = list_decisions(change.connection, documents=[key[0]], coders=(key[1], key[2]))
    return next((one for one in of_pair if one.key == key), None)


def _columns(side: str, one: CodedRange | None) -> dict[str, int | None]:
    names = (f"{side}_code_id", f"{side}_start", f"{side}_end")
    values = (None, None, None) if one is None else (one.code, one.start, one.end)
    return dict(zip(names, values, strict=True))


def _write_outcome(change: Change, document: int, wanted: Sequence[CodedRange], made: str) -> None:
    if wanted:  # without any, no consensus coder is made
        consensus = consensus_id(change)
        rows = [(document, w.start, w.end, w.code, consensus) for w in wanted]
        write_codings(change, rows, made=made)  # as old as the decision: a join tells by that


def _take_outcome(change: Change, decision: Decision) -> None:
    """Take off what a decision gave the consensus, except what another one gives too."""
    others = {
        one
        for other in list_decisions(change.connection, documents=[decision.document])
        if other.id != decision.id
        for one in other.outcome
    }
    c = codings.c
    for one in decision.outcome:
        if one not in others:
            consensus = consensus_id(change)
            delete_codings(
                change,
                (c.document_id == decision.document)
                & (c.coder_id == consensus)
                & (c.code_id == one.code)
                & (c.start == one.start)
                & (c.end == one.end),
            )
