"""After an erasure no table holds the words or the name, packed or not, whatever had been done."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from deciding import decide
from scripted import EVEN, ScriptedPipeline, numbers

from analysis.domain.annotation import EvidenceFeedback, Feedback, Selection
from analysis.domain.decision import Action
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Threshold
from analysis.domain.span import Span
from analysis.services.annotation.annotation_sets import add_items, create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data.erasure import erase_author
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.bulk_decisions import decide_many, undo_batch
from analysis.services.moderation.review import review
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.evidence_feedback import add_feedback
from analysis.storage.tables import Table

NAME, WORD, ADDRESS = "Zanzibarbara", "quillfeather", "barbara@example.org"


def _rows(folder: Path) -> Path:
    """Comments of hers and of others, with records that can't be read among them."""
    hers = {"thread": "t", "author": NAME, "email": ADDRESS, "created_at": "2026-01-02"}
    rows = [
        {**hers, "id": "c1", "text": f"The {WORD} in lane seven is a moron h=0.9", "likes": 3},
        {**hers, "id": "c2", "text": f"{WORD} {WORD} g=0.8", "parent_id": "c1"},
        {**hers, "id": "c3", "text": f"Once more {WORD}", "created_at": f"{WORD} o'clock"},
        {**hers, "id": "c4", "text": f"And {WORD}", "likes": f"{WORD} likes"},
        {**hers, "id": f"{WORD}" * 400, "text": "An id too long"},
        {**hers, "id": "c5", "text": [WORD]},
        {**hers, "id": "c1", "text": f"Another text under one id {WORD}", "author": "Ben"},
        {"thread": "t", "id": "o1", "author": "Ben", "text": "Somebody else's h=0.8"},
    ]
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + f'{{"text": "{WORD}\n')
    return path


def _worked(store: Store, folder: Path) -> None:
    import_file(store, _rows(folder))
    score(store, ScriptedPipeline())
    here = numbers(store)
    decide(store, here["c1"], Action.REJECT, person="anna", seen_sequence=0)
    batch = decide_many(store, [here["c2"]], Action.REJECT, person="ben", reason_code="other")
    undo_batch(store, batch, person="ben")
    made = create_set(store, "a", labels=["generalization"], guideline="g", person="rita")
    add_items(store, made.id, selection=Selection.RANDOM, count=9, person="rita")
    while item := next_item(store, made.id, person="rita"):
        annotate(
            store, item.id, Judgement(label="generalization", answer=Answer.YES, person="rita")
        )
    feedback = EvidenceFeedback(
        comment_id=here["c1"],
        label="possible_hostility",
        facet="",
        span=Span(0, 3),
        verdict=Feedback.REJECT,
        scorer="rules",
        person="anna",
        created_at=now(),
    )
    with store.write() as session:
        add_feedback(session, feedback, revision=1)
    (folder / "reports.csv").write_text("comment_id,reporter,reason\nc1,reader,abusive\n")
    import_reports(store, folder / "reports.csv")
    score(store, ScriptedPipeline("2"), again=True)
    publish_profile(
        store, {**EVEN, "generalization": Threshold(0.9, 0.1)}, person="anna", reason="stricter"
    )
    export(store, folder / "out.csv", format="csv")
    review(store, here["c1"])


def _values(store: Store) -> Iterator[tuple[str, str]]:
    """Where, and every value of every table as text; what is packed is unpacked."""
    with store.engine.connect() as connection:
        for table in Table.metadata.sorted_tables:
            names = ", ".join(column.name for column in table.columns)
            for row in connection.execute(sa.text(f"SELECT {names} FROM {table.name}")):
                for column, value in zip(table.columns, row, strict=True):
                    yield f"{table.name}.{column.name}", _plain(value)
        if store.dialect == "postgresql":
            for row in connection.execute(sa.text("SELECT words::text FROM comment_search")):
                yield "comment_search", str(row[0])


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        try:
            return zlib.decompress(bytes(value)).decode("utf-8", "replace")
        except zlib.error:
            return bytes(value).decode("utf-8", "replace")
    return str(value)


def test_no_table_holds_the_words_the_name_or_the_address(store: Store, tmp_path: Path) -> None:
    _worked(store, tmp_path)
    before = {where for where, value in _values(store) if WORD in value or NAME in value}
    assert {"comment_text.text", "comment.author", "comment_raw.record"} <= before
    erase_author(store, NAME, person="dora", reason="asked")
    left = {
        where
        for where, value in _values(store)
        if any(sign.casefold() in value.casefold() for sign in (WORD, NAME, ADDRESS))
    }
    assert left == set()
