"""How a judgement of any kind gets into the store: checked once, then added."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analysis.domain.annotation import Annotation
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Judgement, check_judgement
from analysis.labels import label as label_of
from analysis.services.annotation.annotation_items import text_of
from analysis.services.annotation.lookup import existing_item, existing_set
from analysis.storage.annotations import add_annotation
from analysis.storage.audit import now


def record(session: Session, item_id: int, judgement: Judgement) -> Annotation:
    """Add a judgement of an item; ``BadInput`` says why it can't be taken.

    It is dated now unless it says when it was made.
    """
    item = existing_item(session, item_id)
    labels = {key: label_of(key) for key in existing_set(session, item.set_id).labels}
    text = text_of(session, item.comment_id, item.revision)
    if text is None:
        raise BadInput("The text of this comment was erased; there is nothing to annotate.")
    check_judgement(judgement, labels=labels, text=text)
    return add_annotation(session, item_id, judgement, at=judgement.at or now())
