"""Take the judgements of an annotation set out, and judgements made elsewhere in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem, AnnotationSet, Selection
from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput, nearest
from analysis.domain.judgement import Judgement, JudgementKind, check_judgement
from analysis.domain.profile import Profile
from analysis.domain.upload_limits import LARGEST_UPLOAD
from analysis.labels import LABEL_KEYS, LABELS
from analysis.labels import label as label_of
from analysis.output_file import OutputFile
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited
from analysis.services.annotation.annotation_formats import FORMATS as _FORMATS
from analysis.services.annotation.annotation_items import item_shown, text_of
from analysis.services.annotation.annotation_records import Annotated, Broken, answer_at
from analysis.services.annotation.lookup import existing_set
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.annotation_candidates import revisions
from analysis.storage.annotation_sets import add_items, items_of
from analysis.storage.annotations import add_annotation, latest_of_set
from analysis.storage.audit import log, now
from analysis.storage.database import Store
from analysis.storage.lookup import comments_called
from analysis.storage.threads import revisions_of

#: The formats by name, with the ending of their files.
FORMATS = {name: form.suffix for name, form in _FORMATS.items()}
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


def export_annotations(
    store: Store, set_id: int, out: Path, *, format: str, person: str, overwrite: bool = False
) -> int:
    """Write every judgement of a set to ``out``; how many comments were written.

    Erased comments are left out with their text. See ``OutputFile`` for what is replaced.
    """
    require(store, person, Permission.EXPORT)
    if format not in _FORMATS:
        raise BadInput(f"Unknown format {format!r}; {nearest(format, _FORMATS)}.")
    with store.read() as session:
        items = _annotated(session, set_id)
    output = OutputFile(out, overwrite)
    output.check()
    detail = {"set": set_id, "format": format, "items": len(items)}
    with audited(store, person, "export_annotations", detail=detail):
        with output.replacing() as file:
            file.write(_FORMATS[format].write(items))
        with store.write() as session:
            log(session, person, "export_annotations", detail=detail)
    return len(items)


def _annotated(session: Session, set_id: int) -> list[Annotated]:
    annotation_set = existing_set(session, set_id)
    profile = profile_in(session)
    judgements: dict[int, list[Annotation]] = {}
    for kind in JudgementKind:
        for annotation in latest_of_set(session, set_id, kind=kind):
            judgements.setdefault(annotation.item_id, []).append(annotation)
    comments = []
    for item in items_of(session, set_id):
        shown = item_shown(session, item, gold=False)
        if shown is not None:
            comments.append(
                Annotated(
                    article_id=shown.article.id,
                    comment_id=shown.comment.id,
                    sha256=shown.comment.sha256,
                    text=shown.comment.text,
                    judgements=tuple(judgements.get(item.id, ())),
                    about=_about(annotation_set, shown, profile),
                    article_title=shown.article.title or shown.article.id,
                    answers=shown.parent.text if shown.parent else "",
                )
            )
    return comments


def _about(of: AnnotationSet, item: AnnotationItem, profile: Profile) -> dict[str, object]:
    return {
        "set": of.name,
        "guideline": of.guideline,
        "selection": item.selection.value,
        "revision": item.revision,
        "profile": f"{profile.name} {profile.version}",
        "labels": {label.key: label.version for label in LABELS},
    }


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
    records = _renamed(_records(path), labels or {})
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


def judged_labels(path: Path, labels: Mapping[str, str] | None = None) -> list[str]:
    """The labels of ours that a file's judgements answer, in the codebook's order."""
    judged = {
        judgement.label
        for record in _renamed(_records(path), labels or {})
        if isinstance(record, Annotated)
        for judgement in record.judgements
    }
    return [key for key in LABEL_KEYS if key in judged]


def _renamed(
    records: Iterable[Annotated | Broken], labels: Mapping[str, str]
) -> Iterator[Annotated | Broken]:
    for record in records:
        if isinstance(record, Annotated):
            meant = tuple(_meant(judgement, labels) for judgement in record.judgements)
            yield replace(record, judgements=meant)
        else:
            yield record


def _meant(judgement: Judgement, labels: Mapping[str, str]) -> Judgement:
    label = labels.get(judgement.label, judgement.label)
    if label == judgement.label or judgement.level is None:
        return replace(judgement, label=label)
    answer = answer_at(label, judgement.level) or judgement.answer
    return replace(judgement, label=label, answer=answer)


def _records(path: Path) -> Iterable[Annotated | Broken]:
    if not path.is_file():
        raise BadInput(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_UPLOAD:
        raise BadInput(f"{path.name}: the file is larger than {LARGEST_UPLOAD // 2**20} MiB.")
    content = path.read_bytes()
    if not content.strip():
        raise BadInput(f"{path.name}: the file is empty.")
    by_suffix = {form.suffix: form for form in _FORMATS.values()} | {".tsv": _FORMATS["csv"]}
    if path.suffix not in by_suffix:
        raise BadInput(f"{path.name}: unknown ending; {nearest(path.suffix, by_suffix)}.")
    return by_suffix[path.suffix].read(content)


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
