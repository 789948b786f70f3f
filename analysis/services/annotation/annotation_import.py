"""Take judgements that were made elsewhere into an annotation set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationSet, Selection
from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Judgement, JudgementKind, check_judgement
from analysis.labels import label as label_of
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_items import text_of
from analysis.services.annotation.annotation_reading import judgements_in
from analysis.services.annotation.annotation_records import Annotated, Broken
from analysis.services.annotation.lookup import existing_set
from analysis.storage.annotation_candidates import revisions
from analysis.storage.annotation_sets import add_items, items_of
from analysis.storage.annotations import add_annotation, latest_of_set
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.lookup import comments_called
from analysis.storage.threads import revisions_of

NAMED_REASONS = 20
"""Reasons for leaving something out that a report names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class AnnotationImport:
    """What an import brought: ``judgements`` of ``people`` on ``items``, and what was left out.

    ``known`` judgements were there already. ``reasons`` name the first that were left out.
    """

    items: int
    judgements: int
    people: int
    known: int
    left_out: int
    reasons: tuple[str, ...]


def import_annotations(
    store: Store,
    set_id: int,
    path: Path,
    *,
    person: str,
    labels: Mapping[str, str] | None = None,
) -> AnnotationImport:
    """Add the judgements of a file to a set; what is there already is not doubled.

    The format is told by the file's ending. A comment is found by its article's and its own id,
    or by the SHA-256 of its text; comments that the set has not got are added as imported ones,
    with the text that was judged.
    Judgements keep the names and times they carry, and an older one takes no newer one's place;
    the audit says who brought them in. ``labels`` says which
    label a question of another tool is meant as.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    records = judgements_in(path, labels)
    with store.write() as session:
        annotation_set = existing_set(session, set_id)
        try:
            report = _take(session, annotation_set, records)
        except UnicodeDecodeError:
            raise BadInput(f"{path.name}: expected UTF-8 text.") from None
        log(
            session,
            person,
            "import_annotations",
            detail={
                "set": set_id,
                "items": report.items,
                "judgements": report.judgements,
                "left_out": report.left_out,
            },
        )
    return report


def _take(
    session: Session, annotation_set: AnnotationSet, records: Iterable[Annotated | Broken]
) -> AnnotationImport:
    set_id = annotation_set.id
    labels = {key: label_of(key) for key in annotation_set.labels}
    items = {item.comment_id: item for item in items_of(session, set_id)}
    known = {
        (kind, annotation.item_id, annotation.label, annotation.person): annotation
        for kind in JudgementKind
        for annotation in latest_of_set(session, set_id, kind=kind)
    }
    counts: Counter[str] = Counter()
    people: set[str] = set()
    touched: set[int] = set()
    reasons: list[str] = []

    def leave(reason: str) -> None:
        counts["left"] += 1
        if len(reasons) < NAMED_REASONS:
            reasons.append(reason)

    for record in records:
        if isinstance(record, Broken):
            leave(f"{record.position}: {record.reason}")
            continue
        comment = _comment(session, record)
        if comment is None:
            leave(f"no stored comment is {record.comment_id or record.sha256[:12]!r}")
            continue
        if comment not in items:
            chosen = _judged_text(session, comment, record.sha256)
            add_items(session, set_id, chosen, Selection.IMPORTED)
            items = {item.comment_id: item for item in items_of(session, set_id)}
        item = items.get(comment)
        text = None if item is None else text_of(session, comment, item.revision)
        if item is None or text is None:
            leave(f"the text of comment {comment} was erased")
            continue
        if record.sha256 not in ("", text_sha256(text)):
            leave(f"the set has another text of comment {comment} than the one that was judged")
            continue
        for reason in record.unread:
            leave(f"comment {comment}: {reason}")
        for judgement in record.judgements:
            try:
                check_judgement(judgement, labels=labels, text=text)
            except BadInput as problem:
                leave(f"comment {comment}: {problem}")
                continue
            place = (judgement.kind, item.id, judgement.label, judgement.person)
            if place in known and known[place].agrees_in_all(judgement):
                counts["known"] += 1
                continue
            if place in known and _said_before(judgement, known[place]):
                leave(
                    f"comment {comment}: an answer about {judgement.label} is older than the one "
                    "that the same person has given here since"
                )
                continue
            known[place] = add_annotation(session, item.id, judgement, at=judgement.at or now())
            counts["judgements"] += 1
            people.add(judgement.person)
            touched.add(item.id)
    return AnnotationImport(
        items=len(touched),
        judgements=counts["judgements"],
        people=len(people),
        known=counts["known"],
        left_out=counts["left"],
        reasons=tuple(reasons),
    )


def _said_before(judgement: Judgement, standing: Annotation) -> bool:
    """Whether a judgement of a file is older than the one that holds; undated ones are not."""
    if judgement.at is None:
        return False
    at = judgement.at if judgement.at.tzinfo else judgement.at.replace(tzinfo=UTC)
    return at < standing.at


def _judged_text(session: Session, comment: int, sha256: str) -> list[tuple[int, int]]:
    """The comment with the newest revision of this hash, as a set takes it."""
    alike = [known.number for known in revisions_of(session, comment) if known.sha256 == sha256]
    return [(comment, alike[-1])] if alike else revisions(session, [comment])


def _comment(session: Session, record: Annotated) -> int | None:
    numbers = comments_called(
        session, article_id=record.article_id, comment_id=record.comment_id, sha256=record.sha256
    )
    if not numbers and record.sha256 and not record.article_id:
        # Another tool has numbers of its own for records.
        numbers = comments_called(session, sha256=record.sha256)
    return numbers[0] if len(numbers) == 1 else None
