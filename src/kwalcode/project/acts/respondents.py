"""Acts on who said what: respondents' names, whose documents are whose, speakers' respondents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select

from kwalcode.errors import NotFound, Refused
from kwalcode.i18n import _
from kwalcode.project.acts.uniting import release_respondent
from kwalcode.project.history.change import Change
from kwalcode.project.names import checked_name, same_name
from kwalcode.project.reads.documents import document as read_document
from kwalcode.project.reads.documents import find_speaker
from kwalcode.project.study import Study
from kwalcode.store.tables import (
    attribute_values,
    documents,
    memo_links,
    memos,
    respondents,
    speakers,
)


def rename_respondent(study: Study, name: str, to: str) -> None:
    """Give a respondent another name; documents, speakers and attributes stay with them.

    Raises NotFound, and Refused where another respondent has that name: to make two into one,
    give the documents of the one to the other (`give_documents`).
    """
    to = checked_name(to)
    with study.act("rename respondent", {"respondent": name, "to": to}) as change:
        chosen = select(respondents.c.name, respondents.c.id)
        known = {row.name: row.id for row in change.connection.execute(chosen)}
        if name not in known:
            raise NotFound(_("There is no respondent '{name}' in this project.").format(name=name))
        if any(same_name(other, to) for other in known if other != name):
            raise Refused(_("There is a respondent '{name}' already.").format(name=to))
        change.update(respondents, respondents.c.id == known[name], name=to)


def give_documents(study: Study, ids: Iterable[int], name: str) -> None:
    """Say of which respondent these documents are.

    A name not yet known: where the one document is all that its respondent has, they are
    renamed, else it is a new respondent (so one respondent is split in two). Who is left
    without documents goes; memos about them come to be about the other. Raises NotFound.
    """
    name = checked_name(name)
    with study.act("set respondent", {"respondent": name}) as change:
        wanted = list(dict.fromkeys(ids))
        shown = [read_document(change.connection, number).name for number in wanted]
        change.arguments["document"] = ", ".join(shown)
        for number in wanted:
            respondent_of(change, number, name)


def map_speakers(study: Study, document: int, people: Mapping[str, str | None]) -> None:
    """Say which respondents the speakers of a group interview are.

    By label: a respondent's name (made when new, renamed where the speaker is all that the
    present respondent has), or None: then the speaker counts for the document's respondent.
    A coding counts for those in whose turns it lies. Raises NotFound for an unknown label.
    """
    shown = {label: "" if name is None else name for label, name in people.items()}
    with study.act("map speakers", {"speakers": shown}) as change:
        change.arguments["document"] = read_document(change.connection, document).name
        for label, name in people.items():
            map_speaker(change, document, label, name)


def map_speaker(change: Change, document: int, label: str, name: str | None) -> int | None:
    """Say which respondent a speaker is, within an act; return that respondent's id."""
    speaker = find_speaker(change.connection, document, label)
    present = speaker.respondent
    other = None if name is None else _called(change, present, checked_name(name))
    if other != present:
        change.update(speakers, speakers.c.id == speaker.id, respondent_id=other)
        heir = read_document(change.connection, document).respondent if other is None else other
        release(change, present, heir)
    return other


def respondent_of(change: Change, document: int, name: str) -> int:
    """Return the document's respondent, renamed or shared so that they are called `name`.

    An empty name leaves it the present one.
    """
    shown = read_document(change.connection, document)
    present = shown.respondent
    if present is not None and not name:
        return present
    known = _called(change, present, name or shown.name)
    if known != present:
        change.update(documents, documents.c.id == document, respondent_id=known)
        release(change, present, known)
    return known


def _called(change: Change, present: int | None, name: str) -> int:
    """Return the respondent of that name, who may be the present one renamed, or a new one."""
    chosen = select(respondents.c.id).where(respondents.c.name == name)
    known = change.connection.scalar(chosen)
    if known is not None:
        return int(known)
    if present is not None and _uses(change, present) == 1:
        change.update(respondents, respondents.c.id == present, name=name)
        return present
    return change.insert(respondents, name=name)


def release(change: Change, respondent: int | None, heir: int | None) -> None:
    """Let a respondent go who has neither documents nor speakers left, within an act.

    Memos about them come to be about the heir; without one they go too.
    """
    if respondent is None or respondent == heir or _uses(change, respondent):
        return
    about = (memos.c.about == "respondent") & (memos.c.about_id == respondent)
    if heir is None:
        theirs = select(memos.c.id).where(about)
        change.delete(memo_links, memo_links.c.memo_id.in_(theirs))
        change.delete(memos, about)
    else:
        change.update(memos, about, about_id=heir)
    release_respondent(change, respondent, heir)
    change.delete(attribute_values, attribute_values.c.respondent_id == respondent)
    change.delete(respondents, respondents.c.id == respondent)


def _uses(change: Change, respondent: int) -> int:
    """Return how many documents and speakers are the respondent's."""
    counts = (
        select(func.count()).where(table.c.respondent_id == respondent)
        for table in (documents, speakers)
    )
    return sum(change.connection.scalar(count) or 0 for count in counts)
