"""One set of limits for every analysis: respondents (also of group interviews) and codes."""

import pytest

from kwalcode.analysis.filters import as_data, told
from kwalcode.errors import NotFound, UsageError
from kwalcode.model import CodeSpec, Filter
from kwalcode.project.acts.code_groups import create_code_group, put_in_code_group
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import NewCoding, add_codings
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.analyses.code_table import study_table
from kwalcode.project.analyses.contrasts import study_contrast
from kwalcode.project.analyses.cooccurrence import study_cooccurrence
from kwalcode.project.analyses.coverage import study_coverage
from kwalcode.project.analyses.frames import evidence
from kwalcode.project.analyses.saturation import study_saturation
from kwalcode.project.analyses.talk import talk, words_frame
from kwalcode.project.study import Study

GROUP = "Interviewer: Wie begint er?\nAn: Ik wel, graag.\nBo: Nee, ik – 2 keer.\nCo: Ach.\n"
AN = GROUP.index("Ik wel"), GROUP.index("\nBo:")
BO = GROUP.index("Nee"), GROUP.index("\nCo:")
SINGLE = (27, 44)
MOOD, FINE, HELP = 1, 2, 3


@pytest.fixture
def group(study: Study, prepared) -> Study:
    """R01 alone; a group interview in which An and Bo count for themselves; three codes."""
    import_document(study, prepared("R01"))
    import_document(study, prepared("Groep", GROUP))
    import_codebook(
        study,
        [
            CodeSpec(("Mood",), key="m", question="Hoe gaat het?"),
            CodeSpec(("Mood", "fine"), key="f", origin="in vivo"),
            CodeSpec(("Help",), key="h", origin="inductive"),
        ],
        source="t.yaml",
    )
    set_attributes(
        study,
        {1: ("", {"domain": "zorg"})},
        speakers={
            (2, "An"): ("An", {"domain": "zorg"}),
            (2, "Bo"): ("Bo", {"domain": "politie"}),
        },
    )
    both = AN[0], BO[1]
    places = [(1, SINGLE, FINE), (1, SINGLE, HELP), (2, both, FINE), (2, BO, HELP), (2, AN, MOOD)]
    add_codings(study, [NewCoding(d, *place, code, "Anna") for d, place, code in places])
    return study


def respondents_of(found) -> set[str]:
    return set(found.respondents.values())


def test_a_condition_is_about_the_speaker_not_the_document(group: Study) -> None:
    with group.reading() as connection:
        police = talk(connection, where=["domain=politie"])
        assert respondents_of(police) == {"Bo"}
        assert (police.counted.documents, police.counted.respondents) == (1, 1)
        assert set(police.codings["code"]) == {FINE, HELP}
        assert set(police.codings["respondent"]) == set(police.respondents)
        assert set(police.turns["respondent"]) == set(police.respondents)
        assert len(words_frame(connection, police.turns)) == 4
        care = talk(connection, where=["domain=zorg"])
        assert respondents_of(care) == {"R01", "An"}
        assert set(care.codings.loc[care.codings["document"] == 2, "code"]) == {FINE, MOOD}
        nobody = talk(connection, where=["domain=onderwijs"])
        assert not nobody.respondents
        assert nobody.codings.empty
        assert nobody.counted.respondents == 0


@pytest.mark.parametrize(
    "rule", ["overlap", "same-quotation", "sentence", "turn", "document", "near(2)"]
)
def test_pairs_count_only_those_who_fit(group: Study, rule: str) -> None:
    with group.reading() as connection:
        for roles in (("respondent",), ("interviewer", "respondent", "other")):
            found = study_cooccurrence(
                connection, rule=rule, where=["domain=politie"], all_pairs=True, roles=roles
            )
            pairs = {(a, b): n for a, b, n in _columns(found, "a", "b", "respondents")}
            meet = rule != "same-quotation"
            assert pairs == {(FINE, HELP): int(meet)}
            assert found.result.codes["respondents"].tolist() == [1, 1]


def _columns(found, *names: str):
    return zip(*(found.result.pairs[name].tolist() for name in names), strict=True)


def test_every_analysis_keeps_to_those_who_fit(group: Study) -> None:
    asked = {"where": ["domain=politie"]}
    with group.reading() as connection:
        assert study_table(connection, by="respondent", **asked).columns == ("Bo",)
        assert study_table(connection, unit="words", **asked).cells[0].tolist() == [0, 4, 4]
        assert respondents_of(study_coverage(connection, **asked)) == {"Bo"}
        groups = study_contrast(connection, "domain", **asked).result.groups
        assert groups.to_numpy().tolist() == [["politie", 1]]
        assert study_saturation(connection, **asked).documents == ("Groep",)


def test_codes_are_limited_by_path_group_and_origin(group: Study) -> None:
    made = create_code_group(group, "Feelings")
    put_in_code_group(group, made, [FINE, HELP])
    with group.reading() as connection:

        def left(**asked):
            found = evidence(connection, **asked)
            return set(found.codings["code"]), found.counted.filter

        assert left(codes=["mood"]) == ({MOOD, FINE}, Filter(codes=("Mood",)))
        assert left(codes=["f"]) == ({FINE}, Filter(codes=("Mood > fine",)))
        assert left(groups=["feelings"]) == ({FINE, HELP}, Filter(groups=("Feelings",)))
        assert left(origins=["inductive", "in vivo"])[0] == {FINE, HELP}
        assert left(origins=["deductive", "inductive", "in vivo"])[0] == {MOOD, FINE, HELP}
        both = left(codes=["Mood", "Help"], groups=["Feelings"], origins=["in vivo"])
        assert both[0] == {FINE}
        assert both[1] == Filter((), ("Feelings",), ("Mood", "Help"), ("in vivo",))
        # rolled up first: the code asked for has what is below it
        assert left(origins=["deductive"], sub_codes=True)[0] == {MOOD}
        rolled = evidence(connection, origins=["deductive"], sub_codes=True).codings
        assert len(rolled.drop_duplicates(["document", "start", "end"])) == 3


def test_listed_are_the_codes_asked_for(group: Study) -> None:
    with group.reading() as connection:
        table = study_table(connection, codes=["Mood"])
        assert [table.names[code] for code in table.cells.index] == ["Mood", "Mood > fine"]
        found = study_contrast(connection, "domain", origins=["inductive"]).result
        assert found.codes["code"].tolist() == [HELP]
        covered = study_coverage(connection, origins=["in vivo"]).result
        assert covered.topics["topic"].tolist() == [MOOD]
        assert covered.topics["quotations"].tolist() == [2]
        assert study_saturation(connection).origins == ("inductive", "in vivo")
        assert study_saturation(connection, codes=["Help"]).codes == 1


def test_unknown_limits_are_told(group: Study) -> None:
    with group.reading() as connection:
        for wrong in ({"codes": ["none"]}, {"groups": ["none"]}):
            with pytest.raises(NotFound, match="none"):
                evidence(connection, **wrong)
        for wrong in ({"origins": ["none"]}, {"where": ["none=1"]}, {"where": ["domain"]}):
            with pytest.raises(UsageError):
                evidence(connection, **wrong)


def test_a_document_without_a_respondent_is_nobody(group: Study, tamper) -> None:
    tamper(group.path, "UPDATE documents SET respondent_id = NULL WHERE id = 1")
    with group.reading() as connection:
        found = study_cooccurrence(connection, rule="same-quotation")
        assert found.result.pairs["respondents"].tolist() == [0]
        assert found.counted.documents == 2
        assert set(evidence(connection, where=["domain!=zorg"]).documents) == {1, 2}
        assert set(evidence(connection, where=["domain=zorg"]).documents) == {2}


def test_limits_in_words_and_as_data() -> None:
    limits = Filter(("a=b",), ("G",), ("X > y",), ("in vivo",))
    assert told(limits) == (
        "a=b",
        "code group G",
        "code X > y with its sub-codes",
        "origin in vivo",
    )
    assert told(Filter()) == ()
    assert as_data(limits) == {
        "where": ["a=b"], "code_groups": ["G"], "codes": ["X > y"], "origins": ["in vivo"],
    }  # fmt: skip
