"""The way of a comment from reading to recommendation: prepare, score, combine, recommend.

Pure: no storage, no clock. What a scorer does wrong stays with that scorer and that comment.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from analysis.combination import Combination
from analysis.domain.analysis import Analysis
from analysis.domain.comment import Discussion
from analysis.domain.errors import BadInput, nearest
from analysis.domain.finding import Finding, LabelResult, Status
from analysis.domain.placeholder import NOTHING_TO_LABEL, is_placeholder
from analysis.domain.profile import Profile, recommend
from analysis.domain.run import RunInfo, ScorerInfo
from analysis.labels import LABELS
from analysis.rare_collection import collect_new, rare_collection
from analysis.resources import code_version
from analysis.scorers.asking import batches, begin, until_broken
from analysis.scorers.base import Answers, Scorer, abstain
from analysis.text.prepared import PreparedComment

_BATCHES_AHEAD = 2
"""Batches that wait for answers while the next is prepared; more would only cost memory."""


class Prepares(Protocol):
    """What the pipeline needs of :class:`analysis.text.prepare.Preparer`."""

    @property
    def version(self) -> str:
        """Names the spaCy model and the version of the preparation."""
        ...

    def prepare(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[PreparedComment]:
        """The discussion's comments in order; ``only`` names those to return."""
        ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """A batch on its way: why a comment is not asked about (``None``: it is), and per scorer what
    gives the answers about those that are."""

    batch: Sequence[PreparedComment]
    silent: Sequence[str | None]
    answers: Sequence[tuple[ScorerInfo, Callable[[], Answers]]]


class Pipeline:
    """One version of everything that labels comments, ready to be asked."""

    def __init__(
        self,
        preparer: Prepares,
        scorers: Sequence[Scorer],
        combination: Combination,
        profile: Profile,
        *,
        batch_size: int = 64,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._preparer = preparer
        self._scorers = tuple(scorers)
        self._infos = tuple(scorer.info for scorer in scorers)
        self._combination = combination
        self._profile = profile
        self._batch_size = batch_size
        self._settings = dict(settings or {})
        self._labels = {label.key: label.version for label in LABELS}
        _check_profile(profile, self._labels)

    @property
    def scorers(self) -> tuple[Scorer, ...]:
        """The scorers that are asked, in the order in which their evidence counts."""
        return self._scorers

    @property
    def profile(self) -> Profile:
        """The thresholds that its recommendations follow."""
        return self._profile

    def run_info(self) -> RunInfo:
        """The versions that take part, scorers that are not installed here included."""
        return RunInfo(
            code_version=code_version(),
            scorers=self._infos,
            labels=self._labels,
            combination=self._combination.name,
            profile_name=self._profile.name,
            profile_version=self._profile.version,
            text_pipeline=self._preparer.version,
            settings=self._settings,
        )

    def analyze(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[Analysis]:
        """One analysis per comment in reading order; ``only`` names the comments to label, the
        others are context."""
        return list(self._analyses(self._preparer.prepare(discussion, only=only)))

    def analyze_apart(
        self, discussions: Iterable[Discussion], *, only: Collection[str]
    ) -> list[Analysis]:
        """One analysis per named comment of discussions that have nothing to do with each other.

        Each is prepared for itself; they are scored in batches, which is quicker than one by one.
        """
        with rare_collection():
            return [
                analysis
                for analyses in self.analyze_each((discussion, only) for discussion in discussions)
                for analysis in analyses
            ]

    def analyze_each(
        self, discussions: Iterable[tuple[Discussion, Collection[str] | None]]
    ) -> Iterator[list[Analysis]]:
        """What :meth:`analyze` gives for each discussion and the ids to label in it, in order.

        Batches reach over the borders of discussions, so that many short ones take no longer than
        one long one; for that the next few are read before the first is answered. When reading
        them breaks, those before are still answered.
        """
        sizes: deque[int] = deque()

        def prepared() -> Iterator[PreparedComment]:
            for discussion, only in discussions:
                comments = self._preparer.prepare(discussion, only=only)
                sizes.append(len(comments))
                yield from comments

        analyses: list[Analysis] = []
        for analysis in self._analyses(prepared()):
            while sizes[0] == 0:  # a discussion in which nothing is to be labelled
                yield []
                sizes.popleft()
            analyses.append(analysis)
            if len(analyses) == sizes[0]:
                yield analyses
                analyses = []
                sizes.popleft()
        yield from ([] for _ in sizes)

    def _analyses(self, prepared: Iterable[PreparedComment]) -> Iterator[Analysis]:
        """Batch by batch: while a scorer that works beside the interpreter (the encoder) reads
        some, the next are prepared, and the rules look at those before."""
        asked: deque[_Asked] = deque()
        broken: list[Exception] = []
        answered = 0
        for batch in batches(until_broken(prepared, broken), self._batch_size):
            asked.append(self._ask_all(batch))
            if len(asked) > _BATCHES_AHEAD:
                yield from self._answered(asked.popleft())
                answered += 1
        while asked:
            if len(asked) == 1 < answered:
                collect_new()
            yield from self._answered(asked.popleft())
            answered += 1
        if broken:
            raise broken[0]

    def _ask_all(self, batch: Sequence[PreparedComment]) -> _Asked:
        """Hand a batch to every scorer that is here, without waiting for answers."""
        silent = [_not_asked(comment) for comment in batch]
        served = [comment for comment, why in zip(batch, silent, strict=True) if why is None]
        answers = [
            (info, begin(scorer, info, served))
            for scorer, info in zip(self._scorers, self._infos, strict=True)
            if info.available
        ]
        return _Asked(batch, silent, answers)

    def _answered(self, asked: _Asked) -> list[Analysis]:
        """The analyses of a batch, once every scorer has answered."""
        findings: list[list[Finding]] = [[] for _ in asked.batch]
        for info, pending in asked.answers:
            answers = iter(pending())
            for place, why in enumerate(asked.silent):
                findings[place] += next(answers) if why is None else abstain(info, why)
        return [
            self._analysis(comment, parts)
            for comment, parts in zip(asked.batch, findings, strict=True)
        ]

    def _analysis(self, comment: PreparedComment, findings: Sequence[Finding]) -> Analysis:
        parts: dict[str, list[Finding]] = {label: [] for label in self._labels}
        for finding in findings:
            if finding.label in parts:
                parts[finding.label].append(finding)
        combine = self._combination.combine
        results = {label: combine(label, of_label) for label, of_label in parts.items()}
        if comment.language.unread or comment.cut_at is not None:
            results = {label: _unread_noted(result, comment) for label, result in results.items()}
        recommendations = {
            label: recommend(r.status, r.probability, self._profile.thresholds[label])
            for label, r in results.items()
        }
        return Analysis(
            comment=comment.comment,
            language=comment.language.code,
            quotes=comment.quotes,
            addressee=comment.addressee,
            inferred_parent=comment.inferred_parent,
            labels=results,
            recommendations=recommendations,
        )


def _unread_noted(result: LabelResult, comment: PreparedComment) -> LabelResult:
    """``result`` of a comment of which a part was not read: abstaining.

    Nobody has read its end or its passages in another language, so it must not be cleared, and
    whoever pads an insult with 20,000 characters must not pass: it goes to a person, with what
    was found in the part that was read.
    """
    remarks = [comment.language.unread] if comment.language.unread else []
    if comment.cut_at is not None:
        remarks.append(f"Read to character {comment.cut_at} of {len(comment.comment.text)}.")
    detail = "; ".join([result.detail, *remarks] if result.detail else remarks)
    status = Status.ABSTAINED if result.status is Status.SCORED else result.status
    return replace(result, status=status, probability=None, detail=detail)


def _not_asked(comment: PreparedComment) -> str | None:
    """Why no scorer is asked about a comment; ``None`` where all are."""
    if is_placeholder(comment.comment.text):
        return NOTHING_TO_LABEL
    if comment.language.supported:
        return None
    language = comment.language
    return language.reason or f"The language ({language.code}) is not one that the pipeline serves."


def _check_profile(profile: Profile, labels: Mapping[str, str]) -> None:
    where = f"profile {profile.name} {profile.version}"
    for label in profile.thresholds:
        if label not in labels:
            raise BadInput(f"{where}: unknown label {label!r}; {nearest(label, labels)}")
    missing = [label for label in labels if label not in profile.thresholds]
    if missing:
        raise BadInput(f"{where}: no thresholds for {', '.join(missing)}")
