from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError, UnreadableFile
from kwalcode.exchange.codebook_rules import MAX_DEPTH, spec_of
from kwalcode.exchange.codebook_yaml import parse, render
from kwalcode.model import ORIGINS, Code, CodeSpec

CODEBOOKS = Path(__file__).resolve().parents[2] / "codebooks"
HEAD = "format: kwalcode-codebook\nversion: 1\nname: Proef\ncodes:\n"
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=">")
NAMES = st.text(LETTERS, min_size=1, max_size=12).map(lambda s: " ".join(s.split())).filter(bool)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30).map(
    str.strip
)


def without_places(specs):
    return [replace(spec, place="") for spec in specs]


def code(path, number=1, **fields):
    values = dict.fromkeys(("definition", "include", "exclude", "example", "question"), "")
    values |= {"key": "", "keywords": (), "color": "", "origin": "deductive"} | fields
    *_, name = path.split(" > ")
    return Code(
        id=number, uuid=b"", parent=None, name=name, path=path, depth=path.count(" > "),
        position=number, **values,
    )  # fmt: skip


@st.composite
def codebooks(draw, texts=TEXTS):
    """Draw the codes of a project, parents before children, as it would list them."""
    paths, made = [], []
    for number in range(draw(st.integers(1, 6))):
        above = draw(st.sampled_from(["", *(p + " > " for p in paths)]))
        name = draw(NAMES)
        if (above + name).casefold() in (p.casefold() for p in paths):
            continue
        paths.append(above + name)
        made.append(
            code(
                above + name,
                number,
                key=draw(st.sampled_from(["", f"sleutel-{number}"])),
                **{
                    f: draw(texts)
                    for f in ("definition", "include", "exclude", "example", "question")
                },
                keywords=tuple(draw(st.lists(NAMES, max_size=3, unique=True))),
                color=draw(st.sampled_from(["", "#3b7dd8", "#AABBCC"])),
                origin=draw(st.sampled_from(ORIGINS)),
            )
        )
    return tree_order(made)


def tree_order(codes):
    def below(path):
        for one in codes:
            if one.path.rpartition(" > ")[0] == path:
                yield one
                yield from below(one.path)

    return list(below(""))


def test_the_codebooks_of_the_repository_are_read():
    counts = {}
    for path in sorted(CODEBOOKS.glob("*.yaml")):
        specs = parse(path.read_text(encoding="utf-8"), path.name)
        counts[path.name] = len(specs)
        assert all(spec.key and spec.definition for spec in specs), path.name
        assert parse(path.read_text(encoding="utf-8"), "x")[0].path == specs[0].path
    assert counts["signaleren-uitbuiting.yaml"] >= 40
    assert set(counts) >= {"small-english.yaml", "signaleren-uitbuiting-inductief.yaml"}


def test_all_fields_are_read_parents_first():
    text = HEAD + (
        "  - key: a\n    name: Aankomst\n    definition: |\n      Eerste dag.\n"
        "      Ook de tweede.\n"
        "    include: in\n    exclude: uit\n    example: '- kijk'\n    question: Hoe was het?\n"
        "    keywords: [dag, 1, ja]\n    color: '#3b7dd8'\n    origin: in vivo\n    codes:\n"
        "      - name: welkom\n      - name: alleen\n        codes:\n          - name: lunch\n"
        "  - name: Vertrek\n"
    )
    specs = parse(text, "proef.yaml")
    assert [s.path for s in specs] == [
        ("Aankomst",),
        ("Aankomst", "welkom"),
        ("Aankomst", "alleen"),
        ("Aankomst", "alleen", "lunch"),
        ("Vertrek",),
    ]
    assert specs[0] == CodeSpec(
        ("Aankomst",), "a", "Eerste dag.\nOok de tweede.", "in", "uit", "- kijk", "Hoe was het?",
        ("dag", "1", "ja"), "#3b7dd8", "in vivo", specs[0].place,
    )  # fmt: skip
    assert specs[3].place == "line 21"


@pytest.mark.parametrize("word", ["ja", "yes", "no", "on", "1.10", "2023-03-06", "=", "<<", "0x1f"])
def test_plain_words_that_yaml_takes_for_something_else_stay_text(word):
    specs = parse(HEAD + f"  - name: {word}\n    definition: {word}\n", "x.yaml")
    assert (specs[0].name, specs[0].definition) == (word, word)


def test_an_empty_value_is_no_value():
    specs = parse(HEAD + "  - name: A\n    definition:\n    keywords: ~\n    codes:\n", "x.yaml")
    assert specs == [CodeSpec(("A",), place=specs[0].place)]


def test_only_codes_are_needed_at_the_top():
    assert [s.name for s in parse("codes:\n- name: A\n", "x.yaml")] == ["A"]
    assert parse("codes: []\n", "x.yaml") == []


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEAD + "  - name: [A\n", 6, "not well-formed YAML"),
        (HEAD + "  - name: A\n\t- x\n", 6, "not well-formed YAML"),
        (HEAD + "  - name: A\x07\n", 5, "U\\+0007"),
        ("- name: A\n", 1, "begins with fields: 'format'"),
        ("zomaar een zin\n", 1, "begins with fields"),
        ("format: iets\ncodes: []\n", 1, "format is 'iets'"),
        ("version: 2\ncodes: []\n", 1, "version is '2'"),
        ("titel: x\ncodes: []\n", 1, "unknown field 'titel'; known are: format"),
        ("codes:\n  name: A\n", 2, "list"),
        (HEAD + "  - key: a\n", 5, "no name"),
        (HEAD + "  - name:\n", 5, "name is missing"),
        (HEAD + "  - name: '  '\n", 5, "name is missing"),
        (HEAD + "  - name: A > B\n", 5, "holds '>'"),
        (HEAD + '  - name: "A\\eB"\n', 5, "control character"),
        (HEAD + '  - name: A\n    example: "\\ud800"\n', 6, "no text"),
        (HEAD + '  - name: A\n    example: "\\0"\n', 6, "no text"),
        (HEAD + "  - A\n", 5, "list of fields"),
        (HEAD + "  - name: A\n    definitie: x\n", 6, "code 'A': unknown field 'definitie'; known"),
        (HEAD + "  - name: A\n    name: B\n", 6, "'name' is there twice"),
        (HEAD + "  - name: A\n    ? [x]\n    : y\n", 6, "unknown field"),
        (HEAD + "  - name: A\n    definition: [x]\n", 6, "definition should be text"),
        (HEAD + "  - name: A\n    definition: !!binary aGk=\n", 6, "definition should be text"),
        (HEAD + "  - name: A\n    definition: !!python/name:os.system\n", 6, "should be text"),
        (HEAD + "  - name: A\n    keywords: dag\n", 6, "keywords should be a list"),
        (HEAD + "  - name: A\n    keywords: [[x]]\n", 6, "keywords should be text"),
        (HEAD + "  - name: A\n    codes: B\n", 6, "code 'A': codes should be a list"),
        (HEAD + "  - name: A\n    origin: zelf\n", 6, "'zelf'.*deductive, inductive, in vivo"),
        (HEAD + "  - name: A\n    color: blauw\n", 6, "'blauw'"),
        (HEAD + "  - name: A\n    color: '#3b7'\n", 6, "'#3b7'"),
        (HEAD + "  - name: A\n    color: #3b7dd8\n", 6, "needs quotes"),
        (HEAD + "  - name: A\n    key: k\n  - name: B\n    key: K\n", 7, "'K' is used before.*5"),
        (HEAD + "  - name: A\n  - name: a\n", 6, "of this name in this place before.*line 5"),
        (HEAD + "  - &x\n    name: A\n", 5, "anchors"),
        (HEAD + "  - name: A\n  - *x\n", 6, "anchors"),
        ("a: 1\n---\nb: 2\n", 2, "another document"),
    ],
)  # fmt: skip
def test_errors_name_file_line_and_code(text, line, reason):
    with pytest.raises(KwalcodeError, match=reason) as caught:
        parse(text, "proef.yaml")
    message = str(caught.value)
    assert message.startswith(f"proef.yaml, line {line}")
    assert "\n" not in message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# niets\n",
        "---\n",
        "%YAML 9.9\n---\na\n",
        '"\\UFFFFFFFF"\n',
        "%YAML " + "9" * 5000 + ".1\n---\n",
    ],
)
def test_other_files_that_hold_no_codebook_are_refused(text):
    with pytest.raises(UnreadableFile, match=r"proef\.yaml"):
        parse(text, "proef.yaml")


def test_files_that_swell_or_nest_without_end_are_refused_at_once():
    laughs = "a: &a [x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(UnreadableFile, match="anchors"):
        parse(laughs, "x.yaml")
    with pytest.raises(UnreadableFile, match="too deep"):
        parse("codes: " + "[" * 200_000, "x.yaml")
    with pytest.raises(UnreadableFile, match="too deep"):
        parse("{a: " * 100_000, "x.yaml")


def nested(levels):
    lines = ["codes:"]
    for level in range(levels):
        lines += [f"{'  ' * level}- name: n{level}", f"{'  ' * level}  codes:"]
    return "\n".join(lines)


def test_the_deepest_tree_is_read_and_one_deeper_is_refused():
    assert len(parse(nested(MAX_DEPTH), "x.yaml")) == MAX_DEPTH
    with pytest.raises(KwalcodeError, match=f"at most {MAX_DEPTH} levels"):
        parse(nested(MAX_DEPTH + 1), "x.yaml")


@settings(max_examples=200, deadline=None)
@given(codebooks())
@example([code("null", definition="~", keywords=("yes", "1"))])
@example([code("# x", definition="  a\n\n b \n- c: d\n", example="'t was: ja\r\nnee")])
@example([code("A", example="\n\n x\n  y", question="\u2028\x85a\ufeff 👩‍💻")])
def test_what_is_written_is_read_back_the_same(codes):
    text = render(codes, name="Proef: 1", language="nl")
    specs = [replace(spec_of(c)) for c in codes]
    stripped = [
        replace(s, **{f: getattr(s, f).strip() for f in ("definition", "example", "question")})
        for s in specs
    ]
    assert without_places(parse(text, "x.yaml")) == stripped
    assert render(codes, name="Proef: 1", language="nl") == text


def test_what_is_written_is_legible():
    text = render([code("Één 👍", definition="eerste\ntweede", keywords=("a", "b"))])
    assert text == (
        "format: kwalcode-codebook\nversion: 1\ncodes:\n  - name: Één 👍\n    definition: |-\n"
        "      eerste\n      tweede\n    keywords:\n      - a\n      - b\n    origin: deductive\n"
    )


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("codes: name-\n []{}&*!|>'\"#%?~A1\t\\"), max_size=60))
def test_whatever_stands_in_a_file_only_one_line_errors_come_out(text):
    for whole in (text, HEAD + "  - name: A\n    " + text):
        try:
            parse(whole, "x.yaml")
        except KwalcodeError as error:
            assert "\n" not in str(error)  # noqa: PT017
