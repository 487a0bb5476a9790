"""Saved queries go along with renamed, moved and merged things, and with undo."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.references import as_typed, kept, repointed, spelled
from kwalcode.analysis.query.tree import QueryError
from kwalcode.model import CodeSpec
from kwalcode.project.acts.attributes import add_attribute, rename_attribute
from kwalcode.project.acts.codes import delete_code, import_codebook, move_code, rename_code
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document, rename_document
from kwalcode.project.acts.merging import merge_codes
from kwalcode.project.acts.queries import save_query
from kwalcode.project.acts.themes import create_theme, edit_theme
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.queries import all_saved_queries
from kwalcode.project.retrieval.querying import ask
from kwalcode.project.study import Study


@pytest.fixture
def named(study: Study, prepared: Callable[..., object]) -> Study:
    """Angst (coded), Melden > route and Route apart; a theme, an attribute."""
    import_document(study, prepared("R01"))  # type: ignore[arg-type]
    paths = [("Angst",), ("Melden",), ("Melden", "route"), ("Zorg",)]
    import_codebook(study, [CodeSpec(path) for path in paths], source="x")
    apply_code(study, 1, 32, 44, 1)
    create_theme(study, "Vangnet", "", [1])
    add_attribute(study, "domein")
    return study


def text(study: Study, name: str = "q") -> str:
    with study.reading() as connection:
        return next(one.text for one in all_saved_queries(connection) if one.name == name)


@pytest.mark.parametrize(
    "query",
    [
        "angst AND NOT melden",
        "  angst   EN niet 'Melden > route' ",
        "ONE OF(angst, Melden > route) FOLLOWS(2 turns) zorg",
        "THEMA Vangnet AND domein = \"zorg\" OF \"angst\"",
        "DOCUMENT R01 OR route",
        "unknown name AND angst",
        "angst ⟦melden⟧",
    ],
)  # fmt: skip
def test_what_was_typed_is_what_is_read(named: Study, query: str) -> None:
    save_query(named, "q", query)
    assert text(named) == query


def test_a_renamed_code_stays_the_one_that_is_meant(named: Study) -> None:
    save_query(named, "q", "angst WITH SUB-CODES AND NOT (route OR zorg)")
    rename_code(named, 1, "Vrees, of iets")
    assert text(named) == "'Vrees, of iets' WITH SUB-CODES AND NOT (route OR zorg)"
    move_code(named, 3, None)
    # by its name alone it is found wherever it hangs
    assert "(route OR zorg)" in text(named)
    with named.reading() as connection:
        assert len(ask(connection, parse("'Vrees, of iets'"))) == 1
        assert len(ask(connection, parse(text(named)))) == 1
    undo(named)
    undo(named)
    assert text(named) == "angst WITH SUB-CODES AND NOT (route OR zorg)"
    assert check(named) == []


def test_a_name_that_another_code_takes_over_does_not_mislead(named: Study) -> None:
    save_query(named, "q", "angst")
    rename_code(named, 1, "Vrees")
    rename_code(named, 4, "Angst")
    assert text(named) == "'Vrees'"


def test_a_path_without_quotation_marks_goes_along(named: Study) -> None:
    save_query(named, "q", "Melden > route AND angst")
    rename_code(named, 2, "Aangifte")
    assert text(named) == "'Aangifte > route' AND angst"


def test_themes_documents_and_attributes_go_along(named: Study) -> None:
    save_query(named, "q", 'THEME Vangnet AND DOCUMENT R01 AND domein = "zorg"')
    edit_theme(named, 1, name="Het net")
    rename_document(named, 1, "R99")
    rename_attribute(named, "domein", "sector")
    assert text(named) == "THEME 'Het net' AND DOCUMENT 'R99' AND 'sector' = \"zorg\""


def test_a_merged_code_is_read_as_what_it_became(named: Study) -> None:
    save_query(named, "q", "zorg AND angst")
    merge_codes(named, [4], 1)
    assert text(named) == "'Angst' AND angst"
    assert check(named) == []
    undo(named)
    assert text(named) == "zorg AND angst"


def test_what_is_gone_reads_as_it_was_typed(named: Study) -> None:
    save_query(named, "q", "zorg AND angst")
    rename_code(named, 4, "Hulp")
    delete_code(named, 4)
    assert text(named) == "zorg AND angst"


NUMBERS = {("code", "Angst"): "1" * 32, ("code", "Melden"): "2" * 32}


@given(st.text(max_size=40))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    find = {(kind, name.casefold()): n for (kind, name), n in NUMBERS.items()}

    def number(kind: str, name: str) -> str | None:
        return find.get((kind, name.casefold()))

    try:
        stored = kept(f"angst AND ({text})", number)
    except QueryError:  # most texts are no query
        return
    assert spelled(stored, number, lambda _kind, _number: None) == f"angst AND ({text})"
    assert as_typed(stored) == f"angst AND ({text})"
    assert repointed(stored, "3" * 32, "4" * 32) == stored
