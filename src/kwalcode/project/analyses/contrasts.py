"""Contrasts between groups of respondents in a project. Heavy (pandas, scipy)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Unpack

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.amounts import amounts
from kwalcode.analysis.contrasts import UNITS, Contrast, contrast
from kwalcode.analysis.marking import PRIOR, marking_words
from kwalcode.errors import UsageError
from kwalcode.i18n import _, counted
from kwalcode.language.lemmas import lemmas, stop_words, words
from kwalcode.model import Counted
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.interviews import find_attribute
from kwalcode.project.analyses.patterns import study_pattern
from kwalcode.project.analyses.talk import Talk, talk, words_frame
from kwalcode.project.analyses.theme_codings import themed
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.reads.documents import text_of
from kwalcode.project.reads.notes import all_themes
from kwalcode.project.reads.patterns import all_patterns
from kwalcode.project.reads.people import attributes_by_respondent
from kwalcode.project.reads.themes import in_order

OF: Final = ("code", "theme", "pattern")
"""What can be compared between groups."""


@dataclass(frozen=True, slots=True)
class StudyContrast:
    """A contrast in a project, by which attribute, and the codes' paths by id.

    Where `of` is "theme" or "pattern", the result's codes are those, and the names theirs.
    """

    result: Contrast
    counted: Counted
    attribute: str
    sub_codes: bool
    names: Mapping[int, str]
    of: str = "code"


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
    of: str = "code",
    unit: str = "respondents",
    sub_codes: bool = False,
    seed: int = SEED,
    **asked: Unpack[Asked],
) -> StudyContrast:
    """Compare the groups that the attribute `by` makes, code by code.

    `of` is one of `OF`: a theme has the codings of its codes and of the themes below it, a
    pattern (named by its claim) the quotations in which its sides go together.
    `sub_codes` lets a coding count for the codes above it too. The rest as in
    `filtering.Asked` and `analysis.contrasts`. Respondents without the attribute are left out,
    and a note says how many. Raises NotFound, UsageError.
    """
    _check_one_of(unit, UNITS)
    _check_one_of(of, OF)
    attribute = find_attribute(connection, by)
    found = talk(connection, sub_codes=sub_codes, **asked)
    groups = groups_of(connection, found, attribute)
    codings, listed, names = (
        _patterns(connection, asked) if of == "pattern" else _subjects(connection, found, of)
    )
    turns = found.turns if unit == "words" else found.turns.iloc[:0]
    said = amounts(codings, words_frame(connection, turns))
    result = contrast(said, listed, groups, unit=unit, seed=seed)
    return StudyContrast(result, among(found, groups, attribute), attribute, sub_codes, names, of)


def _check_one_of(given: str, known: Sequence[str]) -> None:
    if given not in known:
        raise UsageError(
            _("'{given}' is not known here; choose one of: {names}.").format(
                given=given, names=", ".join(known)
            )
        )


def _subjects(
    connection: Connection, found: Talk, of: str
) -> tuple[pd.DataFrame, list[int], dict[int, str]]:
    """Return the codings with what is compared in the place of the code, its ids and names."""
    if of == "code":
        codes = all_codes(connection)
        return found.codings, found.listed(codes), {code.id: code.path for code in codes}
    ordered = [theme for theme, _depth in in_order(all_themes(connection))]
    return (
        themed(connection, found.codings),
        [theme.id for theme in ordered],
        {t.id: t.name for t in ordered},
    )


def _patterns(
    connection: Connection, asked: Asked
) -> tuple[pd.DataFrame, list[int], dict[int, str]]:
    """Return the quotations that bear out each pattern, as codings; their ids and claims."""
    known = all_patterns(connection)
    rows = [
        (one.id, place.document, place.start, place.end, place.respondent)
        for one in known
        for place in study_pattern(connection, one.id, **asked).found.meeting
    ]
    columns = ["code", "document", "start", "end", "respondent"]
    frame = pd.DataFrame(rows, columns=columns, dtype="int64")
    return frame, [one.id for one in known], {one.id: one.claim for one in known}


def study_words(
    connection: Connection,
    by: str,
    *,
    prior: float = PRIOR,
    least: int = 2,
    **asked: Unpack[Asked],
) -> StudyWords:
    """Find the words that mark the groups which the attribute `by` makes.

    Counted are lemmas in all speech of `roles` in the documents that count, coded or not,
    without Dutch stop words. Raises NotFound, UsageError.
    """
    attribute = find_attribute(connection, by)
    found = talk(connection, **asked)
    groups = groups_of(connection, found, attribute)
    speech = found.turns.assign(group=found.turns["respondent"].map(groups))
    counts = lemma_counts(connection, speech.dropna(subset="group"))
    sizes = Counter(groups.values())
    table = _groups_table(counts, dict(sorted(sizes.items())))
    reason = "" if len(sizes) > 1 else _("there is one group only")
    if not sizes:
        reason = _("no respondent counts")
    about = among(found, groups, attribute)
    marking = marking_words(counts, prior=prior, least=least)
    return StudyWords(marking, table, about, attribute, prior, least, reason)


def _groups_table(counts: pd.DataFrame, sizes: Mapping[str, int]) -> pd.DataFrame:
    """Return value, respondents, words of each group."""
    said = counts.groupby("group")["n"].sum()
    rows = [(value, people, int(said.get(value, 0))) for value, people in sizes.items()]
    return pd.DataFrame(rows, columns=["value", "respondents", "words"])


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


def lemma_counts(connection: Connection, speech: pd.DataFrame) -> pd.DataFrame:
    """Return how often each respondent said each lemma: group, respondent, word, n.

    `speech`: document, start, end, respondent, group; stop words are left out.
    """
    counts: Counter[tuple[str, int, str]] = Counter()
    for document, pieces in speech.groupby("document"):
        text = text_of(connection, int(str(document)))
        columns = (pieces[name].tolist() for name in ("start", "end", "respondent", "group"))
        for start, end, person, group in zip(*columns, strict=True):
            counts.update((group, int(person), form) for form in words(text[start:end]))
    stop = stop_words()
    forms = sorted({form for _group, _person, form in counts} - stop)
    lemma = lemmas(forms)
    rows = [
        (group, person, lemma[form], n)
        for (group, person, form), n in sorted(counts.items())
        if form in lemma and lemma[form] not in stop
    ]
    frame = pd.DataFrame(rows, columns=["group", "respondent", "word", "n"])
    return frame.groupby(["group", "respondent", "word"])["n"].sum().reset_index()
