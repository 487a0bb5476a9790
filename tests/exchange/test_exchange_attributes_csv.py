from pathlib import Path

import pytest

from kwalcode.errors import BadRows, UnreadableFile
from kwalcode.exchange.attributes_csv import import_attributes
from kwalcode.project.history.undo import undo
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    respondent_names,
)

EXAMPLE = Path(__file__).resolve().parents[2] / "transcripts_example"


@pytest.fixture
def talks(make_study):
    return make_study({"R01": "een", "R02": "twee", "R03": "drie"})


def values(study):
    with study.reading() as connection:
        names = respondent_names(connection)
        by_number = attributes_by_respondent(connection)
        return {
            d.name: (names[d.respondent], dict(by_number[d.respondent]))
            for d in all_documents(connection)
        }


def test_the_first_column_names_the_document_whatever_it_is_called(talks, write):
    path = write(
        "a.csv", "Bestand;Respondent;domein;Datum\nr01.TXT;P1;ggz;2023-01-02\nR02;;politie;\n"
    )
    result = import_attributes(talks, path)
    assert (result.values, result.documents, result.bad) == (3, 2, ())
    assert values(talks) == {
        "R01": ("P1", {"domein": "ggz", "Datum": "2023-01-02"}),
        "R02": ("R02", {"domein": "politie"}),
        "R03": ("R03", {}),
    }


def test_it_is_one_act(talks, write):
    before = values(talks)
    import_attributes(talks, write("a.csv", "d,respondent,x\nR01,P,1\nR02,P,1\n"))
    undo(talks)
    assert values(talks) == before


def test_documents_of_one_respondent_share_what_either_row_says(talks, write):
    import_attributes(talks, write("a.csv", "d,respondent,x,y\nR01,P,1,\nR02,P,,2\n"))
    assert values(talks)["R01"] == values(talks)["R02"] == ("P", {"x": "1", "y": "2"})


def test_rows_that_contradict_each_other_are_bad(talks, write):
    path = write("a.csv", "d,respondent,x\nR01,P,1\nR02,P,2\n")
    with pytest.raises(BadRows, match="row 3: 'P' has x '1' in row 2 and '2' here"):
        import_attributes(talks, path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("R09,x", "no document 'R09'"),
        (",x", "no document is named"),
        ("R01.txt,x", "'R01' has row 2 already"),
        ("R02,x,y", "under no column"),
    ],
)
def test_bad_rows_stop_all_unless_skipped(talks, write, row, reason):
    path = write("a.csv", f"document,domein\nR01,ggz\n{row}\nR03,zorg\n")
    before = values(talks)
    with pytest.raises(BadRows, match=reason) as caught:
        import_attributes(talks, path)
    assert [number for number, _reason in caught.value.rows] == [3]
    assert values(talks) == before
    result = import_attributes(talks, path, skip_bad=True)
    assert (result.documents, [number for number, _reason in result.bad]) == (2, [3])
    assert values(talks)["R03"] == ("R03", {"domein": "zorg"})


def test_known_attributes_keep_their_spelling_and_empty_cells_take_values_away(talks, write):
    import_attributes(talks, write("a.csv", "d,Domein\nR01,ggz\nR02,zorg\n"))
    import_attributes(talks, write("b.csv", "d,domein\nR01,\nR02,'=x\n"))
    assert values(talks)["R01"] == ("R01", {})
    assert values(talks)["R02"] == ("R02", {"Domein": "=x"})
    with talks.reading() as connection:
        assert attribute_names(connection) == ["Domein"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("document\nR01\n", "one column only"),
        ("document,domein,Domein\nR01,1,2\n", "twice"),
        ("", "empty"),
    ],
)
def test_what_is_no_table_of_attributes_is_refused(talks, write, content, reason):
    with pytest.raises(UnreadableFile, match=reason):
        import_attributes(talks, write("a.csv", content))


def test_the_example_has_a_row_for_each_transcript(make_study):
    lines = (EXAMPLE / "respondents.csv").read_text(encoding="utf-8").splitlines()
    study = make_study({line.split(",")[0]: line for line in lines[1:]})
    result = import_attributes(study, EXAMPLE / "respondents.csv")
    assert result.documents == 12
    assert values(study)["R11_schuldhulp"][1]["domain"] == "financiële dienst- en hulpverlening"
