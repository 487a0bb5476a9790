"""The analyses of a study as data frames; `kwalcode.notebook` is the door to them.

Every frame carries in its `attrs` what it was counted on: layer, roles, filter, documents,
respondents, notes, not_coded, and the choices of the analysis. NaN is n.a.; `attrs["reason"]`
says why, where there is nothing at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from kwalcode.model import Role
from kwalcode.notebook_agreement import agreement_frame
from kwalcode.notebook_findings import Findings, about
from kwalcode.project.agreement.agreements import study_agreement
from kwalcode.project.agreement.disagreements import study_disagreements
from kwalcode.project.analyses.chances import study_chances
from kwalcode.project.analyses.code_table import study_table
from kwalcode.project.analyses.code_words import study_code_words
from kwalcode.project.analyses.contrasts import study_contrast, study_words
from kwalcode.project.analyses.cooccurrence import (
    SEED,
    StudyCooccurrence,
    study_cooccurrence,
    study_graph,
)
from kwalcode.project.analyses.coverage import study_coverage
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.saturation import study_saturation

if TYPE_CHECKING:
    import networkx as nx


class Analyses(Findings):
    """What a study amounts to. All take the choices of `project.filtering.Asked`.

    Those are coder (a name, "all", or None for the consensus or the main coder), roles (whose
    talk counts), where (conditions as in "domain=politie"), groups (code groups), codes (each
    with its sub-codes) and origins. All raise NotFound and UsageError.
    """

    def cooccurrence(
        self,
        rule: str = "sentence",
        *,
        all_pairs: bool = False,
        sub_codes: bool = False,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return which codes go together, a pair per row, with every measure.

        `rule`: "overlap", "same-quotation", "sentence", "turn", "document" or "near(n)";
        `all_pairs`: also those that never meet; `sub_codes`: codings count for codes above too.
        """
        with self.study.reading() as connection:
            found = study_cooccurrence(
                connection, rule=rule, all_pairs=all_pairs, sub_codes=sub_codes, **asked
            )
        return _pairs(found)

    def chances(
        self,
        rule: str = "sentence",
        *,
        sub_codes: bool = False,
        rotations: int = 0,
        seed: int = SEED,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return the pairs that meet as `cooccurrence` does, with their exploratory p-values.

        Exact over respondents; `rotations` adds those by so many seeded rotations. Holm and BH are
        over all pairs of codes in use: `attrs["tests"]` says how many.
        """
        with self.study.reading() as connection:
            found = study_chances(
                connection, rule=rule, sub_codes=sub_codes, rotations=rotations, seed=seed, **asked
            )
        frame = _pairs(found.found)
        frame.attrs.update(
            tests=found.tests, smallest_p=found.smallest_p, rotations=found.rotations, seed=seed
        )
        return frame

    def graph(
        self,
        rule: str = "sentence",
        *,
        of: str = "code",
        weight: str = "respondents",
        minimum: float = 2,
        alpha: float | None = None,
        seed: int = SEED,
        sub_codes: bool = False,
        **asked: Unpack[Asked],
    ) -> nx.Graph[str]:
        """Return the graph of codes (`of` "theme": of themes) that go together.

        `weight` is what an edge weighs, a column of `cooccurrence`; `minimum` the least of it.
        Nodes are the codes' paths, with respondents, quotations and community (from 0, None for
        none); `alpha` keeps the backbone of that level. `graph.graph` holds what was counted,
        modularity and stability of the communities, and the seed.
        """
        import networkx as nx

        from kwalcode.analysis.graph import community_of

        with self.study.reading() as connection:
            found = study_cooccurrence(connection, rule=rule, of=of, sub_codes=sub_codes, **asked)
        network, groups = study_graph(found, weight=weight, minimum=minimum, alpha=alpha, seed=seed)
        number = community_of(groups)
        nx.set_node_attributes(network, {code: number.get(code) for code in network}, "community")
        drawn: nx.Graph[Any] = network
        names: dict[Any, str] = dict(found.names)
        answer: nx.Graph[str] = nx.relabel_nodes(drawn, names)
        answer.graph.update(
            about(found.counted),
            rule=found.result.rule,
            modularity=groups.modularity,
            stability=groups.stability,
            seed=groups.seed,
            reason=groups.reason,
        )
        return answer

    def contrast(
        self,
        by: str,
        *,
        of: str = "code",
        unit: str = "respondents",
        sub_codes: bool = False,
        seed: int = SEED,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Compare groups of respondents: a row per code (theme, pattern) and group.

        `by` is an attribute, `of` "code", "theme" or "pattern", `unit` "respondents",
        "quotations" or "words". Columns as in the command's CSV.
        """
        with self.study.reading() as connection:
            found = study_contrast(
                connection, by, of=of, unit=unit, sub_codes=sub_codes, seed=seed, **asked
            )
        result = found.result
        tests = result.codes.drop(columns="amount").rename(
            columns={"smallest_p": "code_smallest_p"}
        )
        frame = result.cells.merge(tests, on="code", how="left")
        frame["code"] = [found.names[number] for number in frame["code"].tolist()]
        frame.attrs.update(
            about(found.counted),
            by=found.attribute,
            of=found.of,
            unit=result.unit,
            test=result.test,
            tests=result.tests,
            smallest_p=result.smallest_p,
            seed=result.seed,
            reason=result.reason,
            in_every_group=[
                found.names[code] for code in result.codes.loc[result.codes["everywhere"], "code"]
            ],
        )
        return frame

    def words(
        self, *, by: str = "", code: str = "", sub_codes: bool = False, **asked: Unpack[Asked]
    ) -> pd.DataFrame:
        """Return the words that mark the groups of the attribute `by`, or else a `code`."""
        with self.study.reading() as connection:
            if by:
                marking = study_words(connection, by, **asked)
                frame, counted = marking.words.copy(), marking.counted
                more: dict[str, Any] = {"by": marking.attribute, "reason": marking.reason}
            else:
                found = study_code_words(connection, code, sub_codes=sub_codes, **asked)
                frame, counted = found.words.copy(), found.counted
                more = {"code": found.code, "reason": found.reason}
        frame.attrs.update(about(counted), **more)
        return frame

    def coverage(self, **asked: Unpack[Asked]) -> pd.DataFrame:
        """Return topics x respondents: topic, question, respondent, quotations, words.

        `attrs["openings"]` is a frame of what the interviewer asked before each topic came up.
        """
        with self.study.reading() as connection:
            found = study_coverage(connection, **asked)
        frame = found.result.cells.copy()
        topics = frame["topic"].tolist()
        frame["topic"] = [found.names[number] for number in topics]
        frame.insert(1, "question", [found.questions[number] for number in topics])
        frame["respondent"] = [found.respondents[n] for n in frame["respondent"].tolist()]
        opened = pd.DataFrame([asdict(one) for one in found.openings], columns=_OPENING)
        opened["topic"] = [found.names[number] for number in opened["topic"].tolist()]
        opened["respondent"] = [found.respondents[n] for n in opened["respondent"].tolist()]
        frame.attrs.update(about(found.counted), reason=found.result.reason, openings=opened)
        return frame

    def saturation(
        self, *, base: int = 4, run: int = 2, seed: int = SEED, **asked: Unpack[Asked]
    ) -> pd.DataFrame:
        """Return an interview per row: new and total codes, bands over shuffled orders, ratio.

        The ratio is that of the run that ends there. Inductive and in vivo codes unless
        `origins` says otherwise; `attrs` has Chao2 and when which level was reached.
        """
        with self.study.reading() as connection:
            found = study_saturation(connection, base=base, run=run, seed=seed, **asked)
        result = found.result
        frame = result.interviews.copy()
        frame.insert(1, "document", list(found.documents))
        ratios = result.runs[["last", "ratio"]].rename(columns={"last": "interview"})
        frame = frame.merge(ratios.astype({"interview": "int64"}), on="interview", how="left")
        frame.attrs.update(
            about(found.counted),
            order=found.order or "documents",
            seed=result.seed,
            shuffles=result.shuffles,
            reason=result.reason,
            chao2=asdict(result.richness),
            reached=[asdict(one) for one in result.reached],
        )
        return frame

    def table(
        self,
        by: str = "document",
        *,
        unit: str = "quotations",
        share: str = "none",
        normalise: str = "none",
        binary: bool = False,
        sub_codes: bool = False,
        **asked: Unpack[Asked],
    ) -> pd.DataFrame:
        """Return the code-document table: codes as rows; documents, respondents or groups beside.

        Choices as in the command `table`.
        """
        with self.study.reading() as connection:
            found = study_table(
                connection,
                by=by,
                unit=unit,
                share=share,
                normalise=normalise,
                binary=binary,
                sub_codes=sub_codes,
                **asked,
            )
        frame = found.cells.copy()
        frame.index = pd.Index([found.names[n] for n in frame.index.tolist()], name="code")
        frame.columns = pd.Index(found.columns, name=found.by)
        how = {"unit": unit, "share": share, "normalise": normalise, "reason": found.reason}
        frame.attrs.update(about(found.counted), by=found.by, **how)
        return frame

    def agreement(
        self,
        coders: Sequence[str] | None = None,
        *,
        unit: str = "sentence",
        roles: Sequence[Role] = ("respondent",),
        where: Sequence[str] = (),
        sub_codes: bool = False,
        by: str = "code",
        replicates: int = 0,
        seed: int = 1,
    ) -> pd.DataFrame:
        """Return how far coders agree per code; pooled alpha is in `attrs`.

        `coders` by name, by default all who coded; `unit` "sentence", "turn", "document",
        "token" or "character". `by` "document", "pair", "group" (of documents), "round" or an
        attribute of respondents gives a row for each of those. NaN is n.a., with the reason
        beside it. With `replicates` the interval of pooled alpha is in `attrs` (from `seed`).
        """
        with self.study.reading() as connection:
            found = study_agreement(
                connection,
                coders=coders,
                unit=unit,
                roles=roles,
                where=where,
                sub_codes=sub_codes,
                replicates=replicates,
                seed=seed,
                further=True,
            )
            frame = agreement_frame(connection, found, by, coders)
        sure = found.uncertainty
        frame.attrs.update(
            together={name: value.value for name, value in found.table.together.items()},
            bar_u_alpha=found.further.pooled.value if found.further else None,
            masi=found.further.masi.value if found.further else None,
            interval=None if sure is None else (sure.pooled.low, sure.pooled.high),
            seed=None if sure is None else sure.seed,
            unit=found.table.unit,
            n=found.table.n,
            coders=found.coders,
            documents=found.documents,
            roles=found.roles,
            where=found.where,
            alpha=found.table.pooled.value,
            reason=found.table.pooled.reason,
            notes=found.notes,
        )
        return frame

    def disagreements(
        self,
        coders: Sequence[str] | None = None,
        *,
        roles: Sequence[Role] = ("respondent",),
        where: Sequence[str] = (),
    ) -> pd.DataFrame:
        """Return what two coders did not agree on, a passage per row, each in one class.

        Columns: document, start, end, turn, class, kind, whose, and a, b: the codes that the
        first and the second coder put there ("" for none). In `attrs`: `classes`, the spans of
        both coders by class, and `confusion`, (a's code, b's code, how often).
        """
        with self.study.reading() as connection:
            found = study_disagreements(connection, coders=coders, roles=roles, where=where)
        rows = [
            (
                one.document, one.start, one.end, one.turn, one.group, one.kind, one.whose,
                one.a.code if one.a else "", one.b.code if one.b else "",
            )
            for one in found.rows
        ]  # fmt: skip
        frame = pd.DataFrame(rows, columns=_DISAGREEMENT)
        frame.attrs.update(
            coders=found.coders,
            documents=found.documents,
            n=found.n,
            roles=found.roles,
            classes=dict(found.classes),
            confusion=found.confused,
        )
        return frame


_OPENING = ["topic", "document", "respondent", "turn", "question_turn", "question"]
_DISAGREEMENT = ["document", "start", "end", "turn", "class", "kind", "whose", "a", "b"]


def _pairs(found: StudyCooccurrence) -> pd.DataFrame:
    """Return the pairs with the codes' paths."""
    frame = found.result.pairs.copy()
    for column in ("a", "b"):
        frame[column] = [found.names[number] for number in frame[column].tolist()]
    frame.attrs.update(
        about(found.counted),
        rule=found.result.rule,
        units=found.result.n,
        sub_codes=found.sub_codes,
    )
    return frame
