"""Reading the lines of hits, away from the screen's thread."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kwalcode.project.search.hits import Hit
from kwalcode.project.search.lines import Line, lines_of
from kwalcode.project.study import Study
from kwalcode.tui.session import Session


async def read_lines(session: Session, hits: Sequence[Hit]) -> list[Line | None] | None:
    """Return the line of each hit; None when the study is closed. Raises KwalcodeError."""
    coders = session.shown_coders

    def read(study: Study) -> list[Line | None]:
        with study.reading() as connection:
            return lines_of(connection, hits, coders=coders)

    return await asyncio.to_thread(session.read, read)
