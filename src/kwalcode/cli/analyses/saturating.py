"""saturation: whether new interviews still bring new codes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.analyses.analysing import csv_option, what_counts
from kwalcode.cli.analyses.figures import column, form_of, head, tell, write_csv
from kwalcode.cli.common import (
    json_option,
    output_option,
    print_json,
    reading_study,
    study_argument,
    table,
    write_text,
)
from kwalcode.decimals import number, percent
from kwalcode.i18n import _

if TYPE_CHECKING:
    from kwalcode.analysis.saturation import Reached
    from kwalcode.project.analyses.filtering import Asked
    from kwalcode.project.analyses.saturation import StudySaturation

_CSV = (
    "interview", "document", "new", "total", "total_low", "total_median", "total_high",
    "run_first", "ratio", "ratio_low", "ratio_median", "ratio_high",
)  # fmt: skip
_BAND = ("low", "median", "high")


@click.command(
    help=_(
        "Show whether new interviews still bring new codes.\n\n"
        "Inductive and in vivo codes count, unless --origin says otherwise."
    )
)
@study_argument
@click.option("--base", default=4, show_default=True, help=_("First interviews: the yardstick."))
@click.option("--run", default=2, show_default=True, help=_("Interviews held against them."))
@click.option("--seed", default=1, show_default=True, help=_("Seed of the shuffled orders."))
@click.option("--date", metavar="ATTRIBUTE", help=_("The attribute with the interview's date."))
@what_counts
@json_option
@csv_option
@output_option
def saturation(
    study: Path,
    base: int,
    run: int,
    seed: int,
    date: str | None,
    asked: Asked,
    as_json: bool,
    as_csv: bool,
    output: Path | None,
) -> None:
    """Print new codes per interview, the ratios, and an estimate of all codes."""
    from kwalcode.project.analyses.saturation import study_saturation

    form = form_of(as_json, as_csv)
    with reading_study(study) as opened, opened.reading() as connection:
        found = study_saturation(
            connection, base=base, run=run, seed=seed, date_attribute=date, **asked
        )
    about = _about(found)
    if form == "json":
        print_json(about | _contract(found), output)
    elif form == "csv":
        write_csv(_CSV, _csv_rows(found), about, output)
    else:
        write_text(_text(found), output)
    tell(found.counted, _rule(found), *_remarks(found))


def _rule(found: StudySaturation) -> str:
    return f"base {found.result.base}, run {found.result.run}"


def _about(found: StudySaturation) -> dict[str, Any]:
    return head(
        found.counted,
        _rule(found),
        unit="interview",
        base=found.result.base,
        run=found.result.run,
        seed=found.result.seed,
        shuffles=found.result.shuffles,
        order=found.order or "documents",
        undated=len(found.undated),
        origins=list(found.origins),
        codebook_codes=found.codes,
    )


def _contract(found: StudySaturation) -> dict[str, Any]:
    """Return the JSON that is documented and kept."""
    result = found.result
    rich = result.richness
    return {
        "reason": result.reason or None,
        "interviews": [
            dict(zip(("interview", "document", "new", "total", *_BAND), row, strict=True))
            for row in _interviews(found)
        ],
        "runs": [
            dict(zip(("first", "last", "new", "ratio", *_BAND), row, strict=True))
            for row in _runs(found)
        ],
        "reached": [
            {name: getattr(one, name) for name in ("level", "interview", *_BAND, "share")}
            for one in result.reached
        ],
        "chao2": {
            "interviews": rich.interviews,
            "codes": rich.seen,
            "once": rich.once,
            "twice": rich.twice,
            "estimate": rich.chao2,
            "corrected": rich.corrected,
            "reason": rich.reason or None,
        },
    }


def _interviews(found: StudySaturation) -> list[tuple[Any, ...]]:
    rows = column(found.result.interviews, "interview", "new", "total", *_BAND)
    return [(n, name, *rest) for (n, *rest), name in zip(rows, found.documents, strict=True)]


def _runs(found: StudySaturation) -> list[tuple[Any, ...]]:
    return column(found.result.runs, "first", "last", "new", "ratio", *_BAND)


def _csv_rows(found: StudySaturation) -> list[tuple[Any, ...]]:
    """Return an interview per row, with the run that ends there."""
    runs = {last: (first, *rest) for first, last, _new, *rest in _runs(found)}
    nothing = (None,) * 5
    return [(*row, *runs.get(row[0], nothing)) for row in _interviews(found)]


def _text(found: StudySaturation) -> str:
    runs = {last: ratio for _first, last, _new, ratio, *_rest in _runs(found)}
    rows = [
        (n, name, new, total, f"{number(low, 0)}-{number(high, 0)}", _percent(runs.get(n)))
        for n, name, new, total, low, _median, high in _interviews(found)
    ]
    header = (
        "n", _("interview"), _("new codes"), _("codes so far"), _("shuffled (95 %)"), _("ratio"),
    )  # fmt: skip
    return table(header, rows)


def _percent(ratio: float | None) -> str:
    return "" if ratio is None else f"{percent(ratio, 1)} %"


def _remarks(found: StudySaturation) -> list[str]:
    result = found.result
    line = _(
        "Interviews in the order of {order}; codes: {origins} ({n} in the codebook); bands over "
        "{shuffles} shuffled orders, seed {seed}."
    ).format(
        order=found.order or _("the documents (no dates)"),
        origins=", ".join(found.origins),
        n=found.codes,
        shuffles=result.shuffles,
        seed=result.seed,
    )
    lines = [line]
    if found.undated:
        lines.append(_("Without a date, put last: {names}.").format(names=", ".join(found.undated)))
    if result.reason:
        lines.append(_("Ratios: n.a. ({reason}).").format(reason=result.reason))
    else:
        lines += map(_reached_line, result.reached)
    lines.append(_chao2_line(found))
    lines.append(_("An aid: it does not suit every school, and it depends on the order."))
    return lines


def _reached_line(one: Reached) -> str:
    level = percent(one.level)
    if one.interview is None:
        first = _("New codes do not fall to {level} % of the base").format(level=level)
    else:
        first = _("New codes fall to {level} % of the base at interview {n}").format(
            level=level, n=one.interview
        )
    if not one.share:
        return _("{first}; in no shuffled order.").format(first=first)
    return _("{first}; shuffled: {low}-{high}, reached in {share} %.").format(
        first=first, low=number(one.low, 0), high=number(one.high, 0), share=percent(one.share)
    )


def _chao2_line(found: StudySaturation) -> str:
    rich = found.result.richness
    if rich.corrected != rich.corrected:
        return _("Chao2: n.a. ({reason}).").format(reason=rich.reason)
    plain = _("n.a.") if rich.chao2 != rich.chao2 else number(rich.chao2, 1)
    line = _("Codes seen: {seen}; Chao2 estimate of all: {plain}, corrected {corrected}").format(
        seen=rich.seen, plain=plain, corrected=number(rich.corrected, 1)
    )
    return f"{line} ({rich.reason})." if rich.reason else f"{line}."


COMMANDS = (saturation,)
