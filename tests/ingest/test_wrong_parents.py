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


_ANEW = ["A,1,,ann", "A,2,1,ben", "B,1,,cid", "B,2,1,dan", "C,1,,eve", "C,2,1,fay"]


@pytest.mark.parametrize(
    "header", ["thread_id,id,parent_id,author", "topic_id,comment_no,reply_to,username",
               "Article ID,Comment #,Parent,Name"]
)  # fmt: skip
def test_ids_that_count_in_each_thread_from_the_beginning(read_file: Read, header: str) -> None:
    rows = "".join(f"{row},Words of {row[-3:]}.\n" for row in _ANEW)
    comments, summary = read_file(f"{header},text\n{rows}", "a.csv")
    assert [(c.thread_id, c.id, c.parent_id) for c in comments] == [
        ("A", "1", None), ("A", "2", "1"), ("B", "1", None), ("B", "2", "1"), ("C", "1", None),
        ("C", "2", "1"),
    ]  # fmt: skip
    assert (summary.answers, summary.resolved, summary.conflicting) == (3, 3, 0)
    assert any("from the beginning" in sentence for sentence in summary.assumed)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("thread_id,id,author", ["A,1,ann", "A,1,ben", "B,1,cid", "B,1,dan"]),
        ("likes,id,author", ["5,1,ann", "6,2,ben", "7,1,cid", "8,2,dan"]),
        ("thread_id,id,author", ["A,1,ann", "A,1,ben", "A,2,cid", "A,2,dan"]),
    ],
    ids=["the same in a thread", "no thread", "one thread"],
)
def test_near_miss_ids_that_tell_nothing_apart(
    read_file: Read, header: str, rows: list[str]
) -> None:
    content = "".join(f"{row},Words of {row[-3:]}.\n" for row in rows)
    comments, _ = read_file(f"{header},text\n{content}", "a.csv")
    assert len({c.id for c in comments}) == 4
    assert all(c.id.startswith("c-") for c in comments)


def test_near_miss_an_id_of_its_own_counts_before_numbers(read_file: Read) -> None:
    rows = "A,1,k1\nA,2,k2\nB,1,k3\nB,2,k4\n".replace("\n", ",Words.\n")
    comments, _ = read_file("thread_id,nr,uuid,text\n" + rows, "a.csv")
    assert [c.id for c in comments] == ["k1", "k2", "k3", "k4"]


@pytest.mark.parametrize(
    "nothing",
    ["nil", "NIL", "(none)", "#", "--", "[]", "{}", "\u2013", 24 * "0",
     "00000000-0000-0000-0000-000000000000"],
)  # fmt: skip
def test_signs_and_zeros_name_no_comment(read_file: Read, nothing: str) -> None:
    rows = f"11,{nothing},Cold.\n12,{nothing},Hot.\n13,12,Dry.\n"
    comments, summary = read_file("id,parent_id,text\n" + rows, "a.csv")
    assert [c.parent_id for c in comments] == [None, None, "12"]
    assert (summary.answers, summary.resolved) == (1, 1)


@pytest.mark.parametrize("named", ["#11", "0011", "11", "[11]"])
def test_near_miss_signs_around_an_id_do_name_one(read_file: Read, named: str) -> None:
    _, summary = read_file(f"id,parent_id,text\n11,,Cold.\n12,{named},Hot.\n", "a.csv")
    assert summary.answers == 1


@pytest.mark.parametrize(
    ("rows", "parents"),
    [
        (["-5,", "-1,-5", "-7,-1"], [None, "-5", "-1"]),
        (["main,", "reply1,main", "reply2,reply1"], [None, "main", "reply1"]),
        (["0,-1", "1,0", "2,-1"], [None, "0", None]),
        (["1,-1", "2,1", "3,-1"], [None, "1", None]),
        (["1,0", "2,1", "3,0"], [None, "1", None]),
    ],
    ids=["negative ids", "a word that is an id", "an index", "minus one", "nought"],
)
def test_what_stands_for_no_parent_may_be_an_id(
    read_file: Read, rows: list[str], parents: list[str | None]
) -> None:
    content = "".join(f"{row},Words {n}.\n" for n, row in enumerate(rows))
    comments, _ = read_file("id,parent_id,text\n" + content, "a.csv")
    assert [c.parent_id for c in comments] == parents
