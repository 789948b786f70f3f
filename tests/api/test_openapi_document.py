"""The OpenAPI document is true: whatever it allows or forbids is answered as it says."""

from __future__ import annotations

import json
import os
import urllib.request
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from answering import answering
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from analysis.services.moderation.queue_address import FILTER_KEYS
from analysis.storage.database import Store

EXAMPLES = int(os.environ.get("MODERATO_EXAMPLES", "15"))
"""Requests of each kind for each operation; ``MODERATO_EXAMPLES`` asks for more."""


def test_it_describes_the_services_methods_and_our_routes(client: TestClient) -> None:
    document = client.get("/v1/openapi.json").json()
    assert {
        "/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore", "/v1/analyze",
        "/v1/analyze/stream", "/v1/comments", "/v1/decisions", "/v1/moderations", "/health",
    } <= set(document["paths"])  # fmt: skip
    schemas = document["components"]["schemas"]
    assert {f"#/components/schemas/{name}" for name in schemas} >= set(references(document))
    for operations in document["paths"].values():
        for operation in operations.values():
            assert "422" not in operation["responses"], "it is answered with 400"
            assert {"400", "403", "429", "503"} <= set(operation["responses"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/metrics", "200"),
        ("post", "/coral/moderation-phase", "204"),
        ("post", "/v1/moderations", "401"),
        ("post", "/v1/analyze", "408"),
    ],
)
def test_what_is_answered_is_described(
    client: TestClient, method: str, path: str, status: str
) -> None:
    paths = client.get("/v1/openapi.json").json()["paths"]
    assert status in paths[path][method]["responses"]


def test_the_queues_parameters_are_described_as_they_are_read(client: TestClient) -> None:
    operation = client.get("/v1/openapi.json").json()["paths"]["/v1/queue"]["get"]
    schemas = {each["name"]: each["schema"] for each in operation["parameters"]}
    assert list(schemas) == [*FILTER_KEYS, "page"]
    for name, schema in schemas.items():
        about = "" if name == "label" else "label=possible_hostility&"
        for word in schema.get("enum", ["2026-11-30"] if "format" in schema else ["1"]):
            assert client.get(f"/v1/queue?{about}{name}={word}").status_code == 200
        if "enum" in schema or "format" in schema or schema["type"] != "string":
            assert client.get(f"/v1/queue?{about}{name}=nonsense").status_code == 400


def references(content: Any) -> list[str]:
    if isinstance(content, dict):
        own = [content["$ref"]] if "$ref" in content else []
        return own + [ref for value in content.values() for ref in references(value)]
    return [ref for item in content for ref in references(item)] if type(content) is list else []


def test_a_method_that_a_route_has_not_is_named_so(client: TestClient) -> None:
    response = client.delete("/v1/comments")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json()["error"]["status"] == "UNIMPLEMENTED"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/comments/77", None),
        ("POST", "/v1/decisions", {"comment": 77, "action": "approve"}),
        ("POST", "/v1/decisions", {"comment": 77, "action": "undo"}),
        ("POST", "/v1/annotations", {"set": 77, "comment": 77, "label": "x", "answer": "no"}),
    ],
)
def test_what_is_not_there_is_not_found(
    client: TestClient, method: str, path: str, body: Any
) -> None:
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()["error"]["status"]) == (404, "NOT_FOUND")


def seeded(address: str) -> None:
    """Some comments and a set, so that small numbers name something."""
    comments = [{"id": f"k{n}", "article_id": "a", "text": f"h=0.{n} g=0.3"} for n in range(1, 6)]
    scores = {"TOXICITY": {"summaryScore": {"value": 1}}}
    suggestion = {"comment": {"text": "h=0.1 g=0.3"}, "attributeScores": scores}
    for path, body in (
        ("/v1/comments", {"comments": comments}),
        ("/v1alpha1/comments:suggestscore", suggestion),
    ):
        request = urllib.request.Request(
            address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        urllib.request.urlopen(request).close()


@pytest.mark.slow
def test_no_request_that_it_allows_or_forbids_is_a_fault_of_the_server(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """By schemathesis, on either database: no fault, no answer that the document has not."""
    import requests
    import schemathesis
    from schemathesis import checks as known

    checks = [
        known.not_a_server_error,
        known.status_code_conformance,
        known.content_type_conformance,
        known.response_schema_conformance,
    ]

    @schemathesis.serializer("application/x-ndjson")
    def _lines(_context: Any, value: Any) -> bytes:
        text = value if isinstance(value, str) else json.dumps(value)
        return text.encode("utf-8", "surrogatepass")

    statuses: Counter[tuple[str, int]] = Counter()

    def ask(case: Any, mode: Any) -> None:
        response = case.call(base_url=address, session=session, timeout=60)
        statuses[f"{case.operation.label} {mode.value}", response.status_code] += 1
        case.validate_response(response, checks=checks)

    with answering(store, api_hint=True) as address:
        seeded(address)
        session = requests.Session()
        document = schemathesis.openapi.from_url(f"{address}/v1/openapi.json")
        for result in document.get_all_operations():
            operation = result.ok()
            for mode in schemathesis.GenerationMode:
                if mode is schemathesis.GenerationMode.NEGATIVE and not takes_anything(operation):
                    continue

                ask_all(operation, mode, ask)
    with capsys.disabled():
        print(f"\n{store.dialect}: {sum(statuses.values())} requests")
        for (name, status), count in sorted(statuses.items()):
            print(f"  {name} {status}: {count}")
    assert not [name for name, status in statuses if status >= 500]
    done = {name for name, status in statuses if status < 300}
    for path in ("/v1alpha1/comments:analyze", "/v1/analyze", "/v1/comments"):
        assert f"POST {path} positive" in done, "the document allows something that is done"


def ask_all(operation: Any, mode: Any, ask: Callable[[Any, Any], None]) -> None:
    """Ask with many requests of one kind; the same each time."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        derandomize=True,
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        ask(case, mode)

    asked()


def takes_anything(operation: Any) -> bool:
    """Whether an operation has a parameter or a body that could be wrong."""
    declared = operation.definition.raw
    return bool(declared.get("parameters") or declared.get("requestBody"))
