"""How acts on themes, patterns, relations and the framework matrix are told."""

from __future__ import annotations

from kwalcode.i18n import _


def findings() -> dict[str, tuple[str, ...]]:
    """Return by the act's name how to tell it; see `phrase_table.table`."""
    return _of_themes() | _of_patterns() | _of_relations() | _of_the_framework()


def _of_themes() -> dict[str, tuple[str, ...]]:
    return {
        "create theme": (_("made the theme “{theme}”"),),
        "adopt proposal": (_("made the theme “{theme}” of a proposal"),),
        "edit theme": (
            _("renamed the theme “{theme}” to “{to}”"),
            _("changed the theme “{theme}”"),
        ),
        "put in theme": (_("put {codes} in the theme “{theme}”"),),
        "take from theme": (_("took {codes} out of the theme “{theme}”"),),
        "put patterns in theme": (_("put patterns in the theme “{theme}”"),),
        "take patterns from theme": (_("took patterns out of the theme “{theme}”"),),
        "nest theme": (
            _("put the theme “{theme}” under “{under}”"),
            _("put the theme “{theme}” at the top"),
        ),
        "quote for theme": (
            _("put a quotation in {document} with the theme “{theme}” ({side})"),
            _("put {n_quotations} with the theme “{theme}” ({side})"),
            _("put a quotation with the theme “{theme}”"),
        ),
        "unquote for theme": (_("took a quotation from the theme “{theme}”"),),
        "take search back": (
            _("took back that nothing was found against the theme “{theme}”"),
            _("took back that nothing was found against the pattern “{pattern}”"),
        ),
        "search negative cases": (
            _("searched what speaks against the theme “{theme}” and found nothing"),
            _("searched negative cases of the pattern “{pattern}” and found none"),
        ),
        "delete theme": (_("deleted the theme “{theme}”"), _("deleted a theme")),
    }


def _of_patterns() -> dict[str, tuple[str, ...]]:
    return {
        "write pattern": (_("wrote the pattern “{pattern}”"),),
        "edit pattern": (_("changed the pattern “{pattern}”"),),
        "delete pattern": (_("deleted the pattern “{pattern}”"),),
        "quote for pattern": (
            _("put a quotation in {document} with the pattern “{pattern}” ({side})"),
            _("put a quotation with the pattern “{pattern}”"),
        ),
        "unquote for pattern": (_("took a quotation from the pattern “{pattern}”"),),
        "open cases": (_("looked at {respondents} for the pattern “{pattern}”"),),
        "set pattern status": (_("made the pattern “{pattern}” {status}"),),
    }


def _of_relations() -> dict[str, tuple[str, ...]]:
    return {
        "relate": (_("related: “{a}” {relation} “{b}”"),),
        "edit relation": (_("changed the note of: “{a}” {relation} “{b}”"),),
        "remove relation": (_("took away: “{a}” {relation} “{b}”"),),
    }


def _of_the_framework() -> dict[str, tuple[str, ...]]:
    return {
        "write summary": (_("wrote a summary of {respondent} on “{subject}”"),),
        "delete summary": (_("deleted the summary of {respondent} on “{subject}”"),),
        "link quotation": (_("linked a quotation to the summary of {respondent} on “{subject}”"),),
        "unlink quotation": (
            _("took a quotation from the summary of {respondent} on “{subject}”"),
        ),
        "mark read": (_("read {respondent} on “{subject}”"),),
        "mark unread": (_("took back having read {respondent} on “{subject}”"),),
    }
