"""The rules as a scorer: probabilities with the passages and reasons behind them."""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import analysis.labels
from analysis.domain.errors import BadInput, nearest
from analysis.domain.finding import Evidence, Finding, Status
from analysis.domain.label import Label
from analysis.domain.log_odds import sigmoid
from analysis.domain.passage_reason import PassageReason
from analysis.domain.run import ScorerInfo
from analysis.labels import LABEL_KEYS, LABELS, RULES
from analysis.labels.author_text import MAX_CHARACTERS
from analysis.labels.rule import Hit, Rule
from analysis.labels.rule_index import RuleIndex
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.scorers.base import Answers, abstain, failed
from analysis.scorers.rules_features import (
    Head,
    Hits,
    HitsOfBatches,
    Weights,
    load_weights,
    values_of,
)
from analysis.scorers.rules_target import target_of
from analysis.text.evidence_spans import evidence_span
from analysis.text.prepared import PreparedComment
from analysis.text.time_limit import OutOfTime

NAME = "rules"
VERSION = "1"
LEVELS = {label.key: label.levels for label in LABELS}
MOST_EVIDENCE = 12
"""Passages shown per label; the strongest stay."""


class _Begun(threading.local):
    """The batches that a thread has begun and not asked about, for each thread its own."""

    hits: HitsOfBatches | None = None


class RuleScorer:
    """Answers every label from named rules; ``disabled`` switches single rules off.

    With ``spacy_model`` the parser checks the few candidates for a generic generalization (about
    one comment in fifteen); without it every candidate counts in full.
    """

    def __init__(
        self,
        *,
        disabled: frozenset[str] = frozenset(),
        word_lists: WordLists | None = None,
        weights: Weights | None = None,
        spacy_model: str | None = None,
    ) -> None:
        known = {rule.name for rule in RULES}
        for name in sorted(disabled - known):
            raise BadInput(f"rules: there is no rule {name!r}; {nearest(name, known)}")
        self._rules = tuple(rule for rule in RULES if rule.name not in disabled)
        self._index = RuleIndex(self._rules)
        self._by_name = {rule.name: rule for rule in self._rules}
        self._disabled = disabled
        self._given_lists = word_lists
        self._given_weights = weights
        self._model = spacy_model
        self._begun = _Begun()
        self._reasons: dict[tuple[str, str, str], PassageReason] = {}
        self._shown_weights: dict[tuple[str, str], float] = {}

    @property
    def _lists(self) -> WordLists:
        return self._given_lists or shipped_word_lists()

    @property
    def _weights(self) -> Weights:
        return self._given_weights or _shipped_weights()

    @property
    def info(self) -> ScorerInfo:
        """Name, version and a digest over the rules' source, word lists, weights and switches."""
        weights = repr(
            sorted(
                (n, h.intercept, sorted(h.weights.items())) for n, h in self._weights.heads.items()
            )
        )
        parts = (
            _source_digest(),
            self._lists.digest,
            weights,
            ",".join(sorted(self._disabled)),
            self._model or "no parser",
        )
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        later = ", ".join(self._weights.unfitted)
        note = f"not fitted yet, with prior strengths: {later}" if later else None
        return ScorerInfo(NAME, VERSION, digest, LABEL_KEYS, note=note)

    def score(self, batch: Sequence[PreparedComment]) -> Answers:
        """One finding per label and comment; abstains on languages that are not served."""
        return self.begin(batch)()

    def begin(self, batch: Sequence[PreparedComment]) -> Callable[[], Answers]:
        """Take up a batch; what is returned makes findings of it.

        All batches that this thread has begun until then are looked at together.
        """
        served = [prepared for prepared in batch if prepared.language.supported]
        together = self._begun.hits or self._together()
        self._begun.hits = together
        hits_of_served = together.add(served)

        def findings() -> Answers:
            if self._begun.hits is together:
                self._begun.hits = None  # what it has parsed is kept for these batches alone
            hits = hits_of_served()
            return [
                self._findings(prepared, next(hits))
                if prepared.language.supported
                else abstain(
                    ScorerInfo(NAME, VERSION, "", LABEL_KEYS),
                    f"The rules read English; this comment is in {prepared.language.code!r}.",
                )
                for prepared in batch
            ]

        return findings

    def _together(self) -> HitsOfBatches:
        return HitsOfBatches(self._lists, spacy_model=self._model, rules=self._index)

    def _findings(self, prepared: PreparedComment, hits: Hits | OutOfTime) -> tuple[Finding, ...]:
        if isinstance(hits, OutOfTime):
            info = ScorerInfo(NAME, VERSION, "", LABEL_KEYS)
            return failed(info, f"The rules took {hits} and gave up.")
        values = values_of(hits)
        cut = (
            f"Only the first {MAX_CHARACTERS} characters were read."
            if len(prepared.own.text) > MAX_CHARACTERS
            else None
        )
        shown: dict[str, list[tuple[Rule, Hit]]] = {}
        for name, of_rule in hits.items():
            rule = self._by_name[name]
            if rule.shown:
                shown.setdefault(rule.label, []).extend([(rule, hit) for hit in of_rule])
        return tuple([
            self._finding(label, prepared, shown.get(label.key, ()), values, cut)
            for label in LABELS
        ])  # fmt: skip

    def _finding(
        self,
        label: Label,
        prepared: PreparedComment,
        shown: Sequence[tuple[Rule, Hit]],
        values: Mapping[str, float],
        cut: str | None,
    ) -> Finding:
        key = label.key
        head = self._weights.heads[key]
        probability = sigmoid(head.logit(values))
        facets = _facets(label, shown)
        scores = _facet_scores(label, probability, head, shown, values)
        for level in LEVELS[key]:
            if level.head is not None:
                reached = sigmoid(self._weights.heads[level.head].logit(values))
                scores[level.key] = max(reached, probability)
        target = target_of(prepared) if label.has_target and shown else None
        return Finding(
            label=key,
            scorer=NAME,
            status=Status.SCORED,
            probability=round(probability, 6),
            facets=facets,
            facet_scores={name: round(score, 6) for name, score in scores.items()},
            evidence=self._evidence(key, prepared, shown) if shown else (),
            target=target,
            detail=cut,
        )

    def _evidence(
        self, label: str, prepared: PreparedComment, shown: Sequence[tuple[Rule, Hit]]
    ) -> tuple[Evidence, ...]:
        """The shown hits as passages of the original, strongest first, the same passage once."""
        best: dict[tuple[int, int, str], Evidence] = {}
        for rule, hit in shown:
            weight = self._shown_weights.get((label, rule.name))
            if weight is None:
                weight = self._shown_weight(label, rule)
            if weight <= 0:
                continue
            span = evidence_span(prepared, hit.span)
            place = (span.start, span.end, rule.facet)
            if place not in best or best[place].weight < weight:
                best[place] = Evidence(span, rule.facet, NAME, self._reason(rule, hit), weight)
        ranked = list(best.values())
        if len(ranked) > 1:
            ranked.sort(key=lambda e: (-e.weight, e.span.start, e.span.end))
        return tuple(ranked[:MOST_EVIDENCE])

    def _shown_weight(self, label: str, rule: Rule) -> float:
        """How much a rule's passages count where they are shown for a label, -1 to 1."""
        strength = self._weights.heads[label].weights.get(rule.name, rule.strength)
        weight = round(sigmoid(strength * 2) * 2 - 1, 4)
        self._shown_weights[label, rule.name] = weight
        return weight

    def _reason(self, rule: Rule, hit: Hit) -> PassageReason:
        """The rule's reason; the same object for all hits that have the same."""
        if hit.values:
            return rule.reason(hit)
        which = (rule.name, hit.variant, hit.reason)
        known = self._reasons.get(which)
        if known is None:
            known = self._reasons[which] = rule.reason(hit)
        return known


def _facets(label: Label, shown: Sequence[tuple[Rule, Hit]]) -> tuple[str, ...]:
    """The facets that were seen, in the label's order; a graded label gets its highest level."""
    if not shown:
        return ()
    seen = {rule.facet for rule, _ in shown} | {f for _, hit in shown for f in hit.facets}
    level = max((hit.level for _, hit in shown), default=0)
    for facet in LEVELS[label.key]:
        seen.discard(facet.key)
        if facet.degree == level:
            seen.add(facet.key)
    return tuple(facet.key for facet in label.facets if facet.key in seen)


def _facet_scores(
    label: Label,
    probability: float,
    head: Head,
    shown: Sequence[tuple[Rule, Hit]],
    values: Mapping[str, float],
) -> dict[str, float]:
    """The label's probability shared out: a facet counts by the log-odds its rules brought."""
    brought: dict[str, float] = {}
    for rule in {rule.name: rule for rule, _ in shown}.values():
        gain = max(0.0, head.weights.get(rule.name, 0.0)) * values[rule.name]
        brought[rule.facet] = brought.get(rule.facet, 0.0) + gain
    scores = {f: probability * (1 - math.exp(-gain)) for f, gain in brought.items() if gain}
    highest = 0
    for _, hit in shown:
        highest = max(highest, hit.level)
        for flag in hit.facets:
            scores[flag] = probability
    for level in LEVELS[label.key]:
        degree = level.degree or 0
        if label.holds_from is not None and degree >= label.holds_from:
            # The label's probability is that of its first degree; a higher one needs a sign of it.
            reached = degree == label.holds_from or highest >= degree
            scores[level.key] = probability if reached else 0.0
    return scores


@lru_cache(maxsize=1)
def _shipped_weights() -> Weights:
    return load_weights()


@lru_cache(maxsize=1)
def _source_digest() -> str:
    """SHA-256 over the source of the rules and of this scorer."""
    folders = (Path(analysis.labels.__file__).parent, Path(__file__).parent)
    files = [*sorted(folders[0].glob("*.py")), *sorted(folders[1].glob("rules*.py"))]
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()
