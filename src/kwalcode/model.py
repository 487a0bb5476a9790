"""The values that rooms hand to each other: frozen dataclasses without behaviour of their own.

All ranges are half-open, in Unicode code points of the document's stored text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["interviewer", "respondent", "other"]
ROLES: tuple[Role, ...] = ("interviewer", "respondent", "other")
Origin = Literal["deductive", "inductive", "in vivo"]
ORIGINS: tuple[Origin, ...] = ("deductive", "inductive", "in vivo")
EditKind = Literal["elision", "insertion", "pseudonym"]
EDIT_KINDS: tuple[EditKind, ...] = ("elision", "insertion", "pseudonym")
CODE_PATH = " > "
"""Between the names in a code's path, as in `Signalling > gut feeling`."""


PALETTE = (
    "#3b82c4",
    "#d9822b",
    "#2f9e77",
    "#c0557f",
    "#8a6fd1",
    "#a88b1d",
    "#2a9db0",
    "#c95f4b",
    "#6f9a35",
    "#a865b5",
    "#7d7f8c",
    "#b0763f",
)
"""Colours for codes that were given none, told apart also by people who see few colours."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch by one speaker: its whole range, and its speech without the speaker label.

    `speaker` is the label as it stands in the text, "" where nobody is named; `time` is
    seconds from the start of the recording, where the file gives one.
    """

    start: int
    end: int
    speech_start: int
    speech_end: int
    speaker: str = ""
    time: float | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a reader makes of a file: the text, its turns, a role per speaker label, notices."""

    text: str
    turns: tuple[Turn, ...]
    roles: Mapping[str, Role]
    format: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeSpec:
    """A code as a codebook file describes it; `path` holds the names from the root to itself.

    `key` is the stable key by which a re-import finds the code again ("" when the file has
    none: then the path is the key). `place` says where in the file it stands, for errors.
    """

    path: tuple[str, ...]
    key: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    question: str = ""
    keywords: tuple[str, ...] = ()
    color: str = ""
    origin: Origin = "deductive"
    place: str = ""

    @property
    def name(self) -> str:
        """The code's own name: the last of its path."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the project, as stored; `path` is its name with its ancestors'."""

    id: int
    uuid: bytes
    parent: int | None
    name: str
    path: str
    depth: int
    position: int
    key: str
    definition: str
    include: str
    exclude: str
    example: str
    question: str
    keywords: tuple[str, ...]
    color: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Coding:
    """A code put on a quotation by a coder; all but `start` and `end` are ids."""

    id: int
    document: int
    start: int
    end: int
    code: int
    coder: int
    quotation: int


@dataclass(frozen=True, slots=True)
class Document:
    """An imported text, without the text itself; `length` in code points."""

    id: int
    uuid: bytes
    name: str
    respondent: int | None
    length: int
    format: str
    source_name: str
    position: int
    version: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of one document; `respondent` is set where a group interview maps speakers."""

    id: int
    document: int
    label: str
    role: Role
    respondent: int | None


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes; kind is "coder", "supervisor" or "consensus"."""

    id: int
    uuid: bytes
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A text about something: `about` names the kind, `about_id` which one (None: the project)."""

    id: int
    uuid: bytes
    about: str
    about_id: int | None
    title: str
    text: str
    coder: int
    changed: str


@dataclass(frozen=True, slots=True)
class StudyTheme:
    """A named claim with its codes."""

    id: int
    uuid: bytes
    name: str
    claim: str
    parent: int | None
    codes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that a report makes to a quotation (METHOD section 7); see `edits`.

    [start, end) counts code points from the start of the quotation; an insertion is empty:
    it stands before `start`. `text` is what is inserted, or stands in the place of a name; an
    elision has none.
    """

    kind: EditKind
    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quotation ready to leave: its text, codes, coders and whom to attribute it to.

    `text` is sliced from the document, speaker labels left out; `turn` counts from 1;
    `attributes` are those of the respondent. Of a quotation marked for the report, `edits` are
    those that `text` shows, and `note` is what was noted with the mark.
    """

    document: str
    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    speaker: str = ""
    role: str = ""
    respondent: str = ""
    turn: int | None = None
    time: float | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a figure was limited to, beside the layer and the roles; empty means no limit.

    `where` are conditions on respondents, which all hold (as in "domain=politie"). A code counts
    when it is in one of the code `groups`, is one of `codes` (paths) or below it, and is of one
    of `origins`, each where any is given.
    """

    where: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure was computed on; it goes along with the figure everywhere.

    `layer` says whose codings ("consensus", a coder's name, "all"); `roles` whose talk;
    `documents` and `respondents` are the numbers counted; `not_coded` names the documents
    left out because they are not (completely) coded; `notes` what the reader must know;
    `filter` what all of it was limited to.
    """

    layer: str
    documents: int
    respondents: int
    roles: tuple[str, ...] = ("respondent",)
    not_coded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    filter: Filter = Filter()
