"""Scoring: every comment once, resumable, and a new run rather than a change."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from scripted import ScriptedPipeline, filled, write_comments

from analysis.domain.finding import Status
from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.storage.database import Store
from dashboard.texts import queue_words


def _analyses(store: Store) -> int:
    with store.read() as session:
        return int(session.execute(sa.text("SELECT count(*) FROM analysis")).scalar() or 0)


def test_scoring_answers_every_comment_and_then_has_nothing_to_do(
    store: Store, tmp_path: Path
) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", ["h=0.9", "h=fail", "h=none", "fine"]))
    report = score(store, ScriptedPipeline())
    assert (report.scored, report.failed, report.abstained) == (4, 1, 1)
    again = score(store, ScriptedPipeline())
    assert (again.scored, again.run_id) == (0, None)
    assert _analyses(store) == 4


def test_new_comments_of_the_same_version_join_its_run(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"c1": "one"}))
    first = score(store, ScriptedPipeline()).run_id
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c2": "two"}))
    assert score(store, ScriptedPipeline()).run_id == first


def test_another_version_leaves_older_answers_and_says_how_many(
    store: Store, tmp_path: Path
) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", {"c1": "one", "c2": "two"}))
    first = score(store, ScriptedPipeline("1")).run_id
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c3": "three"}))
    report = score(store, ScriptedPipeline("2"))
    assert (report.scored, report.older) == (1, 2)
    assert report.run_id != first


def test_scoring_again_adds_a_run_and_keeps_the_first(store: Store, tmp_path: Path) -> None:
    number = filled(store, tmp_path, {"c1": "h=0.9", "c2": "fine"})["c1"]
    before = review(store, number).run
    report = score(store, ScriptedPipeline("2"), again=True)
    view = review(store, number)
    assert report.scored == 2
    assert _analyses(store) == 4
    assert view.run is not None
    assert before is not None
    assert (view.run.id, view.run.code_version) == (report.run_id, "2")
    assert before.code_version == "1"


@pytest.mark.parametrize("again", [False, True])
def test_an_interrupted_run_goes_on_where_it_stopped(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    monkeypatch.setattr("analysis.services.data.scoring.BATCH", 5)
    import_file(store, write_comments(tmp_path / "a.jsonl", [f"n {n}" for n in range(20)]))
    if again:
        score(store, ScriptedPipeline("0"))
    kept = _analyses(store)
    with pytest.raises(KeyboardInterrupt):
        score(store, ScriptedPipeline(stop_after=10), again=again)
    assert _analyses(store) == kept + 10
    rest = ScriptedPipeline()
    report = score(store, rest, again=again)
    assert (report.scored, rest.scored) == (10, 10)
    with store.read() as session:
        runs = session.execute(
            sa.text("SELECT run_id, count(*) FROM analysis GROUP BY run_id ORDER BY run_id")
        ).all()
    assert [count for _, count in runs] == ([20, 20] if again else [20])


def test_new_comments_labelled_meanwhile_do_not_end_a_run_of_all(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server labels what a site sends while, or after, `moderato score --again` was stopped."""
    monkeypatch.setattr("analysis.services.data.scoring.BATCH", 5)
    import_file(store, write_comments(tmp_path / "a.jsonl", [f"n {n}" for n in range(20)]))
    score(store, ScriptedPipeline("0"))
    with pytest.raises(KeyboardInterrupt):
        score(store, ScriptedPipeline(stop_after=10), again=True)
    import_file(store, write_comments(tmp_path / "b.jsonl", {"new": "one more"}))
    assert score(store, ScriptedPipeline()).scored == 1
    assert score(store, ScriptedPipeline(), again=True).scored == 10
    with store.read() as session:
        runs, counts = session.execute(
            sa.text("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM run_end)")
        ).one()
    assert (runs, counts) == (2, 2)


def test_a_thread_is_context_for_its_batch(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.scoring.BATCH", 5)
    import_file(store, write_comments(tmp_path / "a.jsonl", [f"n {n}" for n in range(12)]))
    pipeline = ScriptedPipeline()
    score(store, pipeline)
    assert pipeline.asked == [(12, 5), (12, 5), (12, 2)]


def test_a_very_long_thread_gives_near_comments_and_parents_as_context(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.scoring.BATCH", 5)
    monkeypatch.setattr("analysis.services.data.scoring.WHOLE_THREAD", 10)
    monkeypatch.setattr("analysis.services.data.scoring.CONTEXT_BEFORE", 2)
    import_file(
        store, write_comments(tmp_path / "a.jsonl", [f"n {n}" for n in range(15)], parent_id="c1")
    )
    pipeline = ScriptedPipeline()
    score(store, pipeline)
    assert pipeline.asked == [(5, 5), (8, 5), (8, 5)]  # c1 is everybody's parent


def test_findings_come_back_as_they_were_made(store: Store, tmp_path: Path) -> None:
    texts = {"c1": "Kim quoted here h=0.9 d=0.8", "c2": "plain"}
    number = filled(store, tmp_path, texts)["c1"]
    import analysis.domain.comment as comments

    made = ScriptedPipeline().analyze(
        comments.Discussion(
            comments.Article("trams"),
            tuple(comments.Comment(k, "trams", n, t) for n, (k, t) in enumerate(texts.items(), 1)),
        )
    )[0]
    view = review(store, number)
    assert view.labels == made.labels
    assert view.quotes == made.quotes
    assert view.addressee == made.addressee
    assert view.inferred_parent == made.inferred_parent
    assert view.recommendations == made.recommendations


@pytest.mark.parametrize(
    ("text", "queue", "why"),
    [
        ("h=0.9", Queue.FLAGGED, "Possible hostility 0.90, flagged from 0.70"),
        ("h=0.7", Queue.FLAGGED, "flagged from 0.70"),
        ("h=0.69", Queue.UNSURE, "unsure between 0.30 and 0.70"),
        ("h=0.3", Queue.UNSURE, "unsure"),
        ("h=0.29", None, "Nothing asks for a look"),
        ("h=fail", Queue.UNSUPPORTED, "the scorer failed"),
        ("h=none", Queue.UNSUPPORTED, "no scorer could answer"),
        ("h=fail g=0.9", Queue.FLAGGED, "Generalization 0.90"),
        ("h=fail g=0.5", Queue.UNSURE, "the scorer failed"),
        ("d=0.99 e=0.99", None, "Nothing asks for a look"),
        ("d=fail", None, "Nothing asks for a look"),
    ],
)
def test_answers_of_concern_decide_the_queue(
    sqlite_store: Store, tmp_path: Path, text: str, queue: Queue | None, why: str
) -> None:
    number = filled(sqlite_store, tmp_path, {"c1": text})["c1"]
    counts = queue_counts(sqlite_store)
    waiting = [q for q in Queue if q not in {Queue.ALL, Queue.ATTENTION} and counts[q]]
    assert waiting == ([queue] if queue else [])
    assert why in queue_words(review(sqlite_store, number).reasons)


def test_a_failure_never_looks_like_a_low_score(store: Store, tmp_path: Path) -> None:
    number = filled(store, tmp_path, {"c1": "h=fail"})["c1"]
    item = queue_page(store, QueueFilter(queue=Queue.UNSUPPORTED)).items[0]
    badge = next(b for b in item.badges if b.label == "possible_hostility")
    assert (badge.status, badge.probability) == (Status.FAILED, None)
    assert review(store, number).recommendations["possible_hostility"].value == "unsupported"
