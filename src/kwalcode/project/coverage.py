"""Topic coverage of a project. Heavy (pandas); imported only where needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from kwalcode.analysis.coverage import Coverage, coverage, topics_of
from kwalcode.model import Counted, Role
from kwalcode.project.reads.codes import all_codes
from kwalcode.project.talk import talk, words_frame


@dataclass(frozen=True, slots=True)
class StudyCoverage:
    """Coverage in a project, with the topics' paths and questions and the respondents by id."""

    result: Coverage
    counted: Counted
    names: Mapping[int, str]
    questions: Mapping[int, str]
    respondents: Mapping[int, str]


def study_coverage(
    connection: Connection,
    *,
    coder: str | None = None,
    roles: Sequence[Role] = ("respondent",),
    where: Collection[str] = (),
) -> StudyCoverage:
    """Count which topics were spoken of by whom. Arguments as in `frames.evidence`.

    Raises NotFound, UsageError.
    """
    found = talk(connection, coder=coder, roles=roles, where=where)
    codes = all_codes(connection)
    asked = {code.id: code.question for code in codes if code.question.strip()}
    topics = topics_of({code.id: code.parent for code in codes}, asked)
    words = words_frame(connection, found.turns)
    result = coverage(found.codings, words, topics, list(found.respondents))
    names = {code.id: code.path for code in codes}
    return StudyCoverage(result, found.counted, names, asked, found.respondents)
