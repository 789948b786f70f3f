"""What a single disguised word stands for: ``sh!t``, ``stuuupid``, ``kiII``; nothing for most.

The outcome must be a word of the list of words that people disguise, or English words where a
hashtag or a joined word is parted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.text.handles import says_it_to_somebody
from analysis.text.joined import camel_words, hashtag_words, joined_words
from analysis.text.spelled_apart import Change, cased
from analysis.text.vocabulary import disguised, english

_INNER = re.compile(r"(?:[^\w\s]|_)+")
"""Marks, signs and emoji inside a word."""
_JOINING = re.compile(r"[-._*'’~/|]+")
"""Marks that words are joined by where one of them is "_"."""
_LOOKS_LIKE = (("vv", "w"), ("rn", "m"), ("cl", "d"))
_ADDRESS = frozenset(("you", "your", "youre", "yourself", "are", "they", "them", "die", "hate"))
_DIGITS, _MOST_DIGITS = re.compile("[0-9]"), 4
_RARE = 6_000
"""Rank from which an English word is half of an insult rather than meant."""
_FIVE = 5
"""Letters of an insult that is no other word by chance."""
_EMPHASIS = "*_~`^|"
"""What Markdown sets around a word."""
_TRIPLE = re.compile(r"([A-Za-z])\1{2,}")

LONGEST = 60
"""Characters without a space beyond which nothing is a word, disguised or not."""


@lru_cache(maxsize=50_000)
def disguises_in(core: str, is_name: bool) -> tuple[Change, ...]:
    """The ranges of a word (``core``) that stand for something else, with what; remembered, because
    words repeat. ``is_name``: a capital letter may make a name of it, which is left as it is."""
    return tuple(_disguises_in(core, is_name=is_name))


def _disguises_in(core: str, *, is_name: bool) -> Iterator[Change]:
    words, known = disguised(), english()
    tail = len(core.rstrip("!"))
    if core[0] == "@" and _is_handle(core, tail):
        return
    if core[0] == "#":
        yield from hashtag_words(core)
        return
    low = core[:tail].lower()
    if low in words.words or (low in known and low.isalpha()):
        return
    if low in words.respelled and not is_name:
        yield 0, tail, cased(words.respelled[low], core)
        return
    if low.isalpha():
        meant = letters_meant(core[:tail], low, is_name=is_name)
        if meant:
            yield 0, tail, cased(meant, core)
        return
    bare = low.replace("'", "")
    if bare.isalpha() and (parts := joined_words(bare)):  # "you'reamoron"
        yield 0, tail, cased(" ".join(parts), core)
        return
    meant = words.behind_symbols(core.lower()) if tail < len(core) else None
    if meant:  # the last mark is a letter: "sh!t" ends with one, "$h!" does not
        yield 0, len(core), cased(meant, core)
        return
    bare = low.strip(_EMPHASIS)
    if bare in words.words and bare != low:
        before = low.index(bare)
        yield 0, tail, core[before : before + len(bare)]
        return
    if is_name and not any(map(str.isalpha, low[1:-1])):
        return
    meant = _symbols_meant(low) or (None if is_name else _between_digits(low))
    if meant:
        yield 0, tail, cased(meant, core)


def _is_handle(core: str, tail: int) -> bool:
    """A person's name on a platform and neither a sentence nor a word with a sign for "a"."""
    words = disguised()
    as_word = words.behind_symbols(core.lower()) or words.behind_symbols(core[:tail].lower())
    return as_word is None and not says_it_to_somebody(core)


def letters_meant(word: str, low: str, *, is_name: bool = False) -> str | None:
    """What a word of letters alone stands for that is no word itself."""
    words = disguised()
    if "I" in word:
        meant = _with_small_l(word)
        if meant:
            return meant
    if _TRIPLE.search(low):
        return _unstretched(low) or _address_unstretched(low)
    if low in words.slips and not is_name:
        return words.slips[low]
    meant = None if is_name else _alike_or_doubled(low)
    if meant:
        return meant
    if len(low) < 7:
        return None
    parts = camel_words(word) or joined_words(low)
    return " ".join(parts) if parts else None


def _alike_or_doubled(low: str) -> str | None:
    """The insult of which two letters look like one (``rnoron``), or whose letters are doubled."""
    words = disguised().words
    forms = [low.replace(two, letter) for two, letter in _LOOKS_LIKE if two in low]
    if low[::2] == low[1::2]:
        forms.append(low[::2])
    return next((form for form in forms if len(form) >= _FIVE and form in words), None)


def _with_small_l(word: str) -> str | None:
    """What a word of small letters stands for where its capital I are an l: ``kiII``. One at the
    beginning alone may be a name's ("Iain"), so only abuse is read behind it."""
    if not word.replace("I", "l").islower():
        return None
    low = word.replace("I", "l")
    if low in disguised().words or ("I" in word[1:] and low in english()):
        return low
    parts = joined_words(low) if "I" in word[1:] else []
    return " ".join(parts) or None


def _unstretched(low: str) -> str | None:
    """The disguised word whose letters were repeated: ``stuuupid``, ``assss``."""
    words = disguised()
    twice = _TRIPLE.sub(r"\1\1", low)
    once = re.sub(r"([a-z])\1+", r"\1", low)
    mixed = _TRIPLE.sub(r"\1", low)
    for form in (low, mixed, twice, once):
        if form in words.words:
            return form
        if form in words.respelled:
            return words.respelled[form]
    for word in words.by_length.get(len(once), ()):
        if word == once:
            return word
    for length in (len(once) + 1, len(once) + 2):
        for word in words.by_length.get(length, ()):
            if re.sub(r"([a-z])\1+", r"\1", word) == once:
                return word
    return None


def _between_digits(low: str) -> str | None:
    """The insult that digits were put into or set beside: ``mor1on``, ``moron69``."""
    letters = _DIGITS.sub("", low)
    few = len(low) - len(letters) <= _MOST_DIGITS and len(letters) >= _FIVE
    return letters if few and letters in disguised().words else None


def _address_unstretched(low: str) -> str | None:
    """A stretched word of address: without it "fuck yoooou" is said to nobody."""
    forms = (_TRIPLE.sub(r"\1", low), re.sub(r"([a-z])\1+", r"\1", low))
    return next((form for form in forms if form in _ADDRESS), None)


def _symbols_meant(low: str) -> str | None:
    """What a word with symbols, digits or marks inside stands for."""
    words, known = disguised(), english()
    short = _TRIPLE.sub(r"\1\1", low)
    word = words.behind_symbols(low) or (words.behind_symbols(short) if short != low else None)
    if word:
        return word
    parts = [part for part in _INNER.split(low) if part]
    if len(parts) > 1:
        whole = "".join(parts)
        plain = whole if whole.isalpha() else words.behind_symbols(whole)
        both_common = all(known.get(part, _RARE) < _RARE for part in parts)
        if plain in words.words and len(plain) >= 4 and not both_common:
            return plain
        parts = [part for part in _JOINING.split(low) if part] if "_" in low else []
        if parts and all(part.isalpha() for part in parts):
            return " ".join(parts) if any(part in words.words for part in parts) else None
    return None
