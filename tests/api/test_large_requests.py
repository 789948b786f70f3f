"""One request that asks very much is refused or read aside: others are answered meanwhile."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request

import pytest
from starlette.testclient import TestClient

from analysis.api.perspective.request import MOST_ATTRIBUTES
from analysis.labels.attributes import MEASURABLE, TWINS, UNANSWERED

ANALYZE, SUGGEST = "/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"
TEXT = {"text": "h=0.5"}


def versions(count: int) -> list[str]:
    return [f"TOXICITY@{number}" for number in range(count)]


@pytest.mark.parametrize(("count", "status"), [(1, 200), (MOST_ATTRIBUTES, 200), (101, 400)])
def test_so_many_attributes_may_be_named(client: TestClient, count: int, status: int) -> None:
    """Each is answered for each sentence: 10,000 of them were an answer of 100 MB."""
    asked = {"comment": TEXT, "requestedAttributes": {name: {} for name in versions(count)}}
    score = {"summaryScore": {"value": 1}}
    said = {"comment": TEXT, "attributeScores": dict.fromkeys(versions(count), score)}
    for path, body in ((ANALYZE, asked), (SUGGEST, said)):
        response = client.post(path, json=body)
        assert response.status_code == status
        if status == 400:
            error = response.json()["error"]
            assert error["details"][0]["errorType"] == "INVALID_REQUEST"
            assert str(MOST_ATTRIBUTES) in error["message"]


def test_all_names_that_there_ever_were_fit() -> None:
    assert len(MEASURABLE) + len(TWINS) + len(UNANSWERED) < MOST_ATTRIBUTES


def test_a_long_body_that_is_hard_to_read_keeps_nobody_waiting(address: str) -> None:
    hard = b"{comment: {text: 'h=0.5'}, x: [" + b"a," * 400_000 + b"]}"
    slow = threading.Thread(target=posted, args=(address, hard))
    slow.start()
    waits = []
    while slow.is_alive():
        begun = time.perf_counter()
        posted(address, json.dumps({"comment": TEXT, "requestedAttributes": {"TOXICITY": {}}}))
        waits.append(time.perf_counter() - begun)
    assert len(waits) > 3
    assert max(waits[:-1]) < 1


def posted(address: str, body: bytes | str) -> int:
    content = body if isinstance(body, bytes) else body.encode()
    request = urllib.request.Request(address + ANALYZE, content)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
