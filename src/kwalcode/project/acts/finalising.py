"""Acts of finalising: the consensus of a document becomes a full coding, which analyses use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from kwalcode.errors import Refused
from kwalcode.i18n import _
from kwalcode.project.acts.adjudicating import consensus_id
from kwalcode.project.acts.coding import delete_codings, write_codings
from kwalcode.project.agreement.finality import (
    BOUNDARY_SETTING,
    FinalPlan,
    boundary_of,
    final_plans,
)
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.people import setting
from kwalcode.project.study import Study
from kwalcode.store.tables import codings, completion, settings


@dataclass(frozen=True, slots=True)
class Finalised:
    """What was done: the plans carried out, those that could not be with the reason, how many
    codings the consensus got, by which boundary rule, and which documents were final before."""

    done: tuple[FinalPlan, ...]
    left: tuple[tuple[FinalPlan, str], ...]
    codings: int
    boundary: str
    before: tuple[str, ...] = ()


def finalise(
    study: Study,
    documents: Collection[int],
    *,
    coders: Sequence[str] | None = None,
    adopt: str | None = None,
    boundary: str | None = None,
    leave_open: bool = False,
    only_ready: bool = False,
    reason: str = "",
) -> Finalised:
    """Finalise documents (ids), as one act: see `final_plans` for whose work counts.

    A document that several coders completed gets what all of them agree on and what was decided;
    one that one coder completed gets that coder's work. `boundary` becomes the project's rule.
    Those final already stay as they are. `only_ready` leaves out what cannot be finalised; else
    that raises Refused, and so do open disagreements unless `leave_open`.
    """
    with study.act("finalise", {}, reason=reason) as change:
        rule = boundary_of(change.connection, boundary)
        plans = final_plans(change.connection, documents, coders=coders, adopt=adopt, boundary=rule)
        fresh = [plan for plan in plans if not plan.final]
        left = [(p, why) for p in fresh if (why := p.refusal(leave_open=leave_open))]
        if left and not only_ready:
            raise Refused(_refusal(left))
        blocked = {plan.document for plan, _why in left}
        done = [plan for plan in fresh if plan.document not in blocked]
        if boundary is not None:
            _remember(change, rule)
        written = _write(change, done) if done else 0
        change.arguments.update(
            documents=[plan.name for plan in done],
            codings=written,
            boundary=rule,
            adopted=[plan.name for plan in done if len(plan.coders) == 1],
            open=sum(plan.open + plan.stale for plan in done),
        )
        before = tuple(plan.name for plan in plans if plan.final)
        return Finalised(tuple(done), tuple(left), written, rule, before)


def unfinalise(study: Study, documents: Iterable[int], *, reason: str = "") -> int:
    """Take back that documents (ids) are final, with what finalising wrote; return how many
    were. Decisions stay, with the codings that they gave the consensus."""
    with study.act("unfinalise", {}, reason=reason) as change:
        consensus, c, m = consensus_id(change), codings.c, completion.c
        names = []
        for number in dict.fromkeys(documents):
            marked = change.connection.scalar(
                select(m.marked).where(m.document_id == number, m.coder_id == consensus)
            )
            if marked is None:
                continue
            # what finalising wrote bears the time of its mark
            fresh = (c.document_id == number) & (c.coder_id == consensus) & (c.created == marked)
            delete_codings(change, fresh)
            change.delete(completion, (m.document_id == number) & (m.coder_id == consensus))
            names.append(read_document(change.connection, number).name)
        if not names:
            change.forget()
        change.arguments["documents"] = names
        return len(names)
    return 0


def _write(change: Change, plans: Sequence[FinalPlan]) -> int:
    consensus, made = consensus_id(change), now()
    wanted = (
        (plan.document, one.start, one.end, one.code, consensus)
        for plan in plans
        for one in plan.codings
    )
    written = write_codings(change, wanted, made=made)
    rows = [(plan.document, consensus, made) for plan in plans]
    change.insert_rows(completion, ("document_id", "coder_id", "marked"), rows)
    return written


def _remember(change: Change, rule: str) -> None:
    there = setting(change.connection, BOUNDARY_SETTING)
    if there is None:
        change.insert_rows(settings, ("key", "value"), [(BOUNDARY_SETTING, rule)])
    else:
        change.update(settings, settings.c.key == BOUNDARY_SETTING, value=rule)


def _refusal(left: Sequence[tuple[FinalPlan, str]]) -> str:
    reasons = [why for _plan, why in left]
    why = "; ".join(reasons[:3])
    if len(reasons) > 3:
        why = _("{what}; and {n} more").format(what=why, n=len(reasons) - 3)
    if all(plan.obstacle for plan, _why in left):  # each names its own remedy
        return f"{why}."
    return _("{why}. Decide on them, or leave them open with --leave-open.").format(why=why)
