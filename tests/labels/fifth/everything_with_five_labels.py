"""Every use of the product on a database from before the fifth label, with that label there.

Run by ``test_a_fifth_label.py`` in a process of its own, in this order.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from deciding import decide, undo
from streamlit.testing.v1 import AppTest

from analysis.domain.annotation import Selection
from analysis.domain.decision import Action, ReviewState
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.queue_policy import Queue
from analysis.domain.review import QueueFilter
from analysis.domain.tone import ToneList
from analysis.labels import LABEL_KEYS
from analysis.pipeline import Pipeline
from analysis.services.annotation.agreement import votes
from analysis.services.annotation.annotation_sets import add_items as add_annotation_items
from analysis.services.annotation.annotation_sets import create_set
from analysis.services.annotation.answering import annotate, next_item
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.services.site.pipelines import build_pipeline
from analysis.services.thresholds.previews import histogram, preview
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.services.tone.tone_counts import tone_by_article
from analysis.services.tone.tone_lists import tone_list
from analysis.settings import Settings
from analysis.storage.database import Store, open_store
from dashboard.screens.screen_list import module

FIFTH = "off_topic_test"
URL = os.environ["FIFTH_LABEL_DATABASE"]
EVERYTHING = QueueFilter(queue=Queue.ALL)
FLAGGED = QueueFilter(queue=Queue.ALL, label=FIFTH, recommendation=Recommendation.FLAG)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store(URL, migrate=True)
    yield opened
    opened.close()


def pipeline(store: Store) -> Pipeline:
    return build_pipeline(Settings(model="none", _env_file=None), active_profile(store))


def numbers(store: Store) -> dict[str, int]:
    items = queue_page(store, EVERYTHING, page_size=100).items
    return {item.platform_id: item.comment_id for item in items}


def test_old_comments_stay_where_they_are(store: Store) -> None:
    assert LABEL_KEYS[-1] == FIFTH
    counts = {queue.value: n for queue, n in queue_counts(store).items()}
    assert counts == json.loads(os.environ["FIFTH_LABEL_COUNTS"])
    assert FIFTH not in review(store, numbers(store)["calm"]).labels


def test_an_old_comment_is_decided_and_taken_back(store: Store) -> None:
    number, before = numbers(store)["calm"], queue_counts(store)
    decide(store, number, Action.APPROVE, person="local", seen_sequence=0)
    assert review(store, number).state is ReviewState.APPROVED
    assert queue_counts(store)[Queue.DECIDED] == before[Queue.DECIDED] + 1
    undo(store, number, person="local", seen_sequence=1)
    assert queue_counts(store) == before, "a label that was never asked puts nothing in a queue"


def test_new_comments_are_read_and_asked_for_the_fifth_label(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    texts = {"sale": "Old bicycle for sale.", "walk": "I walked along the river."}
    lines = [json.dumps({"id": k, "thread_id": "ferry", "text": t}) for k, t in texts.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(store, path)
    assert score(store, pipeline(store)).scored == 2
    answer = review(store, numbers(store)["sale"]).labels[FIFTH]
    assert answer.probability is not None
    assert answer.probability > 0.9
    assert answer.facets == ("sale",)
    assert [item.reason.sentence for item in answer.evidence] == ["offers something for sale"]


def test_the_queue_finds_it_and_says_why(store: Store) -> None:
    (item,) = queue_page(store, FLAGGED).items
    assert item.platform_id == "sale"
    assert item.comment_id in {one.comment_id for one in queue_page(store, QueueFilter()).items}
    assert [badge.label for badge in item.badges][-1] == FIFTH


def test_tone_counts_it_under_its_own_measure(store: Store) -> None:
    (row,) = [row for row in tone_by_article(store) if row.key == "ferry"]
    assert row.count("off_topic") == 1
    assert row.scored == row.n == len(numbers(store))
    found = tone_list(store, ToneList(measure="off_topic"))
    assert [item.platform_id for item in found.items] == ["sale"]


def test_its_thresholds_are_looked_at_and_published(store: Store) -> None:
    assert sum(bar.count for bar in histogram(store, FIFTH)) == 2
    higher = {FIFTH: Threshold(flag_at=1.0, clear_below=0.2)}
    said = preview(store, higher)
    assert said.labels[FIFTH].lost(Recommendation.FLAG) == 1
    publish_profile(store, higher, person="local", reason="to see it move")
    assert queue_counts(store)[Queue.FLAGGED] + queue_counts(store)[Queue.UNSURE] == (
        said.waiting_then - queue_counts(store)[Queue.UNSUPPORTED]
    )
    assert not queue_page(store, FLAGGED).items
    publish_profile(
        store, {FIFTH: Threshold(flag_at=0.5, clear_below=0.2)}, person="local", reason="back"
    )
    assert len(queue_page(store, FLAGGED).items) == 1


def test_people_annotate_it(store: Store) -> None:
    made = create_set(store, "sales", labels=[FIFTH], guideline="1", person="local")
    add_annotation_items(store, made.id, selection=Selection.RANDOM, count=50, person="local")
    item = next_item(store, made.id, person="local")
    assert item is not None
    annotate(store, item.id, Judgement(label=FIFTH, person="local", answer=Answer.NO))
    (said,) = votes(store, made.id)
    assert said.by_item == {item.id: {"local": False}}


def test_an_export_has_it_for_new_comments_and_says_that_old_ones_were_not_asked(
    store: Store, tmp_path: Path
) -> None:
    export(store, tmp_path / "all.jsonl", format="jsonl")
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    answers = {r["comment"]["id"]: r["labels"][FIFTH] for r in map(json.loads, lines)}
    assert answers["sale"]["recommendation"] == "flag"
    assert (answers["calm"]["status"], answers["calm"]["probability"]) == ("abstained", None)
    export(store, tmp_path / "all.csv", format="csv")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["sale"][f"{FIFTH}_facets"] == "sale"
    assert rows["calm"][f"{FIFTH}_probability"] == ""


@pytest.mark.parametrize("name", ["queue", "review", "thresholds", "tone", "label_lab"])
def test_every_screen_draws_it(store: Store, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODERATO_DATABASE_URL", URL)
    st.cache_resource.clear()
    source = f"from {module(name)} import render\nrender()"
    at = AppTest.from_string(source, default_timeout=120).run()
    assert not at.exception


def test_old_comments_are_asked_once_they_are_scored_again(store: Store) -> None:
    score(store, pipeline(store), again=True)
    assert review(store, numbers(store)["calm"]).labels[FIFTH].probability is not None
    assert sum(bar.count for bar in histogram(store, FIFTH)) == len(numbers(store))
