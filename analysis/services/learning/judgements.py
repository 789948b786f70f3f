"""What people's judgements give to learn from: the scorers' answers and the truth beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from analysis.domain.annotation import Annotation, Selection
from analysis.domain.finding import Status
from analysis.domain.judgement import Answer, JudgementKind
from analysis.storage.analyses import read_findings
from analysis.storage.annotation_candidates import analysis_numbers
from analysis.storage.annotation_sets import items_of, items_of_newest_texts, read_sets
from analysis.storage.annotations import latest_of_set
from analysis.storage.comments import chunks, read_comments
from analysis.storage.database import Store

_AT_ONCE = 100
"""Comments whose findings are in memory together, some ten kilobytes each."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One label of one comment, as people and as the scorers answered it.

    ``truth`` is the settled or gold answer where there is one, else the share of yes among the
    votes. ``answers`` are the probabilities of the scorers that answered, ``probability`` what the
    combination of that run made of them. ``measures`` says whether it was judged where it had been
    chosen at random, ``decided`` that the answer is a moderator's decision: the queue chose that
    comment by its score, so it may teach and is never measured on.
    """

    comment_id: int
    label: str
    truth: float
    answers: Mapping[str, float]
    probability: float
    thread: str
    author: str | None
    measures: bool
    decided: bool = False


def judged_comments(store: Store, set_ids: Sequence[int] | None = None) -> list[Judged]:
    """All judged labels of these sets (or of all), each comment and label once.

    Judgements of a text that was edited since say nothing about the one that is scored now.
    Comments without findings, and labels that no scorer answered, give nothing to learn from.
    """
    with store.read() as session:
        truth = label_truths(session, set_ids)
        return with_scorer_answers(session, truth, judged_at_random(session, set_ids))


def judged_at_random(
    session: Session, set_ids: Sequence[int] | None = None
) -> set[tuple[int, str]]:
    """The comments and labels that people answered in a set which drew the comment at random.

    Of those that were judged in another set, where they had been chosen for being hard, a random
    draw that nobody has judged yet makes no sample.
    """
    chosen = _chosen(session, set_ids)
    drawn = {
        item.id
        for set_id in chosen
        for item in items_of(session, set_id)
        if item.selection is Selection.RANDOM
    }
    return {
        (annotation.comment_id, annotation.label)
        for kind in JudgementKind
        for annotation in _latest(session, chosen, kind)
        if annotation.item_id in drawn and annotation.answer is not Answer.SKIP
    }


def label_truths(
    session: Session, set_ids: Sequence[int] | None = None
) -> dict[tuple[int, str], float]:
    """What people answered in these sets (or in all), by comment and label: 1 for yes, 0 for no.

    The settled or gold answer where any of the sets has one, else the share of yes among the
    votes in all of them. What was said of a text that was edited since is left out.
    """
    chosen = _chosen(session, set_ids)
    answers: dict[tuple[int, str], list[float]] = defaultdict(list)
    for vote in _votes(session, chosen):
        answers[vote.comment_id, vote.label].append(float(vote.answer is Answer.YES))
    truth = {place: sum(given) / len(given) for place, given in answers.items()}
    for annotation in _decisive(session, chosen):
        place = (annotation.comment_id, annotation.label)
        if annotation.answer is Answer.SKIP:
            # Settled as "can't tell": neither answer may be learned.
            truth.pop(place, None)
        else:
            truth[place] = float(annotation.answer is Answer.YES)
    return truth


def _chosen(session: Session, set_ids: Sequence[int] | None) -> list[int]:
    known = {of.id for of in read_sets(session)}
    return sorted(known if set_ids is None else known & set(set_ids))


def judged_facets(
    store: Store, set_ids: Sequence[int] | None = None
) -> dict[tuple[int, str, str], float]:
    """For each judged comment and label the share of people who named a facet, by facet.

    Of every facet that anybody named anywhere for the label; settled and gold answers count
    alone, and one settled as "can't tell" not at all.
    """
    with store.read() as session:
        named = _named_facets(session, _chosen(session, set_ids))
    facets: dict[str, set[str]] = defaultdict(set)
    for (_, label), by_person in named.items():
        facets[label] |= frozenset().union(*by_person)
    return {
        (comment_id, label, facet): sum(facet in own for own in by_person) / len(by_person)
        for (comment_id, label), by_person in named.items()
        for facet in sorted(facets[label])
    }


def _named_facets(
    session: Session, set_ids: Sequence[int]
) -> dict[tuple[int, str], list[frozenset[str]]]:
    """The facets that each person named, by comment and label."""
    named: dict[tuple[int, str], list[frozenset[str]]] = defaultdict(list)
    for vote in _votes(session, set_ids):
        named[vote.comment_id, vote.label].append(_facets(vote))
    for annotation in _decisive(session, set_ids):
        place = (annotation.comment_id, annotation.label)
        if annotation.answer is Answer.SKIP:
            named.pop(place, None)
        else:
            named[place] = [_facets(annotation)]
    return named


def _votes(session: Session, set_ids: Sequence[int]) -> list[Annotation]:
    """Each person's newest vote on a comment's label, in whichever set; skips left out."""
    newest: dict[tuple[int, str, str], Annotation] = {}
    for vote in _latest(session, set_ids, JudgementKind.VOTE):
        newest[vote.comment_id, vote.label, vote.person] = vote
    return [vote for vote in newest.values() if vote.answer is not Answer.SKIP]


def _decisive(session: Session, set_ids: Sequence[int]) -> list[Annotation]:
    """What counts instead of votes: gold answers, then settled ones, each in order of saying."""
    return [
        annotation
        for kind in (JudgementKind.GOLD, JudgementKind.ADJUDICATION)
        for annotation in _latest(session, set_ids, kind)
    ]


def _latest(session: Session, set_ids: Sequence[int], kind: JudgementKind) -> list[Annotation]:
    """The judgements that hold in their sets, in order of saying.

    Without those of a text that was edited since: the scores are of another one.
    """
    of_sets = [_of_texts_now(session, set_id, kind) for set_id in set_ids]
    # What was said elsewhere is stored when it is brought in, which may be years later.
    return sorted(
        chain.from_iterable(of_sets), key=lambda annotation: (annotation.at, annotation.id)
    )


def _of_texts_now(session: Session, set_id: int, kind: JudgementKind) -> list[Annotation]:
    unedited = items_of_newest_texts(session, set_id)
    latest = latest_of_set(session, set_id, kind=kind)
    return [annotation for annotation in latest if annotation.item_id in unedited]


def _facets(annotation: Annotation) -> frozenset[str]:
    return frozenset((*annotation.facets, *(span.facet for span in annotation.spans)))


def with_scorer_answers(
    session: Session,
    truth: Mapping[tuple[int, str], float],
    random: Collection[tuple[int, str]] = (),
    *,
    decided: bool = False,
) -> list[Judged]:
    """The judged labels with what the scorers answered; see ``judged_at_random`` for ``random``."""
    ids = sorted({comment_id for comment_id, _ in truth})
    judged: list[Judged] = []
    for some in chunks(ids, _AT_ONCE):
        comments = read_comments(session, some)
        findings = read_findings(session, analysis_numbers(session, some))
        for comment_id, (_, scored) in sorted(findings.items()):
            for result in scored.labels:
                if result.probability is None or (comment_id, result.label) not in truth:
                    continue
                answers = {
                    part.scorer: part.probability
                    for part in result.parts
                    if part.status is Status.SCORED and part.probability is not None
                }
                judged.append(
                    Judged(
                        comment_id=comment_id,
                        label=result.label,
                        truth=truth[comment_id, result.label],
                        answers=answers,
                        probability=result.probability,
                        thread=comments[comment_id].thread_id,
                        author=comments[comment_id].author,
                        measures=(comment_id, result.label) in random,
                        decided=decided,
                    )
                )
    return judged
