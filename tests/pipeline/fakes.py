"""Hand-made comments, a preparer that needs no spaCy, and scorers that say what they are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Evidence, Finding, Status
from analysis.domain.profile import Profile, Threshold
from analysis.domain.run import ScorerInfo
from analysis.domain.span import Span
from analysis.labels import LABEL_KEYS
from analysis.scorers.base import abstain
from analysis.text.mapped import MappedText
from analysis.text.prepared import Language, PreparedComment

PROFILE = Profile("test", 3, {label: Threshold(0.7, 0.3) for label in LABEL_KEYS})


def discussion(*texts: str) -> Discussion:
    comments = tuple(
        Comment(id=f"c{n}", thread_id="t", position=n, text=text)
        for n, text in enumerate(texts, start=1)
    )
    return Discussion(Article("t", title="A title"), comments)


def prepared(text: str, *, id_: str = "c1", language: str = "en") -> PreparedComment:
    whole = MappedText.identity(text)
    return PreparedComment(
        comment=Comment(id=id_, thread_id="t", position=1, text=text),
        article=None,
        parent=None,
        inferred_parent=None,
        clean=whole,
        own=whole,
        sentences=(Span(0, len(text)),),
        quotes=(),
        addressee=None,
        language=Language(language, 0.99, language == "en"),
    )


class PlainPreparer:
    """Takes each text as it is; a text that begins with "Hallo" counts as German."""

    version = "plain 1"

    def prepare(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[PreparedComment]:
        return [
            prepared(c.text, id_=c.id, language="de" if c.text.startswith("Hallo") else "en")
            for c in discussion.comments
            if only is None or c.id in only
        ]


class Says:
    """A scorer for one label that answers what ``answer`` makes of a text."""

    def __init__(
        self,
        answer: Callable[[str], float | None],
        *,
        name: str = "says",
        label: str = "possible_hostility",
        available: bool = True,
    ) -> None:
        self._answer = answer
        self.info = ScorerInfo(name, "1", "d", (label,), available=available)
        self.asked: list[list[str]] = []

    def score(self, batch: Sequence[PreparedComment]) -> list[tuple[Finding, ...]]:
        self.asked.append([comment.comment.id for comment in batch])
        return [self._one(comment) for comment in batch]

    def _one(self, comment: PreparedComment) -> tuple[Finding, ...]:
        text = comment.comment.text
        probability = self._answer(text)
        if probability is None:
            return abstain(self.info, "nothing to say")
        span = Span(0, min(3, len(text)))
        evidence = Evidence(span, "insult", self.info.name, "a reason")
        label = self.info.labels[0]
        return (
            Finding(
                label,
                self.info.name,
                Status.SCORED,
                probability,
                facets=("insult",),
                evidence=(evidence,),
            ),
        )
