"""Words whose letters stand apart, whatever stands between them: ``i d i o t``, ``y-o-u a-r-e``.

What they spell must be a word of the list of words that people disguise, or be English and long
enough to be no chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.text.joined import joined_words
from analysis.text.vocabulary import disguised, english

Change = tuple[int, int, str]
"""A range of a text and what is read in its place."""

_BETWEEN = r"[^\w@$]|_"
"""Anything but letters, digits and the signs that stand for a letter."""
_LETTER = "[A-Za-z0134579@$]"
_APART = re.compile(
    rf"(?<![^\W_])(?<![@$]){_LETTER}(?:(?:{_BETWEEN}){{1,4}}{_LETTER}(?![^\W_])){{2,}}"
)
_MAY_BE_APART = re.compile(rf"(?:{_BETWEEN}){_LETTER}(?:{_BETWEEN}){{1,4}}{_LETTER}(?![^\W_])")
"""Two of such letters, without the first: stands in whatever :data:`_APART` matches, and is
quicker to look for."""
_GAP = re.compile(rf"(?:{_BETWEEN})+")
_ABBREVIATED = re.compile(
    r"\.?\s+(?:stands?\s+for|is\s+short\s+for|is\s+(?:an|the)\s+(?:abbreviation|acronym))\b"
)
_NAMED = re.compile(r"(?:(?:^|[.!?\n])\s*|\b[Tt]he\s)\Z")
_COMMON = 2_000
"""Rank of short English words that may stand apart."""
_RARER, _LONG_ENOUGH = 12_000, 3
"""The same of words of so many letters, beside an insult."""
_SPACE = re.compile(r"\s")
_SHORT_SPELLED = frozenset({"ass", "fag", "stfu", "gtfo", "kys"})


def spelled_apart(text: str) -> list[Change]:
    """The words in ``text`` whose letters stand apart, in order, each with what it spells."""
    return list(_spelled_apart(text)) if _MAY_BE_APART.search(text) else []


def _spelled_apart(text: str) -> Iterator[Change]:
    """Runs of single letters: ``i d i o t``, ``s.t.u.p.i.d``, ``y o u  a r e``."""
    for match in _APART.finditer(text):
        if not any(char.isalpha() for char in match[0]) or _is_abbreviation(text, match):
            continue
        gaps = _GAP.findall(match[0])
        places = [match.start(), *(match.start() + gap.end() for gap in _GAP.finditer(match[0]))]
        narrow = min(gaps, key=lambda gap: (len(gap), gap.isspace()))
        words: list[list[int]] = [[places[0]]]
        for gap, place in zip(gaps, places[1:], strict=False):
            if _is_wider(gap, narrow):
                words.append([place])
            else:
                words[-1].append(place)
        yield from _spelled_words(text, words, narrow)


def _is_wider(gap: str, narrow: str) -> bool:
    """Whether a gap parts two words where ``narrow`` is the narrowest of the gaps: by a blank where
    there is none in that one, or by more of the same."""
    if not _SPACE.search(narrow):
        return _SPACE.search(gap) is not None or (len(gap) > len(narrow) and gap[0] == narrow[0])
    return len(gap) > len(narrow)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether the text says of capital letters, which begin a sentence, what they stand for."""
    if not match[0].isupper() or not _ABBREVIATED.match(text, match.end()):
        return False
    return _NAMED.search(text[max(0, match.start() - 9) : match.start()]) is not None


def _spelled_words(text: str, words: list[list[int]], narrow: str) -> Iterator[Change]:
    """What the words of a run spell: all of it when all is understood, else the insults in it."""
    written = ["".join(text[place] for place in places) for places in words]
    read = [_spelled(word, narrow) for word in written]
    if any(map(_is_insult, written)):
        read = [parts or _short(word) for parts, word in zip(read, written, strict=True)]
    several = len(words) > 1 and all(read) and sum(map(len, words)) >= 4
    for places, word, parts in zip(words, written, read, strict=True):
        if len(word) > 1 and (several or len(words) == 1 or _is_insult(word)):
            yield from _placed(word, places, parts)


def _short(word: str) -> list[str]:
    """A common word beside an insult; a longer one may be rarer."""
    low = word.lower()
    rarest = _COMMON if len(low) < _LONG_ENOUGH else _RARER
    return [low] if english().get(low, rarest) < rarest else []


def _is_insult(word: str) -> bool:
    return len(word) >= 4 and (
        word.lower() in disguised().words or _as_letters(word) in disguised().words
    )


def _placed(word: str, places: list[int], parts: list[str]) -> Iterator[Change]:
    """Each part of a spelled word in the place of its letters."""
    if len(parts) == 1:
        yield places[0], places[-1] + 1, cased(parts[0], word)
        return
    at = 0
    for part in parts:
        end = at + len(part)
        last = places[end - 1] + 1 if end < len(places) else places[-1] + 1
        yield places[at], last, cased(part, word[at:end])
        at = end


def _spelled(word: str, narrow: str) -> list[str]:
    """The word or words that single letters spell; empty when they spell none for sure."""
    words, known = disguised(), english()
    low = word.lower()
    if not low.isalpha():
        low = words.behind_symbols(low) or _as_letters(low)
    if low in _SHORT_SPELLED or (len(low) >= 4 and low in words.words):
        if len(low) == 3 and narrow == "." and word.isupper():
            return []
        return [words.respelled.get(low, low)]
    if len(low) == 1:
        return [low] if low in "aiu" else []
    if low in words.respelled and len(low) >= 4:
        return [words.respelled[low]]
    if low in known and (len(low) >= 5 or (known[low] < _COMMON and narrow.isspace())):
        return [low]
    return joined_words(low, spelled=True)


def _as_letters(word: str) -> str:
    return word.lower().translate(str.maketrans("@401357$9", "aaoiests" + "g"))


def cased(meant: str, written: str) -> str:
    """``meant`` in capitals where it was written so."""
    letters = [char for char in written if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return meant.upper()
    return meant.capitalize() if letters and written[0].isupper() else meant
