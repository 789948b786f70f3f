"""Decisions reach the site at least once, under ids that stay, whatever dies in between."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from deciding import decide, undo
from scripted import filled

from analysis.cli.app import _run
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.webhooks import outbox, sending
from analysis.services.webhooks.adapters.base import SiteRequest, SiteResponse
from analysis.services.webhooks.adapters.generic import EVENT, SIGNATURE, signature_of
from analysis.services.webhooks.outbox import fill_outboxes, send_due
from analysis.services.webhooks.webhooks import (
    add_webhook,
    disable_webhook,
    replay_webhook,
    webhooks,
)
from analysis.storage.database import Store


class Site:
    """Takes what it is sent, and answers as it is told to."""

    def __init__(self, *statuses: int, bodies: list[Any] | None = None) -> None:
        self.statuses = list(statuses)
        self.bodies = list(bodies or [])
        self.requests: list[SiteRequest] = []

    def __call__(self, request: SiteRequest) -> SiteResponse:
        self.requests.append(request)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 0:
            raise ConnectionRefusedError
        body = self.bodies.pop(0) if self.bodies else {}
        return SiteResponse(status, json.dumps(body).encode())

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(request.body) for request in self.requests]


@pytest.fixture
def numbers(sqlite_store: Store, tmp_path: Path) -> dict[str, int]:
    return filled(sqlite_store, tmp_path, {"k1": "h=0.9", "k2": "h=0.8"})


def reject(store: Store, comment: int, seen: int = 0) -> None:
    decide(store, comment, Action.REJECT, person="local", seen_sequence=seen)


def deliver(store: Store, site: Site) -> int:
    fill_outboxes(store)
    return send_due(store, site)


def soon(monkeypatch: pytest.MonkeyPatch, hours: float) -> None:
    """Later, for the outbox."""
    now = outbox.now
    monkeypatch.setattr(outbox, "now", lambda: now() + timedelta(hours=hours))


def test_a_decision_is_sent_signed_and_once(sqlite_store: Store, numbers: dict[str, int]) -> None:
    reject(sqlite_store, numbers["k1"])  # before there was a receiver
    webhook = add_webhook(sqlite_store, "site", "https://site.example/hook")
    reject(sqlite_store, numbers["k2"])
    site = Site()
    assert [deliver(sqlite_store, site), deliver(sqlite_store, site)] == [1, 0]
    (request,), (event,) = site.requests, site.events
    assert (event["comment_id"], event["before"], event["after"]) == ("k2", "open", "rejected")
    assert (event["id"], request.headers[EVENT]) == (request.headers[EVENT], event["id"])
    at = int(request.headers[SIGNATURE].partition(",")[0].removeprefix("t="))
    assert request.headers[SIGNATURE] == signature_of(request.body, webhook.secret, at=at)
    assert not {"person", "note", "text"} & set(event)


def test_what_was_not_taken_is_sent_again_later_under_its_id(
    sqlite_store: Store, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_webhook(sqlite_store, "site", "https://site.example/hook")
    reject(sqlite_store, numbers["k1"])
    site = Site(503, 0, 200)
    tried = [deliver(sqlite_store, site)]
    for _ in range(3):
        assert deliver(sqlite_store, site) == 0, "not at once"
        soon(monkeypatch, 2)
        tried.append(deliver(sqlite_store, site))
    assert tried == [1, 1, 1, 0]
    assert len({event["id"] for event in site.events}) == 1
    ((_, counts),) = webhooks(sqlite_store)
    assert (counts.delivered, counts.waiting) == (1, 0)


def test_a_killed_process_loses_nothing(
    sqlite_store: Store, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_webhook(sqlite_store, "site", "https://site.example/hook")
    reject(sqlite_store, numbers["k1"])

    class Killed(BaseException):
        """Stands for the end of the process between sending and marking."""

    def dying(request: SiteRequest) -> SiteResponse:
        site(request)
        raise Killed

    site = Site()
    fill_outboxes(sqlite_store)
    with pytest.raises(Killed):
        send_due(sqlite_store, dying)
    assert send_due(sqlite_store, site) == 0, "another process may be at it"
    soon(monkeypatch, 1)
    assert send_due(sqlite_store, site) == 1
    assert [event["id"] for event in site.events] == [site.events[0]["id"]] * 2


def test_everything_is_sent_again_from_a_point(
    sqlite_store: Store, numbers: dict[str, int]
) -> None:
    add_webhook(sqlite_store, "site", "https://site.example/hook")
    reject(sqlite_store, numbers["k1"])
    reject(sqlite_store, numbers["k2"])
    site = Site()
    deliver(sqlite_store, site)
    first, second = site.events
    assert replay_webhook(sqlite_store, "site", after=first["number"]) == 1
    deliver(sqlite_store, site)
    assert site.events[2] == second


@pytest.mark.parametrize(
    ("filled_before", "behind", "sent"),
    [
        (False, 1, ["k1", "k2"]),
        (False, 0, ["k1", "k2"]),
        (True, 1, ["k2"]),
        (True, 0, ["k1", "k2"]),
    ],
)
def test_sending_again_passes_over_nothing_that_no_outbox_has_yet(
    sqlite_store: Store, numbers: dict[str, int], filled_before: bool, behind: int, sent: list[str]
) -> None:
    """As where no server ran since the decisions, and somebody sends the last ones again."""
    add_webhook(sqlite_store, "site", "https://site.example/hook")
    reject(sqlite_store, numbers["k1"])
    reject(sqlite_store, numbers["k2"])
    if filled_before:
        deliver(sqlite_store, Site())
    site = Site()
    replay_webhook(sqlite_store, "site", after=behind)
    deliver(sqlite_store, site)
    assert [event["comment_id"] for event in site.events] == sent


def test_a_disabled_webhook_gets_nothing(sqlite_store: Store, numbers: dict[str, int]) -> None:
    add_webhook(sqlite_store, "site", "https://site.example/hook")
    disable_webhook(sqlite_store, "site")
    reject(sqlite_store, numbers["k1"])
    assert deliver(sqlite_store, Site()) == 0


@pytest.mark.parametrize(
    ("url", "adapter", "secret"),
    [
        ("file:///etc/passwd", "generic", None),
        ("https://user@site.example", "generic", None),
        ("https://:word@site.example", "generic", None),
        ("https://[site.example", "generic", None),
        ("https://site.example:port/hook", "generic", None),
        ("https://site.example:99999/hook", "generic", None),
        ("https://site.example/my hook", "generic", None),
        ("https://site.example", "coral", None),
        ("https://site.example", "corral", "s"),
    ],
)
def test_what_is_no_receiver_is_refused(
    sqlite_store: Store, url: str, adapter: str, secret: str | None
) -> None:
    with pytest.raises(BadInput):
        add_webhook(sqlite_store, "site", url, adapter=adapter, secret=secret)


def test_coral_is_told_by_the_comments_revision(
    sqlite_store: Store, numbers: dict[str, int]
) -> None:
    add_webhook(sqlite_store, "c", "https://coral.example/", adapter="coral", secret="token")
    reject(sqlite_store, numbers["k1"])
    revision = {"data": {"comment": {"id": "k1", "revision": {"id": "r7"}}}}
    site = Site(bodies=[revision, {"data": {"rejectComment": {}}}])
    deliver(sqlite_store, site)
    asked, done = site.events
    assert asked["variables"] == {"id": "k1"}
    assert "rejectComment" in done["query"]
    assert done["variables"]["input"] | {"clientMutationId": ""} == {
        "commentID": "k1", "commentRevisionID": "r7", "clientMutationId": "",
    }  # fmt: skip
    assert site.requests[0].url == "https://coral.example/api/graphql"
    assert site.requests[0].headers["Authorization"] == "Bearer token"


def test_a_refusal_in_graphql_is_not_taken_for_done(
    sqlite_store: Store, numbers: dict[str, int]
) -> None:
    add_webhook(sqlite_store, "c", "https://coral.example", adapter="coral", secret="token")
    reject(sqlite_store, numbers["k1"])
    deliver(sqlite_store, Site(bodies=[{"errors": [{"message": "no"}]}]))
    ((_, counts),) = webhooks(sqlite_store)
    assert (counts.waiting, counts.outcome) == (1, "GraphQL refused it")


def test_discourse_deletes_and_recovers(sqlite_store: Store, numbers: dict[str, int]) -> None:
    add_webhook(sqlite_store, "d", "https://forum.example", adapter="discourse", secret="bot:key")
    reject(sqlite_store, numbers["k1"])
    undo(sqlite_store, numbers["k1"], person="local", seen_sequence=1)
    decide(sqlite_store, numbers["k2"], Action.APPROVE, person="local", seen_sequence=0)
    site = Site(404)
    deliver(sqlite_store, site)
    assert [(r.method, r.url) for r in site.requests] == [
        ("DELETE", "https://forum.example/posts/k1.json"),
        ("PUT", "https://forum.example/posts/k1/recover.json"),
    ]
    assert site.requests[0].headers == {"Api-Username": "bot", "Api-Key": "key"}
    ((_, counts),) = webhooks(sqlite_store)
    assert counts.waiting == 0


@pytest.mark.parametrize(
    ("action", "status"),
    [(Action.APPROVE, "approved"), (Action.REJECT, "trash"), (Action.ESCALATE, "hold")],
)
def test_wordpress_gets_a_status(
    sqlite_store: Store, numbers: dict[str, int], action: Action, status: str
) -> None:
    add_webhook(sqlite_store, "w", "https://blog.example", adapter="wordpress", secret="u:p")
    decide(sqlite_store, numbers["k1"], action, person="local", seen_sequence=0)
    site = Site()
    deliver(sqlite_store, site)
    assert site.requests[0].url == "https://blog.example/?rest_route=/wp/v2/comments/k1"
    assert site.requests[0].headers["Authorization"] == "Basic dTpw"
    assert site.events == [{"status": status}]


FERRY, MATCH = "https://ferry.example", "https://match.example"


def pushed(store: Store, site: str, article: str) -> int:
    """The number of comment 5 of a site, under this article."""
    sent = Incoming("5", article, f"Seen at {site}.", article_url=f"{site}/{article}/")
    return take_comments(store, [sent], source="a program", person="local").numbers[0]


@pytest.mark.parametrize(
    ("article", "receivers", "told"),
    [
        ("1", [FERRY, MATCH], [FERRY, MATCH]),
        ("1", [FERRY], [FERRY]),
        ("1", [MATCH], [MATCH]),
        ("2", [FERRY, "https://www.match.example/"], [FERRY, "https://www.match.example"]),
        ("1", ["http://inner"], ["http://inner"]),
        ("2", ["http://inner"], ["http://inner", "http://inner"]),
        ("2", [FERRY], [FERRY, FERRY]),
    ],
    ids=[
        "two sites", "the first alone", "the second alone", "other articles",
        "an inner name with ids kept apart", "an inner name", "a site that may have moved",
    ],
)  # fmt: skip
@pytest.mark.parametrize("adapter", ["wordpress", "discourse"])
def test_a_site_hears_nothing_of_another_site_s_comment_of_that_number(
    sqlite_store: Store, adapter: str, article: str, receivers: list[str], told: list[str]
) -> None:
    for url in receivers:
        add_webhook(sqlite_store, url, url, adapter=adapter, secret="u:p")
    for number in (pushed(sqlite_store, FERRY, "1"), pushed(sqlite_store, MATCH, article)):
        reject(sqlite_store, number)
    site = Site()
    deliver(sqlite_store, site)
    addresses = [request.url.partition("/?")[0].partition("/posts")[0] for request in site.requests]
    assert addresses == told
    assert all(counts.waiting == 0 for _, counts in webhooks(sqlite_store))


def test_a_receiver_of_the_sites_own_is_no_other_site(sqlite_store: Store) -> None:
    add_webhook(sqlite_store, "inner", "http://inner", adapter="wordpress", secret="u:p")
    add_webhook(sqlite_store, "own", f"{FERRY}/hook")
    reject(sqlite_store, pushed(sqlite_store, FERRY, "1"))
    site = Site()
    deliver(sqlite_store, site)
    assert len(site.requests) == 2


@pytest.mark.parametrize("taken_up", ["later", "at once"])
@pytest.mark.parametrize(
    ("adapter", "sent"),
    [
        ("wordpress", ["approved", "trash"]),
        ("generic", ["approved", "rejected", "approved"]),
    ],
)
def test_a_decision_that_was_not_taken_does_not_undo_a_later_one_at_the_site(
    sqlite_store: Store,
    numbers: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
    adapter: str,
    sent: list[str],
    taken_up: str,
) -> None:
    add_webhook(sqlite_store, "w", "https://blog.example", adapter=adapter, secret="u:p")
    decide(sqlite_store, numbers["k1"], Action.APPROVE, person="local", seen_sequence=0)
    site = Site(0)
    deliver(sqlite_store, site)
    reject(sqlite_store, numbers["k1"], seen=1)
    if taken_up == "later":
        deliver(sqlite_store, site)
        soon(monkeypatch, 2)
    else:  # the later one is older in the outbox, and both are due
        fill_outboxes(sqlite_store)
        soon(monkeypatch, 2)
    deliver(sqlite_store, site)
    assert [event.get("status") or event["after"] for event in site.events] == sent
    ((_, counts),) = webhooks(sqlite_store)
    assert (counts.delivered, counts.waiting) == (2, 0)


def test_a_post_that_was_not_recovered_at_first_is_recovered_whatever_was_decided_since(
    sqlite_store: Store, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_webhook(sqlite_store, "d", "https://forum.example", adapter="discourse", secret="bot:key")
    reject(sqlite_store, numbers["k1"])
    site = Site(200, 500)
    deliver(sqlite_store, site)
    for seen, action in enumerate((Action.APPROVE, Action.ESCALATE), 1):
        decide(sqlite_store, numbers["k1"], action, person="local", seen_sequence=seen)
        deliver(sqlite_store, site)
    soon(monkeypatch, 2)
    deliver(sqlite_store, site)
    assert [request.method for request in site.requests] == ["DELETE", "PUT", "PUT"]


def test_decisions_on_two_comments_overtake_each_other(
    sqlite_store: Store, numbers: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_webhook(sqlite_store, "w", "https://blog.example", adapter="wordpress", secret="u:p")
    decide(sqlite_store, numbers["k1"], Action.APPROVE, person="local", seen_sequence=0)
    site = Site(0)
    deliver(sqlite_store, site)
    reject(sqlite_store, numbers["k2"])
    deliver(sqlite_store, site)
    soon(monkeypatch, 2)
    deliver(sqlite_store, site)
    assert [event["status"] for event in site.events] == ["approved", "trash", "approved"]


@pytest.mark.parametrize(
    ("status", "answer", "waiting"),
    [
        (200, {"status": "trash"}, 0),
        (200, {"status": "approved"}, 1),
        (404, {"code": "rest_comment_invalid_id"}, 0),
        (404, {"code": "rest_no_route"}, 1),
        (200, [], 1),
    ],
    ids=["is so already", "is otherwise", "was deleted", "no such interface", "something else"],
)
def test_wordpress_refuses_what_is_so_already_and_that_is_no_failure(
    sqlite_store: Store, numbers: dict[str, int], status: int, answer: Any, waiting: int
) -> None:
    add_webhook(sqlite_store, "w", "https://blog.example", adapter="wordpress", secret="u:p")
    reject(sqlite_store, numbers["k1"])
    deliver(sqlite_store, Site(500, status, bodies=[{}, answer]))
    ((_, counts),) = webhooks(sqlite_store)
    assert counts.waiting == waiting


class _Page(Site):
    """Answers with a page, as a server does that knows nothing of what it is asked."""

    def __call__(self, request: SiteRequest) -> SiteResponse:
        return SiteResponse(super().__call__(request).status, b"<html>Not found</html>")


@pytest.mark.parametrize(
    ("site", "waiting"),
    [
        (Site(404, bodies=[{"errors": ["not found"], "error_type": "not_found"}]), 0),
        (_Page(404), 1),
        (Site(404, bodies=[[]]), 1),
        (_Page(200), 0),
        (Site(403), 1),
    ],
    ids=["gone", "a page", "a list", "deleted", "not allowed"],
)
def test_a_post_is_gone_only_where_the_forum_says_so(
    sqlite_store: Store, numbers: dict[str, int], site: Site, waiting: int
) -> None:
    add_webhook(sqlite_store, "d", "https://forum.example", adapter="discourse", secret="bot:key")
    reject(sqlite_store, numbers["k1"])
    deliver(sqlite_store, site)
    ((_, counts),) = webhooks(sqlite_store)
    assert counts.waiting == waiting


@pytest.mark.parametrize(
    ("site", "waiting", "outcome"),
    [
        (Site(200, bodies=[{"id": 1, "status": "trash"}]), 0, "delivered"),
        (_Page(200), 1, "a page answers there, and not WordPress' REST API"),
        (Site(200, bodies=[[], {"status": "trash"}]), 0, "delivered"),
        (_Page(404), 1, "status 404"),
    ],
    ids=["taken", "a page", "a page, but it is so", "no such page"],
)
def test_a_page_is_no_answer_of_wordpress(
    sqlite_store: Store, numbers: dict[str, int], site: Site, waiting: int, outcome: str
) -> None:
    add_webhook(sqlite_store, "w", "https://blog.example", adapter="wordpress", secret="u:p")
    reject(sqlite_store, numbers["k1"])
    deliver(sqlite_store, site)
    ((_, counts),) = webhooks(sqlite_store)
    assert (counts.waiting, counts.outcome) == (waiting, outcome)


@pytest.mark.parametrize(
    ("adapter", "second", "sent"),
    [
        ("wordpress", Action.REJECT, ["trash", "approved", "trash"]),
        ("wordpress", Action.APPROVE, ["approved", "approved"]),
        ("generic", Action.REJECT, ["rejected", "approved"]),
    ],
)
def test_a_site_that_was_slow_to_take_a_decision_ends_with_the_later_one(
    sqlite_store: Store,
    numbers: dict[str, int],
    adapter: str,
    second: Action,
    sent: list[str],
) -> None:
    """Two processes serve one database: while one waits for the site, the other tells it more."""
    add_webhook(sqlite_store, "w", "https://blog.example", adapter=adapter, secret="u:p")
    decide(sqlite_store, numbers["k1"], Action.APPROVE, person="local", seen_sequence=0)
    taken: list[str] = []

    def take(request: SiteRequest) -> SiteResponse:
        event = json.loads(request.body)
        taken.append(event.get("status") or event["after"])
        return SiteResponse(200, b"{}")

    def slow(request: SiteRequest) -> SiteResponse:
        decide(sqlite_store, numbers["k1"], second, person="local", seen_sequence=1)
        fill_outboxes(sqlite_store)
        send_due(sqlite_store, take)
        return take(request)

    fill_outboxes(sqlite_store)
    send_due(sqlite_store, slow)
    while send_due(sqlite_store, take):
        pass
    assert taken == sent
    ((_, counts),) = webhooks(sqlite_store)
    assert (counts.delivered, counts.waiting) == (2, 0)


def test_whatever_waits_is_sent_by_one_command(
    sqlite_store: Store,
    numbers: dict[str, int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    add_webhook(sqlite_store, "site", "https://site.example/hook")
    for number in numbers.values():
        reject(sqlite_store, number)
        undo(sqlite_store, number, person="local", seen_sequence=1)
    monkeypatch.setattr(outbox, "_FILLED_AT_ONCE", 1)
    monkeypatch.setattr(sending, "send_by_http", Site())
    said = []
    for _ in range(2):
        assert _run(["webhooks", "send", "--db", sqlite_store.url]) == 0
        said.append(capsys.readouterr().out)
    assert said == ["4 deliveries tried\n", "0 deliveries tried\n"]
