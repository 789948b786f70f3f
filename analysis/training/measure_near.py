"""Questions of other corpora that lie near a label of ours, which the open model never learned.

Reply pairs (does the label disagreement order them, with and without the parent?), comments with a
testimony and verifiable sentences (does constructive evidence, and does the facet of own
experience?).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.evaluation.intervals import bootstrap
from analysis.evaluation.metrics import auc
from analysis.scorers.embedded_answers import label_probabilities, named_logits
from analysis.scorers.embedded_model import EmbeddedModel
from analysis.training.corpora.pool import OWN_EXPERIENCE
from analysis.training.example import Example, Split
from analysis.training.measure_figures import Figures, figure_of

_EVEN = 0.5
_PAIRS = ("iac", "debagreement", "covid")
_DISAGREE, _EVIDENCE = "disagreement", "constructive_evidence"


def near_figures(model: EmbeddedModel, splits: Mapping[Split, Sequence[Example]]) -> Figures:
    """AUC of our labels on the held-out rows of corpora with questions like theirs."""
    figures: Figures = {}
    for source in _PAIRS:
        rows = _rows(splits, source, "pair.disagree")
        y = [float(e.targets["pair.disagree"] > _EVEN) for e in rows]
        for name, read in (("with_parent", True), ("without_parent", False)):
            figures |= _order(
                f"near.{source}.{name}.disagreement", y, rows,
                _chances(model, rows, _DISAGREE, parents=read),
            )  # fmt: skip
    rows = _rows(splits, "testimony", "testimony")
    y = [e.targets["testimony"] for e in rows]
    figures |= _order("near.testimony.evidence", y, rows, _chances(model, rows, _EVIDENCE))
    if OWN_EXPERIENCE in model.manifest.logits:
        own = [named_logits(model.manifest, a)[OWN_EXPERIENCE] for a in model.answer(
            [e.text for e in rows], [None] * len(rows))]  # fmt: skip
        figures |= _order("near.testimony.own_experience", y, rows, own)
    rows = _rows(splits, "verifiability", "verifiability.unverifiable")
    y = [1.0 - e.targets["verifiability.unverifiable"] for e in rows]
    figures |= _order("near.verifiable.evidence", y, rows, _chances(model, rows, _EVIDENCE))
    return figures


def _rows(splits: Mapping[Split, Sequence[Example]], source: str, target: str) -> list[Example]:
    return [e for e in splits["test"] if e.source == source and target in e.targets]


def _chances(
    model: EmbeddedModel, rows: Sequence[Example], label: str, *, parents: bool = False
) -> list[float]:
    if label not in model.manifest.labels:
        return []
    answers = model.answer([e.text for e in rows], [e.parent if parents else None for e in rows])
    return [
        label_probabilities(
            model.manifest, named_logits(model.manifest, a), has_parent=a.paired is not None
        )[label]
        for a in answers
    ]


def _order(
    name: str, y: Sequence[float], rows: Sequence[Example], chances: Sequence[float]
) -> Figures:
    if not chances or not 0 < sum(y) < len(y):
        return {}
    length = auc(list(y), [float(len(e.text)) for e in rows])
    return {
        f"{name}.auc": figure_of(
            bootstrap(auc, list(y), list(chances)),
            positives=int(sum(y)),
            length_auc=round(length, 4),
        )
    }
