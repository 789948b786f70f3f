"""What comment software sends, request by request as its own code writes it, and what it then
reads of the answer: Coral now and before, Talk, Discourse's plugin, OSMod."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from analysis.domain.judgement import JudgementKind
from analysis.services.annotation.annotation_sets import sets
from analysis.storage.annotations import latest_of_set
from analysis.storage.database import Store

ANALYZE = "/v1alpha1/comments:analyze?key=any"
SUGGEST = "/v1alpha1/comments:suggestscore?key=any"
OSMOD_ASKS_FOR = (
    "ATTACK_ON_AUTHOR", "ATTACK_ON_COMMENTER", "INCOHERENT", "INFLAMMATORY", "LIKELY_TO_REJECT",
    "OBSCENE", "SEVERE_TOXICITY", "SEXUALLY_EXPLICIT", "SPAM", "TOXICITY", "UNSUBSTANTIAL",
    "PROFANITY", "INSULT", "THREAT", "IDENTITY_ATTACK", "FLIRTATION",
)  # fmt: skip


def test_coral_reads_the_score_of_the_one_model_that_it_is_set_to(client: TestClient) -> None:
    model = "TOXICITY"
    body = {
        "comment": {"text": "You h=0.75 clown"},
        "doNotStore": True,
        "requestedAttributes": {model: {}},
        "languages": ["en"],
    }
    answer = client.post(ANALYZE, json=body).json()
    assert answer["attributeScores"][model]["summaryScore"]["value"] == 0.75


def corals_feedback(scores: dict[str, Any], languages: Any) -> dict[str, Any]:
    entry = {"url": "https://news.example/a?commentID=k", "Coral_comment_id": "k"}
    return {
        "comment": {"text": "You h=0.75 clown"},
        "context": {"entries": [{"text": json.dumps(entry)}]},
        "attributeScores": scores,
        "languages": languages,
        "communityId": "Coral:https://talk.example/",
        "clientToken": "comment:k",
    }


@pytest.mark.parametrize(
    ("scores", "languages", "answer"),
    [
        ({"TOXICITY": {"summaryScore": {"value": 1}}}, ["en"], "yes"),
        ({"TOXICITY": {"summaryScore": {"value": 0}}}, ["en"], "no"),
        ({"DELETED": {"summaryScore": {"value": 1}}}, ["EN"], "yes"),
        ({"APPROVED": {"summaryScore": {"value": 1}}}, ["EN"], "no"),
        ({"HIGHLIGHTED": {"summaryScore": {"value": 1}}}, "EN", "no"),
    ],
    ids=["Coral, deleted", "Coral, approved", "earlier, deleted", "earlier, approved", "Talk"],
)
def test_corals_verdicts_become_judgements_whichever_its_version(
    client: TestClient, sqlite_store: Store, scores: dict[str, Any], languages: Any, answer: str
) -> None:
    """Earlier it sent what its moderators did in place of an attribute's name."""
    response = client.post(SUGGEST, json=corals_feedback(scores, languages))
    assert response.json()["clientToken"] == "comment:k", "it compares this one"
    (of,) = sets(sqlite_store)
    with sqlite_store.read() as session:
        (judged,) = latest_of_set(session, of.id, kind=JudgementKind.VOTE)
    assert (judged.label, judged.answer) == ("possible_hostility", answer)


@pytest.mark.parametrize("model", ["TOXICITY", "SEVERE_TOXICITY"])
def test_discourse_takes_the_first_score_that_there_is(client: TestClient, model: str) -> None:
    body = {
        "comment": {"text": "You h=0.75 clown"},
        "doNotStore": True,
        "sessionId": "https://forum.example_7",
        "requestedAttributes": {model: {"scoreType": "PROBABILITY"}},
    }
    headers = {"Accept": "*/*", "User-Agent": "Discourse/3.5.0"}
    scores = client.post(ANALYZE, json=body, headers=headers).json()["attributeScores"]
    assert next(iter(scores.values()))["summaryScore"]["value"] == 0.75


def test_osmod_reads_spans_and_summary_of_whatever_comes_back(
    serving: Callable[..., TestClient],
) -> None:
    text = "You h=0.75 🙂 clown. Trams h=0.10 are late."
    body = {
        "comment": {"text": text},
        "context": {"entries": [{"text": "On trams."}, {"text": ""}]},
        "requestedAttributes": {name: {} for name in OSMOD_ASKS_FOR},
        "languages": ["en"],
        "clientToken": "OsmodAssistant_request7",
        "spanAnnotations": True,
    }
    answer = serving(api_unsupported="drop").post(ANALYZE, json=body).json()
    assert set(answer["attributeScores"]) < set(OSMOD_ASKS_FOR)
    units = text.encode("utf-16-le")
    for of in answer["attributeScores"].values():
        assert of["summaryScore"]["value"] > 0
        spans = [units[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le") for s in of["spanScores"]]
        assert spans == ["You h=0.75 🙂 clown.", "Trams h=0.10 are late."]
