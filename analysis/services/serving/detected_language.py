"""Which language a text is in, where nothing of it is scored."""

from __future__ import annotations

from analysis.text.clean import clean_copy
from analysis.text.language import language_of


def detected_language(text: str) -> str:
    """The language's ISO code; ``und`` where it can't be told."""
    return language_of(clean_copy(text).text).code
