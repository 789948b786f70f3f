"""What the OpenAPI document says of routes that FastAPI does not know: states, counts, Coral."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.api.coral import SIGNATURE

_JSON = "application/json"


def _state(summary: str, codes: Mapping[str, str]) -> dict[str, Any]:
    anything = {_JSON: {"schema": {"type": "object"}}}
    responses = {code: {"description": text, "content": anything} for code, text in codes.items()}
    return {"get": {"summary": summary, "tags": ["state"], "responses": responses}}


STATES: dict[str, Any] = {
    "/health": _state("Whether the process lives.", {"200": "It does."}),
    "/ready": _state(
        "Whether it can answer.", {"200": "It can.", "503": "`missing` says what it lacks."}
    ),
    "/$discovery/rest": _state(
        "The service's discovery document.", {"200": "With this server's address."}
    ),
    "/metrics": {"get": {
        "summary": "Counts and durations by route, as Prometheus reads them.",
        "tags": ["state"],
        "responses": {"200": {
            "description": "All of them.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }},
    }},
}  # fmt: skip
PHASE: dict[str, Any] = {
    "/coral/moderation-phase": {"post": {
        "summary": "Coral's external moderation phase; not there without a secret.",
        "tags": ["coral"],
        "security": [],
        "parameters": [{
            "name": SIGNATURE, "in": "header", "required": True, "schema": {"type": "string"},
            "description": "`sha256=` and the HMAC-SHA-256 of the body; several by commas.",
        }],
        "requestBody": {"required": True, "content": {_JSON: {"schema": {"type": "object"}}}},
        "responses": {
            "200": {
                "description": "The comment should be flagged.",
                "content": {_JSON: {"schema": {"type": "object"}}},
            },
            "204": {"description": "Nothing to say of it."},
        },
    }},
}  # fmt: skip
