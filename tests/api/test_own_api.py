"""Our own routes: texts labelled with passages, comments in, decisions out, each request once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from scripted_release import LivePipeline
from starlette.testclient import TestClient

from analysis.domain.account import Role
from analysis.domain.api_key import Scope
from analysis.services.access.accounts import create_account
from analysis.services.access.api_keys import create_key
from analysis.services.data.scoring import score
from analysis.storage.database import Store

COMMENT = {"id": "k1", "article_id": "a", "text": "You h=0.90 clown", "author": "Kim"}


@pytest.fixture
def stored(client: TestClient, sqlite_store: Store, pipeline: LivePipeline) -> int:
    """The number of a comment that is stored and labelled."""
    response = client.post("/v1/comments", json={"comments": [COMMENT]})
    score(sqlite_store, pipeline)  # type: ignore[arg-type]
    return int(response.json()["numbers"][0])


def test_texts_are_labelled_with_passages_and_reasons(client: TestClient) -> None:
    texts = [{"text": "You h=0.90 clown", "id": "x", "parent": "Trams?"}, {"text": "g=0.2"}]
    answer = client.post("/v1/analyze", json={"texts": texts}).json()
    first, second = answer["results"]
    assert (first["comment"]["id"], second["comment"]["id"]) == ("x", "comment")
    hostile = first["labels"]["possible_hostility"]
    assert (hostile["probability"], hostile["recommendation"]) == (0.9, "flag")
    assert hostile["evidence"][0] | {"reason": "the script says so"} == hostile["evidence"][0]
    release = client.get("/v1/release").json()
    assert release["id"] == answer["release"]
    assert release["document"]["thresholds"]["possible_hostility"] == [0.7, 0.3]


def test_a_stream_is_answered_line_by_line_and_goes_on_after_a_bad_one(client: TestClient) -> None:
    lines = ['{"text": "h=0.30", "id": "1"}', "", '{"text": ""}', "no json", '{"text": "h=0.4"}']
    response = client.post("/v1/analyze/stream", content="\n".join(lines))
    answers = [json.loads(line) for line in response.text.splitlines()]
    assert [a.get("error", {}).get("code") for a in answers] == [None, 400, 400, None]
    assert answers[0]["labels"]["possible_hostility"]["probability"] == 0.3


@pytest.mark.parametrize(
    "body",
    [
        {"texts": []},
        {"texts": [{"text": "a secret", "colour": 1}]},
        {"texts": [{"text": 5}]},
        {},
    ],
)
def test_a_wrong_body_is_refused_by_place_without_its_words(client: TestClient, body: Any) -> None:
    response = client.post("/v1/analyze", json=body)
    assert response.status_code == 400
    assert response.json()["error"]["details"][0]["fieldViolations"][0]["field"].startswith("texts")
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("created_at", "status"),
    [
        ("0001-01-01T00:00:00+01:00", 400),
        ("9999-12-31T23:30:00-01:00", 400),
        ("0001-01-01T00:00:00", 202),
        ("0001-01-01T00:00:00-01:00", 202),
        ("9999-12-31T23:30:00+01:00", 202),
    ],
)
def test_a_time_that_utc_has_no_year_for_is_refused(
    client: TestClient, created_at: str, status: int
) -> None:
    body = {"comments": [{**COMMENT, "created_at": created_at}]}
    response = client.post("/v1/comments", json=body)
    assert response.status_code == status
    assert ("comments.0.created_at" in response.text) is (status == 400)


def test_a_request_that_comes_again_is_done_once(client: TestClient) -> None:
    headers = {"Idempotency-Key": "r-1"}
    body = {"comments": [COMMENT]}
    first = client.post("/v1/comments", json=body, headers=headers)
    again = client.post("/v1/comments", json=body, headers=headers)
    assert (first.status_code, first.json()["new"], first.json()["again"]) == (202, 1, False)
    assert again.json() == {**first.json(), "again": True}
    other = {"comments": [{**COMMENT, "id": "k2"}]}
    conflict = client.post("/v1/comments", json=other, headers=headers)
    assert (conflict.status_code, conflict.json()["error"]["status"]) == (409, "ABORTED")
    assert client.post("/v1/comments", json=body).json()["unchanged"] == 1


def test_a_comment_goes_from_the_site_to_the_queue_and_its_decision_back(
    client: TestClient, stored: int
) -> None:
    (line,) = client.get("/v1/queue?queue=flagged").json()["items"]
    assert (line["comment"], line["id"], line["article_id"]) == (stored, "k1", "a")
    headers = {"Idempotency-Key": "any key at all"}
    body = {"comment": stored, "action": "reject"}
    for _ in range(2):
        answer = client.post("/v1/decisions", json=body, headers=headers)
        assert answer.json() == {"comment": stored, "sequence": 1, "state": "rejected"}
    (decision,) = client.get("/v1/decisions").json()["decisions"]
    assert (decision["id"], decision["action"], decision["person"]) == ("k1", "reject", "local")
    last = client.get("/v1/decisions").json()["last"]
    assert client.get(f"/v1/decisions?after={last}").json() == {"decisions": [], "last": last}
    comment = client.get(f"/v1/comments/{stored}").json()
    assert (comment["state"], comment["labels"]["possible_hostility"]["probability"]) == (
        "rejected", 0.9,
    )  # fmt: skip


def test_who_has_not_seen_the_last_decision_is_refused(client: TestClient, stored: int) -> None:
    body = {"comment": stored, "action": "reject"}
    assert client.post("/v1/decisions", json=body).status_code == 200
    late = client.post("/v1/decisions", json={**body, "action": "approve"})
    assert late.status_code == 409
    undo = {"comment": stored, "action": "undo", "seen_sequence": 1}
    headers = {"Idempotency-Key": "undone once"}
    for _ in range(2):
        answer = client.post("/v1/decisions", json=undo, headers=headers)
        assert answer.json() == {"comment": stored, "sequence": 2, "state": "open"}


def test_a_decision_may_name_the_text_that_it_is_about(client: TestClient, stored: int) -> None:
    revision = client.get(f"/v1/comments/{stored}").json()["revision"]
    edited = client.post("/v1/comments", json={"comments": [{**COMMENT, "text": "Another text."}]})
    assert edited.json()["revised"] == 1
    body = {"comment": stored, "action": "reject"}
    late = client.post("/v1/decisions", json={**body, "seen_revision": revision})
    assert (late.status_code, "edited" in late.json()["error"]["message"]) == (409, True)
    assert client.get("/v1/decisions").json()["decisions"] == []
    seen = client.get(f"/v1/comments/{stored}").json()["revision"]
    assert seen == revision + 1
    headers = {"Idempotency-Key": "with a revision"}
    for _ in range(2):
        decided = client.post(
            "/v1/decisions", json={**body, "seen_revision": seen}, headers=headers
        )
        assert (decided.status_code, decided.json()["sequence"]) == (200, 1)
    other = client.post("/v1/decisions", json=body, headers=headers)
    assert other.status_code == 409, "the same key with no revision is another request"


def test_an_edit_that_brings_an_earlier_text_back_is_seen(
    client: TestClient, stored: int, sqlite_store: Store, pipeline: LivePipeline
) -> None:
    def send(*texts: str, headers: dict[str, str] | None = None) -> tuple[int, int]:
        body = {"comments": [{**COMMENT, "text": text} for text in texts]}
        taken = client.post("/v1/comments", json=body, headers=headers).json()
        return taken["revised"], taken["unchanged"]

    key = {"Idempotency-Key": "the harmless text"}
    assert send("Sorry.", headers=key) == (1, 0)
    decision = {"comment": stored, "action": "approve", "seen_revision": 2}
    assert client.post("/v1/decisions", json=decision).status_code == 200
    assert send(COMMENT["text"]) == (1, 0)
    assert send(COMMENT["text"]) == (0, 1)
    assert send("Sorry.", headers=key) == (1, 0), "as it was answered, and done once"
    assert send("Sorry.", COMMENT["text"]) == (0, 2), "nobody knows which one stands"
    seen = client.get(f"/v1/comments/{stored}").json()
    assert (seen["text"], seen["revision"]) == (COMMENT["text"], 3)
    score(sqlite_store, pipeline)  # type: ignore[arg-type]
    assert [item["id"] for item in client.get("/v1/queue").json()["items"]] == ["k1"]


def test_another_decision_under_the_same_key_is_refused(client: TestClient, stored: int) -> None:
    headers = {"Idempotency-Key": "d-1"}
    body = {"comment": stored, "action": "reject"}
    assert client.post("/v1/decisions", json=body, headers=headers).status_code == 200
    other = client.post("/v1/decisions", json={**body, "action": "approve"}, headers=headers)
    assert (other.status_code, other.json()["error"]["status"]) == (409, "ABORTED")
    comments = client.post("/v1/comments", json={"comments": [COMMENT]}, headers=headers)
    assert comments.status_code == 202, "a key of comments is another"


def test_a_judgement_of_a_program_stands_in_the_set(client: TestClient, stored: int) -> None:
    score_of = {"TOXICITY": {"summaryScore": {"value": 1}}}
    suggestion = {"comment": {"text": COMMENT["text"]}, "attributeScores": score_of}
    client.post("/v1alpha1/comments:suggestscore", json=suggestion)
    (of,) = client.get("/v1/annotation-sets").json()["sets"]
    assert of["items"] == 1
    body = {"set": of["set"], "comment": stored, "label": "possible_hostility", "answer": "no"}
    assert client.post("/v1/annotations", json=body).status_code == 201
    wrong = {**body, "spans": [{"start": 3, "end": 3}]}
    assert client.post("/v1/annotations", json=wrong).status_code == 400


def test_a_judgement_of_an_edited_comment_is_none_of_its_earlier_text(
    client: TestClient, stored: int
) -> None:
    suggestion = {
        "comment": {"text": COMMENT["text"]},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    }
    client.post("/v1alpha1/comments:suggestscore", json=suggestion)
    (of,) = client.get("/v1/annotation-sets").json()["sets"]
    body = {"set": of["set"], "comment": stored, "label": "possible_hostility", "answer": "no"}
    for text, status in (("Sorry.", 409), (COMMENT["text"], 201)):
        client.post("/v1/comments", json={"comments": [{**COMMENT, "text": text}]})
        assert client.post("/v1/annotations", json=body).status_code == status


def test_a_key_does_no_more_than_its_account_may(
    sqlite_store: Store, serving: Callable[..., TestClient]
) -> None:
    create_account(sqlite_store, "anna", "a long password", Role.ADMIN)
    create_account(sqlite_store, "rita", "a long password", Role.RESEARCHER, person="anna")
    everything = frozenset(Scope)
    _, secret = create_key(sqlite_store, "site", scopes=everything, account="rita", person="anna")
    client = serving()
    client.headers["x-goog-api-key"] = secret
    number = client.post("/v1/comments", json={"comments": [COMMENT]}).json()["numbers"][0]
    refused = client.post("/v1/decisions", json={"comment": number, "action": "approve"})
    assert refused.status_code == 403
    assert "may not do this" in refused.json()["error"]["message"]


def test_profiles_are_listed_with_their_thresholds(client: TestClient, stored: int) -> None:
    (profile,) = client.get("/v1/profiles").json()["profiles"]
    assert set(profile["thresholds"]["possible_hostility"]) == {"flag_at", "clear_below"}


@pytest.mark.parametrize(
    "given",
    ["h=0.90", ["h=0.90"], [{"type": "text", "text": "h=0.90"}]],
    ids=["one", "many", "parts"],
)
def test_moderations_have_openais_shape(client: TestClient, given: Any) -> None:
    answer = client.post("/v1/moderations", json={"input": given, "model": "omni"}).json()
    (result,) = answer["results"]
    assert answer["model"].startswith("moderato-")
    assert result["flagged"] is True
    assert result["categories"]["harassment"] is True
    assert result["category_scores"]["harassment"] == 0.9
    assert result["categories"]["sexual"] is None
    assert result["category_applied_input_types"]["sexual"] == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("lang=de", "unsupported_language"),
        ("", "invalid_input"),
        ([], "invalid_input"),
        ([{"type": "image_url", "image_url": {"url": "x"}}], "invalid_input"),
    ],
)
def test_what_can_not_be_judged_is_an_error_and_no_clearance(
    client: TestClient, given: Any, code: str
) -> None:
    response = client.post("/v1/moderations", json={"input": given})
    assert (response.status_code, response.json()["error"]["code"]) == (400, code)


@pytest.mark.parametrize(
    ("content", "key", "status", "code"),
    [
        (b'{"input": null}', "good", 400, "invalid_request"),
        (b'{"input": 5}', "good", 400, "invalid_request"),
        (b"{}", "good", 400, "invalid_request"),
        (b"no json", "good", 400, "invalid_request"),
        (b'{"input": "h=0.9"}', "", 401, "invalid_api_key"),
        (b'{"input": "h=0.9"}', "bad", 401, "invalid_api_key"),
        (b'{"input": "h=0.9"}', "other", 403, "invalid_request"),
        (b'{"input": "h=0.9"}', "quota", 429, "rate_limit_exceeded"),
    ],
)
def test_moderations_are_refused_in_openais_way(
    client: TestClient, sqlite_store: Store, content: bytes, key: str, status: int, code: str
) -> None:
    scopes = {"good": Scope.ANALYZE, "other": Scope.READ, "quota": Scope.ANALYZE}
    secrets = {}
    for name, scope in scopes.items():
        limit = 1 if name == "quota" else None
        _, secrets[name] = create_key(sqlite_store, name, scopes={scope}, per_minute=limit)
    headers = {"Authorization": f"Bearer {secrets.get(key, key)}"} if key else {}
    if key == "quota":
        client.post("/v1/moderations", content=content, headers=headers)
    response = client.post("/v1/moderations", content=content, headers=headers)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["type"] == ("requests" if status == 429 else "invalid_request_error")
    assert error["message"]
    assert "param" in error


def test_the_document_of_our_routes_names_them(client: TestClient) -> None:
    paths = client.get("/v1/openapi.json").json()["paths"]
    assert {"/v1/analyze", "/v1/comments", "/v1/decisions", "/v1/moderations"} <= set(paths)


@pytest.mark.parametrize("path", ["/v1/comments", "/v1/analyze", "/v1/moderations"])
def test_too_large_a_body_is_refused_here_too(client: TestClient, path: str) -> None:
    response = client.post(path, content=b'{"a": "' + b"a" * 1024 * 1024 + b'"}')
    assert response.status_code == 413
    assert response.json()["error"]["details"]
