"""Sentences that the parser is asked about: those of a batch at once, each as it is alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from spacy.tokens import Doc

from analysis.domain.comment import Article, Comment, Discussion
from analysis.labels import RULES
from analysis.labels.rule import Find, Rule
from analysis.labels.rule_index import RuleIndex
from analysis.labels.word_lists import shipped_word_lists
from analysis.scorers.rules import RuleScorer
from analysis.scorers.rules_features import Hits, hits_of_batch, own_words
from analysis.scorers.rules_grammar import SentenceParser
from analysis.settings import Settings
from analysis.text import nlp
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment

MODEL = Settings().spacy_model
TEXTS = (
    "Teachers want longer holidays.",
    "It rains. Cyclists never stop at a red light.",
    "A poll suggests that teachers want longer holidays.",
    "The library opens later now.",
    "Farmers always complain. Cyclists always complain. Farmers are lazy.",
    "Teachers went on strike on Monday, and politicians lie.",
)


def prepared(text: str) -> PreparedComment:
    discussion = Discussion(Article("a"), (Comment("c", "a", 1, text),))
    return Preparer(MODEL).prepare(discussion)[0]


def test_a_sentence_is_parsed_the_same_beside_any_others() -> None:
    sentences = [sentence.of(text) for text in TEXTS for sentence in prepared(text).sentences]
    together = nlp.parsed_sentences(sentences, model=MODEL)
    for sentence, doc in zip(sentences, together, strict=True):
        (alone,) = nlp.parsed_sentences([sentence], model=MODEL)
        assert doc.to_json() == alone.to_json()
        assert (doc.tensor == alone.tensor).all()


def test_comments_have_the_same_findings_in_a_batch_and_alone() -> None:
    scorer = RuleScorer(spacy_model=MODEL)
    batch = [prepared(text) for text in TEXTS]
    assert scorer.score(batch) == [scorer.score([comment])[0] for comment in batch]


def test_batches_that_are_begun_are_parsed_together_and_found_as_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scorer = RuleScorer(spacy_model=MODEL)
    batches = [[prepared(text) for text in TEXTS[:3]], [prepared(text) for text in TEXTS[3:]]]
    alone = [scorer.score(batch) for batch in batches]
    parsed: list[int] = []
    parse = nlp.parsed_sentences

    def counted(texts: Sequence[str], *, model: str) -> list[Doc]:
        parsed.append(len(texts))
        return parse(texts, model=model)

    monkeypatch.setattr(nlp, "parsed_sentences", counted)
    begun = [scorer.begin(batch) for batch in batches]
    assert [collect() for collect in begun] == alone
    assert len(parsed) == 1
    later = scorer.begin(batches[0])
    assert later() == alone[0]
    assert len(parsed) == 2  # nothing is kept for whoever comes later


def test_what_another_thread_has_begun_is_its_own_affair() -> None:
    scorer = RuleScorer(spacy_model=MODEL)
    batch = [prepared(TEXTS[0])]
    alone = scorer.score(batch)
    begun = scorer.begin(batch)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(scorer.score, [prepared(TEXTS[1])]).result() != alone
        assert other.submit(begun).result() == alone


def test_rules_find_what_they_do_where_all_was_parsed_before() -> None:
    lists, parser = shipped_word_lists(), SentenceParser(MODEL)
    batch = [prepared(text) for text in TEXTS]

    def look(comment: PreparedComment) -> Hits:
        words = own_words(comment, lists, parser=parser)
        hits = {rule.name: list(rule.find(words)) for rule in RuleIndex(RULES).possible(words)}
        return {name: some for name, some in hits.items() if some}

    for comment in batch:
        look(comment)
    parser.parse_noted()
    known = [look(comment) for comment in batch]
    found = list(hits_of_batch(batch, lists, spacy_model=MODEL))
    assert found == known
    assert list(map(list, found)) == list(map(list, known))  # in the same order too


def test_only_rules_that_ask_the_parser_look_twice() -> None:
    looks: Counter[str] = Counter()

    def counted(rule: Rule) -> Rule:
        def find(words):
            looks[rule.name] += 1
            return rule.find(words)

        counting: Find = find
        counting.needs = rule.needs  # type: ignore[attr-defined]
        return replace(rule, find=counting)

    rules = RuleIndex([counted(rule) for rule in RULES])
    comment = prepared("Teachers want longer holidays.")
    list(hits_of_batch([comment], shipped_word_lists(), spacy_model=MODEL, rules=rules))
    assert {name for name, count in looks.items() if count > 1} == {
        "generalization.generic",
        "generalization.generic_inside",
    }


def test_the_sentences_of_a_batch_are_parsed_at_once(monkeypatch) -> None:
    calls = []
    parse = nlp.parsed_sentences

    def counted(texts, *, model):
        calls.append(list(texts))
        return parse(texts, model=model)

    monkeypatch.setattr(nlp, "parsed_sentences", counted)
    RuleScorer(spacy_model=MODEL).score([prepared(text) for text in TEXTS])
    assert len(calls) == 1
    assert "The library opens later now." not in calls[0]


def test_nothing_is_parsed_where_no_rule_asks(monkeypatch) -> None:
    monkeypatch.setattr(nlp, "load", lambda model: 1 / 0)
    (findings,) = RuleScorer(spacy_model=MODEL).score([prepared("The library opens later now.")])
    assert findings
