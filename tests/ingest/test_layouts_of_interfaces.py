"""What the interfaces of platforms answer and small widgets write: linked, dated, by author."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]
Row = tuple[str, str | None, str | None, str, str]


def _post(name: str, text: str, *, above: str | None = None, by: str = "ada") -> dict[str, Any]:
    record: dict[str, Any] = {"createdAt": "2024-05-01T10:00:00.000Z", "text": text}
    if above is not None:
        record["reply"] = {"root": {"uri": "at://a/p/1"}, "parent": {"uri": above}}
    return {
        "post": {"uri": name, "cid": name[-1], "author": {"did": "d", "handle": by},
                 "record": record, "likeCount": 2, "replyCount": 1},
        "replies": [],
    }  # fmt: skip


_THREAD = _post("at://a/p/1", "The kiln is cold.") | {
    "replies": [
        _post("at://b/p/2", "It was hot at noon.", above="at://a/p/1", by="ben"),
        {"uri": "at://c/p/3", "notFound": True},
    ]
}
_WIDGET = {"site": "s", "url": "https://clay.example/1"}


def _issue(number: int, issue: int, text: str) -> dict[str, Any]:
    at = "https://forge.example/repos/o/r/issues"
    return {
        "url": f"{at}/comments/{number}", "issue_url": f"{at}/{issue}", "id": number,
        "user": {"login": "ada", "id": 5}, "created_at": "2024-05-01T10:00:00Z", "body": text,
    }  # fmt: skip


CASES: dict[str, tuple[str, Any, list[Row]]] = {
    "bluesky, with a post that is gone": ("thread.json", {"thread": _THREAD}, [
        ("at://a/p/1", None, "ada", "The kiln is cold.", "thread"),
        ("at://b/p/2", "at://a/p/1", "ben", "It was hot at noon.", "thread")]),
    "x, references by type": ("x.json", {"data": [
        {"id": "1", "text": "The kiln is cold.", "author_id": "7", "conversation_id": "1",
         "created_at": "2024-05-01T10:00:00.000Z",
         "public_metrics": {"reply_count": 1, "like_count": 2}},
        {"id": "2", "text": "It was hot at noon.", "author_id": "8", "conversation_id": "1",
         "created_at": "2024-05-01T11:00:00.000Z",
         "referenced_tweets": [{"type": "replied_to", "id": "1"}],
         "public_metrics": {"reply_count": 0, "like_count": 0}}]}, [
        ("1", None, "7", "The kiln is cold.", "1"), ("2", "1", "8", "It was hot at noon.", "1")]),
    "lobsters": ("l.json", {"title": "Kilns", "url": "https://clay.example/", "comments": [
        {"short_id": "c1", "created_at": "2024-05-01T10:00:00.000-06:00", "comment": "Cold.",
         "parent_comment": None, "depth": 0, "commenting_user": "ada", "score": 2},
        {"short_id": "c2", "created_at": "2024-05-01T11:00:00.000-06:00", "comment": "Hot.",
         "parent_comment": "c1", "depth": 1, "commenting_user": "ben", "score": 1}]}, [
        ("c1", None, "ada", "Cold.", "https://clay.example/"),
        ("c2", "c1", "ben", "Hot.", "https://clay.example/")]),
    "a forge's comments, an address each": (
        "c.json", [_issue(8, 5, "It is cold."), _issue(9, 6, "It is hot.")], [
            ("8", None, "ada", "It is cold.", "https://forge.example/repos/o/r/issues/5"),
            ("9", None, "ada", "It is hot.", "https://forge.example/repos/o/r/issues/6")]),
    "isso's table": ("comments.csv",
        "tid,id,parent,created,modified,mode,remote_addr,text,author,email,likes,dislikes\n"
        "1,1,,1600000000.5,,1,192.0.2.1,The kiln is cold.,ada,a@clay.example,1,0\n"
        "1,2,1,1600000100.5,,1,192.0.2.1,It was hot at noon.,ben,b@clay.example,0,0\n"
        "2,3,,1600000200.5,,1,192.0.2.1,Another page of clay.,cai,,0,0\n", [
            ("1", None, "ada", "The kiln is cold.", "1"),
            ("2", "1", "ben", "It was hot at noon.", "1"),
            ("3", None, "cai", "Another page of clay.", "2")]),
    "cusdis' table": ("cusdis.csv",
        "id,page_id,created_at,by_email,by_nickname,content,approved,parentId,deletedAt\n"
        "c1,p1,2022-01-01T10:00:00Z,a@clay.example,Ada,The kiln is cold.,1,,\n"
        "c2,p1,2022-01-01T11:00:00Z,b@clay.example,Ben,Hot.,0,c1,\n", [
            ("c1", None, "Ada", "The kiln is cold.", "p1"), ("c2", "c1", "Ben", "Hot.", "p1")]),
    "comentario": ("c.json", {"version": 3, "pages": [{"id": "pg", "path": "/clay"}], "comments": [
        {"id": "u1", "parentId": None, "pageId": "pg", "markdown": "Cold.", "html": "<p>C</p>",
         "isApproved": True, "createdTime": "2023-01-02T10:00:00Z", "userCreated": "k1"},
        {"id": "u2", "parentId": "u1", "pageId": "pg", "markdown": "", "isDeleted": True,
         "createdTime": "2023-01-02T11:00:00Z", "userCreated": None}],
        "commenters": [{"id": "k1", "email": "a@clay.example", "name": "Ada"}]}, [
        ("u1", None, "Ada", "Cold.", "/clay"), ("u2", "u1", None, "", "/clay")]),
    "remark42's answer to a page, as a tree": ("tree.json", {"comments": [
        {"comment": {"id": "r1", "pid": "", "text": "<p>Cold.</p>", "user": {"name": "ada"},
                     "locator": _WIDGET, "time": "2022-03-04T05:06:07Z", "title": "Kilns"},
         "replies": [{"comment": {"id": "r2", "pid": "r1", "text": "<p>Hot.</p>",
                                  "locator": _WIDGET, "user": {"name": "ben"},
                                  "time": "2022-03-04T06:06:07Z"}}]}],
        "info": {"count": 2}}, [
        ("r1", None, "ada", "<p>Cold.</p>", "https://clay.example/1"),
        ("r2", "r1", "ben", "<p>Hot.</p>", "https://clay.example/1")]),
    "convokit's data frame": ("utt.csv",
        "id,timestamp,text,speaker,reply_to,conversation_id\n"
        "L1,1400000000,Cold?,ada,,L1\nL2,1400000100,Never.,ben,L1,L1\n", [
            ("L1", None, "ada", "Cold?", "L1"), ("L2", "L1", "ben", "Never.", "L1")]),
    "argilla 1, text classification": ("a.json", [
        {"id": "a1", "text": None, "inputs": {"text": "Cold clay."}, "annotation": "POS",
         "annotation_agent": "ann", "prediction": [["NEG", 0.9]], "prediction_agent": "m",
         "metadata": {"author": "ada", "created_at": "2024-01-02"}, "status": "Validated",
         "event_timestamp": "2023-05-01T10:00:00"}], [("a1", None, "ada", "Cold clay.", "a")]),
    "argilla 1, feedback": ("f.jsonl", json.dumps(
        {"text": "Cold clay.", "rude": [{"user_id": "u1", "value": "no", "status": "submitted"}],
         "rude-suggestion": None, "rude-suggestion-metadata": {"score": 3, "agent": None},
         "external_id": "e1", "metadata": '{"author": "ada", "created_at": "2024-01-02"}'}), [
        ("e1", None, "ada", "Cold clay.", "f")]),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_comments_are_linked_dated_and_by_author(read_file: Read, name: str) -> None:
    file, content, expected = CASES[name]
    comments, summary = read_file(content, file)
    got = [(c.id, c.parent_id, c.author, c.text, c.thread_id) for c in comments]
    assert got == expected
    assert summary.dated == len(comments)
    assert summary.resolved == summary.answers
    assert all(comment.votes is None or abs(comment.votes.up or 0) < 3 for comment in comments)


def test_an_annotations_time_and_a_suggestions_score_are_not_the_comments(read_file: Read) -> None:
    for name in ("argilla 1, text classification", "argilla 1, feedback"):
        file, content, _ = CASES[name]
        (comment,), _ = read_file(content, file)
        assert comment.created_at is not None
        assert comment.created_at.isoformat() == "2024-01-02T00:00:00+00:00"
        assert comment.votes is None


@pytest.mark.parametrize("counts", ["replies", "reply_count", "Antworten", "n_responses"])
def test_counts_of_answers_name_no_parents(read_file: Read, counts: str) -> None:
    rows = [{"id": n, "text": f"The kiln is cold, number {n}.", counts: n % 3} for n in range(1, 9)]
    comments, _ = read_file(rows, "c.json")
    assert [comment.parent_id for comment in comments] == [None] * 8


def test_near_miss_a_column_that_names_the_answered_comment(read_file: Read) -> None:
    rows = [{"id": n, "text": f"The kiln is cold, number {n}.", "is_reply_for": n - 1 or None}
            for n in range(1, 5)]  # fmt: skip
    comments, _ = read_file(rows, "c.json")
    assert [comment.parent_id for comment in comments] == [None, "1", "2", "3"]


def test_titles_that_only_some_comments_have_part_no_discussion(read_file: Read) -> None:
    rows = [
        {"id": 1, "text": "The kiln is cold.", "title": "Kilns", "parent_id": None},
        {"id": 2, "text": "It was hot at noon.", "title": None, "parent_id": 1},
    ]
    comments, summary = read_file(rows, "c.json")
    assert {comment.thread_id for comment in comments} == {"c"}
    assert any("'title'" in sentence for sentence in summary.assumed)


def test_a_report_of_polis_counts_votes_and_no_score(read_file: Read) -> None:
    table = "comment-id,comment,total-votes,total-agrees,total-disagrees\n0,More clay.,10,4,2\n"
    (comment,), summary = read_file(table, "c.csv")
    assert summary.format == "polis"
    assert comment.votes is not None
    assert (comment.votes.up, comment.votes.down, comment.votes.score) == (4, 2, None)
