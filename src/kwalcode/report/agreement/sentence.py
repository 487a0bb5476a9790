"""The sentence for a methods section: unit, coders, documents, n, coefficient, interval."""

from __future__ import annotations

from kwalcode.agreement.bootstrap import Uncertainty
from kwalcode.agreement.values import Value
from kwalcode.decimals import number, percent
from kwalcode.i18n import _, counted
from kwalcode.project.agreement.agreements import StudyAgreement
from kwalcode.report.agreement.words import marks_words, units
from kwalcode.report.facts import role_name


def summary_line(found: StudyAgreement) -> str:
    """Return the sentence, with what must be minded after it."""
    if not found.table.documents:
        return _("Agreement: n.a. (no document was coded by two coders).")
    pooled = found.table.pooled
    value = number(pooled.value, 3) if pooled.value is not None else _("n.a.")
    line = _(
        "Agreement of {coders} on {documents}, {units} (talk of: {roles}): Krippendorff's alpha, "
        "pooled over codes, {alpha}"
    ).format(
        coders=", ".join(found.coders),
        documents=units("document", len(found.documents)),
        units=units(found.table.unit, found.table.n),
        roles=", ".join(map(role_name, found.roles)),
        alpha=value,
    )
    if found.uncertainty is not None:
        line += " (" + interval_words(found.uncertainty) + ")"
    extra = [pooled.reason] if pooled.value is None else [marks_words(pooled.value)]
    return "; ".join([line, *filter(None, extra), *choices(found), *found.notes]) + "."


def choices(found: StudyAgreement) -> list[str]:
    """Return what was chosen beside the default: the filter, and counting for main codes."""
    answer = [_("respondents: {where}").format(where=", ".join(found.where))] if found.where else []
    if found.sub_codes:
        answer.append(_("codings counted for main codes"))
    return answer


def further_words(found: StudyAgreement) -> list[str]:
    """Return what goes beyond yes or no: MASI-alpha, |u-alpha, and the span family of each group
    of codes that exclude each other."""
    if found.further is None or not found.table.documents:
        return []
    line = _("MASI-alpha over sets of codes {masi}; |u-alpha over all codes {bar}").format(
        masi=_figure(found.further.masi), bar=_figure(found.further.pooled)
    )
    return [line] + [
        _("{group}: u-alpha {whole}, |u-alpha {bar}, cu-alpha {same}").format(
            group=group.name,
            whole=_figure(group.whole),
            bar=_figure(group.bar),
            same=_figure(group.same),
        )
        for group in found.further.exclusive
    ]


def _figure(value: Value) -> str:
    """Return a coefficient, or why it is not available."""
    if value.value is None:
        return _("n.a. ({reason})").format(reason=value.reason)
    return number(value.value, 3)


def interval_words(sure: Uncertainty) -> str:
    """Return the interval of the pooled alpha and how it was made."""
    low, high = sure.pooled.low, sure.pooled.high
    if low is None or high is None:
        return _("interval n.a.: {reason}").format(reason=sure.pooled.reason)
    words = _("{level}% interval {low} to {high}, {how}").format(
        level=percent(sure.level), low=number(low, 3), high=number(high, 3), how=how(sure)
    )
    if not sure.pooled.missing:
        return words
    missing = counted("{n} resample was n.a.", "{n} resamples were n.a.", sure.pooled.missing)
    return f"{words}, {missing}"


def how(sure: Uncertainty) -> str:
    """Say how the intervals were made: resamples of what, and the seed."""
    return _("bootstrap of {r} resamples of {clusters}, seed {seed}").format(
        r=sure.replicates, clusters=units(sure.over, sure.clusters), seed=sure.seed
    )
