"""Ask a scorer about a batch of comments: a crash stays with that scorer and that comment.

Answers that break the scorer's contract count as a crash.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from analysis.domain.errors import ModeratoError
from analysis.domain.run import ScorerInfo
from analysis.scorers.base import Answers, Scorer, beginning_of, failed
from analysis.text.prepared import PreparedComment

log = logging.getLogger(__name__)


_FIRST_BATCH, _LAST_BATCH = 8, 16
"""Comments of the first batch, so that the encoder soon has something to read, and of the last."""


class AnswerMismatch(Exception):
    """A scorer broke its contract: answers that do not belong to the comments it was given."""


def ask(scorer: Scorer, info: ScorerInfo, batch: Sequence[PreparedComment]) -> Answers:
    """The scorer's answers; a crash is asked again one by one, so that one comment fails alone."""
    return begin(scorer, info, batch)()


def begin(
    scorer: Scorer, info: ScorerInfo, batch: Sequence[PreparedComment]
) -> Callable[[], Answers]:
    """What gives the scorer's answers when called, once; one that can begins its work now.

    Only an exception's class is kept: its message could repeat what somebody wrote.
    """
    if not batch:
        return list
    collect: Callable[[], Answers] = partial(scorer.score, batch)
    beginning = beginning_of(scorer)
    if beginning is not None:
        try:
            collect = beginning(batch)
        except Exception as error:  # noqa: BLE001 - a scorer may break in any way; it is recorded
            collect = partial(_raise, error)
    return partial(_answers, scorer, info, batch, collect)


def _raise(error: Exception) -> Answers:
    raise error


def _answers(
    scorer: Scorer,
    info: ScorerInfo,
    batch: Sequence[PreparedComment],
    collect: Callable[[], Answers],
) -> Answers:
    try:
        return _checked(info, batch, collect())
    except ModeratoError as error:
        # Says by contract nothing of the comment, and holds for the whole batch.
        log.warning("scorer %s cannot answer: %s", info.name, error)
        return [failed(info, str(error)) for _ in batch]
    except Exception as error:  # noqa: BLE001 - a scorer may break in any way; it is recorded
        name = type(error).__name__
        if len(batch) == 1:
            log.warning("scorer %s failed on comment %s: %s", info.name, batch[0].comment.id, name)
            return [failed(info, name)]
        log.warning("scorer %s failed on %d comments: %s; one by one", info.name, len(batch), name)
        return [ask(scorer, info, [comment])[0] for comment in batch]


def _checked(info: ScorerInfo, batch: Sequence[PreparedComment], answers: Answers) -> Answers:
    if len(answers) != len(batch):
        raise AnswerMismatch(f"{len(answers)} answers for {len(batch)} comments")
    claimed = list(info.labels)
    for comment, answer in zip(batch, answers, strict=True):
        labels = [finding.label for finding in answer]
        if labels != claimed and sorted(labels) != sorted(claimed):
            raise AnswerMismatch("not one finding per claimed label")
        length = len(comment.comment.text)
        for finding in answer:
            for evidence in finding.evidence:
                if evidence.span.end > length:
                    raise AnswerMismatch("evidence beyond the end of the original")
    return answers


def batches(comments: Iterator[PreparedComment], most: int) -> Iterator[Sequence[PreparedComment]]:
    """Batches of ``most`` comments; the first are small, and the last, where it is seen to be the
    last, in two, so that little is left to do once the encoder has read all."""
    size = min(_FIRST_BATCH, most)
    while batch := list(islice(comments, size)):
        if len(batch) < size and len(batch) > 2 * _LAST_BATCH:
            yield batch[:-_LAST_BATCH]
            yield batch[-_LAST_BATCH:]
        else:
            yield batch
        size = min(_FIRST_BATCH * size, most)


def until_broken(
    comments: Iterable[PreparedComment], broken: list[Exception]
) -> Iterator[PreparedComment]:
    """``comments`` up to where reading them raises; what it raised is put into ``broken``."""
    try:
        yield from comments
    except Exception as error:  # noqa: BLE001 - raised again once those before are answered
        broken.append(error)
