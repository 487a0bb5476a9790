"""The framework matrix as JSON: documented, and kept."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, BinaryIO

from kwalcode.report.framework.sheet import FrameworkSheet, SheetCell
from kwalcode.report.output import text_stream


def as_contract(sheet: FrameworkSheet) -> dict[str, Any]:
    """Return the matrix as JSON can hold it."""
    from kwalcode.analysis.filters import as_data

    about = sheet.found.counted
    return {
        "layer": about.layer,
        "roles": list(about.roles),
        "filter": as_data(about.filter),
        "documents": about.documents,
        "respondents": about.respondents,
        "sub_codes": sheet.found.sub_codes,
        "notes": list(about.notes),
        "not_coded": list(about.not_coded),
        "columns": [{"kind": subject.kind, "name": name} for subject, name in sheet.found.columns],
        "cells": [_cell(cell) for _name, cells in sheet.rows for cell in cells],
    }


def _cell(cell: SheetCell) -> dict[str, Any]:
    return {
        "respondent": cell.respondent,
        "kind": cell.kind,
        "subject": cell.subject,
        "summary": cell.summary or None,
        "author": cell.author or None,
        "quotations": cell.quotations,
        "linked": [asdict(link) for link in cell.links],
        "read_by": list(cell.readers),
        "warning": cell.warning or None,
    }


def write(sheet: FrameworkSheet, out: BinaryIO) -> tuple[str, ...]:
    """Write the matrix as JSON."""
    with text_stream(out) as stream:
        stream.write(json.dumps(as_contract(sheet), ensure_ascii=False, indent=2) + "\n")
    return ()
