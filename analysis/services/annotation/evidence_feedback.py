"""What moderators say about passages of evidence: right, wrong, or one that was missed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from analysis.domain.annotation import EvidenceFeedback, Feedback
from analysis.domain.errors import BadInput, Refused, nearest
from analysis.domain.judgement import AnnotatedSpan, check_spans
from analysis.domain.review_command import PassageFeedback
from analysis.domain.shown import Shown
from analysis.labels import LABEL_KEYS
from analysis.labels import label as label_of
from analysis.services.moderation.shown import check_revision
from analysis.storage import evidence_feedback as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.decisions import lock_entries
from analysis.storage.threads import revisions_of


def feed_back_in(
    session: Session,
    comment_id: int,
    passage: PassageFeedback,
    *,
    person: str,
    shown: Shown | None = None,
) -> EvidenceFeedback:
    """Keep a moderator's word on a span of evidence: right, wrong, or one that was missed.

    In an open transaction, for who may, which the caller has asked. The same word again is not
    stored again; ``Refused`` where none is there to be withdrawn, ``Conflict`` where the passage
    was marked in another text than the one that is stored now.
    """
    label, facet, span = passage.label, passage.facet, passage.span
    if label not in LABEL_KEYS:
        raise BadInput(f"Unknown label {label!r} here; {nearest(label, LABEL_KEYS)}.")
    given = EvidenceFeedback(
        comment_id, label, facet, span, passage.verdict, passage.scorer, person, now()
    )
    entry = lock_entries(session, [comment_id]).get(comment_id)
    if entry is None or entry.text_id is None:
        raise BadInput(f"There is no comment number {comment_id} with a text.")
    check_revision(entry.revision, shown.revision if shown else None)
    text = revisions_of(session, comment_id)[-1].text or ""
    check_spans([AnnotatedSpan(span, facet)], label=label_of(label), text=text)
    before = _own_word(stored.read_feedback(session, comment_id), given)
    if before is None and given.verdict is Feedback.WITHDRAW:
        raise Refused("nothing_said")
    if before is not None and before.verdict is given.verdict:
        return before
    stored.add_feedback(session, given, revision=entry.revision)
    log(
        session,
        person,
        "feedback",
        comment_id=comment_id,
        detail={
            "label": label,
            "facet": facet,
            "verdict": passage.verdict.value,
            "scorer": passage.scorer,
        },
    )
    return given


def feedback(store: Store, comment_id: int | None = None) -> list[EvidenceFeedback]:
    """The words on evidence of texts that stand, of one comment or of all, oldest first."""
    with store.read() as session:
        return stored.read_feedback(session, comment_id)


def standing(words: Iterable[EvidenceFeedback]) -> list[EvidenceFeedback]:
    """Of words in the order in which they were said, each person's last one on a passage, without
    those that were withdrawn."""
    last: dict[object, EvidenceFeedback] = {}
    for word in words:
        key = (word.comment_id, word.passage, word.person)
        last.pop(key, None)  # what is said anew comes last
        last[key] = word
    return [word for word in last.values() if word.verdict is not Feedback.WITHDRAW]


def _own_word(
    words: Iterable[EvidenceFeedback], given: EvidenceFeedback
) -> EvidenceFeedback | None:
    """What the same person has said of the passage so far and not withdrawn."""
    same = (w for w in words if w.person == given.person and w.passage == given.passage)
    return next(iter(standing(same)), None)
