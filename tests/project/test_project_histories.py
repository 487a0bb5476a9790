"""Any history of acts by two coders gives the tables that replaying its journal gives."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kwalcode.errors import NotFound, Refused
from kwalcode.model import CodeSpec
from kwalcode.project.acts import codes, coding, documents, notes, people, themes
from kwalcode.project.acts.coding import NewCoding
from kwalcode.project.erasing.erasure import erase_documents, erase_leftovers, erase_passage
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.study import Study, open_study

Prepare = Callable[..., Any]
Numbers = tuple[int, int, int, int]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]

TEXTS = ("Jan: ja nee\nPiet: nee ja\nJan: weet niet\n", "Jan: hm\n", "een twee drie")


def some(study: Study, tables: Tables, table: str, n: int) -> int:
    """Return the id of one of the table's rows, or one that is not there when it is empty."""
    rows = tables(study)[table]
    return int(str(rows[n % len(rows)][0])) if rows else 1


class Acting:
    """What the drawn acts do with the four small numbers they are given."""

    def __init__(self, study: Study, tables: Tables, prepared: Prepare) -> None:
        self.study, self.tables, self.prepared = study, tables, prepared

    def pick(self, table: str, n: int) -> int:
        return some(self.study, self.tables, table, n)

    def place(self, n: Numbers) -> tuple[int, int, int]:
        """Return a document and a range; few ranges, so that coders meet on them."""
        return self.pick("documents", n[0]), n[1] % 4, n[1] % 4 + 1 + n[2] % 5

    def act(self, name: str, n: Numbers) -> None:
        with suppress(Refused, NotFound):
            getattr(self, name)(n)

    def import_document(self, n: Numbers) -> None:
        documents.import_document(
            self.study, self.prepared(f"R{n[0] % 3}", TEXTS[n[1] % 3], sentences=[(0, 3)])
        )

    def rename_speaker(self, n: Numbers) -> None:
        label, to = ("Jan", "Piet")[n[1] % 2], ("Piet", "Klaas", "Jan")[n[2] % 3]
        documents.rename_speaker(self.study, self.pick("documents", n[0]), label, to)

    def set_role(self, n: Numbers) -> None:
        documents.set_role(self.study, self.pick("documents", n[0]), "Jan", "interviewer")

    def apply(self, n: Numbers) -> None:
        coder = (None, "Anna", "Bram", "Cees")[n[3] % 4]
        coding.apply_code(self.study, *self.place(n), self.pick("codes", n[3]), coder=coder)

    def remove(self, n: Numbers) -> None:
        coding.remove_codings(self.study, [self.pick("codings", m) for m in n[:2]])

    def bulk(self, n: Numbers) -> None:
        document, code = self.pick("documents", n[0]), self.pick("codes", n[1])
        new = [
            NewCoding(document, at, at + 1 + at % 3, code, ("Anna", "Cees", "Dirk")[at % 3])
            for at in range(n[2])
        ]
        coding.add_codings(self.study, new)

    def code_with_new(self, n: Numbers) -> None:
        codes.code_with_new(self.study, *self.place(n), f"nieuw {n[3] % 3}", origin="in vivo")

    def create_code(self, n: Numbers) -> None:
        parent = self.pick("codes", n[1]) if n[2] % 2 else None
        codes.create_code(self.study, f"nieuw {n[0] % 3}", parent=parent)

    def edit_code(self, n: Numbers) -> None:
        values: list[dict[str, Any]] = [
            {"name": f"nieuw {n[1] % 3}"}, {"definition": str(n[1])}, {"keywords": ("a", "b")},
        ]  # fmt: skip
        codes.edit_code(self.study, self.pick("codes", n[0]), **values[n[2] % 3])

    def move_code(self, n: Numbers) -> None:
        parent = self.pick("codes", n[1]) if n[2] % 3 else None
        codes.move_code(self.study, self.pick("codes", n[0]), parent)

    def delete_code(self, n: Numbers) -> None:
        codes.delete_code(self.study, self.pick("codes", n[0]))

    def import_codebook(self, n: Numbers) -> None:
        names = ("A", "b", "nieuw 0", "nieuw 1")
        paths = [(names[n[0] % 4],), (names[n[0] % 4], names[n[1] % 4]), (names[n[2] % 4],)]
        specs = [CodeSpec(p, key="ab"[i % 2] if n[3] % 2 else "") for i, p in enumerate(paths)]
        codes.import_codebook(self.study, specs)

    def memo(self, n: Numbers) -> None:
        about = ("document", "quotation", "code", "theme", "respondent")[n[0] % 5]
        table = about + "s"
        notes.write_memo(self.study, about, self.pick(table, n[1]), f"memo {n[2]}")

    def memo_on_passage(self, n: Numbers) -> None:
        notes.write_memo_on_passage(self.study, *self.place(n), "hier")

    def edit_memo(self, n: Numbers) -> None:
        notes.edit_memo(self.study, self.pick("memos", n[0]), f"anders {n[1]}")

    def delete_memo(self, n: Numbers) -> None:
        notes.delete_memo(self.study, self.pick("memos", n[0]))

    def create_theme(self, n: Numbers) -> None:
        members = [self.pick("codes", n[1]), self.pick("codes", n[2])]
        themes.create_theme(self.study, f"thema {n[0] % 2}", "dus", members)

    def delete_theme(self, n: Numbers) -> None:
        themes.delete_theme(self.study, self.pick("themes", n[0]))

    def complete(self, n: Numbers) -> None:
        ids = [self.pick("documents", n[0])]
        people.mark_complete(self.study, ("Anna", "Bram", "Cees")[n[1] % 3], ids, complete=n[2] > 2)

    def attributes(self, n: Numbers) -> None:
        values = {("domein", "jaar")[n[2] % 2]: ("", "zorg", "politie")[n[3] % 3]}
        name = ("", "P1", "P2", "R0")[n[1] % 4]
        people.set_attributes(self.study, {self.pick("documents", n[0]): (name, values)})

    def setting(self, n: Numbers) -> None:
        people.set_setting(self.study, "main coder", ("Anna", "Bram")[n[0] % 2])

    def undo(self, n: Numbers) -> None:
        for _time in range(1 + n[0] % 3):
            undo(self.study)

    def redo(self, n: Numbers) -> None:
        for _time in range(1 + n[0] % 3):
            redo(self.study)

    def erase(self, n: Numbers) -> None:
        if n[1] % 3 == 0:
            erase_documents(self.study, [self.pick("documents", n[0])])
        elif n[1] % 3 == 1:
            erase_passage(self.study, *self.place(n))
        else:
            erase_leftovers(self.study)


ACTS = [
    "apply", "apply", "apply", "remove", "bulk", "memo", "memo_on_passage", "delete_memo",
    "edit_memo", "create_code", "code_with_new", "edit_code", "move_code", "delete_code",
    "import_document", "import_codebook", "create_theme", "delete_theme", "complete",
    "attributes", "rename_speaker", "set_role", "setting", "undo", "undo", "undo", "redo", "redo",
]  # fmt: skip
STEP = st.tuples(
    st.sampled_from(["Anna", "Bram"]), st.sampled_from(ACTS), st.tuples(*[st.integers(0, 9)] * 4)
)
ERASING = STEP | st.tuples(st.just("Anna"), st.just("erase"), st.tuples(*[st.integers(0, 9)] * 4))
History = Sequence[tuple[str, str, Numbers]]


@pytest.fixture(scope="module")
def template(new_study: Callable[[], Study], prepared: Prepare) -> Path:
    """A closed project with one document and codes A, A > b."""
    study = new_study()
    documents.import_document(study, prepared("R0", TEXTS[0]))
    codes.import_codebook(study, [CodeSpec(("A",), key="a"), CodeSpec(("A", "b"), key="b")])
    study.close()
    return study.path


NUMBERS = itertools.count()


def live(template: Path, steps: History, tables: Tables, prepared: Prepare) -> dict[str, Study]:
    """Return a project in which these steps were done, opened by both coders."""
    path = Path(shutil.copy(template, template.with_name(f"history-{next(NUMBERS)}.kwal")))
    opened = {name: open_study(path, name) for name in ("Anna", "Bram")}
    for who, act, numbers in steps:
        Acting(opened[who], tables, prepared).act(act, numbers)
    return opened


def close(opened: dict[str, Study]) -> None:
    for study in opened.values():
        study.close()
        study.path.unlink(missing_ok=True)


def undo_all(opened: dict[str, Study]) -> list[str]:
    """Undo for both coders, in turn, until nothing is left that can be; return who undid."""
    undid: list[str] = []
    stuck: set[str] = set()
    while len(stuck) < 2:
        for name, study in opened.items():
            try:
                undo(study)
            except Refused:
                stuck.add(name)
            else:
                undid.append(name)
                stuck.clear()
    return undid


@given(steps=st.lists(STEP, min_size=5, max_size=25))
@settings(max_examples=30, deadline=None)
def test_any_history_equals_its_replay_and_survives_undo_and_redo_of_all(
    template: Path, tables: Tables, prepared: Prepare, steps: History
) -> None:
    opened = live(template, steps, tables, prepared)
    try:
        anna = opened["Anna"]
        assert check(anna) == []
        before = tables(anna)
        undid = undo_all(opened)
        assert check(anna) == []
        for name in reversed(undid):
            redo(opened[name])
        assert tables(anna) == before
        assert check(anna) == []
    finally:
        close(opened)


@given(steps=st.lists(ERASING, min_size=5, max_size=25))
@settings(max_examples=20, deadline=None)
def test_any_history_with_erasures_stays_clean(
    template: Path, tables: Tables, prepared: Prepare, steps: History
) -> None:
    opened = live(template, steps, tables, prepared)
    try:
        assert check(opened["Bram"]) == []
        undo_all(opened)
        assert check(opened["Bram"]) == []
    finally:
        close(opened)
