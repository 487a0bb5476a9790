"""Attributes, respondents, groups and the order of documents: what the acts do, refuse, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kwalcode.errors import NotFound, Refused
from kwalcode.project.acts import attributes as acts
from kwalcode.project.acts.attributes import set_values
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import (
    import_document,
    order_documents,
    rename_document,
    rename_speaker,
    set_role,
)
from kwalcode.project.acts.groups import (
    create_group,
    delete_group,
    put_in_group,
    rename_group,
    take_out_of_group,
)
from kwalcode.project.acts.notes import write_memo, write_memo_on_passage
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.acts.removing import remove_documents
from kwalcode.project.acts.respondents import give_documents, map_speakers, rename_respondent
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.layers import counted_of, people_of
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.documents import all_documents, document_groups_of, speakers_of
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    respondent_names,
)
from kwalcode.project.study import Study

Prepare = Callable[..., Any]
Tables = Callable[[Study], dict[str, list[tuple[object, ...]]]]
Act = Callable[[Study], Any]

TALK = "Interviewer: hoe?\nJan: goed hoor.\nPiet: slecht.\nJan: nou ja.\n"


@pytest.fixture
def group(coded: Study, prepared: Prepare) -> Study:
    """`coded` with documents 2 `FG` (a group interview) and 3 `R03`, values and memos."""
    import_document(coded, prepared("FG", TALK))
    import_document(coded, prepared("R03", "Interviewer: en?\nKees: prima.\n"))
    set_attributes(coded, {1: ("", {"domein": "zorg", "leeftijd": "9"}), 3: ("", {"domein": "x"})})
    put_in_group(coded, "ronde een", [1, 2])
    return coded


@pytest.fixture(autouse=True)
def clean_afterwards(group: Study) -> Iterator[None]:
    yield
    assert check(group) == []


def names(study: Study) -> list[str]:
    with study.reading() as connection:
        return [document.name for document in all_documents(connection)]


def values(study: Study) -> dict[str, dict[str, str]]:
    """Return the values of each respondent by name."""
    with study.reading() as connection:
        called = respondent_names(connection)
        found = attributes_by_respondent(connection)
        return {called[number]: dict(held) for number, held in found.items()}


def groups(study: Study) -> dict[str, tuple[int, ...]]:
    with study.reading() as connection:
        return {group.name: group.documents for group in document_groups_of(connection)}


def mapped(study: Study, document: int = 2) -> dict[str, str | None]:
    with study.reading() as connection:
        called = respondent_names(connection)
        return {
            s.label: None if s.respondent is None else called[s.respondent]
            for s in speakers_of(connection, document)
        }


ACTS: dict[str, Act] = {
    "add attribute": lambda s: acts.add_attribute(s, "functie"),
    "rename attribute": lambda s: acts.rename_attribute(s, "domein", "sector"),
    "delete attribute": lambda s: acts.delete_attribute(s, "domein"),
    "order attributes": lambda s: acts.order_attributes(s, ["leeftijd"]),
    "set attribute": lambda s: set_values(s, "domein", {1: "", 2: "y", 3: "z"}),
    "rename document": lambda s: rename_document(s, 1, "Gesprek 1"),
    "order documents": lambda s: order_documents(s, [3, 1]),
    "rename respondent": lambda s: rename_respondent(s, "R03", "Kees"),
    "share a respondent": lambda s: give_documents(s, [1, 3], "R03"),
    "split a respondent": lambda s: give_documents(s, [3], "iemand anders"),
    "map speakers": lambda s: map_speakers(s, 2, {"Jan": "Jan", "Piet": "R03"}),
    "create document group": lambda s: create_group(s, "leeg"),
    "rename document group": lambda s: rename_group(s, "Ronde EEN", "eerste"),
    "delete document group": lambda s: delete_group(s, "ronde een"),
    "put in document group": lambda s: put_in_group(s, "ronde een", [3, 1]),
    "put in a new group": lambda s: put_in_group(s, "nieuw", [3]),
    "take out of document group": lambda s: take_out_of_group(s, "ronde een", [1, 3]),
    "remove document": lambda s: remove_documents(s, [1, 3]),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_is_undone_and_done_again(group: Study, tables: Tables, name: str) -> None:
    before = tables(group)
    ACTS[name](group)
    after = tables(group)
    assert after != before
    assert check(group) == []
    undo(group)
    assert tables(group) == before
    redo(group)
    assert tables(group) == after


# Attributes


def test_attributes_are_added_renamed_ordered_and_deleted(group: Study) -> None:
    acts.add_attribute(group, "  functie  nu ")
    acts.rename_attribute(group, "DOMEIN", "sector")
    acts.order_attributes(group, ["functie nu", "leeftijd"])
    with group.reading() as connection:
        assert attribute_names(connection) == ["functie nu", "leeftijd", "sector"]
    assert acts.delete_attribute(group, "sector") == 2
    assert values(group)["R01"] == {"leeftijd": "9"}


@pytest.mark.parametrize("name", ["domein", "DOMEIN ", "respondent", "Document", " ", "x" * 201])
def test_a_name_that_is_no_good_for_an_attribute(group: Study, name: str) -> None:
    with pytest.raises(Refused):
        acts.add_attribute(group, name)
    with pytest.raises(Refused):
        acts.rename_attribute(group, "leeftijd", name)


def test_an_attribute_may_get_another_spelling_of_its_own_name(group: Study) -> None:
    acts.rename_attribute(group, "domein", "Domein")
    with group.reading() as connection:
        assert attribute_names(connection)[0] == "Domein"


def test_values_are_set_changed_and_taken_away_in_one_act(group: Study) -> None:
    assert set_values(group, "Domein", {1: " zorg ", 2: "wonen", 3: ""}) == 2
    found = values(group)
    assert found["R01"]["domein"] == "zorg"
    assert found["FG"] == {"domein": "wonen"}
    assert "domein" not in found["R03"]
    assert undo(group).name == "set attribute"
    assert values(group)["R03"] == {"domein": "x"}


def test_values_of_what_is_not_there(group: Study) -> None:
    with pytest.raises(NotFound, match="domein, leeftijd"):
        set_values(group, "kleur", {1: "rood"})
    with pytest.raises(NotFound):
        set_values(group, "domein", {99: "rood"})


# Documents


def test_documents_get_another_order(group: Study) -> None:
    order_documents(group, [3])
    assert names(group) == ["R03", "R01", "FG"]
    with pytest.raises(NotFound):
        order_documents(group, [1, 99])


def test_a_documents_name_is_its_own(group: Study) -> None:
    with pytest.raises(Refused, match="'r03' already"):
        rename_document(group, 1, "r03")
    rename_document(group, 3, "r03")
    assert names(group)[2] == "r03"
    assert "R03" in values(group)


def test_a_removed_document_takes_along_what_hangs_on_it(group: Study, tables: Tables) -> None:
    map_speakers(group, 2, {"Jan": "Jan", "Piet": "R03"})
    for document in (1, 2):
        apply_code(group, document, 0, 11, 1)
        apply_code(group, document, 4, 14, 2, coder="Bram")
        write_memo(group, "document", document, "over het document")
        write_memo_on_passage(group, document, 3, 9, "over een passage")
    write_memo(group, "respondent", 4, "over Jan")
    mark_complete(group, "Anna", [1, 2])
    before = tables(group)
    assert remove_documents(group, [2]) == 2
    found = tables(group)
    assert {row[0] for row in found["turns"]} == {1, 3}
    assert sorted(values(group)) == ["R01", "R03"]
    assert len(found["codings"]) == 2
    with group.reading() as connection:
        assert sorted(memo.text for memo in all_memos(connection)) == [
            "over een passage",
            "over het document",
        ]
    undo(group)
    assert tables(group) == before


def test_a_removed_document_can_be_imported_anew(group: Study, prepared: Prepare) -> None:
    remove_documents(group, [2])
    assert not import_document(group, prepared("FG", TALK)).known


# Respondents


def test_respondents_are_renamed_shared_and_split(group: Study) -> None:
    rename_respondent(group, "R01", "An")
    give_documents(group, [3], "An")
    assert sorted(values(group)) == ["An", "FG"]
    rename_respondent(group, "An", "Anna")
    give_documents(group, [3], "Kees")
    found = values(group)
    assert found["Anna"] == {"domein": "zorg", "leeftijd": "9"}
    assert found["Kees"] == {}
    with pytest.raises(Refused, match="'kees' already"):
        rename_respondent(group, "Anna", "kees")
    with pytest.raises(NotFound):
        rename_respondent(group, "niemand", "iemand")


def test_memos_follow_when_a_respondent_goes(group: Study) -> None:
    write_memo(group, "respondent", 3, "over R03")
    give_documents(group, [3], "R01")
    with group.reading() as connection:
        [memo] = all_memos(connection)
    assert memo.about_id == 1


def test_speakers_come_to_be_respondents_and_are_no_more(group: Study) -> None:
    map_speakers(group, 2, {"Jan": "Jan", "piet": "R03"})
    assert mapped(group) == {"Interviewer": None, "Jan": "Jan", "Piet": "R03"}
    set_values(group, "leeftijd", {4: "50"})
    map_speakers(group, 2, {"Jan": "Jan Jansen"})  # all that Jan has: renamed
    assert values(group)["Jan Jansen"] == {"leeftijd": "50"}
    map_speakers(group, 2, {"Jan": None, "Piet": None})
    assert sorted(values(group)) == ["FG", "R01", "R03"]
    with pytest.raises(NotFound, match="'Jan', 'Piet'"):
        map_speakers(group, 2, {"Klaas": "Klaas"})


def test_a_respondent_who_speaks_elsewhere_is_not_renamed_nor_gone(group: Study) -> None:
    map_speakers(group, 2, {"Jan": "R03"})
    give_documents(group, [3], "Kees")
    assert mapped(group)["Jan"] == "R03"
    assert sorted(values(group)) == ["FG", "Kees", "R01", "R03"]


def test_a_coding_counts_for_those_in_whose_turns_it_lies(group: Study) -> None:
    map_speakers(group, 2, {"Jan": "Jan", "Piet": "Piet"})
    jan, piet = TALK.index("goed"), TALK.index("slecht")
    apply_code(group, 2, jan, jan + 4, 1)
    apply_code(group, 2, jan, piet + 6, 2)
    mark_complete(group, "Anna", [2])
    with group.reading() as connection:
        found = evidence(connection, coder="Anna")
        called = respondent_names(connection)
        counts = {(row.code, called[row.respondent]) for row in found.codings.itertuples()}
        assert counts == {(1, "Jan"), (2, "Jan"), (2, "Piet")}
        assert [called[n] for n in people_of(connection, found.layer)] == ["Jan", "Piet"]
        assert counted_of(connection, found.layer, ("respondent",)).respondents == 2


def test_speakers_of_different_respondents_or_roles_do_not_become_one(group: Study) -> None:
    map_speakers(group, 2, {"Jan": "Jan"})
    with pytest.raises(Refused, match="different respondents"):
        rename_speaker(group, 2, "Jan", "Piet")
    map_speakers(group, 2, {"Piet": "Jan"})
    set_role(group, 2, "Jan", "other")
    with pytest.raises(Refused, match="different roles"):
        rename_speaker(group, 2, "Jan", "Piet")
    set_role(group, 2, "Jan", "respondent")
    rename_speaker(group, 2, "Jan", "Piet")
    assert mapped(group) == {"Interviewer": None, "Piet": "Jan"}


# Groups


def test_documents_go_into_groups_and_out(group: Study) -> None:
    assert put_in_group(group, "Ronde een", [3, 1, 3]) == 1
    assert groups(group) == {"ronde een": (1, 2, 3)}
    assert take_out_of_group(group, "ronde een", [2]) == 1
    assert put_in_group(group, "politie", [2, 3]) == 2
    order_documents(group, [3])
    assert groups(group) == {"politie": (3, 2), "ronde een": (3, 1)}
    assert delete_group(group, "politie") == 2
    with pytest.raises(NotFound, match="ronde een"):
        delete_group(group, "politie")


def test_a_groups_name_is_its_own(group: Study) -> None:
    create_group(group, "leeg")
    for act in (
        lambda: create_group(group, "LEEG"),
        lambda: rename_group(group, "ronde een", "leeg"),
    ):
        with pytest.raises(Refused, match="'leeg' already"):
            act()
    rename_group(group, "leeg", "Leeg")
    with pytest.raises(NotFound):
        put_in_group(group, "nieuw", [99])
    assert list(groups(group)) == ["Leeg", "ronde een"]
