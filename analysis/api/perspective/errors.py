"""Errors as the service says them: its bodies, its wording, and always some details.

Clients read ``details[0]`` without looking whether it is there, and one takes the message apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.domain.errors import Conflict, ModeratoError, NotAllowed, NotFound, Unavailable

ERROR_TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
_FIELDS = "type.googleapis.com/google.rpc.BadRequest"
_HELP = "type.googleapis.com/google.rpc.Help"
_SERVICE = "commentanalyzer.googleapis.com"
_METRIC = "Analysis requests (AnalyzeComment)"
_QUOTA_PAGE = "https://cloud.google.com/docs/quotas/help/request_increase"
_INVALID = "INVALID_ARGUMENT"
BAD_REQUEST, WRONG_METHOD, OVER_QUOTA, UNAVAILABLE = 400, 405, 429, 503
_BAD_KEY, _NO_KEY = "API_KEY_INVALID", "CREDENTIALS_MISSING"


class ServiceError(Exception):
    """An answer that is an error; its message never holds text of a comment."""

    def __init__(
        self,
        code: int,
        message: str,
        status: str,
        details: Sequence[Mapping[str, Any]],
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.details = [dict(detail) for detail in details]
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The error as the service writes it."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "status": self.status,
                "details": self.details,
            }
        }


def _typed(message: str, error_type: str, **more: Any) -> ServiceError:
    return ServiceError(
        400, message, _INVALID, [{"@type": ERROR_TYPE, "errorType": error_type, **more}]
    )


def comment_empty() -> ServiceError:
    """There is no text."""
    return _typed("Comment must be non-empty.", "COMMENT_EMPTY")


def comment_too_long() -> ServiceError:
    """The text has too many bytes."""
    return _typed("Comment text too long.", "COMMENT_TOO_LONG")


def no_attributes() -> ServiceError:
    """No attribute was asked for."""
    return _typed("Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES")


def undetected() -> ServiceError:
    """The language can't be told."""
    return _typed("Unable to detect language", "LANGUAGE_DETECTION_FAILED")


def unsupported(
    attribute: str, languages: Sequence[str], *, requested: Sequence[str] = ()
) -> ServiceError:
    """The attribute is not answered in these languages; ``requested`` are those that the caller
    named."""
    error: dict[str, Any] = {"detectedLanguages": list(languages), "attribute": attribute}
    if requested:
        error["requestedLanguages"] = list(requested)
    return _typed(
        f"Attribute {attribute} does not support request languages: {', '.join(languages)}",
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        languageNotSupportedByAttributeError=error,
    )


def unknown_attribute(name: str) -> ServiceError:
    """No such attribute ever was."""
    return _typed(f"Unknown requested attribute: {name}", "INVALID_REQUEST")


def score_type(kind: str, attribute: str) -> ServiceError:
    """Another score than a probability was asked for."""
    return _typed(
        f"Requested score type {kind} is not supported by attribute {attribute}",
        "INVALID_REQUEST",
    )


def text_type() -> ServiceError:
    """The kind of the text is none of the three."""
    return _typed("Unknown text type", "INVALID_REQUEST")


def plain_text_only() -> ServiceError:
    """HTML was sent where the installation takes plain text only."""
    return _typed("Currently, only 'PLAIN_TEXT' comments are supported", "INVALID_REQUEST")


def two_contexts() -> ServiceError:
    """Both kinds of context were given."""
    return _typed(
        "Context can have either entries or article_and_parent_comment, but both fields were "
        "populated.",
        "INVALID_REQUEST",
    )


def invalid_request(message: str) -> ServiceError:
    """Anything else that the service would refuse about a request."""
    return _typed(message, "INVALID_REQUEST")


def invalid_field(path: str, expected: str) -> ServiceError:
    """A field holds another kind of value than it may."""
    return _invalid_json(f"Invalid value at '{path}' ({expected})", path)


def unknown_field(name: str, path: str) -> ServiceError:
    """A field that there is none of."""
    where = f" at '{path}'" if path else ""
    return _invalid_json(
        f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.', path
    )


def not_json() -> ServiceError:
    """The body can't be read."""
    return _invalid_json("Invalid JSON payload received. Expected an object.", "")


def _invalid_json(message: str, path: str) -> ServiceError:
    violation = {"description": message} | ({"field": path} if path else {})
    return ServiceError(
        400, message, _INVALID, [{"@type": _FIELDS, "fieldViolations": [violation]}]
    )


def bad_key() -> ServiceError:
    """A key was shown that is none, is revoked, or is a disabled account's."""
    message = "API key not valid. Please pass a valid API key."
    return ServiceError(400, message, _INVALID, [_info(_BAD_KEY)])


def no_key() -> ServiceError:
    """No key was shown where one is needed."""
    message = (
        "Method doesn't allow unregistered callers (callers without established identity). "
        "Please use API Key or other form of API consumer identity to call this API."
    )
    return ServiceError(403, message, "PERMISSION_DENIED", [_info(_NO_KEY)])


def is_about_the_key(error: ServiceError) -> bool:
    """Whether it says that no key was shown, or one that is none."""
    return any(detail.get("reason") in (_BAD_KEY, _NO_KEY) for detail in error.details)


def not_allowed(message: str) -> ServiceError:
    """The key, or whom it acts for, may not do this."""
    return ServiceError(
        403, message, "PERMISSION_DENIED", [_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")]
    )


def over_quota(consumer: str, per_minute: int, wait: float) -> ServiceError:
    """The key has used up its minute."""
    message = (
        f"Quota exceeded for quota metric '{_METRIC}' and limit '{_METRIC} per minute' of service "
        f"'{_SERVICE}' for consumer 'project_number:{consumer}'."
    )
    metadata = {
        "quota_limit": "AnalyzeRequestsPerMinutePerProject",
        "quota_limit_value": str(per_minute),
        "quota_metric": "CommentAnalyzerService/analyze_requests",
        "quota_location": "global",
        "service": _SERVICE,
        "consumer": f"projects/{consumer}",
    }
    links = [{"description": "Request a higher quota limit.", "url": _QUOTA_PAGE}]
    return ServiceError(
        429,
        message,
        "RESOURCE_EXHAUSTED",
        [
            {**_info("RATE_LIMIT_EXCEEDED"), "metadata": metadata},
            {"@type": _HELP, "links": links},
        ],
        headers={"Retry-After": str(max(1, round(wait)))},
    )


def overloaded() -> ServiceError:
    """Too much waits; the caller may ask again."""
    return ServiceError(
        503,
        "The service is currently unavailable.",
        "UNAVAILABLE",
        [_info("OVERLOADED")],
        headers={"Retry-After": "1"},
    )


def too_late() -> ServiceError:
    """The answer took longer than the server waits for one."""
    return ServiceError(
        504, "Deadline expired before operation could complete.", "DEADLINE_EXCEEDED",
        [_info("DEADLINE_EXCEEDED")],
    )  # fmt: skip


def too_slow() -> ServiceError:
    """The body did not come in time; the connection, on which it may still come, is closed."""
    return ServiceError(
        408, "The request did not come in time.", "DEADLINE_EXCEEDED",
        [_info("REQUEST_TOO_SLOW")], {"Connection": "close"},
    )  # fmt: skip


def too_large() -> ServiceError:
    """The body has too many bytes."""
    message = "Request payload size exceeds the limit."
    return ServiceError(413, message, _INVALID, [_info("REQUEST_TOO_LARGE")])


def not_packed() -> ServiceError:
    """The body is not packed as its header says."""
    return _invalid_json("The body can't be unpacked as its Content-Encoding says.", "")


def unknown_packing() -> ServiceError:
    """The body is packed in a way that is not unpacked here."""
    message = "A body may be packed by gzip or deflate, or not at all."
    return ServiceError(415, message, _INVALID, [_info("UNSUPPORTED_CONTENT_ENCODING")])


def not_found() -> ServiceError:
    """There is no such address."""
    return ServiceError(404, "Requested entity was not found.", "NOT_FOUND", [_info("NOT_FOUND")])


def wrong_method(headers: Mapping[str, str]) -> ServiceError:
    """The address is there, but not for this method; ``headers`` say which it takes."""
    return ServiceError(
        WRONG_METHOD, "This address takes another method.", "UNIMPLEMENTED",
        [_info("METHOD_NOT_ALLOWED")], headers=headers,
    )  # fmt: skip


def internal() -> ServiceError:
    """A fault of ours; its kind is in the log, and nothing of the text."""
    return ServiceError(500, "Internal error encountered.", "INTERNAL", [_info("INTERNAL")])


def of_service(problem: ModeratoError) -> ServiceError:
    """What a service of ours refused, in the same shape; its sentence never holds a text."""
    match problem:
        case Unavailable():
            return overloaded()
        case NotAllowed():
            return not_allowed(str(problem))
        case NotFound():
            return ServiceError(404, str(problem), "NOT_FOUND", [_info("NOT_FOUND")])
        case Conflict():
            return ServiceError(409, str(problem), "ABORTED", [_info("CONFLICT")])
        case _:
            return invalid_request(str(problem))


def _info(reason: str) -> dict[str, Any]:
    return {
        "@type": _INFO,
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": _SERVICE},
    }
