"""What each rule does on this site's comments: how often, beside whom, against whom, how well."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.domain.outcomes import Progress
from analysis.evaluation.proportions import Rate, rate
from analysis.labels import RULES
from analysis.labels.rule import Rule
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.scorers.rules_features import hits_of_comment
from analysis.services.learning.judgements import judged_comments
from analysis.services.site.preparation import prepared
from analysis.services.site.rule_switches import disabled_rules, word_lists
from analysis.settings import Settings
from analysis.storage.database import Store
from analysis.storage.lookup import Place, places_of, readable


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule. ``coverage``: of the sampled comments, those where it saw something; ``overlap``:
    of those, where another rule of its label says the same; ``conflict``: where one says the
    opposite. ``precision``: of the judged comments where it saw something, those where people say
    that the label holds (for a rule that speaks against the label: that it does not); where they
    are evenly divided, it is left out.
    """

    name: str
    label: str
    facet: str
    speaks_for: bool
    on: bool
    coverage: Rate
    overlap: Rate
    conflict: Rate
    precision: Rate


@dataclass(frozen=True, slots=True)
class RuleStatistics:
    """All rules on ``sampled`` comments chosen at random and ``judged`` judged ones."""

    rules: tuple[RuleLine, ...]
    sampled: int
    judged: int


def rule_statistics(
    store: Store,
    settings: Settings,
    *,
    limit: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> RuleStatistics:
    """Run every rule, switched off or not, over a random sample and over all judged comments."""
    truth = {
        (judgement.comment_id, judgement.label): judgement.truth
        for judgement in judged_comments(store)
    }
    with store.read() as session:
        known = readable(session)
        drawn = random.Random(seed)  # noqa: S311 (a sample that can be drawn again)
        sample = set(drawn.sample(known, min(limit, len(known))))
        judged = {comment_id for comment_id, _ in truth} & set(known)
        places = places_of(session, sorted(sample | judged))
    site = word_lists(store)
    lists = WordLists({**shipped_word_lists().lists, **site}) if site else shipped_word_lists()
    seen: dict[int, set[str]] = {}
    for comment_id, names in _hits(store, settings, lists, places):
        seen[comment_id] = names
        if progress:
            progress(len(seen), len(places))
    off = disabled_rules(store)
    lines = tuple(_line(rule, seen, sample, truth, on=rule.name not in off) for rule in RULES)
    return RuleStatistics(lines, len(sample & set(seen)), len(judged & set(seen)))


def _hits(
    store: Store, settings: Settings, lists: WordLists, places: Sequence[Place]
) -> Iterator[tuple[int, set[str]]]:
    """Per comment the names of the rules that saw something in it."""
    for some in prepared(store, settings, places):
        for comment_id, comment in some:
            # A language that the rules do not serve counts as "nothing seen", as in scoring.
            served = comment.language.supported
            model = settings.spacy_model
            hits = hits_of_comment(comment, lists, spacy_model=model) if served else {}
            yield comment_id, set(hits)


def _line(
    rule: Rule,
    seen: Mapping[int, set[str]],
    sample: set[int],
    truth: Mapping[tuple[int, str], float],
    *,
    on: bool,
) -> RuleLine:
    sampled = [names for comment_id, names in seen.items() if comment_id in sample]
    hit = [names for names in sampled if rule.name in names]
    speaks_for = rule.strength > 0
    beside = {
        other.name
        for other in RULES
        if other.label == rule.label
        and other.name != rule.name
        and (other.strength > 0) is speaks_for
    }
    against = {
        other.name
        for other in RULES
        if other.label == rule.label and (other.strength > 0) is not speaks_for
    }
    # A tie says neither yes nor no.
    answers = [
        truth[comment_id, rule.label]
        for comment_id, names in seen.items()
        if rule.name in names and truth.get((comment_id, rule.label), 0.5) != 0.5
    ]
    right = sum((share > 0.5) if speaks_for else (share < 0.5) for share in answers)
    return RuleLine(
        name=rule.name,
        label=rule.label,
        facet=rule.facet,
        speaks_for=speaks_for,
        on=on,
        coverage=rate(len(hit), len(sampled)),
        overlap=rate(sum(bool(names & beside) for names in hit), len(hit)),
        conflict=rate(sum(bool(names & against) for names in hit), len(hit)),
        precision=rate(right, len(answers)),
    )
