"""Contrasts between groups of respondents in a project. Heavy (pandas, scipy)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.amounts import amounts
from kwalcode.analysis.contrasts import UNITS, Contrast, contrast
from kwalcode.analysis.marking import PRIOR, marking_words
from kwalcode.analysis.rollup import roll_up
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted
from kwalcode.language.lemmas import lemmas, stop_words, words
from kwalcode.model import Counted, Role
from kwalcode.project.analyses import SEED
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.people import attributes_by_respondent
from kwalcode.project.talk import Talk, find_attribute, talk, words_frame


@dataclass(frozen=True, slots=True)
class StudyContrast:
    """A contrast in a project, by which attribute, and the codes' paths by id."""

    result: Contrast
    counted: Counted
    attribute: str
    sub_codes: bool
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class StudyWords:
    """Words that mark groups: `words` as `analysis.marking.marking_words` gives them.

    `groups`: value, respondents, words (said, without stop words). `least` respondents of a
    group must have said a word; `reason` says why there are none at all.
    """

    words: pd.DataFrame
    groups: pd.DataFrame
    counted: Counted
    attribute: str
    prior: float
    least: int
    reason: str = ""


def study_contrast(
    connection: Connection,
    by: str,
    *,
    unit: str = "respondents",
    sub_codes: bool = False,
    seed: int = SEED,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
) -> StudyContrast:
    """Compare the groups that the attribute `by` makes, code by code.

    `sub_codes` lets a coding count for the codes above it too. The rest as in
    `frames.evidence` and `analysis.contrasts`. Respondents without the attribute are left out,
    and a note says how many. Raises NotFound, UsageError.
    """
    if unit not in UNITS:
        raise UsageError(
            _("There is no unit '{unit}' here; choose one of: {names}.").format(
                unit=unit, names=", ".join(UNITS)
            )
        )
    attribute = find_attribute(connection, by)
    found = talk(connection, coder=coder, roles=roles, where=where)
    groups = groups_of(connection, found, attribute)
    codes = all_codes(connection)
    codings = found.codings
    if sub_codes:
        codings = roll_up(codings, {code.id: code.parent for code in codes})
    turns = found.turns if unit == "words" else found.turns.iloc[:0]
    said = amounts(codings, words_frame(connection, turns))
    result = contrast(said, [code.id for code in codes], groups, unit=unit, seed=seed)
    names = {code.id: code.path for code in codes}
    return StudyContrast(result, among(found, groups, attribute), attribute, sub_codes, names)


def study_words(
    connection: Connection,
    by: str,
    *,
    prior: float = PRIOR,
    least: int = 2,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
) -> StudyWords:
    """Find the words that mark the groups which the attribute `by` makes.

    Counted are lemmas in all speech of `roles` in the documents that count, coded or not,
    without Dutch stop words. Raises NotFound, UsageError.
    """
    attribute = find_attribute(connection, by)
    found = talk(connection, coder=coder, roles=roles, where=where)
    groups = groups_of(connection, found, attribute)
    counts = _lemma_counts(connection, found.turns, groups)
    sizes = Counter(groups.values())
    said = counts.groupby("group")["n"].sum()
    table = pd.DataFrame(
        [(value, sizes[value], int(said.get(value, 0))) for value in sorted(sizes)],
        columns=["value", "respondents", "words"],
    )
    reason = "" if len(sizes) > 1 else _("there is one group only")
    if not sizes:
        reason = _("no respondent counts")
    about = among(found, groups, attribute)
    marking = marking_words(counts, prior=prior, least=least)
    return StudyWords(marking, table, about, attribute, prior, least, reason)


def groups_of(connection: Connection, found: Talk, attribute: str) -> dict[int, str]:
    """Return the value of each respondent who counts and has one; case makes no other value."""
    values = attributes_by_respondent(connection)
    spelled: dict[str, str] = {}
    answer = {}
    for person in found.respondents:
        value = values.get(person, {}).get(attribute, "").strip()
        if value:
            answer[person] = spelled.setdefault(value.casefold(), value)
    return answer


def among(found: Talk, groups: Mapping[int, str], attribute: str) -> Counted:
    """Return what was counted: respondents with a value; a note tells how many have none."""
    missing = len(found.respondents) - len(groups)
    if not missing:
        return found.counted
    note = counted(
        "{n} respondent has no {{attribute}}", "{n} respondents have no {{attribute}}", missing
    ).format(attribute=attribute)
    notes = (*found.counted.notes, note)
    return replace(found.counted, respondents=len(groups), notes=notes)


def _lemma_counts(
    connection: Connection, turns: pd.DataFrame, groups: Mapping[int, str]
) -> pd.DataFrame:
    """Return how often each respondent said each lemma: group, respondent, word, n."""
    counts: Counter[tuple[int, str]] = Counter()
    for document, speech in turns.groupby("document"):
        text = text_of(connection, int(str(document)))
        for start, end, person in zip(
            speech["start"], speech["end"], speech["respondent"], strict=True
        ):
            if int(person) in groups:
                counts.update((int(person), form) for form in words(text[start:end]))
    stop = stop_words()
    forms = sorted({form for _person, form in counts} - stop)
    lemma = lemmas(forms)
    rows = [
        (groups[person], person, lemma[form], n)
        for (person, form), n in sorted(counts.items())
        if form in lemma and lemma[form] not in stop
    ]
    frame = pd.DataFrame(rows, columns=["group", "respondent", "word", "n"])
    return frame.groupby(["group", "respondent", "word"])["n"].sum().reset_index()
