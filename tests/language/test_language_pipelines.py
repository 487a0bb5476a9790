"""Which pipeline is active, what it can do, and what happens when it cannot be loaded."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from kwalcode.errors import KwalcodeError
from kwalcode.language.pipelines import DEFAULT_PACKAGE, Pipeline, active, install_command
from kwalcode.language.sentences import SEGMENTER, sentence_bounds

FULL = Path(__file__).resolve().parents[3] / "shared" / "data" / "models" / "nl_test_sm"
ALL = {"sentences", "lemmas", "parts of speech", "names"}
really_installed = importlib.util.find_spec(DEFAULT_PACKAGE) is not None


def install(pipeline: Path, site: Path, package: str, version: str = "3.8.0") -> None:
    """Lay a pipeline out as its wheel does."""
    shutil.copytree(pipeline, site / package / f"{package}-{version}")
    (site / package / "__init__.py").write_text("raise RuntimeError('imported')\n", "utf-8")
    shutil.copy(pipeline / "meta.json", site / package / "meta.json")


@pytest.mark.skipif(really_installed, reason="the small Dutch pipeline is installed")
def test_the_embedded_rules_are_the_default() -> None:
    pipeline = active()
    assert (pipeline.kind, pipeline.version) == ("embedded", SEGMENTER)
    assert pipeline.can == {"sentences", "lemmas"}
    doc = pipeline.load()("Dat zei dhr. Bos. Toen niet.")
    assert [sent.text for sent in doc.sents] == ["Dat zei dhr. Bos.", "Toen niet."]


def test_a_named_folder(tiny_pipeline: Path) -> None:
    pipeline = active(str(tiny_pipeline))
    assert (pipeline.kind, pipeline.name) == ("named", str(tiny_pipeline))
    assert pipeline.can == ALL
    assert pipeline.lemmatizes
    doc = pipeline.load()("Zij blorkte in Utrecht")
    assert [token.pos_ for token in doc] == ["PRON", "VERB", "ADP", "PROPN"]
    assert [ent.text for ent in doc.ents] == ["Utrecht"]


def test_switched_off_components_are_not_promised(tiny_pipeline: Path, tmp_path: Path) -> None:
    import spacy

    nlp = spacy.load(tiny_pipeline)
    nlp.select_pipes(disable=["ner", "base_forms"])
    nlp.to_disk(tmp_path / "less")
    pipeline = active(str(tmp_path / "less"))
    assert pipeline.can == {"sentences", "lemmas", "parts of speech"}
    assert not pipeline.lemmatizes


def test_the_installed_small_pipeline_comes_before_the_embedded_rules(
    tiny_pipeline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speech = "Dat is bijv. zo. nou... ja. Dan niet"
    before = list(sentence_bounds([speech]))
    install(tiny_pipeline, tmp_path, DEFAULT_PACKAGE)
    monkeypatch.syspath_prepend(tmp_path)
    pipeline = active()
    assert (pipeline.kind, pipeline.name) == ("installed", DEFAULT_PACKAGE)
    assert pipeline.can == ALL
    assert pipeline.load().pipe_names == ["morphologizer", "ner", "base_forms"]
    assert list(sentence_bounds([speech])) == before


def test_the_named_package_comes_first(
    tiny_pipeline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tiny_pipeline, tmp_path, DEFAULT_PACKAGE)
    install(tiny_pipeline, tmp_path, "nl_own_sm", "0.0.1")
    monkeypatch.syspath_prepend(tmp_path)
    pipeline = active("nl_own_sm")
    assert (pipeline.kind, pipeline.name) == ("named", "nl_own_sm")
    assert pipeline.folder.endswith("nl_own_sm-0.0.1")


@pytest.mark.parametrize("name", ["nl_not_there_xx", "no/such/folder", "../nl", "nl-core"])
def test_a_name_that_leads_nowhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")  # what lies beside the checkout does not matter
    with pytest.raises(KwalcodeError, match="no such language pipeline") as caught:
        active(name)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("meta.json", "{"),
        ("meta.json", "[]"),
        ("config.cfg", ""),
        ("config.cfg", "[nlp]\npipeline = what\n"),
        ("config.cfg", "no section"),
        ("config.cfg", None),
    ],
)
def test_a_folder_that_is_no_pipeline(
    tiny_pipeline: Path, tmp_path: Path, file: str, content: str | None
) -> None:
    shutil.copytree(tiny_pipeline, tmp_path / "bad")
    if content is None:
        (tmp_path / "bad" / file).unlink()
    else:
        (tmp_path / "bad" / file).write_text(content, "utf-8")
    with pytest.raises(KwalcodeError, match="cannot be loaded") as caught:
        active(str(tmp_path / "bad"))
    assert str(tmp_path / "bad") in str(caught.value)


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_pipeline_with_damaged_data(tiny_pipeline: Path, tmp_path: Path, damage: str) -> None:
    shutil.copytree(tiny_pipeline, tmp_path / "bad")
    model = tmp_path / "bad" / "ner" / "model"
    if damage == "missing":
        model.unlink()
    else:
        model.write_bytes(model.read_bytes()[:100])
    with pytest.raises(KwalcodeError, match="cannot be loaded") as caught:
        active(str(tmp_path / "bad")).load()
    assert "\n" not in str(caught.value)


def test_a_component_that_spacy_does_not_know(tiny_pipeline: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_pipeline, tmp_path / "bad")
    config = tmp_path / "bad" / "config.cfg"
    config.write_text(
        config.read_text("utf-8").replace('factory = "ner"', 'factory = "of_elsewhere"'), "utf-8"
    )
    with pytest.raises(KwalcodeError, match="cannot be loaded"):
        active(str(tmp_path / "bad")).load()


def test_the_install_command_is_spacys_own() -> None:
    assert install_command() == [sys.executable, "-m", "spacy", "download", "nl_core_news_sm"]


def test_a_pipeline_is_a_value() -> None:
    one = Pipeline("x", "1", "named", frozenset({"sentences"}))
    assert one == Pipeline("x", "1", "named", frozenset({"sentences"}))
    with pytest.raises(AttributeError):
        one.name = "y"  # type: ignore[misc]


@pytest.mark.skipif(not FULL.is_dir(), reason="the full pipeline is not at hand")
def test_a_full_pipeline() -> None:
    pipeline = active(str(FULL))
    assert pipeline.can == ALL
    assert pipeline.version == "0.0.1"
    doc = pipeline.load()("Mevrouw Jansen werkt in Utrecht.")
    assert doc[2].pos_ == "VERB"
