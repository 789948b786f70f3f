"""Read the sentences of a language and hold a translation to the English ones."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.domain.errors import BadInput, nearest
from analysis.domain.label import Label
from analysis.labels import LABELS
from dashboard.texts import label_texts

ENGLISH = "en"
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sentences of a language by screen and key, and the labels by key in its words.

    ``missing`` names those (``screen.key``) that are English because the language lacks them.
    """

    language: str
    screens: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, Label]
    missing: tuple[str, ...] = ()


def read_catalogue(language: str, *, folder: Path | None = None) -> Catalogue:
    """All sentences of ``language``, from ``folder`` when given and from the shipped ones else.

    ``BadInput`` in one sentence when the language is not there, a file or a key is none of
    English's, or a sentence has other places than the English one.
    """
    english = _screens(HERE / ENGLISH)
    english[label_texts.SCREEN] = label_texts.label_sentences(LABELS)
    if language == ENGLISH:
        return Catalogue(ENGLISH, english, {label.key: label for label in LABELS})
    home = (folder or HERE) / language
    if not home.is_dir():
        raise BadInput(
            f"the dashboard has no language {language!r} in {folder or 'what ships'}; "
            f"{nearest(language, _languages(folder))}"
        )
    own = _screens(home)
    _hold_to_english(own, english, language)
    missing = tuple(
        f"{screen}.{key}"
        for screen, sentences in english.items()
        for key in sentences
        if key not in own.get(screen, {})
    )
    whole = {screen: {**english[screen], **own.get(screen, {})} for screen in english}
    words = whole[label_texts.SCREEN]
    labels = {label.key: label_texts.in_words_of(label, words) for label in LABELS}
    return Catalogue(language, whole, labels, missing)


def places(sentence: str) -> set[str]:
    """The names of the places in a sentence, however they are formatted."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _screens(home: Path) -> dict[str, dict[str, str]]:
    screens = {}
    for path in sorted(home.glob("*.json")):
        try:
            sentences = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise BadInput(f"{home.name}/{path.name} is no JSON: {error}") from None
        screens[path.stem] = {str(key): str(value) for key, value in sentences.items()}
    return screens


def _languages(folder: Path | None) -> list[str]:
    homes = {HERE / ENGLISH, *(folder.iterdir() if folder and folder.is_dir() else ())}
    return sorted(home.name for home in homes if any(home.glob("*.json")))


def _hold_to_english(
    own: Mapping[str, Mapping[str, str]], english: Mapping[str, Mapping[str, str]], language: str
) -> None:
    for screen, sentences in own.items():
        if screen not in english:
            raise BadInput(
                f"{language}/{screen}.json belongs to no screen; {nearest(screen, english)}"
            )
        for key, sentence in sentences.items():
            if key not in english[screen]:
                raise BadInput(
                    f"{language}/{screen}.json: nobody asks for {key!r}; "
                    f"{nearest(key, english[screen])}"
                )
            try:
                given = places(sentence)
            except ValueError as error:
                raise BadInput(f"{language}/{screen}.json, {key!r}: {error}") from None
            expected = places(english[screen][key])
            if given != expected:
                raise BadInput(
                    f"{language}/{screen}.json, {key!r}: has the places {sorted(given)}, "
                    f"expected {sorted(expected)}"
                )
