"""An object store that speaks as much S3 as a batch job asks, in memory, for one bucket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "comments"
ACCESS_KEY = "reader"


@dataclass
class SmallStore:
    """What it holds by key, and the keys in the order in which they were put."""

    objects: dict[str, bytes] = field(default_factory=dict)
    put: list[str] = field(default_factory=list)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    address: str = ""

    def keep(self, key: str, body: bytes) -> None:
        self.objects[key] = body
        self.put.append(key)


@contextmanager
def small_store() -> Iterator[SmallStore]:
    """A store that answers at its ``address`` until the end of the block."""
    store = SmallStore()

    class Handler(_Handler):
        held = store

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    held: SmallStore
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_HEAD(self) -> None:
        self._get(with_body=False)

    def do_GET(self) -> None:
        if "list-type" in self._query():
            if self._allowed():
                self._listing()
            return
        self._get(with_body=True)

    def do_PUT(self) -> None:
        body = self._body()
        if not self._allowed():
            return
        query = self._query()
        if "uploadId" in query:
            self.held.uploads[query["uploadId"][0]][int(query["partNumber"][0])] = body
        else:
            self.held.keep(self._key(), body)
        self._answer(200, b"", ETag='"part"')

    def do_POST(self) -> None:
        self._body()
        if not self._allowed():
            return
        query, key = self._query(), self._key()
        if "uploads" in query:
            self.held.uploads[key] = {}
            names = f"<Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key>"
            self._xml("InitiateMultipartUploadResult", f"{names}<UploadId>{escape(key)}</UploadId>")
        else:
            pieces = self.held.uploads.pop(query["uploadId"][0])
            self.held.keep(key, b"".join(pieces[number] for number in sorted(pieces)))
            self._xml("CompleteMultipartUploadResult", f"<Key>{escape(key)}</Key><ETag>x</ETag>")

    def _get(self, *, with_body: bool) -> None:
        if not self._allowed():
            return
        key = self._key()
        if not key and self._is_bucket():
            self._answer(200, b"")
            return
        body = self.held.objects.get(key)
        if body is None or not self._is_bucket():
            self._error(404, "NoSuchKey" if self._is_bucket() else "NoSuchBucket")
            return
        status, headers = 200, {"ETag": '"x"', "Last-Modified": formatdate(0, usegmt=True)}
        if asked := re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", "")):
            first, last = int(asked[1]), min(int(asked[2]), len(body) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
            status, body = 206, body[first : last + 1]
        self._answer(status, body, with_body=with_body, **headers)

    def _listing(self) -> None:
        if not self._is_bucket():
            self._error(404, "NoSuchBucket")
            return
        prefix = self._query().get("prefix", [""])[0]
        delimiter = self._query().get("delimiter", [""])[0]
        inside, folders = [], set()
        for key, body in sorted(self.held.objects.items()):
            if not key.startswith(prefix):
                continue
            rest = key[len(prefix) :]
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.split(delimiter)[0] + delimiter)
                continue
            when = "<LastModified>2026-01-01T00:00:00.000Z</LastModified>"
            about = f"<Key>{escape(key)}</Key><Size>{len(body)}</Size>{when}"
            inside.append(f"<Contents>{about}</Contents>")
        inside += [
            f"<CommonPrefixes><Prefix>{escape(folder)}</Prefix></CommonPrefixes>"
            for folder in sorted(folders)
        ]
        count = f"<KeyCount>{len(inside)}</KeyCount><IsTruncated>false</IsTruncated>"
        self._xml("ListBucketResult", f"<Name>{BUCKET}</Name>{count}{''.join(inside)}")

    def _query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def _is_bucket(self) -> bool:
        return unquote(urlsplit(self.path).path).split("/")[1] == BUCKET

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).partition(f"/{BUCKET}")[2].lstrip("/")

    def _allowed(self) -> bool:
        if f"Credential={ACCESS_KEY}/" in self.headers.get("Authorization", ""):
            return True
        self._error(403, "AccessDenied")
        return False

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _unchunked(body)
        return body

    def _xml(self, name: str, inside: str) -> None:
        self._answer(200, f'<?xml version="1.0"?><{name}>{inside}</{name}>'.encode())

    def _error(self, status: int, code: str) -> None:
        body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>no</Message></Error>'
        self._answer(status, body.encode())

    def _answer(self, status: int, body: bytes, *, with_body: bool = True, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and self.command != "HEAD":
            self.wfile.write(body)


def _unchunked(body: bytes) -> bytes:
    """What a client sent in pieces with their lengths, and a checksum behind."""
    whole = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if not size:
            break
        whole, body = whole + body[:size], body[size + 2 :]
    return whole
