"""A small study, and the app opened on it: what the tests of the screens start from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled
from waiting import until_idle

from kwalcode.model import CodeSpec, Role, Transcript, Turn
from kwalcode.project.acts.codes import import_codebook
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.acts.documents import Prepared, import_document
from kwalcode.project.acts.people import mark_complete, set_attributes
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.codings import codings_of
from kwalcode.project.study import Study, create, open_study
from kwalcode.tui.app import KwalcodeApp
from kwalcode.tui.screens.coding.screen import CodingScreen
from kwalcode.tui.session import Session

TALK = (
    ("I", "Wanneer ontstaat bij u een vermoeden?"),
    (
        "R",
        "Nou, eh, dat is nooit een ding. Het is een optelsom van kleine signalen. "
        "En dan denk ik: hier klopt iets niet.",
    ),
    ("I", "En dan?"),
    ("R", "Dan bel ik mijn collega van het wijkteam. Dat duurt soms weken."),
)
OTHER_TALK = (("I", "Wat doet u?"), ("R", "Ik meld het. Al helpt dat zelden."))
GUT, SUM, REPORT = "onderbuikgevoel", "optelsom", "melden"


def transcript(name: str, talk: tuple[tuple[str, str], ...]) -> Prepared:
    """Return a transcript with a turn a line and its sentences, ready to import."""
    text, turns, sentences = "", [], []
    for speaker, said in talk:
        start = len(text)
        speech = start + len(speaker) + 2
        text += f"{speaker}: {said}\n"
        turns.append(Turn(start, len(text), speech, len(text) - 1, speaker))
        sentences += [(speech + m.start(), speech + m.end()) for m in _SENTENCE.finditer(said)]
    roles: dict[str, Role] = {"I": "interviewer", "R": "respondent"}
    return prepared(name, Transcript(text, tuple(turns), roles, "txt"), sentences)


_SENTENCE = re.compile(r"[^ ].*?[.?!](?= |$)")


def prepared(name: str, read: Transcript, sentences: list[tuple[int, int]]) -> Prepared:
    """Return what an import takes in."""
    digest = hashlib.sha256(f"{name}\n{read.text}".encode()).digest()
    return Prepared(name, f"{name}.txt", digest, read, sentences, "test-1")


def small_study(path: Path) -> Path:
    """Make a study with two documents, four codes, two codings by Anna and two by Bram."""
    path.write_bytes(_small_study())
    return path


@cache
def _small_study() -> bytes:
    """Return the file; it is made once."""
    with TemporaryDirectory() as folder:
        return _made(Path(folder) / "study.kwal").read_bytes()


def _made(path: Path) -> Path:
    with create(path, "Anna") as study:
        one = import_document(study, transcript("R01", TALK))
        import_document(study, transcript("R02", OTHER_TALK))
        assert one is not None
        topics = [
            CodeSpec(("signaleren",), key="s", definition="Hoe men het merkt."),
            CodeSpec(("signaleren", GUT), key="g", definition="Een gevoel zonder bewijs."),
            CodeSpec(("signaleren", SUM), key="o", definition="Kleine signalen samen."),
            CodeSpec((REPORT,), key="m", definition="Wat men ermee doet."),
        ]
        import_codebook(study, topics, source="topics.yaml")
        set_attributes(study, {1: ("R01", {"domain": "gemeente"}), 2: ("R02", {"domain": "zorg"})})
        put(study, 1, "Het is een optelsom van kleine signalen.", SUM)
        put(study, 1, "hier klopt iets niet", GUT)
        put(study, 1, "Het is een optelsom", SUM, coder="Bram")
        put(study, 2, "Ik meld het.", REPORT, coder="Bram")
        mark_complete(study, "Bram", [2])
    return path


def put(study: Study, document: int, passage: str, code: str, coder: str = "Anna") -> None:
    """Put a code on the first place where a passage stands."""
    with study.reading() as connection:
        from kwalcode.project.reads.documents import text_of

        start = text_of(connection, document).index(passage)
        number = next(c.id for c in all_codes(connection) if c.name == code)
    apply_code(study, document, start, start + len(passage), number, coder=coder)


def stored(path: Path, document: int = 1) -> list[tuple[str, str, str]]:
    """Return what is in the file now: passage, code and coder of each coding of a document."""
    from kwalcode.project.reads.documents import text_of
    from kwalcode.project.reads.people import all_coders

    with open_study(path) as study, study.reading() as connection:
        text = text_of(connection, document)
        names = {code.id: code.name for code in all_codes(connection)}
        coders = {coder.id: coder.name for coder in all_coders(connection)}
        return [
            (text[c.start : c.end], names[c.code], coders[c.coder])
            for c in codings_of(connection, document)
        ]


class Desk:
    """The app on a study, as a person at the keyboard has it before them."""

    def __init__(self, pilot: Pilot[None], session: Session) -> None:
        self.pilot, self.session = pilot, session

    @property
    def app(self) -> KwalcodeApp:
        assert isinstance(self.pilot.app, KwalcodeApp)
        return self.pilot.app

    @property
    def coding(self) -> CodingScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, CodingScreen))

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they brought about is on the screen."""
        await self.app._press_keys(keys)
        await self.settle()

    async def go(self, name: str) -> None:
        """Go to a screen, without the menu that lists them: for what is tested there."""
        self.app.go(name)
        await self.settle()

    async def type(self, text: str) -> None:
        """Put a text into the field in focus, at once."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until all is read and painted, also what was asked for meanwhile."""
        for _turn in range(20):
            with suppress(WorkerCancelled):  # another one took its place
                await self.app.workers.wait_for_complete()
            await until_idle()
            if not self.app.workers:
                return

    async def later(self) -> None:
        """Let the time pass after which the app looks for changes made elsewhere."""
        self.app.look_for_changes()
        await self.settle()
        await self.settle()

    async def select(self, passage: str) -> None:
        """Select a passage of the open document."""
        view = self.coding.transcript
        start = view.data.text.index(passage)
        view.go_to((start, start + len(passage)))
        await self.settle()

    def lines(self) -> list[str]:
        """Return what stands on the screen."""
        width, height = self.app.size
        rows = self.app.screen._compositor.render_strips()
        assert len(rows) == height
        return [row.text.ljust(width).rstrip() for row in rows]

    def seen(self) -> str:
        """Return what stands on the screen as one text."""
        return "\n".join(self.lines())

    def row(self, piece: str) -> int:
        """Return the row of the screen in which a piece of text stands."""
        return next(y for y, line in enumerate(self.lines()) if piece in line)

    def margin(self, piece: str) -> str:
        """Return what stands in the margin beside the row in which a piece of text stands."""
        columns = self.coding.transcript._columns
        assert columns is not None
        left = region(self.coding.transcript)[0] + columns.text_left
        return self.lines()[self.row(piece)][left - columns.lanes - 1 : left].strip()

    def told(self) -> str:
        """Return what the app told last, while it is on the screen."""
        return "".join(notice.message for notice in self.app._notifications)

    async def click(self, piece: str, **how: int | bool) -> None:
        """Click on a piece of text on the screen."""
        y = self.row(piece)
        await self.pilot.click(offset=(self.lines()[y].index(piece), y), **how)  # type: ignore[arg-type]
        await self.settle()


@asynccontextmanager
async def opened(
    path: Path, actor: str = "Anna", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Desk]:
    """Open the app on a study; close the study after it."""
    session = Session(path, actor)
    try:
        async with KwalcodeApp(session).run_test(size=size, notifications=True) as pilot:
            desk = Desk(pilot, session)
            await desk.settle()
            yield desk
    finally:
        session.close()


def region(widget: Widget) -> tuple[int, int, int, int]:
    """Return where a widget is on the screen: x, y, width, height."""
    return widget.region.x, widget.region.y, widget.region.width, widget.region.height


def memos(path: Path) -> list[tuple[str, str]]:
    """Return what each memo in the file is about, and its text."""
    from kwalcode.project.reads.notes import all_memos

    with open_study(path) as study, study.reading() as connection:
        return [(memo.about, memo.text) for memo in all_memos(connection)]
