"""Agreement in groups of documents and in rounds, beside that of all documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import event

from kwalcode.model import CodeSpec
from kwalcode.project.acts.code_groups import create_code_group, mark_exclusive
from kwalcode.project.acts.coders import add_coder
from kwalcode.project.acts.codes import edit_code, import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.rounds import assign_documents, start_round
from kwalcode.project.agreement.adjudication import adjudication
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.agreement.by_group import agreement_by_group, groupings
from kwalcode.project.agreement.by_round import agreement_by_round
from kwalcode.project.agreement.coded import Coded
from kwalcode.project.agreement.disagreements import study_disagreements
from kwalcode.project.reads.people import Work, all_coders, find_coder, work_of, working_coders
from kwalcode.project.study import Study

TEXT = (
    "Interviewer: Wat ziet u dan?\n"
    "R01: Een optelsom van signalen. Dat is nooit een ding. Dan bel ik iemand. Het duurt lang.\n"
)
SENTENCES = [(34, 60), (61, 83), (84, 102), (103, 118)]
ALIKE = [(34, 60, 1), (84, 102, 2)]


@pytest.fixture
def team(study: Study, prepared: Callable[..., Prepared]) -> Study:
    """Anna and Bram agree wholly in R01, and on one of two in R02; R03 nobody coded twice."""
    for name in ("R01", "R02", "R03"):
        import_document(study, prepared(name, TEXT, sentences=SENTENCES))
    import_codebook(study, [CodeSpec((n,), key=n) for n in ("signaal", "melden")], source="t.yaml")
    new = [NewCoding(1, *one, who) for one in ALIKE for who in ("Anna", "Bram")]
    new += [NewCoding(2, 34, 60, 1, who) for who in ("Anna", "Bram")]
    new += [NewCoding(2, 84, 102, 2, "Anna"), NewCoding(3, 84, 102, 2, "Anna")]
    add_codings(study, new)
    mark_complete(study, "Anna", [1, 2, 3])
    mark_complete(study, "Bram", [1, 2])
    return study


def test_a_group_of_all_documents_has_the_figures_of_all(team: Study) -> None:
    with team.reading() as connection:
        found = study_agreement(connection)
        assert groupings(connection) == {}
    one, two, every = agreement_by_group(
        found, {"one": {1}, "two": {2, 3}, "none": {3}, "every": {1, 2, 3}}
    )
    assert every.values == found.table.together
    assert (every.documents, every.n) == (2, found.table.n)
    assert (one.name, one.values["alpha"].value) == ("one", 1.0)
    assert (two.documents, two.values) == (1, found.by_document[1].values)


def test_a_round_is_compared_on_its_own_documents(team: Study) -> None:
    assign_documents(team, start_round(team, "Proef"), ["Anna", "Bram"], overlap=1, documents=[1])
    edit_code(team, 1, definition="Wat opvalt.")
    number = start_round(team, "Ronde 2")
    assign_documents(team, number, ["Anna", "Bram"], overlap=1, documents=[2, 3])
    with team.reading() as connection:
        first, second = agreement_by_round(connection, replicates=20)
        whole = study_agreement(connection)
    assert first.found is not None
    assert second.found is not None
    assert first.found.table.pooled.value == 1.0
    assert second.found.table.together == whole.by_document[1].values
    assert second.found.uncertainty is not None
    assert (first.members, second.members) == (frozenset({1}), frozenset({2}))
    assert second.unfinished == 1
    assert (second.codebook_changes, first.later, second.later) == (1, 0, 0)
    apply_code(team, 1, 61, 83, 2)
    with team.reading() as connection:
        first = agreement_by_round(connection)[0]
    assert first.later == 1


def test_what_exclusive_codes_come_to(team: Study) -> None:
    mark_exclusive(team, create_code_group(team, "soort", members=[1, 2]))
    with team.reading() as connection:
        found = study_agreement(connection, further=True).further
    assert found is not None
    (group,) = found.exclusive
    assert group.same.value == 1.0  # where both have a unit it is the same code
    assert group.whole.value is not None
    assert group.whole.value < 1
    assert group.codes[1][0].value == 1.0
    assert found.codes[1].value == 1.0
    assert found.codes[2].value is not None
    assert found.codes[2].value < 1
    assert found.masi.value is not None


def test_who_only_set_the_study_up_is_compared_with_nobody(team: Study) -> None:
    for name in ("Dirk", "Eva"):
        add_coder(team, name)
    number = start_round(team, "Proef")
    with team.reading() as connection:
        assert [coder.name for coder in working_coders(connection)] == ["Anna", "Bram"]
        work = {coder.name: work_of(connection)[coder.id] for coder in all_coders(connection)}
    assert (work["Anna"], work["Bram"]) == (Work(5, 3, 0), Work(3, 2, 0))
    assert work["Dirk"] == Work()
    assign_documents(team, number, ["Eva"])
    with team.reading() as connection:  # who is to code is one of them
        assert [coder.name for coder in working_coders(connection)] == ["Anna", "Bram", "Eva"]
        assert work_of(connection)[find_coder(connection, "Eva").id].assigned == 3


def test_what_is_shown_together_is_read_once(team: Study) -> None:
    told: list[str] = []
    with team.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *args: told.append(args[2]))
        coded = Coded(connection)
        found = study_agreement(connection, coded=coded)
        study_disagreements(connection, coded=coded)
        queue = adjudication(connection, coded=coded)
        plans = agreement_by_round(connection)
    assert found.table.n
    assert queue.items
    assert plans == ()
    counts = [sql for sql in told if "COUNT(*) FROM codings" in sql]
    whole = [sql for sql in told if sql.startswith("SELECT document_id << 32")]
    assert (len(counts), len(whole)) == (1, 1)


def test_rounds_are_limited_as_all_of_it_is(team: Study) -> None:
    assign_documents(
        team, start_round(team, "Proef"), ["Anna", "Bram"], overlap=1, documents=[1, 2]
    )
    with team.reading() as connection:
        (every,) = agreement_by_round(connection)
        (one,) = agreement_by_round(connection, documents={2}, roles=("interviewer",))
        same = study_agreement(connection, roles=("interviewer",), within={2: {1, 2}})
        (none,) = agreement_by_round(connection, documents={3})
    assert (every.documents, one.documents) == (2, 1)
    assert one.found is not None
    assert one.found.table.n == same.table.n < every.found.table.n
    assert one.members == {2}
    assert none.found is None
