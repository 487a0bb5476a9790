"""What the codebook screen shows, read in one state of the study."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from kwalcode.i18n import _
from kwalcode.model import Code, Memo
from kwalcode.project.reads.code_checks import twice_coded_counts
from kwalcode.project.reads.code_groups import CodeGroup, all_code_groups
from kwalcode.project.reads.codes import all_codes, respondents_by_code, unused_codes
from kwalcode.project.reads.exclusive import clashes
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.reads.people import all_coders, respondent_names
from kwalcode.project.reads.tallies import counts_by
from kwalcode.project.telling.code_history import CodeEvent, history_of_code
from kwalcode.tui.text.fuzzy import fold

if TYPE_CHECKING:
    from kwalcode.project.study import Study

Kind = Literal["all", "unused", "undefined", "twice", "clashing"]
KINDS: tuple[Kind, ...] = ("all", "unused", "undefined", "twice", "clashing")
"""Which codes are shown: all, or those that a check points out."""
SIGNS: Mapping[Kind, str] = {"unused": "–", "undefined": "?", "twice": "≈", "clashing": "≠"}


@dataclass(frozen=True)
class Codebook:
    """The codes and what is counted of them, by code id; all coders, all roles.

    `respondents` are those in whose talk a code occurs, of `people` there are; `twice` counts
    codings that overlap another one of the same code and coder; `clashing` are the codes that a
    coder put on the same words with this one, though one group says only one belongs there.
    `counted` tells that the codings were counted.
    """

    codes: Sequence[Code] = ()
    counts: Mapping[int, int] = field(default_factory=dict)
    respondents: Mapping[int, int] = field(default_factory=dict)
    twice: Mapping[int, int] = field(default_factory=dict)
    clashing: Mapping[int, AbstractSet[int]] = field(default_factory=dict)
    groups: Sequence[CodeGroup] = ()
    people: int = 0
    counted: bool = False

    @cached_property
    def _unused(self) -> set[int]:
        return self.of_kind("unused")

    def of_kind(self, kind: Kind) -> set[int]:
        """Return the ids of the codes that a check points out; all of them for "all"."""
        match kind:
            case "unused":
                return unused_codes(self.codes, self.counts)
            case "undefined":
                return {code.id for code in self.codes if not code.definition.strip()}
            case "twice":
                return set(self.twice)
            case "clashing":
                return set(self.clashing)
            case _:
                return {code.id for code in self.codes}

    def signs_of(self, code: Code) -> str:
        """Return a sign for each check that points a code out."""
        if not self.counted:
            return ""
        return "".join(
            (
                SIGNS["unused"] if code.id in self._unused else "",
                "" if code.definition.strip() else SIGNS["undefined"],
                SIGNS["twice"] if code.id in self.twice else "",
                SIGNS["clashing"] if code.id in self.clashing else "",
            )
        )


@dataclass(frozen=True, slots=True)
class About:
    """What is told of one code beside its fields: memos (newest first), history, who is who."""

    code: int
    memos: Sequence[Memo]
    events: Sequence[CodeEvent]
    coders: Mapping[int, str]


def read_codebook(study: Study, coders: Collection[int] | None = None) -> Codebook:
    """Read the codes and what is counted of them, of these coders (ids) or of all; not yet
    `twice` and `clashing`, which take longest.

    Counts every coding: for another thread.
    """
    with study.reading() as connection:
        people = respondents_by_code(connection, coders=coders)
        return Codebook(
            all_codes(connection),
            counts_by(connection, coders),
            {code: len(having) for code, having in people.items()},
            groups=all_code_groups(connection),
            people=len(respondent_names(connection)),
            counted=True,
        )


def checked(study: Study, book: Codebook, coders: Collection[int] | None = None) -> Codebook:
    """Return the codebook with `twice` and `clashing`. For another thread."""
    apart: dict[int, set[int]] = {}
    with study.reading() as connection:
        for clash in clashes(connection, coders):
            apart.setdefault(clash.code, set()).add(clash.other_code)
            apart.setdefault(clash.other_code, set()).add(clash.code)
        return replace(book, twice=twice_coded_counts(connection, coders), clashing=apart)


def read_about(study: Study, code: int, coders: Collection[int] | None = None) -> About:
    """Read the history of a code, and the memos by these coders (ids) or by all.

    Reads the journal: for another thread.
    """
    with study.reading() as connection:
        memos = all_memos(connection, "code", code)
        return About(
            code,
            [memo for memo in memos if coders is None or memo.coder in coders],
            history_of_code(connection, code),
            {coder.id: coder.name for coder in all_coders(connection)},
        )


def chosen_codes(codebook: Codebook, kind: Kind, typed: str) -> AbstractSet[int]:
    """Return the ids of the codes of a kind in whose name, key, fields or keywords all typed
    words stand; case and accents do not matter."""
    words = fold(typed).split()
    wanted = codebook.of_kind(kind)
    return {
        code.id
        for code in codebook.codes
        if code.id in wanted and all(word in _haystack(code) for word in words)
    }


def with_ancestors(codes: Sequence[Code], chosen: AbstractSet[int]) -> list[Code]:
    """Return the chosen codes and those above them, in the order of the codebook."""
    parents = {code.id: code.parent for code in codes}
    kept: set[int] = set()
    for code in chosen:
        at: int | None = code
        while at is not None and at not in kept:
            kept.add(at)
            at = parents.get(at)
    return [code for code in codes if code.id in kept]


def _haystack(code: Code) -> str:
    texts = (code.name, code.key, code.definition, code.include, code.exclude, code.example)
    return fold("\n".join((*texts, code.question, *code.keywords)))


def kind_title(kind: Kind) -> str:
    """Return what a choice of codes is called."""
    return {
        "all": _("all codes"),
        "unused": _("unused codes"),
        "undefined": _("codes without a definition"),
        "twice": _("codes that a coder put twice on the same words"),
        "clashing": _("codes on the same words as another of their exclusive group"),
    }[kind]
