"""What people's judgements give to learn from: the scorers' answers and the truth beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.domain.annotation import Annotation, Judgement, Selection
from analysis.domain.finding import Status
from analysis.storage import annotations as stored
from analysis.storage.analyses import read_findings
from analysis.storage.comments import chunks, read_comments
from analysis.storage.database import Store


@dataclass(frozen=True, slots=True)
class Judged:
    """One label of one comment, as people and as the scorers answered it.

    ``truth`` is the settled or gold answer where there is one, else the share of yes among the
    votes. ``answers`` are the probabilities of the scorers that answered, ``probability`` what the
    combination of that run made of them. ``measures`` says whether the comment was chosen at
    random.
    """

    comment_id: int
    label: str
    truth: float
    answers: Mapping[str, float]
    probability: float
    thread: str
    author: str | None
    measures: bool


def judged_comments(store: Store, set_ids: Sequence[int] | None = None) -> list[Judged]:
    """All judged labels of these sets (or of all), each comment and label once.

    Comments without findings, and labels that no scorer answered, give nothing to learn from.
    """
    with store.read() as session:
        known = {row.id for row in stored.read_sets(session)}
        chosen = known if set_ids is None else known & set(set_ids)
        truth: dict[tuple[int, str], float] = {}
        random: set[int] = set()
        for set_id in sorted(chosen):
            truth |= _truth(session, set_id)
            random |= {
                row.comment_id
                for row in stored.items_of(session, set_id)
                if row.selection == Selection.RANDOM.value
            }
        return _with_answers(session, truth, random)


def judged_facets(
    store: Store, set_ids: Sequence[int] | None = None
) -> dict[tuple[int, str, str], float]:
    """For each judged comment and label the share of people who named a facet, by facet.

    Of every facet that anybody named anywhere for the label; settled and gold answers count
    alone, and one settled as "can't tell" not at all.
    """
    with store.read() as session:
        known = {row.id for row in stored.read_sets(session)}
        named: dict[tuple[int, str], list[frozenset[str]]] = {}
        for set_id in sorted(known if set_ids is None else known & set(set_ids)):
            named |= _said(session, set_id)
    facets: dict[str, set[str]] = defaultdict(set)
    for (_, label), said in named.items():
        facets[label] |= frozenset().union(*said)
    return {
        (comment_id, label, facet): sum(facet in one for one in said) / len(said)
        for (comment_id, label), said in named.items()
        for facet in sorted(facets[label])
    }


def _said(session: Session, set_id: int) -> dict[tuple[int, str], list[frozenset[str]]]:
    """The facets that each person named, by comment and label."""
    found: dict[tuple[int, str], list[frozenset[str]]] = defaultdict(list)
    for vote in stored.latest(session, kind=stored.VOTE, set_id=set_id):
        if vote.judgement is not Judgement.SKIP:
            found[vote.comment_id, vote.label].append(_facets(vote))
    for kind in (stored.GOLD, stored.ADJUDICATION):
        for one in sorted(stored.latest(session, kind=kind, set_id=set_id), key=lambda a: a.id):
            place = (one.comment_id, one.label)
            if one.judgement is Judgement.SKIP:
                found.pop(place, None)
            else:
                found[place] = [_facets(one)]
    return found


def _facets(one: Annotation) -> frozenset[str]:
    return frozenset((*one.facets, *(span.facet for span in one.spans)))


def _truth(session: Session, set_id: int) -> dict[tuple[int, str], float]:
    votes: dict[tuple[int, str], list[float]] = defaultdict(list)
    for vote in stored.latest(session, kind=stored.VOTE, set_id=set_id):
        if vote.judgement is not Judgement.SKIP:
            place = (vote.comment_id, vote.label)
            votes[place].append(float(vote.judgement is Judgement.YES))
    found = {place: sum(said) / len(said) for place, said in votes.items()}
    for kind in (stored.GOLD, stored.ADJUDICATION):
        for one in sorted(stored.latest(session, kind=kind, set_id=set_id), key=lambda a: a.id):
            place = (one.comment_id, one.label)
            if one.judgement is Judgement.SKIP:
                # Settled as "can't tell": neither answer may be learned.
                found.pop(place, None)
            else:
                found[place] = float(one.judgement is Judgement.YES)
    return found


def _with_answers(
    session: Session, truth: Mapping[tuple[int, str], float], random: set[int]
) -> list[Judged]:
    ids = sorted({comment_id for comment_id, _ in truth})
    found: list[Judged] = []
    for some in chunks(ids):
        comments = read_comments(session, some)
        findings = read_findings(session, stored.analysis_numbers(session, some))
        for comment_id, (_, said) in sorted(findings.items()):
            for result in said.labels:
                if result.probability is None or (comment_id, result.label) not in truth:
                    continue
                answers = {
                    part.scorer: part.probability
                    for part in result.parts
                    if part.status is Status.SCORED and part.probability is not None
                }
                found.append(
                    Judged(
                        comment_id=comment_id,
                        label=result.label,
                        truth=truth[comment_id, result.label],
                        answers=answers,
                        probability=result.probability,
                        thread=comments[comment_id].thread_id,
                        author=comments[comment_id].author,
                        measures=comment_id in random,
                    )
                )
    return found
