"""The record: every act with its person, profile and run, and never a comment's words."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide, undo
from scripted import filled

from analysis.domain.audit import AuditFilter
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.labels import RULES
from analysis.labels.word_lists import shipped_word_lists
from analysis.services.admin.audit_log import audit, audit_actions, audit_events
from analysis.services.data.erasure import erase_comment
from analysis.services.moderation.queue import queue_page
from analysis.services.site.rule_switches import (
    disabled_rules,
    set_word_list,
    switch_rule,
    word_lists,
)
from analysis.storage import audit as storage_audit
from analysis.storage.database import Store

EVERYTHING = AuditFilter()


def test_an_act_is_on_record_with_profile_and_run(store: Store, tmp_path: Path) -> None:
    number = filled(store, tmp_path, {"a": "h=0.9"})["a"]
    made = decide(store, number, Action.REJECT, person="anna", seen_sequence=0)
    undo(store, number, person="ben", seen_sequence=1)
    page = audit(store, EVERYTHING, person="anna")
    assert [(e.action, e.person) for e in page.events] == [
        ("undo", "ben"),
        ("reject", "anna"),
        ("score", "local"),
        ("publish_profile", "local"),
        ("import", "local"),
        ("import_begun", "local"),
    ]
    assert page.total == 6
    event = page.events[1]
    assert (event.comment_id, event.run_id) == (number, made.run_id)
    assert (event.profile_name, event.profile_version) == (made.profile_name, made.profile_version)
    assert event.detail["sequence"] == 1
    assert audit_actions(store) == [
        "import",
        "import_begun",
        "publish_profile",
        "reject",
        "score",
        "undo",
    ]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (AuditFilter(person="ben"), ["undo"]),
        (AuditFilter(action="reject"), ["reject"]),
        (AuditFilter(comment_id=1), ["undo", "reject"]),
        (AuditFilter(comment_id=2), []),
        (AuditFilter(date_to=datetime.now(UTC).date() - timedelta(days=2)), []),
        (AuditFilter(person="anna", date_from=datetime.now(UTC).date()), ["reject"]),
    ],
)
def test_events_are_found_by_each_filter(
    sqlite_store: Store, tmp_path: Path, where: AuditFilter, found: list[str]
) -> None:
    number = filled(sqlite_store, tmp_path, {"a": "h=0.9"})["a"]
    decide(sqlite_store, number, Action.REJECT, person="anna", seen_sequence=0)
    undo(sqlite_store, number, person="ben", seen_sequence=1)
    page = audit(sqlite_store, where, person="anna")
    assert [e.action for e in page.events] == found
    assert page.total == len(found)
    assert [e.action for e in audit_events(sqlite_store, where, person="anna")] == found[::-1]


def test_pages_of_the_record_do_not_overlap(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path, {"a": "h=0.9"})
    pages = [audit(store, EVERYTHING, person="anna", page=n, page_size=2) for n in (1, 2)]
    actions = [event.action for page in pages for event in page.events]
    assert actions == ["score", "publish_profile", "import", "import_begun"]
    with pytest.raises(BadInput, match="page is numbered"):
        audit(store, EVERYTHING, person="anna", page=0)


def test_no_words_of_a_comment_reach_the_record_or_a_log(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    number = filled(store, tmp_path, {"a": "Quillfeather is wrong h=0.9"})["a"]
    decide(store, number, Action.REJECT, person="anna", seen_sequence=0)
    queue_page(store, QueueFilter(queue=Queue.ALL, text="quillfeather"))
    erase_comment(store, number, person="anna", reason="asked")
    with store.read() as session:
        rows = session.execute(sa.text("SELECT * FROM audit_event")).all()
    assert "uillfeather" not in str(rows)
    assert "uillfeather" not in caplog.text


def test_a_rule_is_switched_off_and_on_again(store: Store) -> None:
    name = RULES[0].name
    switch_rule(store, name, on=False, person="rita", reason="noisy here")
    assert disabled_rules(store) == {name}
    switch_rule(store, name, on=True, person="rita")
    assert disabled_rules(store) == frozenset()
    with pytest.raises(BadInput, match="Unknown rule"):
        switch_rule(store, "no_such_rule", on=False, person="rita")


def test_a_word_list_is_replaced_and_given_back(store: Store) -> None:
    name = next(iter(shipped_word_lists().lists))
    set_word_list(store, name, ["  two   words ", "one", "one", ""], person="rita")
    assert word_lists(store) == {name: ("two words", "one")}
    set_word_list(store, name, None, person="rita")
    assert word_lists(store) == {}
    with pytest.raises(BadInput, match="Unknown word list"):
        set_word_list(store, "no_such_list", [], person="rita")
    with pytest.raises(BadInput):
        set_word_list(store, name, ["(unclosed"], person="rita")


@pytest.mark.parametrize(
    ("ago", "behind", "is_seen"),
    [
        (timedelta(minutes=1), 0, True),
        (timedelta(minutes=1), 300, True),  # somebody decided three hundred comments since
        (timedelta(minutes=20), 0, False),
        (timedelta(minutes=20), 300, False),
    ],
)
def test_an_act_is_recent_by_its_time_and_not_by_how_many_came_after_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, ago: timedelta, behind: int, is_seen: bool
) -> None:
    now = datetime.now(UTC)
    with store.write() as session:
        monkeypatch.setattr(storage_audit, "now", lambda: now - ago)
        storage_audit.log(session, "site", "take_comments")
        monkeypatch.setattr(storage_audit, "now", lambda: now)
        for _ in range(behind):
            storage_audit.log(session, "anna", "reject")
        since = now - timedelta(minutes=10)
        assert storage_audit.happened(session, "take_comments", since=since) is is_seen
