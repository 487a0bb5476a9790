"""What goes along with hits, in words: on the screen and on the command line alike."""

from __future__ import annotations

from collections.abc import Sequence

from kwalcode.i18n import _, counted
from kwalcode.project.search.hits import Facts

_FORMS = 12


def facts_told(facts: Facts) -> str:
    """Return how many hits there are, in how many documents, said by how many respondents."""
    return _("{hits} in {documents}, {respondents}").format(
        hits=counted("{n} hit", "{n} hits", facts.hits),
        documents=counted("{n} document", "{n} documents", len(facts.documents)),
        respondents=counted("{n} respondent", "{n} respondents", len(facts.respondents)),
    )


def forms_told(forms: Sequence[str]) -> str:
    """Return the forms of a word that are looked for."""
    shown = ", ".join(forms[:_FORMS]) + (", …" if len(forms) > _FORMS else "")
    return _("forms: {forms}").format(forms=shown)
