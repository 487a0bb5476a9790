from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kwalcode.errors import NotFound, Refused
from kwalcode.model import Transcript, Turn
from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.notes import write_memo_on_passage
from kwalcode.project.acts.passages import NewCode, apply_codes, change_extent
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.tallies import counts_by, used_lately
from kwalcode.project.study import Study, create
from kwalcode.store.tables import quotations

TEXT = "R: Het is een optelsom van signalen. Dat duurt.\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return _study(tmp_path / "s.kwal")


def _study(path: Path) -> Study:
    study = create(path, "Anna")
    turn = Turn(0, len(TEXT), 3, len(TEXT) - 1, "R")
    read = Transcript(TEXT, (turn,), {"R": "respondent"}, "txt")
    import_document(study, Prepared("R01", "R01.txt", bytes(32), read, [(3, 36)], "t-1"))
    for name in ("melden", "optelsom"):
        create_code(study, name)
    return study


def places(study: Study) -> list[tuple[int, int, int]]:
    with study.reading() as connection:
        return [(c.start, c.end, c.code) for c in codings_of(connection, 1)]


def quoted(study: Study) -> list[tuple[int, int]]:
    with study.reading() as connection:
        chosen = select(quotations.c.start, quotations.c.end).order_by(quotations.c.start)
        return [(start, end) for start, end in connection.execute(chosen)]


def acts(study: Study) -> int:
    from kwalcode.project.history.journal import entries

    with study.reading() as connection:
        return len(list(entries(connection)))


def test_several_codes_are_one_act(study: Study) -> None:
    before = acts(study)
    done = apply_codes(study, 1, 3, 10, [2, 1, 2, NewCode("traag", parent=1)])
    assert done.codes == (2, 1, 3)
    assert len(done.codings) == 3
    assert acts(study) == before + 1
    with study.reading() as connection:
        assert [c.path for c in all_codes(connection)] == ["melden", "melden > traag", "optelsom"]
    assert check(study) == []
    undo(study)
    assert places(study) == []
    assert quoted(study) == []
    with study.reading() as connection:
        assert len(all_codes(connection)) == 2
    redo(study)
    assert places(study) == [(3, 10, 2), (3, 10, 1), (3, 10, 3)]
    assert check(study) == []


def test_codes_that_are_there_are_not_doubled_and_nothing_is_kept_of_none(study: Study) -> None:
    apply_code(study, 1, 3, 10, 1)
    assert len(apply_codes(study, 1, 3, 10, [1, 2]).codings) == 1
    before = acts(study)
    assert apply_codes(study, 1, 3, 10, [1, 2, NewCode("Melden".lower())]).codings == ()
    assert acts(study) == before
    assert places(study) == [(3, 10, 1), (3, 10, 2)]


def test_what_cannot_be_is_refused_whole(study: Study) -> None:
    with pytest.raises(NotFound):
        apply_codes(study, 1, 3, 10, [1, 99])
    with pytest.raises(Refused):
        apply_codes(study, 1, 3, 1000, [1])
    with pytest.raises(Refused):
        apply_codes(study, 1, 3, 10, [1, NewCode("a > b")])
    assert places(study) == []


def test_an_extent_changes_and_the_old_quotation_goes(study: Study) -> None:
    coding = apply_code(study, 1, 3, 10, 1)
    assert coding is not None
    assert change_extent(study, coding, 3, 36)
    assert places(study) == [(3, 36, 1)]
    assert quoted(study) == [(3, 36)]
    assert check(study) == []
    undo(study)
    assert places(study) == [(3, 10, 1)]
    assert quoted(study) == [(3, 10)]
    redo(study)
    assert quoted(study) == [(3, 36)]
    assert check(study) == []


def test_a_quotation_in_use_stays(study: Study) -> None:
    coding = apply_code(study, 1, 3, 10, 1)
    apply_code(study, 1, 3, 10, 2)
    write_memo_on_passage(study, 1, 3, 36, "Let op")
    assert coding is not None
    change_extent(study, coding, 3, 36)
    assert quoted(study) == [(3, 10), (3, 36)]
    undo(study)
    assert quoted(study) == [(3, 10), (3, 36)]
    assert check(study) == []


def test_an_extent_that_cannot_be_is_refused(study: Study) -> None:
    one, two = apply_code(study, 1, 3, 10, 1), apply_code(study, 1, 11, 20, 1)
    assert one is not None
    assert two is not None
    before = acts(study)
    assert not change_extent(study, one, 3, 10)
    with pytest.raises(Refused, match="already"):
        change_extent(study, one, 11, 20)
    with pytest.raises(Refused):
        change_extent(study, one, 10, 10)
    with pytest.raises(NotFound):
        change_extent(study, 99, 3, 5)
    assert acts(study) == before
    assert places(study) == [(3, 10, 1), (11, 20, 1)]


_EXTENTS = st.tuples(st.integers(0, 44), st.integers(1, 48)).filter(lambda r: r[0] < r[1])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), _EXTENTS), max_size=8))
def test_any_extents_can_be_undone_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[tuple[int, tuple[int, int]]]
) -> None:
    with _study(tmp_path_factory.mktemp("s") / "s.kwal") as study:
        for start in (3, 8, 12):
            apply_code(study, 1, start, start + 6, 1)
        seen = [(places(study), quoted(study))]
        for coding, extent in wanted:
            try:
                if change_extent(study, coding, *extent):
                    seen.append((places(study), quoted(study)))
            except Refused:
                pass
        assert check(study) == []
        for before in reversed(seen[:-1]):
            undo(study)
            assert (places(study), quoted(study)) == before
        assert check(study) == []


def test_codes_are_counted_by_coder(study: Study) -> None:
    apply_code(study, 1, 3, 10, 1)
    apply_code(study, 1, 11, 20, 1)
    apply_code(study, 1, 11, 20, 2)
    apply_code(study, 1, 3, 10, 1, coder="Bram")
    with study.reading() as connection:
        assert counts_by(connection, None) == {1: 3, 2: 1}
        assert counts_by(connection, {2}) == {1: 1}
        assert counts_by(connection, set()) == {}
        assert list(used_lately(connection, 1).items()) == [(2, 1), (1, 2)]
        assert used_lately(connection, 3) == {}
