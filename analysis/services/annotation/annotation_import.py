"""Take judgements that were made elsewhere into an annotation set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationSet, Selection, SetItem
from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Judgement, JudgementKind, check_judgement
from analysis.domain.label import Label
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
        report = _take(session, annotation_set, records)
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
    taking = _Taking.into(session, annotation_set)
    for record in records:
        if isinstance(record, Broken):
            taking.leave(f"{record.position}: {record.reason}")
        else:
            taking.take(record)
    return AnnotationImport(
        items=len(taking.touched),
        judgements=taking.added,
        people=len(taking.people),
        known=taking.known,
        left_out=taking.left_out,
        reasons=tuple(taking.reasons),
    )


_Place = tuple[JudgementKind, int, str, str]
"""Which judgements take each other's place: of a kind, on an item, about a label, of a person."""


@dataclass(slots=True)
class _Taking:
    """An import while it goes on: what the set holds, and what has come and been left out."""

    session: Session
    set_id: int
    labels: Mapping[str, Label]
    items: dict[int, SetItem]
    standing: dict[_Place, Annotation]
    added: int = 0
    known: int = 0
    left_out: int = 0
    people: set[str] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)

    @classmethod
    def into(cls, session: Session, of: AnnotationSet) -> _Taking:
        """Nothing has come yet."""
        return cls(
            session=session,
            set_id=of.id,
            labels={key: label_of(key) for key in of.labels},
            items={item.comment_id: item for item in items_of(session, of.id)},
            standing={
                (kind, annotation.item_id, annotation.label, annotation.person): annotation
                for kind in JudgementKind
                for annotation in latest_of_set(session, of.id, kind=kind)
            },
        )

    def leave(self, reason: str) -> None:
        """Count what is left out, and keep the first reasons."""
        self.left_out += 1
        if len(self.reasons) < NAMED_REASONS:
            self.reasons.append(reason)

    def take(self, record: Annotated) -> None:
        """Add what is new of the judgements on one comment."""
        called = _called(self.session, record)
        if len(called) != 1:
            name = record.comment_id or record.sha256[:12]
            self.leave(
                f"{len(called)} stored comments fit {name!r}, and nothing says which one is meant"
                if called
                else f"no stored comment is {name!r}"
            )
            return
        [comment] = called
        item = self._item(comment, record)
        text = None if item is None else text_of(self.session, comment, item.revision)
        if item is None or text is None:
            self.leave(f"the text of comment {comment} was erased")
        elif record.sha256 not in ("", text_sha256(text)):
            self.leave(
                f"the set has another text of comment {comment} than the one that was judged"
            )
        else:
            for reason in record.unread:
                self.leave(f"comment {comment}: {reason}")
            for judgement in record.judgements:
                self._add(judgement, item, text)

    def _item(self, comment: int, record: Annotated) -> SetItem | None:
        """The comment's place in the set, which it gets now where it has none."""
        if comment not in self.items:
            chosen = _judged_text(self.session, comment, record.sha256)
            add_items(self.session, self.set_id, chosen, Selection.IMPORTED)
            self.items = {item.comment_id: item for item in items_of(self.session, self.set_id)}
        return self.items.get(comment)

    def _add(self, judgement: Judgement, item: SetItem, text: str) -> None:
        try:
            check_judgement(judgement, labels=self.labels, text=text)
        except BadInput as problem:
            self.leave(f"comment {item.comment_id}: {problem}")
            return
        place = (judgement.kind, item.id, judgement.label, judgement.person)
        before = self.standing.get(place)
        if before is not None and before.agrees_in_all(judgement):
            self.known += 1
        elif before is not None and _said_before(judgement, before):
            self.leave(
                f"comment {item.comment_id}: an answer about {judgement.label} is older than the "
                "one that the same person has given here since"
            )
        else:
            self.standing[place] = add_annotation(
                self.session, item.id, judgement, at=judgement.at or now()
            )
            self.added += 1
            self.people.add(judgement.person)
            self.touched.add(item.id)


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


def _called(session: Session, record: Annotated) -> list[int]:
    """The comments that a record may be about."""
    numbers = comments_called(
        session, article_id=record.article_id, comment_id=record.comment_id, sha256=record.sha256
    )
    if not numbers and record.sha256 and not record.article_id:
        # Another tool has numbers of its own for records.
        numbers = comments_called(session, sha256=record.sha256)
    return numbers
