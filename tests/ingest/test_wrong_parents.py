"""Columns that seem to name what a comment answers and name something else, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.mark.parametrize(
    "name",
    ["reply_to_user_id", "replyToUserId", "reply_to_author", "replied_user", "parent_user_id",
     "in_reply_to_screen_name", "answered_member_id", "response_to_uid"],
)  # fmt: skip
def test_numbers_of_people_are_no_comments(read_file: Read, name: str) -> None:
    rows = "1,1,,Cold.\n2,2,1,Hot.\n3,1,2,Dry.\n4,3,1,Wet.\n"
    comments, summary = read_file(f"id,user_id,{name},text\n{rows}", "a.csv")
    assert [c.parent_id for c in comments] == [None] * 4
    assert name in [use.column for use in summary.columns if use.field is None]


@pytest.mark.parametrize("name", ["reply_to_comment_id", "parent_post", "reply_to_user_comment_id"])
def test_near_miss_numbers_of_comments_are(read_file: Read, name: str) -> None:
    rows = "1,1,,Cold.\n2,2,1,Hot.\n3,1,2,Dry.\n4,3,1,Wet.\n"
    comments, _ = read_file(f"id,user_id,{name},text\n{rows}", "a.csv")
    assert [c.parent_id for c in comments] == [None, "1", "2", "1"]


@pytest.mark.parametrize("written", ["{}", "@{}", "{} "])
def test_names_of_people_are_no_comments(read_file: Read, written: str) -> None:
    rows = "".join(
        f"{n},{name},{written.format(to) if to else ''},Words {n}.\n"
        for n, (name, to) in enumerate([("Ann", ""), ("ben", "Ann"), ("cid", "Ben")], start=1)
    )
    comments, summary = read_file("id,author,reply_to,text\n" + rows, "a.csv")
    assert [c.parent_id for c in comments] == [None, None, None]
    assert "'reply_to' names people, not comments: not read." in summary.assumed


def test_near_miss_authors_without_names_and_the_same_ids(read_file: Read) -> None:
    """Where both fit, the column's name counts; what a person maps counts in any case."""
    table = "id,author,parent,text\n1,1,,Cold.\n2,2,1,Hot.\n3,1,2,Dry.\n"
    comments, _ = read_file(table, "a.csv")
    assert [c.parent_id for c in comments] == [None, "1", "2"]
    table = "id,author,parent,text\n1,ann,,Cold.\n2,ben,ann,Hot.\n"
    comments, _ = read_file(table, "b.csv", mapping={"parent": "parent"})
    assert [c.parent_id for c in comments] == [None, "ann"]
