"""A batch's body is read in parts as mail is, and in a moment, whatever it holds."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from analysis.api.perspective.multipart import Part, head_and_body, parts_of

KIND = 'multipart/mixed; boundary="b"'
CALLS = [Part({"content-id": "<1>"}, b"one"), Part({}, b"two")]
PLAIN = b"--b\r\nContent-ID: <1>\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"


@pytest.mark.parametrize(
    "body",
    [
        PLAIN,
        PLAIN.replace(b"\r\n", b"\n"),
        b"before\r\n" + PLAIN + b"behind\r\n--b\r\n\r\nthree",
        PLAIN.removesuffix(b"\r\n--b--\r\n"),
        PLAIN.replace(b"--b\r", b"--b \t\r"),
        PLAIN.replace(b"Content-ID: <1>", b"CONTENT-id:\r\n\t<1>"),
        PLAIN.replace(b"--b\r\nC", b"--bb\r\nX: y\r\n--b\r\nC"),
    ],
    ids=["plain", "bare line ends", "words around", "no end", "spaces", "folded", "longer mark"],
)
def test_parts_are_read(body: bytes) -> None:
    assert parts_of(KIND, body, most=9) == CALLS


@pytest.mark.parametrize(
    ("packing", "content"),
    [("base64", base64.b64encode(b"\xc3\xa9!")), ("Quoted-Printable", b"=C3=A9!"),
     ("binary", b"\xc3\xa9!"), ("8bit", b"\xc3\xa9!")],
)  # fmt: skip
def test_a_part_is_unpacked(packing: str, content: bytes) -> None:
    head = f"--b\r\nContent-Transfer-Encoding: {packing}\r\n\r\n".encode()
    [part] = parts_of(KIND, head + content + b"\r\n--b--", most=9)
    assert part.content == b"\xc3\xa9!"


@pytest.mark.parametrize(
    "kind",
    ["application/json", "multipart/mixed", "multipart/mixed; boundary=", "", "text/b; boundary=b",
     "multipart/mixed; boundary=c", "multipart/mixed" + ";" * 60_000 + "boundary=b"],
)  # fmt: skip
def test_another_kind_has_no_parts(kind: str) -> None:
    assert parts_of(kind, PLAIN, most=9) == []


@given(st.lists(st.binary(max_size=40).filter(lambda c: b"--" not in c and c.strip(b"\r\n") == c)))
def test_what_was_put_in_comes_out(contents: list[bytes]) -> None:
    body = b"".join(b"--b\r\nA: x\r\n\r\n" + content + b"\r\n" for content in contents) + b"--b--"
    assert [part.content for part in parts_of(KIND, body, most=99)] == contents


@pytest.mark.parametrize(
    ("content", "headers", "body"),
    [
        (b"A: 1\r\nB: 2\r\n\r\n{}", {"a": "1", "b": "2"}, b"{}"),
        (b"A: 1\n\n{}\n\n", {"a": "1"}, b"{}\n\n"),
        (b"\r\n{}", {}, b"{}"),
        (b"{}", {}, b"{}"),
        (b"nothing\r\n\r\n{}", {}, b"{}"),
        (b"", {}, b""),
    ],
)
def test_headers_end_at_a_blank_line(content: bytes, headers: dict[str, str], body: bytes) -> None:
    assert head_and_body(content) == (headers, body)


@pytest.mark.parametrize(
    ("unit", "status"),
    [
        (b"--b\r\n\r\n", 400),
        (b"\r\n x", 200),
        (b"\r\nA: x", 200),
        (b"\n--b  x", 200),
        (b"\r", 200),
        (b"(", 200),
    ],
    ids=["marks", "folded lines", "headers", "almost marks", "half line ends", "comments"],
)
def test_no_body_keeps_the_others_waiting(client: TestClient, unit: bytes, status: int) -> None:
    """Python's reader of mail takes half a minute for a quarter of a megabyte of some of these."""
    body = b"--b\r\nContent-Type: application/http" + unit * (512 * 1024 // len(unit))
    begun = time.perf_counter()
    response = client.post("/batch", content=body, headers={"Content-Type": KIND})
    assert response.status_code == status
    assert time.perf_counter() - begun < 3
