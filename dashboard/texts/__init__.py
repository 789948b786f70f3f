"""Every sentence on screen, in one place per language; a translation is a second folder.

``<language>/<screen>.json`` maps keys to sentences with ``{name}`` places. Screens ask for
``text("queue.clear")`` and are answered in the language of the site (``MODERATO_LANGUAGE``, from
``MODERATO_TEXTS_FOLDER`` or from here); components written in JavaScript are given the part they
need. ``python -m dashboard.texts LANGUAGE`` lists what a translation still lacks.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from analysis.domain.label import Label
from analysis.domain.message import Message
from analysis.domain.passage_reason import PassageReason, reason_in
from analysis.ingest.user_report_reasons import known_reasons
from analysis.labels import label as label_of_code
from analysis.settings import load_settings
from dashboard.texts.catalogue import ENGLISH, Catalogue, read_catalogue

LANGUAGE = ENGLISH
MOST_REASONS = 3
"""Reasons of user reports named in a line; the review shows all."""


def texts(screen: str, *, language: str | None = None) -> Mapping[str, str]:
    """All sentences of one screen by key, in the site's language unless another is named.

    Where a translation lacks a sentence it is English. ``KeyError`` when there is no such screen.
    """
    return catalogue(language).screens[screen]


def text(key: str, /, **values: object) -> str:
    """The sentence for ``screen.key`` with its places filled in. ``KeyError`` when unknown."""
    screen, _, name = key.partition(".")
    sentence = texts(screen)[name]
    return sentence.format(**values) if values else sentence


def reason_words(reason: PassageReason | str) -> str:
    """Why a passage matters, in the site's language; findings of any age are understood."""
    return reason_in(reason, texts("reasons"), texts("reasons", language=ENGLISH))


def all_labels() -> tuple[Label, ...]:
    """All labels in their order, in the words of the site's language."""
    return tuple(catalogue().labels.values())


def label_of(key: str) -> Label:
    """The label with this key in the words of the site's language; ``BadInput`` without one."""
    return catalogue().labels.get(key) or label_of_code(key)


def queue_words(reasons: Sequence[Message]) -> str:
    """Why a comment is in its queue, in the site's language, strongest reason first."""
    return "; ".join(_reason_in_queue(reason) for reason in reasons)


def _reason_in_queue(reason: Message) -> str:
    values = dict(reason.values)
    if "label" in values:
        values["label"] = label_of(str(values["label"])).title
    sentence = text(f"queue_reasons.{reason.key}", **values)
    given = values.get("given")
    if not isinstance(given, tuple) or not given:
        return sentence
    shown = (f"{known_reasons().title(name)} {people}" for name, people in given[:MOST_REASONS])
    key = "reported_for_more" if len(given) > MOST_REASONS else "reported_for"
    return text(f"queue_reasons.{key}", reported=sentence, reasons=", ".join(shown))


@functools.cache
def catalogue(language: str | None = None) -> Catalogue:
    """All sentences of a language. ``BadInput`` when it is not there or does not fit."""
    if language == ENGLISH:
        return read_catalogue(ENGLISH)
    settings = load_settings()
    return read_catalogue(language or settings.language, folder=settings.texts_folder)
