"""Histories of which the order of joining once made another study: found at random, cut down to
what is needed. By what went wrong: what Bram, Carla and Anna did in their copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from joining_acts import (
    CODEBOOK,
    CODING,
    ERASING,
    FINDINGS,
    MATERIAL,
    NOTES,
    TEAM,
    TURNING,
    Work,
    decide_uncarried,
    give,
    other_text,
    rename_somebody,
    settle,
)

code_there, code_here, remove_coding, move, recode, complete = CODING
new_code, rename_code, define, hang, delete_code, merge = CODEBOOK[:6]
memo_on_code, memo_on_passage = NOTES[:2]
new_group = CODEBOOK[6]
mark, save_query = NOTES[-2:]
rename_document, remove_document = MATERIAL[2:4]
pattern, relate, summarise = FINDINGS[7], FINDINGS[13], FINDINGS[14]
finalise = TEAM[5]
undo_last = TURNING[0]
erase_passage, erase_document = ERASING

Works = tuple[Work, Work, Work]
"""What Bram, Carla and Anna did."""
Turns = Sequence[str]
"""Who worked first."""

FOUND: Mapping[str, Works] = {
    "a memo that waits had a UUID of its own in each order": (
        [(remove_document, 9, 1), (other_text, 1, 9)], [(memo_on_passage, 8, 9)], [],
    ),
    "two corrections, and a code deleted": (
        [(delete_code, 7, 2)], [(other_text, 8, 0)], [(other_text, 0, 7)],
    ),
    "a passage erased in a document that was removed": (
        [(erase_document, 5, 7), (erase_passage, 5, 4), (move, 0, 1)], [(move, 0, 6)],
        [(remove_document, 6, 8)],
    ),
    "a code merged into two others, and a pattern": (
        [(merge, 2, 6)], [(merge, 8, 1)], [(pattern, 7, 8)],
    ),
    "a code merged into two others, and a relation": (
        [(merge, 3, 5)], [(new_code, 0, 1), (merge, 8, 5)], [(relate, 0, 4)],
    ),
    "what was defined before the code was deleted": (
        [(define, 7, 2)], [(relate, 7, 8)], [(define, 4, 6), (delete_code, 3, 9)],
    ),
    "what somebody was called before being removed": (
        [(rename_somebody, 9, 1)], [(rename_somebody, 7, 6)],
        [(remove_document, 4, 3), (rename_somebody, 4, 0), (remove_document, 2, 3)],
    ),
    "two codings that became one, and parted": (
        [(recode, 0, 5)], [(merge, 0, 1)], [(code_there, 0, 2)],
    ),
    "two codings that became one, and one moved": (
        [(merge, 3, 4)], [(remove_document, 1, 9), (move, 3, 3)], [(move, 2, 5)],
    ),
    "a passage erased, and the text corrected": (
        [(other_text, 4, 4)], [(erase_passage, 2, 7), (code_here, 4, 2)], [],
    ),
    "a passage erased, and the document removed": (
        [(other_text, 7, 3)], [(remove_document, 9, 1)], [(erase_passage, 7, 8)],
    ),
    "a passage erased that was corrected": (
        [(erase_passage, 4, 3)], [(other_text, 6, 3)], [],
    ),
    "a passage erased, and two corrections beside it": (
        [(other_text, 7, 7), (erase_passage, 8, 7)], [(other_text, 5, 4)], [(erase_passage, 1, 3)],
    ),
    "a coding on words of which some were erased": (
        [(other_text, 8, 8)], [(memo_on_code, 3, 0)], [(erase_passage, 6, 6)],
    ),
    "the source of a text with a passage erased": (
        [(erase_passage, 7, 0)], [(complete, 9, 2)], [(remove_document, 3, 1)],
    ),
    "what was made after an erasure": (
        [(save_query, 2, 8)], [(erase_document, 0, 9), (save_query, 4, 5)], [],
    ),
    "a coding got another code, and its text was corrected twice": (
        [(other_text, 2, 6)], [(other_text, 0, 3)], [(recode, 2, 6)],
    ),
    "a coding moved, that waits": (
        [(move, 7, 9), (other_text, 4, 9)], [(delete_code, 6, 4)], [],
    ),
    "a coding on words that one of two corrections touched": (
        [(other_text, 2, 4)], [(other_text, 8, 1)], [(code_there, 9, 4)],
    ),
    "a code that was only needed for a while": (
        [(recode, 1, 8)], [(delete_code, 9, 5)], [(move, 1, 9)],
    ),
    "two codes of one name, for a while": (
        [(delete_code, 7, 2), (hang, 7, 4)], [(rename_code, 3, 4)], [(rename_code, 2, 7)],
    ),
    "decisions that became one": (
        [(settle, 2, 9)], [], [(merge, 9, 2), (settle, 4, 5)],
    ),
    "decisions on a merged code": (
        [(merge, 9, 5)], [(settle, 8, 2)], [(settle, 0, 5)],
    ),
    "a code that only a decision needed which did not hold": (
        [(new_code, 6, 3), (settle, 5, 4)], [(delete_code, 4, 5), (settle, 2, 6)], [],
    ),
    "what a decision gave a merged code": (
        [(merge, 2, 1)], [(settle, 2, 4)], [(settle, 8, 0)],
    ),
    "a coding put together with one that a third copy took out, with its code": (
        [(delete_code, 3, 0)], [(merge, 8, 0)], [(code_here, 8, 0)],
    ),
    "a coding put together with one that a third copy took out, with its document": (
        [(remove_document, 9, 7)], [(merge, 6, 5)], [(code_there, 1, 9)],
    ),
    "a passage erased in a document that two others removed": (
        [(erase_passage, 0, 3)], [(remove_document, 6, 7)], [(remove_document, 4, 6)],
    ),
    "two decisions, and their codes merged": (
        [(merge, 6, 8)], [(settle, 7, 8)], [(settle, 5, 5)],
    ),
    "a decision that gave nothing, and the codes merged": (
        [(merge, 6, 8)], [(settle, 8, 2)], [(settle, 4, 2), (settle, 2, 1)],
    ),
    "two decisions on different codes that were merged": (
        [(settle, 5, 3), (settle, 3, 0)], [(merge, 3, 7)], [(settle, 1, 1)],
    ),
    "a decision that did not hold, and the document finalised": (
        [(delete_code, 4, 7), (settle, 4, 9)], [(finalise, 7, 0)], [(settle, 5, 4)],
    ),
    "the same, in a text that was corrected": (
        [(delete_code, 4, 7), (settle, 4, 9)], [(other_text, 3, 0), (finalise, 7, 0)],
        [(settle, 5, 4)],
    ),
    "a coding on a deleted code that somebody needs": (
        [(summarise, 0, 5)], [(merge, 2, 6), (delete_code, 0, 6)],
        [(delete_code, 0, 8), (move, 3, 3)],
    ),
    "a coding whose code was merged into one that is deleted everywhere": (
        [(merge, 8, 4), (delete_code, 7, 1)], [(finalise, 7, 0)], [(delete_code, 1, 3)],
    ),
    "a relation of codes that were merged and deleted": (
        [(merge, 5, 1), (delete_code, 0, 5)], [(relate, 5, 9)], [(delete_code, 6, 2)],
    ),
    "a place in a group of a code that was merged and deleted": (
        [(memo_on_code, 8, 7)], [(new_group, 0, 2), (delete_code, 9, 6)],
        [(merge, 2, 1), (delete_code, 2, 5)],
    ),
    "a place in a group of codes that went with their documents": (
        [], [(delete_code, 9, 0), (new_group, 0, 7)],
        [(remove_document, 4, 4), (merge, 8, 4), (remove_document, 2, 2)],
    ),
    "a merged code that was defined, and merged the other way round": (
        [(merge, 4, 9)], [(merge, 6, 1)], [(define, 4, 6)],
    ),
    "a document that came back for a while": (
        [(merge, 2, 4)], [(remove_document, 3, 1)], [(remove_document, 1, 5)],
    ),
    "a coding that came back by undo, and waits": (
        [(delete_code, 8, 0)], [(delete_code, 8, 1), (undo_last, 8, 3)], [(other_text, 9, 1)],
    ),
    "a text corrected twice in one copy, and once in another": (
        [(code_here, 1, 7), (other_text, 1, 8), (other_text, 7, 6)], [(other_text, 3, 2)], [],
    ),
    "a text corrected twice, and a coding taken out whose code was merged": (
        [(hang, 0, 0), (merge, 6, 1)], [(other_text, 7, 0), (other_text, 5, 2)],
        [(remove_coding, 8, 6)],
    ),
    "two marks on words that were corrected": (
        [(mark, 6, 2)], [(other_text, 8, 7)], [(mark, 4, 2)],
    ),
    "a mark beside words that were erased": (
        [(mark, 7, 8), (erase_passage, 9, 5)], [(other_text, 3, 3)], [],
    ),
    "a mark in a text that was corrected and of which words were erased": (
        [(mark, 5, 8)], [(other_text, 7, 3), (erase_passage, 0, 5)], [],
    ),
    "a memo on words that were corrected, in a text with others erased": (
        [(erase_passage, 3, 0)], [(other_text, 5, 9)], [(memo_on_passage, 3, 9)],
    ),
    "a memo on words that were corrected, and other words erased": (
        [(memo_on_passage, 4, 9)], [(erase_passage, 4, 1)], [(other_text, 2, 9)],
    ),
    "a coding on words that were corrected, and other words erased after": (
        [(other_text, 3, 9), (erase_passage, 3, 3)], [(code_here, 3, 4)], [],
    ),
    "two passages erased, and words beside them corrected": (
        [(other_text, 1, 3)], [(erase_passage, 1, 0)], [(erase_passage, 7, 1)],
    ),
    "two passages erased in words that were corrected": (
        [(other_text, 1, 4)], [(erase_passage, 7, 4)], [(erase_passage, 7, 3)],
    ),
    "a coding on words that were corrected in one copy and erased in another": (
        [(other_text, 7, 0)], [(erase_passage, 3, 2)], [(finalise, 5, 6)],
    ),
    "three codings in one place, and an erasure": (
        [(settle, 5, 0)], [(erase_passage, 5, 9), (settle, 7, 2)], [(finalise, 9, 8)],
    ),
    "a coding that was taken out before an erasure": (
        [(erase_passage, 1, 6)], [(other_text, 3, 1)], [(delete_code, 2, 6), (erase_passage, 4, 8)],
    ),
    "a document given to somebody who was erased": (
        [(rename_document, 6, 7)], [(give, 6, 3)],
        [(remove_document, 4, 9), (erase_document, 0, 2)],
    ),
    "a document of somebody who was erased, removed and gone on with": (
        [(give, 2, 9), (settle, 0, 7)], [], [(remove_document, 6, 8), (erase_document, 8, 7)],
    ),
    "a correction that was taken back, and the document removed": (
        [(other_text, 6, 1), (undo_last, 8, 2)], [(remove_document, 4, 0)], [],
    ),
    "a query saved in three copies, and an erasure in one of them": (
        [(save_query, 1, 5), (erase_passage, 7, 5)], [(save_query, 9, 9)], [(save_query, 1, 2)],
    ),
    "a document finalised in two copies and corrected in the third": (
        [(other_text, 1, 1)], [(finalise, 1, 0)], [(finalise, 1, 0)],
    ),
    "a decision on words that were corrected beside erased ones": (
        [(settle, 1, 3)], [(erase_passage, 9, 5)], [(other_text, 7, 1)],
    ),
    "two passages erased beside each other, and words of them corrected": (
        [(other_text, 6, 6)], [(erase_passage, 2, 3)], [(erase_passage, 6, 2)],
    ),
    "a code renamed and deleted, of which an erasure took the history": (
        [(define, 1, 0)], [(rename_code, 7, 0)],
        [(rename_code, 7, 9), (delete_code, 7, 8), (erase_document, 0, 0)],
    ),
    "two decisions on one disagreement, on words that were corrected": (
        [(remove_document, 6, 5), (other_text, 0, 1)], [(settle, 5, 4)], [(settle, 1, 8)],
    ),
    "three decisions on one disagreement, of which codes were merged": (
        [(settle, 7, 4)], [(settle, 7, 4)], [(merge, 2, 7), (settle, 7, 4)],
    ),
    "a coding on words that were corrected twice in one copy": (
        [(merge, 5, 3)], [(other_text, 9, 0), (other_text, 7, 1)], [(delete_code, 2, 8)],
    ),
    "two codings of the consensus that a merge makes one, corrected": (
        [(settle, 9, 9)], [(other_text, 1, 1)], [(merge, 2, 9)],
    ),
    "a decision that was decided again, and one made apart": (
        [(delete_code, 7, 0), (settle, 8, 0), (settle, 6, 3)], [(settle, 9, 6)], [(settle, 1, 1)],
    ),
    "a code merged into two others, and a decision about it": (
        [(merge, 8, 6)], [(settle, 9, 4)], [(merge, 8, 4)],
    ),
    "a decision of which codes were merged, and two made apart": (
        [(settle, 4, 1)], [(delete_code, 8, 2), (settle, 5, 5)], [(settle, 8, 8), (merge, 0, 1)],
    ),
    "a coding that waited was put back by hand, and its code deleted": (
        [(recode, 9, 7)], [(other_text, 1, 1), (decide_uncarried, 1, 6)], [(delete_code, 9, 3)],
    ),
    "two decisions on one disagreement, one of them on more words that were corrected": (
        [(other_text, 1, 6)], [(settle, 3, 4)], [(settle, 9, 9)],
    ),
    "a code that two copies took out, as it was before": (
        [(merge, 1, 0)], [(settle, 8, 2)], [(merge, 0, 1), (delete_code, 1, 0)],
    ),
    "a code that was deleted after another one was merged into it": (
        [(settle, 8, 5)], [(new_code, 5, 8), (merge, 6, 3), (delete_code, 8, 1)], [],
    ),
    "a coding that waits, of a text that was corrected twice before": (
        [(other_text, 3, 3), (other_text, 5, 6)], [(other_text, 5, 7)], [(code_there, 7, 1)],
    ),
    "a coding that waited when its code was merged, on words that came back": (
        [(other_text, 2, 1), (merge, 1, 9)], [(delete_code, 1, 4)], [(other_text, 4, 9)],
    ),
    "two decisions gave one coding, and the one that counts is open again": (
        [(settle, 9, 1)], [(other_text, 7, 3)], [(settle, 1, 2), (other_text, 9, 1)],
    ),
    "a coding that a decision and a finalising gave waits, and its code is merged": (
        [(settle, 3, 8)], [(finalise, 1, 0), (other_text, 9, 1)], [(merge, 2, 4), (settle, 9, 5)],
    ),
    "a coding moved in a document that was removed, on words corrected, and an erasure": (
        [(move, 1, 1)], [(other_text, 0, 1)], [(remove_document, 6, 6), (erase_document, 4, 5)],
    ),
    "a coding on words corrected alike in two copies, and another document erased in the third": (
        [(other_text, 9, 7), (code_here, 7, 7)], [(other_text, 9, 7)],
        [(other_text, 9, 0), (erase_document, 4, 2)],
    ),
    "a coding on words corrected elsewhere, in a text of which a passage was erased": (
        [(code_here, 5, 3)], [(other_text, 1, 3)], [(other_text, 1, 2), (erase_passage, 9, 6)],
    ),
    "two corrections, and one of another document that was erased afterwards": (
        [(other_text, 2, 2)], [(other_text, 2, 3)], [(other_text, 1, 0), (erase_document, 7, 4)],
    ),
    "two codings of a decision that waited as one, on words that came back": (
        [(other_text, 7, 9)], [(settle, 3, 9)], [(merge, 5, 6), (other_text, 5, 1)],
    ),
}  # fmt: skip
TURNS: Mapping[str, Turns] = {
    "two codings of a decision that waited as one, on words that came back": (
        "Anna",
        "Carla",
        "Bram",
    ),
    "a coding on words corrected elsewhere, in a text of which a passage was erased": (
        "Anna",
        "Bram",
        "Carla",
    ),
    "a query saved in three copies, and an erasure in one of them": ("Carla", "Anna", "Bram"),
    "three decisions on one disagreement, of which codes were merged": ("Anna", "Bram", "Carla"),
    "a coding on words that were corrected twice in one copy": ("Carla", "Anna", "Bram"),
    "two codings of the consensus that a merge makes one, corrected": ("Anna", "Bram", "Carla"),
    "a decision that was decided again, and one made apart": ("Anna", "Carla", "Bram"),
    "a code merged into two others, and a decision about it": ("Carla", "Anna", "Bram"),
    "a decision of which codes were merged, and two made apart": ("Anna", "Carla", "Bram"),
    "a coding that waited was put back by hand, and its code deleted": ("Anna", "Carla", "Bram"),
    "two decisions on one disagreement, one of them on more words that were corrected": (
        "Carla",
        "Anna",
        "Bram",
    ),
    "a code that two copies took out, as it was before": ("Bram", "Anna", "Carla"),
    "a code that was deleted after another one was merged into it": ("Anna", "Carla", "Bram"),
    "a coding that waits, of a text that was corrected twice before": ("Anna", "Bram", "Carla"),
    "a coding that waited when its code was merged, on words that came back": (
        "Carla",
        "Bram",
        "Anna",
    ),
    "two decisions gave one coding, and the one that counts is open again": (
        "Bram",
        "Anna",
        "Carla",
    ),
    "a coding that a decision and a finalising gave waits, and its code is merged": (
        "Anna",
        "Carla",
        "Bram",
    ),
    "a coding moved in a document that was removed, on words corrected, and an erasure": (
        "Bram",
        "Anna",
        "Carla",
    ),
    "a coding on words corrected alike in two copies, and another document erased in the third": (
        "Bram",
        "Anna",
        "Carla",
    ),
}
"""Who worked first, where that matters; else Bram, then Carla, then Anna."""

FOUND_AGAIN: Mapping[str, Works] = {
    "a coding of the consensus that was moved, and the decision decided again": (
        [(settle, 6, 7)], [], [(move, 2, 0), (remove_document, 9, 9), (settle, 9, 5)],
    ),
    "a coding of the consensus that got another code, and the codes of its decision merged":
        ([(settle, 9, 5)], [(code_here, 6, 3)], [(recode, 6, 4), (merge, 2, 0)]),
    "two decisions that a merge brought together":
        ([(settle, 2, 2), (recode, 0, 2)], [(settle, 0, 9), (new_code, 3, 2)], [(merge, 6, 0)]),
}  # fmt: skip
"""The same, where a copy is joined, and again after more work: what Bram did, what was done in the
study after the first join, and what Bram did then."""
