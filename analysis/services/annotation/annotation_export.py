"""Take the judgements of an annotation set out, as a file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Annotation, AnnotationItem, AnnotationSet
from analysis.domain.errors import BadInput, nearest
from analysis.domain.judgement import JudgementKind
from analysis.domain.profile import Profile
from analysis.labels import LABELS
from analysis.output_file import OutputFile
from analysis.services.access.accounts import require
from analysis.services.admin.audited import audited
from analysis.services.annotation.annotation_formats import FORMATS
from analysis.services.annotation.annotation_items import item_shown
from analysis.services.annotation.annotation_records import Annotated
from analysis.services.annotation.lookup import existing_set
from analysis.services.thresholds.profiles import profile_in
from analysis.storage.annotation_sets import items_of
from analysis.storage.annotations import latest_of_set
from analysis.storage.audit import log
from analysis.storage.database import Store

SUFFIXES = {name: form.suffix for name, form in FORMATS.items()}
"""The formats by name, with the ending of their files."""


def export_annotations(
    store: Store, set_id: int, out: Path, *, format: str, person: str, overwrite: bool = False
) -> int:
    """Write every judgement of a set to ``out``; how many comments were written.

    Erased comments are left out with their text. See ``OutputFile`` for what is replaced.
    """
    require(store, person, Permission.EXPORT)
    if format not in FORMATS:
        raise BadInput(f"Unknown format {format!r}; {nearest(format, FORMATS)}.")
    with store.read() as session:
        items = _annotated(session, set_id)
    output = OutputFile(out, overwrite)
    output.check()
    detail = {"set": set_id, "format": format, "items": len(items)}
    with audited(store, person, "export_annotations", detail=detail):
        with output.replacing() as file:
            file.write(FORMATS[format].write(items))
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
