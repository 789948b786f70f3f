"""How copied pages write a comment's author and time: lines that name one, the other, or both."""

from __future__ import annotations

import re

from analysis.ingest.date_forms import month_of
from analysis.ingest.dates import is_relative, looks_like_time

LONGEST_HEAD = 90
LONGEST_NAME = 40

_SEPARATED = re.compile(r"\s+[·•|—–»]\s+|\s*[·•|]\s*|,\s+(?:at\s+)?(?=\d)|\s{2,}|\t")
_AGO = re.compile(
    # Digits are never given back: a line of sixty of them could be parted in 2**60 ways.
    r"(?:(?:about|over|almost|an?|\d++)\s?)+\+?\s?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|"
    r"days?|weeks?|wks?|months?|mos?|years?|yrs?|[smhdwy])\b\.?(?:\s+ago)?(?:\s*\*)?"
    r"(?:\s*\(?edited\)?(?:\s.*)?)?\Z|(?:yesterday|just now)(?:\s+at\s+[\d:apm\s]+)?\Z|"
    r"(?:vor|il y a|hace|há|fa|před)\s+(?:ca\.\s+|etwa\s+)?(?:einem?r?|une?|una?|um|\d+)"
    r"\s+[^\W\d_]{1,10}\.?(?:\s+siden)?(?:\s*\([^()]{3,20}\))?\Z|"
    r"\d+\s+[^\W\d_]{1,10}\.?\s+(?:fa|geleden|sedan|siden|temu|sitten|назад|тому|önce|atrás|ezelőtt)"
    r"(?:\s*\([^()]{3,20}\))?\Z|"
    r"\d+\s*(?:秒|分鐘|分钟|分|小時|小时|時間|天|日|週間|周|个月|個月|か月|ヶ月|年|초|분|시간|일|주|개월|달|년)"
    r"\s?(?:前|전)(?:\s*[（(][^()（）]{2,10}[)）])?\Z|"
    r"\d+\s?(?:tagen?|std|stunden?|min|minuten?|wo|wochen?|monate?|jahre?|j|jours?|heures?|sem|"
    r"semaines?|mois|ans?|días?|dias?|horas?|semanas?|mes(?:es)?|años?|anos?|giorn[oi]|or[ae]|sett|"
    r"settiman[ae]|mes[ie]|ann[oi]|dag(?:en|ar|er)?|weken|maanden|jaar|uur|u|dni|godz|tyg)\.?\Z|"
    r"(?:gestern|hier|ayer|ieri|gisteren|ontem|igår|i går|wczoraj|вчера)"
    r"(?:,?\s+(?:um|à|a las|alle|om|às|kl\.?|o|в)?\s*\d{1,2}[:.h]\d{2}.{0,6})?\Z",
    re.IGNORECASE,
)
"""Times that need the day of the copy, in several languages."""

_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}\Z|"
    r"(?:\d{1,2}:\d{2},?\s+)?\d{1,2}\.?\s+"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\Z|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+(?:\d{4}|'\d{2})\Z",
    re.IGNORECASE,
)
"""A day without a year, as pages write those of this one: a time, but no date."""

_DOTTED_CLOCK = re.compile(r"(\d{4}),?\s+(?:at\s+)?(\d{1,2})\.(\d{2})\Z")
_CLOCK_WORD = re.compile(r"\s*\b(?:uhr|uur|h)\.?\Z", re.IGNORECASE)
_POSTED = re.compile(
    r"(?:posted|published|commented|written|replied)(?:\s+on)?:?\s+", re.IGNORECASE
)
_SAYS = re.compile(
    r"\s+(?:says|said|wrote|writes|commented|posted|replied|sagt|schreibt|schrieb|a écrit|dice|"
    r"dit|diz|disse|scrive|ha scritto|schreef|zegt|skrev|pisze|пишет)"
    r"\s*:?\Z",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:(?:comment )?post(?:ed)?|comment|written|geschrieben|beitrag)\s+(?:by|von)|by|von)\s+",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(
    r"edited|joined|member since|registered|registriert|inscrit|mitglied|"
    r"last (?:edited|seen|active)",
    re.IGNORECASE,
)
"""How lines begin whose time is none of the comment's."""

_POINTS = re.compile(r"\s+[-\u2212]?\d[\d.,]*k?\s+points?(?=\b|\d).*\Z", re.IGNORECASE)
_MARKS = re.compile(r"\[[SMAF](?:,[SMAF])*\](?=\s|\Z)")
"""What old Reddit puts behind a name: submitter, moderator, admin, friend."""

_NUMBER = re.compile(r"(?:\d{1,5}[.)]|#\d{1,5}:?)\s+(?=\D)")
"""The number of a comment before its author's name."""

_PLACE = re.compile(r"\s+#\d{1,6}\Z")
"""The number of a post behind its time."""

_FOLDER = re.compile(r"\[[–—+\-\u2212]\]\s*")
_SENTENCE = re.compile(r"[.!?…][\"'”’)]?\Z")
_INITIALS = re.compile(r"\b[A-Z]\.\Z|\b(?:jr|sr)\.\Z", re.IGNORECASE)
REPLY_TO = re.compile(
    r"(?:(?:in reply to|replying to|reply to|antwort (?:an|auf)|en réponse à|in risposta a|"
    r"en respuesta a|em resposta a|als antwoord op|som svar (?:på|til)|w odpowiedzi (?:na|do)|"
    r"в ответ на)\s+@?|"
    r"(?P<who>.{1,40}?)\s*(?:→|▶|➜|>|replied to|in reply to|@)\s*)(?P<whom>[^\n]{1,40})\Z",
    re.IGNORECASE,
)


_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|tues|wednes|thurs|satur)(?:day)?s?|thur|weds|"
    r"mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|"
    r"lun(?:di|es|edì)?|mar(?:di|tes|tedì)|mer(?:credi|coledì)?|mié(?:rcoles)?|jeu(?:di)?|"
    r"jue(?:ves)?|gio(?:vedì)?|ven(?:dredi|erdì)?|vie(?:rnes)?|samedi|sáb(?:ado)?|sab(?:ato)?|"
    r"dim(?:anche)?|domingo|domenica|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?|"
    r"seg|ter|qua|qui|sex|(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|wo|vr|za|zo|"
    r"(?:mån|man|tis|tirs|ons|tors|fre|lör|lør|sön|søn)(?:dag)?|tor|lau|"
    r"pon(?:iedziałek|dělí)?|wtorek|środa|czwartek|piątek|sobota|niedziela|"
    r"(?:maanan|tiis|torst|perjan|lauan|sunnun)tai|keskiviikko|"
    r"понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс|"
    r"(?:sam|dom|mar)\.",
    re.IGNORECASE,
)
"""What may stand before a date and is nobody's name; ``Sam`` and ``Dom`` only with a full stop."""


def _begins_with_a_name(words: str) -> bool:
    """Whether a word that is no day of the week and no month stands before a date."""
    first, _, rest = words.partition(" ")
    bare = first.rstrip(",")
    return (
        bool(rest) and bare.rstrip(".").isalpha()
        and month_of(bare) is None
        and not _WEEKDAY.fullmatch(bare) and not _WEEKDAY.fullmatch(bare.rstrip("."))
        and not _LEADS_A_DATE.fullmatch(bare)
        and looks_like_time(plain_time(rest))
    )  # fmt: skip


_LEADS_A_DATE = re.compile(r"on|at|am|um|le|el|il|den|de|på|op|w|в|vom|the", re.IGNORECASE)


def time_in(line: str) -> tuple[str, str] | None:
    """What stands before the time on a line, and the time; ``None`` for a line without one."""
    if not line or len(line) > LONGEST_HEAD:
        return None
    if not re.search(
        r"\d|yesterday|just now|gestern|hier|ayer|ieri|ontem|вчера|\b(?:an?|une?|una|eine[mr])\b",
        line,
        re.IGNORECASE,
    ):
        return None
    if is_other_time(line):
        return None
    line = _PLACE.sub("", line)
    bare = _POSTED.sub("", line, count=1) if _POSTED.match(line) else line
    if is_time(bare):
        return "", bare
    for cut in _SEPARATED.finditer(bare):
        if is_time(rest := bare[cut.end() :].strip()):
            before = " ".join(part for part in _SEPARATED.split(bare[: cut.start()]) if part)
            return before, rest
    words = bare.split(" ")
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if is_time(rest):
            return " ".join(words[:at]), rest
    parts = [part for part in _SEPARATED.split(bare) if part]
    for place, part in enumerate(parts):
        before = " ".join(parts[:place])
        if is_time(part):
            return before, part
        words = part.split(" ")
        for at in range(1, len(words)):
            rest = " ".join(words[at:])
            if is_time(rest):
                return " ".join([*parts[:place], *words[:at]]), rest
    return None


def is_other_time(line: str) -> bool:
    """Whether a line's time is that of an edit or of joining the site."""
    return len(line) <= LONGEST_HEAD and bool(_OTHER_TIME.match(line))


def is_time(words: str) -> bool:
    """Whether words are a time as pages show one, be it a date or ``3 days ago``."""
    if not words or words.isdigit() or re.fullmatch(r"[\d.,\s]+k?", words, re.IGNORECASE):
        return False
    return bool(_AGO.match(words) or _DAY.match(words)) or is_relative(_bare(words)) or (
        looks_like_time(plain_time(words)) and not _begins_with_a_name(words)
    )  # fmt: skip


def date_of(words: str) -> str | None:
    """The time in a form that can be read; ``None`` where it is no date without the day of copy."""
    bare = plain_time(words)
    if _AGO.match(words) or _DAY.match(words) or is_relative(bare):
        return None
    return bare


def plain_time(words: str) -> str:
    """A time without what pages put around it: ``(edited)``, ``Uhr``, a clock with a full stop."""
    bare = _CLOCK_WORD.sub("", _bare(words)) if ":" in words else _bare(words)
    return _DOTTED_CLOCK.sub(r"\1 \2:\3", bare)


def name_of(line: str) -> str | None:
    """The author's name that a line consists of, without what sites put around it."""
    bare = _FOLDER.sub("", line, count=1) if _FOLDER.match(line) else line
    bare = _NUMBER.sub("", bare, count=1) if _NUMBER.match(bare) else bare
    bare = _BY.sub("", bare, count=1)
    bare = _MARKS.sub("", bare)
    name = _POINTS.sub("", _SAYS.sub("", bare)).strip(" ·•|,:—–»")
    if not name or len(name) > LONGEST_NAME or len(name.split()) > 6:
        return None
    if is_sentence(name) or is_time(name):
        return None
    return name if re.search(r"[^\W\d_]", name) else None


def is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does and not in an initial."""
    return bool(_SENTENCE.search(line)) and not _INITIALS.search(line)


def _bare(words: str) -> str:
    return words.removesuffix("(edited)").strip(" .*")
