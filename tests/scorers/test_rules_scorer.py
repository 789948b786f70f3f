"""The rules as a scorer: answers, abstentions, switches, places in the original, digests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.domain.finding import Finding, Status
from analysis.domain.span import Span
from analysis.labels import LABEL_KEYS, LABELS, RULES
from analysis.labels.author_text import MAX_CHARACTERS
from analysis.labels.rule import Hit
from analysis.labels.word_lists import WordLists
from analysis.scorers.rules import RuleScorer, _facet_scores
from analysis.scorers.rules_features import Weights, load_weights
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment

ARTICLE = Article(
    "a",
    "Ferry to be cut",
    ("The night ferry to the island will be cut because hardly anybody uses it, the board says.",),
)


def prepare(*texts: str, parents: dict[int, int] | None = None) -> list[PreparedComment]:
    comments = tuple(
        Comment(
            f"c{i}", "a", i, text, parent_id=f"c{parents[i]}" if parents and i in parents else None
        )
        for i, text in enumerate(texts, start=1)
    )
    return Preparer("not loaded").prepare(Discussion(ARTICLE, comments))


@pytest.fixture
def hardly_fitted(tmp_path: Path) -> Weights:
    """Weights that were fitted for one label only."""
    path = tmp_path / "weights.json"
    heads = {"disagreement": {"intercept": 0, "weights": {}}}
    path.write_text(json.dumps({"origin": "x", "heads": heads}), encoding="utf-8")
    return load_weights(path)


def find(text: str, label: str, **options: frozenset[str]) -> Finding:
    findings = RuleScorer(**options).score(prepare(text))[0]
    return next(finding for finding in findings if finding.label == label)


def test_every_label_is_answered_in_order_for_every_comment() -> None:
    answers = RuleScorer().score(prepare("Nonsense.", "All politicians are liars.", "Fine."))
    assert [[f.label for f in findings] for findings in answers] == [list(LABEL_KEYS)] * 3
    assert all(f.status is Status.SCORED for findings in answers for f in findings)


def test_another_language_is_abstained_from_and_never_cleared() -> None:
    german = "Warum fragt eigentlich niemand die Leute, die jeden Morgen um drei Uhr anfangen?"
    for finding in RuleScorer().score(prepare(german))[0]:
        assert finding.status is Status.ABSTAINED
        assert finding.probability is None
        assert "English" in (finding.detail or "")


def test_evidence_points_into_the_original_behind_an_emoji_with_a_skin_tone() -> None:
    text = "👍🏽 👩‍👩‍👧 You are an “odd” crowd, but he is a liar."
    finding = find(text, "possible_hostility")
    assert "liar" in [item.span.of(text) for item in finding.evidence]


def test_words_inside_quotation_marks_do_not_count() -> None:
    said = find('He wrote "you are all idiots and liars" on the wall.', "possible_hostility")
    own = find("You are all idiots and liars.", "possible_hostility")
    assert (said.probability or 0) < 0.2 < (own.probability or 0)


def test_a_quoted_insult_is_not_the_quoters() -> None:
    first = "The board is a gang of idiots and crooks, and every islander knows it by now."
    quoting = f"{first}\n\nThat does not help anybody."
    prepared = prepare(first, f'"{first}"\n\nThat does not help anybody.')
    assert quoting
    scores = [
        next(f for f in findings if f.label == "possible_hostility").probability or 0
        for findings in RuleScorer().score(prepared)
    ]
    assert scores[0] > 0.4
    assert scores[1] < 0.2


@pytest.mark.parametrize(
    ("hostile", "near_miss"),
    [
        ("You are an idiot.", "I was an idiot."),
        ("You are a liar.", "You are not a liar."),
        ("You are a liar.", "Please stop calling each other liars."),
        ("What a genius you are.", "Einstein was born in Ulm."),
        ("Those stupid people at the board.", "That stupid phone of mine."),
        ("Shut up.", "They shut up shop in 2012."),
        ("Screw you.", "The screw was loose."),
        ("He deserves to be shot.", "He should be home by now."),
        ("How stupid can they be?", "How far can they swim?"),
    ],
)
def test_an_attack_scores_above_its_near_miss(hostile: str, near_miss: str) -> None:
    attack = find(hostile, "possible_hostility").probability or 0
    civil = find(near_miss, "possible_hostility").probability or 0
    assert attack > civil + 0.1


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The plan is a farce.", "level_1"),
        ("The mayor is a buffoon.", "level_2"),
        ("The mayor deserves to be shot.", "level_3"),
    ],
)
def test_hostility_is_graded(text: str, level: str) -> None:
    facets = find(text, "possible_hostility").facets
    assert [facet for facet in facets if facet.startswith("level_")] == [level]


def test_sharpness_is_at_least_as_likely_as_hostility() -> None:
    for text in ("The plan is a farce.", "You are a clown.", "Thank you."):
        scores = find(text, "possible_hostility").facet_scores
        assert scores["level_1"] >= scores["level_2"] >= scores["level_3"]


def test_flags_come_in_the_order_of_their_hits_in_every_process() -> None:
    label = LABELS[0]
    rule = next(rule for rule in RULES if rule.label == label.key)
    flags = tuple(f"flag {number}" for number in range(12))
    shown = [(rule, Hit(Span(0, 1), "a reason", flags))]
    head = load_weights().heads[label.key]
    scores = _facet_scores(label, 0.5, head, shown, {rule.name: 1.0})
    assert [name for name in scores if name in flags] == list(flags)


@pytest.mark.parametrize(
    ("texts", "parents", "kind", "comment_id"),
    [
        (("The ferry is empty.", "Not true, it is full."), {2: 1}, "comment", "c1"),
        (("Not true, the ferry is full every night.",), None, "article", None),
        (
            ("It is full.", "Actually, I have to agree with the board, it is empty."),
            None,
            "comment",
            None,
        ),
        (("You are wrong.",), None, "unclear", None),
        (
            (
                "Fine.",
                '"The night ferry to the island will be cut because hardly anybody uses it"\n\n'
                "That is not true.",
            ),
            {2: 1},
            "article",
            None,
        ),
    ],
)
def test_a_disagreement_says_whom_it_contests(
    texts: tuple[str, ...], parents: dict[int, int] | None, kind: str, comment_id: str | None
) -> None:
    findings = RuleScorer().score(prepare(*texts, parents=parents))[-1]
    target = findings[0].target
    assert target is not None
    assert (target.kind, target.comment_id) == (kind, comment_id)


def test_a_comment_that_contests_nothing_has_no_target() -> None:
    assert find("The ferry leaves at ten.", "disagreement").target is None


def test_a_rule_can_be_switched_off_by_its_name() -> None:
    off = frozenset({"hostility.name_calling"})
    text = "The mayor is a buffoon."
    with_rule = find(text, "possible_hostility")
    without = find(text, "possible_hostility", disabled=off)
    assert (without.probability or 0) < (with_rule.probability or 0)
    assert not any("name calling" in item.reason for item in without.evidence)
    assert RuleScorer(disabled=off).info.digest != RuleScorer().info.digest


def test_an_unknown_rule_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(BadInput, match=r"did you mean 'hostility\.name_calling'"):
        RuleScorer(disabled=frozenset({"hostility.namecalling"}))


def test_the_digest_names_lists_and_weights(hardly_fitted: Weights) -> None:
    plain = RuleScorer().info
    assert plain == RuleScorer().info
    assert len(plain.digest) == 64
    assert plain.labels == LABEL_KEYS
    other = WordLists({rule: ["something"] for rule in ("contempt",)})
    assert RuleScorer(word_lists=other).info.digest != plain.digest
    assert RuleScorer(weights=hardly_fitted).info.digest != plain.digest


def test_reasons_name_the_cue_and_no_other_words_of_the_comment() -> None:
    text = "Zyzzyva said all politicians are liars, you clown, https://zyzzyva.example/x 12% of it."
    for finding in RuleScorer().score(prepare(text))[0]:
        for item in finding.evidence:
            assert "zyzzyva" not in item.reason.sentence.lower()
            assert item.reason


def test_a_very_long_comment_says_how_far_it_was_read() -> None:
    # The preparation cuts own words at the same length; here the rules' own limit is asked.
    finding = find("The ferry leaves at ten. " * (MAX_CHARACTERS // 20), "possible_hostility")
    assert finding.status is Status.SCORED


def test_a_label_that_was_not_fitted_is_answered_by_its_rules_strengths(
    hardly_fitted: Weights,
) -> None:
    assert "possible_hostility" in hardly_fitted.unfitted
    scorer = RuleScorer(weights=hardly_fitted)
    finding = scorer.score(prepare("The mayor is a buffoon."))[0][1]
    assert (finding.probability or 0) > 0.4


def test_shown_rules_never_speak_against_their_label() -> None:
    heads = load_weights().heads
    for rule in RULES:
        if rule.shown and rule.strength > 0:
            assert heads[rule.label].weights[rule.name] > 0, rule.name


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"origin": "x", "heads": {}}', '{"origin": "x", "heads": {"a": 1}}'],
)
def test_a_damaged_weights_file_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=r"rule weights: weights\.json"):
        load_weights(path)


def test_a_weight_for_a_rule_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    heads = {
        name: {"intercept": 0, "weights": {"no.such_rule": 1.0}}
        for name in (*LABEL_KEYS, "hostility.sharp")
    }
    path = tmp_path / "weights.json"
    path.write_text(json.dumps({"origin": "x", "heads": heads}), encoding="utf-8")
    with pytest.raises(BadInput, match=r"no\.such_rule"):
        load_weights(path)


@given(st.text(max_size=200))
@settings(max_examples=examples(60), deadline=None)
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    for finding in RuleScorer().score(prepare(text or "x"))[0]:
        for item in finding.evidence:
            assert 0 <= item.span.start < item.span.end <= max(1, len(text))
