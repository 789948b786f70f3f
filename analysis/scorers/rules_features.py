"""From hits to numbers: what the rules saw, how strongly each counts, and the probability."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.domain.errors import BadInput
from analysis.domain.quick_init import quick_init
from analysis.labels import LABEL_KEYS, LABELS, RULES
from analysis.labels.author_text import AuthorText
from analysis.labels.rule import Hit, Rule
from analysis.labels.rule_index import RuleIndex
from analysis.labels.word_lists import WordLists
from analysis.resources import seeds_dir
from analysis.scorers.rules_grammar import SentenceParser, StatementFinder
from analysis.text.prepared import PreparedComment
from analysis.text.time_limit import OutOfTime, TimeLimit

_LEVEL_HEADS = {
    level.head: item.key for item in LABELS for level in item.levels if level.head is not None
}
HEADS: Mapping[str, str] = {**{key: key for key in LABEL_KEYS}, **_LEVEL_HEADS}
"""Each head's label: one per label, and one per level ("this or above") that names a head."""
PRIOR_INTERCEPT = -2.0
"""The log-odds of a label before any rule has spoken, until weights are fitted (12 %)."""
MOST_HITS = 7
"""Hits of one rule that still count; the value grows with the logarithm, 1, 1.6, 2, up to 3."""


_VALUES = tuple(math.log2(1 + hits) for hits in range(MOST_HITS + 1))


@dataclass(frozen=True, slots=True)
class Head:
    """How one answer is put together: an intercept and a weight (log-odds) per rule."""

    intercept: float
    weights: Mapping[str, float]

    def logit(self, values: Mapping[str, float]) -> float:
        """The log-odds that the rules' values make."""
        weights = self.weights
        total = 0.0
        for name, value in values.items():
            if name in weights:
                total += weights[name] * value
        return self.intercept + total


@dataclass(frozen=True, slots=True)
class Weights:
    """All heads and a sentence on where they come from; ``unfitted`` heads have prior strengths."""

    heads: Mapping[str, Head]
    origin: str
    unfitted: tuple[str, ...] = ()


def own_words(
    prepared: PreparedComment, lists: WordLists, *, parser: SentenceParser | None = None
) -> AuthorText:
    """What the rules may look at of a prepared comment; the parser is asked about candidates."""
    starts = tuple(sorted(_after_quotes(prepared)))
    return AuthorText(
        text=prepared.own.text,
        sentences=prepared.sentences,
        lists=lists,
        quotes_before=starts,
        states=StatementFinder(prepared, parser) if parser is not None else None,
    )


def _after_quotes(prepared: PreparedComment) -> Iterable[int]:
    """The own-text places of the first words after each quote of the article or a comment."""
    for quote in prepared.quotes:
        if quote.source == "unknown":
            continue
        for sentence in prepared.sentences:
            if prepared.original_span(sentence.start, sentence.start + 1).start >= quote.span.end:
                yield sentence.start
                break


Hits = dict[str, list[Hit]]
"""What rules found, by the rule's name."""


def _look(words: AuthorText, rules: Iterable[Rule], guessed: set[str]) -> Hits:
    """What each of these rules found, by its name; one that found nothing is left out.

    ``guessed`` takes the names of those that the parser still owes an answer. Raises ``OutOfTime``
    when the rules together take longer than one comment may.
    """
    by_rule: Hits = {}
    limit = TimeLimit()
    states = words.states if isinstance(words.states, StatementFinder) else None
    guesses = states.guesses if states is not None else 0
    for rule in rules:
        limit.check()
        hits = list(rule.find(words))
        if hits and (some := [hit for hit in hits if hit.span.end > hit.span.start]):
            by_rule[rule.name] = some
        if states is not None and states.guesses > guesses:
            guesses = states.guesses
            guessed.add(rule.name)
    return by_rule


@quick_init
@dataclass(frozen=True, slots=True)
class _Looked:
    """What the rules found before the parser was asked: ``guessed`` names those to ask again."""

    words: AuthorText
    rules: tuple[Rule, ...]
    hits: Hits | OutOfTime
    guessed: frozenset[str]

    def again(self) -> Hits | OutOfTime:
        """What they find now; only those that guessed look again, where all came to an end."""
        try:
            if isinstance(self.hits, OutOfTime):
                return _look(self.words, self.rules, set()) if self.guessed else self.hits
            if not self.guessed:
                return self.hits
            those = [rule for rule in self.rules if rule.name in self.guessed]
            rest = {n: hits for n, hits in self.hits.items() if n not in self.guessed}
            either = rest | _look(self.words, those, set())
        except OutOfTime as error:
            return error
        return {rule.name: either[rule.name] for rule in self.rules if rule.name in either}


def _looked(words: AuthorText, rules: RuleIndex) -> _Looked:
    possible, guessed = tuple(rules.possible(words)), set[str]()
    hits: Hits | OutOfTime
    try:
        hits = _look(words, possible, guessed)
    except OutOfTime as error:
        hits = error
    return _Looked(words, possible, hits, frozenset(guessed))


class HitsOfBatches:
    """What the rules find in batches that are looked at together, when the first is asked for.

    With ``spacy_model`` the sentences that rules ask about are parsed, those of all batches at
    once: that takes half the time of batch by batch.
    """

    def __init__(
        self, lists: WordLists, *, spacy_model: str | None = None, rules: RuleIndex | None = None
    ) -> None:
        self._lists = lists
        self._parser = SentenceParser(spacy_model) if spacy_model else None
        self._rules = rules or _all_rules()
        self._batches: list[Sequence[PreparedComment]] = []
        self._looked: list[list[_Looked]] = []

    def add(self, batch: Sequence[PreparedComment]) -> Callable[[], Iterator[Hits | OutOfTime]]:
        """Take up a batch; what is returned gives what the rules found in each comment, in order,
        or why they gave up."""
        number = len(self._batches)
        self._batches.append(batch)
        return lambda: self._hits(number)

    def _hits(self, number: int) -> Iterator[Hits | OutOfTime]:
        if number >= len(self._looked):
            self._look()
        return (first.again() for first in self._looked[number])

    def _look(self) -> None:
        for batch in self._batches[len(self._looked) :]:
            texts = [own_words(prepared, self._lists, parser=self._parser) for prepared in batch]
            self._looked.append([_looked(words, self._rules) for words in texts])
        if self._parser is not None:
            self._parser.parse_noted()


def hits_of_batch(
    batch: Sequence[PreparedComment],
    lists: WordLists,
    *,
    spacy_model: str | None = None,
    rules: RuleIndex | None = None,
) -> Iterator[Hits | OutOfTime]:
    """What :class:`HitsOfBatches` gives for one batch."""
    return HitsOfBatches(lists, spacy_model=spacy_model, rules=rules).add(batch)()


def hits_of_comment(prepared: PreparedComment, lists: WordLists, *, spacy_model: str) -> Hits:
    """The same for one comment; raises ``OutOfTime``."""
    (hits,) = hits_of_batch([prepared], lists, spacy_model=spacy_model)
    if isinstance(hits, OutOfTime):
        raise hits
    return hits


@lru_cache(maxsize=1)
def _all_rules() -> RuleIndex:
    return RuleIndex(RULES)


def values_of(by_rule: Mapping[str, Sequence[Hit]]) -> dict[str, float]:
    """One number per rule that found something: the logarithm (base 2) of hits plus one."""
    return {name: _VALUES[min(len(hits), MOST_HITS)] for name, hits in by_rule.items()}


def _prior_head(head: str) -> Head:
    """A head as its rules' authors set them, before any fitting."""
    own = {rule.name: rule.strength for rule in RULES if rule.label == HEADS[head]}
    return Head(PRIOR_INTERCEPT, own)


def load_weights(path: Path | None = None) -> Weights:
    """The shipped weights; one clear sentence when the file does not fit the rules.

    A label that came after the weights were fitted has its rules' prior strengths, and is named
    in ``unfitted``.
    """
    where = path or seeds_dir() / "rule_weights.json"
    try:
        data = json.loads(where.read_text(encoding="utf-8"))
        heads = {
            name: Head(float(head["intercept"]), {k: float(v) for k, v in head["weights"].items()})
            for name, head in data["heads"].items()
        }
        origin = str(data["origin"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            f"rule weights: {where.name} can't be read ({type(error).__name__}), expected "
            "'origin' and 'heads' with 'intercept' and 'weights'"
        ) from error
    fitted = {head for head in HEADS if head in heads or HEADS[head] in heads}
    missing = sorted(fitted - set(heads)) if fitted else sorted(HEADS)
    known = {rule.name for rule in RULES}
    strange = sorted({name for head in heads.values() for name in head.weights} - known)
    if missing or strange:
        raise BadInput(
            f"rule weights: {where.name} lacks heads {missing} or names unknown rules {strange}"
        )
    later = {head: _prior_head(head) for head in HEADS if head not in fitted}
    return Weights({**heads, **later}, origin, tuple(later))
