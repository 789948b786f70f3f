"""Encodings of scripts other than Latin: which of them makes words of some bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

PLAUSIBLE = 0.8
"""Share of the words beyond ASCII that a reading must make plausible."""

_NEAR = 0.05
_BEYOND = re.compile(r"[^\x00-\x7f]")
_LETTER_BEYOND = re.compile(r"[^\x00-\x7f’]")
_WORD = re.compile(r"[^\W\d_]*(?:[^\x00-\x7f\s“”„«»‹›–—…•·‘‚][^\W\d_]*)+")
_CONTROL = re.compile(r"[\x80-\x9f]")
_COMMON_CHINESE = frozenset(
    "的一是不了在人有我他這这个們们中来來上大为為和国國地到以說说时時要就出會会可也你對对生能而子那得于著着下"
    "自之年过過发發后後作裡里用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还"
    "進进好小部其些主樣样理心她本前開开但因只从從想實实很太吧吗嗎呢没真让讓把给給点點"
)


def fitting_encodings(sample: bytes) -> list[str]:
    """The encodings that make words of ``sample``, those first that are met more often.

    Several only where they make different texts of it and none is plainly the better one.
    """
    shares = [(candidate, _share_in(sample, candidate)) for candidate in _CANDIDATES]
    best = max(share for _, share in shares)
    if best < PLAUSIBLE:
        return []
    fitting = [c for c, share in shares if share >= PLAUSIBLE and share > best - _NEAR]
    if any(not c.of_many for c in fitting):  # signs of Chinese fit many bytes
        fitting = [c for c in fitting if not c.of_many]
    elif any(c.usual for c in fitting):
        fitting = [c for c in fitting if c.usual]
    elif any(c.encoding == "cp949" for c in fitting):
        fitting = [c for c in fitting if c.encoding == "cp949"]
    texts: dict[str, str] = {}
    for candidate in fitting:
        texts.setdefault(_decoded(sample, candidate.encoding) or "", candidate.encoding)
    return list(dict.fromkeys(texts.values()))


def _made_of(letters: str, capitals: str = "") -> Callable[[str], bool]:
    """Words of a script's small letters, a capital in front at most, or of capitals alone."""
    pattern = re.compile(
        rf"[{capitals}]?[{letters}'’\-]+\Z|[{capitals}]+\Z" if capitals else rf"[{letters}'’\-]+\Z"
    )
    return lambda word: bool(pattern.match(word))


def _is_chinese(word: str) -> bool:
    return bool(_COMMON_CHINESE & set(word)) or (
        len(word) < 3 and all("\u4e00" <= char <= "\u9fff" for char in word)
    )  # fmt: skip


def _is_japanese(word: str) -> bool:
    kana = sum("\u3041" <= char <= "\u30fe" for char in word)
    kanji = all("\u3005" <= char <= "\u9fff" for char in word)
    return kana * 4 >= len(word) or (kanji and len(word) < 5)


_THAI = re.compile(
    r"(?:[เ-ไ]?[ก-ฮ][ัิ-ฺ็-๎]{0,3}[ะาำๅๆฯ]{0,2}|[๐-๙])+\Z"
)  # a vowel sign or tone stands on a consonant


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding, what its words look like, and letters that its languages hardly do without.

    ``least`` is the share of these below which it can't be this encoding; ``of_many`` marks those
    with thousands of signs, two bytes each.
    """

    encoding: str
    fits: Callable[[str], bool]
    usual: str = ""
    least: float = 0.0
    of_many: bool = False


_RUSSIAN = _made_of("а-яёіїєґў", "А-ЯЁІЇЄҐЎ")
_SERBIAN = _made_of("а-шђѓѕјљњћќџ", "А-ШЂЃЅЈЉЊЋЌЏ")
_EAST, _SOUTH = "ыьяюэіїє", "ђѓјљњћќџ"
_GREEK, _KANA = "άέήίόύώ", "のはがをにでとすたまいし"
_VOWELS = "ะัาำิีึืุูเแโใไ็่้์"
"""Vowel signs and tones: a third of any Thai, a seventh of Korean bytes read as Thai."""
_CANDIDATES = (
    *(_Candidate(name, _RUSSIAN, _EAST)
      for name in ("cp1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic")),
    *(_Candidate(name, _SERBIAN, _SOUTH) for name in ("cp1251", "iso8859-5")),
    *(_Candidate(name, _made_of("α-ωάέήίόύώϊϋΐΰς", "Α-ΩΆΈΉΊΌΎΏ"), _GREEK)
      for name in ("cp1253", "iso8859-7")),
    _Candidate("cp1255", _made_of("\u05d0-\u05ea")),
    *(_Candidate(name, _made_of("\u060c-\u06d3\u200c\u200d")) for name in ("cp1256", "iso8859-6")),
    _Candidate("cp874", lambda word: bool(_THAI.match(word)), _VOWELS, least=0.22),
    _Candidate("cp932", _is_japanese, _KANA, least=0.02, of_many=True),
    _Candidate("euc-jp", _is_japanese, _KANA, least=0.02, of_many=True),
    _Candidate("cp949", _made_of("가-힣"), of_many=True),
    _Candidate("gb18030", _is_chinese, of_many=True),
    _Candidate("big5", _is_chinese, of_many=True),
)  # fmt: skip

_USUAL_SHARE = 0.01
_WITHOUT_USUAL = 0.9
"""What the share of plausible words is worth without the usual letters, in a short text."""


def _decoded(sample: bytes, encoding: str) -> str | None:
    """``sample`` as text, but for a character that its end cuts in two; ``None`` where it can't."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return None
        return sample[: error.start].decode(encoding, "ignore")


def _share_in(sample: bytes, candidate: _Candidate) -> float:
    """The share of plausible words; 0 where it can't be this encoding at all."""
    text = _decoded(sample, candidate.encoding)
    if text is None or _CONTROL.search(text):
        return 0.0
    beyond = _BEYOND.findall(text)
    usual = sum(char in candidate.usual for char in beyond)
    words = [word for word in _WORD.findall(text) if _LETTER_BEYOND.search(word)]
    if not words or usual < candidate.least * len(beyond):
        return 0.0
    lacking = candidate.usual and usual < _USUAL_SHARE * len(beyond)
    return sum(map(candidate.fits, words)) / len(words) * (_WITHOUT_USUAL if lacking else 1.0)
