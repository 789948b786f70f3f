"""Comentario's export in its own layout (version 3), and Commento's with several sites."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary, read

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_NOBODY = "00000000-0000-0000-0000-000000000000"
_FLAGS = {"isSticky": False, "isApproved": True, "isPending": False, "isDeleted": False}


def _comment(name: str, page: str = "p1", **values: Any) -> dict[str, Any]:
    return {
        "id": name, "pageId": page, "markdown": f"Words of {name}.", "html": "<p>Words.</p>",
        "score": 2, "createdTime": "2024-05-06T07:08:09.000Z", "userCreated": "k1",
        "url": f"https://clay.example/{page}/#comentario-{name}", **_FLAGS, **values,
    }  # fmt: skip


EXPORT = {
    "version": 3,
    "pages": [
        {"id": "p1", "domainId": "d", "path": "/p1/", "title": "On kilns", "isReadonly": False},
        {"id": "p2", "domainId": "d", "path": "/p2/", "isReadonly": False},
    ],
    "comments": [
        _comment("a"),
        _comment("b", parentId="a", isApproved=False, isPending=True, pendingReason="link"),
        _comment("c", parentId="b", isApproved=False, userCreated=_NOBODY, authorName="Gast"),
        _comment("d", parentId="a", markdown="", html="", isDeleted=True),
        _comment("e", "p2", url=None),
    ],
    "commenters": [{"id": "k1", "email": "k@clay.example", "name": "Kim", "isModerator": True}],
}


def test_comments_of_one_page_stand_under_one_article(read_file: Read) -> None:
    comments, summary = read_file(EXPORT, "export.json")
    assert {c.id: c.thread_id for c in comments} == dict.fromkeys(
        "abcd", "https://clay.example/p1/"
    ) | {"e": "/p2/"}
    assert (summary.resolved, summary.answers) == (3, 3)
    assert [c.author for c in comments] == ["Kim", "Kim", "Gast", "Kim", "Kim"]


def test_the_pages_title_and_address_are_the_articles(read_file: Read, tmp_path: Any) -> None:
    read_file(EXPORT, "export.json")
    article = next(iter(read(tmp_path / "export.json"))).article
    assert (article.title, article.url) == ("On kilns", "https://clay.example/p1/")


def test_the_states_are_the_platforms_own(read_file: Read) -> None:
    comments, _ = read_file(EXPORT, "export.json")
    assert [c.platform_status for c in comments] == [
        "approved", "pending", "rejected", "deleted", "approved",
    ]  # fmt: skip


def test_nothing_that_names_an_address_of_a_person_is_kept(read_file: Read) -> None:
    comments, _ = read_file(EXPORT, "export.json")
    assert "clay.example" not in str([c.raw for c in comments if c.id == "e"])


@pytest.mark.parametrize("key", ["host", "domain"])
def test_pages_of_two_sites_are_two_threads(read_file: Read, key: str) -> None:
    shared = {"commenterHex": "anonymous", "parentHex": "root", "state": "approved"}
    listed = [
        {"commentHex": "1", key: "one.example", "url": "/about", "markdown": "Here.", **shared},
        {"commentHex": "2", key: "two.example", "url": "/about", "markdown": "There.", **shared},
    ]
    comments, _ = read_file({"version": 1, "comments": listed, "commenters": []}, "c.json")
    assert [c.thread_id for c in comments] == ["one.example/about", "two.example/about"]
    comments, _ = read_file({"version": 1, "comments": listed[:1], "commenters": []}, "c.json")
    assert [c.thread_id for c in comments] == ["/about"]
