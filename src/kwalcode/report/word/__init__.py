"""The analysis report as a Word document: the content of the page, to edit and to hand in."""

from kwalcode.report.word.build import write_word

__all__ = ["write_word"]
