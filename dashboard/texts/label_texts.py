"""The codebook's words as sentences of the catalogue, so that labels speak the site's language.

English stands in the labels themselves; a translation's ``labels.json`` names any of these keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from analysis.domain.label import Facet, Label, ToneKind, ToneSplit

SCREEN = "labels"


def label_sentences(labels: Iterable[Label]) -> dict[str, str]:
    """What the labels say of themselves, by key: ``generalization.title``."""
    sentences: dict[str, str] = {}
    for label in labels:
        own = {
            "title": label.title,
            "question": label.question,
            "definition": label.definition,
            **{f"is_not.{n}": sentence for n, sentence in enumerate(label.is_not, start=1)},
        }
        for facet in label.facets:
            own[f"facet.{facet.key}.title"] = facet.title
            own[f"facet.{facet.key}.definition"] = facet.definition
        for kind in _kinds(label):
            own[f"tone.{kind.name}.title"] = kind.title
            own[f"tone.{kind.name}.help"] = kind.help
        sentences |= {f"{label.key}.{name}": sentence for name, sentence in own.items() if sentence}
    return sentences


def in_words_of(label: Label, sentences: Mapping[str, str]) -> Label:
    """The label with its titles, question and definitions as ``sentences`` say them."""

    def sentence(name: str, otherwise: str) -> str:
        return sentences.get(f"{label.key}.{name}", otherwise)

    def facet(own: Facet) -> Facet:
        return replace(
            own,
            title=sentence(f"facet.{own.key}.title", own.title),
            definition=sentence(f"facet.{own.key}.definition", own.definition),
        )

    def kind(own: ToneKind) -> ToneKind:
        return replace(
            own,
            title=sentence(f"tone.{own.name}.title", own.title),
            help=sentence(f"tone.{own.name}.help", own.help),
        )

    split = label.tone_split
    return replace(
        label,
        title=sentence("title", label.title),
        question=sentence("question", label.question),
        definition=sentence("definition", label.definition),
        is_not=tuple(sentence(f"is_not.{n}", own) for n, own in enumerate(label.is_not, start=1)),
        facets=tuple(facet(own) for own in label.facets),
        tone_split=split
        and ToneSplit(split.by, kind(split.clear), kind(split.flag), split.neither),
    )


def _kinds(label: Label) -> tuple[ToneKind, ...]:
    return (label.tone_split.clear, label.tone_split.flag) if label.tone_split else ()
