"""Blind rounds in the app: what the other coder did shows nowhere, before both are done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app_pilot import GUT, REPORT, SUM, Desk, opened, put, small_study

from kwalcode.project.acts.coding import remove_codings
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.acts.people import mark_complete
from kwalcode.project.acts.rounds import assign_documents, set_coder_kind, start_round
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.reads.people import find_coder
from kwalcode.project.study import open_study

SCREENS = ("d", "b", "q", "s", "m", "p", "a")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KWALCODE_HOME", str(tmp_path / "home"))


def blind_study(path: Path, *, with_bram: bool = True) -> Path:
    """Return a study whose two documents Anna and Bram code blind; without what Bram did there,
    if wished."""
    with open_study(small_study(path), "Anna") as study:
        assign_documents(study, start_round(study, "Ronde 1"), ["Anna", "Bram"], overlap=1.0)
        with study.reading() as connection:
            bram = find_coder(connection, "Bram").id
            his = [c.id for n in (1, 2) for c in codings_of(connection, n) if c.coder == bram]
        if not with_bram:
            remove_codings(study, his)
    if with_bram:
        with open_study(path, "Bram") as study:
            put(study, 1, "Dan bel ik mijn collega", REPORT, coder="Bram")
            put(study, 2, "Al helpt dat zelden.", GUT, coder="Bram")
            write_memo(study, "document", 2, "Hier twijfel ik over.")
    return path


async def shown(desk: Desk) -> list[str]:
    """Return what stands on the screen, but the keys, once nothing more follows."""
    lines, same = desk.lines(), 0
    while same < 3:
        await desk.pilot.pause(0.15)
        await desk.settle()
        same = same + 1 if desk.lines() == lines else 0
        lines = desk.lines()
    return lines[:-1]


async def everything(desk: Desk) -> dict[str, list[str]]:
    """Return what each screen shows, the transcript with its palette of codes too."""
    seen = {"coding": await shown(desk)}
    await desk.press("c")
    seen["palette"] = await shown(desk)
    await desk.press("escape")
    for letter in SCREENS:
        await desk.press("comma", letter)
        seen[letter] = await shown(desk)
        if letter == "q":
            await desk.press("slash")
            await desk.type(f'code:"{REPORT}"')
            await desk.press("enter")
            seen["query"] = await shown(desk)
        if letter == "b":
            await desk.press("end")
            seen["last code"] = await shown(desk)
        await desk.press("escape", "escape", "escape")
    return seen


async def test_every_screen_is_as_if_the_other_had_done_nothing(tmp_path: Path) -> None:
    found = []
    for name, with_bram in (("study", True), ("other", False)):
        folder = tmp_path / name
        folder.mkdir()
        path = blind_study(folder / "study.kwal", with_bram=with_bram)
        async with opened(path, size=(140, 40)) as desk:
            found.append(await everything(desk))
    for screen, lines in found[0].items():
        assert lines == found[1][screen], screen
    assert "blind until both are done" in found[0]["coding"][0]


async def test_the_history_leaves_out_what_the_other_did(tmp_path: Path) -> None:
    async with opened(blind_study(tmp_path / "study.kwal"), size=(140, 40)) as desk:
        await desk.press("comma", "h")
        assert "not of those with whom you code blind" in desk.seen()
        assert re.search(r"\d\d Anna ", desk.seen())
        assert not re.search(r"\d\d Bram ", desk.seen())


async def test_what_both_completed_is_seen_at_once_and_the_rest_is_not(tmp_path: Path) -> None:
    path = blind_study(tmp_path / "study.kwal")
    async with opened(path, size=(140, 40)) as desk:
        assert desk.session.hidden == {1, 2}
        with open_study(path, "Bram") as study:
            for coder in ("Anna", "Bram"):
                mark_complete(study, coder, [1])
        desk.session.take_note()
        assert desk.session.hidden == {2}
        assert {mark.coder for mark in desk.session.marks(1)} == {"Anna", "Bram"}
        assert desk.session.marks(2) == []
        with open_study(path, "Bram") as study:
            mark_complete(study, "Anna", [2])
        desk.session.take_note()
        assert desk.session.hidden == frozenset()
        assert len(desk.session.marks(2)) == 2


async def test_the_supervisor_sees_all(tmp_path: Path) -> None:
    path = blind_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        set_coder_kind(study, "Anna", "supervisor")
    async with opened(path) as desk:
        assert desk.session.hidden == frozenset()
        assert len(desk.session.marks(2)) == 2


async def test_acts_reach_what_is_not_seen(tmp_path: Path) -> None:
    """Deleting a code takes the other's codings too, as it does for everybody."""
    from kwalcode.project.acts.merging import merge_codes
    from kwalcode.project.reads.codes import all_codes

    path = blind_study(tmp_path / "study.kwal")
    async with opened(path) as desk:
        codes = {code.name: code.id for code in desk.session.codes}
        desk.session.acts.do(lambda study: merge_codes(study, [codes[REPORT]], codes[SUM]))
    with open_study(path) as study, study.reading() as connection:
        assert REPORT not in {code.name for code in all_codes(connection)}
        assert {c.code for c in codings_of(connection, 2)} == {codes[SUM], codes[GUT]}


async def test_blind_mode_reaches_figures_too(tmp_path: Path) -> None:
    """Of one's own accord (O): no screen that compares tells of others either."""
    path = small_study(tmp_path / "study.kwal")
    with open_study(path, "Anna") as study:
        for coder in ("Anna", "Bram"):
            mark_complete(study, coder, [1, 2])
    async with opened(path, size=(120, 40)) as desk:
        await desk.press("O", "comma", "a")
        assert "Agreement takes two coders or more" in desk.seen()
        await desk.press("escape", "O", "comma", "a")
        assert "Anna - Bram · 0 of 2 decided" in desk.lines()[0]
