"""The routes beside Streamlit answer whatever they are sent, in words of ours, and do it once."""

from __future__ import annotations

import json
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient
from thoroughness import examples

from analysis.domain.account import Role
from analysis.domain.errors import Unavailable
from analysis.domain.review import Queue, QueueFilter
from analysis.services.access.accounts import create_account
from analysis.services.access.sessions import sign_in
from analysis.services.moderation.claims import hold
from analysis.services.moderation.queue import queue_page
from analysis.services.moderation.review import review
from analysis.services.moderation.review_commands import database_name
from analysis.storage.database import Store
from dashboard import wiring
from dashboard.web.routes import LARGEST_MESSAGE, ROUTES
from dashboard.web.session_cookie import COOKIE

PASSWORD = "correct horse battery"
#: What an answer may say is wrong with a message; the page has a sentence for each.
PROBLEMS = {
    "malformed", "session", "person", "database", "unavailable", "elsewhere", "too_large", None,
}  # fmt: skip
WALK = "0a1b2c3d4e5f.0"


@pytest.fixture
def client(demo_url: str) -> TestClient:
    return TestClient(Starlette(routes=ROUTES), base_url="http://127.0.0.1:8501")


def whole(commands: Any, *, person: str = "local") -> dict[str, Any]:
    return {"person": person, "database": database_name(wiring.store()), "commands": commands}


def rejecting(number: int) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "kind": "decide", "comment": number, "action": "reject"}


def post(client: TestClient, message: Any, path: str = "/moderato/commands") -> Any:
    """Send a message as a browser writes it: half a surrogate pair is six ASCII characters."""
    return client.post(
        path, content=json.dumps(message), headers={"Content-Type": "application/json"}
    )


def first(store: Store) -> int:
    return queue_page(store, QueueFilter(queue=Queue.ALL), page_size=1).items[0].comment_id


SENT: list[tuple[bytes, dict[str, str], int, str]] = [
    (b"", {}, 400, "malformed"),
    (b"{", {}, 400, "malformed"),
    (b"[" * 100_000, {}, 400, "malformed"),
    (b"\xff\xfe", {}, 400, "malformed"),
    (b"7", {}, 400, "malformed"),
    (b"{}", {}, 400, "malformed"),
    (b" " * (LARGEST_MESSAGE + 1), {}, 413, "too_large"),
    (b"{}", {"Content-Type": "text/plain"}, 403, "elsewhere"),
    (b"{}", {"Content-Type": "application/x-www-form-urlencoded"}, 403, "elsewhere"),
    (b"{}", {"Origin": "http://evil.example"}, 403, "elsewhere"),
    (b"{}", {"Origin": "null"}, 403, "elsewhere"),
    (b"{}", {"Cookie": f"{COOKIE}=%ff%00\\;=; x"}, 400, "malformed"),
]


@pytest.mark.parametrize("path", ["/moderato/commands", "/moderato/release"])
@pytest.mark.parametrize(("body", "headers", "status", "problem"), SENT)
def test_what_is_no_message_is_refused_by_what_is_wrong_with_it(
    client: TestClient, path: str, body: bytes, headers: dict[str, str], status: int, problem: str
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    answer = client.post(path, content=body, headers=sent)
    assert (answer.status_code, answer.json()["problem"]) == (status, problem)


ODD = st.sampled_from(
    [
        "", "\x00", "\ud800", "9" * 5000, "reject", "local", "possible_hostility", "universal",
        "confirm", "rules", "<b>x</b>", 0, -1, 1, 2**31, 2**70, 1.5, 1e309, None, True, [], {},
        [[1]], [0, 3], [3, 0],
    ]
)  # fmt: skip
FIELDS = st.sampled_from(
    "id kind comment action reason note sequence reports undoes batch span label facet verdict "
    "scorer".split()
)
KINDS = st.sampled_from(["decide", "undo", "undo_last", "undo_batch", "feedback", "explode", None])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(60))
@given(
    kind=KINDS, odd=st.dictionaries(FIELDS, ODD, max_size=5), around=st.none() | ODD, data=st.data()
)
def test_no_message_of_a_page_shows_an_exception(
    client: TestClient, kind: Any, odd: dict[str, Any], around: Any, data: st.DataObject
) -> None:
    good = {
        "id": str(uuid.uuid4()), "kind": kind, "comment": 1, "action": "approve",
        "reason": "insult", "label": "generalization", "facet": "universal", "span": [0, 3],
        "verdict": "reject",
    }  # fmt: skip
    message = whole([{**good, **odd}, around, rejecting(first(wiring.store()))])
    place = data.draw(st.sampled_from(["person", "database", "commands", "walk", "none"]))
    if place != "none":
        message[place] = around
    for path in ("/moderato/commands", "/moderato/release"):
        answer = post(client, message, path)
        assert answer.json().get("problem") in PROBLEMS, (message, answer.text)
        assert "Error" not in answer.text
        assert "Traceback" not in answer.text


TEXTS = "id action reason note undoes batch label facet verdict scorer".split()


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800", "9" * 5000])
def test_one_that_is_refused_keeps_no_other_from_being_done(client: TestClient, odd: str) -> None:
    number = first(wiring.store())
    part = {"comment": number, "action": "reject", "label": "generalization", "facet": "universal"}
    part |= {"span": [0, 3], "verdict": "reject", "undoes": "0a1b2c3d", "batch": "0a1b2c3d"}
    odd_ones = [
        {**part, "id": str(uuid.uuid4()), "kind": kind, field: odd}
        for kind in ("decide", "undo", "undo_batch", "feedback")
        for field in TEXTS
    ]
    answer = post(client, whole([{"id": 7}, *odd_ones, {**part, "kind": "undo_last"}]))
    assert answer.status_code == 200
    assert len(answer.json()["answers"]) == len(odd_ones) + 2
    assert max(len(one["sentence"]) for one in answer.json()["answers"]) < 300


def test_decisions_go_to_whom_the_cookie_names_and_to_nobody_else(client: TestClient) -> None:
    store = wiring.store()
    create_account(store, "ana", PASSWORD, Role.ADMIN)
    create_account(store, "bo", PASSWORD, Role.MODERATOR, person="ana")
    number = first(store)
    message = whole([rejecting(number)], person="ana")
    tokens = {"ended": "made-up", "bo": sign_in(store, "bo", PASSWORD).token}
    for who, problem in (("ended", "session"), ("bo", "person")):
        client.cookies.set(COOKIE, tokens[who])
        assert post(client, message).json()["problem"] == problem
    assert review(store, number).decisions == ()
    client.cookies.set(COOKIE, sign_in(store, "ana", PASSWORD).token)
    for _ in range(2):
        assert post(client, message).json()["answers"][0]["ok"]
    assert [decision.person for decision in review(store, number).decisions] == ["ana"]


def test_a_page_that_goes_lets_go_and_what_it_sent_before_takes_nothing_back(
    client: TestClient,
) -> None:
    store = wiring.store()
    number = first(store)
    hold(store, [number], person="local", walk=WALK)
    assert client.post("/moderato/release", json={"walk": WALK}).status_code == 200
    hold(store, [number], person="local", walk=WALK)
    assert review(store, number).claimed_by is None


def test_a_busy_or_lost_database_is_trouble_and_no_refusal(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = first(wiring.store())
    message = whole([rejecting(number)])

    @contextmanager
    def busy(_: Store) -> Any:
        raise Unavailable("busy")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", busy)
        answer = post(client, message)
        assert (answer.status_code, answer.json()) == (
            503,
            {"problem": "unavailable", "answers": []},
        )
    url = wiring.settings().database_url
    wiring.store().engine.dispose()
    for file in Path(url.removeprefix("sqlite:///")).parent.glob("demo.db*"):
        file.unlink()
    answer = post(client, message)
    assert (answer.status_code, answer.json()["problem"]) == (503, "unavailable")


def test_our_own_page_stands_ready_for_when_nobody_answers(client: TestClient) -> None:
    offline = client.get("/moderato/offline")
    assert "Moderato is not answering; nothing you decided is lost." in offline.text
    assert "moderato/offline" in client.get("/moderato/worker.js").text
    assert set(client.get("/moderato/state").json()) == {"instance", "version"}
