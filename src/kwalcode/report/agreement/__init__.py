"""Agreement in the formats that reports are written in: one file per format."""

from kwalcode.report.agreement.formats import AGREEMENT_FORMATS, agreement_bytes
from kwalcode.report.agreement.jsonform import as_contract
from kwalcode.report.agreement.sentence import summary_line
from kwalcode.report.agreement.sheet import BY, AgreementSheet, Column, sheet_of

__all__ = [
    "AGREEMENT_FORMATS",
    "BY",
    "AgreementSheet",
    "Column",
    "agreement_bytes",
    "as_contract",
    "sheet_of",
    "summary_line",
]
