"""How far coders agree: coefficients on ratings and on spans, and the table over codes."""

from kwalcode.agreement.binary import AgreementTable, sentence_agreement
from kwalcode.agreement.nominal import COEFFICIENTS as NOMINAL_COEFFICIENTS
from kwalcode.agreement.sets import krippendorff_alpha_masi, masi_distance
from kwalcode.agreement.spans import SPAN_COEFFICIENTS
from kwalcode.agreement.values import Value

COEFFICIENTS = {**NOMINAL_COEFFICIENTS, "krippendorff_alpha_masi": krippendorff_alpha_masi}
"""Coefficients by name: functions of ratings (coders x units, None where missing)."""

__all__ = [
    "COEFFICIENTS",
    "SPAN_COEFFICIENTS",
    "AgreementTable",
    "Value",
    "krippendorff_alpha_masi",
    "masi_distance",
    "sentence_agreement",
]
