"""`comments:suggestscore`: a site's verdicts become judgements, marked by where they come from."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from analysis.domain.annotation import Selection
from analysis.domain.judgement import JudgementKind
from analysis.domain.span import Span
from analysis.services.annotation.annotation_sets import sets
from analysis.storage.annotation_sets import items_of
from analysis.storage.annotations import latest_of_set
from analysis.storage.comments import read_comments
from analysis.storage.database import Store

SUGGEST = "/v1alpha1/comments:suggestscore"


def suggest(client: TestClient, text: str = "You 🙂 clown", **more: Any) -> Any:
    score = {"TOXICITY": {"summaryScore": {"value": 1}}}
    return client.post(SUGGEST, json={"comment": {"text": text}, "attributeScores": score, **more})


def stored(store: Store) -> list[Any]:
    with store.read() as session:
        return [
            annotation
            for of in sets(store)
            for annotation in latest_of_set(session, of.id, kind=JudgementKind.VOTE)
        ]


def test_a_verdict_is_a_judgement_of_its_source_in_a_set_of_its_own(
    client: TestClient, sqlite_store: Store
) -> None:
    response = suggest(client, clientToken="comment:77", communityId="c", languages=["en"])
    assert response.json() == {
        "clientToken": "comment:77",
        "detectedLanguages": ["en"],
        "requestedLanguages": ["en"],
    }
    (annotation,) = stored(sqlite_store)
    assert (annotation.label, annotation.answer, annotation.person, annotation.note) == (
        "possible_hostility", "yes", "local", "TOXICITY 1",
    )  # fmt: skip
    (of,) = sets(sqlite_store)
    assert (of.name, of.judged) == ("Verdicts of local: Possible hostility", 1)
    with sqlite_store.read() as session:
        (item,) = items_of(session, of.id)
        comment = read_comments(session, [item.comment_id])[item.comment_id]
    assert item.selection is Selection.SUGGESTED
    assert (comment.id, comment.thread_id, comment.text) == ("77", "c", "You 🙂 clown")


def test_corals_verdict_finds_its_comment_by_the_context(
    client: TestClient, sqlite_store: Store
) -> None:
    entry = json.dumps(
        {
            "url": "https://news.example/a",
            "reply_to_id_Coral_comment_id": "p",
            "Coral_comment_id": "k",
        }
    )
    zero = {"SEVERE_TOXICITY": {"summaryScore": {"value": 0}}}
    for _ in range(2):  # Coral may send it twice
        suggest(client, attributeScores=zero, context={"entries": [{"text": entry}]})
    (annotation,) = stored(sqlite_store)
    assert annotation.answer == "no"
    with sqlite_store.read() as session:
        comment = read_comments(session, [annotation.comment_id])[annotation.comment_id]
    assert (comment.id, comment.parent_id) == ("k", "p")


def test_a_changed_verdict_takes_the_earlier_ones_place(
    client: TestClient, sqlite_store: Store
) -> None:
    suggest(client)
    suggest(client, attributeScores={"TOXICITY@2": {"summaryScore": {"value": 0.2}}})
    (annotation,) = stored(sqlite_store)
    assert (annotation.answer, annotation.note) == ("no", "TOXICITY 0.2")


def test_a_verdict_is_about_the_text_that_it_came_with(
    client: TestClient, sqlite_store: Store
) -> None:
    def verdict(text: str, value: int) -> None:
        entry = json.dumps({"url": "https://news.example/a", "Coral_comment_id": "k"})
        score = {"TOXICITY": {"summaryScore": {"value": value}}}
        context = {"entries": [{"text": entry}]}
        assert suggest(client, text, attributeScores=score, context=context).status_code == 200

    verdict("You clown", 1)
    verdict("Sorry, I was wrong", 0)
    verdict("A third text", 0)
    verdict("You clown", 1)  # Coral may send it late, or twice
    verdict("A third text", 1)
    about = {}
    with sqlite_store.read() as session:
        for of in sets(sqlite_store):
            revision = {item.id: item.revision for item in items_of(session, of.id)}
            for given in latest_of_set(session, of.id, kind=JudgementKind.VOTE):
                about[of.name, revision[given.item_id]] = given.answer.value
    name = "Verdicts of local: Possible hostility"
    assert about == {(name, 1): "yes", (f"{name} (2)", 2): "no", (f"{name} (3)", 3): "yes"}


def test_a_verdict_that_comes_after_an_edit_is_about_the_text_before_it(
    client: TestClient, sqlite_store: Store
) -> None:
    sent = {"id": "77", "article_id": "a", "text": "You clown"}
    for text in ("You clown", "Sorry, I was wrong"):
        client.post("/v1/comments", json={"comments": [{**sent, "text": text}]})
    suggest(client, "You clown", clientToken="comment:77")
    (of,) = sets(sqlite_store)
    with sqlite_store.read() as session:
        (item,) = items_of(session, of.id)
    assert item.revision == 1


def test_spans_heads_and_levels_are_kept(client: TestClient, sqlite_store: Store) -> None:
    span = {"begin": 4, "end": 12, "score": {"value": 1}}
    scores = {
        "INSULT_EXPERIMENTAL": {"spanScores": [span]},
        "SEVERE_TOXICITY": {"summaryScore": {"value": 0.9}},
    }
    suggest(client, attributeScores=scores)
    (annotation,) = stored(sqlite_store)
    assert [s.span for s in annotation.spans] == [Span(4, 11)]
    assert (annotation.facets, annotation.level) == (("insult",), 3)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({}, "Missing attribute_scores"),
        ({"FOO": {"summaryScore": {"value": 1}}}, "Unknown requested attribute: FOO"),
        ({"TOXICITY": {}}, "Attribute TOXICITY has no score"),
        ({"TOXICITY": {"summaryScore": {"value": 2}}}, "A score must be between 0 and 1."),
        (
            {"TOXICITY": {"spanScores": [{"end": 2, "score": {"value": 1}}]}},
            "A span score must have begin and end.",
        ),
        (
            {"TOXICITY": {"spanScores": [{"begin": 0, "end": 99, "score": {"value": 1}}]}},
            "A span score lies outside the comment.",
        ),
    ],
)
def test_what_is_no_verdict_is_refused(
    client: TestClient, sqlite_store: Store, scores: object, message: str
) -> None:
    response = suggest(client, attributeScores=scores)
    assert (response.status_code, response.json()["error"]["message"]) == (400, message)
    assert sets(sqlite_store) == []


def test_a_verdict_on_what_we_have_no_label_for_is_taken_and_teaches_nothing(
    client: TestClient, sqlite_store: Store
) -> None:
    response = suggest(client, attributeScores={"SPAM": {"summaryScore": {"value": 1}}})
    assert response.status_code == 200
    assert sets(sqlite_store) == []
