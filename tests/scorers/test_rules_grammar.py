"""Sentences that the parser is asked about: those of a batch at once, each as it is alone."""

from __future__ import annotations

from analysis.domain.comment import Article, Comment, Discussion
from analysis.scorers.rules import RuleScorer
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
