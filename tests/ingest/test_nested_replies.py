"""Answers inside the comment that they answer: under other names, by ids, with ids of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.ingest import ReadSummary
from analysis.ingest.nested import holds_replies

Read = Callable[..., tuple[list[Comment], ReadSummary]]

_TREE = [("1", None), ("2", "1"), ("3", None)]


@pytest.mark.parametrize(
    "name",
    ["subcomments", "subComments", "sub_comment_list", "replyList", "reply_comment", "descendants",
     "nested", "childNodes", "comment_list", "Antworten", "réponses"],
)  # fmt: skip
def test_answers_under_other_names_are_comments(read_file: Read, name: str) -> None:
    value = [{"id": 1, "text": "Cold.", name: [{"id": 2, "text": "Hot."}]},
             {"id": 3, "text": "Dry.", name: []}]  # fmt: skip
    for content, file in (
        (json.dumps(value), "a.json"),
        ("".join(json.dumps(entry) + "\n" for entry in value), "a.jsonl"),
    ):
        comments, summary = read_file(content, file)
        assert [(c.id, c.parent_id) for c in comments] == _TREE
        assert (summary.answers, summary.resolved) == (1, 1)


def test_answers_in_a_cell_of_another_name_are_comments(read_file: Read) -> None:
    table = 'id,text,sub_comments\n1,Cold.,"[{""id"": 2, ""text"": ""Hot.""}]"\n3,Dry.,\n'
    comments, _ = read_file(table, "a.csv")
    assert [(c.id, c.parent_id) for c in comments] == _TREE


@pytest.mark.parametrize(
    "name",
    ["edit_history", "previous_replies", "parent_comments", "quoted_comments", "reply_to",
     "moderator_comments", "revisions", "reports", "attachments", "suggested_replies", "items"],
)  # fmt: skip
def test_near_miss_other_lists_inside_a_comment_are_no_answers(read_file: Read, name: str) -> None:
    value = [{"id": 1, "text": "Cold."}, {"id": 3, "text": "Dry.", name: [{"id": 2, "text": "A."}]}]
    comments, summary = read_file(value, "a.json")
    assert [c.id for c in comments] == ["1", "3"]
    assert f"Lists inside records were kept, but not read: {name}." in summary.notes


@pytest.mark.parametrize(
    ("name", "holds"),
    [("comments", True), ("replies", True), ("all_replies", True), ("responses.data", True),
     ("comment_count", False), ("replied_to", False), ("reply_ids", False), ("children_of", False),
     ("commentary", False)],
)  # fmt: skip
def test_names_of_lists_of_answers(name: str, holds: bool) -> None:
    assert holds_replies(name) == holds


def test_answers_by_their_ids_are_comments(read_file: Read) -> None:
    value = [{"id": "1", "text": "Cold.", "replies": {"2": {"text": "Hot."}}},
             {"id": "3", "text": "Dry.", "replies": {}}]  # fmt: skip
    comments, _ = read_file(value, "a.json")
    assert [(c.id, c.parent_id) for c in comments] == _TREE


@pytest.mark.parametrize(
    ("top", "answer"),
    [
        ({"content_uuid": "1"}, {"content_uuid": "2"}),
        ({"commentId": 1}, {"replyId": 2, "commentId": 1}),
        ({"comment_id": 1}, {"reply_id": 2}),
        ({"rpid": 1, "mid": 7}, {"rpid": 2, "mid": 7}),
    ],
)
def test_answers_keep_ids_of_other_names(
    read_file: Read, top: dict[str, Any], answer: dict[str, Any]
) -> None:
    """What an answer says of the comment above is not its own id; places are no ids either."""
    third = {**dict.fromkeys(top, 3), "text": "Dry.", "replies": []}
    value = [{**top, "text": "Cold.", "replies": [{**answer, "text": "Hot."}]}, third]
    comments, _ = read_file(value, "a.json")
    assert [(c.id, c.parent_id) for c in comments] == _TREE


@pytest.mark.parametrize("shared", ["user_id", "post_id", "customer_id", "page_key"])
def test_near_miss_what_answers_share_is_no_id(read_file: Read, shared: str) -> None:
    answers = [{shared: 8, "text": "Hot."}, {shared: 8, "text": "Dry."}]
    comments, summary = read_file([{shared: 8, "text": "Cold.", "replies": answers}], "a.json")
    assert len({c.id for c in comments}) == 3
    assert (summary.answers, summary.resolved) == (2, 2)


def test_pieces_without_words_take_no_text_with_them(read_file: Read) -> None:
    picture = {"type": "animation", "id": "gif"}
    value = {"comments": [
        {"id": "1", "content": [{"type": "text", "text": "Cold."}], "replies": [
            {"id": "2", "content": [picture, {"type": "text", "text": "Hot."}]}]},
        {"id": "3", "content": [{"type": "text", "text": "Dry."}, picture], "replies": []},
    ]}  # fmt: skip
    comments, _ = read_file(value, "a.json")
    assert [c.text for c in comments] == ["Cold.", "Hot.", "Dry."]
    assert [(c.id, c.parent_id) for c in comments] == _TREE


def test_near_miss_comments_with_a_kind_are_no_pieces(read_file: Read) -> None:
    value = {"comments": [{"id": 1, "type": "Comment", "body": "Cold."}], "count": 1}
    comments, _ = read_file(value, "a.json")
    assert [(c.id, c.text) for c in comments] == [("1", "Cold.")]
