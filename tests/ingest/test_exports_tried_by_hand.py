"""Exports of forums, shops and forms as a person made them up: every field where it belongs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import layouts
import openpyxl
import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]
Row = tuple[str | None, str | None, str | None, str, bool]

_FORUMS: dict[str, tuple[str, list[Row]]] = {
    "MyBB": (
        "pid,tid,replyto,fid,subject,uid,username,dateline,message,ipaddress,visible\n"
        "1,4,0,2,Kiln,9,Ada,1672653600,Cold.,192.0.2.1,1\n"
        "2,4,1,2,RE: Kiln,8,Ben,1672653700,Hot.,192.0.2.1,1\n",
        [("1", None, "Ada", "Cold.", True), ("2", "1", "Ben", "Hot.", True)]),
    "vBulletin": (
        "postid,threadid,parentid,username,userid,title,dateline,pagetext,visible\n"
        "1,3,0,Ada,9,Kiln,1672653600,Cold.,1\n2,3,1,Ben,8,,1672653700,Hot.,1\n",
        [("1", None, "Ada", "Cold.", True), ("2", "1", "Ben", "Hot.", True)]),
    "phpBB": (
        "post_id;topic_id;forum_id;poster_id;poster_ip;post_time;post_username;post_text\n"
        "1;5;2;9;192.0.2.4;1672653600;;Cold.\n2;5;2;8;192.0.2.5;1672653700;;Hot.\n",
        [("1", None, "9", "Cold.", True), ("2", None, "8", "Hot.", True)]),
    "SMF": (
        "id_msg,id_topic,id_board,poster_time,id_member,subject,poster_name,poster_email,body\n"
        "1,4,2,1672653600,9,Kiln,Ada,a@x.example,Cold.\n"
        "2,4,2,1672653700,8,Re: Kiln,Ben,b@x.example,Hot.\n",
        [("1", None, "Ada", "Cold.", True), ("2", None, "Ben", "Hot.", True)]),
    "Vanilla": (
        "CommentID,DiscussionID,InsertUserID,Body,Format,DateInserted\n"
        "1,4,9,Cold.,Html,2023-01-02 10:00:00\n2,4,8,Hot.,Html,2023-01-02 11:00:00\n",
        [("1", None, "9", "Cold.", True), ("2", None, "8", "Hot.", True)]),
    "reviews of a shop": (
        "Review ID,Review Date,Reviewer Name,Review Stars,Review Title,Review Content,Domain\n"
        "r1,2023-01-02,Ada,5,Great,Cold clay came quickly.,c.example\n"
        "r2,2023-01-13,Ben,1,Bad,It never came at all.,c.example\n",
        [("r1", None, "Ada", "Cold clay came quickly.", True),
         ("r2", None, "Ben", "It never came at all.", True)]),
    "reviews of an app": (
        "Package Name,Review Submit Date and Time,Review Last Update Date and Time,Star Rating,"
        "Review Title,Review Text,Developer Reply Date and Time,Developer Reply Text\n"
        "c,2023-01-02T10:00:00Z,2023-01-05T10:00:00Z,5,,Cold but nice.,,\n"
        "c,2023-01-03T10:00:00Z,2023-01-05T10:00:00Z,1,,Hot.,2023-01-04T10:00:00Z,Sorry.\n",
        [(None, None, None, "Cold but nice.", True), (None, None, None, "Hot.", True)]),
    "a form": (
        "Timestamp,Email Address,Your comment\n2024/01/02 10:00:00,a@x.example,Cold clay.\n"
        "2024/01/13 14:00:00,b@x.example,Hot clay.\n",
        [(None, None, None, "Cold clay.", True), (None, None, None, "Hot clay.", True)]),
    "columns with pictures": (
        "🆔,👤 Author,💬 Comment,📅 Date\n1,Ada,Cold.,2024-01-02\n2,Ben,Hot.,2024-01-03\n",
        [(None, None, "Ada", "Cold.", True), (None, None, "Ben", "Hot.", True)]),
}  # fmt: skip

_INTERFACES: dict[str, tuple[Any, list[Row]]] = {
    "Viafoura": (
        {"contents": [
            {"content_uuid": "v1", "content_container_uuid": "cc", "parent_uuid": "cc",
             "actor_uuid": "u1", "content": "Cold clay.", "date_created": 1672653600000},
            {"content_uuid": "v2", "content_container_uuid": "cc", "parent_uuid": "v1",
             "actor_uuid": "u2", "content": "Hot clay.", "date_created": 1672653700000}]},
        [("v1", None, "u1", "Cold clay.", True), ("v2", "v1", "u2", "Hot clay.", True)]),
    "OpenWeb": (
        {"conversation": {"conversation_id": "sp_1", "comments": [
            {"id": "c_1", "parent_id": None, "user_id": "u1", "written_at": 1672653600,
             "content": [{"type": "text", "text": "Cold."}], "replies": [
                {"id": "c_2", "parent_id": "c_1", "user_id": "u2", "written_at": 1672653700,
                 "content": [{"type": "text", "text": "Hot."}], "replies": []}]}]}},
        [("c_1", None, "u1", "Cold.", True), ("c_2", "c_1", "u2", "Hot.", True)]),
    "Artalk": (
        [{"id": "1", "rid": "0", "content": "Cold.", "created_at": "2023-01-02 10:00:00",
          "vote_up": "2", "nick": "Ada", "page_key": "/1/", "page_title": "Clay"},
         {"id": "2", "rid": "1", "content": "Hot.", "created_at": "2023-01-02 11:00:00",
          "vote_up": "0", "nick": "Ben", "page_key": "/1/", "page_title": "Clay"}],
        [("1", None, "Ada", "Cold.", True), ("2", "1", "Ben", "Hot.", True)]),
    "reviews of a place": (
        {"reviews": [
            {"name": "accounts/1/reviews/A", "reviewer": {"displayName": "Ada"},
             "comment": "Nice kiln.", "createTime": "2023-01-02T10:00:00Z"},
            {"name": "accounts/1/reviews/B", "reviewer": {"displayName": "Ben"},
             "comment": "Cold.", "createTime": "2023-01-03T10:00:00Z"}]},
        [(None, None, "Ada", "Nice kiln.", True), (None, None, "Ben", "Cold.", True)]),
    "reviews of a game": (
        {"reviews": [
            {"recommendationid": "1", "author": {"steamid": "765"}, "review": "Cold.",
             "timestamp_created": 1672653600, "votes_up": 3},
            {"recommendationid": "2", "author": {"steamid": "766"}, "review": "Hot.",
             "timestamp_created": 1672653700, "votes_up": 0}]},
        [("1", None, "765", "Cold.", True), ("2", None, "766", "Hot.", True)]),
    "an archive of posts": (
        [{"tweet": {"id_str": "1", "full_text": "Cold.", "in_reply_to_status_id_str": None,
                    "created_at": "Wed Oct 10 20:19:24 +0000 2018"}},
         {"tweet": {"id_str": "2", "full_text": "Hot.", "in_reply_to_status_id_str": "1",
                    "created_at": "Wed Oct 10 20:20:24 +0000 2018"}}],
        [("1", None, None, "Cold.", True), ("2", "1", None, "Hot.", True)]),
}  # fmt: skip


def _agrees(comments: list[Comment], expected: list[Row]) -> None:
    rows = [(c.id, c.parent_id, c.author, c.text, c.created_at is not None) for c in comments]
    wanted = [(r[0] or made[0], *r[1:]) for r, made in zip(expected, rows, strict=True)]
    assert rows == wanted
    assert len({comment.thread_id for comment in comments}) == 1


@pytest.mark.parametrize("name", _FORUMS)
def test_a_table_is_read_field_by_field(read_file: Read, name: str) -> None:
    table, expected = _FORUMS[name]
    _agrees(read_file(table, "posts.csv")[0], expected)


@pytest.mark.parametrize("name", _INTERFACES)
def test_an_interfaces_answer_is_read_field_by_field(read_file: Read, name: str) -> None:
    document, expected = _INTERFACES[name]
    _agrees(read_file(document, "answer.json")[0], expected)


def test_a_list_of_comments_under_the_name_of_a_text_is_no_text(read_file: Read) -> None:
    page = [{"id": n, "type": "comment", "author": "Ada", "text": f"Clay {n}."} for n in (1, 2)]
    comments, _ = read_file({"content": page, "totalPages": 1}, "page.json")
    assert [comment.text for comment in comments] == ["Clay 1.", "Clay 2."]


def test_a_discussion_has_the_title_of_the_object_beside_its_comments(read_file: Read) -> None:
    story = {"id": "s", "url": "https://c.example/1", "metadata": {"title": "On clay"},
             "comments": [{"id": "a", "body": "Cold."}, {"id": "b", "body": "Hot."}]}  # fmt: skip
    _, summary = read_file({"story": story}, "story.json")
    assert "title" in [use.field for use in summary.columns]


def test_a_line_of_totals_is_no_comment(read_file: Read) -> None:
    table = "id,author,comment,likes\n1,Ada,Cold.,3\n2,Ben,Total,4\n,,Total,7\n"
    comments, summary = read_file(table, "t.csv")
    assert [(c.id, c.text) for c in comments] == [("1", "Cold."), ("2", "Total")]
    assert summary.skipped == (("a line of totals, no comment", 1),)


@pytest.mark.parametrize(
    ("last", "skipped"),
    [("Total,,2", 1), ("Summe:,,1.204", 1), ("Total,2024-01-02,2", 0), ("3,,2", 0),
     ("Total,,Two of them.", 0)],
)  # fmt: skip
def test_a_line_of_totals_may_say_so_in_the_column_of_ids(
    read_file: Read, last: str, skipped: int
) -> None:
    """With a time, an id or words of its own it is somebody's comment."""
    comments, summary = read_file(f"id,date,text\n1,2024-01-02,Cold.\n{last}\n", "a.csv")
    assert len(comments) == 2 - skipped
    assert sum(count for _, count in summary.skipped) == skipped


def test_a_table_of_texts_alone_has_no_totals(read_file: Read) -> None:
    comments, _ = read_file("comment,likes\nCold.,1\nTotal,2\n", "t.csv")
    assert [comment.text for comment in comments] == ["Cold.", "Total"]


@pytest.mark.parametrize(("name", "by"), [("t.csv", ","), ("t.tsv", "\t")])
def test_words_in_quotation_marks_at_a_cells_beginning_keep_them(
    read_file: Read, name: str, by: str
) -> None:
    rows = [["id", "text", "author"], ["1", '"Cold" is a word', "Ada"], ["2", '"a ""b"" c"', "Ben"],
            ["3", '"Hot"', "Cai"]]  # fmt: skip
    comments, _ = read_file("".join(by.join(row) + "\n" for row in rows), name)
    assert [c.text for c in comments] == ['"Cold" is a word', 'a "b" c', "Hot"]
    assert [c.author for c in comments] == ["Ada", "Ben", "Cai"]


def test_a_form_with_questions_as_its_columns_is_refused_with_the_columns(read_file: Read) -> None:
    table = "No,What do you think about the new kiln?,And what of it?\n1,Cold it is.,No.\n"
    with pytest.raises(BadInput, match="--map text=COLUMN"):
        read_file(table, "form.csv")
    comments, _ = read_file(
        table, "form.csv", mapping={"text": "What do you think about the new kiln?"}
    )
    assert [comment.text for comment in comments] == ["Cold it is."]


def _merged(rows: list[list[Any]], *ranges: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for span in ranges:
        book.active.merge_cells(span)
    book.save(out)
    return out.getvalue()


def test_an_article_that_is_merged_over_rows_is_that_of_each_of_them(read_file: Read) -> None:
    rows = [["Comments of May", None, None], ["Article", "Author", "Comment"],
            ["Kilns", "Ada", "Cold."], [None, "Ben", "Hot."], ["Clay", "Cai", "Wet."],
            [None, "Dan", "Dry."], [None, "Eva", "Late."]]  # fmt: skip
    comments, summary = read_file(_merged(rows, "A1:C1", "A3:A4", "A5:A6"), "m.xlsx")
    assert [(c.author, c.thread_id) for c in comments] == [
        ("Ada", "Kilns"), ("Ben", "Kilns"), ("Cai", "Clay"), ("Dan", "Clay"), ("Eva", "m"),
    ]  # fmt: skip
    assert any("merged over several rows" in note for note in summary.notes)


def test_a_text_that_is_merged_over_rows_is_one_comment(read_file: Read) -> None:
    rows = [["Author", "Comment"], ["Ada", "Cold."], ["Ben", None]]
    comments, summary = read_file(_merged(rows, "B2:B3"), "m.xlsx")
    assert [comment.text for comment in comments] == ["Cold."]
    assert summary.quarantined_count == 1


SAVED = """<html><head><title>Kilns</title></head><body><ol class="comment-list">
<li id="comment-3" class="comment depth-1 parent"><article id="div-comment-3" class="comment-body">
<b class="fn">Ada</b><time datetime="2020-01-02T11:00:00+01:00">x</time>
<div class="comment-content"><p>Cold.</p></div></article>
<ol class="children"><li id="comment-4" class="comment depth-2">
<article id="div-comment-4" class="comment-body"><b class="fn">Ben</b>
<div class="comment-content"><p>Hot.</p></div></article></li></ol></li></ol></body></html>"""


def test_a_saved_wordpress_page_keeps_who_answers_whom(read_file: Read) -> None:
    comments, summary = read_file(SAVED, "page.html")
    assert [(c.id, c.parent_id, c.author) for c in comments] == [
        ("3", None, "Ada"), ("4", "3", "Ben"),
    ]  # fmt: skip
    assert not any("ring" in note for note in summary.notes)


def test_a_mastodon_context_is_one_thread_without_the_status_that_was_asked_for(
    read_file: Read,
) -> None:
    def status(name: str, above: str | None) -> dict[str, Any]:
        return {"id": name, "in_reply_to_id": above, "content": f"<p>{name}</p>",
                "created_at": "2023-01-02T09:00:00Z", "account": {"acct": "ada"}}  # fmt: skip

    context = {"ancestors": [status("1", None)], "descendants": [status("3", "2")]}
    comments, summary = read_file(context, "context.json")
    assert [(c.parent_id, c.thread_id) for c in comments] == [
        (None, "status-1"), ("2", "status-1"),
    ]  # fmt: skip
    assert (summary.resolved, summary.answers) == (0, 1)
    alone = {"ancestors": [], "descendants": [status("3", "2"), status("4", "2")]}
    comments, _ = read_file(json.dumps(alone), "context.json")
    assert {comment.thread_id for comment in comments} == {"status-2"}


def test_a_channels_messages_stand_in_its_time_and_under_what_they_answer(read_file: Read) -> None:
    comments, summary = read_file(layouts.SLACK, "2023-01-02.json")
    assert (summary.dated, summary.resolved, summary.answers) == (2, 1, 1)
    assert str(comments[0].created_at) == "2023-01-02 10:00:00.000100+00:00"


def test_notes_to_a_page_stand_under_its_address_and_title(read_file: Read) -> None:
    comments, summary = read_file(layouts.HYPOTHESIS, "rows.json")
    assert {comment.thread_id for comment in comments} == {"https://clay.example/a"}
    assert [comment.platform_status for comment in comments] == [None, "hidden"]
    assert (summary.dated, summary.resolved) == (2, 1)
    assert "notes.example" not in str([comment.raw for comment in comments])


def test_what_is_answered_in_a_table_without_ids_is_no_comment(read_file: Read) -> None:
    table = (
        "Comment,Author,In Response To,Submitted On,Status\n"
        "Cold.,Ada,Kilns,2024/01/02 at 10:00 am,Approved\n"
        "Hot.,Ben,Kilns,2024/01/13 at 11:00 pm,Spam\n"
    )
    comments, summary = read_file(table, "queue.csv")
    assert [(c.author, c.parent_id, c.platform_status) for c in comments] == [
        ("Ada", None, "Approved"), ("Ben", None, "Spam"),
    ]  # fmt: skip
    assert (summary.answers, summary.dated) == (0, 2)
    assert any("'In Response To'" in note for note in (*summary.assumed, *summary.notes))
