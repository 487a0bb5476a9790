"""Quotations in the formats that reports are written in: one file per format."""

from kwalcode.report.quotes.formats import QUOTE_FORMATS, write_list
from kwalcode.report.quotes.heading import QuoteHeading
from kwalcode.report.quotes.study import heading_of, write_quotes

__all__ = ["QUOTE_FORMATS", "QuoteHeading", "heading_of", "write_list", "write_quotes"]
