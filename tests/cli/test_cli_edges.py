"""Studies at the edge through every command of analysis: n.a. with a reason, never a crash."""

import json
import shutil
from pathlib import Path

import pytest

from kwalcode.model import CodeSpec
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.people import set_attributes
from kwalcode.project.acts.themes import create_theme
from kwalcode.project.study import create

RULES = ("overlap", "same-quotation", "sentence", "turn", "document", "near(1)")
COMMANDS = (
    *(("cooccurrence", "--rule", rule) for rule in RULES),
    ("cooccurrence", "--p", "--rule", "turn", "--rotations", "20"),
    ("cooccurrence", "--sub-codes", "--coder", "all"),
    ("graph", "--leave-out"),
    ("graph", "--of", "theme", "--weight", "npmi"),
    ("graph", "--backbone", "0.2"),
    ("themes", "list"),
    ("themes", "table"),
    ("themes", "proposals"),
    ("patterns", "list"),
    ("patterns", "sequences"),
    ("patterns", "answers"),
    ("relations", "list"),
    ("coverage",),
    ("coverage", "--questions"),
    ("saturation",),
    ("table",),
    ("table", "--share", "row", "--unit", "words"),
    ("table", "--normalise", "words"),
    ("framework",),
    ("framework", "--codes"),
    ("agreement",),
)
CONTRASTS = (
    ("contrast", "--by", "domain"),
    ("contrast", "--by", "domain", "--unit", "words"),
    ("contrast", "--by", "domain", "--of", "theme"),
    ("contrast", "--by", "domain", "--of", "pattern"),
    ("contrast", "--by", "domain", "--words"),
    ("contrast", "--words-of", "One"),
    ("contrast", "--words-of", "Unused"),
)
FILES = (
    *(("graph", f"g.{form}") for form in ("graphml", "gexf", "dot", "svg", "png", "csv", "json")),
    *(("framework", f"f.{form}") for form in ("docx", "xlsx", "csv", "html", "json")),
    *(("quotes", f"q.{form}") for form in ("docx", "xlsx", "csv", "html", "json", "md")),
)


@pytest.fixture(scope="session")
def edges(tmp_path_factory: pytest.TempPathFactory, prepared) -> Path:
    """A folder with an empty study, and one of one respondent with two identical codes."""
    folder = tmp_path_factory.mktemp("edges")
    create(folder / "empty.kwal", actor="Anna").close()
    with create(folder / "one.kwal", actor="Anna") as study:
        import_document(study, prepared())
        set_attributes(study, {1: ("", {"domain": "zorg"})})
        specs = [CodeSpec((name,), question="Wat?") for name in ("One", "Same", "Unused")]
        import_codebook(study, specs, source="x")
        for code in (1, 2):
            apply_code(study, 1, 32, 44, code)
        create_theme(study, "Eerst", "", [1])
        create_theme(study, "Leeg", "", [3])
    return folder


@pytest.fixture
def there(edges: Path, desk: Path) -> Path:
    for study in edges.glob("*.kwal"):
        shutil.copy(study, desk)
    return desk


def run(kwalcode, study: str, words: tuple[str, ...]) -> object:
    """Run a command in all of its forms; return what its JSON holds."""
    group, rest = (words[:2], words[2:]) if words[0] in {"themes", "patterns", "relations"} else (
        words[:1], words[1:])  # fmt: skip
    for form in ([], ["--csv"]):
        if group == ("agreement",) or (group == ("graph",) and not form):
            continue
        answer = kwalcode(*group, study, *rest, *form)
        assert answer.code == 0, (words, form, answer.err)
        assert "nan" not in answer.out.casefold().replace("finan", "")
    answer = kwalcode(*group, study, *rest, "--json")
    assert answer.code == 0, (words, answer.err)
    return json.loads(answer.out, parse_constant=lambda sign: pytest.fail(f"{words}: {sign}"))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("study", ["empty.kwal", "one.kwal"])
def test_nothing_breaks(study: str, words: tuple[str, ...], there: Path, kwalcode) -> None:
    run(kwalcode, study, words)


@pytest.mark.parametrize("words", CONTRASTS, ids=" ".join)
def test_one_respondent_is_no_contrast(words: tuple[str, ...], there: Path, kwalcode) -> None:
    found = run(kwalcode, "one.kwal", words)
    assert isinstance(found, dict)
    if words != ("contrast", "--words-of", "One"):
        assert found["reason"] or all(one["reason"] for one in found["codes"])


def test_an_empty_study_says_what_is_missing(there: Path, kwalcode) -> None:
    assert "no attribute 'domain'" in kwalcode("contrast", "empty.kwal", "--by", "domain").line
    assert kwalcode("contrast", "empty.kwal", "--words-of", "x").code == 1
    assert "no documents to count" in kwalcode("cooccurrence", "empty.kwal").err


@pytest.mark.parametrize(("command", "target"), FILES, ids=[name for _c, name in FILES])
@pytest.mark.parametrize("study", ["empty.kwal", "one.kwal"])
def test_files_are_the_same_bytes_every_time(
    study: str, command: str, target: str, there: Path, kwalcode
) -> None:
    contents = []
    for _twice in (1, 2):
        answer = kwalcode(command, study, "-o", target)
        assert answer.code == 0, answer.err
        contents.append(Path(target).read_bytes())
    assert contents[0] == contents[1]


@pytest.mark.parametrize("study", ["empty.kwal", "one.kwal"])
def test_a_report_of_next_to_nothing(study: str, there: Path, kwalcode) -> None:
    answer = kwalcode("report", study, "-o", "r", "--format", "html", "--format", "docx")
    assert answer.code == 0, answer.err
    assert {path.name for path in Path("r").iterdir()} >= {"report.html", "report.docx"}


def test_two_identical_codes_are_one_in_all_but_name(there: Path, kwalcode) -> None:
    found = run(kwalcode, "one.kwal", ("cooccurrence", "--rule", "turn", "--p"))
    (pair,) = found["pairs"]
    assert (pair["a"], pair["b"], pair["jaccard"], pair["events"]) == ("One", "Same", 1.0, 1)
    assert (pair["phi"], pair["npmi"]) == (None, None)
    assert pair["reasons"]["phi"] == "a code is in every unit"
    assert pair["reasons"]["npmi"] == "both codes are in every unit"
    # with one respondent no p is smaller than one
    assert (pair["p"], found["smallest_p"]) == (1.0, 1.0)
