"""The statistical detector of languages, which is asked only where words leave doubt.

Its tables take seconds to load: they are loaded when it is first asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

_DETECTED = 500
"""Characters shown to the detector; more only cost time."""


def confidences(text: str) -> dict[str, float]:
    """How likely a text is in each of the detector's languages, by their ISO 639-1 codes."""
    values = _detector().compute_language_confidence_values(text[:_DETECTED])
    return {v.language.iso_code_639_1.name.lower(): v.value for v in values}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    from lingua import Language as Known
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(
        Known.ENGLISH,
        Known.GERMAN,
        Known.FRENCH,
        Known.SPANISH,
        Known.PORTUGUESE,
        Known.ITALIAN,
        Known.DUTCH,
        Known.SWEDISH,
        Known.POLISH,
        Known.TURKISH,
        Known.RUSSIAN,
        Known.JAPANESE,
        Known.CHINESE,
        Known.KOREAN,
        Known.ARABIC,
    ).build()
