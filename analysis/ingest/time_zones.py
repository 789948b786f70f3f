"""Zones of time by their letters, offsets and places; letters that several zones share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

Zone = timezone | ZoneInfo

_ZONES: Mapping[str, float] = {
    "UTC": 0, "UT": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1,
    "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3, "IDT": 3, "SAST": 2, "EAT": 3, "MSK": 3, "TRT": 3,
    "PKT": 5, "WIB": 7, "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5,
    "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "ADT": -3,
    "NDT": -2.5, "NST": -3.5, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Hours east of Greenwich; of ambiguous letters the meaning that RFC 2822 gives them."""

_PLACES: Mapping[str, str] = {
    "ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}  # fmt: skip
"""Letters of clocks that go by summer and winter."""

SHARED_LETTERS: Mapping[str, str] = {
    "CST": "American Central Time; China and Cuba have a CST, too",
    "BST": "British Summer Time; Bangladesh has a BST, too",
    "IST": "India, Ireland and Israel have an IST each",
    "AST": "the Atlantic coast of Canada and Arabia have an AST each",
    "GST": "the Gulf, Guam and South Georgia have a GST each",
    "AMT": "Armenia and the Amazon have an AMT each",
    "ECT": "Ecuador and Central Europe have an ECT each",
    "SST": "Samoa and Singapore have an SST each",
    "WST": "Western Australia and Samoa have a WST each",
}
"""Letters that mean several zones, and which. Those that ``zone_of`` knows are read, as said."""

_SHARED = re.compile(
    rf"(?P<offset>[+-]\d\d:?\d\d\s{{0,3}}\(?)?(?<![A-Za-z])(?P<letters>{'|'.join(SHARED_LETTERS)})"
    r"(?![A-Za-z])"
)
_LAST = re.compile(
    r"\s\(?(?P<zone>(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|(?![AaPp][Mm]\Z)[A-Za-z]{1,5})\)?"
    r"(?:\s\([^()]{1,40}\))?\Z"
)


def zone_of(name: str) -> Zone | None:
    """The zone of ``CEST``, ``GMT+2``, ``-05:00`` or ``Europe/Berlin``; ``None`` if unknown."""
    # GMT+0100 (Central European Standard Time)
    name = name.partition(" (")[0].strip("()")
    name = _PLACES.get(name, name)
    hours = _ZONES.get(name.upper())
    if hours is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    offset = re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    if "/" in name and name in available_timezones():
        return ZoneInfo(name)
    return None


def without_zone(text: str) -> tuple[str, Zone | None]:
    """``text`` without a zone's name at its end, or a space before an offset."""
    words = re.sub(r"\s+(?=[+-]\d{2}:?\d{2}\Z)", "", text).rsplit(" ", 1)
    if len(words) == 2 and re.match(r"[A-Za-z(]", words[1]):
        zone = zone_of(words[1].strip("()"))
        if zone is not None:
            return words[0].strip(), zone
    return " ".join(words), None


def parted_zone(text: str) -> tuple[str, str | None]:
    """``text`` before the letters or the offset at its end, and these; ``None`` without any."""
    match = _LAST.search(text)
    return (text[: match.start()], match["zone"]) if match else (text, None)


def shared_letters(text: str) -> str | None:
    """The letters in a time that several zones share; none where an offset stands before them."""
    match = _SHARED.search(text)
    return match["letters"] if match and not match["offset"] else None
