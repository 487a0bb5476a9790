"""Saturation: do new interviews still bring new codes? (METHOD section 5)."""

from __future__ import annotations

from typing import Any

from kwalcode.analysis.saturation import Reached
from kwalcode.decimals import number, percent
from kwalcode.i18n import _, counted
from kwalcode.project.analyses.saturation import StudySaturation, study_saturation
from kwalcode.report.facts import facts
from kwalcode.report.parts.basis import Basis
from kwalcode.report.parts.values import Cell, Column, Growth, Section, Table, count_cell
from kwalcode.report.summary import origin_name


def saturation_sections(basis: Basis) -> tuple[Section, ...]:
    """Return the section; none where no interview or no such code is there."""
    found = study_saturation(basis.connection, seed=basis.choices.seed, **basis.choices.asked)
    if found.result.interviews.empty or not found.codes:
        return ()
    frame = found.result.interviews
    bands = (frame[name].tolist() for name in ("total", "low", "median", "high"))
    about = facts(
        found.counted, unit=_("interview"), n=_codes(found), filters=tuple(basis.choices.where)
    )
    runs = () if found.result.reason else (_runs(found),)
    title = _("Saturation")
    return (
        Section(
            "saturation",
            title,
            tuple(saturation_lines(found)),
            runs,
            about,
            Growth(*(tuple(map(float, band)) for band in bands)),
        ),
    )


def _codes(found: StudySaturation) -> str:
    return counted("{n} code", "{n} codes", found.codes)


def saturation_lines(found: StudySaturation) -> list[str]:
    """Return what the figures say, in sentences."""
    result = found.result
    lines = [
        _(
            "New codes per interview after Guest, Namey and Chen (2020): the distinct codes of the "
            "first {base} interviews are the base; held against it are the codes first seen in the "
            "next {run}. Counted are codes of origin: {origins}. An aid: it does not suit every "
            "school, and it depends on the order."
        ).format(
            base=result.base, run=result.run, origins=", ".join(map(origin_name, found.origins))
        ),
        _(
            "Interviews in the order of {order}; bands over {shuffles} shuffled orders, "
            "seed {seed}."
        ).format(
            order=found.order or _("the documents (no dates)"),
            shuffles=result.shuffles,
            seed=result.seed,
        ),
    ]
    if result.reason:
        lines.append(_("Ratios: n.a. ({reason}).").format(reason=result.reason))
    else:
        lines.append(" ".join(map(_reached, result.reached)))
    return [*lines, _richness(found)]


def _reached(one: Reached) -> str:
    level = percent(one.level)
    if one.interview is None:
        return _("New codes do not fall to {level} % of the base.").format(level=level)
    return _("New codes fall to {level} % of the base at interview {n}.").format(
        level=level, n=one.interview
    )


def _richness(found: StudySaturation) -> str:
    rich = found.result.richness
    if rich.corrected != rich.corrected:
        return _("Chao2: n.a. ({reason}).").format(reason=rich.reason)
    return _(
        "Seen are {seen} codes; Chao2 (corrected) estimates {all} if interviewing went on."
    ).format(seen=rich.seen, all=number(rich.corrected, 1))


def _runs(found: StudySaturation) -> Table:
    records: list[dict[Any, Any]] = found.result.runs.to_dict("records")
    head = (
        Column(_("interviews")),
        Column(_("new codes"), numeric=True),
        Column(_("share of the base"), numeric=True),
        Column(_("shuffled (95 %)"), numeric=True),
    )
    rows = tuple(
        (
            Cell(f"{row['first']}–{row['last']}", float(row["first"])),
            count_cell(row["new"]),
            _percent(row["ratio"]),
            Cell(f"{_percent(row['low']).text}–{_percent(row['high']).text}", row["high"]),
        )
        for row in records
    )
    return Table("saturation-runs", _("New codes per run of interviews"), head, rows)


def _percent(ratio: float) -> Cell:
    if ratio != ratio:
        return Cell(_("n.a."))
    return Cell(f"{percent(ratio, 1)} %", float(ratio))
