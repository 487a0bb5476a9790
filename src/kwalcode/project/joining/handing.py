"""A copy for a coder without what the others did: nothing of it is anywhere in the file.

The copy is a new file. Its journal begins with an image of the study as the coder gets it, so
that undo, `check` and a join work there as in any other; the history before stays behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, and_, false, or_, select

from kwalcode.errors import KwalcodeError, NotAProject
from kwalcode.i18n import _
from kwalcode.project.appearing import appearing
from kwalcode.project.history.images import Image, Row
from kwalcode.project.history.journal import HANDOUT, Actor, Draft
from kwalcode.project.history.rows import chunks, insert_rows, key_columns, ordered_columns
from kwalcode.project.joining.ledger import HANDED_OUT, ROOT, read_ledger
from kwalcode.project.reads.people import find_coder
from kwalcode.project.study import SUFFIX, Study
from kwalcode.store import engine as store
from kwalcode.store.tables import (
    JOURNALLED,
    codings,
    completion,
    content,
    documents,
    memo_links,
    memos,
    quotations,
    report_quotations,
    settings,
    uncarried,
)

_GIVEN = frozenset(
    {
        "coders", "settings", "respondents", "attributes", "attribute_values", "documents",
        "speakers", "turns", "sentences", "codes", "quotations", "codings", "completion",
        "code_groups", "code_group_members", "themes", "theme_codes", "memos", "document_groups",
        "document_group_members", "memo_links", "saved_queries", "report_quotations", "uncarried",
        "rounds", "assignments",
    }
)  # fmt: skip
"""Tables of which a coder gets rows; what others made of the material stays behind."""


def hand_out_alone(study: Study, coder: str, target: Path) -> Path:
    """Write a copy without the other coders' work to a new file; return its path.

    Others' codings, memos on material, marks and progress stay behind, with the passages that
    only they are on, earlier texts, and the history. The codebook with its memos comes along.
    Raises NotFound for an unknown coder, NotAProject when something is at `target` already.
    """
    target = target if target.suffix else target.with_suffix(SUFFIX)
    try:
        with study.reading() as source:
            who = find_coder(source, coder)
            with appearing(target) as making, store.translated():
                store.create_schema(making)
                _fill(source, making, Actor(who.uuid, who.name), who.id)
    except NotAProject:
        raise
    except OSError as error:
        raise KwalcodeError(
            _("{path}: cannot be written ({reason}).").format(
                path=target, reason=error.strerror or error
            )
        ) from error
    return target


def _fill(source: Connection, path: Path, actor: Actor, coder: int) -> None:
    ledger = read_ledger(source)
    engine = store.connect_engine(path)
    try:
        with store.writing(engine) as copy:
            draft = Draft(copy, actor, HANDOUT)
            payload = draft.payload()
            own = {ROOT: ledger.root.hex(), HANDED_OUT: ledger.head.hex()}
            for table in JOURNALLED:
                columns = ordered_columns(table)
                for part in chunks(_kept(source, table, coder, own)):
                    insert_rows(copy, table, columns, part)
                    keys = len(key_columns(table))
                    payload.add(Image(table.name, "insert", columns, keys, after=part))
            _copy_texts(source, copy)
            _copy_sequences(source, copy)
            draft.write({"coder": actor.name}, payload.sha256())
        store.checkpoint(engine)
    finally:
        engine.dispose()


def _kept(source: Connection, table: Table, coder: int, own: dict[str, str]) -> Iterator[Row]:
    """Yield the rows of a table that the coder gets."""
    columns = [table.c[name] for name in ordered_columns(table)]
    where = _kept_where(table, coder)
    chosen = select(*columns).order_by(*table.primary_key.columns)
    for row in source.execute(chosen if where is None else chosen.where(where)):
        if table is not settings or row.key not in own:
            yield tuple(row)
    if table is settings:
        yield from own.items()


def _kept_where(table: Table, coder: int) -> ColumnElement[bool] | None:
    """Return which rows of a table the coder gets, None for all."""
    general = memos.c.about.in_(("project", "code"))
    mine = or_(and_(memos.c.coder_id == coder, memos.c.about != "pattern"), general)
    if table.name not in _GIVEN:
        return false()
    if table in (codings, completion, report_quotations):
        return table.c.coder_id == coder
    if table is memos:
        return mine
    if table is uncarried:
        known = select(memos.c.id).where(mine)
        return or_(uncarried.c.coder_id == coder, uncarried.c.memo_id.in_(known))
    if table is memo_links:
        return memo_links.c.memo_id.in_(select(memos.c.id).where(mine))
    if table is quotations:
        return _in_use(coder, mine)
    return None


def _in_use(coder: int, mine: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return which passages something of the coder's is on."""
    q = quotations.c.id
    notes = select(memos.c.id).where(mine)
    return or_(
        q.in_(select(codings.c.quotation_id).where(codings.c.coder_id == coder)),
        q.in_(
            select(report_quotations.c.quotation_id).where(report_quotations.c.coder_id == coder)
        ),
        q.in_(select(memo_links.c.quotation_id).where(memo_links.c.memo_id.in_(notes))),
        q.in_(select(memos.c.about_id).where(and_(memos.c.about == "quotation", mine))),
    )


def _copy_texts(source: Connection, copy: Connection) -> None:
    """Copy the texts that are shown, and those that something of the coder's waits in."""
    columns = tuple(column.name for column in content.columns)
    for table in (documents, uncarried):
        numbers = set(copy.scalars(select(table.c.content_id)))
        for part in chunks(sorted(numbers - set(copy.scalars(select(content.c.id)))), 900):
            for row in source.execute(select(content).where(content.c.id.in_(part))):
                insert_rows(copy, content, columns, [tuple(row)])


def _copy_sequences(source: Connection, copy: Connection) -> None:
    """Keep ids from meaning something else in the copy than in the study."""
    names = [table.name for table in (*JOURNALLED, content)]
    for name, used in source.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").all():
        if name in names:
            copy.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            copy.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (name, used))
