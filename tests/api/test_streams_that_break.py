"""A stream of texts that can't be unpacked is refused, or ends with its error; never cut off."""

from __future__ import annotations

import gzip
import json
import random

import pytest
from starlette.testclient import TestClient

STREAM = "/v1/analyze/stream"
LINES = b'{"text": "h=0.30"}\n{"text": "h=0.40"}\n'
LONG = LINES + json.dumps({"text": random.Random(1).randbytes(9_000).hex()}).encode() + b"\n"
"""So long that the first lines are unpacked before the end is missed."""


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
def test_another_packing_is_refused_before_the_answer_begins(
    client: TestClient, packing: str
) -> None:
    response = client.post(STREAM, content=LINES, headers={"Content-Encoding": packing})
    assert response.status_code == 415
    assert response.json()["error"]["details"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (LINES, [400]),
        (gzip.compress(LINES) + b"more", [None, None, 400]),
        (gzip.compress(LONG)[:-200], [None, None, 400]),
        (gzip.compress(LINES), [None, None]),
        (gzip.compress(LINES + b"no json\n" + LINES), [None, None, 400, None, None]),
        (b"", []),
    ],
    ids=["not packed", "more behind", "cut", "whole", "a bad line", "nothing"],
)
def test_where_it_breaks_the_last_line_says_so(
    client: TestClient, content: bytes, codes: list[int | None]
) -> None:
    response = client.post(STREAM, content=content, headers={"Content-Encoding": "gzip"})
    assert response.status_code == 200
    answers = [json.loads(line) for line in response.text.splitlines()]
    assert [answer.get("error", {}).get("code") for answer in answers] == codes
