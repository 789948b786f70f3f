"""Take the judgements of an annotation set out, and judgements made elsewhere in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem, Selection
from analysis.domain.errors import BadInput, nearest
from analysis.domain.profile import Profile
from analysis.labels import LABELS
from analysis.services.access.accounts import require
from analysis.services.annotation.annotation_formats import FORMATS as _FORMATS
from analysis.services.annotation.annotation_items import item_shown, text_of
from analysis.services.annotation.annotation_records import KINDS, Annotated, Broken, Said
from analysis.services.thresholds.profiles import profile_in
from analysis.storage import annotations as stored
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.lookup import comments_called

#: The formats by name, with the ending of their files.
FORMATS = {name: one.suffix for name, one in _FORMATS.items()}
#: Reasons for leaving something out that a report names; the rest is counted.
NAMED_REASONS = 20


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


def export_annotations(store: Store, set_id: int, out: Path, *, format: str, person: str) -> int:
    """Write every judgement of a set to ``out``; how many comments were written.

    Erased comments are left out with their text.
    """
    require(store, person, Permission.EXPORT)
    if format not in _FORMATS:
        raise BadInput(f"Unknown format {format!r}; {nearest(format, _FORMATS)}.")
    with store.read() as session:
        items = _annotated(session, set_id)
    out.write_bytes(_FORMATS[format].write(items))
    with store.write() as session:
        log(
            session,
            person,
            "export_annotations",
            detail={"set": set_id, "format": format, "items": len(items)},
        )
    return len(items)


def _annotated(session: Session, set_id: int) -> list[Annotated]:
    sets = stored.read_sets(session, set_id)
    if not sets:
        raise BadInput(f"There is no annotation set number {set_id}.")
    profile = profile_in(session)
    said: dict[int, list[Said]] = {}
    for kind in KINDS:
        for one in stored.latest(session, kind=kind, set_id=set_id):
            said.setdefault(one.item_id, []).append(_said(one, kind))
    found = []
    for row in stored.items_of(session, set_id):
        shown = item_shown(session, row, gold=False)
        if shown is not None:
            about = _about(sets[0].name, sets[0].guideline, shown, profile)
            found.append(
                Annotated(
                    article_id=shown.article.id,
                    comment_id=shown.comment.id,
                    sha256=shown.comment.sha256,
                    text=shown.comment.text,
                    said=tuple(said.get(row.id, ())),
                    about=about,
                    article_title=shown.article.title or shown.article.id,
                    answers=shown.parent.text if shown.parent else "",
                )
            )
    return found


def _about(name: str, guideline: str, item: AnnotationItem, profile: Profile) -> dict[str, object]:
    return {
        "set": name,
        "guideline": guideline,
        "selection": item.selection.value,
        "revision": item.revision,
        "profile": f"{profile.name} {profile.version}",
        "labels": {label.key: label.version for label in LABELS},
    }


def _said(one: Annotation, kind: str) -> Said:
    return Said(
        label=one.label,
        person=one.person,
        judgement=one.judgement,
        kind=kind,
        level=one.level,
        facets=one.facets,
        spans=one.spans,
        note=one.note,
        at=one.created_at,
    )


def import_annotations(store: Store, set_id: int, path: Path, *, person: str) -> AnnotationImport:
    """Add the judgements of a file to a set; what is there already is not doubled.

    The format is told by the file's ending. A comment is found by its article's and its own id,
    or by the SHA-256 of its text; comments that the set has not got are added as imported ones.
    Judgements keep the names they carry; the audit says who brought them in.
    """
    require(store, person, Permission.MANAGE_ANNOTATION)
    content = path.read_bytes()
    if not content.strip():
        raise BadInput(f"{path.name}: the file is empty.")
    by_suffix = {one.suffix: one for one in _FORMATS.values()}
    if path.suffix not in by_suffix:
        raise BadInput(f"{path.name}: unknown ending; {nearest(path.suffix, by_suffix)}.")
    with store.write() as session:
        sets = stored.read_sets(session, set_id)
        if not sets:
            raise BadInput(f"There is no annotation set number {set_id}.")
        try:
            report = _take(
                session, set_id, tuple(sets[0].labels), by_suffix[path.suffix].read(content)
            )
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
    session: Session, set_id: int, labels: tuple[str, ...], given: Iterable[Annotated | Broken]
) -> AnnotationImport:
    items = {row.comment_id: row for row in stored.items_of(session, set_id)}
    known = {
        (kind, one.item_id, one.label, one.person): one
        for kind in KINDS
        for one in stored.latest(session, kind=kind, set_id=set_id)
    }
    counts: Counter[str] = Counter()
    people: set[str] = set()
    touched: set[int] = set()
    reasons: list[str] = []

    def leave(reason: str) -> None:
        counts["left"] += 1
        if len(reasons) < NAMED_REASONS:
            reasons.append(reason)

    for one in given:
        if isinstance(one, Broken):
            leave(f"{one.position}: {one.reason}")
            continue
        comment = _comment(session, one)
        if comment is None:
            leave(f"no stored comment is {one.comment_id or one.sha256[:12]!r}")
            continue
        if comment not in items:
            chosen = stored.revisions(session, [comment])
            stored.add_items(session, set_id, chosen, Selection.IMPORTED)
            items = {row.comment_id: row for row in stored.items_of(session, set_id)}
        row = items.get(comment)
        text = None if row is None else text_of(session, comment, row.revision)
        if row is None or text is None:
            leave(f"the text of comment {comment} was erased")
            continue
        for said in one.said:
            problem = _problem(said, labels, text)
            if problem is not None:
                leave(f"comment {comment}: {problem}")
                continue
            place = (said.kind, row.id, said.label, said.person)
            if place in known and _same(known[place], said):
                counts["known"] += 1
                continue
            made = _add(session, row.id, said)
            known[place] = made
            counts["judgements"] += 1
            people.add(said.person)
            touched.add(row.id)
    return AnnotationImport(
        items=len(touched),
        judgements=counts["judgements"],
        people=len(people),
        known=counts["known"],
        left_out=counts["left"],
        reasons=tuple(reasons),
    )


def _comment(session: Session, one: Annotated) -> int | None:
    found = comments_called(
        session, article_id=one.article_id, comment_id=one.comment_id, sha256=one.sha256
    )
    return found[0] if len(found) == 1 else None


def _problem(said: Said, labels: tuple[str, ...], text: str) -> str | None:
    if said.label not in labels:
        return f"the set does not ask for {said.label!r}; {nearest(said.label, labels)}"
    if not said.person:
        return "nobody is named as the annotator"
    facets = {facet.key for label in LABELS if label.key == said.label for facet in label.facets}
    for facet in (*said.facets, *(s.facet for s in said.spans)):
        if facet and facet not in facets:
            return f"unknown facet {facet!r}; {nearest(facet, facets)}"
    for marked in said.spans:
        if not marked.span.start < marked.span.end <= len(text):
            return f"a span from {marked.span.start} to {marked.span.end} is not inside the text"
    if said.level is not None and not 0 <= said.level <= 3:
        return f"a level is a number from 0 to 3, not {said.level}"
    return None


def _same(one: Annotation, said: Said) -> bool:
    return (one.judgement, one.level, one.facets, one.spans, one.note) == (
        said.judgement,
        said.level,
        said.facets,
        said.spans,
        said.note,
    )


def _add(session: Session, item_id: int, said: Said) -> Annotation:
    columns = stored.columns_of(
        item_id=item_id,
        label=said.label,
        judgement=said.judgement,
        person=said.person,
        facets=said.facets,
        spans=said.spans,
        level=said.level,
        note=said.note,
        at=said.at or now(),
    )
    return stored.add_annotation(session, kind=said.kind, **columns)
