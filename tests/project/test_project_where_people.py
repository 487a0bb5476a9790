"""Conditions on respondents in a group interview: they hold for people, not for documents."""

import pytest

from kwalcode.analysis.query.parsing import parse
from kwalcode.model import CodeSpec
from kwalcode.project.acts.attributes import add_attribute, set_values
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.respondents import map_speakers
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.agreement.disagreements import study_disagreements
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.reads.people import respondent_names
from kwalcode.project.retrieval.querying import Scope, ask
from kwalcode.project.retrieval.quotations import excerpts
from kwalcode.project.study import Study

TEXT = "Interviewer: Wie begint?\nAn: Ik wel. Graag zelfs.\nBo: Nee hoor. Liever niet.\n"
AN, BO = TEXT.index("Ik wel"), TEXT.index("Nee hoor")
OF_BO = ("dorp=noord",)
EVERYBODY = ("interviewer", "respondent", "other")


@pytest.fixture
def group(study: Study, prepared) -> Study:
    """Two coders on An (south) and Bo (north); one quotation of each, one of both."""
    import_document(study, prepared("Groep", TEXT))
    import_codebook(study, [CodeSpec(("Topic",), key="t")], source="t.yaml")
    map_speakers(study, 1, {"An": "An", "Bo": "Bo"})
    with study.reading() as connection:
        people = {name: number for number, name in respondent_names(connection).items()}
    add_attribute(study, "dorp")
    set_values(study, "dorp", {people["An"]: "zuid", people["Bo"]: "noord"})
    places = ((AN, AN + 7), (BO, BO + 9), (AN + 8, BO + 9))
    for start, end in places:
        apply_code(study, 1, start, end, 1)
    study.actor = "Bram"
    apply_code(study, 1, BO, BO + 9, 1)
    study.actor = "Anna"
    return study


@pytest.mark.parametrize("roles", [("respondent",), EVERYBODY])
def test_quotations_are_those_of_the_people_who_fit(group: Study, roles) -> None:
    with group.reading() as connection:
        found = list(excerpts(connection, where=OF_BO, roles=roles)[1])
        counted = evidence(connection, where=OF_BO, roles=roles).codings
    assert [(e.start, e.end) for e in found] == [(AN + 8, BO + 9), (BO, BO + 9)]
    assert {e.respondent for e in found} == {"Bo"}
    assert {e.attributes["dorp"] for e in found} == {"noord"}
    assert sorted(zip(counted["start"], counted["end"], strict=True)) == [
        (e.start, e.end) for e in found
    ]


def test_a_query_counts_them_alone(group: Study) -> None:
    with group.reading() as connection:
        everybody = ask(connection, parse("Topic"))
        found = ask(connection, parse("Topic"), Scope(where=OF_BO))
    assert (len(everybody), everybody.respondents, everybody.counted.respondents) == (3, 2, 2)
    assert (len(found), found.respondents, found.counted.respondents) == (2, 1, 1)
    assert found.counted.filter.where == OF_BO


@pytest.mark.parametrize("unit", ["sentence", "turn", "token", "character"])
def test_agreement_is_over_their_talk(group: Study, unit: str) -> None:
    with group.reading() as connection:
        whole = study_agreement(connection, unit=unit)
        part = study_agreement(connection, unit=unit, where=OF_BO)
        rest = study_agreement(connection, unit=unit, where=("dorp=zuid",))
    assert part.table.n < whole.table.n
    assert part.table.n + rest.table.n == whole.table.n
    assert part.table.codes["both"].tolist() == whole.table.codes["both"].tolist()
    assert rest.table.codes["both"].tolist() == [0]


def test_agreement_on_whole_documents_takes_their_codings(group: Study) -> None:
    with group.reading() as connection:
        found = study_agreement(connection, unit="document", where=("dorp=zuid",))
        # Bram coded nothing that An said
        assert found.table.codes[["a_only", "both"]].to_numpy().tolist() == [[1, 0]]


def test_disagreements_are_those_in_their_talk(group: Study) -> None:
    with group.reading() as connection:
        whole = study_disagreements(connection)
        part = study_disagreements(connection, where=("dorp=zuid",))
    assert (part.n, whole.n) == (1, 2)
    assert all(row.start < BO for row in part.rows)
