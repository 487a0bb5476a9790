"""Whom a quotation is attributed to: “…” (Gemeente). A template decides (METHOD section 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Final

from kwalcode.errors import UsageError
from kwalcode.i18n import _
from kwalcode.model import Excerpt

FIELDS: Final = ("respondent", "turn", "time", "speaker", "document")
"""What a template may name beside the attributes of respondents."""
LABEL_ATTRIBUTES: Final = ("domain", "domein")
FEWEST: Final = 3
"""A label that fits fewer respondents than this may tell who was interviewed."""

_Getter = Callable[[Excerpt], str]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A template taken apart; call it with an excerpt to get the label, without brackets."""

    template: str
    parts: tuple[tuple[str, _Getter | None], ...]

    def __call__(self, excerpt: Excerpt) -> str:
        """Return the label: what is missing reads "unknown", the first letter is a capital."""
        pieces: list[str] = []
        for literal, getter in self.parts:
            pieces.append(literal)
            if getter is not None:
                pieces.append(getter(excerpt) or _("unknown"))
        label = "".join(pieces).strip() or _("unknown")
        return label[0].upper() + label[1:]


def default_template(attributes: Iterable[str], setting: str | None = None) -> str:
    """Return the project's template.

    `setting` is the project's setting `attribution`: a template, or the name of an attribute.
    Without it the attribute called domain (or domein), else the respondent; never the document.
    """
    if setting:
        return setting if "{" in setting else f"{{{setting}}}"
    for name in attributes:
        if name.casefold() in LABEL_ATTRIBUTES:
            return f"{{{name}}}"
    return "{respondent}"


def attribution(
    template: str, attributes: Sequence[str] = (), numbers: Mapping[str, int] | None = None
) -> Attribution:
    """Read a template such as `{domain}, {time}`.

    `attributes` are the names that exist in the project; case does not matter. `numbers`
    gives the respondents' numbers, used for a respondent who is only known by the name of a
    document. Raises UsageError for a field that does not exist, naming those that do.
    """
    known: dict[str, _Getter] = {name.casefold(): _attribute(name) for name in attributes}
    known |= {
        "respondent": _respondent(dict(numbers or {})),
        "turn": lambda excerpt: "" if excerpt.turn is None else str(excerpt.turn),
        "time": lambda excerpt: "" if excerpt.time is None else clock(excerpt.time),
        "speaker": lambda excerpt: excerpt.speaker,
        "document": lambda excerpt: excerpt.document,
    }
    parts: list[tuple[str, _Getter | None]] = []
    for literal, name, spec, conversion in _parsed(template):
        if name is None:
            parts.append((literal, None))
            continue
        getter = known.get(name.strip().casefold())
        if getter is None or spec or conversion:
            raise _unknown(name, attributes)
        parts.append((literal, getter))
    return Attribution(template, tuple(parts))


def clock(seconds: float) -> str:
    """Return a time in a recording as h:mm:ss."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}"


def _parsed(template: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(template))
    except ValueError as error:
        raise UsageError(
            _("The attribution “{template}” has a brace without its other half.").format(
                template=template
            )
        ) from error


def _unknown(name: str, attributes: Sequence[str]) -> UsageError:
    names = dict.fromkeys([*attributes, *FIELDS])
    return UsageError(
        _("An attribution has no field “{name}”; there are: {names}.").format(
            name=name, names=", ".join(f"{{{known}}}" for known in names)
        )
    )


def _attribute(name: str) -> _Getter:
    def get(excerpt: Excerpt) -> str:
        return excerpt.attributes.get(name, "").strip()

    return get


def _respondent(numbers: dict[str, int]) -> _Getter:
    def get(excerpt: Excerpt) -> str:
        name = excerpt.respondent
        if name and name != excerpt.document:
            return name
        # by default a respondent is called like the document, and so like the file: that name
        # may tell who it was, so the respondent goes by number
        number = numbers.setdefault(name or excerpt.document, len(numbers) + 1)
        return _("respondent {n}").format(n=number)

    return get
