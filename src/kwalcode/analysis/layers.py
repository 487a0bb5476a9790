"""Whose codings count, and whose talk: the layer and the roles (METHOD section 1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kwalcode.errors import NotFound
from kwalcode.i18n import _
from kwalcode.model import Coder, Counted, Role

if TYPE_CHECKING:
    import pandas as pd

ALL: Final = "all"
"""Asks for the codings of all coders, pooled."""
CONSENSUS: Final = "consensus"


@dataclass(frozen=True, slots=True)
class CodedDocument:
    """What was done in one document: who has how many codings, who marked it complete.

    `finalised` tells whether its consensus was. All but `name` in ids.
    """

    id: int
    name: str
    codings: Mapping[int, int]
    complete: frozenset[int] = frozenset()
    finalised: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """The codings that count: per document (by id) the coders whose codings do.

    Documents that are not in `coders` are left out: they are `not_coded` (by name, in the
    order given). `notes` say what the reader must know. `pooled`: pairs of codes form only
    within one coder's codings.
    """

    name: str
    coders: Mapping[int, frozenset[int]]
    not_coded: tuple[str, ...]
    notes: tuple[str, ...]
    pooled: bool

    def counted(self, respondents: int, roles: Sequence[str] = ("respondent",)) -> Counted:
        """Return what goes along with every figure; `respondents` is how many were counted."""
        return Counted(
            self.name, len(self.coders), respondents, tuple(roles), self.not_coded, self.notes
        )


def choose_layer(
    documents: Sequence[CodedDocument],
    coders: Iterable[Coder],
    *,
    request: int | str | None = None,
    main: int | None = None,
) -> Layer:
    """Decide whose codings count in which document.

    `request` None: the consensus where it was finalised, else the project's main coder
    (`main`; unset, the coder with the most codings). A coder's id or name: that coder alone.
    "all": all coders but the consensus, which is made from theirs.
    A document counts when the layer's coder marked it complete; a coder who marked none at
    all counts where he or she has a coding, and a note says so. Under "all" one coder who
    completed it is enough. Raises NotFound for a coder who is not in the project.
    """
    known = {coder.id: coder for coder in coders}
    if request == ALL:
        people = frozenset(c.id for c in known.values() if c.kind != CONSENSUS)
        return _layer(ALL, documents, people, pooled=True)
    if request is not None:
        coder = find_coder(known.values(), request)
        if coder.kind == CONSENSUS:
            return _only_consensus(documents, coder)
        return _layer(coder.name, documents, frozenset([coder.id]), pooled=False)
    return _consensus_or_main(documents, known, main)


def find_coder(coders: Iterable[Coder], request: int | str) -> Coder:
    """Return the coder of this id or name (without regard to case); raises NotFound."""
    coders = list(coders)
    for coder in coders:
        if coder.id == request or coder.name == request:
            return coder
    for coder in coders:
        if isinstance(request, str) and coder.name.casefold() == request.casefold():
            return coder
    raise NotFound(
        _("There is no coder “{coder}” in this project; there are: {names}.").format(
            coder=request, names=", ".join(c.name for c in coders) or _("none")
        )
    )


def main_coder(documents: Iterable[CodedDocument], coders: Iterable[Coder]) -> int | None:
    """Return the coder with the most codings, the first of equals; None when nobody has coded.

    A supervisor is taken only where no coder has codings, the consensus never.
    """
    kinds = {coder.id: coder.kind for coder in coders if coder.kind != CONSENSUS}
    totals: dict[int, int] = {}
    for document in documents:
        for coder, n in document.codings.items():
            if coder in kinds and n:
                totals[coder] = totals.get(coder, 0) + n
    return max(totals, key=lambda c: (kinds[c] == "coder", totals[c], -c), default=None)


def _only_consensus(documents: Sequence[CodedDocument], consensus: Coder) -> Layer:
    final = {d.id: frozenset([consensus.id]) for d in documents if d.finalised}
    missing = tuple(d.name for d in documents if not d.finalised)
    return Layer(consensus.name, final, missing, (), pooled=False)


def _consensus_or_main(
    documents: Sequence[CodedDocument], known: Mapping[int, Coder], main: int | None
) -> Layer:
    consensus = next((c for c in known.values() if c.kind == CONSENSUS), None)
    final = [d for d in documents if d.finalised] if consensus else []
    if main is None:
        main = main_coder(documents, known.values())
    if consensus and final and (main is None or len(final) == len(documents)):
        return _only_consensus(documents, consensus)
    if main is None or main not in known:
        names = tuple(d.name for d in documents)
        note = _("nobody has coded yet") if documents else _("no documents to count")
        return Layer(_("nobody"), {}, names, (note,), pooled=False)
    name = known[main].name
    rest = [d for d in documents if not (consensus and d.finalised)]
    layer = _layer(name, documents, frozenset([main]), pooled=False, among=rest)
    if not (consensus and final):
        return layer
    note = _("consensus in {n} of {total} documents, {coder} in the others").format(
        n=len(final), total=len(documents), coder=name
    )
    return Layer(
        _("consensus, else {coder}").format(coder=name),
        {**layer.coders, **{d.id: frozenset([consensus.id]) for d in final}},
        layer.not_coded,
        (note, *layer.notes),
        pooled=False,
    )


def _layer(
    name: str,
    documents: Sequence[CodedDocument],
    people: frozenset[int],
    *,
    pooled: bool,
    among: Sequence[CodedDocument] | None = None,
) -> Layer:
    """Take the work of `people` in the documents (`among` them) that count as coded."""
    marked = any(people & d.complete for d in documents)
    kept: dict[int, frozenset[int]] = {}
    missing: list[str] = []
    for d in documents if among is None else among:
        done = d.complete if marked else {coder for coder, n in d.codings.items() if n}
        if people & done:
            kept[d.id] = people
        else:
            missing.append(d.name)
    notes = () if marked else (_("nothing is marked complete: documents with a coding count"),)
    return Layer(name, kept, tuple(missing), notes, pooled=pooled)


def spoken_by(codings: pd.DataFrame, turns: pd.DataFrame, roles: Collection[Role]) -> pd.DataFrame:
    """Keep the codings that touch the speech of somebody in one of these roles.

    `codings` as everywhere (trimmed spans are used where given); `turns`: document, start and
    end of the speech without the speaker label, role.
    """
    from kwalcode.units import cut, trimmed

    wanted = turns[turns["role"].isin(list(roles))]
    places = (wanted[name].to_numpy(dtype="int64") for name in ("document", "start", "end"))
    span, _turn = cut(codings["document"].to_numpy(dtype="int64"), *trimmed(codings), *places)
    kept = codings["document"].to_numpy(dtype="int64") < 0
    kept[span] = True
    return codings[kept]
