"""The method in paragraphs, with the project's own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kwalcode.decimals import number
from kwalcode.i18n import _, counted
from kwalcode.project.reads import Connection
from kwalcode.project.reads.codings import coding_counts_by_document
from kwalcode.project.reads.people import all_coders
from kwalcode.report.data import ReportAgreement, ReportData
from kwalcode.report.facts import layer_name, role_name
from kwalcode.report.parts.values import listed
from kwalcode.report.rules import unit_of
from kwalcode.report.summary import origin_name


def codings_by_coder(connection: Connection) -> Mapping[str, int]:
    """Return how many codings each coder made, by name, the most first; consensus left out."""
    counts: Counter[int] = Counter()
    for (_document, coder), n in coding_counts_by_document(connection).items():
        counts[coder] += n
    people = [one for one in all_coders(connection) if one.kind != "consensus" and counts[one.id]]
    return {one.name: counts[one.id] for one in sorted(people, key=lambda p: -counts[p.id])}


def method_paragraphs(data: ReportData, coders: Mapping[str, int], seed: int) -> tuple[str, ...]:
    """Return paragraphs for a methods section: material, codes, what counts, patterns, program."""
    return tuple(
        " ".join(sentence for sentence in part if sentence)
        for part in (
            _material(data, coders),
            _codebook(data),
            _counting(data),
            _agreement(data.agreement),
            _patterns(data),
            _program(data, seed),
        )
        if any(part)
    )


def _material(data: ReportData, coders: Mapping[str, int]) -> Sequence[str]:
    made = [f"{name} ({n})" for name, n in coders.items()]
    return (
        _("Analysed were {documents} of {people}.").format(
            documents=counted("{n} document", "{n} documents", data.counted.documents),
            people=counted("{n} respondent", "{n} respondents", data.counted.respondents),
        ),
        _not_coded(data),
        _("They were coded by {coders}; in brackets the number of codings.").format(
            coders=listed(made)
        )
        if made
        else "",
    )


def _not_coded(data: ReportData) -> str:
    n = len(data.counted.not_coded)
    return counted("Left out: {n} document that is not yet coded.",
                   "Left out: {n} documents that are not yet coded.", n) if n else ""  # fmt: skip


def _codebook(data: ReportData) -> Sequence[str]:
    origins = Counter(code.origin for code in data.codes)
    told = [f"{n} {origin_name(origin)}" for origin, n in sorted(origins.items())]
    defined = sum(bool(code.definition) for code in data.codes)
    return (
        _("The codebook has {codes}: {origins}.").format(
            codes=counted("{n} code", "{n} codes", len(data.codes)), origins=listed(told)
        )
        if told
        else _("The codebook is empty."),
        _("{n} of them have a definition.").format(n=defined) if told else "",
    )


def _counting(data: ReportData) -> Sequence[str]:
    notes = " ".join(f"{note[:1].upper()}{note[1:]}." for note in data.counted.notes)
    return (
        _("Counted are the codings of {layer}, in the talk of: {roles}.").format(
            layer=layer_name(data.counted.layer),
            roles=", ".join(map(role_name, data.counted.roles)),
        ),
        _("Limited to: {filters}.").format(filters=", ".join(data.filters)) if data.filters else "",
        notes.replace("..", "."),
    )


def _agreement(agreed: ReportAgreement | None) -> Sequence[str]:
    if agreed is None:
        return ()
    alpha = _("n.a. ({reason})").format(reason=agreed.reason)
    if agreed.alpha is not None:
        alpha = number(agreed.alpha, 3)
    return (
        _(
            "Agreement between {coders} was computed over {documents} and {n} units ({unit}): "
            "Krippendorff's alpha over all codes is {alpha}."
        ).format(
            coders=listed(agreed.coders),
            documents=counted("{n} document", "{n} documents", agreed.documents),
            n=agreed.n,
            unit=unit_of(agreed.unit),
            alpha=alpha,
        ),
    )


def _patterns(data: ReportData) -> Sequence[str]:
    net = data.network
    told = _(
        "Patterns were searched after Evers (2015). Two codes go together when {meaning}; "
        "respondents are counted beside quotations."
    ).format(meaning=data.rule_meaning)
    units = _("There are {n} units ({unit}).").format(n=data.n, unit=unit_of(data.rule))
    if net.modularity is None or net.stability is None:
        return (told, units if data.n is not None else "")
    graph = _(
        "In the graph, codes are tied from {minimum:g} respondents up; groups of codes were found "
        "with the Louvain method (best of {runs} runs, seed {seed}; modularity {modularity}, mean "
        "adjusted Rand index between runs {stability}) and served as proposals only."
    ).format(
        minimum=net.minimum,
        runs=net.runs,
        seed=net.seed,
        modularity=number(net.modularity),
        stability=number(net.stability),
    )
    return (told, units if data.n is not None else "", graph)


def _program(data: ReportData, seed: int) -> Sequence[str]:
    made = ", ".join(f"{name} {version}" for name, version in data.versions)
    return (
        _("Figures were computed with {versions}.").format(versions=made) if made else "",
        _("Procedures with chance in them started from seed {seed}.").format(seed=seed),
    )
