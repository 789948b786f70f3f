"""Which encoding of the time before UTF-8 a text has: by the words that each one would give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice

_LINES = 500
"""Lines with bytes beyond ASCII that are looked at."""

_LONGEST_LINE = 20_000
_PLAUSIBLE = 0.8
"""Share of the words beyond ASCII that a reading must make plausible."""

_BEYOND = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]*(?:[^\x00-\x7f\s“”„«»‹›–—…•·‘‚][^\W\d_]*)+")
_WESTERN = re.compile(
    r"(?:[\w'’\-]*[a-zß-öø-ÿœšž€£°§²³½ªº®©™’][\w'’\-]*|[A-ZÀ-ÖØ-ÞŒŠŽŸ'’\-]+|"
    r"[A-ZÀ-ÖØ-ÞŒŠŽŸ]|[¡¿][\w'’\-]+|[€£§°²³½¼¾®©™±×÷µ¢¥´¨¸¹\xa0\xad¡¿¶¦¬]+)\Z"
)
_MARK_INSIDE = re.compile(r"[^\W\d_][¡-©«-´¶-¹»-¿×÷‚ƒ„†‡ˆ‰‹›•˜™][^\W\d_]|[¹³£¯¥¢¼¾±]\w|\w[¹¿¾¼¯]")
_THREE_BEYOND = re.compile(r"[À-ÖØ-öø-ÿŒœŠšŽžŸƒ]{3}")
_CAPITAL_INSIDE = re.compile(r"[a-zß-öø-ÿ][À-ÖØ-ÞŒŠŽŸ]")
_ODD = re.compile(r"[‚ƒ†‡ˆ‰‹\ufffd]")
_PLAUSIBLE_ODD = 0.2
"""Share of the characters beyond ASCII that may be such as hardly any text has."""

_CONTROL = re.compile(r"[\x80-\x9f]")


def legacy_encodings(lines: Iterable[bytes]) -> list[str]:
    """The encodings that make words of the lines that are no ASCII; the best of each script.

    ``cp1252`` alone where the words look Western European; empty where nothing fits.
    """
    high = (line[:_LONGEST_LINE] for line in lines if not line.isascii())
    sample = b"\n".join(islice(high, _LINES))
    western = sample.decode("cp1252", "replace")
    odd = len(_ODD.findall(western)) > _PLAUSIBLE_ODD * len(_BEYOND.findall(western))
    if not (odd or _is_central(western)) and _share(western, _is_western) >= _PLAUSIBLE:
        return ["cp1254"] if _is_turkish(western) else ["cp1252"]
    shares = {c.encoding: _share_in(sample, c) for c in _CANDIDATES}
    best = max(shares.values())
    fitting = [n for n, share in shares.items() if share >= _PLAUSIBLE and share > best - 0.05]
    return _without_twins(fitting)


def _share(text: str, fits: Callable[[str], bool]) -> float:
    words = [word for word in _WORD.findall(text) if _BEYOND.search(word)]
    return sum(map(fits, words)) / len(words) if words else 1.0


def _is_western(word: str) -> bool:
    return bool(_WESTERN.match(word)) and not (
        _MARK_INSIDE.search(word) or _THREE_BEYOND.search(word) or _CAPITAL_INSIDE.search(word)
        or _CONTROL.search(word) or "\ufffd" in word
    )  # fmt: skip


def _is_turkish(western: str) -> bool:
    """Whether letters of Iceland's stand where none of its vowels do: for Turkish ``ğ``, ``ş``."""
    return bool(re.search(r"[ðþ]", western)) and not re.search(r"[áíúæ]", western)


def _is_central(western: str) -> bool:
    """Whether ``š`` and ``ž`` stand beside letters that none of their languages has."""
    return bool(re.search(r"[šžŠŽ]", western)) and bool(re.search(r"[øèìæðò]", western))


def _made_of(letters: str, capitals: str = "") -> Callable[[str], bool]:
    """Words of a script's small letters, a capital in front at most, or of capitals alone."""
    pattern = re.compile(
        rf"[{capitals}]?[{letters}'’\-]+\Z|[{capitals}]+\Z" if capitals else rf"[{letters}'’\-]+\Z"
    )
    return lambda word: bool(pattern.match(word))


_CENTRAL = r"a-zß-öø-ýąăćčďđęěğłńňőŕřśšşťţůűźżž"
_CENTRAL_CAPITALS = r"A-ZÀ-ÖØ-ÝĄĂĆČĎĐĘĚŁŃŇŐŔŘŚŠŞŤŢŮŰŹŻŽ"
_COMMON_CHINESE = frozenset(
    "的一是不了在人有我他這这个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得于著着下"
    "自之年過过發发後后作裡里用道行所然家種种事成方多經经麼么去法學学如都同現现當当沒没動动面起看定天分還还"
    "進进好小部其些主樣样理心她本前開开但因只從从想實实很太吧吗嗎呢没真让讓把给給点點"
)


def _is_chinese(word: str) -> bool:
    return bool(_COMMON_CHINESE & set(word)) or (
        len(word) < 3 and all("\u4e00" <= char <= "\u9fff" for char in word)
    )  # fmt: skip


def _is_japanese(word: str) -> bool:
    kana = sum("\u3041" <= char <= "\u30fe" for char in word)
    kanji = all("\u3005" <= char <= "\u9fff" for char in word)
    return kana * 4 >= len(word) or (kanji and len(word) < 5)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An encoding, what its words look like, and letters that its languages can't do without."""

    encoding: str
    fits: Callable[[str], bool]
    usual: str = ""


_SLAVIC, _GREEK, _KANA = "ыьяюэіїє", "άέήίόύώ", "のはがをにでとすたまいし"
_CANDIDATES = (
    _Candidate("cp1251", _made_of("а-яёіїєґў", "А-ЯЁІЇЄҐЎ"), _SLAVIC),
    _Candidate("koi8-r", _made_of("а-яё", "А-ЯЁ"), _SLAVIC),
    _Candidate("cp1250", _made_of(_CENTRAL, _CENTRAL_CAPITALS)),
    _Candidate("iso8859-2", _made_of(_CENTRAL, _CENTRAL_CAPITALS)),
    _Candidate("cp1253", _made_of("α-ωάέήίόύώϊϋΐΰς", "Α-ΩΆΈΉΊΌΎΏ"), _GREEK),
    _Candidate("cp1255", _made_of("\u05d0-\u05ea")),
    _Candidate("cp1256", _made_of("\u060c-\u06d3\u200c\u200d")),
    _Candidate("cp932", _is_japanese, _KANA),
    _Candidate("euc-jp", _is_japanese, _KANA),
    _Candidate("cp949", _made_of("가-힣")),
    _Candidate("gb18030", _is_chinese),
    _Candidate("big5", _is_chinese),
    _Candidate("mac-roman", _is_western),
)
"""Encodings that are met, those first that are met more often."""

_USUAL_SHARE = 0.02


def _share_in(sample: bytes, candidate: _Candidate) -> float:
    """The share of plausible words; 0 where it can't be this encoding at all."""
    encoding = candidate.encoding
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:  # no character that the sample cuts in two
            return 0.0
        text = sample[: error.start].decode(encoding, "ignore")
    beyond = _BEYOND.findall(text)
    usual = sum(char in candidate.usual for char in beyond)
    if _CONTROL.search(text) or (candidate.usual and usual < _USUAL_SHARE * len(beyond)):
        return 0.0
    return _share(text, candidate.fits)


def _without_twins(fitting: list[str]) -> list[str]:
    """Without those that fit whatever fits another one: signs of Chinese fit many bytes."""
    for surer, others in (
        ("cp1250", ("iso8859-2",)),
        ("cp932", ("gb18030", "big5", "cp949")),
        ("euc-jp", ("gb18030", "big5", "cp949")),
        ("cp949", ("gb18030", "big5")),
        ("cp1251", ("gb18030", "big5")),
        ("koi8-r", ("gb18030", "big5")),
        ("cp1253", ("gb18030", "big5")),
        ("cp1255", ("gb18030", "big5")),
        ("cp1256", ("gb18030", "big5")),
    ):
        if surer in fitting:
            fitting = [name for name in fitting if name not in others]
    return fitting
