"""`comments:analyze` as clients of the Perspective API know it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from scripted_release import LivePipeline
from starlette.testclient import TestClient

Serving = Callable[..., TestClient]
ANALYZE = "/v1alpha1/comments:analyze"
HOSTILE = "You are h=0.75 quite something"


def ask(client: TestClient, text: str = HOSTILE, **more: Any) -> Any:
    body = {"comment": {"text": text}, "requestedAttributes": {"TOXICITY": {}}, **more}
    return client.post(ANALYZE, json=body)


def error_of(response: Any) -> dict[str, Any]:
    error: dict[str, Any] = response.json()["error"]
    assert error["code"] == response.status_code
    assert error["details"], "clients read details[0] unasked"
    return error


def test_an_answer_has_summary_and_one_span_over_the_whole_text(client: TestClient) -> None:
    score = {"value": 0.75, "type": "PROBABILITY"}
    assert ask(client).json() == {
        "attributeScores": {
            "TOXICITY": {
                "spanScores": [{"begin": 0, "end": len(HOSTILE), "score": score}],
                "summaryScore": score,
            }
        },
        "languages": ["en"],
        "detectedLanguages": ["en"],
    }


def test_names_and_token_come_back_exactly(client: TestClient) -> None:
    response = ask(
        client, requestedAttributes={"TOXICITY@6": {}, "DISAGREEMENT": None}, clientToken="t 1"
    ).json()
    assert list(response["attributeScores"]) == ["TOXICITY@6", "DISAGREEMENT"]
    assert response["clientToken"] == "t 1"


def test_offsets_are_utf_16_units_and_sentences_have_scores_of_their_own(
    client: TestClient,
) -> None:
    text = "🙂 Trams h=0.10 are fine. 🙂🙂 You h=0.90 are not."
    spans = ask(client, text, spanAnnotations=True).json()["attributeScores"]["TOXICITY"]
    units = text.encode("utf-16-le")
    pieces = [
        (units[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le"), s["score"]["value"])
        for s in spans["spanScores"]
    ]
    assert pieces == [("🙂 Trams h=0.10 are fine.", 0.1), ("🙂🙂 You h=0.90 are not.", 0.9)]


def test_the_longest_comments_offsets_reach_its_end(client: TestClient) -> None:
    text = "🙂" * 100
    span = ask(client, text).json()["attributeScores"]["TOXICITY"]["spanScores"][0]
    assert (span["begin"], span["end"]) == (0, 200)


@pytest.mark.parametrize(("threshold", "answered"), [(0.75, True), (0.76, False), ("0.5", True)])
def test_a_score_below_its_threshold_is_left_out(
    client: TestClient, threshold: object, answered: bool
) -> None:
    asked = {"TOXICITY": {"scoreThreshold": threshold}}
    assert bool(ask(client, requestedAttributes=asked).json()["attributeScores"]) is answered


def test_a_head_answers_where_the_attribute_has_one(client: TestClient) -> None:
    response = ask(client, "insult=0.62 h=0.9", requestedAttributes={"INSULT": {}}).json()
    assert response["attributeScores"]["INSULT"]["summaryScore"]["value"] == 0.62


@pytest.mark.parametrize(
    "body",
    [
        '{"comment": {"text": "h=0.75"}, "requested_attributes": {"TOXICITY": {}}, '
        '"span_annotations": false, "do_not_store": true}',
        "{comment: {text: 'h=0.75'}, languages: [\"en\"], requestedAttributes: {TOXICITY:{},},}",
        '{"comment": {"text": "h=0.75", "type": "HTML"}, "requestedAttributes": {"TOXICITY": {}}}',
        '{"comment": {"text": "h=0.75"}, "requestedAttributes": {"TOXICITY": '
        '{"scoreType": "PROBABILITY"}}, "sessionId": "s", "communityId": "c", "context": null}',
    ],
    ids=["snake_case", "unquoted", "html", "all fields"],
)
def test_bodies_that_the_service_took_are_taken(client: TestClient, body: str) -> None:
    response = client.post(ANALYZE, content=body)
    assert response.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.75


@pytest.mark.parametrize(
    "query",
    [
        "key=anything",
        "$.xgafv=1&access_token=a&alt=json&callback=f&fields=x&oauth_token=o&quotaUser=q"
        "&uploadType=media&upload_protocol=raw&prettyPrint=true",
    ],
)
def test_standard_parameters_are_tolerated(client: TestClient, query: str) -> None:
    body = {"comment": {"text": HOSTILE}, "requestedAttributes": {"TOXICITY": {}}}
    assert client.post(f"{ANALYZE}?{query}", json=body).status_code == 200


LONG = "é" * 10_241
ERRORS: list[tuple[dict[str, Any], str, str]] = [
    ({"comment": {"text": ""}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
    ({"comment": {"text": " \n"}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
    ({"comment": {"text": LONG}}, "Comment text too long.", "COMMENT_TOO_LONG"),
    ({"requestedAttributes": {}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
    ({"requestedAttributes": {"FOO": {}}}, "Unknown requested attribute: FOO", "INVALID_REQUEST"),
    (
        {"requestedAttributes": {"SPAM": {}}},
        "Attribute SPAM does not support request languages: en",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
    ),
    (
        {"languages": ["en", "om"]},
        "Attribute TOXICITY does not support request languages: en, om",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
    ),
    (
        {"comment": {"text": "lang=de"}, "languages": ["en"]},
        "Attribute TOXICITY does not support request languages: de",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
    ),
    ({"comment": {"text": "lang=und"}}, "Unable to detect language", "LANGUAGE_DETECTION_FAILED"),
    (
        {"requestedAttributes": {"TOXICITY": {"scoreType": "RAW"}}},
        "Requested score type RAW is not supported by attribute TOXICITY",
        "INVALID_REQUEST",
    ),
    ({"comment": {"text": "a", "type": "MARKDOWN"}}, "Unknown text type", "INVALID_REQUEST"),
    (
        {
            "context": {
                "entries": [{"text": "a"}],
                "articleAndParentComment": {"article": {"text": "b"}},
            }
        },
        "Context can have either entries or article_and_parent_comment, but both fields were "
        "populated.",
        "INVALID_REQUEST",
    ),
]


@pytest.mark.parametrize(("changed", "message", "kind"), ERRORS, ids=lambda v: str(v)[:40])
def test_errors_have_the_services_wording(
    client: TestClient, changed: dict[str, Any], message: str, kind: str
) -> None:
    body = {"comment": {"text": HOSTILE}, "requestedAttributes": {"TOXICITY": {}}, **changed}
    error = error_of(client.post(ANALYZE, json=body))
    assert (error["message"], error["status"]) == (message, "INVALID_ARGUMENT")
    assert error["details"][0]["errorType"] == kind


def test_an_unsupported_language_says_who_named_it(client: TestClient) -> None:
    named = error_of(ask(client, languages=["om"]))["details"][0]
    found = error_of(ask(client, "lang=om"))["details"][0]
    key = "languageNotSupportedByAttributeError"
    assert named[key] == {
        "detectedLanguages": ["om"],
        "requestedLanguages": ["om"],
        "attribute": "TOXICITY",
    }
    assert found[key] == {"detectedLanguages": ["om"], "attribute": "TOXICITY"}
    mistaken = error_of(ask(client, "lang=om", languages=["en"]))["details"][0]
    assert mistaken[key] == {
        "detectedLanguages": ["om"],
        "requestedLanguages": ["en"],
        "attribute": "TOXICITY",
    }


@pytest.mark.parametrize(
    "languages", [None, [], ["en"], ["en-US"], ["EN_gb"], [""]], ids=lambda v: str(v)
)
def test_languages_may_be_left_out_empty_or_english(client: TestClient, languages: object) -> None:
    assert ask(client, languages=languages).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"\xff",
        b"[1]",
        b"{comment: {text",
        b'{"comment": {"text": 5}}',
        b'{"comment": "h=0.5"}',
        b'{"comment": {"text": "a"}, "requestedAttributes": ["TOXICITY"]}',
        b'{"comment": {"text": "a"}, "requestedAttributes": {"TOXICITY": {"scoreThreshold": "x"}}}',
        b'{"comment": {"text": "a"}, "spanAnnotations": 3, "requestedAttributes": {"THREAT": {}}}',
        b"[" * 100_000,
        b'{"comment": {"text": "a"}, "requestedAttributes": {"T": {"scoreThreshold": NaN}}}',
    ],
)
def test_what_is_no_request_is_refused_without_repeating_it(
    client: TestClient, body: bytes
) -> None:
    error = error_of(client.post(ANALYZE, content=body))
    assert error["status"] == "INVALID_ARGUMENT"
    assert error["details"][0]["@type"].endswith("BadRequest")


def test_an_empty_body_is_a_missing_comment(client: TestClient) -> None:
    assert error_of(client.post(ANALYZE))["message"] == "Comment must be non-empty."


def test_a_caller_may_have_unsupported_attributes_dropped(client: TestClient) -> None:
    asked = {"TOXICITY": {}, "SPAM": {}}
    response = ask(client, requestedAttributes=asked, dropUnsupportedAttributes=True).json()
    assert list(response["attributeScores"]) == ["TOXICITY"]
    foreign = ask(client, "lang=de h=0.1", dropUnsupportedAttributes=True).json()
    assert foreign["attributeScores"] == {}
    assert foreign["detectedLanguages"] == ["de"]


def test_an_installation_may_drop_whatever_it_can_not_answer(serving: Serving) -> None:
    client = serving(api_unsupported="drop")
    response = ask(client, requestedAttributes={"TOXICITY": {}, "SPAM": {}, "FOO": {}}).json()
    assert list(response["attributeScores"]) == ["TOXICITY"]


def test_strict_bodies_are_exact_json_with_known_fields(serving: Serving) -> None:
    client = serving(api_bodies="strict", api_html=False)
    assert client.post(ANALYZE, content="{comment: {text: 'a'}}").status_code == 400
    error = error_of(ask(client, colour="red"))
    assert error["message"] == (
        'Invalid JSON payload received. Unknown name "colour": Cannot find field.'
    )
    html = {"comment": {"text": "a", "type": "HTML"}, "requestedAttributes": {"TOXICITY": {}}}
    error = error_of(client.post(ANALYZE, json=html))
    assert error["message"] == "Currently, only 'PLAIN_TEXT' comments are supported"


def test_article_and_parent_are_read_and_entries_are_not(
    client: TestClient, pipeline: LivePipeline
) -> None:
    both = {"article": {"text": "On trams.\n\nThey run."}, "parentComment": {"text": "Trams?"}}
    ask(client, context={"articleAndParentComment": both})
    assert (pipeline.parents[-1], pipeline.articles[-1]) == ("Trams?", "On trams.\n\nThey run.")
    ask(client, "h=0.3", context={"entries": [{"text": "Trams?"}]})
    assert pipeline.parents[-1] is None


def test_a_failed_scorer_is_an_error_and_no_low_score(client: TestClient) -> None:
    assert error_of(ask(client, "h=fail"))["status"] == "INTERNAL"


def test_other_addresses_are_not_found_in_the_services_way(client: TestClient) -> None:
    for response in (client.post("/v1alpha1/comments:delete"), client.get(ANALYZE)):
        assert error_of(response)["status"] == "NOT_FOUND"


def test_values_are_the_shortest_32_bit_floats(client: TestClient) -> None:
    text = ask(client, "h=0.77587413787841796875").text
    assert json.loads(text)["attributeScores"]["TOXICITY"]["summaryScore"]["value"] == 0.77587414


def test_every_answer_names_its_release(client: TestClient) -> None:
    first, second = ask(client), ask(client, "g=0.1")
    assert first.headers["x-moderato-release"] == second.headers["x-moderato-release"]


def test_lone_surrogates_and_nul_are_answered(client: TestClient) -> None:
    body = '{"comment": {"text": "a\\ud83d\\u0000"}, "requestedAttributes": {"TOXICITY": {}}, '
    response = client.post(ANALYZE, content=body + '"clientToken": "\\udc00"}')
    assert response.status_code == 200
    assert "\\udc00" in response.text
