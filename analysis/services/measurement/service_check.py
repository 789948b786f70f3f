"""Ask a server of the Perspective API's contract what clients ask, and look at its answers."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.domain.errors import BadInput
from analysis.domain.web_address import web_address
from analysis.labels.attributes import MEASURABLE, TWINS, UNANSWERED

TIMEOUT_SECONDS = 20.0
_HARMLESS = "The library opens at nine on Mondays. 🙂 I like that."
_ANALYZE, _SUGGEST = "v1alpha1/comments:analyze", "v1alpha1/comments:suggestscore"
_LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ServiceCheck:
    """One thing that clients rely on, and whether the server does it."""

    name: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: status and JSON (``None`` where it was none)."""

    status: int
    content: Any


Ask = Callable[[str, Any], Answer]


def check_service(
    url: str, *, key: str = "", attributes: Sequence[str] = (), ask: Ask | None = None
) -> list[ServiceCheck]:
    """The checks in the order in which a client would notice; texts are our own, harmless ones.

    ``attributes`` are those that a site asks for; without any, all that the service ever had.
    A server that lets nobody in, or no longer, is not asked on. ``BadInput`` when nobody answers
    at ``url``.
    """
    ask = ask or _asking(url, key)
    names = tuple(attributes) or (*(a.name for a in MEASURABLE), *TWINS, *UNANSWERED)
    checks = [_discovery(ask, url)]
    empty = ask(_ANALYZE, {})
    if turned_away := _turned_away(empty):
        return [*checks, ServiceCheck("questions are let in", False, turned_away)]
    checks.append(_error_shape(empty))
    works: list[str] = []
    refused: list[str] = []
    for number, name in enumerate(names):
        answer = ask(_ANALYZE, _body(_HARMLESS, name))
        if turned_away := _turned_away(answer):
            detail = f"after {number} of {len(names)} attributes: {turned_away}"
            return [*checks, ServiceCheck("questions are let in", False, detail)]
        (works if _scores(answer, name) else refused).append(name)
    checks.append(
        ServiceCheck(
            "attributes answered", bool(works), f"{', '.join(works) or 'none'} of {len(names)}"
        )
    )
    if refused:
        wanted = not attributes
        checks.append(ServiceCheck("attributes not answered", wanted, ", ".join(refused)))
    if works:
        checks += [_spans(ask, works[0]), _token(ask, works[0]), _snake_case(ask, works[0])]
        checks.append(_foreign(ask, works[0]))
    return checks


def _discovery(ask: Ask, url: str) -> ServiceCheck:
    answer = ask("$discovery/rest?version=v1alpha1", None)
    root = answer.content.get("rootUrl", "") if isinstance(answer.content, dict) else ""
    led, here = web_address(str(root)), web_address(url)
    same = led is not None and here is not None and led.netloc == here.netloc
    return ServiceCheck("discovery document leads here", answer.status == 200 and same, str(root))


def _error_shape(answer: Answer) -> ServiceCheck:
    details = _error(answer).get("details")
    return ServiceCheck("errors have details", answer.status == 400 and bool(details))


def _turned_away(answer: Answer) -> str:
    """Why a server looked at no question: the key, a quota, a fault of its own; empty if it did."""
    status, error = answer.status, _error(answer)
    details = error.get("details")
    reasons = [d.get("reason") for d in details or () if isinstance(d, dict)]
    if status < 500 and status not in (401, 403, 429) and "API_KEY_INVALID" not in reasons:
        return ""
    return f"{status} {str(error.get('message', ''))[:200]}".rstrip()


def _error(answer: Answer) -> dict[str, Any]:
    error = answer.content.get("error") if isinstance(answer.content, dict) else None
    return error if isinstance(error, dict) else {}


def _spans(ask: Ask, name: str) -> ServiceCheck:
    answer = ask(_ANALYZE, {**_body(_HARMLESS, name), "spanAnnotations": True})
    units = _HARMLESS.encode("utf-16-le")
    spans = _scores(answer, name).get("spanScores") or []
    pieces = [units[2 * s["begin"] : 2 * s["end"]].decode("utf-16-le", "replace") for s in spans]
    inside = bool(pieces) and all(piece and piece in _HARMLESS for piece in pieces)
    return ServiceCheck("spans in UTF-16 units", inside, f"{len(spans)} spans")


def _token(ask: Ask, name: str) -> ServiceCheck:
    versioned = f"{name}@1"
    answer = ask(_ANALYZE, {**_body(_HARMLESS, versioned), "clientToken": "t"})
    content = answer.content if isinstance(answer.content, dict) else {}
    echoed = content.get("clientToken") == "t" and versioned in content.get("attributeScores", {})
    return ServiceCheck("names and token are echoed", echoed)


def _snake_case(ask: Ask, name: str) -> ServiceCheck:
    body = {
        "comment": {"text": _HARMLESS},
        "requested_attributes": {name: {}},
        "do_not_store": True,
    }
    return ServiceCheck("snake_case is read", ask(_ANALYZE, body).status == 200)


def _foreign(ask: Ask, name: str) -> ServiceCheck:
    text = "Die Bücherei macht am Montag um neun Uhr auf, und das finde ich sehr gut."
    answer = ask(_ANALYZE, {**_body(text, name), "languages": ["en"]})
    unscored = not (_scores(answer, name) or _turned_away(answer))
    return ServiceCheck("German under the flag of English is not scored", unscored)


def _body(text: str, name: str) -> dict[str, Any]:
    return {
        "comment": {"text": text},
        "requestedAttributes": {name: {}},
        "languages": ["en"],
        "doNotStore": True,
    }


def _scores(answer: Answer, name: str) -> dict[str, Any]:
    content = answer.content if isinstance(answer.content, dict) else {}
    scores = content.get("attributeScores")
    of_name = scores.get(name) if answer.status == 200 and isinstance(scores, dict) else None
    return of_name if isinstance(of_name, dict) else {}


def _asking(url: str, key: str) -> Ask:
    if web_address(url) is None:
        raise BadInput(f"{url}: expected an address such as http://127.0.0.1:8000")

    def ask(path: str, body: Any) -> Answer:
        address = f"{url.rstrip('/')}/{path}"
        if key:
            address += ("&" if "?" in path else "?") + urllib.parse.urlencode({"key": key})
        request = urllib.request.Request(  # noqa: S310 (the scheme was looked at above)
            address,
            data=None if body is None else json.dumps(body).encode("ascii"),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310
                return Answer(response.status, _json(response.read(_LARGEST)))
        except urllib.error.HTTPError as error:
            return Answer(error.code, _json(error.read(_LARGEST)))
        except OSError:
            raise BadInput(f"{url}: no server answers there") from None
        except http.client.HTTPException as error:
            raise BadInput(
                f"{url}: what answers there does not speak HTTP ({type(error).__name__})"
            ) from None

    return ask


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
