"""What the agreement screen reads: figures, the queue, rounds.

The rooms that count are loaded where they are asked, in a worker: the screen is there at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kwalcode.errors import UsageError
from kwalcode.model import ROLES, Role

if TYPE_CHECKING:
    from kwalcode.agreement.bootstrap import Uncertainty
    from kwalcode.project.agreement.agreements import StudyAgreement
    from kwalcode.project.agreement.by_round import RoundAgreement
    from kwalcode.project.agreement.coded import Coded
    from kwalcode.project.agreement.disagreements import StudyDisagreements
    from kwalcode.project.agreement.finality import FinalPlan
    from kwalcode.project.agreement.further import FurtherAgreement
    from kwalcode.project.agreement.queue import Queue
    from kwalcode.project.reads import Connection
    from kwalcode.project.reads.people import Work
    from kwalcode.project.study import Study

REPLICATES, SEED = 1000, 1


@dataclass(frozen=True, slots=True)
class Choice:
    """What is compared: the unit, two coders by name (() leaves it to the study), whether
    codings count for main codes, and whether the talk of everybody does; and the coefficient that
    comes first."""

    unit: str = "sentence"
    coders: tuple[str, ...] = ()
    sub_codes: bool = False
    everybody: bool = False
    coefficient: str = "alpha"

    @property
    def roles(self) -> tuple[Role, ...]:
        """Whose talk counts."""
        return ROLES if self.everybody else ("respondent",)


@dataclass(frozen=True, slots=True)
class Progress:
    """Of all documents, in the project's order: their names, who (by name) of all coders is done
    with them, in which others have begun, and which are final; by id."""

    names: Mapping[int, str]
    done: Mapping[int, tuple[str, ...]]
    begun: frozenset[int]
    final: frozenset[int]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the study and how much they did: also who was only given a copy so far."""

    name: str
    kind: str
    work: Work


@dataclass(frozen=True)
class AgreementData:
    """Figures of a choice. `spans` and `queue` are of one pair of coders; None, with the reason
    in `obstacle`, where there are not two. `people` are all who code here, compared or not,
    `everyone` all but the consensus. `groupings` are the ways to group documents. `rounds` is None
    until they are read."""

    choice: Choice
    found: StudyAgreement
    spans: StudyDisagreements | None
    queue: Queue | None
    obstacle: str
    people: tuple[str, ...]
    everyone: tuple[Person, ...]
    progress: Progress
    boundary: str
    groupings: Mapping[str, Mapping[str, frozenset[int]]]
    rounds: tuple[RoundAgreement, ...] | None = None


def read_agreement(study: Study, choice: Choice) -> AgreementData:
    """Read the figures, without intervals and what takes longest, and the queue."""
    from kwalcode.project.agreement.adjudication import adjudication
    from kwalcode.project.agreement.agreements import study_agreement
    from kwalcode.project.agreement.by_group import groupings
    from kwalcode.project.agreement.coded import Coded
    from kwalcode.project.agreement.disagreements import study_disagreements
    from kwalcode.project.agreement.finality import boundary_of
    from kwalcode.project.reads.people import working_coders

    with study.reading() as connection:
        coded = Coded(connection)
        found = study_agreement(
            connection,
            coders=choice.coders or None,
            unit=choice.unit,
            sub_codes=choice.sub_codes,
            roles=choice.roles,
            coded=coded,
        )
        pair = list(choice.coders) or _busiest(found)
        obstacle, spans, queue = "", None, None
        try:
            spans = study_disagreements(
                connection, coders=pair, groups=(), roles=choice.roles, coded=coded
            )
            queue = adjudication(connection, coders=pair, coded=coded)
        except UsageError as error:
            obstacle = str(error)
        return AgreementData(
            choice,
            found,
            spans,
            queue,
            obstacle,
            tuple(one.name for one in working_coders(connection) if one.kind == "coder"),
            _everyone(connection),
            _progress(coded),
            boundary_of(connection),
            groupings(connection),
        )


def _everyone(connection: Connection) -> tuple[Person, ...]:
    from kwalcode.analysis.layers import CONSENSUS
    from kwalcode.project.reads.people import all_coders, work_of

    work = work_of(connection)
    people = (one for one in all_coders(connection) if one.kind != CONSENSUS)
    return tuple(Person(one.name, one.kind, work[one.id]) for one in people)


def _progress(coded: Coded) -> Progress:
    from kwalcode.project.agreement.agreements import compared_documents

    people, names, coded_by, _notes = compared_documents(coded, None, ())
    by_id = {coder.id: coder.name for coder in people}
    begun = (d.id for d in coded.documents if by_id.keys() & d.codings.keys() - coded_by[d.id])
    return Progress(
        names,
        {d: tuple(by_id[one] for one in sorted(who)) for d, who in coded_by.items()},
        frozenset(begun),
        coded.final,
    )


def read_plans(study: Study, documents: Collection[int]) -> Mapping[int, FinalPlan]:
    """Read what finalising these documents (ids) would do, for those that several completed."""
    from kwalcode.project.agreement.finality import final_plans

    with study.reading() as connection:
        return {plan.document: plan for plan in final_plans(connection, documents)}


def _busiest(found: StudyAgreement) -> list[str] | None:
    """Return the pair of coders with the most documents together, where there are several."""
    if len(found.coders) < 3:
        return None
    named = list(zip(pairs_of(found), found.pairs, strict=True))
    return list(max(named, key=lambda one: one[1].documents)[0])


def pairs_of(found: StudyAgreement) -> list[tuple[str, str]]:
    """Return the names of every two coders compared, in the order of `found.pairs`."""
    return list(combinations(found.coders, 2))


def read_interval(found: StudyAgreement, coefficient: str) -> Uncertainty | None:
    """Return the seeded interval of a coefficient, None where it has none."""
    from kwalcode.agreement.bootstrap import bootstrap
    from kwalcode.agreement.yesno import COEFFICIENT_NAMES

    if found.table.tallies is None or coefficient not in COEFFICIENT_NAMES:
        return None
    return bootstrap(found.table.tallies, replicates=REPLICATES, seed=SEED, coefficient=coefficient)


def read_further(
    study: Study, choice: Choice
) -> tuple[FurtherAgreement | None, tuple[RoundAgreement, ...]]:
    """Read what takes longest: |u-alpha and MASI-alpha, and the rounds with their intervals."""
    from kwalcode.project.agreement.agreements import study_agreement
    from kwalcode.project.agreement.by_round import agreement_by_round

    with study.reading() as connection:
        coders, unit, sub_codes = choice.coders or None, choice.unit, choice.sub_codes
        found = study_agreement(
            connection,
            coders=coders,
            unit=unit,
            sub_codes=sub_codes,
            roles=choice.roles,
            further=True,
        )
        rounds = agreement_by_round(
            connection,
            coders=coders,
            unit=unit,
            sub_codes=sub_codes,
            roles=choice.roles,
            replicates=REPLICATES,
            seed=SEED,
        )
    return found.further, rounds
