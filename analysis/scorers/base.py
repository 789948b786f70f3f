"""The interface every scorer has; nothing downstream asks which kind it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from analysis.domain.finding import Finding, Status
from analysis.domain.run import ScorerInfo
from analysis.text.prepared import PreparedComment

Answers = list[tuple[Finding, ...]]
"""One tuple per comment in the same order, one finding per claimed label."""


class Scorer(Protocol):
    """Answers each label it claims, for a batch at a time. Never reads a threshold."""

    @property
    def info(self) -> ScorerInfo:
        """Name, version, digest and labels; cheap, loads no weights."""
        ...

    def score(self, batch: Sequence[PreparedComment]) -> Answers:
        """One tuple per comment in the same order, one finding per claimed label."""
        ...


class Begins(Scorer, Protocol):
    """A scorer that gains by a batch in hand before it is asked: its work leaves the interpreter
    free, so that others go on meanwhile, or part of it is done at once for several batches."""

    def begin(self, batch: Sequence[PreparedComment]) -> Callable[[], Answers]:
        """Start on a batch; what is returned waits for it and gives what ``score`` would."""
        ...


def beginning_of(
    scorer: Scorer,
) -> Callable[[Sequence[PreparedComment]], Callable[[], Answers]] | None:
    """The scorer's ``begin``, where it :class:`Begins`; does not touch ``info``."""
    return cast(Begins, scorer).begin if hasattr(scorer, "begin") else None


def abstain(info: ScorerInfo, detail: str) -> tuple[Finding, ...]:
    """An abstention for every label that ``info`` claims, with its reason."""
    return tuple(
        Finding(label=label, scorer=info.name, status=Status.ABSTAINED, detail=detail)
        for label in info.labels
    )


def failed(info: ScorerInfo, detail: str) -> tuple[Finding, ...]:
    """A failure for every label that ``info`` claims; ``detail`` holds no comment text."""
    return tuple(
        Finding(label=label, scorer=info.name, status=Status.FAILED, detail=detail)
        for label in info.labels
    )
