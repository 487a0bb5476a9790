"""Who counts and what was said: one interview, a group interview, roles, dates."""

from datetime import date

import pytest

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.analyses.code_table import study_table
from kwalcode.project.analyses.coverage import study_coverage
from kwalcode.project.analyses.interviews import read_date
from kwalcode.project.analyses.talk import talk, words_frame
from kwalcode.project.study import Study

GROUP = "Interviewer: Wie begint er?\nAn: Ik wel, graag.\nBo: Nee, ik – 2 keer.\nCo: Ach.\n"


@pytest.fixture
def group(study: Study, prepared, tamper) -> Study:
    """A group interview in which An and Bo are respondents of their own, and one other."""
    import_document(study, prepared("R01"))
    import_document(study, prepared("Groep", GROUP))
    import_codebook(study, [CodeSpec(("Topic",), key="t", question="Wie?")], source="t.yaml")
    for name, number in (("An", 11), ("Bo", 12)):
        tamper(
            study.path,
            "INSERT INTO respondents (id, uuid, name) VALUES (?, randomblob(16), ?)",
            number,
            name,
        )
        tamper(study.path, "UPDATE speakers SET respondent_id = ? WHERE label = ?", number, name)
    # what An and Bo said, as one quotation
    apply_code(study, 2, GROUP.index("An:"), GROUP.index("Co:") - 1, 1)
    apply_code(study, 1, 27, 44, 1)
    return study


def test_the_people_of_a_group_interview_are_those_who_speak(group: Study) -> None:
    with group.reading() as connection:
        found = talk(connection)
        assert list(found.respondents.values()) == ["R01", "An", "Bo", "Groep"]
        assert (found.counted.respondents, found.counted.documents) == (4, 2)


def test_words_are_those_of_the_speech_of_the_roles(group: Study) -> None:
    with group.reading() as connection:
        found = talk(connection)
        words = words_frame(connection, found.turns)
        per = words.groupby("respondent").size().to_dict()
        assert {found.respondents[p]: n for p, n in per.items()} == {
            "R01": 5, "An": 3, "Bo": 4, "Groep": 1,
        }  # fmt: skip
        everybody = talk(connection, roles=("interviewer", "respondent", "other"))
        assert len(words_frame(connection, everybody.turns)) == 13 + 3 + 3


def test_a_shared_quotation_counts_for_each_but_once_in_the_topic(group: Study) -> None:
    with group.reading() as connection:
        found = study_coverage(connection)
        cells = found.result.cells
        assert {
            found.respondents[row.respondent]: (row.quotations, row.words)
            for row in cells.itertuples()
        } == {"R01": (1, 3), "An": (1, 3), "Bo": (1, 4), "Groep": (0, 0)}
        assert found.result.topics.to_numpy().tolist() == [[1, 3, 2, 10]]
        table = study_table(connection, by="document", unit="respondents")
        assert table.cells.to_numpy().tolist() == [[1, 2]]
        assert study_table(connection, by="document").cells.to_numpy().tolist() == [[1, 1]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-03-06", date(2023, 3, 6)),
        (" 2023-3-6T10:00 ", date(2023, 3, 6)),
        ("6-3-2023", date(2023, 3, 6)),
        ("06/03/2023", date(2023, 3, 6)),
        ("31-4-2023", None),
        ("March 6", None),
        ("", None),
    ],
)
def test_dates_are_read_as_the_dutch_write_them(text: str, day: date | None) -> None:
    assert read_date(text) == day
