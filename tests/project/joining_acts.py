"""What anybody may do in a copy of a study, for tests of joining."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from kwalcode.errors import KwalcodeError, Refused
from kwalcode.project.acts import framework, patterns, themes
from kwalcode.project.acts.adjudicating import Ruling, decide, withdraw_decisions
from kwalcode.project.acts.code_groups import create_code_group, mark_exclusive
from kwalcode.project.acts.coders import add_coder
from kwalcode.project.acts.codes import (
    create_code,
    delete_code,
    edit_code,
    move_code,
    rename_code,
)
from kwalcode.project.acts.coding import apply_code, remove_codings
from kwalcode.project.acts.correcting import correct_document
from kwalcode.project.acts.deciding import drop_uncarried, place_uncarried
from kwalcode.project.acts.documents import rename_document
from kwalcode.project.acts.finalising import finalise, unfinalise
from kwalcode.project.acts.groups import put_in_group
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.notes import (
    delete_memo,
    edit_memo,
    link_memo,
    write_memo,
    write_memo_on_passage,
)
from kwalcode.project.acts.passages import change_extent
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.queries import save_query
from kwalcode.project.acts.quoting import mark_passage
from kwalcode.project.acts.recoding import move_codings
from kwalcode.project.acts.relations import relate
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.acts.respondents import give_documents, rename_respondent
from kwalcode.project.acts.rounds import assign_documents, set_coder_kind, start_round
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.agreement.queue import Item, Queue
from kwalcode.project.correcting.preparing import prepare_text
from kwalcode.project.erasing.erasure import erase_documents, erase_passage
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.decisions import CodedRange, list_decisions
from kwalcode.project.reads.documents import all_documents, text_of
from kwalcode.project.reads.findings import Subject
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.reads.versions import list_uncarried
from kwalcode.project.study import Study
from kwalcode.store import tables

Act = Callable[[Study, int, int], object]
Work = Sequence[tuple[Act, int, int]]
"""What somebody does: which act, on which thing, with which value; both by number, modulo."""

NAMES = ("Anna", "Bram", "Carla")


def codes(study: Study) -> list[int]:
    with study.reading() as connection:
        return [code.id for code in all_codes(connection)]


def some(found: Sequence[Any], n: int) -> Any:
    if not found:
        raise IndexError
    return found[n % len(found)]


def documents(study: Study) -> list[int]:
    with study.reading() as connection:
        return [document.id for document in all_documents(connection)]


def codings(study: Study) -> list[int]:
    numbers = documents(study)
    with study.reading() as connection:
        return [c.id for number in numbers for c in codings_of(connection, number)]


def memos(study: Study) -> list[int]:
    with study.reading() as connection:
        return [memo.id for memo in all_memos(connection)]


def ids(study: Study, table: str) -> list[int]:
    with study.reading() as connection:
        chosen = f"SELECT id FROM {tables.metadata.tables[table].name} ORDER BY id"
        return list(connection.exec_driver_sql(chosen).scalars())


def respondents(study: Study) -> list[int]:
    with study.reading() as connection:
        return sorted(respondent_names(connection))


def place(a: int) -> tuple[int, int]:
    return a % 5 * 5, a % 5 * 5 + 4


def subject(study: Study, a: int) -> Subject:
    return Subject("code", some(codes(study), a))


def other_text(study: Study, a: int, b: int) -> None:
    """Put a word of a document in other letters, or another word in its place."""
    number = some(documents(study), a)
    with study.reading() as connection:
        text = text_of(connection, number)
    start, end = place(b)
    word = text[start:end]
    changed = text[:start] + (word.upper() if b % 2 else f"{word} ja") + text[end:]
    correct_document(study, prepare_text(study, number, changed))


def queue_item(study: Study, a: int) -> tuple[Queue, Item]:
    with study.reading() as connection:
        queue = adjudication(connection, coders=["Anna", "Bram"])
    return queue, some(queue.items, a)


def settle(study: Study, a: int, b: int) -> None:
    _queue, item = queue_item(study, a)
    decision = ("a", "b", "both", "neither", "edit", "code", "discuss")[b % 7]
    new = CodedRange(some(codes(study), a), item.start, item.end + (decision == "edit"))
    ruling = Ruling(decision, f"note {b}", new if decision in ("edit", "code") else None)
    decide(study, item.key, item.group, ruling)


def withdraw(study: Study, a: int, _b: int) -> None:
    with study.reading() as connection:
        found = [one.id for one in list_decisions(connection)]
    withdraw_decisions(study, [some(found, a)])


def decide_uncarried(study: Study, a: int, b: int) -> None:
    with study.reading() as connection:
        waiting = [one.id for one in list_uncarried(connection)]
    if b % 2:
        drop_uncarried(study, [some(waiting, a)])
    else:
        place_uncarried(study, {some(waiting, a): place(b)})


def rename_somebody(study: Study, a: int, b: int) -> None:
    with study.reading() as connection:
        names = respondent_names(connection)
    rename_respondent(study, names[some(respondents(study), a)], f"P{b % 3}")


def give(study: Study, a: int, b: int) -> None:
    with study.reading() as connection:
        names = respondent_names(connection)
    name = names[some(respondents(study), b)] if b % 2 else f"P{b % 3}"
    give_documents(study, [some(documents(study), a)], name)


def draw(study: Study, a: int, b: int) -> None:
    numbers = ids(study, "rounds")
    names = NAMES[: 2 + b % 2]
    for name in names:
        with suppress(Refused):  # is there already
            add_coder(study, name)
    assign_documents(study, some(numbers, a), names, overlap=b % 3 / 2, seed=a,
                     anew=b > 5)  # fmt: skip


CODING: tuple[Act, ...] = (
    lambda s, a, b: apply_code(s, some(documents(s), b), *place(a), some(codes(s), b)),
    lambda s, a, b: apply_code(s, some(documents(s), a), *place(b), some(codes(s), a)),
    lambda s, a, b: remove_codings(s, [some(codings(s), a)]),
    lambda s, a, b: change_extent(s, some(codings(s), a), *place(b)),
    lambda s, a, b: move_codings(s, [some(codings(s), a)], some(codes(s), b)),
    lambda s, a, b: mark_complete(
        s, s.require_actor(), [some(documents(s), a)], complete=b % 3 > 0
    ),
)
CODEBOOK: tuple[Act, ...] = (
    lambda s, a, b: create_code(s, f"n{b % 3}"),
    lambda s, a, b: rename_code(s, some(codes(s), a), f"r{b % 3}"),
    lambda s, a, b: edit_code(s, some(codes(s), a), definition=f"d{b}"),
    lambda s, a, b: move_code(s, some(codes(s), a), some([None, *codes(s)], b)),
    lambda s, a, b: delete_code(s, some(codes(s), a)),
    lambda s, a, b: merge_codes(s, [some(codes(s), a)], some(codes(s), b)),
    lambda s, a, b: create_code_group(s, f"g{a % 2}", [some(codes(s), b)]),
    lambda s, a, b: mark_exclusive(s, some(ids(s, "code_groups"), a), exclusive=bool(b % 2)),
)
NOTES: tuple[Act, ...] = (
    lambda s, a, b: write_memo(s, "code", some(codes(s), b), f"m{a}"),
    lambda s, a, b: write_memo_on_passage(s, some(documents(s), a), *place(b), "passage"),
    lambda s, a, b: edit_memo(s, some(memos(s), a), f"e{b}"),
    lambda s, a, b: delete_memo(s, some(memos(s), a)),
    lambda s, a, b: link_memo(s, some(memos(s), a), some(documents(s), b), *place(b)),
    lambda s, a, b: mark_passage(s, some(documents(s), a), *place(b), [], f"note {a}"),
    lambda s, a, b: save_query(s, f"q{a % 2}", f"{b}"),
)
MATERIAL: tuple[Act, ...] = (
    lambda s, a, b: set_attributes(s, {some(documents(s), a): ("", {"x": f"{b % 4 or ''}"})}),
    lambda s, a, b: put_in_group(s, f"dg{a % 2}", [some(documents(s), b)]),
    lambda s, a, b: rename_document(s, some(documents(s), a), f"doc{b % 3}"),
    lambda s, a, b: remove_documents(s, [some(documents(s), a)]),
    rename_somebody,
    give,
    other_text,
    decide_uncarried,
)
FINDINGS: tuple[Act, ...] = (
    lambda s, a, b: themes.create_theme(s, f"t{a % 3}", f"claim {b}", [some(codes(s), b)]),
    lambda s, a, b: themes.edit_theme(s, some(ids(s, "themes"), a), claim=f"other {b}"),
    lambda s, a, b: themes.put_in_theme(s, some(ids(s, "themes"), a), [some(codes(s), b)]),
    lambda s, a, b: themes.take_from_theme(s, some(ids(s, "themes"), a), [some(codes(s), b)]),
    lambda s, a, b: themes.nest_theme(
        s, some(ids(s, "themes"), a), some([None, *ids(s, "themes")], b)
    ),
    lambda s, a, b: themes.delete_theme(s, some(ids(s, "themes"), a)),
    lambda s, a, b: themes.quote_for_theme(
        s, some(ids(s, "themes"), a), some(documents(s), b), *place(b),
        ("supporting", "contradicting")[a % 2],
    ),
    lambda s, a, b: patterns.write_pattern(
        s, "difference", f"claim {b}", subject(s, a), subject(s, b)
    ),
    lambda s, a, b: patterns.edit_pattern(s, some(ids(s, "patterns"), a), claim=f"other {b}"),
    lambda s, a, b: patterns.delete_pattern(s, some(ids(s, "patterns"), a)),
    lambda s, a, b: patterns.open_cases(s, some(ids(s, "patterns"), a), respondents(s)[: b % 3]),
    lambda s, a, b: patterns.quote_for_pattern(
        s, some(ids(s, "patterns"), a), some(documents(s), b), *place(b)
    ),
    lambda s, a, b: themes.put_patterns_in_theme(
        s, some(ids(s, "themes"), a), [some(ids(s, "patterns"), b)]
    ),
    lambda s, a, b: relate(s, subject(s, a), subject(s, b), ("associated", "cause of")[a % 2]),
    lambda s, a, b: framework.write_summary(
        s, some(respondents(s), a), subject(s, a), f"{s.require_actor()} {b}"
    ),
    lambda s, a, b: framework.delete_summary(s, some(respondents(s), a), subject(s, a)),
    lambda s, a, b: framework.link_quotation(
        s, some(respondents(s), a), subject(s, a), some(documents(s), a), *place(b)
    ),
    lambda s, a, b: framework.mark_read(s, some(respondents(s), a), subject(s, b), b),
)  # fmt: skip
TEAM: tuple[Act, ...] = (
    lambda s, a, b: start_round(s, f"round {a % 2}", note=f"{b}", blind=bool(b % 2)),
    draw,
    settle,
    settle,
    withdraw,
    lambda s, a, b: finalise(s, [some(documents(s), a)], leave_open=b % 2 > 0,
                             adopt=("Anna", None)[b % 2]),
    lambda s, a, b: unfinalise(s, [some(documents(s), a)]),
    lambda s, a, b: set_coder_kind(s, "Carla", ("coder", "supervisor")[a % 2]),
)  # fmt: skip
TURNING: tuple[Act, ...] = (lambda s, a, b: undo(s), lambda s, a, b: redo(s))
"""Acts that may take back a join."""
ACTS = (*CODING, *CODEBOOK, *NOTES, *MATERIAL, *FINDINGS, *TEAM, *TURNING)
ERASING: tuple[Act, ...] = (
    lambda s, a, b: erase_passage(s, some(documents(s), a), *place(b)),
    lambda s, a, b: erase_documents(s, [some(documents(s), a)]),
)


def work(study: Study, steps: Work) -> None:
    for act, a, b in steps:
        with suppress(KwalcodeError, IndexError):  # nothing to do it on, or refused: no matter
            act(study, a, b)


def random_work(seed: int, length: int, acts: Sequence[Act] = ACTS) -> Work:
    """Return so many steps drawn from a seed, to look for what fails."""
    source = random.Random(seed)
    return [(source.choice(acts), source.randrange(10), source.randrange(10))
            for _ in range(length)]  # fmt: skip
