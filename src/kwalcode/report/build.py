"""From a project to a report: reads and analyses composed, and the page written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import Any, Final

from kwalcode.analysis.layers import Layer
from kwalcode.errors import UsageError
from kwalcode.i18n import _, current, speaking
from kwalcode.model import Code, Excerpt, Role
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.analyses.cooccurrence import (
    SEED,
    StudyCooccurrence,
    study_cooccurrence,
    study_graph,
)
from kwalcode.project.analyses.layers import documents_where, layer_of
from kwalcode.project.analyses.themes import StudyThemes, study_themes
from kwalcode.project.reads import Connection
from kwalcode.project.reads.codes import all_codes, coding_counts
from kwalcode.project.reads.documents import all_documents
from kwalcode.project.reads.people import (
    attribute_names,
    attributes_by_respondent,
    respondent_names,
)
from kwalcode.project.retrieval.quotations import excerpts, marked_excerpts
from kwalcode.project.study import Study
from kwalcode.report.analysis_report import write_page
from kwalcode.report.attribution import FEWEST
from kwalcode.report.data import (
    ReportAgreement,
    ReportCode,
    ReportData,
    ReportRespondent,
)
from kwalcode.report.gather import Gathered
from kwalcode.report.labelling import attribution_of, may_be_quoted, rare_labels, rare_notices
from kwalcode.report.names import short_names
from kwalcode.report.networks import network
from kwalcode.report.pairs import report_pairs
from kwalcode.report.parts.basis import Basis, Choices
from kwalcode.report.parts.contrasts import contrast_sections
from kwalcode.report.parts.coreq import coreq_sections
from kwalcode.report.parts.coverage import coverage_sections
from kwalcode.report.parts.findings import (
    relation_sections,
    report_patterns,
    report_themes,
    report_ties,
    theme_sections,
)
from kwalcode.report.parts.matrix import matrix_sections
from kwalcode.report.parts.method import codings_by_coder, method_paragraphs
from kwalcode.report.parts.saturation import saturation_sections
from kwalcode.report.parts.sequences import sequence_sections
from kwalcode.report.parts.theme_map import theme_map
from kwalcode.report.parts.values import Section
from kwalcode.report.rules import meaning_of
from kwalcode.report.word import write_word

REPORT_FORMATS: Final[dict[str, Callable[[ReportData, Path, str], object]]] = {
    "html": write_page,
    "docx": write_word,
}
"""What a report can be: a function of the data, the file and the language for each."""
_LIBRARIES: Final = ("kwalcode", "networkx", "pandas", "numpy", "scipy")


def write_report(
    study: Study,
    target: Path,
    form: str = "html",
    *,
    rule: str = "sentence",
    coder: str | None = None,
    attribution: str | None = None,
    language: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    seed: int = SEED,
    made: str = "",
) -> None:
    """Write a study's analysis report to the file `target`; arguments as in `report_data`.

    `form` is one of `REPORT_FORMATS`. `language` of the report's own texts is "nl" or "en",
    None that of the interface. The same project and arguments give the same bytes. Raises
    NotFound, UsageError; KwalcodeError where it cannot be written.
    """
    language = language or current()
    if form not in REPORT_FORMATS:
        raise UsageError(
            _("'{given}' is not known here; choose one of: {names}.").format(
                given=form, names=", ".join(REPORT_FORMATS)
            )
        )
    with speaking(language), study.reading() as connection:
        data = report_data(
            connection,
            title=study.path.stem,
            rule=rule,
            coder=coder,
            template=attribution,
            roles=roles,
            where=where,
            seed=seed,
            made=made,
        )
        REPORT_FORMATS[form](data, target, language)


def report_notices(
    study: Study,
    *,
    coder: str | None = None,
    attribution: str | None = None,
    where: Collection[str] = (),
) -> tuple[str, ...]:
    """Say before anything leaves which attributions may tell who spoke; arguments as above."""
    with study.reading() as connection:
        layer = layer_of(connection, coder, documents_where(connection, where))
        label = attribution_of(connection, attribution)
        return rare_notices(connection, label, may_be_quoted(connection, layer, where=where))


def report_data(
    connection: Connection,
    *,
    title: str,
    rule: str = "sentence",
    coder: str | None = None,
    template: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
    seed: int = SEED,
    made: str = "",
) -> ReportData:
    """Gather a report; texts come in the interface language of now.

    `rule`, `coder`, `roles` and `where` as in `project.analyses.cooccurrence.study_cooccurrence`;
    `template` is an attribution (None: the project's); `made` a date to print, "" for none.
    """
    choices = Choices(rule, coder, tuple(roles), tuple(where), seed)
    counts = study_cooccurrence(connection, rule=rule, **choices.asked)
    codes = all_codes(connection)
    layer, stream = excerpts(connection, coder=coder, roles=roles, where=where)
    label, person = (attribution_of(connection, one) for one in (template, "{respondent}"))
    chosen = marked_excerpts(connection, coder=coder, where=where)[1]
    ids = {code.path: code.id for code in codes}
    found = Gathered(stream, ids, label, person, chosen)
    shown_codes = _codes(codes, counts)
    basis = Basis(connection, choices, found, {c.id: c for c in shown_codes}, person, label)
    carried = study_themes(connection, coder=coder, roles=roles, where=where)
    # these may show more quotations than the layer has, so they come before the list is taken
    themes, patterns = report_themes(basis, carried), report_patterns(basis)
    sections = _sections(basis, carried)
    pairs = report_pairs(connection, counts, found.place, coder=coder, roles=roles, where=where)
    data = ReportData(
        title=title,
        counted=counts.counted,
        rule=rule,
        rule_meaning=meaning_of(rule),
        n=counts.result.n,
        coders=tuple(codings_by_coder(connection)),
        codings=sum(coding_counts(connection).values()),
        quotations=found.total,
        attributes=tuple(attribute_names(connection)),
        respondents=_respondents(connection, layer, found),
        codes=shown_codes,
        pairs=pairs,
        pairs_found=len(counts.result.pairs),
        network=network(*study_graph(counts, seed=seed)),
        quotes=tuple(found.shown),
        themes=themes,
        agreement=_agreement(connection, roles),
        rare=rare_labels(connection, label, may_be_quoted(connection, layer, where=where)),
        few=FEWEST,
        versions=_versions(),
        filters=tuple(where),
        made=made,
        patterns=patterns,
        ties=report_ties(basis),
        chosen=found.chosen,
        sections=sections,
        theme_map=theme_map(basis),
    )
    return _told(data, basis)


def _sections(basis: Basis, carried: StudyThemes) -> tuple[Section, ...]:
    return (
        *theme_sections(basis, carried),
        *relation_sections(basis),
        *matrix_sections(basis),
        *contrast_sections(basis),
        *sequence_sections(basis),
        *coverage_sections(basis),
        *saturation_sections(basis),
    )


def _told(data: ReportData, basis: Basis) -> ReportData:
    """Add what is said about the rest: the method, and the checklist."""
    coders = codings_by_coder(basis.connection)
    return replace(
        data,
        method=method_paragraphs(data, coders, basis.choices.seed),
        sections=(*data.sections, *coreq_sections(basis, data, coders)),
    )


def _respondents(
    connection: Connection, layer: Layer, found: Gathered
) -> tuple[ReportRespondent, ...]:
    """List the respondents of the documents that count."""
    names, values = respondent_names(connection), attributes_by_respondent(connection)
    columns = attribute_names(connection)
    documents: dict[int, list[str]] = {}
    for document in all_documents(connection):
        if document.id in layer.coders and document.respondent is not None:
            documents.setdefault(document.respondent, []).append(document.name)
    person = attribution_of(connection, "{respondent}")
    answer = []
    for number, theirs in documents.items():
        name = names[number]
        # a respondent called like a document goes by number, as in the quotations
        shown = person(Excerpt(theirs[0], 0, 0, "", (), (), respondent=name))
        cells = tuple(values.get(number, {}).get(column, "") for column in columns)
        quotations = found.per_respondent[name]
        answer.append(ReportRespondent(shown, cells, len(theirs), quotations))
    return tuple(answer)


def _codes(codes: Sequence[Code], counts: StudyCooccurrence) -> tuple[ReportCode, ...]:
    frame = counts.result.codes
    numbers = zip(frame["quotations"].tolist(), frame["respondents"].tolist(), strict=True)
    used = dict(zip(frame["code"].tolist(), numbers, strict=True))
    names = short_names({code.id: code.path for code in codes})
    return tuple(
        ReportCode(
            code.id,
            names[code.id],
            code.path,
            code.depth,
            code.origin,
            code.definition,
            code.include,
            code.exclude,
            code.example,
            code.question,
            *used.get(code.id, (0, 0)),
        )
        for code in codes
    )


def _agreement(connection: Connection, roles: Sequence[Role]) -> ReportAgreement | None:
    """Return how far coders agree; None where no two coders share a document."""
    found = study_agreement(connection, roles=roles)
    if len(found.coders) < 2:
        return None
    frame = found.table.codes
    paths: list[str] = []
    rows: list[tuple[float | None, str, int | None, int | None, int | None]] = []
    for row in frame.to_dict("records"):
        alpha = None if row["alpha"] != row["alpha"] else float(row["alpha"])
        a_only, b_only, both = (_whole(row.get(name)) for name in ("a_only", "b_only", "both"))
        if row["positives"]:
            paths.append(found.names[row["code"]])
            rows.append((alpha, str(row["reason"] or ""), a_only, b_only, both))
    names = short_names(dict(enumerate(paths)))
    return ReportAgreement(
        unit=found.table.unit,
        coders=found.coders,
        documents=len(found.documents),
        n=found.table.n,
        alpha=found.table.pooled.value,
        reason=found.table.pooled.reason,
        codes=tuple((names[n], *row) for n, row in enumerate(rows)),
        notes=found.notes,
    )


def _whole(value: Any) -> int | None:
    return None if value is None else int(value)


def _versions() -> tuple[tuple[str, str], ...]:
    return tuple(chain.from_iterable(map(_version, _LIBRARIES)))


def _version(name: str) -> tuple[tuple[str, str], ...]:
    try:
        return ((name, version(name)),)
    except PackageNotFoundError:  # run from a source tree that was not installed
        return ()
