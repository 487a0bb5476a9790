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
    assert small.out.split("\n")[0].split() == ["code", "ja", "nee", "sum"]
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


def test_totals_are_the_sums(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, study)
    cells = [code["cells"] for code in found["codes"]]
    assert [code["total"] for code in found["codes"]] == [sum(row) for row in cells]
    assert found["column_totals"] == [sum(column) for column in zip(*cells, strict=True)]
    assert found["total"] == sum(map(sum, cells))
    answer = kwalcode("table", study, "--csv", "--totals")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert (rows[-1]["code"], int(rows[-1]["total"])) == ("total", found["total"])
    assert [int(row["total"]) for row in rows[:-1]] == [sum(row) for row in cells]
    assert kwalcode("table", study, "--totals").code == 2
    assert kwalcode("table", study, "--totals", "--binary", "--csv").code == 2


def test_columns_of_unequal_size_are_levelled(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, study, "--normalise", "largest")
    largest = max(report(kwalcode, study)["column_totals"])
    assert found["column_totals"] == pytest.approx([largest] * 12)
    per_words = report(kwalcode, study, "--by", "training", "--normalise", "words")
    plain = report(kwalcode, study, "--by", "training")
    assert plain["words_said"] is None
    for column, said in enumerate(per_words["words_said"]):
        expected = 1000 * plain["column_totals"][column] / said
        assert per_words["column_totals"][column] == pytest.approx(expected)
    assert "per 1,000 words" in per_words["rule"]
    assert kwalcode("table", study, "--normalise", "words", "--binary").code == 2


def test_variables_have_safe_names_and_a_key(demo_folder: Path, desk: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    how = ("--by", "respondent", "--binary", "--csv", "--key", "key.csv", "-o", "cases.csv")
    assert kwalcode("table", study, *how).code == 0
    key, cases = (
        list(csv.DictReader(io.StringIO(Path(name).read_text(encoding="utf-8"))))
        for name in ("key.csv", "cases.csv")
    )
    names = list(cases[0])
    assert names[0] == "case"
    assert len(names) == len(set(names))
    plain = list(csv.DictReader(io.StringIO(kwalcode("table", study, *how[:4]).out)))
    for row in key:
        assert row["variable"].isidentifier()
        assert len(row["variable"]) <= 32
        assert [c[row["variable"]] for c in cases] == [c[row["code"]] for c in plain]
    assert len(key) == 81
    assert {row["layer"] for row in key} == {"Anna"}
    assert kwalcode("table", study, "--key", "k.csv").code == 2
