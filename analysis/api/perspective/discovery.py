"""The service's discovery document, from which many clients build themselves."""

from __future__ import annotations

from typing import Any

from analysis.api.perspective.discovery_schemas import SCHEMAS

_SCOPE = "https://www.googleapis.com/auth/userinfo.email"
_DOCUMENTATION = "https://github.com/conversationai/perspectiveapi/blob/master/README.md"


def discovery_document(root_url: str) -> dict[str, Any]:
    """The document for a service that is reached under ``root_url`` (which ends in a slash)."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": "commentanalyzer:v1alpha1",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": "v1alpha1",
        "version_module": True,
        "revision": "20261101",
        "title": "Perspective Comment Analyzer API",
        "description": (
            "The Perspective Comment Analyzer API provides information about the potential impact "
            "of a comment on a conversation. Answered by Moderato."
        ),
        "ownerDomain": "google.com",
        "ownerName": "Google",
        "protocol": "rest",
        "documentationLink": _DOCUMENTATION,
        "icons": {
            "x16": "http://www.google.com/images/icons/product/search-16.gif",
            "x32": "http://www.google.com/images/icons/product/search-32.gif",
        },
        "rootUrl": root_url,
        "mtlsRootUrl": root_url,
        "servicePath": "",
        "baseUrl": root_url,
        "basePath": "",
        "batchPath": "batch",
        "fullyEncodeReservedExpansion": True,
        "auth": {
            "oauth2": {
                "scopes": {_SCOPE: {"description": "See your primary Google Account email address"}}
            }
        },
        "parameters": _PARAMETERS,
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method(
                        "analyze",
                        "Analyzes the provided text and returns scores for requested attributes.",
                        "AnalyzeCommentRequest",
                        "AnalyzeCommentResponse",
                    ),
                    "suggestscore": _method(
                        "suggestscore",
                        "Suggest comment scores as training data.",
                        "SuggestCommentScoreRequest",
                        "SuggestCommentScoreResponse",
                    ),
                }
            }
        },
        "schemas": SCHEMAS,
    }


def _method(name: str, description: str, request: str, response: str) -> dict[str, Any]:
    path = f"v1alpha1/comments:{name}"
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": path,
        "flatPath": path,
        "httpMethod": "POST",
        "description": description,
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": request},
        "response": {"$ref": response},
        "scopes": [_SCOPE],
    }


def _parameter(description: str, **more: Any) -> dict[str, Any]:
    return {"type": "string", "location": "query", "description": description, **more}


_PARAMETERS: dict[str, Any] = {
    "$.xgafv": _parameter(
        "V1 error format.",
        enum=["1", "2"],
        enumDescriptions=["v1 error format", "v2 error format"],
    ),
    "access_token": _parameter("OAuth access token."),
    "alt": _parameter(
        "Data format for response.",
        default="json",
        enum=["json", "media", "proto"],
        enumDescriptions=[
            "Responses with Content-Type of application/json",
            "Media download with context-dependent Content-Type",
            "Responses with Content-Type of application/x-protobuf",
        ],
    ),
    "callback": _parameter("JSONP"),
    "fields": _parameter("Selector specifying which fields to include in a partial response."),
    "key": _parameter(
        "API key. Your API key identifies your project and provides you with API access, quota, "
        "and reports. Required unless you provide an OAuth 2.0 token."
    ),
    "oauth_token": _parameter("OAuth 2.0 token for the current user."),
    "prettyPrint": _parameter(
        "Returns response with indentations and line breaks.", type="boolean", default="true"
    ),
    "quotaUser": _parameter(
        "Available to use for quota purposes for server-side applications. Can be any arbitrary "
        "string assigned to a user, but should not exceed 40 characters."
    ),
    "uploadType": _parameter('Legacy upload protocol for media (e.g. "media", "multipart").'),
    "upload_protocol": _parameter('Upload protocol for media (e.g. "raw", "multipart").'),
}
