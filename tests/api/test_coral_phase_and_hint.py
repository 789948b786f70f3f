"""Coral's phase gets a flag or nothing; the writer's hint names a passage and no number."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from scripted_release import LivePipeline
from starlette.testclient import TestClient

Serving = Callable[..., TestClient]
PHASE = "/coral/moderation-phase"


def phase(client: TestClient, text: str, *, secret: str = "s2", more: str = "") -> Any:
    body = json.dumps({"action": "NEW", "comment": {"body": text}}).encode()
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    headers = {"X-Coral-Signature": f"{more}{signature}"}
    return client.post(PHASE, content=body, headers=headers)


def test_a_flag_or_nothing_and_never_a_status(serving: Serving) -> None:
    client = serving(coral_secrets="s1, s2")
    flagged = phase(client, "<p>h=0.90</p>")
    assert flagged.json() == {
        "actions": [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
    }
    for text in ("h=0.50", "h=0.01", "lang=de", "h=fail", "", "é" * 20_000):
        assert phase(client, text).status_code == 204, text


def test_while_secrets_rotate_either_signature_will_do(serving: Serving) -> None:
    client = serving(coral_secrets="s1,s2")
    assert phase(client, "h=0.90", more="sha256=00, ").status_code == 200
    for response in (phase(client, "h=0.90", secret="s3"), client.post(PHASE, content=b"{}")):
        assert response.status_code == 403


def test_without_a_secret_there_is_no_such_phase(client: TestClient) -> None:
    assert phase(client, "h=0.90").status_code == 404


def test_what_takes_too_long_is_left_to_coral(serving: Serving, pipeline: LivePipeline) -> None:
    client = serving(coral_secrets="s2")
    assert phase(client, "slow h=0.90").status_code == 204
    pipeline.go.set()


def test_the_hint_is_off_unless_the_site_wants_it(client: TestClient) -> None:
    assert client.post("/v1/hint", json={"text": "h=0.90"}).status_code == 404


@pytest.mark.parametrize(("text", "count"), [("You h=0.90", 1), ("You h=0.50", 0), ("d=0.9", 0)])
def test_a_hint_is_a_passage_and_a_reason(serving: Serving, text: str, count: int) -> None:
    passages = serving(api_hint=True).post("/v1/hint", json={"text": text}).json()["passages"]
    assert len(passages) == count
    for passage in passages:
        assert set(passage) == {"start", "end", "label", "reason"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("You h=0.90", True),
        ("You h=0.02", True),
        ("e=none d=none", True),  # labels that a hint is not about
        ("lang=de", False),
        ("lang=und", False),
        ("h=fail", False),
        ("h=none", False),
        ("h=0.02 g=fail", False),
    ],
)
def test_a_hint_says_where_nobody_read_the_text(serving: Serving, text: str, *, read: bool) -> None:
    """No passage of an unread text is no word that it is harmless."""
    answer = serving(api_hint=True).post("/v1/hint", json={"text": text}).json()
    assert answer["read"] is read
