"""Text on its way into a spreadsheet, and back: it must never start a formula there."""

from __future__ import annotations

import re

# Spreadsheets pass over blanks and invisible characters, and some take the full-width signs of
# East Asian keyboards for the plain ones. A line break or tab can begin a new cell. Apostrophes
# in front are counted in, so that every escape can be told from an apostrophe that was written.
_FORMULA = re.compile(
    r"'*(?:[\s\x00\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])",
)


def escape_formula(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: an apostrophe in front."""
    return "'" + text if _FORMULA.match(text) else text


def unescape_formula(text: str) -> str:
    """What :func:`escape_formula` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
