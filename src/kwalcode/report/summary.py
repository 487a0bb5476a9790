"""What a report says of itself: the study in a paragraph, its figures, its cautions."""

from __future__ import annotations

from kwalcode.i18n import _, counted
from kwalcode.report.data import ReportData
from kwalcode.report.facts import facts, layer_name, rule_name
from kwalcode.report.rules import unit_of


def paragraph(data: ReportData) -> str:
    """Return the study in one paragraph, with its own figures."""
    documents = counted("{n} document", "{n} documents", data.counted.documents)
    people = counted("{n} respondent", "{n} respondents", data.counted.respondents)
    sentences = [
        _("The study holds {codings}, made by {coders}.").format(
            codings=counted("{n} coding", "{n} codings", data.codings), coders=_listed(data.coders)
        ),
        _(
            "Below, the codings of {layer} are counted: {quotations} in {documents} of {people}."
        ).format(
            layer=layer_name(data.counted.layer),
            quotations=counted("{n} quotation", "{n} quotations", data.quotations),
            documents=documents,
            people=people,
        ),
        _("Of {codes} in the codebook, {used} were used.").format(
            codes=counted("{n} code", "{n} codes", len(data.codes)),
            used=sum(bool(code.quotations) for code in data.codes),
        ),
        _("Two codes go together when {meaning}.").format(meaning=data.rule_meaning),
    ]
    return " ".join(sentences)


def _listed(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names) or _("nobody")
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def report_facts(data: ReportData) -> tuple[tuple[str, str], ...]:
    """Return what every figure in the report was counted on."""
    pairs = counted("{n} pair of codes", "{n} pairs of codes", data.pairs_found)
    units = "" if data.n is None else f"{data.n} × {unit_of(data.rule)}, "
    return facts(
        data.counted,
        unit=unit_of(data.rule),
        rule=f"{rule_name(data.rule)} ({data.rule_meaning})",
        n=units + pairs,
        filters=data.filters,
    )


def tiles(data: ReportData) -> list[tuple[int, str]]:
    """Return the figures at the head of the report."""
    used = sum(bool(code.quotations) for code in data.codes)
    return [
        (data.counted.documents, _("documents")),
        (data.counted.respondents, _("respondents")),
        (len(data.coders), _("coders")),
        (data.quotations, _("quotations")),
        (used, _("codes used")),
        (data.pairs_found, _("pairs of codes")),
    ]


def rare_note(data: ReportData) -> str:
    """Say which labels fit so few respondents that they may tell who spoke; "" for none."""
    if not data.rare:
        return ""
    labels = ", ".join(f"{label} ({n})" for label, n in data.rare.items())
    return _(
        "These attributions fit fewer than {k} respondents and may tell who spoke: {labels}. "
        "A coarser label is safer."
    ).format(k=data.few, labels=labels)


def flag_name(flag: str) -> str:
    """Return a flag of c_atlas in words."""
    names = {"frequency gap": _("frequency gap"), "above 1": _("above 1"), "n.a.": _("n.a.")}
    return names.get(flag, flag)


def origin_name(origin: str) -> str:
    """Return where a code comes from, in words."""
    names = {
        "deductive": _("deductive"),
        "inductive": _("inductive"),
        "in vivo": _("in vivo"),
    }
    return names.get(origin, origin)


def script_texts() -> dict[str, str]:
    """Return the texts that the page's script fills in."""
    return {
        "na": _("n.a."),
        "both": _("respondents with both: {n}"),
        "events": _("events: {n}"),
        "given": _("of {a} with {b}: {p}"),
        "respondents": _("respondents: {n}"),
        "quotations": _("quotations: {n}"),
        "none": _("No quotation of this is in the report."),
    }
