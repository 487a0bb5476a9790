"""The same limits in every command that counts; they stand in whatever comes out."""

import csv
import io
import json
from pathlib import Path

import pytest

COMMANDS = (
    ("cooccurrence",),
    ("coverage",),
    ("saturation",),
    ("contrast", "--by", "training"),
    ("contrast", "--by", "training", "--words"),
    ("contrast", "--words-of", "vage twijfel"),
    ("table",),
)
LIMITS = ("--where", "training=ja", "--code", "Melden", "--origin", "inductive")
AS_DATA = {
    "where": ["training=ja"],
    "code_groups": [],
    "codes": ["Melden"],
    "origins": ["inductive"],
}
LINE = "Filter: training=ja, code Melden with its sub-codes, origin inductive."


@pytest.fixture
def study(demo_folder: Path) -> Path:
    return demo_folder / "demo.kwal"


@pytest.fixture
def code(study: Path, kwalcode) -> str:
    """A code that is used."""
    found = json.loads(kwalcode("cooccurrence", study, "--json").out)["codes"]
    return max(found, key=lambda one: one["quotations"])["code"]


@pytest.mark.parametrize("command", COMMANDS)
def test_limits_stand_in_the_output(command, study: Path, code: str, kwalcode) -> None:
    name, *more = [code if word == "vage twijfel" else word for word in command]
    answer = kwalcode(name, study, *more, *LIMITS, "--json")
    assert answer.code == 0, answer.err
    assert LINE in answer.err
    found = json.loads(answer.out)
    assert found["filter"] == AS_DATA
    assert found["respondents"] == 6
    table = kwalcode(name, study, *more, *LIMITS, "--csv")
    assert table.code == 0
    for row in csv.DictReader(io.StringIO(table.out)):
        assert row["filter"] == "where: training=ja; codes: Melden; origins: inductive"
    assert kwalcode(name, study, *more, *LIMITS).code == 0
    plain = kwalcode(name, study, *more, "--json")
    limits = json.loads(plain.out)["filter"]
    assert limits == {kind: [] for kind in AS_DATA} | {"origins": limits["origins"]}


def test_only_codes_within_the_limits_are_counted(study: Path, kwalcode) -> None:
    def report(*words: str):
        answer = kwalcode(*words, "--json")
        assert answer.code == 0, answer.err
        return json.loads(answer.out)

    every = {code["code"]: code for code in report("table", str(study))["codes"]}
    branch = [code for code in every if code == "Melden" or code.startswith("Melden > ")]
    assert branch
    found = report("table", str(study), "--code", "Melden")["codes"]
    assert found == [every[code] for code in branch]
    pairs = report("cooccurrence", str(study), "--code", "Melden")["pairs"]
    whole = report("cooccurrence", str(study))["pairs"]
    assert pairs == [pair for pair in whole if {pair["a"], pair["b"]} <= set(branch)]
    assert report("saturation", str(study), "--origin", "all")["origins"] == [
        "deductive", "inductive", "in vivo",
    ]  # fmt: skip


def test_the_graph_has_its_limits(study: Path, desk: Path, kwalcode) -> None:
    answer = kwalcode("graph", study, *LIMITS, "--minimum", "1", "-o", "graph.json")
    assert answer.code == 0, answer.err
    assert LINE in answer.err
    found = json.loads(Path("graph.json").read_text(encoding="utf-8"))
    assert all(str(node["name"]) for node in found["nodes"])
    assert "training=ja" in found["facts"]["Filter"]


def test_a_group_of_codes(small: Path, kwalcode) -> None:
    Path("c.csv").write_text(
        "document,start,end,code\ntalk,43,66,Signs\ntalk,43,66,Help\n", encoding="utf-8"
    )
    assert kwalcode("codings", "import", small, "c.csv").code == 0
    assert kwalcode("codes", "group", small, "Mine", "--add", "Help").code == 0
    found = json.loads(kwalcode("table", small, "--code-group", "mine", "--json").out)
    assert [code["code"] for code in found["codes"]] == ["Help"]
    assert found["filter"]["code_groups"] == ["Mine"]
    answer = kwalcode("table", small, "--code-group", "none")
    assert answer.code == 1
    assert "Mine" in answer.line


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_left_is_no_crash(command, small: Path, kwalcode) -> None:
    """A study of one respondent: no codings, codes without codings, limits nobody meets."""
    name, *more = command
    more = ["Signs" if word == "vage twijfel" else word for word in more]
    Path("a.csv").write_text("document,training\ntalk,ja\n", encoding="utf-8")
    assert kwalcode("import", small, "--attributes", "a.csv").code == 0
    for limits in ((), ("--code", "Help"), ("--where", "training=nee"), ("--origin", "in vivo")):
        for form in ((), ("--json",), ("--csv",)):
            answer = kwalcode(name, small, *more, *limits, *form)
            assert answer.code == 0, answer.err
            assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_limits_are_refused_in_one_line(command, study: Path, code, kwalcode) -> None:
    name, *more = [code if word == "vage twijfel" else word for word in command]
    for wrong in (("--code", "none"), ("--code-group", "none")):
        answer = kwalcode(name, study, *more, *wrong)
        assert answer.code == 1
        assert "none" in answer.line
    assert kwalcode(name, study, *more, "--origin", "none").code == 2
