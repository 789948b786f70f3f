"""Every reason that a rule gives has a key that stays, and its English stands in the catalogue."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.passage_reason import PassageReason
from analysis.domain.span import Span
from analysis.labels import LABELS, RULES
from analysis.labels.rule import Hit
from analysis.scorers.rules import RuleScorer
from analysis.text.prepare import Preparer

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = json.loads(
    (ROOT / "dashboard" / "texts" / "en" / "reasons.json").read_text(encoding="utf-8")
)
TEXTS = [example.text for label in LABELS for example in label.examples if example.matches]


@pytest.fixture(scope="module")
def given() -> list[PassageReason]:
    """The reasons for everything that the labels' own examples show."""
    comments = tuple(Comment(str(n), "a", n, text) for n, text in enumerate(TEXTS, start=1))
    prepared = Preparer("unused").prepare(Discussion(Article("a"), comments))
    findings = [finding for answer in RuleScorer().score(prepared) for finding in answer]
    return [item.reason for f in findings for item in f.evidence]  # type: ignore[misc]


def test_a_rule_s_reason_is_keyed_by_its_name(given: list[PassageReason]) -> None:
    assert len({reason.key for reason in given}) > 30
    assert {r.key: r.sentence for r in given} == {r.key: ENGLISH[r.key] for r in given}, (
        "another sentence under a key: write it into texts/en/reasons.json, or give it a variant"
    )


def test_the_catalogue_knows_every_rule_and_no_other() -> None:
    names = {rule.name for rule in RULES}
    of_rules = {key for key in ENGLISH if not key.startswith(("model.", "parent."))}
    assert names <= of_rules
    assert {key for key in of_rules - names if key.rpartition(".")[0] not in names} == set()
    assert {f"model.{label.key}": label.passage_reason for label in LABELS} == {
        key: sentence for key, sentence in ENGLISH.items() if key.startswith("model.")
    }


def test_the_reasons_of_an_inferred_parent_are_in_the_catalogue() -> None:
    source = (ROOT / "analysis" / "text" / "parent.py").read_text(encoding="utf-8")
    said = set(re.findall(r'InferredParent\([^"]*"([^"]+)"\)', source))
    assert said == {ENGLISH[key] for key in ENGLISH if key.startswith("parent.")}


def test_a_variant_and_values_tell_the_reasons_of_one_rule_apart() -> None:
    rule = RULES[0]
    hit = Hit(Span(0, 1), "names {n} of them", variant="several", values=(("n", "3"),))
    reason = rule.reason(hit)
    assert reason == PassageReason(f"{rule.name}.several", "names {n} of them", (("n", "3"),))
    assert str(reason) == "names 3 of them"
    assert rule.reason(Hit(Span(0, 1), "plain")).key == rule.name
