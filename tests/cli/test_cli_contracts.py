"""The JSON that programs rely on, and METHOD's two small corpora built through the command line."""

import json
from pathlib import Path

import pytest

COOCCURRENCE = ("rule", "layer", "documents", "respondents", "codes", "pairs")
PAIR = (
    "a", "b", "events", "respondents", "units_both", "n1", "n2", "jaccard", "dice", "p_b_given_a",
    "p_a_given_b", "lift", "leverage", "conviction", "pmi", "npmi", "phi", "c_atlas", "flags",
    "reasons",
)  # fmt: skip
QUOTE = (
    "document", "start", "end", "text", "codes", "coders", "speaker", "role", "attributes",
)  # fmt: skip
AGREEMENT = ("unit", "coders", "documents", "n", "pooled", "codes")
AGREED = ("code", "alpha", "reason", "a_only", "b_only", "both")

FIRST = """document,start,end,code
D1,0,10,A
D1,0,10,B
D1,5,15,B
D1,15,20,A
D1,30,50,A
D1,35,40,B
D2,0,10,A
D2,12,20,B
"""
SECOND = "document,start,end,code\nD1,0,10,A\nD1,0,10,B\nD1,5,15,B\n"
ALL_OVERLAP = "document,start,end,code\n" + "".join(
    f"D1,{n},{n + 10},{code}\n" for n in range(4) for code in "AB"
)


def corpus(desk: Path, kwalcode, codings: str) -> Path:
    """Build a study of two texts without speakers, as a user would."""
    (desk / "D1.txt").write_text("x" * 60)
    (desk / "D2.txt").write_text("y" * 30)
    (desk / "book.csv").write_text("code\nA\nB\nC\n")
    (desk / "codings.csv").write_text(codings)
    for words in (
        ("new", "m.kwal", "--as", "Anna"),
        ("codebook", "import", "m.kwal", "book.csv"),
        ("import", "m.kwal", "D1.txt", "D2.txt"),
        ("codings", "import", "m.kwal", "codings.csv"),
        ("complete", "m.kwal", "--all"),
    ):
        answer = kwalcode(*words)
        assert answer.code == 0, answer
        assert answer.out == ""
    return desk / "m.kwal"


def report(kwalcode, *words: object):
    answer = kwalcode(*words)
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def pair(kwalcode, study: Path, rule: str):
    found = report(kwalcode, "cooccurrence", study, "--rule", rule, "--json")
    assert found["rule"] == rule
    assert found["layer"] == "Anna"
    assert (found["documents"], found["respondents"]) == (2, 2)
    [only] = found["pairs"]
    assert (only["a"], only["b"]) == ("A", "B")
    return only


@pytest.mark.parametrize(
    ("rule", "respondents", "jaccard", "b_given_a", "a_given_b"),
    [
        ("overlap", 1, 15 / 58, 2 / 4, 3 / 4),
        ("same-quotation", 1, 1 / 7, 1 / 4, 1 / 4),
        ("sentence", 2, 1, 1, 1),
        ("turn", 2, 1, 1, 1),
        ("near(0)", 2, 1, 1, 1),
        ("near(3)", 2, 1, 1, 1),
        ("document", 2, 1, 1, 1),
    ],
)
def test_the_first_corpus(
    rule, respondents, jaccard, b_given_a, a_given_b, desk: Path, kwalcode
) -> None:
    found = pair(kwalcode, corpus(desk, kwalcode, FIRST), rule)
    assert found["events"] == 3
    assert found["c_atlas"] == pytest.approx(0.6)
    assert found["respondents"] == respondents
    assert found["jaccard"] == pytest.approx(jaccard)
    assert found["p_b_given_a"] == pytest.approx(b_given_a)
    assert found["p_a_given_b"] == pytest.approx(a_given_b)


def test_the_first_corpus_code_by_code(desk: Path, kwalcode) -> None:
    study = corpus(desk, kwalcode, FIRST)
    found = report(kwalcode, "cooccurrence", study, "--rule", "overlap", "--json")
    assert found["codes"] == [
        {"code": "A", "quotations": 4, "respondents": 2},
        {"code": "B", "quotations": 4, "respondents": 2},
    ]


def test_the_second_corpus(desk: Path, kwalcode) -> None:
    study = corpus(desk, kwalcode, SECOND)
    [found] = report(kwalcode, "cooccurrence", study, "--rule", "overlap", "--json")["pairs"]
    assert found["events"] == 2
    assert found["c_atlas"] == pytest.approx(2.0)
    assert found["flags"] != []
    assert found["jaccard"] == pytest.approx(2 / 3)


def test_what_cannot_be_computed_is_null_with_a_reason(desk: Path, kwalcode) -> None:
    study = corpus(desk, kwalcode, ALL_OVERLAP)
    [found] = report(kwalcode, "cooccurrence", study, "--rule", "overlap", "--json")["pairs"]
    assert found["events"] == 10
    assert found["c_atlas"] is None
    assert found["flags"] != []


def test_the_contract_of_cooccurrence(demo_folder: Path, kwalcode) -> None:
    found = report(kwalcode, "cooccurrence", demo_folder / "demo.kwal", "--json")
    assert set(COOCCURRENCE) <= set(found)
    assert found["rule"] == "sentence"
    assert all(tuple(code) == ("code", "quotations", "respondents") for code in found["codes"])
    assert found["pairs"]
    for one in found["pairs"]:
        assert tuple(one) == PAIR
        assert one["a"] != one["b"]
        assert 0 <= one["jaccard"] <= 1
        assert isinstance(one["flags"], list)
        assert 1 <= one["respondents"] <= found["respondents"]


def test_the_contract_of_quotes(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    found = report(kwalcode, "quotes", study, "--format", "json")
    assert len(found) > 300
    order = {
        row["document"]: n for n, row in enumerate(report(kwalcode, "documents", study, "--json"))
    }
    places = [(order[one["document"]], one["start"], one["end"]) for one in found]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    for one in found:
        assert tuple(one) == QUOTE
        assert one["coders"] == ["Anna"]
        assert one["role"] in ("respondent", "interviewer", "other")
        assert one["attributes"]["domain"]
        assert one["codes"]
        assert one["text"].strip()


def test_quotes_of_a_code_and_of_a_kind_of_respondents(demo_folder: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    rows = report(kwalcode, "codebook", "list", study, "--json")
    code = max(rows, key=lambda row: row["codings"])["code"]
    found = report(kwalcode, "quotes", study, "--code", code, "--format", "json")
    assert found
    assert all(one["codes"] == [code] for one in found)
    police = report(kwalcode, "quotes", study, "--where", "domain=politie", "--format", "json")
    assert police
    assert {one["attributes"]["domain"] for one in police} == {"politie"}


def test_the_contract_of_agreement(demo_folder: Path, kwalcode) -> None:
    found = report(kwalcode, "agreement", demo_folder / "demo.kwal", "--json")
    assert set(AGREEMENT) <= set(found)
    assert (found["unit"], found["coders"], found["n"]) == ("sentence", ["Anna", "Bram"], 883)
    assert found["pooled"]["alpha"] == pytest.approx(0.619, abs=0.0005)
    assert found["pooled"]["reason"] is None
    for one in found["codes"]:
        assert set(AGREED) <= set(one)
        assert (one["alpha"] is None) == bool(one["reason"])
        assert min(one["a_only"], one["b_only"], one["both"]) >= 0


def test_agreement_of_one_coder_is_not_available(small: Path, kwalcode) -> None:
    found = report(kwalcode, "agreement", small, "--json")
    assert found["pooled"]["alpha"] is None
    assert found["pooled"]["reason"]
    for one in found["codes"]:
        assert one["alpha"] is None
        assert one["reason"]
        assert (one["a_only"], one["b_only"], one["both"]) == (None, None, None)


def test_a_study_without_codings_gives_empty_reports(small: Path, kwalcode) -> None:
    found = report(kwalcode, "cooccurrence", small, "--json")
    assert found["codes"] == found["pairs"] == []
    assert report(kwalcode, "quotes", small, "--format", "json") == []


def test_json_in_a_file_is_json_on_stdout(demo_folder: Path, desk: Path, kwalcode) -> None:
    study = demo_folder / "demo.kwal"
    for words in (
        ("cooccurrence", study, "--json"),
        ("agreement", study, "--json"),
        ("quotes", study, "--format", "json"),
        ("documents", study, "--json"),
        ("history", study, "--json"),
        ("speakers", study, "--json"),
        ("codebook", "list", study, "--json"),
    ):
        printed = kwalcode(*words)
        written = kwalcode(*words, "-o", "out.json")
        assert written.out == ""
        assert Path("out.json").read_text(encoding="utf-8") == printed.out
        json.loads(printed.out, parse_constant=lambda text: pytest.fail(text))


def test_the_table_of_pairs_as_csv(desk: Path, kwalcode) -> None:
    import csv

    study = corpus(desk, kwalcode, FIRST)
    answer = kwalcode("cooccurrence", study, "--rule", "overlap", "--csv")
    [row] = csv.DictReader(answer.out.splitlines())
    assert (row["a"], row["b"], row["events"], row["c_atlas"]) == ("A", "B", "3", "0.6")
    assert (row["rule"], row["layer"]) == ("overlap", "Anna")
    assert row["lift"] == ""  # under `overlap` there is no N
