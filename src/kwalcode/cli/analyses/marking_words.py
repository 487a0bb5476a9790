"""The words that mark a group or a code, as JSON, CSV and text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kwalcode.cli.analyses.figures import column, head, tell, write_csv
from kwalcode.cli.common import print_json, table, write_text
from kwalcode.decimals import number
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.analyses.code_words import CodeWords
    from kwalcode.project.analyses.contrasts import StudyWords

RULE = "log-odds, Dirichlet prior"
_WORD = ("group", "word", "n", "respondents", "elsewhere", "log_odds", "z")


def write_words(found: StudyWords, form: str, output: Path | None) -> None:
    """Write the words that mark each group."""
    about = head(
        found.counted,
        RULE,
        by=found.attribute,
        unit="word (lemma)",
        prior=found.prior,
        least_respondents=found.least,
        status="exploratory",
    )
    rows = column(found.words, *_WORD)
    if form == "json":
        groups = [
            {"value": value, "respondents": people, "words": n}
            | {
                "marked_by": [
                    dict(zip(_WORD[1:], row[1:], strict=True)) for row in rows if row[0] == value
                ]
            }
            for value, people, n in column(found.groups, "value", "respondents", "words")
        ]
        print_json(about | {"reason": found.reason or None, "groups": groups}, output)
    elif form == "csv":
        # the head has respondents as well: the number of all who count
        write_csv(_WORD, rows, about, output)
    else:
        header = (
            _("group"), _("word"), _("times"), _("respondents"), _("elsewhere"), "log-odds", "z",
        )  # fmt: skip
        write_text(table(header, rows), output)
    tell(found.counted, RULE, *_group_remarks(found))


def _group_remarks(found: StudyWords) -> list[str]:
    if found.reason:
        return [_("Contrast: n.a. ({reason}).").format(reason=found.reason)]
    lines = [
        _(
            "By {attribute}; lemmas without stop words, said by at least {least} respondents of "
            "the group; prior of {prior} words; exploratory."
        ).format(attribute=found.attribute, least=found.least, prior=number(found.prior, 0))
    ]
    small = [
        value
        for value, people in column(found.groups, "value", "respondents")
        if people < found.least
    ]
    if small:
        lines.append(
            _("Too few respondents to tell a group from a person: {names}.").format(
                names=", ".join(small)
            )
        )
    return lines


def write_code_words(found: CodeWords, form: str, output: Path | None) -> None:
    """Write the words that mark a code."""
    about = head(
        found.counted,
        RULE,
        code=found.code,
        sub_codes=found.sub_codes,
        unit="word (lemma)",
        prior=found.prior,
        least_respondents=found.least,
        words_in=found.inside,
        words_elsewhere=found.outside,
        respondents_with_code=found.people,
        status="exploratory",
    )
    names = _WORD[1:]
    rows = column(found.words, *names)
    if form == "json":
        marked = [dict(zip(names, row, strict=True)) for row in rows]
        print_json(about | {"reason": found.reason or None, "marked_by": marked}, output)
    elif form == "csv":
        write_csv(names, rows, about, output)
    else:
        header = (_("word"), _("times"), _("respondents"), _("elsewhere"), "log-odds", "z")
        write_text(table(header, rows), output)
    tell(found.counted, RULE, *_code_remarks(found))


def _code_remarks(found: CodeWords) -> list[str]:
    if found.reason:
        return [_("Words of the code: n.a. ({reason}).").format(reason=found.reason)]
    return [
        _(
            "In quotations with {code} against the rest of the talk; lemmas without stop words, "
            "said there by at least {least} respondents; prior of {prior} words; exploratory."
        ).format(code=found.code, least=found.least, prior=number(found.prior, 0))
    ]
