"""cooccurrence: which codes go together, in quotations and in respondents."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import (
    csv_option,
    filter_cell,
    narrate,
    rule_option,
    sub_codes_option,
    what_counts,
)
from kwalcode.cli.common import (
    json_option,
    out_stream,
    output_option,
    print_json,
    reading_study,
    say,
    study_argument,
    table,
    write_text,
)
from kwalcode.decimals import significant
from kwalcode.errors import UsageError
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.project.analyses.chances import StudyChances
    from kwalcode.project.analyses.cooccurrence import StudyCooccurrence
    from kwalcode.project.analyses.filtering import Asked

_ALL_PAIR = (
    "a", "b", "events", "respondents", "units_both", "n1", "n2", "jaccard", "dice", "p_b_given_a",
    "p_a_given_b", "lift", "leverage", "conviction", "pmi", "npmi", "phi", "c_atlas", "flags",
)  # fmt: skip
_ROTATED = ("p_rotated", "holm_rotated", "bh_rotated")
_CHANCE = ("respondents_a", "respondents_b", "respondents_ab", "p", "holm", "bh")


@click.command(help=_("Show which codes go together, in quotations and in respondents."))
@study_argument
@rule_option
@what_counts
@sub_codes_option
@click.option("--p", "with_p", is_flag=True, help=_("Add the chance of each pair, exploratory."))
@click.option(
    "--rotations",
    type=click.IntRange(0, 100_000),
    default=0,
    metavar="N",
    help=_("With --p: also by N random rotations along the interviews."),
)
@click.option("--seed", default=1, show_default=True, help=_("Seed of the rotations."))
@json_option
@csv_option
@output_option
def cooccurrence(
    study: Path,
    rule: str,
    asked: Asked,
    sub_codes: bool,
    with_p: bool,
    rotations: int,
    seed: int,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print the co-occurrence of codes."""
    if as_json and as_csv:
        raise UsageError(_("--json or --csv, not both."))
    if rotations and not with_p:
        raise UsageError(_("--rotations goes with --p."))
    wanted: dict[str, Any] = {"rule": rule, "sub_codes": sub_codes, **asked}
    chances = _chances(study, rotations=rotations, seed=seed, **wanted) if with_p else None
    found = chances.found if chances else _found(study, **wanted)
    if as_json:
        print_json(as_contract(found, chances), output)
    elif as_csv:
        write_pairs_csv(found, output, chances)
    else:
        write_text(_as_text(found, chances), output)
    narrate(found.counted, found.result.rule)
    for line in pair_remarks(found, chances):
        say(line)


def as_contract(found: StudyCooccurrence, chances: StudyChances | None = None) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    from kwalcode.analysis.filters import as_data

    columns = (*_ALL_PAIR[2:], *_chance_columns(chances))
    return {
        "rule": found.result.rule,
        "layer": found.counted.layer,
        "roles": list(found.counted.roles),
        "filter": as_data(found.counted.filter),
        "documents": found.counted.documents,
        "respondents": found.counted.respondents,
        "units": found.result.n,
        "sub_codes": found.sub_codes,
        **_about_chance(chances),
        "notes": list(found.counted.notes),
        "not_coded": list(found.counted.not_coded),
        "codes": [
            {"code": found.names[code], "quotations": quotations, "respondents": respondents}
            for code, quotations, respondents in _rows(
                found.result.codes, ("code", "quotations", "respondents")
            )
        ],
        "pairs": [
            _pair(found, dict(zip(("a", "b", *columns), row, strict=True)))
            for row in _rows(found.result.pairs, ("a", "b", *columns))
        ],
    }


def _pair(found: StudyCooccurrence, row: dict[str, Any]) -> dict[str, Any]:
    """Return a pair with the codes' names, and why what is null could not be computed."""
    from kwalcode.analysis.undefined import undefined

    reasons = undefined(row, found.result.n)
    names = {"a": found.names[row["a"]], "b": found.names[row["b"]]}
    return row | names | {"reasons": reasons}


def _about_chance(chances: StudyChances | None) -> dict[str, Any]:
    """Return what a p cannot be read without."""
    if chances is None:
        return {}
    least = {"tests": chances.tests, "smallest_p": chances.smallest_p}
    told = least | {"p_unit": "respondent", "p_status": "exploratory"}
    return told | (
        {"rotations": chances.rotations, "seed": chances.seed} if chances.rotations else {}
    )


def _chance_columns(chances: StudyChances | None) -> tuple[str, ...]:
    if chances is None:
        return ()
    return (*_CHANCE, *_ROTATED) if chances.rotations else _CHANCE


def write_pairs_csv(
    found: StudyCooccurrence, output: Path | None, chances: StudyChances | None = None
) -> None:
    """Write every pair with every measure; what was counted stands in the last columns."""
    import csv

    from kwalcode.analysis.filters import as_data
    from kwalcode.cells import safe_cell

    counted = found.counted
    about = {
        "rule": found.result.rule,
        "layer": counted.layer,
        "roles": " ".join(counted.roles),
        "filter": filter_cell(as_data(counted.filter)),
        "documents": counted.documents,
        "respondents_n": counted.respondents,
        "units_n": found.result.n,
        "notes": counted.notes,
        "not_coded": len(counted.not_coded),
        "sub_codes": int(found.sub_codes),
        **_about_chance(chances),
    }
    columns = (*_ALL_PAIR, *_chance_columns(chances))
    tail = [_csv_cell(value) for value in about.values()]
    with out_stream(output) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*columns, *about])
        for a, b, *rest in _rows(found.result.pairs, columns):
            row = [found.names[a], found.names[b], *map(_csv_cell, rest), *tail]
            writer.writerow([safe_cell(x) if isinstance(x, str) else x for x in row])


def _found(study: Path, **wanted: Any) -> StudyCooccurrence:
    from kwalcode.project.analyses.cooccurrence import study_cooccurrence

    with reading_study(study) as opened, opened.reading() as connection:
        return study_cooccurrence(connection, **wanted)


def _chances(study: Path, **wanted: Any) -> StudyChances:
    from kwalcode.project.analyses.chances import study_chances

    with reading_study(study) as opened, opened.reading() as connection:
        return study_chances(connection, **wanted)


def pair_remarks(found: StudyCooccurrence, chances: StudyChances | None) -> list[str]:
    """Return what a reader of sub-codes or of p-values must know."""
    lines = []
    if found.sub_codes:
        lines.append(_("Sub-codes count for the codes above them."))
    if chances is not None:
        least = chances.smallest_p
        lines.append(
            _(
                "p is exploratory: respondents who have both codes, together or apart; corrected "
                "over {n} pairs; the smallest p attainable is {least}."
            ).format(n=chances.tests, least=significant(least))
        )
        if chances.rotations:
            lines.append(
                _(
                    "p rotated is exploratory: each code rotated along each interview, {runs} "
                    "runs, seed {seed}; the smallest p attainable is {least}."
                ).format(
                    runs=chances.rotations,
                    seed=chances.seed,
                    least=significant(1 / (1 + chances.rotations)),
                )
            )
    return lines


def _rows(frame: Any, columns: tuple[str, ...]) -> Any:
    return zip(*(frame[name].tolist() for name in columns), strict=True)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else round(value, 6)
    return value


def _as_text(found: StudyCooccurrence, chances: StudyChances | None = None) -> str:
    codes = [
        (found.names[code], q, r)
        for code, q, r in _rows(found.result.codes, ("code", "quotations", "respondents"))
    ]
    codes.sort(key=lambda row: (-row[2], -row[1], row[0]))
    wanted = (
        "a",
        "b",
        "respondents",
        "events",
        "jaccard",
        "p_b_given_a",
        "p_a_given_b",
        "c_atlas",
        *(("p", "holm", "bh") if chances else ()),
        *(_ROTATED if chances and chances.rotations else ()),
        "flags",
    )
    pairs = [
        (found.names[a], found.names[b], *rest[:-1], "; ".join(rest[-1]))
        for a, b, *rest in _rows(found.result.pairs, wanted)
    ]
    pairs.sort(key=lambda row: (-row[2], -row[3], row[0], row[1]))
    return (
        table((_("code"), _("quotations"), _("respondents")), codes)
        + "\n"
        + table(
            (
                "a",
                "b",
                _("respondents"),
                _("events"),
                "Jaccard",
                "P(b|a)",
                "P(a|b)",
                "c_atlas",
                *(("p", "Holm", "BH") if chances else ()),
                *((_("p rotated"), "Holm", "BH") if chances and chances.rotations else ()),
                _("flags"),
            ),
            pairs,
        )
    )


COMMANDS = (cooccurrence,)
