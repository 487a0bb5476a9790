"""Acts of working together: rounds, who codes which document, and what kind of coder one is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, func, select, true

from kwalcode.errors import NotFound, Refused, UsageError
from kwalcode.i18n import _
from kwalcode.model import Coder
from kwalcode.project.acts.coders import known_coder
from kwalcode.project.agreement.drawing import draw
from kwalcode.project.history.change import Change
from kwalcode.project.history.journal import GENESIS
from kwalcode.project.identity import now
from kwalcode.project.names import same_name
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import attribute_names, attributes_by_respondent, find_coder
from kwalcode.project.reads.rounds import all_rounds, find_round
from kwalcode.project.study import Study
from kwalcode.store.tables import assignments, coders, journal, rounds

KINDS = ("coder", "supervisor", "consensus")


def start_round(study: Study, name: str, *, note: str = "", blind: bool = True) -> int:
    """Start a round of coding with the codebook as it is; return its id.

    In a blind round nobody sees another's codings of a document before all whom it was
    assigned to have completed it. Raises Refused for an empty name or one in use.
    """
    cleaned = " ".join(name.split())
    if not cleaned:
        raise Refused(_("Give the round a name."))
    with study.act("start round", {"round": cleaned}) as change:
        for known in all_rounds(change.connection):
            if same_name(known.name, cleaned):
                raise Refused(_("There is a round '{name}' already.").format(name=known.name))
        j = journal.c
        last = change.connection.scalar(select(j.hash).order_by(j.id.desc()).limit(1))
        position = change.connection.scalar(select(func.max(rounds.c.position))) or 0
        return change.insert(
            rounds,
            name=cleaned,
            position=position + 1,
            codebook=last or GENESIS,
            blind=int(blind),
            started=now(),
            note=note,
        )


def assign_documents(
    study: Study,
    round_id: int,
    names: Sequence[str],
    *,
    overlap: float = 0.0,
    seed: int = 1,
    by: str | None = None,
    documents: Collection[int] | None = None,
    anew: bool = False,
) -> dict[int, tuple[int, ...]]:
    """Assign documents (all, or these ids) to coders in a round; return whom each fell to.

    A share `overlap` (0 to 1) of them falls to two coders, spread over the values of the
    respondents' attribute `by`. The draw follows from `seed`. Documents that the round has
    assigned already stay as they are, unless `anew`. Raises UsageError for an overlap that cannot
    be, or somebody who does not code, NotFound for an unknown coder, round or attribute.
    """
    people = list(dict.fromkeys(" ".join(name.split()) for name in names))
    _check(people, overlap)
    with study.act(
        "assign documents", {"overlap": overlap, "seed": seed, "by": by or ""}
    ) as change:
        shown = find_round(change.connection, round_id)
        there = assignments.c.round_id == round_id
        if anew:
            among = true() if documents is None else assignments.c.document_id.in_(documents)
            change.delete(assignments, there & among)
        known = {one.id: one for one in (known_coder(change.connection, name) for name in people)}
        _check_coders(list(known.values()), overlap)
        taken = set(change.connection.scalars(select(assignments.c.document_id).where(there)))
        groups = _groups(change.connection, by, documents, taken)
        drawn = draw(groups, list(known), overlap, seed)
        rows = [(round_id, d, c) for d in sorted(drawn) for c in sorted(drawn[d])]
        if not rows:
            change.forget()
        change.insert_rows(assignments, ("round_id", "document_id", "coder_id"), rows)
        change.arguments.update(
            round=shown.name,
            coders=[one.name for one in known.values()],
            documents=len(drawn),
            double=sum(len(who) > 1 for who in drawn.values()),
        )
        return drawn
    return {}


def set_coder_kind(study: Study, name: str, kind: str) -> str:
    """Say whether somebody is a coder, the supervisor or the consensus; return the coder's name.

    Only coders are compared in agreement. Raises NotFound, UsageError for another kind, Refused
    for a second consensus.
    """
    if kind not in KINDS:
        raise UsageError(
            _("'{kind}' is no kind of coder: {kinds}.").format(kind=kind, kinds=", ".join(KINDS))
        )
    with study.act("set coder kind", {"coder": name, "kind": kind}) as change:
        coder = find_coder(change.connection, name)
        if kind == "consensus":
            _refuse_second(change, coder.id)
        change.update(coders, coders.c.id == coder.id, kind=kind)
        return coder.name
    return name


def _refuse_second(change: Change, coder: int) -> None:
    chosen = select(coders.c.name).where(coders.c.kind == "consensus", coders.c.id != coder)
    other = change.connection.scalar(chosen)
    if other is not None:
        raise Refused(
            _("{name} is the consensus already; there can be one only.").format(name=other)
        )


def _check(people: Sequence[str], overlap: float) -> None:
    if not people or not all(people):
        raise UsageError(_("Say who codes, as in --coders Anna,Bram."))
    if not 0 <= overlap <= 1:
        raise UsageError(_("The overlap is a share of the documents, from 0% to 100%."))


def _check_coders(people: Sequence[Coder], overlap: float) -> None:
    """Refuse a supervisor, whose codings are compared with nobody's, and an overlap of one."""
    for one in people:
        if one.kind != "coder":
            raise UsageError(
                _("{name} is no coder here but the {kind}: documents are for coders.").format(
                    name=one.name, kind=one.kind
                )
            )
    if overlap and len(people) < 2:
        raise UsageError(_("An overlap takes two coders or more."))


def _groups(
    connection: Connection, by: str | None, documents: Collection[int] | None, taken: set[int]
) -> Mapping[str, list[int]]:
    """Return the documents to assign, by the value of their respondent's attribute."""
    if by is not None and by not in attribute_names(connection):
        raise NotFound(_("There is no attribute '{name}' in this project.").format(name=by))
    values = attributes_by_respondent(connection)
    groups: dict[str, list[int]] = {}
    for document in all_documents(connection):
        if document.id in taken or (documents is not None and document.id not in documents):
            continue
        held = values.get(document.respondent, {}) if document.respondent is not None else {}
        groups.setdefault(held.get(by, "") if by else "", []).append(document.id)
    return groups
