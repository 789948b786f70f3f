"""The OpenAPI document: our own routes as FastAPI knows them, and the service's from its own
discovery document, with what every one of them may refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from analysis.api.openapi_plain_routes import PHASE, STATES
from analysis.api.perspective.answer import Offer
from analysis.api.perspective.discovery import discovery_document
from analysis.api.refusals import OPENAI

PATH = "/v1/openapi.json"
_JSON = "application/json"
_NO_KEY = "No key where one is needed, or one that is none; OpenAI's clients know it by this."
_READING: Mapping[str, str] = {
    "400": "The request is not what it must be; `details` say where.",
    "403": "No key where one is needed, or one that does not open this.",
    "404": "There is no such thing.",
    "429": "The key's minute is used up; see `Retry-After`.",
    "500": "A fault of the server's own.",
    "503": "Too much waits, or the database can't be used just now; see `Retry-After`.",
}
_WRITING: Mapping[str, str] = {
    **_READING,
    "408": "The body did not come in time.",
    "409": "Something else happened meanwhile, or under the same `Idempotency-Key`.",
    "413": "The body is too large.",
    "415": "The body is packed in a way that is not unpacked here.",
    "504": "It took too long and was given up.",
}
_ERROR: dict[str, Any] = {
    "type": "object",
    "description": "An error in the shape of Google's services; OpenAI's for its own route.",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": ["integer", "string"]},
                "message": {"type": "string"},
                "status": {"type": "string"},
                "details": {"type": "array", "items": {"type": "object"}, "minItems": 1},
            },
        }
    },
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "AnalyzeCommentRequest": ("comment", "requestedAttributes"),
    "SuggestCommentScoreRequest": ("comment", "attributeScores"),
    "TextEntry": ("text",),
    "SpanScore": ("begin", "end", "score"),
}
"""Which fields a message needs; the discovery document does not say it."""
_SCORES = ("summaryScore", "spanScores")
_ENGLISH = r"^[eE][nN]([-_][0-9A-Za-z]+)*$"
_VERSION = r"(@[0-9A-Za-z_.-]*)?$"
_KEYS: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "query", "name": "key"},
    "header": {"type": "apiKey", "in": "header", "name": "x-goog-api-key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def describe(app: FastAPI) -> None:
    """Let ``app`` answer with the whole document, put together once when it is asked for."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    paths: dict[str, Any] = document["paths"]
    for operations in paths.values():
        for operation in operations.values():
            operation["responses"].pop("422", None)  # FastAPI's own; it is answered with 400 here
    service = discovery_document("/")
    paths |= _service_paths(service) | STATES | PHASE
    paths[OPENAI]["post"]["responses"]["401"] = _response(_NO_KEY, "Error")
    for operations in paths.values():
        for method, operation in operations.items():
            refusals = _WRITING if method == "post" else _READING
            operation["responses"] |= {
                code: _response(text, "Error") for code, text in refusals.items()
            }
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas |= {name: _schema(content) for name, content in service["schemas"].items()}
    for name, fields in _REQUIRED.items():
        schemas[name]["required"] = list(fields)
    _narrow(schemas, app.state.server.offer)
    schemas["Error"] = _ERROR
    components["securitySchemes"] = _KEYS
    # Without a key until somebody made one.
    document["security"] = [{}, *({name: []} for name in _KEYS)]
    return document


def _narrow(schemas: Mapping[str, Any], offer: Offer) -> None:
    """Say of the service's messages what this installation answers; their own document does not."""
    asked = schemas["AnalyzeCommentRequest"]["properties"]
    asked["requestedAttributes"] |= {
        "minProperties": 1,
        "propertyNames": {"pattern": f"^({'|'.join(sorted(offer.attributes))}){_VERSION}"},
    }
    asked["languages"]["items"] = {"type": "string", "pattern": _ENGLISH}
    schemas["SuggestCommentScoreRequest"]["properties"]["attributeScores"] |= {
        "minProperties": 1,
        "propertyNames": {"pattern": f"^({'|'.join(sorted(offer.names))}){_VERSION}"},
    }
    schemas["TextEntry"]["properties"]["text"]["minLength"] = 1
    schemas["Score"]["properties"]["value"] |= {"minimum": 0, "maximum": 1}
    schemas["AttributeScores"]["anyOf"] = [{"required": [name]} for name in _SCORES]
    schemas["AttributeScores"]["properties"]["spanScores"]["minItems"] = 1
    for holder, kind in (("AttributeParameters", "scoreType"), ("Score", "type")):
        schemas[holder]["properties"][kind]["enum"] = ["SCORE_TYPE_UNSPECIFIED", "PROBABILITY"]


def _service_paths(service: Mapping[str, Any]) -> dict[str, Any]:
    parameters = [
        _parameter(name, content)
        for name, content in service["parameters"].items()
        if name not in ("key", "access_token", "oauth_token")
    ]
    methods = service["resources"]["comments"]["methods"].values()
    paths: dict[str, Any] = {
        f"/{method['path']}": {
            "post": {
                "operationId": method["id"],
                "summary": method["description"],
                "tags": ["perspective"],
                "parameters": parameters,
                "requestBody": {
                    "required": True,
                    "content": {_JSON: {"schema": _reference(method["request"]["$ref"])}},
                },
                "responses": {"200": _response("The answer.", method["response"]["$ref"])},
            }
        }
        for method in methods
    }
    return paths


def _parameter(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    # Any value is taken: what none of them asks for is answered as if it were not there.
    return {
        "name": name,
        "in": "query",
        "description": content["description"],
        "schema": {"type": "string"},
    }


def _schema(content: Any) -> Any:
    """A message of the discovery document as OpenAPI writes it."""
    if isinstance(content, list):
        return [_schema(item) for item in content]
    if not isinstance(content, dict):
        return content
    if "$ref" in content:
        return _reference(content["$ref"])
    described = {k: v for k, v in content.items() if k not in ("id", "enumDescriptions")}
    return {key: _schema(value) for key, value in described.items()}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _response(description: str, name: str) -> dict[str, Any]:
    return {"description": description, "content": {_JSON: {"schema": _reference(name)}}}
