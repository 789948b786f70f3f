"""Through the whole server: the spans of any text are passages of it, and what takes too long is
given up in the service's words."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted_release import LivePipeline
from starlette.testclient import TestClient
from thoroughness import examples

ANALYZE = "/v1alpha1/comments:analyze"
TEXTS = st.text(max_size=80) | st.text(
    st.sampled_from("aé\u0301🙂👩\u200d🚒 .!?\n\r\t<b>&amp;\u202e\ud83d\U000e0041"), max_size=60
)


def passage(text: str, begin: int, end: int) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass")


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.booleans())
def test_the_spans_of_an_answer_are_passages_of_the_text_in_order(
    client: TestClient, text: str, sentences: bool
) -> None:
    body = {
        "comment": {"text": text},
        "requestedAttributes": {"TOXICITY": {}, "DISAGREEMENT@2": {}},
        "spanAnnotations": sentences,
    }
    response = client.post(ANALYZE, content=json.dumps(body))
    if not text.strip():
        assert response.json()["error"]["details"][0]["errorType"] == "COMMENT_EMPTY"
        return
    for of in response.json()["attributeScores"].values():
        spans = [(span["begin"], span["end"]) for span in of["spanScores"]]
        assert spans == sorted(spans)
        passages = [passage(text, begin, end) for begin, end in spans]
        assert all(found and found in text for found in passages)
        if len(spans) == 1 and not sentences:
            assert passages == [text]
        assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(spans))


@pytest.mark.parametrize("path", [ANALYZE, "/v1/analyze"])
def test_what_takes_too_long_is_given_up(
    serving: Callable[..., TestClient], pipeline: LivePipeline, path: str
) -> None:
    client = serving(api_seconds=0.2)
    text = {"text": "slow h=0.75"}
    body = {"comment": text, "requestedAttributes": {"TOXICITY": {}}, "texts": [text]}
    wanted = {key: value for key, value in body.items() if (key == "texts") is (path != ANALYZE)}
    response = client.post(path, json=wanted)
    error = response.json()["error"]
    assert (response.status_code, error["status"]) == (504, "DEADLINE_EXCEEDED")
    assert error["details"]
    assert 'moderato_refused_total{why="late"} 1.0' in client.get("/metrics").text
    pipeline.go.set()
