"""The table of phrases: by the act's name how to tell it, in the interface language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from kwalcode.i18n import _
from kwalcode.project.history.journal import REDO, UNDO
from kwalcode.project.telling.findings import findings

Topic = Literal["material", "codebook", "coding", "memos", "themes", "report", "project"]
"""What kind of work an act is: documents and people, codes, codings, memos, themes and patterns,
what is marked for the report, or the project as a whole."""

_Templates = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def table(_language: str) -> Mapping[str, tuple[Topic, tuple[str, ...]]]:
    """Return by the act's name its kind, and how to tell it: the first template that can be
    filled with what the act was given counts."""
    kinds: dict[Topic, _Templates] = {
        "material": _of_documents() | _of_people(),
        "codebook": _of_the_codebook(),
        "coding": _of_coding(),
        "memos": _of_memos(),
        "themes": findings(),
        "report": _of_the_report(),
        "project": _of_the_project(),
    }
    return {
        name: (topic, told)
        for topic, templates in kinds.items()
        for name, told in templates.items()
    }


def _of_the_project() -> dict[str, tuple[str, ...]]:
    return {
        UNDO: (),
        REDO: (),
        "add coder": (_("came to the project as “{coder}”"),),
        "erase": (_("erased {n_documents} for good"), _("erased for good")),
        "save query": (_("saved the query “{name}”"),),
        "rename query": (_("renamed the query “{name}” to “{to}”"),),
        "delete query": (_("deleted the query “{name}”"),),
        "join": (_("joined what was done in {file}"),),
        "hand out": (_("got a copy without the others' work"),),
        "start round": (_("started the round “{round}”"),),
        "assign documents": (_("divided {n_documents} over coders in the round “{round}”"),),
        "set coder kind": (_("made {coder} {kind}"),),
        "set setting": (_("set “{key}” to “{value}”"), _("cleared “{key}”")),
    }


def _of_documents() -> dict[str, tuple[str, ...]]:
    return {
        "import document": (_("imported {document}"), _("imported {file}")),
        "correct document": (_("corrected the text of {document}"),),
        "replace in documents": (_("replaced words in {n_documents}"),),
        "place passages": (
            _("decided on what a correction left open in {document}"),
            _("decided on what a correction left open"),
        ),
        "drop passages": (
            _("gave up what a correction left open in {document}"),
            _("gave up what a correction left open"),
        ),
        "rename document": (_("renamed {document} to {to}"), _("renamed a document to {to}")),
        "order documents": (_("put the documents in another order"),),
        "remove document": (_("took {documents} out of the project"),),
        "create document group": (_("made the document group “{group}”"),),
        "rename document group": (_("renamed the document group “{group}” to “{to}”"),),
        "delete document group": (_("deleted the document group “{group}”"),),
        "put in document group": (_("put {documents} in the group “{group}”"),),
        "take out of document group": (_("took {documents} out of the group “{group}”"),),
    }


def _of_people() -> dict[str, tuple[str, ...]]:
    return {
        "set role": (
            _("gave {speaker} in {document} the role {role}"),
            _("gave {speaker} the role {role}"),
        ),
        "rename speaker": (
            _("renamed the speaker {speaker} in {document} to {to}"),
            _("renamed the speaker {speaker} to {to}"),
        ),
        "map speakers": (_("said which respondents the speakers of {document} are"),),
        "set attributes": (
            _("gave respondents {n_values} from {file}"),
            _("gave respondents {n_values}"),
        ),
        "set attribute": (
            _("gave respondents {n_values} of “{attribute}”"),
            _("gave a respondent a value of “{attribute}”"),
        ),
        "add attribute": (_("added the attribute “{attribute}”"),),
        "rename attribute": (_("renamed the attribute “{attribute}” to “{to}”"),),
        "delete attribute": (_("deleted the attribute “{attribute}”"),),
        "order attributes": (_("put the attributes in another order"),),
        "rename respondent": (_("renamed the respondent {respondent} to {to}"),),
        "set respondent": (_("made {respondent} the respondent of {document}"),),
    }


def _of_the_codebook() -> dict[str, tuple[str, ...]]:
    return {
        "import codebook": (
            _("imported the codebook {file}: {created} new, {updated} changed"),
            _("imported a codebook: {created} new, {updated} changed"),
            _("imported a codebook"),
        ),
        "create code": (_("made the code “{code}”"),),
        "code with new": (_("made the code “{code}” while coding"),),
        "code in vivo": (_("made the code “{code}” in vivo"),),
        "edit code": (_("changed the code “{code}” ({fields})"), _("changed the code “{code}”")),
        "rename code": (_("renamed the code “{code}” to “{name}”"),),
        "move code": (
            _("moved the code “{code}” under “{under}”"),
            _("moved the code “{code}”"),
        ),
        "merge codes": (_("merged {merged} into the code “{code}”"),),
        "split code": (
            _("split the code “{code}” into {into}"),
            _("split the code “{code}”"),
        ),
        "create code group": (_("made the code group “{group}”"),),
        "rename code group": (_("renamed the code group “{group}” to “{name}”"),),
        "mark code group exclusive": (_("said whether the code group “{group}” is exclusive"),),
        "put in code group": (
            _("put the code “{code}” in the group “{group}”"),
            _("put codes in the group “{group}”"),
        ),
        "take from code group": (_("took codes out of the group “{group}”"),),
        "delete code group": (_("deleted the code group “{group}”"),),
        "delete code": (
            _("deleted the code “{code}” with {n_codings}"),
            _("deleted the code “{code}”"),
        ),
    }


def _of_coding() -> dict[str, tuple[str, ...]]:
    return {
        "apply code": (_("coded “{code}” in {document}"), _("coded “{code}”")),
        "apply codes": (_("coded {code} in {document}"), _("coded {code}")),
        "code quotations": (_("put “{code}” on quotations ({n_codings})"), _("coded “{code}”")),
        "change extent": (
            _("changed the extent of a coding “{code}” in {document}"),
            _("changed the extent of a coding “{code}”"),
        ),
        "remove codings": (_("took {n_codings} off"),),
        "move codings": (_("moved {n_codings} to “{code}”"), _("moved codings")),
        "import codings": (
            _("imported {n_codings} from {file}"),
            _("put {n_codings} in"),
            _("put codings in"),
        ),
        "autocode": (
            _("autocoded “{code}” where “{query}” is said ({n_codings})"),
            _("autocoded “{code}” ({n_codings})"),
            _("autocoded “{code}”"),
        ),
        "adjudicate": (
            _("put a disagreement on “{discussed}” in {document} aside, to be discussed"),
            _("settled a disagreement on “{code}” in {document}, and defined “{defined}” anew"),
            _("settled a disagreement on “{code}” in {document}"),
            _("settled a disagreement in {document}"),
        ),
        "withdraw decisions": (
            _("took decisions in {documents} back"),
            _("took decisions back"),
        ),
        "finalise": (
            _("made the consensus of {documents} final ({n_codings})"),
            _("made a consensus final"),
        ),
        "unfinalise": (_("took back that the consensus of {documents} is final"),),
        "mark complete": (
            _("marked {documents} as completely coded for {coder}"),
            _("marked as completely coded for {coder}"),
        ),
        "mark incomplete": (
            _("took back that {documents} is completely coded for {coder}"),
            _("took marks of complete coding back for {coder}"),
        ),
    }


def _of_the_report() -> dict[str, tuple[str, ...]]:
    return {
        "mark for report": (
            _("marked a quotation in {document} for the report"),
            _("marked {n_quotations} for the report"),
        ),
        "unmark for report": (_("took {n_quotations} off the list for the report"),),
        "edit for report": (
            _("edited a quotation in {document} for the report"),
            _("edited a quotation for the report"),
        ),
    }


def _of_memos() -> dict[str, tuple[str, ...]]:
    return {
        "write memo": (
            _("wrote a memo about the code “{code}”"),
            _("wrote a memo about the respondent {respondent}"),
            _("wrote a memo about the theme “{theme}”"),
            _("wrote a memo about the pattern “{pattern}”"),
            _("wrote a memo about a passage in {passage}"),
            _("wrote a memo about {document}"),
            _("wrote the note “{note}”"),
            _("wrote a memo"),
        ),
        "edit memo": (
            _("changed a memo about the code “{code}”"),
            _("changed a memo about the respondent {respondent}"),
            _("changed a memo about the theme “{theme}”"),
            _("changed a memo about the pattern “{pattern}”"),
            _("changed a memo about a passage in {passage}"),
            _("changed a memo about {document}"),
            _("changed the note “{note}”"),
            _("changed a memo"),
        ),
        "delete memo": (
            _("deleted a memo about the code “{code}”"),
            _("deleted a memo about the respondent {respondent}"),
            _("deleted a memo about the theme “{theme}”"),
            _("deleted a memo about the pattern “{pattern}”"),
            _("deleted a memo about a passage in {passage}"),
            _("deleted a memo about {document}"),
            _("deleted the note “{note}”"),
            _("deleted a memo"),
        ),
        "link memo": (
            _("linked the note “{title}” to a passage in {document}"),
            _("linked a note to a passage in {document}"),
            _("linked the note “{title}” to {n_quotations}"),
            _("linked a note to {n_quotations}"),
        ),
        "unlink memo": (
            _("took the link between the note “{title}” and {document} away"),
            _("took the link between a note and {document} away"),
        ),
    }
