"""Annotation sets: people label blind to each other, then differences are settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import (
    AnnotatedSpan,
    Annotation,
    AnnotationItem,
    AnnotationSet,
    Disputed,
    EvidenceFeedback,
    Feedback,
    GoldScore,
    Judgement,
    Selection,
    Votes,
)
from analysis.domain.errors import BadInput, nearest
from analysis.domain.span import Span
from analysis.labels import LABEL_KEYS
from analysis.labels import label as definition
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import item_shown, text_of
from analysis.services.annotation.sampling import choose
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import annotations as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries
from analysis.storage.threads import revisions_of

MOST_LEVEL = 3
"""The codebook's highest degree of hostility (severe)."""

LONGEST_NOTE = 2_000
"""Characters of an annotator's note."""


def create_set(
    store: Store, name: str, *, labels: Sequence[str], guideline: str, person: str
) -> AnnotationSet:
    """Start a set; ``guideline`` names the codebook version that annotators follow."""
    require(store, person, Permission.MANAGE_ANNOTATION)
    name = " ".join(name.split())
    if not name or not labels or not guideline.strip():
        raise BadInput("An annotation set needs a name, at least one label and a guideline.")
    for key in labels:
        _check_label(key, LABEL_KEYS)
    with store.write() as session:
        if stored.set_named(session, name) is not None:
            raise BadInput(f"There is already an annotation set named {name!r}.")
        number = stored.add_set(
            session,
            name=name,
            labels=list(dict.fromkeys(labels)),
            guideline=guideline.strip(),
            created_by=person,
            created_at=now(),
        )
        log(session, person, "create_annotation_set", detail={"set": number, "name": name})
        return _set(session, number)


def sets(store: Store) -> list[AnnotationSet]:
    """All sets with their progress, newest first."""
    with store.read() as session:
        return [_with_progress(session, row) for row in stored.read_sets(session)]


def add_items(
    store: Store, set_id: int, *, selection: Selection, count: int, person: str, seed: int = 0
) -> int:
    """Choose ``count`` comments that the set has not got yet; how many were found.

    ``uncertain`` takes probabilities nearest the thresholds, ``disagreement`` the widest spread
    between scorers, ``random`` a seeded random sample. Each item keeps how it was chosen.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    if count < 1:
        raise BadInput("At least one comment must be asked for.")
    with store.write() as session:
        labels = _set(session, set_id).labels
        ids = choose(
            session,
            set_id,
            labels,
            selection=selection,
            count=count,
            seed=seed,
            profile=profile_in(session),
        )
        stored.add_items(session, set_id, stored.revisions(session, ids), selection)
        log(
            session,
            person,
            "add_annotation_items",
            detail={"set": set_id, "selection": selection.value, "count": len(ids), "seed": seed},
        )
    return len(ids)


def add_comment(store: Store, set_id: int, comment_id: int, *, person: str) -> int:
    """Put one named comment into a set; the item's id, also when it was there already."""
    require(store, person, Permission.ANNOTATE)
    with store.write() as session:
        _set(session, set_id)
        for item in stored.items_of(session, set_id):
            if item.comment_id == comment_id:
                return int(item.id)
        chosen = stored.revisions(session, [comment_id])
        if not chosen:
            raise BadInput(f"There is no comment number {comment_id} with a text to annotate.")
        return stored.add_items(session, set_id, chosen, Selection.FEEDBACK)[0]


def next_item(store: Store, set_id: int, *, person: str) -> AnnotationItem | None:
    """The next item this person has not judged for every label; ``None`` when done.

    Whether it is gold is not shown, or it would be answered with more care than the others.
    """
    with store.read() as session:
        labels = set(_set(session, set_id).labels)
        said: dict[int, set[str]] = defaultdict(set)
        for mine in stored.latest(session, kind=stored.VOTE, set_id=set_id, person=person):
            said[mine.item_id].add(mine.label)
        for row in stored.items_of(session, set_id):
            if labels <= said[row.id]:
                continue
            shown = item_shown(session, row, gold=False)
            if shown is not None:
                return shown
    return None


def annotate(
    store: Store,
    item_id: int,
    *,
    label: str,
    judgement: Judgement,
    person: str,
    facets: Sequence[str] = (),
    spans: Sequence[AnnotatedSpan] = (),
    level: int | None = None,
    note: str = "",
) -> Annotation:
    """Add one judgement; spans must lie inside the original text.

    A later one of the same person counts instead, until somebody settles the label: what was
    settled rests on the votes as they were.
    """
    require(store, person, Permission.ANNOTATE)
    with store.write() as session:
        _check_unsettled(session, item_id, label, person)
        return _add(
            session, stored.VOTE, item_id, label, judgement, person, facets, spans, level, note
        )


def my_annotations(store: Store, set_id: int, *, person: str) -> list[Annotation]:
    """One's own latest judgements in a set; nobody else's."""
    with store.read() as session:
        return stored.latest(session, kind=stored.VOTE, set_id=set_id, person=person)


def set_gold(
    store: Store, item_id: int, *, label: str, judgement: Judgement, person: str
) -> Annotation:
    """Make an item gold for a label: a known answer that annotators are measured against."""
    require(store, person, Permission.MANAGE_ANNOTATION)
    if judgement is Judgement.SKIP:
        raise BadInput("A gold answer is yes or no.")
    with store.write() as session:
        made = _add(session, stored.GOLD, item_id, label, judgement, person, (), (), None, "")
        log(session, person, "set_gold", comment_id=made.comment_id, detail={"label": label})
        return made


def gold_scores(store: Store, set_id: int) -> list[GoldScore]:
    """How each annotator did on the set's gold items; skips don't count."""
    with store.read() as session:
        gold = _newest_of_anybody(stored.latest(session, kind=stored.GOLD, set_id=set_id))
        said = stored.latest(session, kind=stored.VOTE, set_id=set_id)
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for vote in said:
        known = gold.get((vote.item_id, vote.label))
        if known is None or vote.judgement is Judgement.SKIP:
            continue
        counted = tally[vote.person, vote.label]
        counted[0] += 1
        counted[1] += vote.judgement is known.judgement
    return [GoldScore(who, label, n, right) for (who, label), (n, right) in sorted(tally.items())]


def votes(store: Store, set_id: int, *, selection: Selection | None = None) -> list[Votes]:
    """The latest judgements per label, item and person, for agreement measures."""
    with store.read() as session:
        labels = _set(session, set_id).labels
        items = {
            row.id
            for row in stored.items_of(session, set_id)
            if selection is None or row.selection == selection.value
        }
        said = stored.latest(session, kind=stored.VOTE, set_id=set_id)
    return [_votes(label, [v for v in said if v.item_id in items]) for label in labels]


def disputed(store: Store, set_id: int, *, person: str) -> list[Disputed]:
    """Items on which people differ, settled ones last; only for those who settle them.

    Annotators stay blind to each other, also while they may still change their own answers.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.read() as session:
        labels = _set(session, set_id).labels
        said: dict[tuple[int, str], list[Annotation]] = defaultdict(list)
        for vote in stored.latest(session, kind=stored.VOTE, set_id=set_id):
            said[vote.item_id, vote.label].append(vote)
        settled = _newest_of_anybody(
            stored.latest(session, kind=stored.ADJUDICATION, set_id=set_id)
        )
        gold = _newest_of_anybody(stored.latest(session, kind=stored.GOLD, set_id=set_id))
        found: list[Disputed] = []
        for row in stored.items_of(session, set_id):
            for label in labels:
                of_item = tuple(said[row.id, label])
                if len({v.judgement for v in of_item} - {Judgement.SKIP}) < 2:
                    continue
                shown = item_shown(session, row, gold=(row.id, label) in gold)
                if shown is not None:
                    found.append(Disputed(shown, label, of_item, settled.get((row.id, label))))
    return sorted(found, key=lambda one: one.settled is not None)


def adjudicate(
    store: Store,
    item_id: int,
    *,
    label: str,
    judgement: Judgement,
    person: str,
    facets: Sequence[str] = (),
    spans: Sequence[AnnotatedSpan] = (),
    level: int | None = None,
    note: str = "",
) -> Annotation:
    """Settle a label of an item; the raw votes stay beside it."""
    require(store, person, Permission.MANAGE_ANNOTATION)
    with store.write() as session:
        made = _add(
            session,
            stored.ADJUDICATION,
            item_id,
            label,
            judgement,
            person,
            facets,
            spans,
            level,
            note,
        )
        log(session, person, "adjudicate", comment_id=made.comment_id, detail={"label": label})
        return made


def feed_back(
    store: Store,
    comment_id: int,
    *,
    label: str,
    facet: str,
    span: Span,
    verdict: Feedback,
    person: str,
    scorer: str = "",
) -> EvidenceFeedback:
    """Keep a moderator's word on a span of evidence: right, wrong, or one that was missed."""
    require(store, person, Permission.ANNOTATE)
    _check_label(label, LABEL_KEYS)
    made = EvidenceFeedback(comment_id, label, facet, span, verdict, scorer, person, now())
    with store.write() as session:
        entry = lock_entries(session, [comment_id]).get(comment_id)
        if entry is None or entry.text_id is None:
            raise BadInput(f"There is no comment number {comment_id} with a text.")
        text = revisions_of(session, comment_id)[-1].text or ""
        _check_spans([AnnotatedSpan(span, facet)], text, label)
        stored.add_feedback(session, made, revision=entry.revision)
        log(
            session,
            person,
            "feedback",
            comment_id=comment_id,
            detail={"label": label, "facet": facet, "verdict": verdict.value, "scorer": scorer},
        )
    return made


def feedback(store: Store, comment_id: int | None = None) -> list[EvidenceFeedback]:
    """The words on evidence, of one comment or of all, oldest first."""
    with store.read() as session:
        return stored.read_feedback(session, comment_id)


def _add(
    session: Session,
    kind: str,
    item_id: int,
    label: str,
    judgement: Judgement,
    person: str,
    facets: Sequence[str],
    spans: Sequence[AnnotatedSpan],
    level: int | None,
    note: str,
) -> Annotation:
    row = stored.item(session, item_id)
    if row is None:
        raise BadInput(f"There is no annotation item number {item_id}.")
    _check_label(label, _set(session, row.set_id).labels)
    text = text_of(session, row.comment_id, row.revision)
    if text is None:
        raise BadInput("The text of this comment was erased; there is nothing to annotate.")
    _check_spans(spans, text, label)
    _check_facets(facets, label)
    if level is not None and not 0 <= level <= MOST_LEVEL:
        raise BadInput(f"A level is a number from 0 to {MOST_LEVEL}, not {level}.")
    if len(note) > LONGEST_NOTE:
        raise BadInput(f"A note has at most {LONGEST_NOTE} characters.")
    columns = stored.columns_of(
        item_id=item_id,
        label=label,
        judgement=judgement,
        person=person,
        facets=facets,
        spans=spans,
        level=level,
        note=note,
        at=now(),
    )
    return stored.add_annotation(session, kind=kind, **columns)


def _check_unsettled(session: Session, item_id: int, label: str, person: str) -> None:
    said = stored.latest(session, kind=stored.VOTE, item_id=item_id, person=person)
    settled = stored.latest(session, kind=stored.ADJUDICATION, item_id=item_id)
    if label in {one.label for one in said} & {one.label for one in settled}:
        raise BadInput(
            f"{definition(label).title} has been settled for this comment; "
            "your answer stays as you gave it."
        )


def _set(session: Session, set_id: int) -> AnnotationSet:
    rows = stored.read_sets(session, set_id)
    if not rows:
        raise BadInput(f"There is no annotation set number {set_id}.")
    return _with_progress(session, rows[0])


def _with_progress(session: Session, row: Any) -> AnnotationSet:
    said = stored.latest(session, kind=stored.VOTE, set_id=row.id)
    labels: dict[int, set[str]] = defaultdict(set)
    for vote in said:
        labels[vote.item_id].add(vote.label)
    return AnnotationSet(
        id=row.id,
        name=row.name,
        labels=tuple(row.labels),
        guideline=row.guideline,
        created_by=row.created_by,
        created_at=row.created_at,
        items=len(stored.items_of(session, row.id)),
        judged=sum(set(row.labels) <= done for done in labels.values()),
        annotators=tuple(sorted({vote.person for vote in said})),
    )


def _votes(label: str, said: Sequence[Annotation]) -> Votes:
    by_item: dict[int, dict[str, bool]] = defaultdict(dict)
    skipped = 0
    for vote in said:
        if vote.label != label:
            continue
        if vote.judgement is Judgement.SKIP:
            skipped += 1
        else:
            by_item[vote.item_id][vote.person] = vote.judgement is Judgement.YES
    people = sorted({who for item in by_item.values() for who in item})
    return Votes(label=label, people=tuple(people), by_item=dict(by_item), skipped=skipped)


def _newest_of_anybody(said: Iterable[Annotation]) -> dict[tuple[int, str], Annotation]:
    newest: dict[tuple[int, str], Annotation] = {}
    for one in sorted(said, key=lambda annotation: annotation.id):
        newest[one.item_id, one.label] = one
    return newest


def _check_label(label: str, known: Iterable[str]) -> None:
    if label not in set(known):
        raise BadInput(f"Unknown label {label!r} here; {nearest(label, known)}.")


def _check_spans(spans: Sequence[AnnotatedSpan], text: str, label: str) -> None:
    for marked in spans:
        if not 0 <= marked.span.start < marked.span.end <= len(text):
            raise BadInput(
                f"A span from {marked.span.start} to {marked.span.end} is not inside the comment, "
                f"which has {len(text)} characters."
            )
    _check_facets([marked.facet for marked in spans if marked.facet], label)


def _check_facets(facets: Iterable[str], label: str) -> None:
    known = [facet.key for facet in definition(label).facets]
    for facet in facets:
        if facet not in known:
            raise BadInput(f"Unknown facet {facet!r} of {label}; {nearest(facet, known)}.")
