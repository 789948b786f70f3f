"""Near misses of hostility: hard words in another sense; and harsh words of others, taken over.

What is merely denied, reported or objected to has no rule here: on texts that taught nothing the
model weighs that as well without one.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import attributed, homonym, negated, reported
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
_HARD = (
    "hostility_insult_nouns",
    "hostility_insult_adjectives",
    "hostility_weak_nouns",
    "hostility_slurs",
    "hostility_dehumanising",
    "hostility_threats",
    "hostility_mind",
    "hostility_unfit",
    "hostility_hate_said",
)


@needs(lists=("hostility_homonyms",))
def another_sense(words: AuthorText) -> Iterator[Hit]:
    """Hard words in company that gives them another sense, where no other hard word stands."""
    cues = _hard_words(words)
    if cues and all(homonym(words, cue) for cue in cues):
        for cue in sorted(cues):
            yield Hit(cue, "a hard word in another sense")


@needs(lists=("endorsements",))
def endorses(words: AuthorText) -> Iterator[Hit]:
    """Hard words of somebody else, quoted or told of, that the comment agrees with."""
    agreed = words.cues("endorsements")
    if agreed and any(_of_others(words, cue) for cue in _hard_words(words)):
        for span in agreed:
            if not words.quoted(span) and not negated(words, span):
                yield Hit(span, "agrees with hard words of somebody else", level=2)


def _hard_words(words: AuthorText) -> set[Span]:
    return {cue for name in _HARD for cue in words.cues(name)}


def _of_others(words: AuthorText, cue: Span) -> bool:
    return words.quoted(cue) or reported(words, cue) or attributed(words, cue)


RULES: tuple[Rule, ...] = (
    Rule("hostility.endorses", KEY, "insult", endorses, 2.0),
    Rule("hostility.another_sense", KEY, "level_1", another_sense, -2.5, shown=False),
)
