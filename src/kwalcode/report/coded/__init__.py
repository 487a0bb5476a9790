"""The coded transcript on paper: turns with their codes in the margin, as a page or for Word."""

from kwalcode.report.coded.build import print_documents
from kwalcode.report.coded.formats import PRINT_FORMATS, write_book

__all__ = ["PRINT_FORMATS", "print_documents", "write_book"]
