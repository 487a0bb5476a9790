"""Which language pipeline is active and what it can do, told without loading it.

Order: the one that the user named (a package or a folder), else `nl_core_news_sm` when it is
installed, else the embedded default, which needs nothing. Nothing is ever downloaded here.
"""

from __future__ import annotations

import configparser
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kwalcode.errors import KwalcodeError
from kwalcode.i18n import _
from kwalcode.language.sentences import SEGMENTER, build

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_PACKAGE = "nl_core_news_sm"
EMBEDDED = "embedded Dutch rules"

Kind = Literal["named", "installed", "embedded"]

_EVERY = frozenset({"sentences", "lemmas"})
_LEMMATIZERS = frozenset({"lemmatizer", "trainable_lemmatizer"})
_ABILITIES: Mapping[str, str] = {
    "morphologizer": "parts of speech",
    "tagger": "parts of speech",
    "ner": "names",
    "beam_ner": "names",
    "entity_ruler": "names",
}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A language pipeline, not loaded yet.

    `can` holds "sentences" and "lemmas" (the embedded rules and simplemma give those where a
    model does not), "parts of speech" and "names". `lemmatizes` tells whether the model itself
    gives lemmas. `folder` is where its data are, "" for the embedded one.
    """

    name: str
    version: str
    kind: Kind
    can: frozenset[str]
    folder: str = ""
    lemmatizes: bool = False

    def load(self) -> Language:
        """Return the loaded spaCy pipeline; the last one loaded is kept.

        Raises KwalcodeError, naming the pipeline and the remedy, when it cannot be loaded.
        """
        return _load(self.name, self.folder)


def active(name: str | None = None) -> Pipeline:
    """Return the pipeline in use; `name` is the package or folder that the user named, if any.

    Reads descriptions only; spaCy is not imported. Raises KwalcodeError, naming the pipeline and
    the remedy, when the named one is not there or is no spaCy pipeline.
    """
    if name:
        return _described(name, _named_folder(name), "named")
    installed = _package_folder(DEFAULT_PACKAGE)
    if installed is not None:
        return _described(DEFAULT_PACKAGE, installed, "installed")
    return Pipeline(EMBEDDED, SEGMENTER, "embedded", _EVERY)


def install_command() -> list[str]:
    """Return the command with which spaCy itself downloads the small Dutch pipeline."""
    return [sys.executable, "-m", "spacy", "download", DEFAULT_PACKAGE]


def _named_folder(name: str) -> Path:
    """Return the data folder of a pipeline named by the user: a folder, or else a package."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    package = _package_folder(name)
    if package is None:
        raise KwalcodeError(
            _(
                "{name}: no such language pipeline; give the folder of a spaCy pipeline or the "
                "name of an installed one, or leave it out for the embedded Dutch rules."
            ).format(name=name)
        )
    return package


def _package_folder(name: str) -> Path | None:
    """Return the data folder of an installed pipeline package; nothing of it is imported."""
    if not name.isidentifier():
        return None
    found = PathFinder.find_spec(name)
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    data = sorted(folder.glob(f"{name}-*/config.cfg"))
    return data[-1].parent if data else folder


def _described(name: str, folder: Path, kind: Kind) -> Pipeline:
    """Return what the pipeline in `folder` says of itself."""
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text("utf-8"))
        factories = _factories(folder / "config.cfg")
        version = str(meta.get("version", ""))
    except (OSError, ValueError, AttributeError, configparser.Error) as error:
        raise _unusable(name, str(error)) from error
    can = _EVERY | {_ABILITIES[factory] for factory in factories & _ABILITIES.keys()}
    return Pipeline(name, version, kind, can, str(folder), bool(factories & _LEMMATIZERS))


def _factories(config: Path) -> set[str]:
    """Return the kinds of components that a pipeline runs, from its configuration file."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(config.read_text("utf-8"), str(config))
    running: list[str] = json.loads(parser.get("nlp", "pipeline"))
    off: list[str] = json.loads(parser.get("nlp", "disabled", fallback="[]"))
    return {
        json.loads(parser.get(f"components.{part}", "factory", fallback=json.dumps(part)))
        for part in running
        if part not in off
    }


@lru_cache(maxsize=1)
def _load(name: str, folder: str) -> Language:
    """Load a pipeline from its folder, or build the embedded one when there is none."""
    if not folder:
        return build()
    import spacy

    try:
        return spacy.load(folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise _unusable(name, str(error)) from error


def _unusable(name: str, reason: str) -> KwalcodeError:
    """Return the error for a pipeline that is there but cannot be used."""
    return KwalcodeError(
        _(
            "{name}: this language pipeline cannot be loaded ({reason}); install it anew for this "
            "spaCy version, or leave it out for the embedded Dutch rules."
        ).format(name=name, reason=" ".join(reason.split())[:200])
    )
