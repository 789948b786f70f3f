"""Who may ask, how often, how much, and from where; and what is written down of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scripted_release import LivePipeline
from starlette.requests import Request
from starlette.testclient import TestClient

from analysis.api import server as server_module
from analysis.api.bodies_in_hand import BodiesInHand
from analysis.api.caller import KNOWN_SECONDS, Callers
from analysis.api.limits import read_limited
from analysis.api.perspective.errors import ServiceError
from analysis.api.running import check_reach
from analysis.domain.account import Role
from analysis.domain.api_key import Scope
from analysis.domain.errors import BadInput
from analysis.services.access.accounts import create_account, disable_account, enable_account
from analysis.services.access.api_keys import api_keys, create_key, revoke_key
from analysis.services.access.quota import Quota
from analysis.storage.database import Store

ANALYZE = "/v1alpha1/comments:analyze"
BODY = {"comment": {"text": "h=0.75"}, "requestedAttributes": {"TOXICITY": {}}}


def secret_of(store: Store, name: str = "coral", *scopes: Scope, **more: Any) -> str:
    return create_key(store, name, scopes=scopes or (Scope.ANALYZE,), **more)[1]


@pytest.mark.parametrize(
    "where",
    [
        lambda key: {"params": {"key": key}},
        lambda key: {"headers": {"x-goog-api-key": key}},
        lambda key: {"headers": {"Authorization": f"Bearer {key}"}},
    ],
    ids=["query", "x-goog-api-key", "Authorization"],
)
def test_a_key_is_shown_in_any_of_three_places(
    sqlite_store: Store, serving: Callable[..., TestClient], where: Callable[[str], Any]
) -> None:
    key = secret_of(sqlite_store)
    client = serving()
    assert client.post(ANALYZE, json=BODY, **where(key)).status_code == 200
    refused = client.post(ANALYZE, json=BODY, **where("wrong")).json()["error"]
    assert refused["message"] == "API key not valid. Please pass a valid API key."
    assert refused["details"][0]["reason"] == "API_KEY_INVALID"


def test_the_discovery_document_tells_a_key_that_is_none(
    sqlite_store: Store, serving: Callable[..., TestClient]
) -> None:
    key = secret_of(sqlite_store)
    client = serving()
    address = "/$discovery/rest?version=v1alpha1"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}&key={key}").status_code == 200
    refused = client.get(f"{address}&key=wrong")
    assert refused.status_code == 400
    assert refused.json()["error"]["details"][0]["reason"] == "API_KEY_INVALID"


def test_without_a_key_nothing_is_answered_once_there_are_keys(
    sqlite_store: Store, serving: Callable[..., TestClient]
) -> None:
    secret_of(sqlite_store)
    response = serving().post(ANALYZE, json=BODY)
    assert (response.status_code, response.json()["error"]["status"]) == (403, "PERMISSION_DENIED")


def test_a_key_opens_its_scopes_alone(
    sqlite_store: Store, serving: Callable[..., TestClient]
) -> None:
    key = secret_of(sqlite_store)
    client = serving()
    response = client.post(f"/v1alpha1/comments:suggestscore?key={key}", json=BODY)
    assert response.status_code == 403
    assert client.get(f"/metrics?key={key}").status_code == 403


def test_a_revoked_key_opens_nothing_within_seconds(sqlite_store: Store) -> None:
    now = [0.0]
    callers = Callers(sqlite_store, Quota(), clock=lambda: now[0])
    key = secret_of(sqlite_store)
    assert callers.caller(key).name == "coral"
    revoke_key(sqlite_store, "coral")
    secret_of(sqlite_store, "other")
    now[0] += KNOWN_SECONDS
    with pytest.raises(ServiceError, match="not valid"):
        callers.caller(key)


def test_whoever_held_the_last_key_does_not_get_in_without_it(sqlite_store: Store) -> None:
    now = [0.0]
    callers = Callers(sqlite_store, Quota(), clock=lambda: now[0])
    assert callers.caller("").person == "local"  # no key was ever made
    key = secret_of(sqlite_store)
    revoke_key(sqlite_store, "coral")
    now[0] += KNOWN_SECONDS
    with pytest.raises(ServiceError, match="not valid"):
        callers.caller(key)
    with pytest.raises(ServiceError, match="unregistered callers"):
        callers.caller("")
    with pytest.raises(BadInput, match="moderato keys add"):
        check_reach(sqlite_store, "0.0.0.0")
    another = secret_of(sqlite_store, "another")
    now[0] += KNOWN_SECONDS
    assert callers.caller(another).name == "another"


def test_a_disabled_accounts_key_opens_nothing_until_it_comes_back(sqlite_store: Store) -> None:
    now = [0.0]
    callers = Callers(sqlite_store, Quota(), clock=lambda: now[0])
    create_account(sqlite_store, "anna", None, Role.ADMIN)
    create_account(sqlite_store, "rita", None, Role.MODERATOR, person="anna")
    key = secret_of(sqlite_store, "site", Scope.READ, account="rita", person="anna")
    of_nobody = secret_of(sqlite_store, "other", person="anna")
    assert callers.caller(key).person == "rita"
    disable_account(sqlite_store, "rita", person="anna")
    now[0] += KNOWN_SECONDS
    with pytest.raises(ServiceError, match="not valid"):
        callers.caller(key)
    assert callers.caller(of_nobody).name == "other"
    enable_account(sqlite_store, "rita", person="anna")
    now[0] += KNOWN_SECONDS
    assert callers.caller(key).person == "rita"


def test_a_secret_is_never_kept(sqlite_store: Store) -> None:
    key = secret_of(sqlite_store)
    sqlite_store.flush_log()
    file = Path(sqlite_store.url.removeprefix("sqlite:///"))
    assert key.encode() not in file.read_bytes()
    assert [known.name for known in api_keys(sqlite_store)] == ["coral"]


def test_over_its_quota_a_key_gets_the_services_429(
    sqlite_store: Store, serving: Callable[..., TestClient]
) -> None:
    key = secret_of(sqlite_store, per_minute=2)
    client = serving()
    answers = [client.post(f"{ANALYZE}?key={key}", json=BODY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    error = answers[2].json()["error"]
    assert error["status"] == "RESOURCE_EXHAUSTED"
    assert error["details"][0]["reason"] == "RATE_LIMIT_EXCEEDED"
    assert error["details"][0]["metadata"]["quota_limit_value"] == "2"
    assert int(answers[2].headers["retry-after"]) >= 1


def test_a_quota_fills_up_evenly() -> None:
    now = [0.0]
    quota = Quota(clock=lambda: now[0])
    assert [quota.take("a", 60) > 0 for _ in range(61)] == [False] * 60 + [True]
    now[0] = 1.5
    assert [quota.take("a", 60) > 0 for _ in range(2)] == [False, True]
    assert quota.take("b", 60) == quota.take("c", None) == 0.0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "labels.example.org"])
def test_listening_elsewhere_needs_a_key(sqlite_store: Store, host: str) -> None:
    with pytest.raises(BadInput, match="moderato keys add"):
        check_reach(sqlite_store, host)
    secret_of(sqlite_store)
    check_reach(sqlite_store, host)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_listening_here_needs_none(sqlite_store: Store, host: str) -> None:
    check_reach(sqlite_store, host)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "localhost:8000"}, 200),
        ({"Host": "commentanalyzer.googleapis.com"}, 200),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example@localhost"}, 403),
        ({"Host": "localhost/evil.example"}, 403),
        ({"Host": "[::1],evil.example"}, 403),
        ({"Host": "localhost:8000", "Origin": "file://localhost:8000"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "localhost:8000", "Origin": "http://localhost:8000"}, 200),
        ({"Host": "localhost:8000", "Origin": "https://evil.example"}, 403),
        ({"Host": "localhost:8000", "Origin": "https://site.example"}, 200),
        ({"Host": "localhost:8000", "Origin": "null"}, 403),
    ],
)
def test_foreign_hosts_and_origins_are_refused_where_no_key_is_needed(
    serving: Callable[..., TestClient], headers: dict[str, str], status: int
) -> None:
    client = serving(api_origins="https://site.example")
    assert client.post(ANALYZE, json=BODY, headers=headers).status_code == status


def test_too_large_a_body_is_refused(client: TestClient) -> None:
    response = client.post(ANALYZE, content=b" " * (1024 * 1024 + 1))
    assert response.status_code == 413
    announced = client.post(ANALYZE, content=b"{}", headers={"Content-Length": "99999999"})
    assert announced.status_code == 413


def test_what_all_bodies_together_take_of_memory_is_bounded() -> None:
    """A thousand callers may send a megabyte each, and be slow about it."""

    async def read(scope: Any, receive: Any, _send: Any) -> None:
        await read_limited(Request(scope, receive))
        await scope["until"].wait()

    async def asked(bodies: BodiesInHand, size: int, until: asyncio.Event) -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"x" * size}

        scope = {"type": "http", "method": "POST", "headers": [], "until": until}
        await bodies(scope, receive, receive)

    async def several() -> None:
        bodies, until = BodiesInHand(read, most=100), asyncio.Event()
        first = asyncio.create_task(asked(bodies, 60, until))
        await asyncio.sleep(0)
        with pytest.raises(ServiceError, match="unavailable"):
            await asked(bodies, 60, until)
        until.set()
        await first
        await asked(bodies, 60, until)

    asyncio.run(several())


def test_no_text_and_no_key_is_written_down_and_nothing_at_all_where_asked(
    serving: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    requests = logging.getLogger("moderato.requests")
    requests.addHandler(caplog.handler)
    requests.setLevel(logging.INFO)
    client = serving(api_log=True)
    client.post(f"{ANALYZE}?key=hush", json={**BODY, "comment": {"text": "a secret break"}})
    client.post(ANALYZE, json={**BODY, "doNotStore": True})
    client.post(ANALYZE, json={**BODY, "comment": {"text": "lang=de"}, "do_not_store": True})
    client.post(ANALYZE, json={"doNotStore": True})
    requests.removeHandler(caplog.handler)
    (line,) = {r.getMessage() for r in caplog.records if r.name == "moderato.requests"}
    entry = json.loads(line)
    assert (entry["route"], entry["status"], entry["key"]) == (ANALYZE, 500, "local")
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("httpx")]
    assert not [line for line in ours if "secret" in line or "hush" in line]


def test_a_fault_of_ours_is_an_answer_and_only_its_kind_is_written_down(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a secret of the comment")

    monkeypatch.setattr("analysis.api.perspective.routes.answered", broken)
    response = client.post(ANALYZE, json=BODY)
    assert (response.status_code, response.json()["error"]["status"]) == (500, "INTERNAL")
    assert "KeyError" in caplog.text
    assert "secret" not in caplog.text


def test_counts_are_told_by_route(client: TestClient) -> None:
    client.post(ANALYZE, json=BODY)
    client.post(ANALYZE, json=BODY)
    text = client.get("/metrics").text
    assert f'moderato_requests_total{{route="{ANALYZE}",status="200"}} 2.0' in text
    assert 'moderato_texts_total{cached="true"} 1.0' in text


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json() == {"ready": True, "missing": []}


def test_a_server_whose_model_fails_is_not_ready_until_it_answers(
    serving: Callable[..., TestClient], pipeline: LivePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged model file was ready, and then every request failed."""
    with monkeypatch.context() as broken:
        broken.setattr(server_module, "_WARMING", ("h=fail",))
        client = serving()
        answer = client.get("/ready")
        assert (answer.status_code, answer.json()["missing"]) == (503, ["model"])
    assert client.get("/ready").json()["ready"] is True


def test_nobody_waits_for_readiness_while_the_models_load(client: TestClient) -> None:
    """Each question would have waited for a model that takes long, and held a thread."""
    server = client.app.state.server
    server.warm.clear()
    with server.warming:  # as while they load
        assert client.get("/ready").status_code == 503
    assert client.get("/ready").json()["ready"] is True


def test_what_may_not_be_stored_is_not_even_remembered(
    client: TestClient, pipeline: LivePipeline
) -> None:
    for _ in range(2):
        client.post(ANALYZE, json={**BODY, "doNotStore": True})
    assert pipeline.batches.count(["h=0.75"]) == 2
