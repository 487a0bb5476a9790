"""From what somebody asks for to a ruling: codes by name, the extent, whose definition."""

from __future__ import annotations

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.project.acts.adjudicating import Definition, Ruling
from kwalcode.project.agreement.queue import Item, Queue
from kwalcode.project.reads.codes import find_code
from kwalcode.project.reads.decisions import CodedRange, Decision
from kwalcode.spans import Range


def item_named(queue: Queue, name: str) -> Item:
    """Return the disagreement of that name or its beginning. Raises NotFound; UsageError for a
    decision on what was changed since."""
    found = queue.find(name)
    if not isinstance(found, Item):
        raise UsageError(
            _("'{id}' is a decision on what was changed since: --withdraw takes it back.").format(
                id=name
            )
        )
    return found


def decision_named(queue: Queue, name: str) -> Decision:
    """Return what was decided on the disagreement of that name. Raises NotFound, UsageError."""
    found = queue.find(name)
    decision = found.decision if isinstance(found, Item) else found
    if decision is None:
        raise UsageError(_("Nothing was decided on '{id}'.").format(id=name))
    return decision


def ruling_on(
    queue: Queue,
    item: Item,
    decision: str,
    *,
    span: Range | None = None,
    to_code: str | None = None,
    note: str = "",
) -> Ruling:
    """Return what is decided: `span` goes with "edit", `to_code` with "code" or both.

    Raises UsageError for what is missing or does not go together, NotFound for a code.
    """
    if decision not in ("edit", "code"):
        if span or to_code:
            raise UsageError(_("--span and --to-code go with the decisions edit and code."))
        return Ruling(decision, note)
    if decision == "edit" and not span:
        raise UsageError(_("An edited extent takes --span START:END, as in --span 120:180."))
    if decision == "code" and not to_code:
        raise UsageError(_("Another code takes --to-code CODE."))
    start, end = span or (item.start, item.end)
    return Ruling(decision, note, CodedRange(_code(queue, item, to_code), start, end))


def _code(queue: Queue, item: Item, name: str | None) -> int:
    if name is not None:
        return find_code(list(queue.codes.values()), name).id
    if len(item.codes) > 1:
        raise UsageError(_("Two codes are at stake: say which with --to-code CODE."))
    return item.codes[0]


def definition_with(
    queue: Queue, item: Item, ruling: Ruling, text: str | None, code: str | None
) -> Definition | None:
    """Return the definition that goes along with a ruling: that of `code`, or of the one at stake.

    Raises UsageError where two are, or where that code is not at stake, NotFound for a code.
    """
    if text is None:
        return None
    new = () if ruling.new is None else (ruling.new.code,)
    if code is not None:
        found = find_code(list(queue.codes.values()), code)
        if found.id not in (*item.codes, *new):
            raise UsageError(
                _(
                    "'{code}' is not at stake here; its definition is changed with 'kwalcode codes"
                    " edit'."
                ).format(code=found.path)
            )
        return Definition(found.id, text)
    codes = new or item.codes
    if len(codes) > 1:
        raise UsageError(_("Two codes are at stake: say whose definition with --define CODE."))
    return Definition(codes[0], text)
