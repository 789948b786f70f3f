"""No address, message or state shows an exception: what can't be done is said in our words."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis.services.moderation.queue_address import FILTER_KEYS
from dashboard import wiring
from dashboard.components import mount
from dashboard.screens.screen_list import module
from dashboard.texts import text

OURS = text("shell.fault", kind="?").split("(")[0]

NASTY = (
    "", "0", "-1", "1.5", "nan", "inf", "1e309", "99999999999999999999", "9" * 5000, "٣", "²",
    "9999-12-31", "0001-01-01", "2026-02-30", "\x00", "\ud800", "' OR 1=1 --", '"', "%", "*",
    "<script>alert(1)</script>", "a" * 5000, "flagged", "possible_hostility", "🙂",
)  # fmt: skip

ELSEWHERE = {
    "tone": ("article", "section", "view", "by"),
    "label_lab": ("set", "view"),
    "thresholds": ("view", "label", "draft_hostility", "range_hostility"),
    "author": ("author", "page"),
    "try_comment": ("text",),
    "audit": ("page", "who"),
    "people": ("page",),
}


def draw_guarded(name: str) -> AppTest:
    """A screen as the app draws it: with the guard that stands around every page."""
    return AppTest.from_string(
        f"from {module(name)} import render\nfrom dashboard.faults import guarded\n"
        "guarded(render)()",
        default_timeout=60,
    )


def ask(at: AppTest, query: dict[str, str]) -> None:
    at.query_params.clear()
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, query
    assert not [error.value for error in at.error if OURS in error.value], query


def addresses(keys: tuple[str, ...], count: int) -> list[dict[str, str]]:
    chosen = random.Random(7)
    single = list(itertools.product(keys, NASTY))
    chosen.shuffle(single)
    pairs = [dict(chosen.sample(single, 3)) for _ in range(count // 3)]
    return [{key: value} for key, value in single[: count - len(pairs)]] + pairs


@pytest.mark.parametrize(("name", "count"), [("queue", 12), ("review", 9)])
def test_no_filter_in_the_address_fails(demo_url: str, name: str, count: int) -> None:
    at = draw_guarded(name)
    for query in (
        {"page": "99999999999999999999"},
        {"to": "9999-12-31"},
        {"from": "0001-01-01"},
        {"comment": "99999999999999999999"},
        {"comment": "999999999"},
        {"label": "possible_hostility", "sort": "score", "min": "0.2", "facet": "nothing"},
        {"to": "2199-12-31", "from": "1900-01-01"},
        *addresses((*FILTER_KEYS, "page", "comment", "focus"), count),
    ):
        ask(at, query)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_no_other_address_fails(demo_url: str, name: str) -> None:
    at = draw_guarded(name)
    for query in addresses(ELSEWHERE[name], 3):
        ask(at, query)


@pytest.mark.parametrize("name", ["queue", "review", "thresholds"])
def test_a_lost_database_is_said_and_nothing_is_shown_of_the_error(
    demo_url: str, name: str
) -> None:
    at = draw_guarded(name)
    at.run()
    wiring.store().engine.dispose()
    path = Path(demo_url.removeprefix("sqlite:///"))
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    at.run()
    assert not at.exception
    [error] = at.error
    assert "was deleted or moved away" in error.value.replace("\\", "")
    assert "SELECT" not in error.value


MESSAGES: list[Any] = [
    None, 7, "sync", [], {}, {"view": 1}, {"view": None, "message": "x"},
    {"at": 2**70, "message": 1}, {"have": "x"}, {"have": [[1]]}, {"met": {}},
]  # fmt: skip


@pytest.mark.parametrize("trigger", ["_heard", "_left"])
def test_no_message_of_the_page_fails(demo_url: str, trigger: str) -> None:
    script = f"""
import json
import streamlit as st
from dashboard.screens.review import screen
screen.render()
for message in json.loads(st.query_params["messages"]):
    if isinstance(message, dict) and "view" not in message:
        message["view"] = st.session_state[screen._LOOP].name
    kept = dict(st.session_state).get(screen._KEY)
    screen.st = type("Handed", (), {{"session_state": {{
        **{{key: st.session_state[key] for key in st.session_state}},
        screen._KEY: {{"sync": message, "leave": message}}}}}})
    screen.{trigger}()
    screen.st = st
"""
    at = AppTest.from_string(script, default_timeout=60)
    at.query_params["messages"] = json.dumps(MESSAGES)
    at.run()
    assert not at.exception


def test_no_message_of_the_queue_fails(demo_url: str) -> None:
    script = """
from types import SimpleNamespace
from dashboard.components import mount
from dashboard.screens.queue import screen
def sent(value):
    return lambda: lambda **_: SimpleNamespace(begin=value, open=value, queue=value)
for value in ([], {}, [1], "x", 1.5, True, -1, 10**30, None, {"queue": "all"}):
    mount.queue_list = sent(value)
    screen._list(screen.queue_address.filter_from({}), screen.queue_page(
        screen.wiring.store(), screen.queue_address.filter_from({"queue": "flagged"})))
"""
    real = mount.queue_list
    try:
        at = AppTest.from_string(script, default_timeout=60).run()
    finally:
        mount.queue_list = real
    assert not at.exception
