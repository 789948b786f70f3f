"""The scorer that ships: a small encoder in ONNX, offline, calibrated, with passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from analysis.domain.finding import Evidence, Finding, Status
from analysis.domain.run import ScorerInfo
from analysis.domain.span import Span
from analysis.resources import models_dir
from analysis.scorers.base import abstain
from analysis.scorers.embedded_answers import (
    head_probabilities,
    label_probabilities,
    named_logits,
    passages,
)
from analysis.scorers.embedded_model import Answer, EmbeddedModel
from analysis.text.prepared import PreparedComment

LABELS = ("disagreement", "possible_hostility", "generalization", "constructive_evidence")
MODEL_NAMES = ("research", "open")
FACET_FROM = 0.5  # a facet is named from here; the probabilities themselves are always kept
_PROBABLE = 0.5

# Our facets, and the head that stands for each; see the model card for what each learned from.
FACET_HEADS: Mapping[str, Mapping[str, str]] = {
    "possible_hostility": {
        "insult": "hostility.insult",
        "profanity": "hostility.profanity",
        "threat": "hostility.threat",
        "identity_attack": "hostility.identity_attack",
        "condescension": "ucc.condescending",
        "dismissal": "ucc.dismissive",
        "mockery": "ucc.sarcastic",
    },
    "generalization": {
        key: f"generalization.{key}"
        for key in ("universal", "majority", "generic", "hedged", "negative")
    },
    "constructive_evidence": {
        key: f"evidence.{key}"
        for key in (
            "statistic", "source", "personal_experience", "example", "correction", "reasoning",
            "solution",
        )
    },
    "disagreement": {},
}  # fmt: skip
# Only heads trained on newspaper comments name facets; the others would name far too many.
_NAMING = ("generalization.", "evidence.", "ucc.")
# Which token channels point, and which corpus-named heads are told along with a label.
_CHANNELS = {
    "possible_hostility": ("possible_hostility", "toxic"),
    "disagreement": ("disagreement",),
    "generalization": ("generalization",),
    "constructive_evidence": ("constructive_evidence",),
}
_PREFIXES = {
    "possible_hostility": ("hostility.", "ucc.", "c3.toxicity", "c3.personal_attack", "cad."),
    "disagreement": ("pair.",),
    "generalization": ("generalization.", "ucc.generalisation", "edos.generalization"),
    "constructive_evidence": ("evidence.", "c3.", "verifiability.", "testimony", "storyarg."),
}
_REASON = {
    "possible_hostility": "the model saw the strongest sign of hostility here",
    "disagreement": "the model saw a claim contested here",
    "generalization": "the model saw a claim about a whole group here",
    "constructive_evidence": "the model saw support that can be weighed here",
}


class EmbeddedScorer:
    """Answers the product labels that its model was trained for; abstains on the others."""

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        self.model = EmbeddedModel(folder, threads=threads)

    @cached_property
    def info(self) -> ScorerInfo:
        """Name, version (a prefix of the digest), digest and labels; loads no weights."""
        manifest = self.model.manifest
        silent = [label for label in LABELS if label not in manifest.labels]
        return ScorerInfo(
            name=manifest.name,
            version=manifest.digest[:12],
            digest=manifest.digest,
            labels=LABELS,
            note=f"licence of the weights: {manifest.licence}"
            + (f"; abstains on {', '.join(silent)}" if silent else ""),
        )

    def facet_keys(self) -> list[tuple[str, str]]:
        """Every (label, facet or head) that findings of this model carry a probability for."""
        manifest = self.model.manifest
        names = dict.fromkeys(manifest.logits, 0.0)
        return [(label, key) for label in LABELS for key in _told(label, names)]

    def score(self, batch: Sequence[PreparedComment]) -> list[tuple[Finding, ...]]:
        """One finding per label and comment; the commenter's own words only are read."""
        served = [i for i, c in enumerate(batch) if c.language.supported and c.own.text.strip()]
        answers = self.model.answer(
            [batch[i].own.text for i in served],
            [p.text if (p := batch[i].parent) else None for i in served],
        )
        found: list[tuple[Finding, ...]] = [
            abstain(self.info, _why_not(comment)) for comment in batch
        ]
        for index, answer in zip(served, answers, strict=True):
            found[index] = self._findings(batch[index], answer)
        return found

    def _findings(self, comment: PreparedComment, answer: Answer) -> tuple[Finding, ...]:
        manifest = self.model.manifest
        logits = named_logits(manifest, answer)
        chances = label_probabilities(manifest, logits, has_parent=answer.paired is not None)
        heads = head_probabilities(manifest, logits)
        return tuple(
            self._finding(label, comment, answer, chances, heads)
            if label in chances
            else Finding(
                label=label,
                scorer=self.info.name,
                status=Status.ABSTAINED,
                facet_scores=_told(label, heads),
                detail="this model was not trained to answer this label",
            )
            for label in LABELS
        )

    def _finding(
        self, label: str, comment: PreparedComment, answer: Answer,
        chances: Mapping[str, float], heads: Mapping[str, float],
    ) -> Finding:  # fmt: skip
        probability = chances[label]
        scores = _told(label, heads)
        named = tuple(
            facet
            for facet, head in FACET_HEADS[label].items()
            if head.startswith(_NAMING) and heads.get(head, 0.0) >= FACET_FROM
        )
        spans = passages(
            self.model.manifest, answer.tokens, comment.own.text, _CHANNELS[label],
            sure=probability >= _PROBABLE,
        )  # fmt: skip
        evidence = tuple(
            Evidence(
                span=_original(comment, span),
                facet=named[0] if named else label,
                scorer=self.info.name,
                reason=_REASON[label],
                weight=min(max(weight, 0.0), 1.0),
            )
            for span, weight in spans
        )
        details = []
        if answer.cut:
            details.append("the comment is longer than the model reads; its end was not scored")
        if not evidence:
            details.append("the model gives no passage for this answer")
        return Finding(
            label=label,
            scorer=self.info.name,
            status=Status.SCORED,
            probability=probability,
            facets=named,
            facet_scores=scores,
            evidence=evidence,
            detail="; ".join(details) or None,
        )


def embedded_scorer(name: str, *, threads: int = 0) -> EmbeddedScorer:
    """The shipped model called ``research`` or ``open``."""
    return EmbeddedScorer(models_dir() / name, threads=threads)


def _why_not(comment: PreparedComment) -> str:
    if not comment.language.supported:
        return f"the model reads English, this seems to be {comment.language.code!r}"
    return "the comment has no words of its own"


def _told(label: str, heads: Mapping[str, float]) -> dict[str, float]:
    """The label's facets by our names, and the heads behind it by their corpus's names."""
    scores = {f: heads[head] for f, head in FACET_HEADS[label].items() if head in heads}
    scores |= {name: p for name, p in heads.items() if name.startswith(_PREFIXES[label])}
    if "ucc.generalisation" in scores and label == "possible_hostility":
        scores.pop("ucc.generalisation")
        scores.pop("ucc.generalisation_unfair", None)
    return scores


def _original(comment: PreparedComment, span: Span) -> Span:
    return comment.original_span(span.start, span.end)
