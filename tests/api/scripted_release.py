"""A pipeline for the API's tests that says what a text tells it to; nothing is loaded.

``h=0.8 g=0.1`` are probabilities as in ``scripted``; ``lang=de`` is the text's language,
``insult=0.7`` the probability of a head, ``slow`` takes a while, ``break`` fails.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable
from dataclasses import replace

from scripted import LETTERS, ScriptedPipeline

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Discussion
from analysis.domain.finding import LabelResult, Status
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.labels.attributes import MEASURABLE

_HEADS = {head for a in MEASURABLE if a.label == "possible_hostility" for head in a.heads if head}
EVEN = {label: Threshold(flag_at=0.7, clear_below=0.3) for label in LETTERS.values()}
PROFILE = Profile("default", 1, EVEN)


class LivePipeline(ScriptedPipeline):
    """``batches`` holds the texts that were scored together; ``go`` lets slow ones end."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []
        self.parents: list[str | None] = []
        self.articles: list[str] = []
        self.go = threading.Event()
        self.busy = threading.Event()

    def analyze_apart(
        self, discussions: Iterable[Discussion], *, only: Collection[str]
    ) -> list[Analysis]:
        together = list(discussions)
        texts = [d.comments[-1].text for d in together]
        self.batches.append(texts)
        self.parents += [d.comments[0].text if len(d.comments) > 1 else None for d in together]
        self.articles += ["\n\n".join(d.article.paragraphs) for d in together]
        if any("slow" in text for text in texts):
            self.busy.set()
            self.go.wait(10)
        if any("break" in text for text in texts):
            raise ValueError("a secret of the comment")
        return [_with_extras(self.analyze(d, only=only)[0]) for d in together]


def _with_extras(analysis: Analysis) -> Analysis:
    text = analysis.comment.text
    language = re.search(r"lang=(\w+)", text)
    if language and language[1] != "en":
        silent = {
            key: LabelResult(key, Status.ABSTAINED, None, detail="not read")
            for key in analysis.labels
        }
        unsupported = dict.fromkeys(silent, Recommendation.UNSUPPORTED)
        return replace(analysis, language=language[1], labels=silent, recommendations=unsupported)
    heads = {name: float(value) for name, value in re.findall(r"(insult)=([\d.]+)", text)}
    labels = dict(analysis.labels)
    hostile = labels["possible_hostility"]
    if hostile.probability is not None:
        # A head that a text does not set says what the label says.
        heads = dict.fromkeys(_HEADS, hostile.probability) | heads
    parts = (
        *(replace(part, facet_scores={"insult": 0.01}) for part in hostile.parts[:1]),
        *(replace(part, scorer="embedded-x", facet_scores=heads) for part in hostile.parts[1:]),
    )
    labels["possible_hostility"] = replace(hostile, parts=parts)
    return replace(analysis, labels=labels)
