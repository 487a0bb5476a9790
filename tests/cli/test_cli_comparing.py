"""`kwalcode agreement` and `kwalcode disagreements`, as a supervisor types them."""

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest

from kwalcode.agreement.disagreements import CLASSES

COEFFICIENTS = (
    "observed", "kappa", "scott_pi", "fleiss_kappa", "ac1", "brennan_prediger", "dice", "jaccard",
)  # fmt: skip


@pytest.fixture
def demo(demo_folder: Path) -> Path:
    return demo_folder / "demo.kwal"


@pytest.fixture(scope="module")
def three_made(tmp_path_factory: pytest.TempPathFactory, kwalcode) -> Path:
    """A study of one text that three coders coded; nothing is marked complete."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "D1.txt").write_text("Een zin. Nog een zin. En nog een. De laatste zin.\n")
    (folder / "book.csv").write_text("code,parent\nA,\nsub,A\nB,\n")
    for coder, rows in (
        ("Anna", "D1,0,8,A\nD1,9,21,B\n"),
        ("Bram", "D1,0,8,A > sub\nD1,9,21,B\n"),
        ("Cleo", "D1,0,8,A\nD1,22,33,A\n"),
    ):
        lines = "document,start,end,code\n" + rows
        (folder / f"{coder}.csv").write_text(lines)
    study = folder / "s.kwal"
    for words in (
        ("new", study, "--codebook", folder / "book.csv", "--as", "Anna"),
        ("import", study, folder / "D1.txt"),
        *(
            ("codings", "import", study, folder / f"{coder}.csv", "--as", coder)
            for coder in ("Anna", "Bram", "Cleo")
        ),
    ):
        answer = kwalcode(*words)
        assert answer.code == 0, answer.err
    return study


def report(kwalcode, *words: object):
    answer = kwalcode(*words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_every_coefficient_per_code_and_over_all(demo: Path, kwalcode) -> None:
    found = report(kwalcode, "agreement", demo, "--json")
    for one in (found["pooled"], *found["codes"]):
        assert set(COEFFICIENTS) < set(one)
    pooled = found["pooled"]
    assert pooled["marks"] == {"0.667": False, "0.800": False}
    assert pooled["interval"]["low"] < pooled["alpha"] < pooled["interval"]["high"]
    assert found["bootstrap"] == {
        "level": 0.95, "replicates": 1000, "seed": 1, "over": "turn", "clusters": 130,
    }  # fmt: skip
    assert any("conditional on these documents" in note for note in found["notes"])
    assert {flag for one in found["codes"] for flag in one["flags"]} == {"unstable", "paradox"}
    assert [one["name"] for one in found["pairs"]] == ["Anna - Bram"]
    assert sum(one["n"] for one in found["by_document"]) == found["n"]


def test_the_sentence_says_what_was_compared(demo: Path, kwalcode) -> None:
    sentence = kwalcode("agreement", demo).out.splitlines()[-1]
    for part in (
        "Anna, Bram", "6 documents", "883 sentences", "talk of: respondent",
        "Krippendorff's alpha, pooled over codes, 0.619", "95% interval", "1000 resamples",
        "130 turns", "seed 1", "below the mark of .667", "conditional on these documents",
    ):  # fmt: skip
        assert part in sentence, part


@pytest.mark.parametrize(
    ("unit", "n"), [("turn", 130), ("document", 6), ("character", 45216), ("token", 8471)]
)
def test_other_units(unit: str, n: int, demo: Path, kwalcode) -> None:
    found = report(kwalcode, "agreement", demo, "--unit", unit, "--json")
    assert (found["unit"], found["n"], found["documents"]) == (unit, n, 6)
    assert 0.5 < found["pooled"]["alpha"] < 0.8


def test_roles_and_respondents_are_chosen_and_said(demo: Path, kwalcode) -> None:
    words = ("agreement", demo, "--role", "all", "--where", "domain=gemeente", "--json")
    found = report(kwalcode, *words)
    assert found["roles"] == ["interviewer", "respondent", "other"]
    assert found["where"] == ["domain=gemeente"]
    assert all(name.split("_")[1] == "gemeente" for name in found["document_names"])
    assert "respondents: domain=gemeente" in kwalcode(*words[:-1]).out


def test_the_seed_decides_the_interval(demo: Path, kwalcode) -> None:
    def interval(*words: object):
        return report(kwalcode, "agreement", demo, "--json", *words)["pooled"]["interval"]

    assert interval("--seed", 7) == interval("--seed", 7)
    assert interval("--seed", 7) != interval()
    assert interval("--replicates", 0) is None


def test_three_coders(three_made: Path, kwalcode) -> None:
    found = report(kwalcode, "agreement", three_made, "--json")
    assert found["coders"] == ["Anna", "Bram", "Cleo"]
    assert found["pooled"]["kappa"] is None
    assert "two coders" in found["pooled"]["reasons"]["kappa"]
    assert [one["name"] for one in found["pairs"]] == [
        "Anna - Bram", "Anna - Cleo", "Bram - Cleo",
    ]  # fmt: skip
    assert all(one["kappa"] is not None for one in found["pairs"])
    assert any("nothing is marked complete" in note for note in found["notes"])
    lines = kwalcode("agreement", three_made, "--by", "pair").out.splitlines()
    assert sum(" - " in line for line in lines) == 3


def test_two_of_three_coders(three_made: Path, kwalcode) -> None:
    found = report(kwalcode, "agreement", three_made, "--coders", "bram, Anna", "--json")
    assert found["coders"] == ["Anna", "Bram"]
    by_code = {one["code"]: one for one in found["codes"]}
    assert (by_code["A"]["a_only"], by_code["A > sub"]["b_only"], by_code["B"]["both"]) == (1, 1, 1)


def test_sub_codes_count_for_their_main_code(three_made: Path, kwalcode) -> None:
    words = ("agreement", three_made, "--coders", "Anna,Bram", "--sub-codes")
    found = report(kwalcode, *words, "--json")
    assert [one["code"] for one in found["codes"]] == ["A", "B"]
    assert found["pooled"]["alpha"] == 1
    assert "codings counted for main codes" in kwalcode(*words).out


@pytest.mark.parametrize("by", ["code", "document", "pair"])
def test_csv_has_a_row_for_each_and_says_what_was_compared(by: str, demo: Path, kwalcode) -> None:
    answer = kwalcode("agreement", demo, "--by", by, "--format", "csv")
    rows = list(csv.DictReader(answer.out.splitlines()))
    assert len(rows) == {"code": 81, "document": 6, "pair": 1}[by]
    for row in rows:
        assert (row["unit"], row["coders"], row["units_n"]) == ("sentence", "Anna; Bram", "883")
        assert (row["documents_n"], row["roles"], row["seed"]) == ("6", "respondent", "1")


def test_every_format_is_written(demo: Path, desk: Path, kwalcode) -> None:
    for form in ("json", "csv", "xlsx", "html", "docx", "text"):
        answer = kwalcode("agreement", demo, "--format", form, "-o", f"out.{form}")
        assert (answer.code, answer.out) == (0, ""), answer.err
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    page = Path("out.html").read_text(encoding="utf-8")
    word = zipfile.ZipFile("out.docx").read("word/document.xml").decode("utf-8")
    for text in (page.replace("&#39;", "'"), word, Path("out.text").read_text(encoding="utf-8")):
        assert "Krippendorff's alpha, pooled over codes, 0.619" in text
        assert "Voelen en wegen" in text
    assert kwalcode("agreement", demo, "-o", "by-name.html").code == 0
    assert Path("by-name.html").read_text(encoding="utf-8") == page


def test_what_a_terminal_cannot_show_wants_a_file(demo: Path, kwalcode) -> None:
    answer = kwalcode("agreement", demo, "--format", "docx")
    assert (answer.code, answer.out) == (2, "")
    assert "-o" in answer.line


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--unit", "page"), 2, "sentence"),
        (("--by", "theme"), 2, "document"),
        (("--format", "pdf"), 2, "docx"),
        (("--coders", "Anna"), 2, "two coders"),
        (("--coders", ""), 2, "names nobody"),
        (("--coders", " , "), 2, "names nobody"),
        (("-o", "agreement.pdf"), 2, "'pdf' is no format"),
        (("--coders", "Anna,Zoë"), 1, "Zoë"),
        (("--where", "domain"), 2, "domain"),
    ],
)
def test_wrong_words_are_told(words, code: int, said: str, demo: Path, kwalcode) -> None:
    answer = kwalcode("agreement", demo, *words)
    assert answer.code == code
    assert answer.out == ""
    assert said in answer.line


def test_the_contract_of_disagreements(demo: Path, kwalcode) -> None:
    found = report(kwalcode, "disagreements", demo, "--json")
    assert (found["coders"], found["n"], found["documents"]) == (["Anna", "Bram"], 883, 6)
    assert tuple(found["classes"]) == CLASSES
    assert found["classes"] == {
        "agree": {"a": 69, "b": 69},
        "boundary": {"a": 77, "b": 77},
        "other code": {"a": 17, "b": 18},
        "missed code": {"a": 18, "b": 19},
        "missed passage": {"a": 38, "b": 11},
    }
    for name in CLASSES:
        for side in "ab":
            whole = sum(one[name][side] for one in found["codes"])
            assert whole == found["classes"][name][side]
    assert {one["class"] for one in found["disagreements"]} == set(CLASSES[1:])
    for one in found["disagreements"]:
        assert one["text"].strip()
        assert one["a"] or one["b"]
        assert bool(one["kind"]) == (one["class"] == "boundary")
        assert bool(one["others"]) == (one["class"] == "missed code")
        if one["a"] and one["b"]:
            assert (one["a"]["code"] == one["b"]["code"]) == (one["class"] == "boundary")
    mixed = [one for one in found["confusion"] if one["a"] != one["b"]]
    assert sum(one["n"] for one in mixed) == len(
        [one for one in found["disagreements"] if one["class"] == "other code"]
    )


def test_the_list_is_limited(demo: Path, kwalcode) -> None:
    name = report(kwalcode, "agreement", demo, "--json")["document_names"][1]
    words = ("disagreements", demo, "--document", name, "--class", "missed passage", "--json")
    found = report(kwalcode, *words)["disagreements"]
    assert found
    assert {(one["document"], one["class"]) for one in found} == {(name, "missed passage")}
    code = (found[0]["a"] or found[0]["b"])["code"]
    for one in report(kwalcode, *words[:-1], "--code", code, "--json")["disagreements"]:
        assert code in [side["code"] for side in (one["a"], one["b"]) if side]


def test_the_list_for_a_meeting(demo: Path, kwalcode) -> None:
    out = kwalcode("disagreements", demo).out
    assert out.startswith("1. R01_gemeente_beleid, turn 4: boundary (Anna wider)\n   Anna: Functie")
    assert re.search(r"\nMelden > redenen om niet te melden +\d+ +\d+ .* unclear \w+\n", out)
    assert out.rstrip().endswith(
        "Spans of Anna and Bram in 6 documents, 883 sentences (talk of: respondent)."
    )


def test_the_list_as_csv(demo: Path, kwalcode) -> None:
    answer = kwalcode("disagreements", demo, "--csv", "--class", "other code")
    rows = list(csv.DictReader(answer.out.splitlines()))
    assert rows
    for row in rows:
        assert row["code_a"] != row["code_b"]
        assert (row["coder_a"], row["coder_b"], row["units_n"]) == ("Anna", "Bram", "883")


def test_disagreements_are_between_two(three_made: Path, small: Path, kwalcode) -> None:
    answer = kwalcode("disagreements", three_made)
    assert answer.code == 2
    assert "--coders" in answer.line
    found = report(kwalcode, "disagreements", three_made, "--coders", "Cleo,Bram", "--json")
    assert found["coders"] == ["Bram", "Cleo"]
    assert kwalcode("disagreements", small).code == 2


def test_two_who_never_met_are_told_so(small: Path, desk: Path, kwalcode) -> None:
    """Anna coded one text, Bram another."""
    (desk / "D2.txt").write_text("Een zin. Nog een zin.\n")
    assert kwalcode("import", small, "D2.txt").code == 0
    for name, document in (("Anna", "talk"), ("Bram", "D2")):
        rows = f"document,start,end,code\n{document},0,8,Help\n"
        (desk / "codings.csv").write_text(rows)
        assert kwalcode("codings", "import", small, "codings.csv", "--as", name).code == 0
    met = "Anna and Bram have coded no document together; nothing is marked complete: documents"
    told = kwalcode("disagreements", small)
    assert (told.code, told.out.startswith(met), told.out.count("\n")) == (0, True, 1)
    assert f"0 of 0 decided; {met}" in kwalcode("adjudicate", small).out
    told = kwalcode("agreement", small, "--by", "pair")
    assert told.out == "Agreement: n.a. (no document was coded by two coders).\n"


def test_another_language(demo: Path, kwalcode) -> None:
    answer = kwalcode("--language", "nl", "agreement", demo, "--json")
    assert json.loads(answer.out)["n"] == 883
