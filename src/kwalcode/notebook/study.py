"""An open study as notebooks have it: its contents as data frames, and acts."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from kwalcode.model import Code, Role
from kwalcode.notebook.agreement import Agreement
from kwalcode.notebook.analyses import Analyses
from kwalcode.notebook.findings import Findings
from kwalcode.notebook.pairs import Pairs
from kwalcode.notebook.settling import Settling, acting
from kwalcode.project.acts.coding import apply_code
from kwalcode.project.history.undo import undo
from kwalcode.project.reads import codes as read_codes
from kwalcode.project.reads import codings as read_codings
from kwalcode.project.reads import documents as read_documents
from kwalcode.project.reads import people as read_people
from kwalcode.project.retrieval.quotations import excerpts
from kwalcode.project.study import Study, open_study

_RESPONDENTS: tuple[Role, ...] = ("respondent",)


def open_notebook(path: str | os.PathLike[str], as_: str | None = None) -> Notebook:
    """Open the study at `path`; `as_` is who acts, needed only to write.

    Raises NotAProject when it is missing, foreign or damaged; the file is then untouched.
    """
    return Notebook(open_study(Path(path), as_))


class Notebook(Pairs, Analyses, Agreement, Settling, Findings):
    """An open study: its contents, its analyses, and acts. A context manager, or call `close`."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def __enter__(self) -> Notebook:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<kwalcode study {self.study.path}>"

    def close(self) -> None:
        """Close the file."""
        self.study.close()

    # Reads

    def documents(self) -> pd.DataFrame:
        """Return the documents in the study's order, with their respondents' attributes.

        Columns: document (name), respondent, characters, format, and one per attribute.
        """
        with self.study.reading() as connection:
            found = read_documents.all_documents(connection)
            names = read_people.respondent_names(connection)
            values = read_people.attributes_by_respondent(connection)
            attributes = read_people.attribute_names(connection)
        rows = [
            {
                "document": d.name,
                "respondent": names.get(d.respondent or 0, ""),
                "characters": d.length,
                "format": d.format,
            }
            for d in found
        ]
        frame = pd.DataFrame(rows, columns=["document", "respondent", "characters", "format"])
        return _with_attributes(
            frame, [values.get(d.respondent or 0, {}) for d in found], attributes
        )

    def respondents(self) -> pd.DataFrame:
        """Return the respondents: respondent (name), documents (number), one per attribute."""
        with self.study.reading() as connection:
            names = read_people.respondent_names(connection)
            values = read_people.attributes_by_respondent(connection)
            attributes = read_people.attribute_names(connection)
            owners = [d.respondent for d in read_documents.all_documents(connection)]
        frame = pd.DataFrame(
            {
                "respondent": list(names.values()),
                "documents": [owners.count(number) for number in names],
            }
        )
        return _with_attributes(frame, [values.get(number, {}) for number in names], attributes)

    def coders(self) -> pd.DataFrame:
        """Return the coders: coder, kind, how many codings, documents complete and assigned."""
        with self.study.reading() as connection:
            found = read_people.all_coders(connection)
            work = read_people.work_of(connection)
        return pd.DataFrame(
            {
                "coder": [c.name for c in found],
                "kind": [c.kind for c in found],
                "codings": [work[c.id].codings for c in found],
                "complete": [work[c.id].complete for c in found],
                "assigned": [work[c.id].assigned for c in found],
            }
        )

    def codes(self) -> pd.DataFrame:
        """Return the codebook in reading order.

        Columns: code (its path), name, depth, origin, definition, include, exclude, example,
        question, keywords (separated by "; "), color, codings (number, of all coders).
        """
        with self.study.reading() as connection:
            found = read_codes.all_codes(connection)
            counts = read_codes.coding_counts(connection)
        texts = ("origin", "definition", "include", "exclude", "example", "question")
        return pd.DataFrame(
            {
                "code": [c.path for c in found],
                "name": [c.name for c in found],
                "depth": [c.depth for c in found],
                **{field: [getattr(c, field) for c in found] for field in texts},
                "keywords": ["; ".join(c.keywords) for c in found],
                "color": [c.color for c in found],
                "codings": [counts.get(c.id, 0) for c in found],
            }
        )

    def codings(
        self, text: bool = False, *, code: str | None = None, coder: str | None = None
    ) -> pd.DataFrame:
        """Return the codings: document, start, end, code (path), coder; with `text` what is coded.

        In the study's order of documents, then by place. `code` and `coder` limit to one of
        each. The text is as stored, with any speaker labels in it. Raises NotFound.
        """
        with self.study.reading() as connection:
            known = read_codes.all_codes(connection)
            paths = {c.id: c.path for c in known}
            people = {c.id: c.name for c in read_people.all_coders(connection)}
            titles = {d.id: d.name for d in read_documents.all_documents(connection)}
            chosen = read_codings.stream_codings(
                connection,
                codes=None if code is None else {read_codes.find_code(known, code).id},
                coders=None if coder is None else {read_people.find_coder(connection, coder).id},
            )
            found = list(chosen)
            texts = {
                number: read_documents.text_of(connection, number)
                for number in ({c.document for c in found} if text else ())
            }
        frame = pd.DataFrame(
            {
                "document": [titles[c.document] for c in found],
                "start": [c.start for c in found],
                "end": [c.end for c in found],
                "code": [paths[c.code] for c in found],
                "coder": [people[c.coder] for c in found],
            }
        )
        if text:
            frame["text"] = [texts[c.document][c.start : c.end] for c in found]
        return frame

    def text(self, document: str) -> str:
        """Return a document's whole text. Raises NotFound."""
        with self.study.reading() as connection:
            return read_documents.text_of(
                connection, read_documents.find_document(connection, document).id
            )

    def quotations(
        self,
        code: str | None = None,
        *,
        sub_codes: bool = False,
        coder: str | None = None,
        roles: Sequence[Role] = _RESPONDENTS,
        where: Collection[str] = (),
    ) -> pd.DataFrame:
        """Return quotations, each once, without speaker labels, in document order.

        Columns: document, start, end, text, codes, coders (tuples), speaker, role, respondent,
        turn (from 1), and one per attribute. `code` limits to one, with those below it where
        `sub_codes`; `coder`, `roles` and `where` as for `cooccurrence`. Raises NotFound.
        """
        with self.study.reading() as connection:
            known = read_codes.all_codes(connection)
            layer, found = excerpts(
                connection,
                coder=coder,
                roles=roles,
                where=where,
                codes=None if code is None else _code_ids(known, code, sub_codes),
            )
            rows = list(found)
            attributes = read_people.attribute_names(connection)
        fields = (
            "document", "start", "end", "text", "codes", "coders", "speaker", "role", "respondent",
            "turn",
        )  # fmt: skip
        frame = pd.DataFrame({name: [getattr(row, name) for row in rows] for name in fields})
        frame = _with_attributes(frame, [row.attributes for row in rows], attributes)
        frame.attrs.update(
            layer=layer.name, roles=tuple(roles), where=tuple(where), not_coded=layer.not_coded
        )
        return frame

    # Acts

    def apply(
        self, document: str, start: int, end: int, code: str, *, coder: str | None = None
    ) -> bool:
        """Put a code on the passage [start, end) of a document, for the actor or for `coder`.

        Returns False when it was there already. Raises NotFound for an unknown document or
        code, Refused for a range outside the text, UsageError when nobody acts.
        """
        acting(self.study)
        with self.study.reading() as connection:
            where = read_documents.find_document(connection, document).id
            what = read_codes.find_code(read_codes.all_codes(connection), code).id
        return apply_code(self.study, where, start, end, what, coder=coder) is not None

    def undo(self) -> str:
        """Take back the actor's newest act; return its name. Raises Refused, UsageError."""
        return undo(acting(self.study)).name


def _code_ids(known: Sequence[Code], name: str, sub_codes: bool) -> set[int]:
    number = read_codes.find_code(known, name).id
    return read_codes.subtree(known, number) if sub_codes else {number}


def _with_attributes(
    frame: pd.DataFrame, values: Iterable[Mapping[str, Any]], names: Iterable[str]
) -> pd.DataFrame:
    """Add a column per attribute; one whose name is taken is called so."""
    rows = list(values)
    for name in names:
        column = f"{name} (attribute)" if name in frame.columns else name
        frame[column] = [row.get(name, "") for row in rows]
    return frame
