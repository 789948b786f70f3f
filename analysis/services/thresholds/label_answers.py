"""What people have answered to a label's own question, beside its scores.

An annotation answers it. A decision is about the site's rules: it answers a label's question only
under a reason that does (see ``domain.reason``), and never as part of a bulk, which is one look at
many comments and not a reading of each. Where a comment has both, the annotation counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.domain.reason import ReasonCode, answer_of
from analysis.domain.thresholds import Outcome
from analysis.labels import LABEL_KEYS
from analysis.services.learning.judgements import judged_at_random, label_truths
from analysis.services.moderation.reason_codes import reason_codes
from analysis.storage.database import Store
from analysis.storage.standing_decisions import (
    ScoredDecision,
    current_scores,
    scored_decisions,
)

#: Decisions that are looked at, the newest first: enough for intervals of a point, and read in a
#: fraction of a second however long a site has been at work.
NEWEST = 20_000


@dataclass(frozen=True, slots=True)
class ScoredAnswer:
    """The score (0 to 1) of one label of one comment, and whether people say that it holds."""

    comment_id: int
    score: float
    holds: bool


@dataclass(frozen=True, slots=True)
class LabelAnswers:
    """All that people have answered to one label's question.

    ``annotated`` of ``cases`` are from annotations, ``decided`` from decisions; ``picked`` of the
    annotated ones were not chosen at random, and what is counted from them leans. Left out were
    ``bulk`` decisions, and ``other_reasons`` under a reason that says nothing about the label.
    ``by_decisions`` is false where no reason in the site's list answers the label. ``newest`` is
    true where only the newest decisions were looked at.
    """

    label: str
    cases: tuple[ScoredAnswer, ...]
    annotated: int = 0
    picked: int = 0
    decided: int = 0
    bulk: int = 0
    other_reasons: int = 0
    by_decisions: bool = False
    newest: bool = False


def label_answers(store: Store, labels: Sequence[str] = LABEL_KEYS) -> dict[str, LabelAnswers]:
    """People's answers to each of ``labels``, from annotations and from fitting decisions."""
    codes = {code.key: code for code in reason_codes(store)}
    with store.read() as session:
        truths, at_random = label_truths(session), judged_at_random(session)
        return {label: _answers(session, label, truths, at_random, codes) for label in labels}


def _answers(
    session: Session,
    label: str,
    truths: Mapping[tuple[int, str], float],
    at_random: Collection[tuple[int, str]],
    codes: Mapping[str, ReasonCode],
) -> LabelAnswers:
    asked = {number: truth for (number, about), truth in truths.items() if about == label}
    # A tie says neither yes nor no; nor does a decision on that comment, which would settle it.
    annotated = {number: truth > 0.5 for number, truth in asked.items() if truth != 0.5}
    scores = current_scores(session, label, sorted(annotated))
    cases = [ScoredAnswer(number, scores[number], annotated[number]) for number in sorted(scores)]
    picked = sum((case.comment_id, label) not in at_random for case in cases)
    if not any(label in code.labels for code in codes.values()):
        return LabelAnswers(label, tuple(cases), annotated=len(cases), picked=picked)
    decisions = scored_decisions(session, label, limit=NEWEST)
    fitting, bulk, other = _sorted_out(label, decisions, codes, without=asked.keys())
    return LabelAnswers(
        label,
        (*cases, *fitting),
        annotated=len(cases),
        picked=picked,
        decided=len(fitting),
        bulk=bulk,
        other_reasons=other,
        by_decisions=True,
        newest=len(decisions) == NEWEST,
    )


def _sorted_out(
    label: str,
    decisions: Sequence[ScoredDecision],
    codes: Mapping[str, ReasonCode],
    *,
    without: Collection[int],
) -> tuple[list[ScoredAnswer], int, int]:
    """The decisions that answer the label; how many are left out as bulk, and for their reason."""
    fitting: list[ScoredAnswer] = []
    bulk = other = 0
    for decision in decisions:
        if decision.comment_id in without:
            continue
        if decision.bulk:
            bulk += 1
            continue
        # A code that is in no list any more (an old backup's, say) answers nothing.
        reason = codes.get(decision.reason_code, ReasonCode(decision.reason_code, ""))
        holds = answer_of(label, decision.action, reason if decision.reason_code else None)
        if holds is None:
            other += 1
        else:
            fitting.append(ScoredAnswer(decision.comment_id, decision.probability, holds))
    return fitting, bulk, other


def outcomes(answers: LabelAnswers, *, steps: int = 100) -> list[Outcome]:
    """What the answers say about flagging the label at each of ``steps`` + 1 thresholds."""
    everything = sorted(case.score for case in answers.cases)
    positives = sorted(case.score for case in answers.cases if case.holds)
    return [
        Outcome(
            answers.label,
            step / steps,
            judged=len(everything),
            flagged=len(everything) - bisect_left(everything, step / steps),
            positives=len(positives),
            hits=len(positives) - bisect_left(positives, step / steps),
        )
        for step in range(steps + 1)
    ]
