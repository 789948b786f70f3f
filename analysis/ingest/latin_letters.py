"""Which letters beyond ASCII a language is written with, and how well a text keeps to them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

LETTERS = {
    "AFRIKAANS": "êëéèîïôûáóúö", "ALBANIAN": "ëç", "BASQUE": "ñçü", "BOKMAL": "æøåéòóôäö",
    "BOSNIAN": "čćđšž", "CATALAN": "àçèéíïòóúü", "CROATIAN": "čćđšž",
    "CZECH": "áčďéěíňóřšťúůýž", "DANISH": "æøåéäöü", "DUTCH": "éëïèêöüáóíç",
    "ENGLISH": "éèêëïîöüäåçñáíóúâôûàæøß", "ESTONIAN": "äõöüšž", "FINNISH": "äöåšž",
    "FRENCH": "àâçéèêëîïôûùüÿœæ", "GERMAN": "äöüßéè", "HUNGARIAN": "áéíóöőúüű",
    "ICELANDIC": "áðéíóúýþæö", "IRISH": "áéíóú", "ITALIAN": "àèéìíòóùú",
    "LATVIAN": "āčēģīķļņšūž", "LITHUANIAN": "ąčęėįšųūž", "NYNORSK": "æøåéòóôäö",
    "POLISH": "ąćęłńóśźż", "PORTUGUESE": "áàâãçéêíóôõúü", "ROMANIAN": "ăâîşţșț",
    "SLOVAK": "áäčďéíĺľňóôŕšťúýž", "SLOVENE": "čšžćđ", "SPANISH": "áéíóúüñ",
    "SWEDISH": "åäöéüà", "TURKISH": "çğıöşüâîû",
    "VIETNAMESE": "àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ",
    "WELSH": "âêîôûŵŷáéíóúäëïöü",
}  # fmt: skip
"""By language (as lingua names it), small letters; English has those of the words it borrows."""

_CENTRAL = (
    "BOSNIAN", "CROATIAN", "CZECH", "HUNGARIAN", "LATVIAN", "LITHUANIAN", "POLISH", "ROMANIAN",
    "SLOVAK", "SLOVENE", "TURKISH", "VIETNAMESE", "WELSH",
)  # fmt: skip
WESTERN = "".join(letters for name, letters in LETTERS.items() if name not in _CENTRAL)
"""The letters of all the languages that cp1252 was made for."""

_MARKS = frozenset("“”‘’„‚–—…«»‹›€§°©™·•ªº¡¿\xa0\xad´²³")
"""What may stand beside a letter, ..."""
_SIGNS = frozenset("£®×½¼¾¹†‰±¢¥¨¬¶÷¦¸")
"""... and what stands beside digits and blanks only: beside a letter it is another one mistaken."""
_INSIDE_WORDS = frozenset("’·\xad")
_LIKELY = 3
"""Languages of a text that are considered, the likeliest ones."""
_SHOWN = 3_000
"""Characters from which a language is told; more only cost time."""
_WORD = re.compile(r"[^\W\d_]+")


def misfits(text: str, *, by_line: bool = False) -> float:
    """How many characters beyond ASCII the text's language has no use for.

    Where several languages are likely, the expected number; ``by_line`` each line has a language
    of its own. A capital behind a small letter and a mark between two letters are misfits, too:
    encodings that are mistaken give these.
    """
    return sum(map(_expected_misfits, text.split("\n") if by_line else [text]))


def _expected_misfits(text: str) -> float:
    languages = _languages(" ".join(_WORD.findall(text))[:_SHOWN])
    total = sum(weight for _, weight in languages)
    if not total:
        return float(sum(char > "\x7f" for char in text))
    return (
        sum(
            weight * misfits_among(text, LETTERS[name], dashes=name == "ENGLISH")
            for name, weight in languages
        )
        / total
    )


def misfits_among(text: str, letters: str, *, dashes: bool = False) -> int:
    """How many characters beyond ASCII are not among ``letters``, or stand where none can.

    ``dashes`` may stand between two letters, as in English.
    """
    count = 0
    for place, char in enumerate(text):
        if char <= "\x7f":
            continue
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        if char.isalpha():
            small = char.lower() in letters or char == "İ"
            fits = small and not (char.isupper() and before.islower())
        else:
            inside = before.isalpha() and after.isalpha()
            fits = (
                char in _MARKS
                and (not inside or char in _INSIDE_WORDS or (dashes and char in "–—"))
            ) or (char in _SIGNS and not (before.isalpha() or after.isalpha()))
        count += not fits
    return count


def _languages(words: str) -> list[tuple[str, float]]:
    values = _detector().compute_language_confidence_values(words)
    return [(value.language.name, value.value) for value in values[:_LIKELY]]


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    """Told by groups of three letters alone: a quarter of a second to load, and 60 MB."""
    from lingua import Language, LanguageDetectorBuilder

    languages = [getattr(Language, name) for name in LETTERS]
    return LanguageDetectorBuilder.from_languages(*languages).with_low_accuracy_mode().build()
