"""Verdicts that a site sends of itself: kept as judgements, marked by where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analysis.domain.account import Permission
from analysis.domain.annotation import Selection
from analysis.domain.attribute import Attribute
from analysis.domain.comment import Article, Comment
from analysis.domain.errors import BadInput
from analysis.domain.judgement import AnnotatedSpan, Answer, Judgement, JudgementKind
from analysis.domain.label import Label
from analysis.domain.span import Span
from analysis.labels import label as label_of
from analysis.services.access.accounts import require
from analysis.services.annotation.recording import record
from analysis.services.thresholds.profiles import keep_default_profile, profile_in
from analysis.storage import annotation_sets as sets
from analysis.storage.annotations import latest_of_item
from analysis.storage.articles import put_article
from analysis.storage.audit import log, now
from analysis.storage.comment_additions import add_comments
from analysis.storage.database import Store
from analysis.storage.lookup import comments_called, last_position
from analysis.storage.queue_index import index
from analysis.storage.threads import revisions_of

GUIDELINE = "verdicts of the site itself"
YES_FROM = 0.5
"""A suggested score from which the label is taken to hold; sites send 0 or 1."""
_NOWHERE = "suggested"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a site says of one attribute: a score from 0 to 1, and the spans that carry it."""

    attribute: Attribute
    score: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A comment with a site's verdicts; the site's own ids as far as it sends them.

    ``source`` is the program that sent it, and stands as the annotator.
    """

    source: str
    text: str
    verdicts: tuple[Verdict, ...]
    comment_id: str = ""
    parent_id: str = ""
    article_id: str = ""
    url: str | None = None


def take_suggestion(store: Store, suggestion: Suggestion, *, person: str) -> int:
    """Keep the verdicts on labels of ours; how many judgements are new.

    A comment that is not here yet is stored, so that the verdict has something to stand on.
    Verdicts on attributes without a label of ours say nothing that could be learned, and are left.
    """
    require(store, person, Permission.IMPORT)
    by_label = _by_label(suggestion.verdicts)
    if not by_label:
        return 0
    keep_default_profile(store)
    with store.write() as session:
        comment_id = _comment(session, suggestion)
        new = sum(
            _keep(session, comment_id, label_of(label), verdicts, suggestion, person)
            for label, verdicts in by_label.items()
        )
        if new:
            detail = {"source": suggestion.source, "labels": sorted(by_label)}
            log(session, person, "take_suggestion", comment_id=comment_id, detail=detail)
    return new


def _by_label(verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    by_label: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.attribute.label is not None:
            by_label.setdefault(verdict.attribute.label, []).append(verdict)
    return by_label


def _comment(session: Session, suggestion: Suggestion) -> int:
    sha256 = Comment("", "", 1, suggestion.text).sha256
    known = comments_called(session, comment_id=suggestion.comment_id, sha256=sha256)
    if len(known) == 1:
        return known[0]
    article = Article(suggestion.article_id or _NOWHERE, url=suggestion.url)
    number = put_article(session, article)
    comment = Comment(
        suggestion.comment_id or f"{_NOWHERE}-{sha256[:16]}",
        article.id,
        last_position(session, number) + 1,
        suggestion.text,
        suggestion.parent_id or None,
    )
    added = add_comments(session, number, [comment], read_at=now())
    if added.erased:
        raise BadInput("The text of this comment was erased; there is nothing to judge.")
    index.refresh(session, added.touched, profile_in(session))
    here = comments_called(session, article_id=article.id, comment_id=comment.id)
    return here[0]


def _keep(
    session: Session,
    comment_id: int,
    label: Label,
    verdicts: Sequence[Verdict],
    suggestion: Suggestion,
    person: str,
) -> bool:
    """Add the judgement unless the source said the same last; whether it was added."""
    source = suggestion.source
    item_id = _item(session, label, comment_id, suggestion, person)
    judgement = _judgement(label, verdicts, source)
    latest = latest_of_item(session, item_id, kind=JudgementKind.VOTE, person=source)
    if any(past.label == label.key and past.agrees_in_all(judgement) for past in latest):
        return False
    record(session, item_id, judgement)
    return True


def _set(session: Session, label: Label, name: str, person: str) -> int:
    known = sets.set_named(session, name)
    if known is not None:
        return known
    return sets.add_set(
        session,
        name=name,
        labels=[label.key],
        guideline=GUIDELINE,
        created_by=person,
        created_at=now(),
    )


def _item(
    session: Session, label: Label, comment_id: int, suggestion: Suggestion, person: str
) -> int:
    """The comment's item with the text that the verdict is about.

    A set holds one text of a comment; what is said of it before and after an edit is in several.
    """
    texts = {known.number: known.text for known in revisions_of(session, comment_id)}
    about = max((n for n, text in texts.items() if text == suggestion.text), default=None)
    if about is None:
        raise BadInput("The text of this comment was erased; there is nothing to judge.")
    first = name = f"Verdicts of {suggestion.source}: {label.title}"
    number = 1
    while True:
        set_id = _set(session, label, name, person)
        item = sets.item_of_comment(session, set_id, comment_id)
        if item is None:
            return sets.add_items(session, set_id, [(comment_id, about)], Selection.SUGGESTED)[0]
        if texts.get(item.revision) == suggestion.text:
            return item.id
        number += 1
        name = f"{first} ({number})"


def _judgement(label: Label, verdicts: Sequence[Verdict], source: str) -> Judgement:
    holding = [verdict for verdict in verdicts if verdict.score >= YES_FROM]
    known = {facet.key: facet for facet in label.facets}
    named = [known[v.attribute.facet] for v in holding if v.attribute.facet in known]
    degrees = [facet.degree for facet in named if facet.degree is not None]
    return Judgement(
        label=label.key,
        person=source,
        answer=Answer.YES if holding else Answer.NO,
        level=max(degrees, default=None),
        facets=tuple(dict.fromkeys(facet.key for facet in named if facet.degree is None)),
        spans=tuple(AnnotatedSpan(span, "") for v in holding for span in v.spans if len(span)),
        note=", ".join(f"{v.attribute.name} {v.score:g}" for v in verdicts),
    )
