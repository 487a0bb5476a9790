"""Histories of which the order of joining once made another study: found at random, cut down to
what is needed. By what went wrong: what Bram, Carla and Anna did in their copies."""

from __future__ import annotations

from collections.abc import Mapping

from joining_acts import (
    CODEBOOK,
    CODING,
    ERASING,
    FINDINGS,
    MATERIAL,
    NOTES,
    Work,
    other_text,
    rename_somebody,
    settle,
)

code_there, code_here, _remove_coding, move, recode, complete = CODING
new_code, rename_code, define, hang, delete_code, merge = CODEBOOK[:6]
memo_on_code, memo_on_passage = NOTES[:2]
save_query = NOTES[-1]
remove_document = MATERIAL[3]
pattern, relate = FINDINGS[7], FINDINGS[13]
erase_passage, erase_document = ERASING

FOUND: Mapping[str, tuple[Work, Work, Work]] = {
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
}  # fmt: skip
