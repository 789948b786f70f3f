"""A trained network to a shipped folder: files, calibration, passages, figures, manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis import __version__
from analysis.domain.span import Span
from analysis.evaluation.metrics import auc
from analysis.evaluation.spans import mean_character_f1
from analysis.scorers.embedded_answers import named_logits, paired_logits
from analysis.scorers.embedded_manifest import (
    MANIFEST,
    MODEL_FILE,
    TOKENIZER_FILE,
    Manifest,
    Reading,
    sha256_of,
    to_json,
)
from analysis.scorers.embedded_marks import all_marked
from analysis.scorers.embedded_model import EmbeddedModel
from analysis.training.batching import OWN_TOKENS, PAIR_TOKENS, PARENT_TOKENS
from analysis.training.calibrate import HeldOut, fit_labels, fit_levels, fit_severity
from analysis.training.corpora import CORPORA
from analysis.training.example import Example, Split
from analysis.training.export import load_weights, write_model_files
from analysis.training.heads import (
    LEVELS,
    PRODUCT_LABELS,
    SOFTMAX_GROUPS,
    HeadLayout,
    attention_groups,
)
from analysis.training.measure import measure
from analysis.training.measure_figures import Figures
from analysis.training.measure_kinds import tells_base_rate
from analysis.training.measure_rows import answers_of
from analysis.training.recipes import Recipe
from analysis.training.selection import read_splits
from analysis.training.speakers import speakers_of

# Corpora that measure a model whether or not it may learn from them; some do nothing else.
MEASURED_ON = (
    "annotated", "toxic_spans", "readings_pool", "authored", "debagreement", "covid", "iac",
    "verifiability", "testimony",
)  # fmt: skip
# Rewrites of the graph that onnxruntime leaves out. Against fp32 the logits lie as near without it
# (.109 on average of 239 dev texts either way), and the encoder is a tenth quicker.
UNFUSED = ("SkipLayerNormFusion",)
# Below, a label is as good as clear, and marks would only distract: half of how often it holds,
# and never less than this.
LEAST_MARKS_FROM = 0.2
_SPAN_AS_GOOD = 0.015  # of character F1; of shares as good, the one that colours least
_SPAN_GRID = tuple(percent / 100 for percent in range(35, 66, 2))
Say = Callable[[str], None]


def ship(
    recipe: Recipe, *, weights: Path, corpora: Path, folder: Path, work: Path, say: Say
) -> None:
    """Write ``folder``: model.onnx, tokenizer.json, manifest.json, figures.json."""
    model = load_weights(weights)
    if recipe.wide and model.wide is None:
        raise ValueError(
            "these weights lack the linear part that the recipe has: `python -m "
            "analysis.training.wide WEIGHTS OUT` fits and adds it"
        )
    floats = write_model_files(weights, folder, work=work)
    say(f"exported {(folder / MODEL_FILE).stat().st_size / 1e6:.1f} MB int8")
    # Every corpus that can measure, also those that the recipe may not learn from.
    sources = tuple(dict.fromkeys((*recipe.sources, *recipe.calibrated_on, *MEASURED_ON)))
    splits = read_splits(sources, corpora=corpora)
    manifest = _manifest(recipe, model.layout, folder, splits)
    manifest = calibrated(manifest, recipe, folder, splits, say=say)
    write_manifest(folder, manifest)
    figures = measure(EmbeddedModel(folder, threads=1), splits)
    figures |= int8_cost(folder, floats, splits)
    (folder / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    say(f"{len(figures)} figures in {folder.name}/figures.json")


def _manifest(
    recipe: Recipe, layout: HeadLayout, folder: Path, splits: Mapping[Split, Sequence[Example]]
) -> Manifest:
    counted: dict[str, dict[str, Any]] = {}
    for key in recipe.sources:
        corpus = CORPORA[key]
        counted[key] = {
            "licence": corpus.licence,
            "cite": corpus.cite,
            "rows_to_learn_from": sum(e.source == key for e in splits["train"]),
        }
    return Manifest(
        name=f"embedded-{recipe.name}",
        recipe=recipe.name,
        licence=recipe.licence,
        code_version=__version__,
        seed=recipe.seed,
        files={name: sha256_of(folder / name) for name in (MODEL_FILE, TOKENIZER_FILE)},
        logits=layout.logits,
        softmax={group: SOFTMAX_GROUPS[group] for group in layout.softmax},
        channels=layout.channels,
        labels={},
        span_shares={},
        reading=Reading(pair=PAIR_TOKENS, parent=PARENT_TOKENS),
        feature_groups=("mean", *attention_groups(layout)),
        unfused=UNFUSED,
        speakers=speakers_of(layout.logits, layout.channels),
        extra={
            "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
            "tokens_in_training": OWN_TOKENS,
            "stages": {stage.name: dict(stage.passes) for stage in recipe.stages},
            "sources": counted,
        },
    )


def calibrated(
    manifest: Manifest, recipe: Recipe, folder: Path,
    splits: Mapping[Split, Sequence[Example]], *, say: Say,
) -> Manifest:  # fmt: skip
    """The manifest with what is chosen on dev rows: label calibration and shares for spans."""
    write_manifest(folder, manifest)
    model = EmbeddedModel(folder, threads=1)
    heldout = held_out(recipe, model, splits)
    fitted = fit_labels(heldout)
    for fit in fitted:
        outcome = "answered" if fit.head else "not answered: could be chance"
        say(f"{fit.label}: dev AUC {fit.dev_auc:.3f}, from {fit.dev_auc_low:.3f}; {outcome}")
    heads = {fit.label: fit.head for fit in fitted if fit.head}
    shares = {}
    for channel in manifest.channels:
        sources = recipe.calibrated_on if channel in PRODUCT_LABELS else ("toxic_spans",)
        rows = [e for e in splits["dev"] if e.source in sources and e.spans.get(channel)]
        shares[channel] = _span_share(model, rows, channel)
    calibration = {
        fit.label: {
            "n": fit.n,
            "rows": f"{', '.join(recipe.calibrated_on)}, held-out comments drawn as they come",
            "dev_auc": round(fit.dev_auc, 4),
            "dev_auc_low": round(fit.dev_auc_low, 4),
            "best_f1_threshold": fit.best_f1_threshold,
        }
        for fit in fitted
    }
    hostile = heads.get(LEVELS[0])
    if hostile and LEVELS[2] in manifest.logits:
        heads[LEVELS[0]] = fit_severity(heldout, hostile)
        say(f"the severe level lifts the label: {dict(heads[LEVELS[0]].at_least)}")
    return replace(
        manifest,
        labels=heads,
        scales=fit_levels(heldout, hostile) if hostile else {},
        span_shares=shares,
        marks_from={label: marks_from(heldout.truth(heldout.rows(target=label), label))
                    for label in heads},
        extra={**manifest.extra, "calibration": calibration},
    )  # fmt: skip


def marks_from(truth: Sequence[float]) -> float:
    """The probability from which a label's passages are shown, for 0 and 1 of held-out rows."""
    return max(LEAST_MARKS_FROM, round(float(np.mean(truth)) / 2, 2))


def held_out(
    recipe: Recipe, model: EmbeddedModel, splits: Mapping[Split, Sequence[Example]]
) -> HeldOut:
    """The rows that calibrate a recipe, with their logits: of those sites only whose comments were
    drawn as they come. The annotated set is small, so its test rows take part, and its figures come
    from calibrators that have not seen the row."""
    dev = [e for e in splits["dev"] if e.source in recipe.calibrated_on and tells_base_rate(e)]
    more = [e for e in splits["test"] if e.source == "annotated"]
    rows = [*dev, *(more if "annotated" in recipe.calibrated_on else ())]
    answers = answers_of(model, rows, parents=True)
    logits = [{**named_logits(model.manifest, a), **paired_logits(model.manifest, a)}
              for a in answers]  # fmt: skip
    return HeldOut(rows, logits, [i < len(dev) for i in range(len(rows))])


def _span_share(model: EmbeddedModel, rows: Sequence[Example], channel: str) -> float:
    if not rows:
        return 0.5
    answers = answers_of(model, rows)
    truth = [[Span(s, e) for s, e in row.spans[channel]] for row in rows]
    scored = []
    for share in _SPAN_GRID:
        tried = replace(model.manifest, span_shares={channel: share})
        marked = [
            all_marked(tried, answer.tokens, row.text, channel)
            for row, answer in zip(rows, answers, strict=True)
        ]
        scored.append((mean_character_f1(truth, marked, draws=1).value, share))
    best = max(scored)[0]
    return max(share for f1, share in scored if f1 >= best - _SPAN_AS_GOOD)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """The manifest as JSON beside the model."""
    text = json.dumps(to_json(manifest), indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def int8_cost(folder: Path, floats: Path, splits: Mapping[Split, Sequence[Example]]) -> Figures:
    """What int8 takes from the fp32 network: AUC per head and the largest shift in probability."""
    shadow = floats.parent / "fp32"
    shadow.mkdir(exist_ok=True)
    (shadow / MODEL_FILE).write_bytes(floats.read_bytes())
    (shadow / TOKENIZER_FILE).write_bytes((folder / TOKENIZER_FILE).read_bytes())
    small = EmbeddedModel(folder, threads=1)
    files = {name: sha256_of(shadow / name) for name in (MODEL_FILE, TOKENIZER_FILE)}
    write_manifest(shadow, replace(small.manifest, files=files))
    big = EmbeddedModel(shadow, threads=1)
    figures: Figures = {}
    for source in ("annotated", "ucc", "testimony"):
        test = [e for e in splits["test"] if e.source == source]
        if not test:
            continue
        ours = [named_logits(small.manifest, a) for a in answers_of(small, test)]
        theirs = [named_logits(big.manifest, a) for a in answers_of(big, test)]
        names = sorted({t for e in test for t in e.targets} & set(small.manifest.logits))
        for name in names:
            rows = [i for i, e in enumerate(test) if name in e.targets]
            y = [float(test[i].targets[name] > 0.5) for i in rows]
            if min(sum(y), len(y) - sum(y)) < 10:
                continue
            a, b = [ours[i][name] for i in rows], [theirs[i][name] for i in rows]
            shift = np.abs(1 / (1 + np.exp(-np.array(a))) - 1 / (1 + np.exp(-np.array(b))))
            figures[f"int8_cost.{name}"] = {
                "value": round(auc(y, b) - auc(y, a), 4),
                "n": len(rows),
                "largest_shift": round(float(shift.max()), 4),
            }
    return figures
