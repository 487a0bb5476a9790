"""The Dutch catalogue has every text, and the compiled file is that of the source."""

import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.pofile import read_po

from kwalcode import i18n

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_has_a_dutch_one(messages: ModuleType) -> None:
    catalogue = messages.updated(messages.CATALOGUE.read_bytes(), messages.collect())
    assert messages.untranslated(catalogue) == []


def test_texts_within_f_strings_are_found(messages: ModuleType, tmp_path: Path) -> None:
    drawn = """said = f"{_('report')}: {counted('{n} code', '{n} codes', 2)}{name('x')}"\n"""
    (tmp_path / "drawn.py").write_text(drawn, encoding="utf-8")
    assert list(messages.of_f_strings(tmp_path)) == ["report", ("{n} code", "{n} codes")]


def test_the_compiled_catalogue_is_that_of_the_source(messages: ModuleType) -> None:
    source = read_po(io.BytesIO(messages.CATALOGUE.read_bytes()), locale="nl")
    assert messages.CATALOGUE.with_suffix(".mo").read_bytes() == messages.mo_bytes(source)


def test_translations_keep_what_is_filled_in(messages: ModuleType) -> None:
    for message in read_po(io.BytesIO(messages.CATALOGUE.read_bytes()), locale="nl"):
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        translations = message.string if isinstance(message.string, tuple) else (message.string,)
        for original, translation in zip(originals, translations, strict=True):
            if original and translation:
                fields = re.findall(r"\{[^}]*\}", original)
                assert sorted(fields) == sorted(re.findall(r"\{[^}]*\}", translation)), original


def test_the_language_is_switched() -> None:
    try:
        i18n.use("nl_NL.UTF-8")
        assert i18n._("Undo") == "Ongedaan maken"
        i18n.use("fr")
        assert i18n._("Undo") == "Undo"
    finally:
        i18n.use("en")
