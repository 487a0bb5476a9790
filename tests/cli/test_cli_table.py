"""table through the command line: every column and unit, 0/1 export, next to nothing."""

import csv
import io
import json
from pathlib import Path

import pytest


def report(kwalcode, *words: object):
    answer = kwalcode("table", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_the_table_adds_up_to_the_codings(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, study)
    assert len(found["columns"]) == 12
    assert len(found["codes"]) == 81
    listed = json.loads(kwalcode("quotes", study, "--format", "json").out)
    for place, document in enumerate(found["columns"]):
        here = [one for one in listed if one["document"] == document]
        for code in found["codes"]:
            assert code["cells"][place] == sum(code["code"] in one["codes"] for one in here)


def test_groups_count_their_respondents(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, study, "--by", "training", "--unit", "respondents")
    assert found["columns"] == ["ja", "nee"]
    [trained] = [c for c in found["codes"] if c["code"] == "Functie > training gehad"]
    assert trained["cells"] == [6, 1]
    by_people = report(kwalcode, study, "--by", "respondent", "--unit", "words", "--share", "row")
    for code in by_people["codes"]:
        assert None in code["cells"] or sum(code["cells"]) == pytest.approx(1)


def test_zeros_and_ones_have_a_case_per_row(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    answer = kwalcode("table", study, "--by", "respondent", "--binary", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert [row["respondent"] for row in rows] == [f"R{n:02}" for n in range(1, 13)]
    codes = report(kwalcode, study, "--by", "respondent", "--binary")["codes"]
    for code in codes:
        assert [int(row[code["code"]]) for row in rows] == code["cells"]
        assert set(code["cells"]) <= {0, 1}
    assert {(row["layer"], row["rule"], row["roles"]) for row in rows} == {
        ("Anna", "0/1", "respondent")
    }


def test_text_numbers_titles_that_are_too_wide(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    wide, small = kwalcode("table", study), kwalcode("table", study, "--by", "training")
    assert "12 = R12_jeugdzorg" in wide.out
    assert small.out.split("\n")[0].split() == ["code", "ja", "nee"]
    assert "codes without codings" in wide.err


@pytest.mark.parametrize("more", [(), ("--by", "respondent"), ("--unit", "words", "--binary")])
def test_an_empty_study_and_one_respondent(more, small: Path, kwalcode) -> None:
    assert kwalcode("new", "empty.kwal").code == 0
    for study in ("empty.kwal", small):
        assert report(kwalcode, study, *more)["reason"]
        answer = kwalcode("table", study, *more)
        assert answer.code == 0
        assert "n.a. (" in answer.err
        assert kwalcode("table", study, *more, "--csv").code == 0
    Path("c.csv").write_text("document,start,end,code\ntalk,43,66,Signs\n", encoding="utf-8")
    assert kwalcode("codings", "import", small, "c.csv").code == 0
    found = report(kwalcode, small, *more)
    assert found["reason"] is None
    assert [sum(code["cells"]) > 0 for code in found["codes"]] == [True, False, False]
    rolled = report(kwalcode, small, "--sub-codes", "--share", "row")
    assert [code["cells"] for code in rolled["codes"]] == [[1.0], [None], [None]]


def test_wrong_requests_are_refused_in_one_line(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    assert kwalcode("table", study, "--by", "shoe size").code == 1
    answer = kwalcode("table", study, "--share", "row", "--binary")
    assert answer.code == 2
    assert "not for both" in answer.line
