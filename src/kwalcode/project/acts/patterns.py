"""Acts on pattern cards: write them, look at their cases, settle how sure they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.coders import coder_id
from kwalcode.project.acts.findings import check_subject, cite, columns_of, drop_evidence, uncite
from kwalcode.project.history.change import Change
from kwalcode.project.identity import now
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.patterns import KINDS, STATUSES, Pattern
from kwalcode.project.reads.patterns import pattern as read_pattern
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    memos,
    opened_cases,
    pattern_quotations,
    patterns,
    theme_patterns,
)

_FIELDS = ("kind", "claim", "a", "b", "rule", "sub_codes")


def write_pattern(
    study: Study,
    kind: str,
    claim: str,
    a: Subject,
    b: Subject | None = None,
    *,
    rule: str = "sentence",
    sub_codes: bool = False,
) -> int:
    """Write a pattern card, a draft: its kind, claim, and the one or two sides it is about.

    `rule` says what going together means (see `project.patterns.check_rule`), `sub_codes`
    whether codes count with those below. Returns its id. Raises NotFound for an unknown side,
    UsageError for a rule that is none, Refused for a kind that is none, no claim, or the same
    side twice.
    """
    with study.act("write pattern", {"kind": kind}) as change:
        values = {"kind": kind, "claim": claim, "a": a, "b": b, "rule": rule}
        stored = _stored(change, values | {"sub_codes": sub_codes})
        change.arguments["pattern"] = stored["claim"]
        who = coder_id(change, study.require_actor())
        return change.insert(patterns, **stored, status="draft", coder_id=who, changed=now())


def edit_pattern(study: Study, pattern: int, **values: Any) -> None:
    """Change fields of a card: kind, claim, a, b (None: no side), rule, sub_codes.

    What changes more than the claim makes it a draft again, with nothing searched: what was
    checked is not there any more. Raises as `write_pattern` does.
    """
    with study.act("edit pattern", {"fields": sorted(values)}) as change:
        shown = read_pattern(change.connection, pattern)
        present = {name: getattr(shown, name) for name in _FIELDS}
        wanted = present | values
        if wanted == present:
            change.forget()
        stored = _stored(change, wanted)
        change.arguments["pattern"] = stored["claim"]
        if any(wanted[name] != present[name] for name in _FIELDS if name != "claim"):
            stored |= {"status": "draft", "searched": "", "searcher_id": None}
        change.update(patterns, patterns.c.id == pattern, **stored, changed=now())


def delete_pattern(study: Study, pattern: int) -> None:
    """Delete a card with its memos; it leaves its themes. Raises NotFound."""
    with study.act("delete pattern", {}) as change:
        _named(change, pattern)
        drop_evidence(change, pattern_quotations, pattern_quotations.c.pattern_id == pattern)
        for table in (opened_cases, theme_patterns):
            change.delete(table, table.c.pattern_id == pattern)
        change.delete(memos, (memos.c.about == "pattern") & (memos.c.about_id == pattern))
        change.delete(patterns, patterns.c.id == pattern)


def quote_for_pattern(
    study: Study,
    pattern: int,
    document: int,
    start: int,
    end: int,
    side: str = "supporting",
    note: str = "",
) -> int:
    """Put the passage [start, end) among the quotations that speak for a pattern, or against it
    ("contradicting"); return the quotation's id. One that is there gets this side and note
    (0 where it has them).

    Raises NotFound, and Refused for a range outside the text or a side that is none.
    """
    with study.act("quote for pattern", {}) as change:
        _named(change, pattern)
        place = (document, start, end)
        return cite(change, pattern_quotations, pattern, place, side, note)
    return 0


def unquote_for_pattern(study: Study, pattern: int, quotation: int) -> None:
    """Take a quotation (id) from those that were chosen for a pattern. Raises NotFound."""
    with study.act("unquote for pattern", {}) as change:
        _named(change, pattern)
        uncite(change, pattern_quotations, pattern, quotation)


def open_cases(study: Study, pattern: int, respondents: Iterable[int]) -> int:
    """Say that the actor looked at these respondents (ids) for a pattern; return how many were
    new. Raises NotFound."""
    with study.act("open cases", {}) as change:
        _named(change, pattern)
        names = respondent_names(change.connection)
        wanted = list(dict.fromkeys(respondents))
        for number in wanted:
            if number not in names:
                raise NotFound(_("There is no respondent with number {n}.").format(n=number))
        who, o = coder_id(change, study.require_actor()), opened_cases.c
        chosen = select(o.respondent_id).where(o.pattern_id == pattern, o.coder_id == who)
        there = set(change.connection.scalars(chosen))
        new = [number for number in wanted if number not in there]
        change.arguments["respondents"] = [names[number] for number in new]
        columns = ("pattern_id", "respondent_id", "coder_id", "opened")
        change.insert_rows(opened_cases, columns, [(pattern, n, who, now()) for n in new])
        return len(new)
    return 0


def mark_pattern_searched(study: Study, pattern: int, *, searched: bool = True) -> None:
    """Say that one searched for negative cases of a pattern and found none, or take it back.

    Raises NotFound, and Refused as long as cases that the count points out are not opened, or
    where a quotation speaks against the pattern.
    """
    act = "search negative cases" if searched else "take search back"
    with study.act(act, {}) as change:
        shown = _named(change, pattern)
        if bool(shown.searched) == searched:
            change.forget()
        if not searched:
            values = {"searched": "", "searcher_id": None}
            if shown.status == "final":
                values["status"] = "checked"
            change.update(patterns, patterns.c.id == pattern, **values)
            return
        from kwalcode.project.analyses.patterns import study_pattern

        card = study_pattern(change.connection, pattern)
        if card.unopened:
            raise Refused(card.missing[0])
        if any(quote.side == "contradicting" for quote in card.quoted):
            raise Refused(
                _("There is a quotation that speaks against this pattern: something was found.")
            )
        who = coder_id(change, study.require_actor())
        change.update(patterns, patterns.c.id == pattern, searched=now(), searcher_id=who)


def set_status(study: Study, pattern: int, status: str) -> None:
    """Say whether a pattern is a draft, checked or final.

    Raises NotFound, and Refused for a status that is none; "final" is refused until its
    negative cases are opened, or somebody searched and found none (`Card.missing`).
    """
    with study.act("set pattern status", {"status": status}) as change:
        shown = _named(change, pattern)
        if status not in STATUSES:
            raise Refused(
                _("'{status}' is no status; there are: {known}.").format(
                    status=status, known=", ".join(STATUSES)
                )
            )
        if status == shown.status:
            change.forget()
        if status == "final":
            from kwalcode.project.analyses.patterns import study_pattern

            card = study_pattern(change.connection, pattern)
            if card.missing:
                raise Refused(card.missing[0])
            change.arguments["layer"] = card.found.counted.layer
        change.update(patterns, patterns.c.id == pattern, status=status, changed=now())


def _named(change: Change, pattern: int) -> Pattern:
    shown = read_pattern(change.connection, pattern)
    change.arguments["pattern"] = shown.claim
    return shown


def _stored(change: Change, values: dict[str, Any]) -> dict[str, Any]:
    """Return fields as they are stored. Raises as `write_pattern` does."""
    from kwalcode.project.analyses.patterns import check_rule

    kind, claim = values["kind"], " ".join(str(values["claim"]).split())
    if kind not in KINDS:
        raise Refused(
            _("'{kind}' is no kind of pattern; there are: {known}.").format(
                kind=kind, known=", ".join(KINDS)
            )
        )
    if not claim:
        raise Refused(_("A pattern needs a claim: what is it that you see?"))
    a, b = values["a"], values["b"]
    for side in (a, b):
        if side is not None:
            check_subject(change, side)
    if a is None and b is not None:
        a, b = b, None
    if a is not None and a == b:
        raise Refused(_("The two sides of a pattern are the same. Choose another one."))
    return {
        "kind": kind,
        "claim": claim,
        "rule": check_rule(values["rule"]),
        "sub_codes": int(values["sub_codes"]),
        **columns_of(a, "code_a_id", "theme_a_id"),
        **columns_of(b, "code_b_id", "theme_b_id"),
    }
