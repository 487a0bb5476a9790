"""coverage and saturation through the command line: the demo, and studies with next to nothing."""

import csv
import io
import json
from pathlib import Path

import pytest

COMMANDS = ("coverage", "saturation")
ABOUT = ("rule", "layer", "roles", "where", "documents", "respondents", "notes", "not_coded")


def report(kwalcode, *words: object):
    answer = kwalcode(*words, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def rows(kwalcode, *words: object) -> list[dict[str, str]]:
    answer = kwalcode(*words, "--csv")
    assert answer.code == 0, answer.err
    return list(csv.DictReader(io.StringIO(answer.out)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_output_says_what_was_counted(command, demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, command, study)
    assert set(ABOUT) <= set(found)
    assert (found["layer"], found["roles"], found["respondents"]) == ("Anna", ["respondent"], 12)
    for row in rows(kwalcode, command, study):
        assert (row["layer"], row["roles"], row["respondents_n"]) == ("Anna", "respondent", "12")
    said = kwalcode(command, study).err
    assert "layer: Anna; talk of: respondent; 12 documents, 12 respondents" in said


@pytest.mark.parametrize("command", COMMANDS)
def test_the_same_bytes_every_time(command, demo_folder: Path, desk: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    for form in ("--json", "--csv"):
        assert kwalcode(command, study, form, "-o", "out").code == 0
        assert Path("out").read_text(encoding="utf-8") == kwalcode(command, study, form).out


@pytest.mark.parametrize("command", COMMANDS)
def test_an_empty_study_and_one_without_codings(command, small: Path, kwalcode) -> None:
    assert kwalcode("new", "empty.kwal").code == 0
    for study in ("empty.kwal", small):
        found = report(kwalcode, command, study)
        assert found["reason"]
        assert found["respondents"] == 0
        answer = kwalcode(command, study)
        assert answer.code == 0
        assert "n.a. (" in answer.err
        assert rows(kwalcode, command, study) == []


def test_coverage_of_the_demo_counts_topics_with_their_sub_codes(demo_folder, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, "coverage", study)
    assert len(found["topics"]) == 10
    assert len(found["cells"]) == 120
    quotes = kwalcode("quotes", study, "--code", "Melden", "--sub-codes", "--format", "json")
    listed = json.loads(quotes.out)
    [melden] = [topic for topic in found["topics"] if topic["topic"] == "Melden"]
    assert melden["quotations"] == len(listed)
    domains = {one["document"][:3] for one in listed}
    assert melden["respondents"] == len(domains)
    for topic in found["topics"]:
        cells = [cell for cell in found["cells"] if cell["topic"] == topic["topic"]]
        assert topic["never"] == [c["respondent"] for c in cells if not c["quotations"]]
        assert topic["words"] == sum(c["words"] for c in cells)


def test_one_respondent_is_covered_or_not(small: Path, kwalcode) -> None:
    Path("asked.csv").write_text("code,parent,question\nHelp,,What helps?\n", encoding="utf-8")
    assert kwalcode("codebook", "import", small, "asked.csv").code == 0
    Path("c.csv").write_text("document,start,end,code\ntalk,43,66,Signs\n", encoding="utf-8")
    assert kwalcode("codings", "import", small, "c.csv").code == 0
    [topic] = report(kwalcode, "coverage", small)["topics"]
    assert (topic["topic"], topic["respondents"], topic["never"]) == ("Help", 0, ["talk"])


def test_saturation_takes_the_dates_and_says_so(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, "saturation", study)
    assert (found["order"], found["seed"], found["base"], found["run"]) == ("date", 1, 4, 2)
    assert found["origins"] == ["inductive", "in vivo"]
    new = [one["new"] for one in found["interviews"]]
    assert sum(new) == found["chao2"]["codes"] == found["interviews"][-1]["total"]
    ratio = sum(new[4:6]) / sum(new[:4])
    assert found["runs"][0]["ratio"] == pytest.approx(ratio)
    everything = report(kwalcode, "saturation", study, "--origin", "all")
    assert everything["chao2"]["codes"] > found["chao2"]["codes"]


def test_saturation_orders_interviews_by_date(demo_folder: Path, desk: Path, kwalcode) -> None:
    assert kwalcode("copy", demo_folder / "demo.kwal", "mine.kwal").code == 0
    Path("when.csv").write_text(
        "document,datum\nR12_jeugdzorg,1-2-2023\nR05_gemeente_werk_inkomen,31-01-2023\n",
        encoding="utf-8",
    )
    assert kwalcode("import", "mine.kwal", "--attributes", "when.csv", "--as", "Anna").code == 0
    found = report(kwalcode, "saturation", "mine.kwal", "--date", "Datum")
    names = [one["document"][:3] for one in found["interviews"]]
    assert names[:4] == ["R05", "R12", "R01", "R02"]
    assert (found["order"], found["undated"]) == ("datum", 10)


def test_wrong_requests_are_refused_in_one_line(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    assert "domain" in kwalcode("saturation", study, "--date", "nothing").line
    assert kwalcode("saturation", study, "--base", "0").code == 2
    assert kwalcode("coverage", study, "--coder", "Nobody").code == 1


@pytest.mark.parametrize("command", [*COMMANDS, "contrast --by domain", "table"])
def test_json_or_csv_but_not_both(command: str, demo_folder: Path, kwalcode) -> None:
    name, *more = command.split()
    answer = kwalcode(name, demo_folder / "demo.kwal", *more, "--json", "--csv")
    assert (answer.code, answer.out) == (2, "")
