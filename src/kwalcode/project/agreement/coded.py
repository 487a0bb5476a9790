"""What was coded in a project, read once for all figures that are made of it together."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import pandas as pd
from sqlalchemy import Connection

from kwalcode.analysis.layers import CodedDocument
from kwalcode.project.analyses.frames import all_codings
from kwalcode.project.analyses.layers import coded_documents
from kwalcode.project.reads.documents import all_documents


class Coded:
    """The codings of a project at one moment, and who is done with which document.

    Of one connection, while nothing is written: what was read once is not read again.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def codings(self) -> pd.DataFrame:
        """Every coding of every coder, as `all_codings` gives them; not to be changed."""
        return all_codings(self.connection)

    @cached_property
    def documents(self) -> tuple[CodedDocument, ...]:
        """What was done in each document, in the project's order."""
        return tuple(coded_documents(self.connection, all_documents(self.connection)))

    @property
    def final(self) -> frozenset[int]:
        """The documents (ids) whose consensus is final."""
        return frozenset(document.id for document in self.documents if document.finalised)

    def of(self, documents: Collection[int]) -> list[CodedDocument]:
        """Return what was done in these documents (ids), in the project's order."""
        return [document for document in self.documents if document.id in documents]
