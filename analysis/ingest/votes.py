"""Vote lines as pages print them: ``5 ( +5 / -0 )``, in the variants that copies have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.domain.comment import Votes
from analysis.ingest.values import LARGEST_COUNT

_MINUS = r"\-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"
_SPACE = r"[^\S\r\n]"
_NUMBER = r"\d{1,3}(?:[,.'\u2019\u00a0\u2009\u202f]\d{3})+|\d{1,12}"
_VOTES = re.compile(
    rf"(?:(?P<sign>[+{_MINUS}]){_SPACE}{{0,4}})?(?P<score>{_NUMBER}){_SPACE}{{0,8}}"
    rf"\({_SPACE}{{0,8}}[+\uff0b]{_SPACE}{{0,4}}(?P<up>{_NUMBER}){_SPACE}{{0,8}}/"
    rf"{_SPACE}{{0,8}}[{_MINUS}]{_SPACE}{{0,4}}(?P<down>{_NUMBER}){_SPACE}{{0,8}}\)"
    rf"{_SPACE}{{0,40}}\Z"
)
_BEFORE = 100
"""Characters at the end of a line in which a vote may stand; no vote line is longer."""


@dataclass(frozen=True, slots=True)
class VoteLine:
    """Votes and where in the page they begin; ``attached`` when text stands before them."""

    votes: Votes
    start: int
    attached: bool


def find_votes(text: str, start: int, end: int) -> VoteLine | None:
    """The votes that the line ``text[start:end]`` consists of or ends in, if any."""
    if ")" not in text[max(start, end - _BEFORE) : end]:
        return None
    begin = max(start, end - _BEFORE)
    while begin < end and text[begin].isspace():
        begin += 1
    match = _VOTES.search(text, begin, end)
    if match is None:
        return None
    before = text[start : match.start()]
    if before and not before[-1].isspace():
        return None
    score = _number(match["score"])
    if match["sign"] and match["sign"] != "+":
        score = -score
    votes = Votes(up=_number(match["up"]), down=_number(match["down"]), score=score)
    return VoteLine(votes, match.start(), attached=bool(before.strip("\ufeff\u200b \t\u00a0")))


def parse_votes(text: str) -> Votes | None:
    """The votes in a cell such as ``5 ( +5 / -0 )``; ``None`` when it is something else."""
    vote_line = find_votes(text, 0, len(text))
    return None if vote_line is None or vote_line.attached else vote_line.votes


def fits(votes: Votes) -> bool:
    """Whether a database can hold these counts."""
    return all(abs(n or 0) <= LARGEST_COUNT for n in (votes.up, votes.down, votes.score))


def _number(digits: str) -> int:
    return int("".join(char for char in digits if char.isdecimal()))
