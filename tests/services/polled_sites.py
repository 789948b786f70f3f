"""Stand-ins for the servers of sites that are polled, in the shapes of their real answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)

Answer = tuple[int, dict[str, str], bytes]


def written(at: datetime) -> str:
    """A time without its zone, as both sites write it in front of theirs."""
    return at.replace(tzinfo=None).isoformat()


class StandIn:
    """A site's comments and how it answers; ``before`` maps a request's number to what happens."""

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.before: dict[int, Callable[[], Answer | None]] = {}
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.url = ""

    def answer(
        self, path: str, query: dict[str, str], headers: dict[str, str], body: Any
    ) -> Answer:
        """What the site says, unless something happens to it before."""
        self.asked.append((path, headers, body))
        happens = self.before.pop(len(self.asked), None)
        instead = happens() if happens else None
        return instead or self.usual(query, headers, body)

    def usual(self, query: dict[str, str], headers: dict[str, str], body: Any) -> Answer:
        """The answer in the site's own shape."""
        raise NotImplementedError


class WordPress(StandIn):
    """`GET /wp/v2/comments`, ordered by the site's local time."""

    def add(self, number: int, text: str, *, minute: int = 0, **more: Any) -> dict[str, Any]:
        at = NOON + timedelta(minutes=minute)
        comment = {
            "id": number, "post": 7, "parent": 0, "author": 0,
            "author_name": f"Reader&#8217;s {number}", "author_url": "", "date": written(at),
            "date_gmt": written(at - timedelta(hours=1)),
            "content": {"rendered": f"<p>{text}</p>\n"},
            "link": f"https://blog.example/ferry/#comment-{number}", "status": "approved",
            "type": "comment", "author_avatar_urls": {}, "meta": [], "_links": {},
            **more,
        }  # fmt: skip
        self.comments.append(comment)
        return comment

    def usual(self, query: dict[str, str], headers: dict[str, str], body: Any) -> Answer:
        """Pages by number; `X-WP-TotalPages` beside them."""
        may = "Authorization" in headers
        if query.get("context") == "edit" and not may:
            return 401, {}, b'{"code":"rest_forbidden_context","message":"","data":{"status":401}}'
        if (number := query["rest_route"].rpartition("/")[2]).isdecimal():
            return self.by_itself(int(number), may=may)
        status = ("approved", "hold") if query.get("status") == "all" else ("approved",)
        known = [c for c in self.comments if c["status"] in status]
        if "include" in query:
            known = [c for c in known if str(c["id"]) in query["include"].split(",")]
        known = [c for c in known if c["date"] > query.get("after", "")]
        known.sort(key=lambda c: (c["date"], c["id"]))
        size, page = int(query["per_page"]), int(query.get("page", 1))
        pages = ceil(len(known) / size)
        if page > max(pages, 1):
            return 400, {}, b'{"code":"rest_comment_invalid_page_number","data":{"status":400}}'
        shown = known[(page - 1) * size : page * size]
        if query.get("context") == "edit":
            shown = [
                {**c, "content": {**c["content"], "raw": c["content"]["rendered"][3:-5]}}
                for c in shown
            ]
        totals = {"X-WP-Total": str(len(known)), "X-WP-TotalPages": str(pages)}
        return 200, totals, json.dumps(shown).encode()

    def by_itself(self, number: int, *, may: bool) -> Answer:
        """`GET /wp/v2/comments/N`."""
        for comment in self.comments:
            if comment["id"] == number and (may or comment["status"] == "approved"):
                return 200, {}, json.dumps(comment).encode()
            if comment["id"] == number:
                return 401, {}, b'{"code":"rest_cannot_read","message":"","data":{"status":401}}'
        return 404, {}, b'{"code":"rest_comment_invalid_id","message":"","data":{"status":404}}'


class Discourse(StandIn):
    """`GET /posts.json?before=N`: the fifty numbers up to N, newest first.

    `/t/N/posts.json?post_ids[]=N` gives those of a topic, to staff the deleted ones too.
    """

    missing: Answer = (404, {}, b'{"errors":["not there"],"error_type":"not_found"}')

    def add(self, number: int, text: str, **more: Any) -> dict[str, Any]:
        post = {
            "id": number, "username": "mari", "created_at": "2026-11-01T12:00:00.000Z",
            "cooked": f"<p>{text}</p>", "raw": text, "post_number": number, "post_type": 1,
            "reply_to_post_number": None, "topic_id": 3, "topic_slug": "ferry",
            "topic_title": "The ferry", "user_deleted": False, "hidden": False, "version": 1,
            **more,
        }  # fmt: skip
        self.comments.append(post)
        return post

    def usual(self, query: dict[str, str], headers: dict[str, str], body: Any) -> Answer:
        path = urlsplit(self.asked[-1][0])
        parts = path.path.strip("/").split("/")
        known = [p for p in self.comments if "Api-Key" in headers or not p.get("deleted_at")]
        if parts[0] == "t":
            numbers = parse_qs(path.query)["post_ids[]"]
            topic = [p for p in known if str(p["topic_id"]) == parts[1]]
            posts = [p for p in topic if str(p["id"]) in numbers]
            content = {"post_stream": {"posts": posts}, "id": int(parts[1])}
            return (200, {}, json.dumps(content).encode()) if topic else self.missing
        if parts[0] == "posts":
            number = parts[1].removesuffix(".json")
            posts = [p for p in known if str(p["id"]) == number]
            return (200, {}, json.dumps(posts[0]).encode()) if posts else self.missing
        last = int(query.get("before", 0)) or max((p["id"] for p in self.comments), default=0)
        visible = [p for p in known if not p.get("deleted_at")]
        posts = [p for p in visible if last - 50 < p["id"] <= last]
        posts.sort(key=lambda p: -p["id"])
        return 200, {}, json.dumps({"latest_posts": posts}).encode()


class Coral(StandIn):
    """`POST /api/graphql`: `comments(first, after)`, newest first, cursors are times."""

    def add(self, number: int, text: str | None, *, minute: int = 0) -> dict[str, Any]:
        at = NOON + timedelta(minutes=minute)
        node = {
            "id": f"c{number}", "body": text, "createdAt": f"{written(at)}.000Z",
            "author": {"username": "mari"}, "parent": None,
            "story": {"id": "s1", "url": "https://news.example/ferry",
                      "metadata": {"title": "The ferry"}},
        }  # fmt: skip
        self.comments.append(node)
        return node

    def usual(self, query: dict[str, str], headers: dict[str, str], body: Any) -> Answer:
        if headers.get("Authorization") != "Bearer token":
            return 200, {}, b'{"errors":[{"message":"FORBIDDEN"}],"data":null}'
        if "Presence" in body["query"]:
            nodes = {c["id"]: {"status": "NONE", **c} for c in self.comments}
            asked = body["variables"]
            data = {name: nodes.get(number) for name, number in asked.items()}
            return 200, {}, json.dumps({"data": data}).encode()
        first, after = body["variables"]["first"], body["variables"]["after"]
        known = [c for c in self.comments if after is None or c["createdAt"] < after]
        known.sort(key=lambda c: c["createdAt"], reverse=True)
        shown = known[:first]
        end = shown[-1]["createdAt"] if shown else None
        info = {"hasNextPage": len(known) > first, "endCursor": end}
        edges = [{"node": node} for node in shown]
        data = {"data": {"comments": {"edges": edges, "pageInfo": info}}}
        return 200, {}, json.dumps(data).encode()


class Feed(StandIn):
    """A list, or an object that holds one."""

    wrapped = False

    def usual(self, query: dict[str, str], headers: dict[str, str], body: Any) -> Answer:
        content: Any = {"comments": self.comments} if self.wrapped else self.comments
        return 200, {}, json.dumps(content).encode()


@contextmanager
def serving(site: StandIn) -> Iterator[None]:
    """The stand-in at an address of this machine, which it is given as ``url``."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, headers, content = site.answer(self.path, query, dict(self.headers), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
