"""Searching a project: the index finds what reading the texts finds, and leaves no traces."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kwalcode.errors import KwalcodeError, Refused, UsageError
from kwalcode.language.queries import KINDS, Kind, parse_query
from kwalcode.model import Role
from kwalcode.project.acts.autocoding import autocode
from kwalcode.project.acts.codes import create_code
from kwalcode.project.acts.coding import NewCoding, add_codings, apply_code
from kwalcode.project.acts.documents import import_document
from kwalcode.project.acts.groups import put_in_group
from kwalcode.project.erasing.erasure import erase_documents, erase_passage
from kwalcode.project.history.check import check
from kwalcode.project.history.undo import redo, undo
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.documents import document_groups_of, speakers_of, text_of, turns_of
from kwalcode.project.search.hits import Hit, Scope, Search, index, search
from kwalcode.project.search.index import refresh
from kwalcode.project.search.lines import lines_of
from kwalcode.project.search.passages import passages_of
from kwalcode.project.search.texts import texts_state
from kwalcode.project.study import Study, open_study

Prepare = Callable[..., Any]
Tables = Callable[[Study], dict[str, Any]]

ONE = """Interviewer: Wanneer wilt u iets melden?
R01: Ik meld het. Melden helpt zelden, zegt mijn collega. 😀
R01: Het café, een cafe\u0301 en CAFÉ Melden.
Interviewer: En dan? Gemeld?
"""
TWO = """Interviewer: Wat doet u?
R02: Zij hebben het gemeld. Geen meldroute; geen, (meldroute).
Collega: Ik meldde het ook.
"""


@pytest.fixture
def two(study: Study, prepared: Prepare) -> Study:
    """Two interviews and the codes 1 `melden` and 2 `melden > route`, nothing coded."""
    import_document(study, prepared("R01", ONE, sentences=_sentences(ONE)))
    import_document(study, prepared("R02", TWO, sentences=_sentences(TWO)))
    top = create_code(study, "melden")
    create_code(study, "route", parent=top)
    return study


def _sentences(text: str) -> list[tuple[int, int]]:
    """Return sentences that end in a full stop or a question mark, within turns."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        start = at + line.index(": ") + 2
        for n, sign in enumerate(line):
            if sign in ".?" and at + n > start:
                found.append((start, at + n + 1))
                start = at + n + 2
        at += len(line)
    return found


def words(
    study: Study, typed: str, kind: Kind | None = None, scope: Scope | None = None
) -> list[str]:
    """Return the words found."""
    hits, _done = search(study, parse_query(typed, kind), scope)
    return said(study, hits)


def said(study: Study, hits: list[Hit]) -> list[str]:
    with study.reading() as connection:
        return [text_of(connection, h.document)[h.start : h.end] for h in hits]


def scanned(study: Study, typed: str, kind: Kind | None = None) -> list[Hit]:
    """Search a copy that cannot be written to and has no index."""
    with study.writing() as connection:
        index.clear(connection)
    try:
        return search(study, parse_query(typed, kind))[0]
    finally:
        refresh(study)


EXAMPLES: list[tuple[str, Kind | None, list[str]]] = [
    ("melden", None, ["melden", "Melden", "Melden"]),
    ("meld*", None, ["melden", "meld", "Melden", "Melden", "meldroute", "meldroute", "meldde"]),
    ("melden", "lemma", ["melden", "meld", "Melden", "Melden", "Gemeld", "gemeld", "meldde"]),
    ("geen meldroute", "phrase", ["Geen meldroute", "geen, (meldroute"]),
    ("CAFE", None, ["café", "cafe\u0301", "CAFÉ"]),
    ("/m[ae]ld\\b/", None, ["meld", "meld", "meld"]),
    ("collega meld", None, ["meld", "collega"]),
    ("😀", None, ["😀"]),
    ("R01", None, []),
    ("Interviewer", "lemma", []),
]


@pytest.mark.parametrize(("typed", "kind", "found"), EXAMPLES)
@pytest.mark.parametrize("indexed", [False, True])
def test_what_is_found(
    two: Study, typed: str, kind: Kind | None, found: list[str], indexed: bool
) -> None:
    if indexed:
        assert refresh(two) == 2
    assert words(two, typed, kind) == found


def test_hits_know_their_turn_and_speaker_and_who_counts(two: Study) -> None:
    hits, done = search(two, parse_query("melden", "lemma"))
    assert [(h.document, h.turn) for h in hits] == [
        (1, 1), (1, 2), (1, 2), (1, 3), (1, 4), (2, 2), (2, 3),
    ]  # fmt: skip
    with two.reading() as connection:
        labels = {s.id: s.label for s in speakers_of(connection)}
    assert labels[hits[0].speaker] == "Interviewer"
    assert (done.facts.hits, done.facts.documents, done.facts.respondents) == (7, {1, 2}, {1, 2})
    assert done.forms["melden"] == ("melden", "gemeld", "meld", "meldde")
    asked = search(two, parse_query("melden"), Scope(roles=frozenset[Role](("interviewer",))))[1]
    assert (asked.facts.hits, asked.facts.respondents) == (1, set())


def test_where_to_search(two: Study) -> None:
    refresh(two)
    respondents = Scope(roles=frozenset[Role](("respondent",)))
    assert words(two, "melden", scope=respondents) == ["Melden", "Melden"]
    assert words(two, "meld*", scope=Scope(documents=frozenset((2,)))) == [
        "meldroute", "meldroute", "meldde",
    ]  # fmt: skip
    put_in_group(two, "eerste", [1])
    with two.reading() as connection:
        group = document_groups_of(connection)[0].id
    assert words(two, "gemeld", scope=Scope(group=group)) == ["Gemeld"]
    nowhere = Scope(group=group, documents=frozenset((2,)))
    assert words(two, "gemeld", scope=nowhere) == []


def test_within_a_code_and_not_yet_coded(two: Study) -> None:
    refresh(two)
    start = ONE.index("Melden helpt")
    apply_code(two, 1, start, start + 12, 1)
    add_codings(two, [NewCoding(1, start + 6, start + 18, 2, "Bram")])
    assert words(two, "meld*", scope=Scope(within=frozenset((1,)))) == ["Melden"]
    assert words(two, "helpt", scope=Scope(within=frozenset((1, 2)))) == ["helpt"]
    assert words(two, "Melden helpt zelden", "phrase", Scope(within=frozenset((1,)))) == []
    both = Scope(within=frozenset((1, 2)))
    assert words(two, "Melden helpt zelden", "phrase", both) == []  # one character is missing
    assert words(two, "meld*", scope=Scope(within=frozenset((1,)), coders=frozenset((2,)))) == []
    left = Scope(without=frozenset((1,)), documents=frozenset((1,)))
    assert words(two, "melden", scope=left) == ["melden", "Melden"]
    others = Scope(without=frozenset((1,)), documents=frozenset((1,)), coders=frozenset((2,)))
    assert words(two, "melden", scope=others) == ["melden", "Melden", "Melden"]


SIGNS = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        "b",
        "ß",
        "ſ",
        "ð",
        "þ",
        "þe9þ",
        "😀",
        "한",
        "_",
        "-",
        "'",
        '"',
        "*",
        "\x00",
        "1",
    ]
)
token = st.lists(SIGNS, min_size=1, max_size=4).map("".join)
speech = st.lists(token, max_size=6).map(" ".join)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(turns=st.lists(speech, min_size=1, max_size=4), data=st.data())
def test_the_index_finds_what_the_texts_hold(
    study: Study, prepared: Prepare, turns: list[str], data: st.DataObject
) -> None:
    """Whatever is said and whatever is typed."""
    text = "".join(f"A: {said}\n" for said in turns)
    import_document(study, prepared(f"R{data.draw(st.uuids())}", text))
    typed = data.draw(st.one_of(speech, st.sampled_from(turns), st.text(max_size=10)))
    kind = data.draw(st.sampled_from([kind for kind in KINDS if kind != "regex"]))
    refresh(study)
    try:
        query = parse_query(typed, kind)
    except UsageError:
        return
    assert search(study, query)[0] == scanned(study, typed, kind)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(typed=st.text(max_size=60), kind=st.sampled_from(["words", "phrase"]))
def test_nothing_typed_breaks_the_question_to_the_index(
    study: Study, typed: str, kind: Kind
) -> None:
    try:
        question = index.question(parse_query(typed, kind))
    except UsageError:
        return
    if question:
        with study.reading() as connection:
            index.turns_with(connection, question)


def test_very_many_words(two: Study) -> None:
    refresh(two)
    assert words(two, " ".join(f"woord{n}" for n in range(3000))) == []
    assert words(two, "meld " * 500 + "collega") == ["meld", "collega"]
    assert words(two, "a" * 40_000 + "*") == []


def test_a_read_only_study_is_searched_too(two: Study, tmp_path: Path) -> None:
    expected = [search(two, parse_query(typed, kind))[0] for typed, kind, _found in EXAMPLES]
    for n, indexed in enumerate((False, True)):
        if indexed:
            refresh(two)
        two.close()
        copy = Path(shutil.copy(two.path, tmp_path / f"copy{n}.kwal"))
        copy.chmod(0o400)
        with open_study(copy) as opened:
            opened.writable = False
            assert refresh(opened) == 0
            found = [search(opened, parse_query(typed, kind))[0] for typed, kind, _f in EXAMPLES]
        assert found == expected


def test_without_full_text_search_the_texts_are_read(
    two: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_HAS_MODULE", "SELECT 1 FROM pragma_module_list WHERE name = 'no'")
    assert refresh(two) == 0
    assert [words(two, typed, kind) for typed, kind, _found in EXAMPLES] == [
        f for *_q, f in EXAMPLES
    ]
    erase_documents(two, [2])
    assert check(two) == []


# Keeping up with the material


def indexed_texts(study: Study) -> int:
    with study.reading() as connection:
        return len(index.numbers(connection))


def test_the_index_follows_imports_undo_and_redo(two: Study, prepared: Prepare) -> None:
    assert refresh(two) == 2
    assert refresh(two) == 0
    import_document(two, prepared("R03", "R03: Nogmaals melden.\n"))
    assert words(two, "nogmaals") == ["Nogmaals"]
    told: list[tuple[int, int]] = []
    assert refresh(two, lambda done, total: told.append((done, total))) == 1
    assert told == [(1, 1)]
    undo(two)
    assert words(two, "nogmaals") == []
    redo(two)
    assert words(two, "nogmaals") == ["Nogmaals"]
    assert refresh(two) == 0
    assert check(two) == []


def test_indexing_can_be_broken_off(two: Study) -> None:
    assert refresh(two, cancelled=lambda: True) == 0
    assert indexed_texts(two) == 0


def test_texts_long_gone_do_not_pile_up(two: Study) -> None:
    refresh(two)
    with two.writing() as connection:
        for n in range(110):
            connection.exec_driver_sql(
                "INSERT INTO search_documents (document_id, content_id) VALUES (?, 1)", (1000 + n,)
            )
        connection.exec_driver_sql("DELETE FROM search_documents WHERE document_id = 1")
    refresh(two)
    refresh(two)
    assert indexed_texts(two) == 2
    assert words(two, "melden") == ["melden", "Melden", "Melden"]


def _index_it(path: str, start: Any) -> None:
    with open_study(Path(path), "Bram") as study:
        start.wait()
        refresh(study)


def test_two_programs_index_at_once(study: Study, prepared: Prepare) -> None:
    for n in range(30):
        import_document(study, prepared(f"R{n:02}", f"A: Ik meld nummer{n}.\n" * 200))
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(3)
    others = [context.Process(target=_index_it, args=(str(study.path), start)) for _ in range(2)]
    for other in others:
        other.start()
    start.wait()
    refresh(study)
    for other in others:
        other.join(30)
        assert other.exitcode == 0
    assert indexed_texts(study) == 30
    with study.reading() as connection:
        rows = (
            connection.exec_driver_sql(
                "SELECT rowid FROM search_index WHERE search_index MATCH 'meld'"
            )
            .scalars()
            .all()
        )
    assert len(rows) == len(set(rows)) == 6000
    assert words(study, "nummer17") == ["nummer17"] * 200


# Erasure


def test_nothing_of_an_erased_document_stays_in_the_index(two: Study) -> None:
    refresh(two)
    data = b"".join(path.read_bytes() for path in two.path.parent.glob("study.kwal*"))
    assert b"collega" in data
    assert b"meldroute" in data
    erase_documents(two, [2], reason="intrekking")
    data = b"".join(path.read_bytes() for path in two.path.parent.glob("study.kwal*"))
    assert b"meldroute" not in data
    assert b"meldde" not in data
    with two.reading() as connection:
        assert index.occurring(connection) == set()
    assert words(two, "meld*") == ["melden", "meld", "Melden", "Melden"]
    assert refresh(two) == 1
    assert check(two) == []


def test_an_erased_passage_is_not_found_and_the_rest_is(two: Study) -> None:
    refresh(two)
    start = TWO.index("gemeld")
    erase_passage(two, 2, start, start + 6)
    assert words(two, "gemeld") == ["Gemeld"]
    refresh(two)
    assert words(two, "gemeld") == ["Gemeld"]
    assert words(two, "hebben") == ["hebben"]
    with two.reading() as connection:
        assert "hebben" in index.occurring(connection)


# A search under way


def test_a_search_comes_in_pieces_and_can_be_broken_off(study: Study, prepared: Prepare) -> None:
    for n in range(20):
        import_document(study, prepared(f"R{n:02}", f"A: Ik meld nummer{n}.\n" * 2000))
    under_way = Search(parse_query("meld"))

    def read(what: Callable[[Study], Any]) -> Any:
        return what(study)

    first = under_way.more(read)
    assert first
    assert len(first) < 40_000
    assert not under_way.done
    assert under_way.facts.hits == len(first)
    under_way.close()
    assert under_way.done


def test_a_document_that_goes_while_one_searches(two: Study) -> None:
    under_way = Search(parse_query("meld*"))

    def read(what: Callable[[Study], Any]) -> Any:
        if under_way._planned and under_way._left:
            erase_documents(two, [1])
        return what(two)

    hits: list[Hit] = []
    while not under_way.done:
        hits += under_way.more(read)
    assert {hit.document for hit in hits} == {2}


def test_a_closed_study_ends_the_search() -> None:
    under_way = Search(parse_query("meld"))
    assert under_way.more(lambda _what: None) == []
    assert under_way.done


def test_a_pattern_that_takes_years(
    study: Study, prepared: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_document(study, prepared("R01", f"A: {'a' * 60}!\n"))
    monkeypatch.setattr("kwalcode.language.patterns.SECONDS", 0.5)
    with pytest.raises(KwalcodeError, match="takes too long"):
        search(study, parse_query("/(a+)+b/"))


def test_the_state_of_the_texts(two: Study, prepared: Prepare) -> None:
    def state() -> int:
        with two.reading() as connection:
            return texts_state(connection)

    before = state()
    refresh(two)
    apply_code(two, 1, 0, 5, 1)
    assert state() == before
    import_document(two, prepared("R03", "A: meer\n"))
    assert state() != before


# Lines


def test_lines_stay_within_the_turn_and_name_the_codes(two: Study) -> None:
    start = ONE.index("Melden helpt")
    apply_code(two, 1, start, start + 12, 1)
    hits, _done = search(two, parse_query("melden"))
    with two.reading() as connection:
        found = lines_of(connection, hits)
        near = lines_of(connection, hits[:1], 5, coders=())
    shown = [(x.left, x.match, x.right, x.respondent, x.role, x.codes) for x in found if x]
    assert shown[0] == ("Wanneer wilt u iets ", "melden", "?", "", "interviewer", ())
    assert shown[1][1:] == (
        "Melden", " helpt zelden, zegt mijn collega. 😀", "R01", "respondent", ("melden",),
    )  # fmt: skip
    assert near[0] is not None
    assert (near[0].left, near[0].right) == ("iets ", "?")


def test_a_hit_in_a_document_that_is_gone_has_no_line(two: Study) -> None:
    hits, _done = search(two, parse_query("gemeld"))
    erase_documents(two, [2])
    with two.reading() as connection:
        assert [line is None for line in lines_of(connection, hits)] == [False, True]
        assert [p.document for p in passages_of(connection, hits, "turn")] == [1]


# Autocode


def passages_text(
    study: Study, typed: str, extent: Any, **about: Any
) -> list[tuple[str, int, str]]:
    hits, _done = search(study, parse_query(typed))
    with study.reading() as connection:
        return [
            (text_of(connection, p.document)[p.start : p.end], p.hits, p.coded)
            for p in passages_of(connection, hits, extent, **about)
        ]


def test_extents(two: Study) -> None:
    assert passages_text(two, "meld* collega", "match") == [
        ("meld", 1, ""), ("Melden", 1, ""), ("collega", 1, ""),
    ]  # fmt: skip
    assert passages_text(two, "meld* collega", "sentence") == [
        ("Ik meld het.", 1, ""), ("Melden helpt zelden, zegt mijn collega.", 2, ""),
    ]  # fmt: skip
    assert passages_text(two, "meld* collega", "turn") == [
        ("Ik meld het. Melden helpt zelden, zegt mijn collega. 😀", 3, ""),
    ]  # fmt: skip
    assert passages_text(two, "😀", "sentence") == [("😀", 1, "")]
    assert passages_text(two, '"het melden"', "sentence") == [
        ("Ik meld het. Melden helpt zelden, zegt mijn collega.", 1, "")
    ]


def test_what_is_coded_already_is_told(two: Study) -> None:
    start = ONE.index("Melden helpt")
    apply_code(two, 1, start, start + 6, 1)
    add_codings(two, [NewCoding(1, 0, len(ONE), 1, "Bram")])
    about = {"code": 1, "coder": 1}
    assert [c for *_t, c in passages_text(two, "melden", "match", **about)] == ["", "wholly", ""]
    assert [c for *_t, c in passages_text(two, "melden", "sentence", **about)] == ["", "partly", ""]
    assert [c for *_t, c in passages_text(two, "melden", "sentence", code=2, coder=1)] == [""] * 3


def run(study: Study, typed: str, code: int | str, extent: Any = "sentence") -> Any:
    query = parse_query(typed)
    hits, _done = search(study, query)
    with study.reading() as connection:
        passages = passages_of(connection, hits, extent)
    return autocode(study, passages, code, query, extent)


def coded_words(study: Study, document: int) -> list[tuple[str, int]]:
    with study.reading() as connection:
        text = text_of(connection, document)
        return [(text[c.start : c.end], c.code) for c in codings_of(connection, document)]


def test_autocode_is_one_act_that_one_undo_takes_back(two: Study, tables: Tables) -> None:
    before = tables(two)
    done = run(two, "meld*", "melden > nieuw")
    assert (done.path, done.codings, done.made) == ("melden > nieuw", 6, True)
    assert coded_words(two, 1) == [
        ("Wanneer wilt u iets melden?", done.code),
        ("Ik meld het.", done.code),
        ("Melden helpt zelden, zegt mijn collega.", done.code),
        ("Het café, een cafe\u0301 en CAFÉ Melden.", done.code),
    ]
    entry = undo(two)
    assert entry.name == "autocode"
    assert entry.arguments == {
        "query": "meld*", "kind": "words", "extent": "sentence", "code": "melden > nieuw",
        "codings": 6,
    }  # fmt: skip
    assert tables(two) == before
    assert check(two) == []
    redo(two)
    assert len(coded_words(two, 2)) == 2
    assert check(two) == []


def test_autocode_twice_adds_nothing(two: Study) -> None:
    assert run(two, "meld*", 1).codings == 6
    assert run(two, "meld*", 1).codings == 0
    assert undo(two).arguments["codings"] == 6


def test_autocode_uses_a_code_that_is_there(two: Study) -> None:
    done = run(two, "meldde", "melden > route", "match")
    assert (done.code, done.made, done.codings) == (2, False, 1)


def test_autocode_is_refused_when_a_text_was_changed_meanwhile(two: Study, tables: Tables) -> None:
    query = parse_query("melden")
    hits, _done = search(two, query)
    with two.reading() as connection:
        found = passages_of(connection, hits, "match")
    before = tables(two)
    with pytest.raises(Refused, match="R01: its text was changed since the search"):
        autocode(two, [replace(p, content=99) for p in found], 1, query, "match")
    assert tables(two) == before
    erase_documents(two, [1])
    with pytest.raises(KwalcodeError, match="no longer in the study"):
        autocode(two, found, 1, query, "match")


def test_turns_are_as_the_reader_made_them(two: Study) -> None:
    """The index counts turns as the table does, from 1."""
    refresh(two)
    hits, _done = search(two, parse_query("gemeld"))
    with two.reading() as connection:
        for hit in hits:
            turn = turns_of(connection, hit.document)[hit.turn - 1]
            assert turn.speech_start <= hit.start < hit.end <= turn.speech_end
