"""contrast through the command line: the demo, its words, and studies with next to nothing."""

import csv
import io
import json
from pathlib import Path

import pytest

UNITS = ("respondents", "quotations", "words")
ATTRIBUTES = "document,domain\ntalk,care\n"


def report(kwalcode, *words: object):
    answer = kwalcode("contrast", *words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


@pytest.mark.parametrize("unit", UNITS)
def test_the_demo_by_training(unit, demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, study, "--by", "training", "--unit", unit)
    assert [(g["value"], g["respondents"]) for g in found["groups"]] == [("ja", 6), ("nee", 6)]
    assert (found["unit"], found["seed"], found["status"]) == (unit, 1, "exploratory")
    assert (found["layer"], found["respondents"]) == ("Anna", 12)
    by_name = {code["code"]: code for code in found["codes"]}
    trained = by_name["Functie > training gehad"]
    assert [cell["with"] for cell in trained["cells"]] == [6, 1]
    assert trained["amount"] == sum(cell["amount"] for cell in trained["cells"])
    assert 0 < found["smallest_p"] <= trained["smallest_p"] <= trained["p"] <= trained["holm"]
    if unit == "respondents":
        assert found["rule"] == "Fisher exact"
        assert trained["p"] == pytest.approx(14 / 924)
    for code in found["codes"]:
        assert (code["p"] is None) == bool(code["reason"])
    everywhere = [c["code"] for c in found["codes"] if all(x["with"] for x in c["cells"])]
    assert everywhere == found["in_every_group"]


def test_sub_codes_count_for_the_codes_above(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    plain, rolled = (
        {c["code"]: c["amount"] for c in report(kwalcode, study, "--by", "domain", *more)["codes"]}
        for more in ((), ("--sub-codes",))
    )
    assert rolled["Melden"] == 12 > plain["Melden"]
    assert all(rolled[code] >= plain[code] for code in plain)


def test_csv_and_text_say_what_was_counted(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    answer = kwalcode("contrast", study, "--by", "domain", "--csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert len(rows) == 81 * 7
    assert {(r["by"], r["unit"], r["layer"], r["roles"], r["seed"], r["status"]) for r in rows} == {
        ("domain", "respondents", "Anna", "respondent", "1", "exploratory")
    }
    text = kwalcode("contrast", study, "--by", "domain")
    assert "Present in every group" in text.out
    assert "exploratory" in text.err
    assert "smallest p attainable" in text.err


def test_the_words_of_the_demo(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, study, "--by", "training", "--words")
    assert [group["value"] for group in found["groups"]] == ["ja", "nee"]
    for group in found["groups"]:
        assert group["words"] > 1000
        z = [word["z"] for word in group["marked_by"]]
        assert z == sorted(z, reverse=True)
        assert all(word["respondents"] >= 2 for word in group["marked_by"])
    answer = kwalcode("contrast", study, "--by", "domain", "--words", "--csv")
    assert answer.out.splitlines()[0].startswith("group,word,n,respondents,elsewhere")
    assert "politie" in answer.err  # one respondent: no word of his can mark a group


@pytest.mark.parametrize("more", [(), ("--unit", "words"), ("--words",)])
def test_one_respondent_and_nobody(more, small: Path, kwalcode) -> None:
    Path("a.csv").write_text(ATTRIBUTES, encoding="utf-8")
    assert kwalcode("import", small, "--attributes", "a.csv").code == 0
    assert report(kwalcode, small, "--by", "domain", *more)["reason"] == "no respondent counts"
    Path("c.csv").write_text("document,start,end,code\ntalk,43,66,Signs\n", encoding="utf-8")
    assert kwalcode("codings", "import", small, "c.csv").code == 0
    found = report(kwalcode, small, "--by", "Domain", *more)
    assert found["reason"] == "there is one group only"
    assert found["respondents"] == 1
    answer = kwalcode("contrast", small, "--by", "domain", *more)
    assert answer.code == 0
    assert "n.a. (there is one group only)" in answer.err


def test_respondents_without_the_attribute_are_told(demo_folder, desk, kwalcode) -> None:
    assert kwalcode("copy", demo_folder / "demo.kwal", "mine.kwal").code == 0
    Path("a.csv").write_text("document,age\nR01_gemeente_beleid,40\nR08_politie,50\n")
    assert kwalcode("import", "mine.kwal", "--attributes", "a.csv", "--as", "Anna").code == 0
    found = report(kwalcode, "mine.kwal", "--by", "age")
    assert found["respondents"] == 2
    assert found["notes"] == ["10 respondents have no age"]


def test_wrong_requests_are_refused_in_one_line(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    assert "domain, training" in kwalcode("contrast", study, "--by", "shoe size").line
    assert kwalcode("contrast", study).code == 2
    assert kwalcode("contrast", study, "--by", "domain", "--unit", "turns").code == 2
