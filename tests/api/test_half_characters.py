"""A comment with half of a character in its text or ids is listed and read like any other."""

from __future__ import annotations

import json

import pytest
from scripted_release import LivePipeline
from starlette.testclient import TestClient

from analysis.services.data.scoring import score
from analysis.storage.database import Store

HALF = "half \ud83d of one"


@pytest.mark.parametrize(
    ("text", "token", "community"),
    [
        (f"h=0.90 {HALF}", "", ""),
        ("h=0.90", f"comment:{HALF}", ""),
        ("h=0.90", "", f"/forum/{HALF}"),
        ("h=0.90 \U0001f600\x00", "comment:\U0001f600", "/forum/\u00fc"),
    ],
    ids=["text", "comment", "article", "whole characters"],
)
def test_half_a_character_of_one_comment_hides_no_list(
    client: TestClient,
    sqlite_store: Store,
    pipeline: LivePipeline,
    text: str,
    token: str,
    community: str,
) -> None:
    suggestion = {
        "comment": {"text": text},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "clientToken": token,
        "communityId": community,
    }
    path = "/v1alpha1/comments:suggestscore"
    assert client.post(path, content=json.dumps(suggestion)).status_code == 200
    score(sqlite_store, pipeline)  # type: ignore[arg-type]
    assert client.post("/v1/decisions", json={"comment": 1, "action": "reject"}).status_code == 200
    comment = client.get("/v1/comments/1").json()
    assert comment["text"] == text
    [listed] = client.get("/v1/queue?queue=all").json()["items"]
    [decided] = client.get("/v1/decisions").json()["decisions"]
    for answer in (comment, listed, decided):
        assert token in ("", f"comment:{answer['id']}")
        assert community in ("", answer["article_id"])
