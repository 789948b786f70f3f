"""Which language a text is in, where nothing of it is scored."""

from __future__ import annotations

from analysis.text.clean import clean_copy
from analysis.text.respelled import served_view


def detected_language(text: str) -> str:
    """The language's ISO code; ``und`` where it can't be told."""
    return served_view(clean_copy(text))[2].code
