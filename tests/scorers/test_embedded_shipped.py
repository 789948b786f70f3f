"""The models that ship: whole, licensed as they say, and no worse on the gold set than they were.

The gold set was written for this project by people who knew the rules, so these floors guard
against regressions and say nothing about quality; the model card has the figures.
"""

from __future__ import annotations

import json
from functools import lru_cache

import numpy as np
import pytest

from analysis.evaluation.metrics import auc
from analysis.labels import LABEL_KEYS
from analysis.resources import models_dir, seeds_dir
from analysis.scorers.embedded import MODEL_NAMES
from analysis.scorers.embedded_answers import label_probabilities, named_logits
from analysis.scorers.embedded_manifest import Manifest, read_manifest, verify_files
from analysis.scorers.embedded_model import EmbeddedModel

MOST_MEGABYTES = 25.0
# A little under what was reached when they were set (.946 to .975, open .858 and .892).
AUC_FLOOR = {
    ("research", "disagreement"): 0.93,
    ("research", "possible_hostility"): 0.96,
    ("research", "generalization"): 0.96,
    ("research", "constructive_evidence"): 0.96,
    ("open", "disagreement"): 0.87,  # the model before it reached .92 here, see the card
    ("open", "possible_hostility"): 0.94,
    ("open", "generalization"): 0.95,
    ("open", "constructive_evidence"): 0.95,
}
OPEN_LICENCES = (
    "CC0", "MIT", "Apache-2.0", "CC BY 4.0", "CC BY 4.0, as its makers state",
    "annotations CC BY 4.0", "texts CC0, Apache-2.0 or CC BY 4.0; labels ours",
    "texts CC0, MIT, Apache-2.0 or CC BY 4.0; labels ours",
)  # fmt: skip


@lru_cache
def gold_scores(name: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Truth and probability per label of the gold comments, read alone."""
    lines = (seeds_dir() / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    model = EmbeddedModel(models_dir() / name, threads=1)
    truth: dict[str, list[float]] = {label: [] for label in LABEL_KEYS}
    scores: dict[str, list[float]] = {label: [] for label in LABEL_KEYS}
    for row, answer in zip(rows, model.answer([row["text"] for row in rows]), strict=True):
        chances = label_probabilities(model.manifest, named_logits(model.manifest, answer))
        for label, known in row["labels"].items():
            if known is not None and label in chances:
                truth[label].append(float(known))
                scores[label].append(chances[label])
    return truth, scores


@pytest.fixture(params=MODEL_NAMES)
def manifest(request: pytest.FixtureRequest) -> Manifest:
    return read_manifest(models_dir() / request.param)


def test_every_file_is_as_the_manifest_says_and_small(manifest):
    folder = models_dir() / manifest.recipe
    verify_files(folder, manifest)
    assert (folder / "model.onnx").stat().st_size / 1e6 <= MOST_MEGABYTES


def test_only_labels_of_the_codebook_are_answered_and_hostility_always(manifest):
    assert set(manifest.labels) <= set(LABEL_KEYS)
    assert "possible_hostility" in manifest.labels


def test_the_open_model_learned_from_open_sources_only():
    manifest = read_manifest(models_dir() / "open")
    licences = {source["licence"] for source in manifest.extra["sources"].values()}
    assert licences <= set(OPEN_LICENCES)
    assert manifest.licence == "Apache-2.0"


def test_the_research_model_says_that_it_is_not_for_commerce():
    assert "NC" in read_manifest(models_dir() / "research").licence


@pytest.mark.parametrize(("name", "label"), sorted(AUC_FLOOR))
def test_the_gold_comments_are_ordered_as_well_as_before(name, label):
    truth, scores = gold_scores(name)
    assert auc(truth[label], scores[label]) >= AUC_FLOOR[name, label]


def test_the_same_text_has_the_same_score_whatever_stands_beside_it() -> None:
    """Int8 scales by the largest number of a reading; read together, texts would share it."""
    model = EmbeddedModel(models_dir() / MODEL_NAMES[0], threads=2)
    text, loud = "I don't think that the tram is the answer.", "YOU LYING RATS!!! " * 12
    [alone] = model.answer([text])
    among = model.answer([loud, text, "Fine.", text], [None, None, loud, loud])
    for answer in (among[1], among[3]):
        assert np.array_equal(answer.logits, alone.logits)
        assert np.array_equal(answer.tokens.probabilities, alone.tokens.probabilities)
    assert among[1].paired is None
    assert among[3].paired is not None
