"""The scorer that ships: a small encoder in ONNX, offline, calibrated, with passages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.domain.finding import Finding
from analysis.domain.log_odds import sigmoid
from analysis.domain.run import ScorerInfo
from analysis.labels import LABEL_KEYS, LABELS
from analysis.resources import models_dir
from analysis.scorers.base import Answers, abstain
from analysis.scorers.embedded_answers import (
    head_probabilities,
    label_log_odds,
    named_logits,
    named_logits_of,
)
from analysis.scorers.embedded_findings import Part, Reading, finding_of, part_of
from analysis.scorers.embedded_heads import SiteHeads
from analysis.scorers.embedded_manifest import Manifest, licence_terms
from analysis.scorers.embedded_model import Answer, EmbeddedModel
from analysis.scorers.embedded_pieces import Floats
from analysis.scorers.embedded_words import words_of
from analysis.text.prepared import PreparedComment

MODEL_NAMES = ("open", "research")  # the default first
READING = "2"
"""How the model is run; raised when the same text would get another score. 1: in batches."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a head can be trained on: the features of one comment, and the shipped log-odds.

    ``odds`` by label and facet (empty for the label itself), the site's own heads left out;
    ``now`` the same with them, as they answer at present.
    """

    features: Floats
    odds: Mapping[tuple[str, str], float]
    now: Mapping[tuple[str, str], float]


_Chances = tuple[float | None, dict[str, float]]
"""A label's probability, ``None`` where the model was not trained for it, and those of its facets
and heads."""


class EmbeddedScorer:
    """Answers the product labels that its model was trained for; abstains on the others.

    ``heads`` are the site's own; they answer only on the model file that they were trained on,
    and the version says whether they did.
    """

    def __init__(self, folder: Path, *, threads: int = 0, heads: SiteHeads | None = None) -> None:
        self.model = EmbeddedModel(folder, threads=threads)
        fits = heads is not None and heads.model_digest == self.model.manifest.digest
        self.heads = heads if fits else None
        self._of_another_model = None if fits else heads

    @cached_property
    def info(self) -> ScorerInfo:
        """Name, version (a prefix of the digest, and the site's heads), digest and labels; loads
        no weights."""
        manifest = self.model.manifest
        silent = [label for label in LABEL_KEYS if label not in manifest.labels]
        notes = [f"licence of the weights: {licence_terms(manifest.licence)}"]
        if silent:
            notes.append(f"abstains on {', '.join(silent)}")
        version = manifest.digest[:12]
        parts = [manifest.digest, manifest.speakers_digest, f"reading {READING}"]
        if self.heads is not None:
            version = f"{version}+{self.heads.version}"
            parts.append(self.heads.digest)
            notes.append(f"with this site's {self.heads.version}")
        elif self._of_another_model is not None:
            notes.append(
                f"this site's {self._of_another_model.version} were trained on another model file "
                "and do not answer; train them anew"
            )
        return ScorerInfo(
            name=manifest.name,
            version=version,
            digest=hashlib.sha256(" ".join(parts).encode()).hexdigest(),
            labels=LABEL_KEYS,
            note="; ".join(notes),
        )

    @cached_property
    def _heads_told(self) -> frozenset[str]:
        """The heads whose probabilities findings carry."""
        speakers = self.model.manifest.speakers.values()
        return frozenset(head for s in speakers for head in (*s.facets.values(), *s.heads))

    def facet_keys(self) -> list[tuple[str, str]]:
        """Every (label, facet or head) that findings of this model carry a probability for."""
        manifest = self.model.manifest
        names = dict.fromkeys(manifest.logits, 0.0)
        known = {
            (label, key): None
            for label in LABEL_KEYS
            for key in _facets_and_heads(manifest, label, names)
        }
        trained = self.heads.heads if self.heads is not None else ()
        return list(known | {(head.label, head.facet): None for head in trained if head.facet})

    def score(self, batch: Sequence[PreparedComment]) -> Answers:
        """One finding per label and comment; the commenter's own words only are read."""
        return self.begin(batch)()

    def begin(self, batch: Sequence[PreparedComment]) -> Callable[[], Answers]:
        """Let the encoder's threads read a batch; what is returned makes findings of it."""
        served = _served(batch)
        answers = self.model.begin(
            [batch[i].own.text for i in served],
            [batch[i].parent_text for i in served],
        )

        def findings() -> Answers:
            by_place: dict[int, tuple[Finding, ...]] = {}
            for some in answers():
                read = [(batch[served[place]], answer) for place, answer in some]
                for (place, _), of_comment in zip(some, self._findings(read), strict=True):
                    by_place[served[place]] = of_comment
            return [
                by_place[i] if i in by_place else abstain(self.info, _why_not(comment))
                for i, comment in enumerate(batch)
            ]

        return findings

    def read(self, batch: Sequence[PreparedComment]) -> list[Read | None]:
        """What a head could learn from each comment; ``None`` where the model does not read it.

        Needs a model that gives features (see ``Manifest.feature_groups``).
        """
        served = _served(batch)
        answers = self.model.answer(
            [batch[i].own.text for i in served],
            [batch[i].parent_text for i in served],
        )
        readings: list[Read | None] = [None] * len(batch)
        for index, answer in zip(served, answers, strict=True):
            if answer.features is not None:
                shipped = self._odds(answer, named_logits(self.model.manifest, answer))
                now = {key: self._with_head(*key, odds, answer) for key, odds in shipped.items()}
                readings[index] = Read(answer.features, shipped, now)
        return readings

    def _odds(self, answer: Answer, logits: Mapping[str, float]) -> dict[tuple[str, str], float]:
        """The shipped log-odds by label and facet; ``logits`` by name."""
        manifest = self.model.manifest
        paired = answer.paired is not None
        odds = {(k, ""): v for k, v in label_log_odds(manifest, logits, has_parent=paired).items()}
        for label, speaker in manifest.speakers.items():
            heads = speaker.facets.items()
            odds |= {(label, facet): logits[head] for facet, head in heads if head in logits}
        return odds

    def _with_head(self, label: str, facet: str, odds: float, answer: Answer) -> float:
        """``odds`` with the site's correction, where there is one."""
        head = self.heads.head(label, facet) if self.heads is not None else None
        if head is None or answer.features is None:
            return odds
        return odds + head.correction(answer.features, self.model.manifest.feature_groups)

    def _findings(
        self, read: Sequence[tuple[PreparedComment, Answer]]
    ) -> list[tuple[Finding, ...]]:
        """Of some comments; their words are worked out together, where a label may show any."""
        named = named_logits_of(self.model.manifest, [answer for _, answer in read])
        probable = [
            self._probable(answer, logits) for (_, answer), logits in zip(read, named, strict=True)
        ]
        marked = [n for n, of_comment in enumerate(probable) if self._may_mark(of_comment)]
        words = words_of([read[n][1].tokens for n in marked], [read[n][0].own.text for n in marked])
        by_number = dict(zip(marked, words, strict=True))
        readings = [
            Reading(comment, answer, by_number.get(number))
            for number, (comment, answer) in enumerate(read)
        ]
        manifest, name = self.model.manifest, self.info.name
        return [
            tuple(
                finding_of(part, reading, *of_comment[part.key], manifest=manifest, scorer=name)
                for part in self._parts
            )
            for reading, of_comment in zip(readings, probable, strict=True)
        ]

    def _probable(self, answer: Answer, logits: Mapping[str, float]) -> dict[str, _Chances]:
        """What the model says of each label; ``logits`` by name."""
        manifest = self.model.manifest
        heads = head_probabilities(manifest, logits, self._heads_told)
        if self.heads is None:
            paired = answer.paired is not None
            odds = label_log_odds(manifest, logits, has_parent=paired)
            return {
                part.key: (
                    sigmoid(odds[part.key]) if part.key in odds else None,
                    {name: heads[head] for name, head in part.scores if head in heads},
                )
                for part in self._parts
            }
        by_facet = self._odds(answer, logits)
        return {
            part.key: (
                sigmoid(self._with_head(part.key, "", by_facet[part.key, ""], answer))
                if (part.key, "") in by_facet
                else None,
                self._scores(part, heads, by_facet, answer),
            )
            for part in self._parts
        }

    def _may_mark(self, probable: Mapping[str, _Chances]) -> bool:
        """Whether any label is probable enough to show a passage."""
        least = self.model.manifest.marks_from
        for label, (chance, _) in probable.items():
            if chance is not None and chance >= least.get(label, 0.0):
                return True
        return False

    def _scores(
        self,
        part: Part,
        heads: Mapping[str, float],
        odds: Mapping[tuple[str, str], float],
        answer: Answer,
    ) -> dict[str, float]:
        """The probabilities of facets and heads, a facet's with the site's correction."""
        scores = {name: heads[head] for name, head in part.scores if head in heads}
        for head in self.heads.heads if self.heads is not None else ():
            if head.label == part.key and head.facet:
                start = odds.get((part.key, head.facet), head.prior or 0.0)
                scores[head.facet] = sigmoid(self._with_head(part.key, head.facet, start, answer))
        return scores

    @cached_property
    def _parts(self) -> tuple[Part, ...]:
        heads = self.heads.heads if self.heads is not None else ()
        return tuple(part_of(label, self.model.manifest, heads) for label in LABELS)


def embedded_scorer(
    name: str, *, threads: int = 0, heads: SiteHeads | None = None
) -> EmbeddedScorer:
    """The shipped model called ``research`` or ``open``, with the site's own heads."""
    return EmbeddedScorer(models_dir() / name, threads=threads, heads=heads)


def _served(batch: Sequence[PreparedComment]) -> list[int]:
    """The places of those that the model can read."""
    return [i for i, c in enumerate(batch) if c.language.supported and c.own.text.strip()]


def _why_not(comment: PreparedComment) -> str:
    if not comment.language.supported:
        return f"the model reads English, this seems to be {comment.language.code!r}"
    return "the comment has no words of its own"


def _facets_and_heads(
    manifest: Manifest, label: str, heads: Mapping[str, float]
) -> dict[str, float]:
    """The label's facets by our names, and the heads behind it by their corpus's names."""
    speaker = manifest.speaker(label)
    scores = {f: heads[head] for f, head in speaker.facets.items() if head in heads}
    return scores | {name: heads[name] for name in speaker.heads if name in heads}
