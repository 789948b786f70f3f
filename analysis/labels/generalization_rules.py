"""Rules for generalization: sweeping claims about a group of people, with room or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.first_words import FirstWords
from analysis.labels.group_claims import claim_from, excused_claim, flags_of
from analysis.labels.groups_as_one import (
    bare_people,
    generic_agents,
    generic_group,
    generic_inside,
    group_habit,
    they_as_class,
)
from analysis.labels.quantified_groups import hedged_group, majority_group, universal_group
from analysis.labels.rule import Hit, Rule, needs

KEY = "generalization"
_UNIVERSAL_PERSON = FirstWords(
    "everyone everybody nobody no",
    re.compile(
        r"\b(?:everyone|everybody|nobody|no one|no-one)\b"
        r"(?:\s(?:in|here|who|with|on|else|at|from)\b(?:\s[\w'-]+){0,4}?)?\s"
        r"(?:really |ever |even |actually |just |always |already )?"
        r"(?:knows?|wants?|cares?|thinks?|believes?|likes?|loves?|hates?|is|has|gets?|does|will|would|"
        r"won't|can|in their right mind|gives?|uses?|needs?|agrees?|buys?|reads?|trusts?|"
        r"remembers?|understands?|drives?|complains?|expects?|seems?|pays?|goes|says|reacts|laughs|benefits)\b"
    ),
)
_ARGUED = re.compile(
    r"\b(?:nobody|no one|no-one)\s(?:is|was|has|ever|here is)?\s?(?:saying|said|says|arguing|"
    r"argues|forcing|forces|"
    r"suggesting|claiming|claims|asking|asked|told|telling|called|disputes|denies|deny|knows "
    r"(?:yet|what will))\b"
)
_SHOULD = re.compile(
    r"\b(?:should|must|needs? to|have to|has to|let's|please|hope|wish|welcome|thanks|thank)\b"
)
_ONLY_GROUP = FirstWords(
    "only",
    re.compile(
        r"\bonly (?:a|an|the) (?:most |truly |real |complete )?[\w'-]+(?: [\w'-]+)?\s"
        r"(?:would|could|can|will|would ever)\b"
    ),
)
_QUESTION_OPENER = re.compile(r"^\W*(?:do|does|did|are|is|can|could|will|would|have|has|should)\b")


@needs("everyone everybody nobody one")
def everyone(words: AuthorText) -> Iterator[Hit]:
    """Everyone or nobody does or wants something."""
    for match in _UNIVERSAL_PERSON.matches(words):
        span = Span(match.start(), match.end())
        if excused_claim(words, span) or _ARGUED.match(match.group()):
            continue
        if _SHOULD.search(words.before(span, 30)) or _QUESTION_OPENER.match(words.before(span, 40)):
            continue
        claim = claim_from(words, span.start, span)
        yield Hit(claim, "says it of everyone or of nobody", flags_of(words, claim))


@needs("only")
def only_such(words: AuthorText) -> Iterator[Hit]:
    """Only a certain kind of person would."""
    for match in _ONLY_GROUP.matches(words):
        span = Span(match.start(), match.end())
        if not excused_claim(words, span):
            yield Hit(span, "only one kind of people would", flags_of(words, span))


@needs(lists=("groups",))
def group_named(words: AuthorText) -> Iterator[Hit]:
    """A group is talked about at all: says little alone."""
    for span in words.cues("groups"):
        if not words.quoted(span):
            yield Hit(span, "a group is named")


@needs(lists=("groups",))
def negative_group(words: AuthorText) -> Iterator[Hit]:
    """A group and a word that puts down stand close together."""
    for span in words.cues("groups"):
        near = Span(max(0, span.start - 25), span.end + 45)
        if not excused_claim(words, span) and any(
            near.overlaps(cue)
            and not words.quoted(cue)
            and words.sentence(cue.start) == words.sentence(span.start)
            for cue in words.cues_over("negative_words", near)
        ):
            yield Hit(span, "a group next to a word that puts down", ("negative",))


@needs(lists=("no_generalization",))
def generalization_called_out(words: AuthorText) -> Iterator[Hit]:
    """Somebody else's generalization is called out: speaks against the label."""
    for span in words.cues("no_generalization"):
        yield Hit(span, "calls out a generalization")


RULES: tuple[Rule, ...] = (
    Rule("generalization.universal", KEY, "universal", universal_group, 1.8),
    Rule("generalization.everyone", KEY, "universal", everyone, 1.5),
    Rule("generalization.only_such", KEY, "universal", only_such, 1.5),
    Rule("generalization.majority", KEY, "majority", majority_group, 1.8),
    Rule("generalization.hedged", KEY, "generic", hedged_group, 1.2, softens=True),
    Rule("generalization.generic", KEY, "generic", generic_group, 1.5),
    Rule("generalization.generic_inside", KEY, "generic", generic_inside, 0.5),
    Rule("generalization.agents", KEY, "generic", generic_agents, 1.2),
    Rule("generalization.habit", KEY, "universal", group_habit, 1.2),
    Rule("generalization.people", KEY, "generic", bare_people, 1.5),
    Rule("generalization.they", KEY, "generic", they_as_class, 1.0),
    Rule("generalization.group_named", KEY, "generic", group_named, 0.3, shown=False),
    Rule("generalization.negative_group", KEY, "generic", negative_group, 0.7, shown=False),
    Rule("generalization.called_out", KEY, "generic", generalization_called_out, -1.5, shown=False),
)
