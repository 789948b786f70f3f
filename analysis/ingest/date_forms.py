"""Unusual ways of writing a time, rewritten as the usual ones; and the months by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_BEGINNINGS: tuple[str, ...] = (
    "jan gen ene sty tam янв січ ιαν oca led ian",
    "feb fev fév lut hel фев лют φεβ şub úno fév",
    "mar mär mrt maa мар бер μαρ bře már",
    "apr avr abr kwi huh апр кві απρ nis dub ápr",
    "may mai maj mag mei tou май мая тра μαΐ μαϊ kvě máj",
    "jun juin giu cze kes июн чер ιουν haz červen červn jún iun",
    "jul juil lug lip hei июл лип ιουλ tem červenec července júl iul",
    "aug aoû aou ago sie elo авг сер αυγ ağu srpen srpn",
    "sep set wrz syy сен вер σεπ eyl zář szep",
    "oct okt ott out paź paz lok окт жов οκτ eki říj",
    "nov lis marras ноя лис νοε kas noi",
    "dec déc dez dic des gru jou дек гру δεκ ara pro",
)
"""How the months begin in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
the Scandinavian languages, Finnish, Russian, Ukrainian, Greek, Turkish, Czech, Hungarian and
Romanian. The longest beginning counts: Finnish ``marraskuu`` is November and no March."""

_MONTHS: Mapping[str, int] = {
    beginning: number
    for number, line in enumerate(_BEGINNINGS, start=1)
    for beginning in line.split()
}
_LONGEST_BEGINNING = max(map(len, _MONTHS))

_CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?"
_DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d?-\d\d?|[^\W\d_]{3,12}\.?\s\d{1,2},?\s\d{4}|"
_DAY += r"\d{1,2}\.?\s[^\W\d_]{3,12}\.?,?\s\d{4})"
_HALVES = {"오전": "AM", "上午": "AM", "午前": "AM", "오후": "PM", "下午": "PM", "午後": "PM"}


def _year(digits: str) -> str:
    return digits if len(digits) == 4 else f"{'19' if digits >= '70' else '20'}{digits}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # 2024年3月4日, 2024년 3월 4일, 2024. 3. 4.
    (re.compile(r"(\d{4})\s?[年년.]\s?(\d{1,2})\s?[月월.]\s?(\d{1,2})\s?[日일.]?(?=\D|\Z)"),
     lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2} "),
    # 2024-3-4 9:01, 2024/3/4 下午9:01
    (re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?=[ T]|\Z)"),
     lambda m: f"{m[1]}-{m[3]:0>2}-{m[4]:0>2}"),
    # 오전 9:01, 下午9:01
    (re.compile(r"(오전|오후|上午|下午|午前|午後)\s?(\d{1,2}:\d{2}(?::\d{2})?)"),
     lambda m: f"{m[2]} {_HALVES[m[1]]}"),
    # 4-Mar-2024, 04-Mar-24, 04MAR2024, 4 Mar 24
    (re.compile(r"(?<!\d)(\d{1,2})[-/ ]?([^\W\d_]{3,9})\.?[-/ ]?'?(\d{4}|\d{2})"
                r"(?=[\sT,:]|\Z)(?:T|:(?=\d))?"),
     lambda m: f"{m[1]} {m[2]} {_year(m[3])} "),
    # 2024-Mar-04, 2024. március 4.
    (re.compile(r"(\d{4})(?:-|\.?\s)(?!klo\s)([^\W\d_]{3,12})\.?[-\s](\d{1,2})\b\.?"),
     lambda m: f"{m[3]} {m[2]} {m[1]} "),
    # Mar-04-2024, Mar 4 '24
    (re.compile(r"([^\W\d_]{3,9})[-\s](\d{1,2})[-,\s]\s?'?(\d{4}|\d{2})(?=\s|,|\Z)"),
     lambda m: f"{m[2]} {m[1]} {_year(m[3])} "),
    # 10:12 04.03.2024, 9:01 AM - 5 Mar 2024
    (re.compile(rf"({_CLOCK}),?\s*(?:[-–·|]|uhr|on|am)?\s*({_DAY})\s*\Z", re.IGNORECASE),
     lambda m: f"{m[2]} {m[1]}"),
    # 22:15 CET, 4 Mar 2024
    (re.compile(rf"({_CLOCK})\s+([A-Z]{{3,5}}),?\s+({_DAY})\s*\Z"),
     lambda m: f"{m[3]} {m[1]} {m[2]}"),
    # 10:15, 4 March 2024 (UTC)
    (re.compile(rf"({_CLOCK}),?\s*({_DAY})\s+\(([A-Z]{{3,5}})\)\Z"),
     lambda m: f"{m[2]} {m[1]} {m[3]}"),
    # Di., 05.03.2024 um 09:01 Uhr
    (re.compile(r"\A(?:vom|am|on|le|el|[^\W\d_]{2,10}[.,]{1,2})\s+(?=\d{1,2}[./-]\d{1,2}[./-]\d)"),
     lambda m: ""),
    (re.compile(r"(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}),?\s*"
                r"(?:um|om|at|à|às|alle|a las|klo|kl\.?|[-–—·|])\s*(?=\d{1,2}[:.h]\d\d)"),
     lambda m: f"{m[1]} "),
    (re.compile(r"(?<=\d)\s*(?:uhr|uur|h)\s*\Z", re.IGNORECASE), lambda m: ""),
    # 09.01.22.000000 AM
    (re.compile(r"(?<=\s)(\d{1,2})\.(\d{2})\.(\d{2})(?:\.\d{1,9})?\s?([AP]M)\b"),
     lambda m: f"{m[1]}:{m[2]}:{m[3]} {m[4]}"),
    # 9 h 01
    (re.compile(r"(?<=\s)(\d{1,2})\s?h\s?(\d{2})(?:\s?min)?\Z"), lambda m: f"{m[1]}:{m[2]}"),
    # 2024 г., 2024 р.
    (re.compile(r"(?<=\d{4})\s{1,3}[гр]\.(?=[\s,]|\Z)"), lambda m: ""),
)  # fmt: skip

_ISO_CLOCK = re.compile(
    r"(\d{4}-\d\d-\d\d)[T,]?\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s*([ap])\.?m\.?)?"
    r"(?:\s*\(?(.*?)\)?)?\Z",
    re.IGNORECASE,
)
_DOTTED_CLOCK = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d|\d{8})(?:T|\s{1,3}|[_-])"
    r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?(?!\d)"
)
_HOPEFUL = re.compile(
    r"\d[-/. ']{0,2}[^\W\d_]{3}|[^\W\d_]{3}\.?[-\s]{1,2}\d|"
    r"\d{4}\s?[-/.年년]\s?\d|\d[:.]\d\d|\d\s?h\s?\d\d|Date\("
)
"""What a time in any of these forms has; most cells that are none have nothing of it."""

_NET = re.compile(r"/?Date\((-?\d{1,16})(?:[+-]\d{4})?\)/?\Z")


def with_colons(text: str) -> str:
    """An ISO day's clock with colons: ``2024-03-04 10.15`` is a quarter past ten, no fraction."""
    match = _DOTTED_CLOCK.match(text)
    if not match:
        return text
    clock = ":".join(filter(None, (match["hour"].zfill(2), match["minute"], match["second"])))
    return f"{match['day']} {clock}{text[match.end() :]}"


def month_of(name: str) -> int | None:
    """The number of a month by the beginning of its name; ``None`` for another word."""
    word = name.casefold()
    for length in range(_LONGEST_BEGINNING, 2, -1):
        if number := _MONTHS.get(word[:length]):
            return number
    return None


def usual_form(text: str) -> str | None:
    """``text`` in a form that is read as it stands; ``None`` where nothing was unusual about it."""
    if not _HOPEFUL.search(text):
        return None
    if match := _NET.match(text):
        return match[1]
    usual = text
    for pattern, form in _FORMS:
        usual = pattern.sub(form, usual, count=1)
    usual = " ".join(usual.split())
    if match := _ISO_CLOCK.match(usual):
        usual = _iso(match) or usual
    return usual if usual != text else None


def _iso(match: re.Match[str]) -> str | None:
    """A day and a clock as ISO writes them; ``None`` for a clock that there is not."""
    hour, half = int(match[2]), (match[5] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    clock = f"{hour:02}:{match[3]}" + (f":{match[4]}" if match[4] else "")
    return f"{match[1]} {clock} {match[6] or ''}".strip()
