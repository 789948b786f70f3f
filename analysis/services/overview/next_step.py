"""The one right thing to do next, by role and by what waits."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.domain.account import Permission, Role
from analysis.domain.queue_policy import Queue
from analysis.domain.workload import NextStep, StepKind

_IN_ORDER = (
    Queue.ATTENTION,
    Queue.ESCALATED,
    Queue.SECOND_OPINION,
    Queue.UNSURE,
    Queue.UNSUPPORTED,
)
"""Where a person who decides goes on, most pressing first."""

_INSTEAD = {Role.MODERATOR: StepKind.NOTHING, Role.RESEARCHER: StepKind.ANNOTATE}
"""What is left to do where nothing waits for a decision, or none is one's to make."""


def next_step(
    role: Role,
    permissions: frozenset[Permission],
    counts: Mapping[Queue, int],
    *,
    comments: int,
    unscored: int,
) -> NextStep:
    """What ``role`` does next; ``comments`` are all there are, ``unscored`` those without labels.

    An empty database is filled first, comments without labels are labelled, and then whoever may
    decide does so where it presses most. Others look at tone, or annotate, once no comment waits
    for labels either: some never get any (``[deleted]``, erased ones), so that the rest may be all.
    """
    if not comments:
        return NextStep(StepKind.IMPORT if Permission.IMPORT in permissions else StepKind.NOTHING)
    if unscored == comments:
        return NextStep(
            StepKind.SCORE if Permission.SCORE in permissions else StepKind.NOTHING,
            comments=unscored,
        )
    if Permission.DECIDE in permissions:
        for queue in _IN_ORDER:
            if counts.get(queue, 0):
                return NextStep(StepKind.REVIEW, queue, counts[queue])
    waiting = any(counts.get(queue, 0) for queue in _IN_ORDER)
    if unscored and not waiting and Permission.SCORE in permissions:
        return NextStep(StepKind.SCORE, comments=unscored)
    return NextStep(_INSTEAD.get(role, StepKind.TONE))
