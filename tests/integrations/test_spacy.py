"""`phiguard.integrations.spacy`: the tagger as a component, and a pipeline as an engine."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy")

from phiguard.detection.ner import Engine, LeafCache, find  # noqa: E402
from phiguard.errors import InspectionError  # noqa: E402
from phiguard.integrations.spacy import SpacyEngine  # noqa: E402
from phiguard.model.leaf import Leaf, Where  # noqa: E402

TEXT = "Please call Gretchen Okafor in Tulsa about her asthma."


def test_the_component_marks_a_document() -> None:
    """``nlp.add_pipe("phiguard")`` fills entities and span group."""
    nlp = spacy.blank("en")
    nlp.add_pipe("phiguard")
    doc = nlp(TEXT)
    assert ("Gretchen Okafor", "PERSON_NAME") in [(each.text, each.label_) for each in doc.ents]
    assert len(doc.spans["phiguard"]) >= len(doc.ents)


@pytest.mark.parametrize(("overwrite", "label"), [(False, "PLACE"), (True, "PERSON_NAME")])
def test_entities_of_others_stay_unless_told(overwrite: bool, label: str) -> None:
    """What another pipe marked is kept, or gives way when the component is told to overwrite."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PLACE", "pattern": "Gretchen"}])
    nlp.add_pipe("phiguard", config={"overwrite": overwrite})
    assert next(each.label_ for each in nlp(TEXT).ents if "Gretchen" in each.text) == label


def test_a_stream_is_read_in_batches() -> None:
    """``nlp.pipe`` gives each document its own entities, in order."""
    nlp = spacy.blank("en")
    nlp.add_pipe("phiguard")
    docs = list(nlp.pipe([TEXT, "The build is green.", TEXT], batch_size=2))
    assert [bool(doc.ents) for doc in docs] == [True, False, True]


def test_a_pipeline_is_an_engine() -> None:
    """A user's pipeline reads leaves; labels that are not mapped are left out, and only pipes that make entities run."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zorba"}, {"label": "ORG", "pattern": "Acme"}])
    engine = SpacyEngine(nlp)
    assert isinstance(engine, Engine)
    text = "please ask Zorba at Acme today"
    found = find([Leaf(where=Where.BODY, address=(0,), key="note", text=text)], engine=engine, cache=LeafCache())
    assert [(text[slice(*each.span)], each.entity) for each in found.candidates] == [("Zorba", "PERSON_NAME")]
    assert engine._idle == ["sentencizer"]  # noqa: SLF001 -- what does not run is what is tested


def test_a_failing_pipe_is_our_error_without_the_text() -> None:
    """A pipe that raises becomes an InspectionError that does not quote what it read."""

    @spacy.Language.component("phiguard_test_failing")
    def failing(doc: object) -> object:
        raise ValueError(str(doc))

    nlp = spacy.blank("en")
    nlp.add_pipe("phiguard_test_failing")
    engine = SpacyEngine(nlp)
    engine._idle = []  # noqa: SLF001 -- the pipe makes no entities, yet it shall run
    with pytest.raises(InspectionError) as caught:
        engine.read([TEXT])
    assert "Gretchen" not in str(caught.value)
    assert caught.value.__suppress_context__
