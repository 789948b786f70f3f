"""Texting, leet and words run together, read as the English they may stand for.

Asked only of a text that does not look like English as it is written: what is plainly written
stays so, and what does not become English in this way is left as it was. Every change maps back
to the characters it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

from analysis.domain.span import Span
from analysis.text.abuse_elsewhere import foreign_abuse
from analysis.text.joined import joined_words
from analysis.text.language import language_of
from analysis.text.mapped import MappedText
from analysis.text.prepared import Language
from analysis.text.sentences import sentences
from analysis.text.spelled_apart import cased
from analysis.text.vocabulary import (
    SYMBOLS,
    disguised,
    english,
    english_chat,
    short_forms,
    words_of_languages,
)

_CHUNK = re.compile(r"\S+")
_OUTER = "\"'“”‘’«»()[]{}<>.,;:?!…"
_SPELLED = re.compile(r"[\w@$!€+|*'’]+\Z")
_APART = re.compile(r"(?<!\S)[A-Za-z](?:\s{1,3}[A-Za-z])+(?!\S)")
_STANDS_FOR: Mapping[str, str] = {**SYMBOLS, "6": "g", "8": "b", "9": "g"}
_TRIPLE = re.compile(r"([a-z])\1{2,}")
_VOWEL = re.compile(r"[aeiou]")
_LONGEST, _MOST_SIGNS = 60, 5
_MOST_CHARACTERS = 2_000
"""Of a text that is read in this way; a longer one is in another language."""
_BY_CONSONANTS, _SHORT_WORD, _UNDER_STARS = 3_000, 6_000, 9_000
"""Ranks of English words up to which consonants alone, a short word with signs in it, and one with
stars in it stand for them."""
_SHORT = 3
_COMMON = 12_000
_MAY_HOLD_A_SIGN = re.compile(r"[A-Za-z][01345@$!€]{1,2}[a-z]")
_SIGN_INSIDE = re.compile(
    r"(?<![^\s\"'“”‘’(\[*_])[A-Za-z][a-z]*(?:[01345@$!€]{1,2}[a-z]+){1,3}[03$]?(?![\w@$€/\\=-]|\.\w)"
)
_RUN_TOGETHER = 8  # letters from which an unknown word may be three or more
_FAR = 10  # times as rare
_TELLING_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_TELLING, _SURE = 2, 0.65


def served_view(own: MappedText) -> tuple[MappedText, tuple[Span, ...], Language]:
    """A comment's own words as they are read, with the ranges of their sentences and the language:
    as they are written, or respelled where only that is English. In English as it is written only
    a sign between letters is read as the letter it stands for ("w0men"), and another language's
    abuse as English."""
    spans = sentences(own.text)
    language = language_of(own.text, spans)
    if language.supported:
        read = own.replaced(_behind_a_sign(own.text))
        abuse = list(foreign_abuse(read.text))
        if abuse:
            read = read.replaced(abuse)
            spans = sentences(read.text)
        return read, spans, language
    read = respelled(own) if len(own.text) <= _MOST_CHARACTERS else own
    if read is own:
        return own, spans, language
    telling = respelled(own, telling=True).text
    language_read = language_of(telling)
    sure = language_read.supported and language_read.confidence >= _SURE
    if not sure or len(_TELLING_WORD.findall(telling)) < _FEWEST_TELLING:
        return own, spans, language
    return read, sentences(read.text), language_read


def _behind_a_sign(text: str) -> Iterator[tuple[int, int, str]]:
    """Words of letters with a sign or two between, each in the place of one letter, that are
    common English ones when it is read so; in capitals they may be codes of products."""
    if not _MAY_HOLD_A_SIGN.search(text):
        return
    for match in _SIGN_INSIDE.finditer(text):
        low = match[0].lower()
        meant = None if match[0].isupper() or len(low) <= _SHORT else _common(low)
        if meant is not None:
            yield match.start(), match.end(), cased(meant, match[0])


@lru_cache(maxsize=4_096)
def _common(low: str) -> str | None:
    choices = (SYMBOLS.get(char, char) for char in low)
    forms = ["".join(letters) for letters in product(*choices)]
    common = [form for form in forms if _rank(form) < _COMMON]
    return min(common, key=_rank, default=None)


def respelled(copy: MappedText, *, telling: bool = False) -> MappedText:
    """``copy`` with odd spelling read as English words; the same object where nothing is odd.

    ``telling``: for asking what language it is. What may as well be of another one is left out:
    short forms of three letters or fewer ("dis", "bak"), words of other languages ("im", "dat"),
    what has stars in it, and what consonants alone stand for.
    """
    copy = copy.replaced(_joined_letters(copy.text))
    return copy.replaced(_words(copy.text, telling))


def _joined_letters(text: str) -> Iterator[tuple[int, int, str]]:
    """Letters that stand apart, as words: a wider gap than the narrowest parts two of them."""
    for match in _APART.finditer(text):
        narrow = min(re.findall(r"\s+", match[0]), key=len)
        parted = re.split(rf"\s{{{len(narrow) + 1},}}", match[0])
        written = ["".join(part.split()) for part in parted]
        read = [_one_or_more(word.lower()) for word in written]
        if len(written) == 1 and (not read[0] or len(written[0]) < _SHORT):
            continue
        words = [meant or word for meant, word in zip(read, written, strict=True)]
        if any(len(word) > _SHORT for word in written):
            yield match.start(), match.end(), " ".join(words)


def _words(text: str, telling: bool) -> Iterator[tuple[int, int, str]]:
    for chunk in _CHUNK.finditer(text):
        core = chunk[0].strip(_OUTER)
        if not core or len(core) > _LONGEST or not _SPELLED.match(core):
            continue
        low = core.lower()
        meant = meant_by(low)
        if meant is not None:
            start = chunk.start() + chunk[0].index(core)
            yield start, start + len(core), "" if telling and _tells_nothing(low) else meant


def _tells_nothing(low: str) -> bool:
    if low in short_forms():
        few = len(low) <= _SHORT if low.isalpha() else len(low) == 1
        return few or low in words_of_languages()
    return "*" in low or (low.isalpha() and not _VOWEL.search(low))


@lru_cache(maxsize=20_000)
def meant_by(low: str) -> str | None:
    """The English that a word in small letters may stand for; ``None`` where it stands for itself
    or for nothing known."""
    if low in short_forms():
        return short_forms()[low]
    if low in english() or (not low.isascii() and low.isalpha()):
        return None
    if "*" in low:
        return _masked(low)
    if not low.isalpha():
        return _behind_signs(low)
    if not _VOWEL.search(low):
        return None if low in english_chat() else _by_consonants().get(low)
    return _one_or_more(low)


def _one_or_more(low: str) -> str | None:
    """A word as it stands or less stretched, or the words that are run together in it."""
    if _known(low):
        return low
    for form in (_TRIPLE.sub(r"\1", low), _TRIPLE.sub(r"\1\1", low)):
        if form != low and _known(form):
            return form
    if len(low) < _RUN_TOGETHER:
        return None
    words = joined_words(low, spelled=True)
    return " ".join(words) if len(words) >= _SHORT else None


def _known(low: str) -> bool:
    return low in english() or low in disguised().words


def _behind_signs(low: str) -> str | None:
    """The commonest English word with letters in the place of digits and signs."""
    signs = sum(not char.isalpha() for char in low)
    if signs == len(low) or signs > _MOST_SIGNS:
        return None
    choices = [char if char.isalpha() else _STANDS_FOR.get(char, "") for char in low]
    if not all(choices):
        return None
    forms = ["".join(letters) for letters in product(*choices)]
    known = [form for form in forms if _known(form) and (len(form) > _SHORT or _is_common(form))]
    if known:
        return min(known, key=_rank)
    return next((short_forms()[form] for form in forms if form in short_forms()), None)


def _masked(low: str) -> str | None:
    """The commonest disguised or English word with a letter in the place of each star."""
    if low[0] == "*" or sum(char.isalpha() for char in low) < 2:
        return None
    pattern = re.compile("".join("[a-z]" if c == "*" else re.escape(c) for c in low) + r"\Z")
    common = _common_words().get(len(low), ()) if len(low) > _SHORT + 1 else ()
    for words in (disguised().by_length.get(len(low), ()), common):
        if word := next((word for word in words if pattern.match(word)), None):
            return word
    return None


def _rank(word: str) -> int:
    return english().get(word, len(english()))


def _is_common(word: str) -> bool:
    return _rank(word) < _SHORT_WORD


@lru_cache(maxsize=1)
def _common_words() -> Mapping[int, list[str]]:
    """Common English words by length, the commonest first."""
    by_length: dict[int, list[str]] = {}
    for word, rank in english().items():
        if rank < _UNDER_STARS:
            by_length.setdefault(len(word), []).append(word)
    return by_length


@lru_cache(maxsize=1)
def _by_consonants() -> Mapping[str, str]:
    """Common English words by their consonants, three or more, where only one word has these or
    one is far commoner than the others."""
    words_of: dict[str, list[str]] = {}
    for word, rank in english().items():
        bare = _VOWEL.sub("", word)
        if rank < _BY_CONSONANTS and len(bare) >= _SHORT and bare != word:
            words_of.setdefault(bare, []).append(word)
    return {
        bare: words[0]
        for bare, words in words_of.items()
        if len(words) == 1 or _rank(words[1]) > _FAR * (_rank(words[0]) + _FAR)
    }
