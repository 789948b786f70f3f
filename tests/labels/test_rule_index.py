"""What a rule needs: a text that lacks it may be spared the rule, and loses nothing by it."""

from __future__ import annotations

import json
import re
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matching_texts import every_alternative
from rule_modules import RULE_MODULES
from thoroughness import examples

from analysis.labels import LABELS, RULES, evidence_figures
from analysis.labels.author_text import AuthorText
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs
from analysis.labels.rule_index import RuleIndex
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.resources import seeds_dir
from analysis.text.sentences import sentences

INDEX = RuleIndex(RULES)


def author_text(text: str) -> AuthorText:
    """Own words with every sentence behind a quote, so that each rule may speak."""
    spans = sentences(text)
    return AuthorText(text, spans, shipped_word_lists(), tuple(span.start for span in spans))


def assert_none_is_hidden(text: str) -> None:
    words = author_text(text)
    possible = {rule.name for rule in INDEX.possible(words)}
    for rule in RULES:
        if rule.name not in possible:
            assert list(rule.find(words)) == [], rule.name


def patterns(module: ModuleType) -> list[re.Pattern[str]]:
    return [value for value in vars(module).values() if isinstance(value, re.Pattern)] + [
        value.pattern for value in vars(module).values() if isinstance(value, FirstWords)
    ]


@pytest.mark.hypothesis
@pytest.mark.parametrize(
    "module",
    [module for module in RULE_MODULES if patterns(module)],
    ids=lambda module: module.__name__.split(".")[-1],
)
def test_no_rule_is_spared_a_text_that_its_expressions_match(module: ModuleType) -> None:
    lists = [entry for entries in shipped_word_lists().lists.values() for entry in entries]
    matching = st.sampled_from(patterns(module)).flatmap(st.from_regex)
    cues = st.sampled_from(lists).map(lambda entry: re.sub(r"[()\[\]|~*]+", " ", entry))
    around = st.sampled_from(["", " ", ". ", "! ", "\n", "you ", " are", "?", "'", '"', "_", "x"])
    texts = st.lists(st.one_of(matching, matching, cues, around), min_size=1, max_size=4)

    @given(texts)
    @settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
    def none_hidden(parts: list[str]) -> None:
        assert_none_is_hidden("".join(parts))
        assert_none_is_hidden(" ".join(parts).title())

    none_hidden()


@pytest.mark.parametrize(
    "pattern",
    [pattern for module in RULE_MODULES for pattern in patterns(module)],
    ids=lambda pattern: pattern.pattern[:30],
)
def test_no_rule_is_spared_any_word_that_an_expression_names(pattern: re.Pattern[str]) -> None:
    texts = every_alternative(pattern)
    # What has to stand before is no part of the texts: two expressions are left to the property.
    assert texts or "(?<!^)" in pattern.pattern or "(?<=man )" in pattern.pattern
    for text in texts:
        for around in (text, f"Well. {text} we are here.", f"you {text} you!", f"\n{text}?"):
            assert_none_is_hidden(around)


def test_no_rule_is_spared_the_examples_and_the_gold_comments() -> None:
    texts = [example.text for label in LABELS for example in label.examples]
    lines = (seeds_dir() / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    for text in [*texts, *(json.loads(line)["text"] for line in lines)]:
        assert_none_is_hidden(text)


def test_what_a_rule_needs_of_lists_is_shipped() -> None:
    for rule in RULES:
        for name in rule.needs.lists if rule.needs else ():
            assert name in shipped_word_lists().lists, rule.name


def test_few_rules_look_at_a_plain_comment() -> None:
    words = author_text("The library opens later now. It had been closed since the flood.")
    assert len(INDEX.possible(words)) < len(RULES) / 5


@pytest.mark.parametrize(
    ("needed", "text", "looks"),
    [
        (needs("isn how"), "It isn't so.", True),
        (needs("isn how"), "It is so, anyhow.", False),
        (needs("how"), "_how is it", False),
        (needs(marks=("?!",)), "What?!", True),
        (needs(marks=("?!",)), "What? Well!", False),
        (needs(digits=True), "In 1998", True),
        (needs(digits=True), "In spring", False),
        (needs(lists=("greeting",)), "Good morning", True),
        (needs(lists=("greeting",)), "Good evening", False),
        (needs("how", marks=("?",)), "Really?", True),
    ],
)
def test_a_rule_looks_where_one_of_its_needs_stands(needed: object, text: str, looks: bool) -> None:
    def find(words: AuthorText) -> list[Hit]:
        return []

    rule = Rule("test.rule", "test", "test", needed(find), 1.0)  # type: ignore[operator]
    words = AuthorText(text, sentences(text), WordLists({"greeting": ["good morning"]}))
    assert RuleIndex([rule]).possible(words) == ([rule] if looks else [])


COUNTS = (
    (
        evidence_figures._COUNT,
        r"(?<![\w.$/-])(?:\d{1,3}(?:,\d{3})+|\d{2,9}(?:\.\d+)?|\d\.\d+)\s(?:"
        + evidence_figures._COUNT.pattern.split(r"\s(?:", 1)[1],
    ),
    (
        evidence_figures._PLURAL_COUNT,
        r"(?<![\w.$/,-])(?:\d{1,3}(?:,\d{3})+|\d{2,9})\s(?:(?!years"
        + evidence_figures._PLURAL_COUNT.pattern.split("(?!years", 1)[1].split("(?<=f)")[0]
        + r"\bfrom \d[\d,.]* to \d[\d,.]*(?:\s[a-z]{3,12})?|\b\d{2,6} of (?:them|the|us|those)\b",
    ),
    (
        evidence_figures._FRACTION.pattern,
        r"\b(?:one|two|three|four|\d{1,2})\s(?:out of|in)\s(?:every\s)?(?:two|three|four|five|ten|"
        r"\d{1,4})\b|\b(?:a third|two thirds|a quarter|three quarters|half) of (?:the|all)\b",
    ),
)
"""Expressions that are quick to pass where no digit stands, and what they say plainly."""
FIGURES = st.lists(
    st.sampled_from(
        "1 12 123 ,456 1.5 .5 $ / - , . from to of them the all half a third two thirds one three "
        "in every out of ten five people years houses old cases x f km % \u0665".split()
    ),
    max_size=12,
)


@given(FIGURES, st.lists(st.sampled_from(["", " ", " ", " "]), min_size=12, max_size=12))
def test_counts_are_found_as_by_the_plain_expressions(parts: list[str], gaps: list[str]) -> None:
    text = "".join(part + gap for part, gap in zip(parts, gaps, strict=False))
    for quick, plain in COUNTS:
        spans = [match.span() for match in quick.finditer(text)]
        assert spans == [match.span() for match in re.finditer(plain, text)], quick.pattern


MARKS = sorted({mark for rule in RULES if rule.needs for mark in rule.needs.marks})


@given(
    st.lists(
        st.one_of(st.sampled_from(MARKS), st.sampled_from(["\n", " ", "x", "'", "2"])), max_size=8
    )
)
def test_a_mark_is_seen_wherever_it_stands(parts: list[str]) -> None:
    text = "".join(parts)
    words = AuthorText(text, (), WordLists({}))
    for mark in MARKS:
        rule = Rule("test.rule", "test", "test", needs(marks=(mark,))(lambda words: []), 1.0)
        if mark in words.folded:
            assert RuleIndex([rule]).possible(words) == [rule]


@pytest.mark.parametrize(
    ("mark", "text", "looks"),
    [
        (" '", "He said 'no'", True),
        (" '", "He didn't", False),
        ("little ", "my little\thouse", True),  # more than needed: the rule looks for itself
        ("little ", "littleness is none", False),
        ("party boss ", "the party is over", True),
        ("party boss ", "the parties are over", False),
        (" so ", "also he is so tired", True),
        (" so ", "also he is sore", False),
    ],
)
def test_a_mark_with_blanks_asks_for_the_end_of_a_piece(mark: str, text: str, looks: bool) -> None:
    rule = Rule("test.rule", "test", "test", needs(marks=(mark,))(lambda words: []), 1.0)
    words = AuthorText(text, (), WordLists({}))
    assert RuleIndex([rule]).possible(words) == ([rule] if looks else [])


def test_a_rule_without_needs_looks_at_every_text() -> None:
    rule = Rule("test.rule", "test", "test", lambda words: [], 1.0)
    words = AuthorText("", (), WordLists({}))
    assert RuleIndex([rule]).possible(words) == [rule]
