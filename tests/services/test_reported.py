"""Readers' reports: they put a comment before a person, each reader once, and change no score."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide, undo
from exported import exported
from scripted import USUAL, ScriptedPipeline, filled, numbers, write_comments
from test_decide import dump_cache

from analysis.domain.audit import AuditFilter
from analysis.domain.decision import Action, ReviewState
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import UserReportImport
from analysis.domain.profile import Threshold
from analysis.domain.review import Queue, QueueFilter
from analysis.services.admin.audit_log import audit
from analysis.services.data.batches import undo as take_back
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file, quarantined
from analysis.services.data.scoring import score
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.bulk_decisions import decide_many
from analysis.services.moderation.queue import (
    articles,
    neighbour,
    queue_counts,
    queue_page,
    report_choices,
)
from analysis.services.moderation.review import review
from analysis.services.thresholds.previews import histogram
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.services.tone.tone_counts import tone_by_article
from analysis.storage.database import Store
from analysis.storage.queue_index import index
from dashboard.texts import queue_words

TEXTS = {
    "c1": "Calm words.",
    "c2": "You are a fool. h=0.9",
    "c3": "Calm words too.",
    "c4": "Perhaps. h=0.5",
}
REPORTED = QueueFilter(queue=Queue.REPORTED)


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Four labelled comments by their platform's ids."""
    return filled(store, tmp_path, TEXTS)


def write_reports(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def report(comment: str, reporter: str = "ann", reason: str = "abusive") -> dict[str, object]:
    when = "2026-03-06T10:00:00Z"
    return {"comment_id": comment, "reporter": reporter, "reason": reason, "created_at": when}


def bring(store: Store, folder: Path, *rows: dict[str, object]) -> UserReportImport:
    return import_reports(store, write_reports(folder / "reports.jsonl", *rows))


def waiting(store: Store, where: QueueFilter = REPORTED) -> list[str]:
    return [item.platform_id for item in queue_page(store, where).items]


def test_a_reported_comment_waits_whatever_the_machine_thought_of_it(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1"), report("c2"))
    assert waiting(store) == ["c2", "c1"]
    counts = queue_counts(store)
    assert (counts[Queue.REPORTED], counts[Queue.FLAGGED], counts[Queue.ALL]) == (2, 0, 4)
    assert [row.waiting for row in articles(store)] == [3]


def test_many_independent_readers_come_first_and_the_line_says_so(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    rows = [report("c2", "ann"), report("c2", "ann", "spam")]
    rows += [report("c3", who, "COMMENT_REPORTED_ABUSIVE") for who in ("ann", "bo", "cy")]
    bring(store, tmp_path, *rows)
    first, second = queue_page(store, REPORTED).items
    assert (first.platform_id, second.platform_id) == ("c3", "c2")
    assert queue_words(first.reasons) == "3 readers reported it (abusive 3)"
    assert queue_words(second.reasons).startswith(
        "1 reader reported it (abusive 1, spam 1); Possible hostility"
    )
    assert first.priority == pytest.approx(3 + USUAL)


def test_the_same_file_twice_adds_nothing_and_names_nobody(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    rows = [report("c1", "quillfeather"), report("c1", "bo"), report("c3", "quillfeather")]
    first, again = (bring(store, tmp_path, *rows) for _ in range(2))
    assert (first.new, first.known, first.comments) == (3, 0, 2)
    assert (again.new, again.known, again.comments) == (0, 3, 0)
    with store.read() as session:
        kept = session.execute(sa.text("SELECT * FROM reader_report ORDER BY id")).all()
    assert "quillfeather" not in repr(kept)
    # One reader's reports of two comments can't be told to be one reader's.
    assert len({row.reporter for row in kept}) == 3


def test_what_is_about_no_comment_here_is_told_and_comes_in_later(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    told = bring(store, tmp_path, report("c1"), report("nowhere"), {"reason": "abusive"})
    assert (told.new, told.unknown, told.quarantined) == (1, 1, 2)
    assert {q.position: q.reason.split(";")[0] for q in told.quarantine} == {
        "line 2": "is about a comment that is not in this database",
        "line 3": "does not say which comment was reported",
    }
    assert quarantined(store)[1] == 2
    import_file(store, write_comments(tmp_path / "late.jsonl", {"nowhere": "It came later."}))
    assert bring(store, tmp_path, report("c1"), report("nowhere")).new == 1


def test_an_id_that_two_threads_use_needs_the_thread(store: Store, tmp_path: Path) -> None:
    for thread in ("trams", "buses"):
        path = write_comments(tmp_path / f"{thread}.jsonl", {"1": f"On {thread}"}, thread_id=thread)
        import_file(store, path)
    alone = bring(store, tmp_path, {"comment_id": "1", "reporter": "ann"})
    assert "2 threads use" in alone.quarantine[0].reason
    both = {"comment_id": "1", "thread_id": "buses", "reporter": "ann"}
    assert bring(store, tmp_path, both).new == 1
    assert [item.article_id for item in queue_page(store, REPORTED).items] == ["buses"]


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT])
def test_a_decision_answers_the_reports_so_far_and_a_later_reader_reopens_it(
    store: Store, ids: dict[str, int], tmp_path: Path, action: Action
) -> None:
    bring(store, tmp_path, report("c1", "ann"))
    decide(store, ids["c1"], action, person="mo", seen_sequence=0)
    assert waiting(store) == []
    assert bring(store, tmp_path, report("c1", "ann", "spam")).new == 1
    assert waiting(store) == [], "the same reader once more asks nothing new"
    bring(store, tmp_path, report("c1", "bo"), report("c1", "cy"))
    [item] = queue_page(store, REPORTED).items
    done = {Action.APPROVE: "Approved", Action.REJECT: "Rejected"}[action]
    assert queue_words(item.reasons).startswith(f"{done}; 2 readers reported it since, 1 before")
    view = review(store, ids["c1"])
    assert view.reported is not None
    assert (view.reported.people, view.reported.waiting) == (3, 2)
    decide(store, ids["c1"], action, person="mo", seen_sequence=view.last_sequence)
    assert waiting(store) == []


def test_a_report_that_came_while_the_comment_was_on_screen_is_not_answered(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1", "ann"))
    shown = review(store, ids["c1"]).reported
    assert shown is not None
    bring(store, tmp_path, report("c1", "bo"))
    decide(store, ids["c1"], Action.APPROVE, person="mo", seen_sequence=0, seen_reports=shown.last)
    assert waiting(store) == ["c1"]


def test_undoing_a_decision_asks_its_reports_again(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1"))
    decide(store, ids["c1"], Action.APPROVE, person="mo", seen_sequence=0)
    undo(store, ids["c1"], person="mo", seen_sequence=1)
    assert waiting(store) == ["c1"]


@pytest.mark.parametrize(
    ("action", "queue"),
    [(Action.ESCALATE, Queue.ESCALATED), (Action.SECOND_OPINION, Queue.SECOND_OPINION)],
)
def test_what_waits_for_a_person_anyway_stays_there_and_becomes_more_urgent(
    store: Store, ids: dict[str, int], tmp_path: Path, action: Action, queue: Queue
) -> None:
    decide(store, ids["c2"], action, person="mo", seen_sequence=0)
    bring(store, tmp_path, report("c2"))
    assert waiting(store) == []
    [item] = queue_page(store, QueueFilter(queue=queue)).items
    assert item.priority == pytest.approx(1.9)
    assert "1 reader reported it" in queue_words(item.reasons)


def test_one_decision_on_many_answers_their_reports(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1"), report("c3"))
    decide_many(
        store, [ids["c1"], ids["c3"]], Action.APPROVE, person="mo", reason_code="within_rules"
    )
    assert waiting(store) == []


def test_what_an_undone_import_brought_is_not_reported(store: Store, tmp_path: Path) -> None:
    wrong = write_comments(tmp_path / "wrong.jsonl", {"c1": "Calm words."}, thread_id="all")
    take_back(store, import_file(store, wrong).batch)
    assert bring(store, tmp_path, report("c1")).unknown == 1
    import_file(store, write_comments(tmp_path / "right.jsonl", {"c1": "Calm words."}))
    assert bring(store, tmp_path, report("c1")).new == 1
    assert waiting(store) == ["c1"]


def test_reason_and_label_narrow_the_queue(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    rows = [report("c1", "ann", "spam"), report("c2", "ann", "COMMENT_REPORTED_ABUSIVE")]
    bring(store, tmp_path, *rows, report("c3", "ann", "prejudice"))
    by_reason = QueueFilter(queue=Queue.REPORTED, report_reason="spam")
    assert waiting(store, by_reason) == ["c1"]
    assert queue_page(store, by_reason).total == 1
    by_label = QueueFilter(queue=Queue.REPORTED, report_label="possible_hostility")
    assert waiting(store, by_label) == ["c2"]
    assert neighbour(store, by_label, None) == ids["c2"]
    assert report_choices(store) == (
        [
            ("COMMENT_REPORTED_ABUSIVE", "abusive"),
            ("prejudice", "prejudice against a group"),
            ("spam", "spam"),
        ],
        ["possible_hostility", "generalization"],
    )
    with pytest.raises(BadInput, match="did you mean 'generalization'"):
        queue_page(store, QueueFilter(queue=Queue.REPORTED, report_label="generalisation"))


def test_a_sites_own_reason_can_be_given_a_label(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    path = write_reports(tmp_path / "own.jsonl", report("c1", "ann", "Very rude"))
    import_reports(store, path, labels={"very_rude": "possible_hostility"})
    assert waiting(store, QueueFilter(queue=Queue.REPORTED, report_label="possible_hostility"))
    with pytest.raises(BadInput, match="unknown label 'hostility'"):
        import_reports(store, path, labels={"very_rude": "hostility"})


def test_no_score_no_tone_and_no_threshold_moves(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    decide(store, ids["c2"], Action.REJECT, person="mo", seen_sequence=0)

    def measured() -> list[object]:
        labels = {key: review(store, number).labels for key, number in ids.items()}
        return [labels, tone_by_article(store), histogram(store, "possible_hostility")]

    before = measured()
    bring(store, tmp_path, *(report(key, who) for key in ids for who in ("ann", "bo")))
    assert measured() == before
    assert waiting(store) == ["c2", "c4", "c3", "c1"]


def test_a_new_profile_leaves_reported_comments_where_they_are(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c4"))
    strict = {
        label: Threshold(flag_at=0.4, clear_below=0.2) for label in active_profile(store).thresholds
    }
    publish_profile(store, strict, person="local", reason="stricter")
    assert waiting(store) == ["c4"]
    assert queue_counts(store)[Queue.REPORTED] == 1
    _same_when_rebuilt(store)


def test_the_cache_is_the_same_when_it_is_built_anew(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1"), report("c2"), report("c3"))
    decide(store, ids["c1"], Action.APPROVE, person="mo", seen_sequence=0)
    decide(store, ids["c2"], Action.REJECT, person="mo", seen_sequence=0)
    bring(store, tmp_path, report("c1", "bo"))
    import_file(store, write_comments(tmp_path / "b.jsonl", {"c1": "Edited after approval. h=0.8"}))
    score(store, ScriptedPipeline())
    assert waiting(store) == ["c1", "c3"]
    _same_when_rebuilt(store)


def _same_when_rebuilt(store: Store) -> None:
    kept = dump_cache(store)
    with store.write() as session:
        index.rebuild(session, active_profile(store))
    assert dump_cache(store) == kept


def test_counts_beside_the_comments_are_taken_along_and_grow(store: Store, tmp_path: Path) -> None:
    flagged = {"FLAG": 3, "FLAG__COMMENT_REPORTED_ABUSIVE": 2, "FLAG__COMMENT_DETECTED_TOXIC": 1}
    path = write_comments(tmp_path / "coral.jsonl", {"c1": "Calm words."}, actionCounts=flagged)
    told = import_file(store, path)
    assert "1 comment: readers' reports counted in the file, kept as such." in told.notes
    assert import_file(store, path).unchanged == 1
    score(store, ScriptedPipeline())
    number = numbers(store)["c1"]
    assert _reported(store, number) == (2, 2)
    # The same people, now one by one: no more than two have reported it.
    coral = [
        {
            "_id": {"$oid": f"5f{n}"},
            "actionType": "FLAG",
            "commentID": "c1",
            "storyID": "elsewhere",
            "reason": "COMMENT_REPORTED_ABUSIVE",
            "userID": f"user-{n}",
            "createdAt": {"$date": "2026-03-06T10:00:00Z"},
        }
        for n in (1, 2)
    ]
    assert bring(store, tmp_path, *coral).new == 2
    assert _reported(store, number) == (2, 2)
    decide(store, number, Action.APPROVE, person="mo", seen_sequence=0)
    grown = {**flagged, "FLAG": 5, "FLAG__COMMENT_REPORTED_ABUSIVE": 4}
    path = write_comments(tmp_path / "coral.jsonl", {"c1": "Calm words."}, actionCounts=grown)
    import_file(store, path)
    assert _reported(store, number) == (4, 2)
    assert review(store, number).state is ReviewState.APPROVED
    assert waiting(store) == ["c1"]


def _reported(store: Store, number: int) -> tuple[int, int]:
    found = review(store, number).reported
    assert found is not None
    return found.people, found.waiting


def test_the_export_tells_how_many_and_why_and_not_who(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1", "quillfeather"), report("c1", "bo", "spam"))
    line = next(record for record in exported(store) if record["comment"]["id"] == "c1")
    assert line["reports"] == {
        "people": 2,
        "waiting": 2,
        "latest": datetime(2026, 3, 6, 10, tzinfo=UTC).isoformat(),
        "reasons": [
            {"reason": "abusive", "label": "possible_hostility", "people": 1},
            {"reason": "spam", "label": None, "people": 1},
        ],
    }
    assert "quillfeather" not in json.dumps(line)


def test_an_erasure_takes_the_reports_along_and_none_comes_back(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1"), report("c3"))
    erase_comment(store, ids["c1"], person="dora", reason="asked")
    with store.read() as session:
        left = session.scalars(sa.text("SELECT comment_id FROM reader_report")).all()
    assert left == [ids["c3"]]
    again = bring(store, tmp_path, report("c1"))
    assert (again.new, again.erased) == (0, 1)
    assert waiting(store) == ["c3"]


def test_the_audit_says_who_brought_reports_in_and_how_many(
    store: Store, ids: dict[str, int], tmp_path: Path
) -> None:
    bring(store, tmp_path, report("c1"), report("nowhere"))
    [event] = audit(store, AuditFilter(action="import_reports"), person="local").events
    assert event.detail["new"] == 1
    assert event.detail["unknown"] == 1
