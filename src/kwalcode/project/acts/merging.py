"""The act that makes several codes one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table

from kwalcode.i18n import _
from kwalcode.model import Code
from kwalcode.project.acts.adjudicating import unite_decisions
from kwalcode.project.acts.code_places import next_position
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.queries import repoint_queries
from kwalcode.project.acts.recoding import recode
from kwalcode.project.acts.settled import unite_reopened
from kwalcode.project.acts.uniting import unite_codes
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.merging import TEXTS, MergePlan, new_members, plan_merge
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    code_group_members,
    codes,
    codings,
    decisions,
    memos,
    reopened,
    theme_codes,
    uncarried,
)


def merge_codes(
    study: Study, sources: Sequence[int], target: int, *, reason: str = ""
) -> MergePlan:
    """Make codes (ids) one with `target`; return what was done.

    Their codings, memos, themes, groups, keywords and sub-codes come to the target; fields that
    it lacks too. What was said of each source is kept in a memo about the target. A sub-code
    whose name is in use there gets that of its old parent added. Raises as `plan_merge` does.
    """
    with study.act("merge codes", {}, reason=reason) as change:
        plan = plan_merge(change.connection, sources, target)
        going = [code.id for code in plan.sources]
        change.arguments.update(
            code=plan.target.path,
            merged=[code.path for code in plan.sources],
            codings=plan.codings,
            doubles=plan.doubles,
            ids=[target, *going],
        )
        recode(change, codings.c.code_id.in_(going), target)
        about = (memos.c.about == "code") & memos.c.about_id.in_(going)
        change.update(memos, about, about_id=target)
        change.update(uncarried, uncarried.c.code_id.in_(going), code_id=target)
        for table in (decisions, reopened):
            for name in ("a_code_id", "b_code_id", "new_code_id"):
                change.update(table, table.c[name].in_(going), **{name: target})
        unite_decisions(change)
        unite_reopened(change)
        for table in (theme_codes, code_group_members):
            _unite(change, table, going, target)
        unite_codes(change, going, target)
        change.update(
            codes,
            codes.c.id == target,
            keywords="\n".join(plan.keywords),
            **plan.taken_over,
        )
        for code in plan.sources:
            repoint_queries(change, code.uuid, plan.target.uuid)
            _keep_words(change, study, code, target)
        _rehang(change, plan)
        return plan


def _unite(change: Change, table: Table, sources: Sequence[int], target: int) -> None:
    """Put the target into the themes or groups that have a source; take the sources out."""
    whole, code = table.columns
    wanted = new_members(change.connection, table, sources, target)
    change.delete(table, code.in_(sources))
    rows = [(number, target) for number in wanted]
    change.insert_rows(table, (whole.name, code.name), rows)


def _keep_words(change: Change, study: Study, code: Code, target: int) -> None:
    """Write what was said of a code into a memo about the one that takes its place."""
    said = described(code)
    if said:
        change.insert(
            memos,
            about="code",
            about_id=target,
            title=_("Merged: {code}").format(code=code.path),
            text=said,
            coder_id=coder_id(change, study.require_actor()),
            changed=now(),
        )


def described(code: Code) -> str:
    """Return the filled fields of a code, a line or more each; "" where there are none."""
    labels = (_("Definition"), _("Include"), _("Exclude"), _("Example"), _("Question"))
    lines = [
        f"{label}: {getattr(code, name)}"
        for label, name in zip(labels, TEXTS, strict=True)
        if getattr(code, name).strip()
    ]
    if code.keywords:
        lines.append(_("Keywords: {words}").format(words=", ".join(code.keywords)))
    return "\n".join(lines)


def _rehang(change: Change, plan: MergePlan) -> None:
    """Take the sources out of the tree; what hung under them goes where the plan says."""
    sources = codes.c.id.in_([code.id for code in plan.sources])
    change.delete(codes, sources)
    for placed in plan.placed:
        change.update(
            codes,
            codes.c.id == placed.code.id,
            parent_id=placed.parent,
            name=placed.name,
            position=next_position(change, placed.parent),
        )
