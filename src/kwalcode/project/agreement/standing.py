"""Decisions of other pairs of coders about the same place: with three coders, each pair has a
queue of its own, and what was settled in one holds in the others.

A decision speaks of the codings that it chooses between and of what it gives the consensus. Two
decisions of different pairs contradict each other when both speak of one code at one place and
would leave other codings of it there. So nothing is decided twice, and nothing stands double.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kwalcode.project.reads.decisions import CodedRange, Decision


def touches(one: CodedRange, other: CodedRange) -> bool:
    """Tell whether two codings are of one code and share a character."""
    return one.code == other.code and one.start < other.end and other.start < one.end


def sides(a: CodedRange | None, b: CodedRange | None) -> tuple[CodedRange, ...]:
    """Return what there is of two sides."""
    return tuple(side for side in (a, b) if side is not None)


def spoken_of(decision: Decision) -> tuple[CodedRange, ...]:
    """Return what a decision speaks of."""
    return (*sides(decision.a, decision.b), *decision.outcome)


def about(decisions: Iterable[Decision], spoken: Sequence[CodedRange]) -> tuple[Decision, ...]:
    """Return what was settled, among decisions on one document, about any of these codings."""
    return tuple(
        one
        for one in decisions
        if one.settled and any(touches(mine, at) for mine in spoken for at in spoken_of(one))
    )


def covered(spoken: Sequence[CodedRange], decisions: Iterable[Decision]) -> bool:
    """Tell whether decisions on one document settled something about each of these codings."""
    known = [at for one in decisions if one.settled for at in spoken_of(one)]
    return all(any(touches(mine, at) for at in known) for mine in spoken)


def standing(
    decisions: Iterable[Decision],
    document: int,
    pair: tuple[int, int],
    spoken: Sequence[CodedRange],
) -> tuple[Decision, ...]:
    """Return what was settled between other coders about these codings of a document."""
    others = (one for one in decisions if (one.first, one.second) != pair)
    return about((one for one in others if one.document == document), spoken)


def contradicted(
    others: Iterable[Decision], spoken: Sequence[CodedRange], outcome: Sequence[CodedRange]
) -> Decision | None:
    """Return the first decision of other coders that leaves something else at the place, where
    `outcome` becomes of what is spoken of."""
    return next((one for one in others if _otherwise(spoken, outcome, one)), None)


def doubled(own: Iterable[Decision], outcome: Sequence[CodedRange]) -> Decision | None:
    """Return the first other decision of the same coders beside whose codings `outcome` would put
    another one of the code, over a part of it."""
    return next(
        (
            one
            for one in own
            if any(touches(new, at) and new != at for new in outcome for at in one.outcome)
        ),
        None,
    )


def _otherwise(
    spoken: Sequence[CodedRange], outcome: Sequence[CodedRange], other: Decision
) -> bool:
    theirs = spoken_of(other)
    left = {one for one in outcome if any(touches(one, at) for at in theirs)}
    stands = {one for one in other.outcome if any(touches(one, at) for at in spoken)}
    return left != stands
