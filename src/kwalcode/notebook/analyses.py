"""What the study amounts to by respondent, group, document and interview, as data frames.

Every frame carries in its `attrs` what it was counted on: layer, roles, filter, documents,
respondents, notes, not_coded, and the choices of the analysis. NaN is n.a.; `attrs["reason"]`
says why, where there is nothing at all.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Unpack

import pandas as pd

from kwalcode.notebook.findings import about
from kwalcode.project.analyses.code_table import study_table
from kwalcode.project.analyses.code_words import study_code_words
from kwalcode.project.analyses.contrasts import study_contrast, study_words
from kwalcode.project.analyses.cooccurrence import SEED
from kwalcode.project.analyses.coverage import study_coverage
from kwalcode.project.analyses.filtering import Asked
from kwalcode.project.analyses.saturation import study_saturation
from kwalcode.project.study import Study


class Analyses:
    """What a study amounts to. All take the choices of `project.analyses.filtering.Asked`.

    Those are coder (a name, "all", or None for the consensus or the main coder), roles (whose
    talk counts), where (conditions as in "domain=politie"), groups (code groups), codes (each
    with its sub-codes) and origins. All raise NotFound and UsageError.
    """

    study: Study

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


_OPENING = ["topic", "document", "respondent", "turn", "question_turn", "question"]
