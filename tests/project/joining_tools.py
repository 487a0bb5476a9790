"""What tests of joining share: copies of a study, and its content by what names it everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kwalcode.project.acts.joining import Joined, join_copy
from kwalcode.project.backup import copy_study
from kwalcode.project.history.check import check
from kwalcode.project.joining.matching import read_both
from kwalcode.project.joining.shapes import SHAPES
from kwalcode.project.joining.side import Side
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.study import Study, open_study

Content = dict[str, dict[Any, Any]]
Doing = Callable[[Study], object]


def copy_of(study: Study, name: str, work: Callable[[Study], object] | None = None) -> Path:
    """Return a copy beside the study, named after who works in it, after that work."""
    path = copy_study(study, study.path.with_name(f"{name}-{study.path.name}"))
    if work is not None:
        with open_study(path, name) as other:
            work(other)
    return path


def content_of(study: Study) -> Content:
    """Return every row of a study by its name in all copies; coders go by their names.

    Which texts a document had before is history, and each copy has its own.
    """
    with study.reading() as connection:
        side, other = Side(connection, {}), Side(connection, {})
        read_both(side, other)
        names = {key: values[0] for key, values in side.rows["coders"].items()}

    def plain(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(plain(part) for part in value)
        return names.get(value, value) if isinstance(value, bytes) else value

    at = SHAPES["documents"].at("version")
    for key, values in side.rows["documents"].items():
        side.rows["documents"][key] = (*values[:at], *values[at + 1 :])
    return {
        name: {plain(key): plain(values) for key, values in side.rows[name].items()}
        for name in SHAPES
        if name != "document_versions"
    }


def joined(study: Study, path: Path, **options: Any) -> Joined:
    """Join a copy, and see that the study is sound afterwards."""
    done = join_copy(study, path, **options)
    assert check(study) == []
    with study.reading() as connection:
        held = connection.exec_driver_sql("SELECT count(*) FROM codes").scalar()
        assert len(all_codes(connection)) == held  # all of them hang in the tree
    return done


@contextmanager
def opened_copy(study: Study, name: str, actor: str) -> Iterator[Study]:
    """Give another copy of a study, to join other copies into."""
    path = copy_study(study, study.path.with_name(f"{name}-{study.path.name}"))
    with open_study(path, actor) as other:
        yield other


def in_any_order(study: Study, mine: Doing, second: Doing, third: Doing) -> None:
    """See that two copies joined in one order give what they give in the other one."""
    bram, carla = copy_of(study, "Bram", second), copy_of(study, "Carla", third)
    mine(study)
    with opened_copy(study, "again", "Anna") as again:
        for path in (bram, carla):
            joined(study, path)
        for path in (carla, bram):
            joined(again, path)
        assert content_of(again) == content_of(study)
        assert joined(study, bram).nothing
        assert joined(study, again.path).changed == {}
        assert content_of(study) == content_of(again)
