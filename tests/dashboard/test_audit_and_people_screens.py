"""Who did what is found and taken along; accounts are made, changed and kept out."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from analysis.domain.account import PERMISSIONS, Permission, Role
from analysis.domain.audit import AuditEvent, AuditFilter
from analysis.domain.decision import Action, ReviewState
from analysis.domain.profile import Threshold
from analysis.domain.review import QueueFilter
from analysis.services.access import accounts, sessions
from analysis.services.admin import audit_log
from analysis.services.data import erasure
from analysis.services.moderation.bulk_decisions import decide_many
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.services.thresholds import profile_publishing, profiles
from analysis.storage.database import open_store
from dashboard.screens.audit import details_in_words, events_csv, events_jsonl
from dashboard.screens.people import permission_rows
from dashboard.screens.screen_list import module

Screen = Callable[..., AppTest]
PASSWORD = "a long enough word"


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label == label).click().run()


def said(at: AppTest) -> str:
    parts = [*at.markdown, *at.caption, *at.info, *at.error, *at.success]
    return "\n".join(str(part.value) for part in parts)


def test_what_was_done_is_listed_newest_first_with_who_and_under_which_thresholds(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    profile_publishing.publish_profile(
        store,
        {"generalization": Threshold(flag_at=0.9, clear_below=0.1)},
        person="local",
        reason="Too many",
    )
    at = screen("audit")
    assert not at.exception
    first = at.dataframe[0].value.iloc[0]
    assert (first["What"], first["Who"]) == ("publish profile", "local")
    assert "Too many" in first["Details"]
    version = profiles.active_profile(store).version
    assert first["Thresholds"].endswith(f" {version}")


def test_an_entry_that_names_no_comment_leaves_the_cell_empty(
    demo_url: str, screen: Screen
) -> None:
    table = screen("audit").dataframe[0]
    assert table.value["Comment"].isna().any()
    assert table.proto.HasField("placeholder")
    assert table.proto.placeholder == ""


def test_a_bulk_decision_is_taken_back_as_a_whole_from_its_line(
    demo_url: str, screen: Screen
) -> None:
    store = open_store(demo_url)
    ids = [item.comment_id for item in queue_page(store, QueueFilter()).items[:3]]
    decide_many(store, ids, Action.REJECT, person="local", reason_code="spam")
    at = screen("audit")
    assert "Bulk decision of local" in said(at)
    press(at, "Undo it on all 3")
    assert not at.exception
    assert {review(store, id_).state for id_ in ids} == {ReviewState.OPEN}
    assert "Bulk decision" not in said(at)


def test_erasures_are_found_by_one_switch_with_their_reason(demo_url: str, screen: Screen) -> None:
    erasure.erase_comment(open_store(demo_url), 3, person="local", reason="The writer asked")
    at = screen("audit")
    at.toggle(key="erasures").set_value(True).run()
    table = at.dataframe[0].value
    assert table["Comment"].tolist() == ["review?comment=3&queue=all&read=1"]
    assert "The writer asked" in table["Details"].tolist()[0]


def test_the_filter_narrows_and_an_empty_answer_says_so(demo_url: str, screen: Screen) -> None:
    at = screen("audit")
    at.text_input(key="who").set_value("nobody").run()
    assert "No entry matches" in said(at)


def test_without_any_act_the_screen_says_so(empty_url: str, screen: Screen) -> None:
    assert "Nothing has been done yet" in said(screen("audit"))


EVENT = AuditEvent(
    id=7,
    at=datetime(2026, 3, 1, tzinfo=UTC),
    person="=ann",
    action="switch_rule",
    detail={"rule": "hostility.x", "reason": "@home", "words": [1, 2]},
)


def test_the_export_starts_no_formula_and_keeps_the_details() -> None:
    (row,) = csv.DictReader(io.StringIO(events_csv([EVENT])))
    assert row["person"] == "'=ann"
    assert row["detail"] == "rule: hostility.x; reason: @home; words: [1, 2]"
    (line,) = events_jsonl([EVENT]).splitlines()
    assert json.loads(line)["detail"] == {
        "rule": "hostility.x",
        "reason": "@home",
        "words": [1, 2],
    }


def test_the_first_account_is_an_admin_s_and_others_follow(demo_url: str, screen: Screen) -> None:
    store = open_store(demo_url)
    at = screen("people")
    assert "There are no accounts" in said(at)
    assert at.selectbox(key="new_role").options == ["admin"]
    at.text_input(key="new_name").set_value("rosa")
    at.text_input(key="new_password").set_value(PASSWORD)
    press(at, "Make the account")
    assert [(one.name, one.role) for one in accounts.accounts(store)] == [("rosa", Role.ADMIN)]
    assert sessions.sign_in(store, "rosa", PASSWORD).account.name == "rosa"


def test_a_short_password_is_refused_in_place(empty_url: str, screen: Screen) -> None:
    at = screen("people")
    at.text_input(key="new_name").set_value("rosa")
    at.text_input(key="new_password").set_value("short")
    press(at, "Make the account")
    assert not at.exception
    assert "at least 10 characters" in at.error[0].value.replace("\\", "")
    assert accounts.accounts(open_store(empty_url)) == []


def test_only_those_who_may_see_the_audit_or_the_accounts(demo_url: str) -> None:
    store = open_store(demo_url)
    accounts.create_account(store, "rosa", PASSWORD, Role.ADMIN)
    accounts.create_account(store, "mo", PASSWORD, Role.MODERATOR, person="rosa")
    at = as_person("mo", "audit")
    assert "may not do this" in at.exception[0].message
    assert as_person("rosa", "audit").dataframe
    assert list(audit_log.audit_events(store, AuditFilter(), person="rosa"))


def test_a_person_is_kept_out_let_in_and_given_another_role(demo_url: str) -> None:
    store = open_store(demo_url)
    accounts.create_account(store, "rosa", PASSWORD, Role.ADMIN)
    accounts.create_account(store, "mo", PASSWORD, Role.MODERATOR, person="rosa")
    at = as_person("rosa", "people")
    at.selectbox(key="account_changed").select_index(0).run()
    assert at.selectbox(key="account_changed").value == "mo"
    press(at, "Keep from signing in")
    assert [one.disabled for one in accounts.accounts(store)] == [True, False]
    press(at, "Let sign in again")
    role = next(one for one in at.selectbox if one.label == "Role" and one.key is None)
    role.set_value(Role.RESEARCHER)
    press(at, "Give this role")
    assert [one.role for one in accounts.accounts(store)] == [Role.RESEARCHER, Role.ADMIN]


def test_the_last_admin_stays_one(demo_url: str) -> None:
    store = open_store(demo_url)
    accounts.create_account(store, "rosa", PASSWORD, Role.ADMIN)
    at = as_person("rosa", "people")
    press(at, "Keep from signing in")
    assert at.error
    assert not accounts.accounts(store)[0].disabled


def test_the_table_of_roles_says_what_the_services_enforce() -> None:
    rows = permission_rows()
    assert len(rows) == len(Permission)
    for row, permission in zip(rows, Permission, strict=True):
        for role in Role:
            assert (row[role.value] == "may") is (permission in PERMISSIONS[role])


def as_person(name: str, screen: str) -> AppTest:
    """A screen drawn for somebody who has signed in."""
    at = AppTest.from_string(f"from {module(screen)} import render\nrender()", default_timeout=60)
    store = open_store(os.environ["MODERATO_DATABASE_URL"])
    at.session_state["session_token"] = sessions.sign_in(store, name, PASSWORD).token
    return at.run()


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ({"batch": 3, "file": "a.csv", "new": 4, "unchanged": 0}, "batch 3; file: a.csv; new: 4"),
        ({"batch": "b1c2", "sequence": 2}, "part of bulk decision b1c2"),
        ({"scored": 44, "again": False}, "scored: 44"),
    ],
)
def test_details_name_an_import_a_bulk_decision_and_only_what_happened(
    detail: dict[str, object], shown: str
) -> None:
    assert details_in_words(detail) == shown
