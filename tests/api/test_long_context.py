"""Of what a text is read among, so much is read that nobody waits for it; the text always whole."""

from __future__ import annotations

from typing import Any

import pytest
from scripted_release import LivePipeline
from starlette.testclient import TestClient

from analysis.services.serving.question import MOST_AROUND, Question

ANALYZE, OWN = "/v1alpha1/comments:analyze", "/v1/analyze"


def asked(path: str, parent: str, article: str) -> dict[str, Any]:
    if path == OWN:
        return {"texts": [{"text": "h=0.5", "parent": parent, "article": article}]}
    around = {"parentComment": {"text": parent}, "article": {"text": article}}
    return {
        "comment": {"text": "h=0.5"},
        "requestedAttributes": {"TOXICITY": {}},
        "context": {"articleAndParentComment": around},
    }


@pytest.mark.parametrize("path", [ANALYZE, OWN])
@pytest.mark.parametrize(
    ("sent", "read"),
    [(0, 0), (10, 10), (MOST_AROUND, MOST_AROUND), (MOST_AROUND + 1, MOST_AROUND),
     (400_000, MOST_AROUND)],
)  # fmt: skip
def test_so_much_is_read(
    client: TestClient, pipeline: LivePipeline, path: str, sent: int, read: int
) -> None:
    parent, article = "p" * sent, "a" * sent
    assert client.post(path, json=asked(path, parent, article)).status_code == 200
    assert pipeline.articles[-1] == "a" * read
    assert pipeline.parents[-1] == ("p" * read or None)


def test_the_text_itself_is_read_whole() -> None:
    text = "t" * (2 * MOST_AROUND)
    question = Question(text, "p" * (2 * MOST_AROUND))
    assert question.discussion().comments[-1].text == text
    assert question.size == 3 * MOST_AROUND
