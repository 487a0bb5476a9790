"""Who speaks in a document: in which role, and, in a group interview, as which respondent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from kwalcode.i18n import _
from kwalcode.model import Document, Role, Speaker
from kwalcode.project.study import Study
from kwalcode.tui.screens.documents.window import GridWindow
from kwalcode.tui.session import Session
from kwalcode.tui.text.grid import Column, GridRow
from kwalcode.tui.widgets.grid import Grid

ROLE_NAMES: dict[Role, str] = {
    "interviewer": _("interviewer"),
    "respondent": _("respondent"),
    "other": _("other"),
}
_SPEAKER, _ROLE, _PERSON, _TURNS = "speaker", "role", "person", "turns"


class SpeakersScreen(GridWindow):
    """Lists the speakers of a document. Speakers without a respondent count for the document's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,e", "respondent", _("Respondent"), tooltip=_("Say which respondent this is")
        ),
        Binding("i", "role('interviewer')", _("Interviewer")),
        Binding("r", "role('respondent')", _("Respondent's role")),
        Binding("o", "role('other')", _("Other role")),
        Binding("n", "rename", _("Rename"), tooltip=_("Show the speaker under another name")),
        Binding("a", "each", _("Each"), tooltip=_("A respondent of their own for each speaker")),
        Binding("x,delete", "nobody", _("No respondent of their own"), key_display="x"),
    ]
    KEYS = _("Enter respondent  i/r/o role  n rename  a each their own  x none  Esc")

    def __init__(self, session: Session, document: Document) -> None:
        super().__init__(session, _("Speakers in {document}").format(document=document.name))
        self._document = document
        self._speakers: dict[str, Speaker] = {}
        self._people: Mapping[int, str] = {}

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return (
            Column(_SPEAKER, _("speaker")),
            Column(_ROLE, _("role")),
            Column(_PERSON, _("respondent")),
            Column(_TURNS, _("turns"), right=True),
        )

    def read(self) -> Sequence[GridRow]:
        """Return a row per speaker."""
        from kwalcode.project.reads.documents import document, speakers_of, turns_of
        from kwalcode.project.reads.people import respondent_names

        with self.session.study.reading() as connection:
            own = document(connection, self._document.id).respondent
            found = speakers_of(connection, self._document.id)
            turns = Counter(turn.speaker for turn in turns_of(connection, self._document.id))
            self._people = respondent_names(connection)
        self._speakers = {speaker.label: speaker for speaker in found}
        whole = self._people.get(own or 0, "")
        return [
            GridRow(
                (self._document.id, s.label),
                {
                    _SPEAKER: s.label,
                    _ROLE: ROLE_NAMES[s.role],
                    _PERSON: self._person(s, whole),
                    _TURNS: str(turns[s.label]),
                },
            )
            for s in found
        ]

    def _person(self, speaker: Speaker, whole: str) -> str:
        """Return as whom a speaker counts; in brackets where that is the document's respondent."""
        if speaker.respondent is not None:
            return self._people.get(speaker.respondent, "")
        return "" if speaker.role == "interviewer" else f"({whole})"

    @property
    def _speaker(self) -> Speaker | None:
        return None if self.grid.row is None else self._speakers.get(self.grid.row.key[1])

    def on_grid_chosen(self, _event: Grid.Chosen) -> None:
        """Say which respondent this is."""
        self.action_respondent()

    def action_respondent(self) -> None:
        """Ask which respondent the speaker is."""
        speaker = self._speaker
        if speaker is None:
            return
        self.grid.go_to(column=_PERSON)
        present = self._people.get(speaker.respondent or 0, "")
        known = sorted(self._people.values(), key=str.casefold)

        def store(name: str) -> None:
            if name != present:
                self._map({speaker.label: name or None})

        self.edit(present, known, store)

    def action_nobody(self) -> None:
        """Let the speaker count for the document's respondent again."""
        if self._speaker is not None:
            self._map({self._speaker.label: None})

    def action_each(self) -> None:
        """Make a respondent for each speaker who is none yet, named after document and label."""
        people = {
            speaker.label: f"{self._document.name} {speaker.label}".strip()
            for speaker in self._speakers.values()
            if speaker.role == "respondent" and speaker.respondent is None
        }
        if people:
            self._map(people)

    def _map(self, people: Mapping[str, str | None]) -> None:
        from kwalcode.project.acts.respondents import map_speakers

        self.do(lambda study: map_speakers(study, self._document.id, people))

    def action_role(self, role: Role) -> None:
        """Give the speaker a role."""
        if self._speaker is not None:
            self._do_with(self._speaker.label, role=role)

    def action_rename(self) -> None:
        """Ask under which name the speaker is to be shown."""
        speaker = self._speaker
        if speaker is None:
            return
        self.grid.go_to(column=_SPEAKER)

        def store(name: str) -> None:
            if name and name != speaker.label:
                self._do_with(speaker.label, name=name)

        self.edit(speaker.label, (), store)

    def _do_with(self, label: str, *, role: Role | None = None, name: str = "") -> None:
        def store(study: Study) -> None:
            from kwalcode.project.acts.documents import rename_speaker, set_role

            if role is not None:
                set_role(study, self._document.id, label, role)
            else:
                rename_speaker(study, self._document.id, label, name)

        self.do(store)
