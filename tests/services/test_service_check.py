"""`moderato perspective check`: what a server answers, apart from whether it lets anybody in."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from analysis.domain.errors import BadInput
from analysis.services.measurement.service_check import Answer, Ask, check_service

DISCOVERY = Answer(200, {"rootUrl": "http://h/"})
EMPTY = Answer(400, {"error": {"message": "Comment must be non-empty.", "details": [{}]}})
LET_IN = "questions are let in"


def refusal(status: int, message: str, **detail: str) -> Answer:
    return Answer(status, {"error": {"code": status, "message": message, "details": [detail]}})


def scored(*names: str) -> Answer:
    score = {"summaryScore": {"value": 0.5}, "spanScores": [{"begin": 0, "end": 5}]}
    return Answer(200, {"attributeScores": dict.fromkeys(names, score)})


def server(*answers: Answer, empty: Answer = EMPTY) -> Ask:
    """Answers each question for scores with the next of ``answers``, the last one for good."""
    left = list(answers)

    def ask(path: str, body: Any) -> Answer:
        if body is None:
            return DISCOVERY
        if not body:
            return empty
        return left.pop(0) if len(left) > 1 else left[0]

    return ask


BAD_KEY = refusal(400, "API key not valid.", reason="API_KEY_INVALID")
NO_KEY = refusal(403, "Method doesn't allow unregistered callers", reason="CREDENTIALS_MISSING")
NOT_SERVED = refusal(400, "Attribute B does not support request languages: en")


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (BAD_KEY, "400 API key not valid"),
        (NO_KEY, "403 Method"),
        (Answer(401, None), "401"),
        (refusal(429, "Quota exceeded"), "429 Quota"),
        (refusal(503, "The service is currently unavailable."), "503 The service"),
        (Answer(502, "<html>"), "502"),
    ],
)
def test_a_server_that_lets_nobody_in_is_not_one_without_attributes(
    answer: Answer, word: str
) -> None:
    checks = check_service("http://h", attributes=["A", "B"], ask=server(answer, empty=answer))
    assert [(check.name, check.ok) for check in checks][1:] == [(LET_IN, False)]
    assert checks[-1].detail.startswith(word)


def test_a_quota_that_is_used_up_halfway_says_nothing_of_the_rest() -> None:
    asked = server(scored("A"), NOT_SERVED, refusal(429, "Quota exceeded"))
    checks = check_service("http://h", attributes=["A", "B", "C", "D"], ask=asked)
    assert (checks[-1].name, checks[-1].ok) == (LET_IN, False)
    assert checks[-1].detail == "after 2 of 4 attributes: 429 Quota exceeded"
    assert not [check for check in checks if "answered" in check.name]


@pytest.mark.parametrize(
    "left_out",
    [NOT_SERVED, refusal(400, "Unknown requested attribute: B"), Answer(200, {}), scored(),
     scored("C"), Answer(200, {"attributeScores": {"B": None}}), refusal(404, "not found")],
    ids=["refused", "unknown", "nothing", "left out", "another", "null", "no such address"],
)  # fmt: skip
def test_an_attribute_is_answered_where_it_has_a_score(left_out: Answer) -> None:
    """A server may leave an attribute out of an answer of 200, as ours where it is set so."""
    checks = check_service("http://h", attributes=["A", "B"], ask=server(scored("A"), left_out))
    by_name = {check.name: check.detail for check in checks}
    assert by_name["attributes answered"] == "A of 2"
    assert by_name["attributes not answered"] == "B"


@pytest.mark.parametrize(
    ("answer", "ok"), [(NOT_SERVED, True), (scored(), True), (scored("A"), False), (NO_KEY, False)]
)
def test_a_foreign_text_may_be_refused_or_left_out(answer: Answer, *, ok: bool) -> None:
    asked = server(scored("A"), scored("A"), scored("A"), scored("A"), answer)
    checks = check_service("http://h", attributes=["A"], ask=asked)
    assert (checks[-1].name[:6], checks[-1].ok) == ("German", ok)


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "http://a b/", "http://a:port/", "http://a:0/", "ftp://a/", "a:8000", ""],
)
def test_what_is_no_address_is_one_sentence(url: str) -> None:
    with pytest.raises(BadInput, match="expected an address such as"):
        check_service(url)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [(b"SSH-2.0-x\r\n", "does not speak HTTP"), (b"", "no server answers there")],
)
def test_what_is_no_server_of_pages_is_one_sentence(said: bytes, sentence: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            connection.recv(65_536)
            connection.sendall(said)
            connection.close()

        threading.Thread(target=answer, daemon=True).start()
        with pytest.raises(BadInput, match=sentence):
            check_service(f"http://127.0.0.1:{server.getsockname()[1]}")


@pytest.mark.parametrize("root", ["http://[h/", 3, None, "http://other/"])
def test_a_discovery_document_that_leads_nowhere_fails_its_check_alone(root: object) -> None:
    def ask(path: str, body: Any) -> Answer:
        return Answer(200, {"rootUrl": root}) if body is None else EMPTY

    first, *others = check_service("http://h/", ask=ask)
    assert not first.ok
    assert others
