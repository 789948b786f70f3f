"""Disgust at a group, in either order: "my skin crawls when an Arab boards", "they make me gag"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import attributed, negated, reported
from analysis.labels.rule import Hit, Rule, needs

KEY = "possible_hostility"
GROUPS = "identity_groups"
_NEAR = 60
"""Characters between the words of disgust and the group."""
_DISGUST = re.compile(
    r"\b(?:my (?:skin|flesh) crawls|(?:turns|churns) my stomach|my stomach (?:turns|churns)|i(?:'d|"
    r" always| just| really| nearly| almost| could| want to| need to| have to)? (?:(?:feel|felt) "
    r"(?:physically |quite |a bit )?(?:sick|ill|disgust|disgusted|nauseous|dirty)|(?:be sick|vomit|"
    r"puke|throw up|shudder|gag|retch|cross the (?:road|street)|hold my nose|wash my hands|change "
    r"seats?|move seats?)\b)|(?:revolts?|disgusts?|repulses?|sickens?|repels?) me|makes? me "
    r"(?:sick|ill|puke|want to (?:vomit|puke|be sick)|retch|gag|shudder)|gives? me the creeps)\b"
)
# What is done to the group, or said of it, may disgust its friends.
_WRONGED = re.compile(
    r"\b(?:how|the way|treated|treatment|sacked|spat|attack\w{0,3}|beat\w{0,3}|bull(?:y|ies|ied|"
    r"ying)|jokes?|hatred|hate|hating|racis\w{1,2}|abus\w{1,3}|called|calling|insult\w{0,3}|"
    r"blam\w{1,3}|suffer\w{0,3}|die[ds]?|dying|drown\w{0,3}|kill\w{0,3}|murder\w{0,3}|hunt\w{0,3}|"
    r"lynch\w{0,3}|exploit\w{0,3}|underpaid|discriminat\w{1,4}|stereotyp\w{1,3}|prejudice|slurs?|"
    r"mocked|left|sent|against|afraid|fear|denied|deported|starv\w{1,3}|freez\w{1,3}|towards?|to|"
    r"about)\b"
)
_ELSEWHERE = re.compile(r"[,;:] (?:and|but|so|while|yet)\b|^ that\b")
_OF_THEM = re.compile(r"^(?:'s?\b|-)")


@needs("crawls stomach sick ill disgust disgusted nauseous dirty vomit puke up shudder gag retch "
       "cross nose wash seat seats revolt revolts disgusts repulse repulses sicken sickens repel "
       "repels creeps")  # fmt: skip
def disgust_at_group(words: AuthorText) -> Iterator[Hit]:
    """Disgust in one sentence with a group that is its cause."""
    for match in _DISGUST.finditer(words.folded):
        felt = Span(match.start(), match.end())
        sentence = words.sentence(felt.start)
        first, last = max(sentence.start, felt.start - _NEAR), min(sentence.end, felt.end + _NEAR)
        for group in words.cues_from(GROUPS, first, last):
            whole = Span(min(felt.start, group.start), max(felt.end, group.end))
            between = words.folded[min(felt.end, group.end) : max(felt.start, group.start)]
            tail = words.folded[group.end : min(sentence.end, group.end + _NEAR)]
            other = tail if group.start > felt.start else words.before(group, 30)
            if _OF_THEM.match(tail) or _ELSEWHERE.search(between):
                continue
            if _WRONGED.search(between) or _WRONGED.search(other):
                continue
            if words.quoted(felt) or any(
                excuse(words, whole) for excuse in (negated, reported, attributed)
            ):
                continue
            yield Hit(whole, "says disgust at a group", level=3)
            break


RULES: tuple[Rule, ...] = (
    Rule("hostility.disgust_at_group", KEY, "identity_attack", disgust_at_group, 4.5),
)
