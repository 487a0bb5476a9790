"""What the commands of analyses share: options, whose talk counts, the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from kwalcode.cli.common import say
from kwalcode.i18n import _
from kwalcode.i18n import counted as plural
from kwalcode.model import ORIGINS, ROLES, Counted, Role

if TYPE_CHECKING:
    from kwalcode.project.analyses.filtering import Asked

coder_option = click.option(
    "--coder",
    metavar="NAME|all",
    help=_("Whose codings (by default the consensus, else the main coder's)."),
)
where_option = click.option(
    "--where", multiple=True, metavar="ATTRIBUTE=VALUE", help=_("Only respondents of this kind.")
)
role_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([*ROLES, "all"]),
    help=_("Whose talk counts (by default the respondents')."),
)
rule_option = click.option(
    "--rule",
    default="sentence",
    show_default=True,
    metavar="overlap|same-quotation|sentence|turn|document|near(N)",
    help=_("What going together means."),
)
code_group_option = click.option(
    "--code-group", "groups", multiple=True, metavar="NAME", help=_("Only codes of this group.")
)
code_option = click.option(
    "--code", "codes", multiple=True, metavar="PATH", help=_("Only this code and those below it.")
)
origin_option = click.option(
    "--origin",
    "origins",
    multiple=True,
    type=click.Choice([*ORIGINS, "all"]),
    help=_("Only codes of this origin."),
)
csv_option = click.option("--csv", "as_csv", is_flag=True, help=_("Print CSV."))
sub_codes_option = click.option(
    "--sub-codes", is_flag=True, help=_("Codings count for the codes above too.")
)


def what_counts(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what counts; it gets them as `asked`.

    `asked` holds the keywords that `project.filtering.Asked` describes.
    """

    @wraps(command)
    def with_asked(
        *,
        coder: str | None,
        roles: tuple[str, ...],
        where: tuple[str, ...],
        groups: tuple[str, ...],
        codes: tuple[str, ...],
        origins: tuple[str, ...],
        **rest: Any,
    ) -> None:
        asked: Asked = {
            "coder": coder,
            "roles": chosen_roles(roles),
            "where": where,
            "groups": groups,
            "codes": codes,
            "origins": tuple(o for o in ORIGINS if o in origins or "all" in origins),
        }
        command(asked=asked, **rest)

    options = (
        coder_option, role_option, where_option, code_group_option, code_option, origin_option,
    )  # fmt: skip
    answer: Callable[..., None] = with_asked
    for option in reversed(options):
        answer = option(answer)
    return answer


def chosen_roles(roles: tuple[str, ...]) -> tuple[Role, ...]:
    """Return the roles asked for; respondents by default."""
    if "all" in roles:
        return ROLES
    return tuple(role for role in ROLES if role in roles) or ("respondent",)


def narrate(counted: Counted, rule: str | None = None) -> None:
    """Say on stderr what a figure was counted on, and what it was limited to."""
    from kwalcode.analysis.filters import told

    say(facts(counted, rule))
    if limits := told(counted.filter):
        say(_("Filter: {conditions}.").format(conditions=", ".join(limits)))
    for note in counted.notes:
        say(_("Note: {note}.").format(note=note))
    if counted.not_coded:
        say(_("Not yet coded, left out: {names}.").format(names=", ".join(counted.not_coded)))


def facts(counted: Counted, rule: str | None = None) -> str:
    """Return the line that goes with every figure: rule, layer, roles, n."""
    from kwalcode.report.facts import layer_name, role_name, rule_name

    line = _("layer: {layer}; talk of: {roles}; {d}, {r}").format(
        layer=layer_name(counted.layer),
        roles=", ".join(map(role_name, counted.roles)),
        d=plural("{n} document", "{n} documents", counted.documents),
        r=plural("{n} respondent", "{n} respondents", counted.respondents),
    )
    return _("rule: {rule}; {line}").format(rule=rule_name(rule), line=line) if rule else line


def filter_cell(limits: Mapping[str, Sequence[str]]) -> str:
    """Return the limits of a filter as one cell of CSV, "" for none."""
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in limits.items() if names)
