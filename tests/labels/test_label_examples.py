"""Every label's examples hold: the rules find what the codebook says, with the proof words."""

from __future__ import annotations

import pytest

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Finding
from analysis.domain.label import Example, Label
from analysis.labels import LABELS
from analysis.scorers.rules import RuleScorer
from analysis.text.prepare import Preparer


def answer(label: Label, example: Example) -> Finding:
    article = Article("a", "A story", (example.article,) if example.article else ())
    comments = []
    if example.parent:
        comments.append(Comment("p", "a", 1, example.parent))
    parent = "p" if example.parent else None
    comments.append(Comment("c", "a", 2, example.text, parent_id=parent))
    prepared = Preparer("unused").prepare(Discussion(article, tuple(comments)))[-1]
    return next(f for f in RuleScorer().score([prepared])[0] if f.label == label.key)


def empty(label: Label) -> float:
    """What the rules say of a text that holds no cue at all."""
    found = answer(label, Example("It rains.", False))
    assert found.probability is not None
    return found.probability


CASES = [(label, example) for label in LABELS for example in label.examples]


@pytest.mark.parametrize(
    ("label", "example"), CASES, ids=[f"{la.key}: {ex.why}" for la, ex in CASES]
)
def test_the_example_is_answered_as_the_label_says(label: Label, example: Example) -> None:
    found = answer(label, example)
    assert found.probability is not None
    shown = [item.span.of(example.text) for item in found.evidence]
    if example.matches:
        assert found.probability > empty(label) + 0.03
        for proof in example.proof:
            assert any(proof in text or text in proof for text in shown), (proof, shown)
    else:
        assert found.probability <= empty(label) + 0.12
    for facet in example.facets:
        assert facet in found.facets, (facet, found.facets)


@pytest.mark.parametrize("label", LABELS, ids=lambda la: la.key)
def test_a_near_miss_stays_below_every_match(label: Label) -> None:
    matches = [answer(label, e).probability or 0.0 for e in label.examples if e.matches]
    misses = [answer(label, e).probability or 0.0 for e in label.examples if not e.matches]
    assert min(matches) > max(misses), (sorted(matches)[:3], sorted(misses)[-3:])
