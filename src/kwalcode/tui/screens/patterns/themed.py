"""What the keys of the tab Themes ask for: proposals, cards in a theme, memos."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kwalcode.decimals import number
from kwalcode.i18n import _
from kwalcode.project.acts.notes import write_memo
from kwalcode.project.acts.themes import put_patterns_in_theme, take_patterns_from_theme
from kwalcode.project.analyses.themes import StudyProposals, study_proposals
from kwalcode.project.reads.notes import all_memos
from kwalcode.project.study import Study
from kwalcode.tui.screens.patterns.asking import Asking
from kwalcode.tui.text.heat import community_letter
from kwalcode.tui.text.visible import one_line


def memo_act(about: str, number: int, text: str) -> Callable[[Study], object]:
    """Return the act that writes a memo about a theme or a card."""
    return lambda study: write_memo(study, about, number, text)


def memos_about(study: Study, about: str) -> dict[int, list[str]]:
    """Return the texts of the memos about each theme or card (id), newest first."""
    found: dict[int, list[str]] = {}
    with study.reading() as connection:
        for memo in all_memos(connection, about):
            if memo.about_id is not None:
                found.setdefault(memo.about_id, []).append(memo.text)
    return found


def read_proposals(study: Study, asking: Asking, minimum: int) -> StudyProposals:
    """Return the proposals for themes under the rule and the threshold of the screen."""
    with study.reading() as connection:
        return study_proposals(
            connection,
            rule=asking.rule,
            minimum=max(1, minimum),
            sub_codes=asking.sub_codes,
            **asking.scope(),
        )


def proposal_rows(
    found: StudyProposals, name_of: Callable[[int], str]
) -> list[tuple[Sequence[int], str]]:
    """Return the proposals with their codes, those that a theme holds already with a tick."""
    rows: list[tuple[Sequence[int], str]] = []
    for nth, proposal in enumerate(found.proposals):
        known = "✓ " if proposal.theme is not None else ""
        listed = ", ".join(name_of(code) for code in proposal.codes)
        rows.append((proposal.codes, one_line(f"{community_letter(nth)} {known}{listed}")))
    return rows


def proposals_title(found: StudyProposals) -> str:
    """Say what the proposals rest on."""
    if found.modularity is None or found.stability is None:
        return _("Proposals for themes")
    told = _("Proposals: modularity {q}, seeds agree {s} (from {seed})")
    return told.format(q=number(found.modularity), s=number(found.stability), seed=found.seed)


def change_patterns(theme: int, before: set[int], wanted: set[int]) -> Callable[[Study], object]:
    """Return the act that puts cards into a theme, or takes some out; one act where it can be."""

    def change(study: Study) -> None:
        if wanted - before:
            put_patterns_in_theme(study, theme, sorted(wanted - before))
        if before - wanted:
            take_patterns_from_theme(study, theme, sorted(before - wanted))

    return change
