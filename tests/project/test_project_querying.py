"""Queries asked of a study: whose work counts, in which order, in which context; saved queries."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kwalcode.analysis.query.bound import narrowing
from kwalcode.analysis.query.names import bind
from kwalcode.analysis.query.parsing import parse
from kwalcode.analysis.query.tree import QueryError
from kwalcode.errors import NotFound, Refused
from kwalcode.model import ROLES, CodeSpec, Role
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.passages import NewCode
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.queries import code_quotations, delete_query, rename_query, save_query
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.queries import (
    all_saved_queries,
    find_saved_query,
    quotations_at,
    vocabulary,
)
from kwalcode.project.retrieval.ordering import Order, natural
from kwalcode.project.retrieval.pages import everything, excerpts_of, page, places_of
from kwalcode.project.retrieval.querying import Asked, Results, Scope, ask
from kwalcode.project.study import Study

ONE = (
    "Interviewer: Wat ziet u?\n"
    "R01: Ik zie angst. Veel angst. Dat meld ik.\n"
    "Interviewer: En dan? Dat meld ik ook.\n"
    "R01: Niets.\n"
)
TWO = "Interviewer: Wat doet u?\nR02: Ik meld het nooit. Nooit.\n"
Prepare = Callable[..., Prepared]


@pytest.fixture
def asked_study(study: Study, prepared: Prepare) -> Study:
    for name, text in (("R10", ONE), ("R2", TWO)):
        import_document(study, prepared(name, text, sentences=_sentences(text)))
    specs = [CodeSpec(("Zien",), key="z"), CodeSpec(("Zien", "angst"), key="a"),
             CodeSpec(("melden",), key="m")]  # fmt: skip
    import_codebook(study, specs)
    set_attributes(study, {1: ("R10", {"domein": "politie", "jaren": "9"}),
                           2: ("R2", {"domein": "zorg", "jaren": "10"})})  # fmt: skip
    put = [(1, "Ik zie angst.", 2, "Anna"), (1, "Veel angst.", 2, "Anna"),
           (1, "Ik zie angst. Veel angst. Dat meld ik.", 1, "Anna"),
           (1, "En dan?", 3, "Anna"), (1, "Niets", 3, "Anna"), (1, "Dat meld ik.", 3, "Bram"),
           (2, "Ik meld het nooit.", 3, "Anna"), (2, "Ik meld het nooit.", 3, "Bram")]  # fmt: skip
    texts = {1: ONE, 2: TWO}
    new = [
        NewCoding(d, texts[d].index(said), texts[d].index(said) + len(said), code, coder)
        for d, said, code, coder in put
    ]
    add_codings(study, new)
    return study


def _sentences(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        label = line.index(": ") + 2
        start = label
        for n, character in enumerate(line):
            if n >= label and character in ".?":
                found.append((at + start, at + n + 1))
                start = n + 2
        at += len(line)
    return found


PLAIN = Scope()


def found(study: Study, text: str, scope: Scope = PLAIN) -> list[str]:
    """Return the texts of what is found, in order."""
    with study.reading() as connection:
        results = ask(connection, parse(text) if text else None, scope)
        return [one.excerpt.text for one in everything(connection, results)]


def results_of(study: Study, text: str = "", scope: Scope = PLAIN) -> Results:
    with study.reading() as connection:
        return ask(connection, parse(text) if text else None, scope)


ALL = Scope(coder="all", roles=ROLES, unfinished=True)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("angst", ["Ik zie angst.", "Veel angst."]),
        ("angst WITHIN Zien", ["Ik zie angst.", "Veel angst."]),
        ("Zien ENCLOSES angst", ["Ik zie angst. Veel angst. Dat meld ik."]),
        ("melden", ["Niets", "Ik meld het nooit."]),
        ("melden AND role interviewer", ["En dan?"]),
        ("melden AND coder Bram", ["Dat meld ik.", "Ik meld het nooit."]),
        ("melden AND domein = politie", ["Niets"]),
        ("melden AND jaren > 9", ["Ik meld het nooit."]),
        ("melden AND respondent = R2", ["Ik meld het nooit."]),
        ("melden AND document R10", ["Niets"]),
        ("theme Gevoel", ["Ik zie angst.", "Veel angst."]),
        ('"meld"', ["Ik zie angst. Veel angst. Dat meld ik.", "Ik meld het nooit."]),
        ('"interviewer"', []),
        ('melden FOLLOWS(2 turns) "angst"', ["Niets"]),
        ("melden FOLLOWS(1 turn) angst", []),
        ("melden FOLLOWS(2 turns) angst", ["Niets"]),
    ],
)
def test_what_queries_find(asked_study: Study, query: str, texts: list[str]) -> None:
    create_theme(asked_study, "Gevoel", "Het begint met gevoel.", [2])
    assert found(asked_study, query) == texts


def test_the_scope_decides_whose_work_and_whose_talk(asked_study: Study) -> None:
    study = asked_study
    assert found(study, "melden", Scope(coder="Bram")) == ["Dat meld ik.", "Ik meld het nooit."]
    assert found(study, "melden", Scope(coder="all")) == [
        "Dat meld ik.", "Niets", "Ik meld het nooit."
    ]  # fmt: skip
    assert found(study, "melden", Scope(roles=("interviewer",))) == ["En dan?"]
    assert len(found(study, "", ALL)) == 7
    assert found(study, "melden", Scope(where=("domein=zorg",))) == ["Ik meld het nooit."]
    assert found(study, "melden", Scope(coder="all", only=frozenset({2}))) == [
        "Dat meld ik.", "Ik meld het nooit."
    ]  # fmt: skip
    with pytest.raises(NotFound):
        found(study, "melden", Scope(coder="Piet"))


def test_what_was_counted_goes_along(asked_study: Study) -> None:
    results = results_of(asked_study, "angst")
    assert (len(results), results.respondents, results.documents) == (2, 1, 1)
    assert (results.counted.layer, results.counted.documents) == ("Anna", 2)
    assert (results.counted.respondents, results.counted.roles) == (2, ("respondent",))
    pooled = results_of(asked_study, "coder Bram AND role interviewer")
    assert (pooled.counted.layer, pooled.counted.roles) == ("all", ROLES)


def test_unfinished_documents_count_when_asked_for(asked_study: Study) -> None:
    mark_complete(asked_study, "Anna", [2])
    assert found(asked_study, "melden") == ["Ik meld het nooit."]
    assert results_of(asked_study, "melden").counted.not_coded == ("R10",)
    scope = Scope(unfinished=True)
    assert found(asked_study, "melden", scope) == ["Niets", "Ik meld het nooit."]
    assert results_of(asked_study, "melden", scope).counted.notes == (
        "documents that are not marked complete count too",
    )


def test_a_quotation_is_listed_once_with_its_codes_coders_and_context(asked_study: Study) -> None:
    with asked_study.reading() as connection:
        results = ask(connection, parse("melden OR Zien"), ALL)
        listed = page(connection, results, 0, 20)
        assert [one.excerpt.text for one in page(connection, results, 1, 2)] == [
            one.excerpt.text for one in listed[1:3]
        ]
        texts = [excerpt.text for excerpt in excerpts_of(connection, results)]
    by_text = {one.excerpt.text: one for one in listed}
    nooit = by_text["Ik meld het nooit."]
    assert (nooit.excerpt.coders, nooit.excerpt.codes) == (("Anna", "Bram"), ("melden",))
    assert (nooit.before, nooit.after) == ("Interviewer: Wat doet u?", "Nooit.")
    assert by_text["Niets"].before == "Interviewer: Dat meld ik ook."
    assert by_text["Niets"].after == "."
    assert by_text["Dat meld ik."].before == "Veel angst."
    assert by_text["Dat meld ik."].after == "Interviewer: En dan?"
    assert nooit.excerpt.attributes == {"domein": "zorg", "jaren": "10"}
    assert texts == [one.excerpt.text for one in listed]
    assert places_of(results) == [one.place for one in listed]


def test_orders(asked_study: Study) -> None:
    with asked_study.reading() as connection:

        def texts(order: Order) -> list[str]:
            results = ask(connection, None, order=order)
            return [one.excerpt.text for one in everything(connection, results)]

        short, long, more, none, other = texts("place")
        assert (short, more, none) == ("Ik zie angst.", "Veel angst.", "Niets")
        assert texts("respondent") == [other, short, long, more, none]
        assert texts("length") == [long, other, short, more, none]
        assert texts("code") == [long, short, more, none, other]


def test_orders_by_coder_and_by_role(asked_study: Study) -> None:
    with asked_study.reading() as connection:
        scope = Scope("all", ROLES, unfinished=True)
        by_coder = everything(connection, ask(connection, None, scope, order="coder"))
        firsts = [min(one.excerpt.coders) for one in by_coder]
        assert firsts == sorted(firsts)
        assert set(firsts) == {"Anna", "Bram"}
        by_role = everything(connection, ask(connection, None, scope, order="role"))
        roles = [ROLES.index(one.excerpt.role) for one in by_role]
        assert roles == sorted(roles)
        assert len(set(roles)) > 1


def test_names_sort_as_people_do() -> None:
    assert sorted(["R10", "r2", "R2a", "A"], key=natural) == ["A", "r2", "R2a", "R10"]


def test_material_is_read_once_for_several_queries(asked_study: Study) -> None:
    kept = Asked()
    with asked_study.reading() as connection:
        whole = ask(connection, parse("angst WITHIN Zien"), asked=kept)
        other = ask(connection, parse("melden"), asked=kept)
        third = ask(connection, parse("melden"), ALL, asked=kept)
        fourth = ask(connection, parse("melden AND domein = zorg"), ALL, asked=kept)
    assert whole.material is other.material
    assert third.material is not whole.material
    assert third.material is fourth.material
    assert len(third.material.corpus) == 4
    assert len(kept.known) == 1


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("angst", {2}),
        ("angst OR melden", {2, 3}),
        ("ONE OF(angst, Zien)", {1, 2}),
        ("melden AND Zien with sub-codes", {3}),
        ('melden AND "x" AND NOT angst', {3}),
        ("angst OR domein = zorg", None),
        ("NOT angst", None),
        ("angst AND melden WITHIN Zien", None),
        ("coder Anna", None),
    ],
)
def test_only_what_a_query_can_find_is_read(
    asked_study: Study, query: str, codes: set[int] | None
) -> None:
    with asked_study.reading() as connection:
        bound = bind(parse(query), vocabulary(connection))
        assert narrowing(bound) == codes
        whole = Asked()
        ask(connection, parse("angst WITHIN angst"), ALL, asked=whole)
        wide = ask(connection, parse(query), ALL, asked=whole)
        narrow = ask(connection, parse(query), ALL)
        assert places_of(wide) == places_of(narrow)
        assert list(everything(connection, wide)) == list(everything(connection, narrow))


def test_a_group_interview(study: Study, prepared: Prepare) -> None:
    text = "A: Wij melden.\nB: Wij niet.\n"
    roles: dict[str, Role] = {"A": "respondent", "B": "respondent"}
    import_document(study, prepared("G1", text, roles=roles))
    set_attributes(study, {1: ("G1", {"domein": "zorg"})})
    import_codebook(study, [CodeSpec(("melden",), key="m")])
    add_codings(study, [NewCoding(1, 3, 14, 1, "Anna"), NewCoding(1, 18, 27, 1, "Anna")])
    with study.reading() as connection:
        assert vocabulary(connection).attributes == ["domein"]
    assert found(study, "melden AND domein = zorg") == ["Wij melden.", "Wij niet."]
    assert found(study, "NOT domein missing") == ["Wij melden.", "Wij niet."]


def test_an_empty_study_finds_nothing(study: Study) -> None:
    results = results_of(study)
    assert (len(results), results.respondents) == (0, 0)
    with pytest.raises(QueryError):
        results_of(study, "angst")


# Acts


def test_saved_queries_are_kept_renamed_and_deleted_with_undo(
    asked_study: Study, tables: Callable[[Study], object]
) -> None:
    study = asked_study
    before = tables(study)
    number = save_query(study, " Alle  angst ", "angst WITHIN Zien")
    assert save_query(study, "alle angst", "Zien with sub-codes") == number
    with study.reading() as connection:
        known = all_saved_queries(connection)
        assert [(q.name, q.text) for q in known] == [("alle angst", "Zien with sub-codes")]
        assert find_saved_query(known, "ALLE ANGST").id == number
        with pytest.raises(NotFound, match="there are: alle angst"):
            find_saved_query(known, "x")
    save_query(study, "tweede", "melden")
    with pytest.raises(Refused):
        rename_query(study, number, "Tweede")
    rename_query(study, number, "eerste")
    delete_query(study, number)
    assert check(study) == []
    with pytest.raises(NotFound):
        delete_query(study, number)
    for _act in range(5):
        undo(study)
    assert tables(study) == before
    assert check(study) == []


@pytest.mark.parametrize("text", ["", "angst AND", "(("])
def test_what_is_no_query_is_not_saved(asked_study: Study, text: str) -> None:
    with pytest.raises(QueryError):
        save_query(asked_study, "x", text)
    with pytest.raises(Refused):
        save_query(asked_study, "  ", "angst")


@pytest.mark.parametrize("choice", [3, NewCode("nieuw"), NewCode("angst", 1)])
def test_a_code_is_put_on_what_was_found(
    asked_study: Study, tables: Callable[[Study], object], choice: int | NewCode
) -> None:
    study = asked_study
    before = tables(study)
    places = places_of(results_of(study, "angst"))
    put = code_quotations(study, places, choice)
    assert put == (0 if isinstance(choice, NewCode) and choice.parent else 2)
    assert code_quotations(study, places, choice) == 0
    assert check(study) == []
    if put:
        undo(study)
    assert tables(study) == before


def test_a_quotation_that_is_gone_is_told_of(asked_study: Study) -> None:
    with pytest.raises(NotFound, match="nothing was coded"):
        code_quotations(asked_study, [(1, 0, 3)], 3)
    with pytest.raises(NotFound):
        code_quotations(asked_study, [], 99)


def test_places_have_numbers(asked_study: Study) -> None:
    places = places_of(results_of(asked_study, "angst"))
    with asked_study.reading() as connection:
        numbers = quotations_at(connection, [*places, (1, 0, 1)])
        by_id = {c.quotation: (c.document, c.start, c.end) for c in codings_of(connection, 1)}
        assert text_of(connection, 1) == ONE
    assert {place: by_id[number] for place, number in numbers.items()} == {p: p for p in places}
