"""What stands beside a comment about its writer, its article or another comment is not its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary
from analysis.ingest.other_things import is_another_time, is_of_another

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_ABOUT = {"created_at": "2015-01-01T00:00:00Z", "likes_count": 77, "karma": 500, "status": "active",
          "deleted": True, "removed": True}  # fmt: skip


@pytest.mark.parametrize(
    "thing",
    ["user", "author", "creator", "account", "post", "article", "video", "media", "parent", "reply",
     "inReplyTo", "quoted_status", "user.profile", "meta.author"],
)  # fmt: skip
def test_another_things_times_votes_and_states_are_left(read_file: Read, thing: str) -> None:
    about: dict[str, Any] = dict(_ABOUT)
    for part in reversed(thing.split(".")):
        about = {part: about}
    comments, _ = read_file([{"id": n, "text": f"Cold {n}.", **about} for n in (1, 2)], "a.json")
    assert [(c.id, c.created_at, c.votes, c.platform_status) for c in comments] == [
        ("1", None, None, None), ("2", None, None, None)
    ]  # fmt: skip


@pytest.mark.parametrize("around", ["data", "attributes", "node", "comment", "post", "item.record"])
def test_near_miss_what_stands_around_the_text_is_the_comments(
    read_file: Read, around: str
) -> None:
    about: dict[str, Any] = {"text": "Cold.", "id": 1, **_ABOUT, "removed": False}
    for part in reversed(around.split(".")):
        about = {part: about}
    [comment], _ = read_file([{**about, "kind": "c"}], "a.json")
    assert comment.created_at is not None
    assert comment.votes is not None
    assert comment.platform_status == "deleted"


def test_the_author_of_what_is_answered_is_not_the_comments(read_file: Read) -> None:
    value = [{"id": 1, "text": "Cold."},
             {"id": 2, "text": "Hot.", "parent": {"id": 1, "author": "a", "score": 5}}]  # fmt: skip
    comments, _ = read_file(value, "a.json")
    assert [(c.id, c.parent_id, c.author, c.votes) for c in comments] == [
        ("1", None, None, None), ("2", "1", None, None)
    ]  # fmt: skip


def test_an_answered_comments_id_is_not_the_comments(read_file: Read) -> None:
    """The ids that parents name stood in the answered comment alone, and were taken."""
    value = [{"id": f"9x{n}", "text": f"Cold {n}.", "replyId": f"9w{n}",
              "reply": {"id": f"9w{n}", "text": "Hot."}} for n in range(4)]  # fmt: skip
    comments, summary = read_file(value, "a.json")
    assert [(c.id, c.parent_id) for c in comments] == [(f"9x{n}", f"9w{n}") for n in range(4)]
    assert not any("answer themselves" in note for note in summary.notes)


@pytest.mark.parametrize(
    ("name", "another"),
    [("exported_at", True), ("article_created_at", True), ("user_created_at", True),
     ("last_login", True), ("moderated_at", True), ("scrape_time", True), ("written_at", False),
     ("post_created_at", False), ("comment_written", False), ("reply_time", False)],
)  # fmt: skip
def test_times_of_other_acts(read_file: Read, name: str, another: bool) -> None:
    assert is_another_time(name) == another
    comments, _ = read_file(f"id,text,{name}\n1,Cold.,2024-03-04T10:00Z\n", "a.csv")
    assert (comments[0].created_at is None) == another


@pytest.mark.parametrize(
    ("field", "name", "text", "another"),
    [
        ("created_at", "post.date", "text", True), ("created_at", "post.date", "post.b", False),
        ("up", "comment.user.likes", "comment.body", True), ("up", "likes.count", "text", False),
        ("author", "user.name", "text", False), ("author", "parent.user.name", "text", True),
        ("title", "post.title", "text", False), ("parent_id", "parent.id", "text", False),
        ("thread_id", "post.id", "text", False), ("id", "data.id", "data.text", False),
    ],
)  # fmt: skip
def test_whose_a_value_is(field: str, name: str, text: str, another: bool) -> None:
    assert is_of_another(field, name, text) == another
