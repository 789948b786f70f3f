"""Known exports in their rarer layouts: tables of posts, objects by id, pages of hits, pieces."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ReadSummary

Read = Callable[..., tuple[list[Comment], ReadSummary]]
Linked = list[tuple[str, str | None, str | None]]

_POSTS = [
    {"id": 12, "post_number": 4, "topic_id": 7, "username": "tia", "cooked": "<p>No.</p>",
     "reply_to_post_number": 2, "created_at": "2024-01-01T10:00:00Z"},
    {"id": 11, "post_number": 2, "topic_id": 7, "username": "sam", "cooked": "<p>Six?</p>",
     "reply_to_post_number": None, "created_at": "2024-01-01T09:00:00Z"},
]  # fmt: skip
_ITEMS = [
    {"id": 500, "type": "story", "by": "cleo", "time": 1721383200, "title": "Kettles"},
    {"id": 501, "type": "comment", "by": "dora", "parent": 500, "time": 1721383300, "text": "Hot."},
    {"id": 502, "type": "comment", "by": "emil", "parent": 501, "time": 1721383400, "text": "No."},
]  # fmt: skip
_HITS = [
    {"objectID": "500", "author": "cleo", "title": "Kettles", "comment_text": None,
     "created_at_i": 1721383200},
    {"objectID": "501", "author": "dora", "comment_text": "Hot.", "story_id": 500,
     "parent_id": 500, "created_at_i": 1721383300},
    {"objectID": "502", "author": "emil", "comment_text": "No.", "story_id": 500,
     "parent_id": 501, "created_at_i": 1721383400},
]  # fmt: skip
_KETTLES: Linked = [("501", None, "dora"), ("502", "501", "emil")]
_DOWNLOADED = [
    {"cid": "D1", "text": "Great.", "author": "@abe", "time": "2 years ago"},
    {"cid": "D1.q", "text": "Awful.", "author": "@bea", "time": "1 year ago"},
]

VARIANTS: list[tuple[str, str, Any, Linked]] = [
    ("discourse", "latest.json", {"latest_posts": _POSTS},
     [("12", "11", "tia"), ("11", None, "sam")]),
    ("discourse", "posts.csv",
     "id,user_id,topic_id,post_number,raw,cooked,reply_to_post_number,deleted_at\n"
     "11,5,77,1,Hello there,<p>Hello there</p>,NULL,NULL\n"
     "15,6,77,2,Not at all,<p>Not at all</p>,1,NULL\n",
     [("11", None, "5"), ("15", "11", "6")]),
    ("wordpress", "wp_comments.csv",
     "comment_ID,comment_post_ID,comment_author,comment_date_gmt,comment_content,comment_approved,"
     "comment_type,comment_parent\n"
     "1,9,Pia,2024-03-04 10:12:00,My kite flew.,1,comment,0\n"
     "2,9,Quin,2024-03-04 11:12:00,Mine did not.,spam,comment,1\n"
     "3,9,Blog,2024-03-04 12:12:00,[...] see,1,pingback,0\n",
     [("1", None, "Pia"), ("2", "1", "Quin")]),
    ("reddit", "RC.jsonl",
     json.dumps({"id": "kk1", "body": "A.", "link_id": "t3_zz", "parent_id": "t3_zz",
                 "author": "uma", "subreddit": "town", "created_utc": 1577836800}) + "\n"
     + json.dumps({"id": "kk2", "body": "B.", "link_id": "t3_zz", "parent_id": int("kk1", 36),
                   "author": "vic", "subreddit": "town", "created_utc": 1577836900}) + "\n"
     + json.dumps({"id": "kk3", "body": "C.", "link_id": "t3_zz", "parent_id": int("zz", 36),
                   "author": "wim", "subreddit": "town", "created_utc": 1577836900}) + "\n",
     [("kk1", None, "uma"), ("kk2", "kk1", "vic"), ("kk3", None, "wim")]),
    ("hacker-news", "items.json", {str(item["id"]): item for item in _ITEMS}, _KETTLES),
    ("hacker-news", "nested.json",
     {**_ITEMS[0], "kids": [{**_ITEMS[1], "kids": [_ITEMS[2]]}]}, _KETTLES),
    ("hacker-news", "bigquery.csv",
     "title,text,dead,by,time,type,id,parent,deleted\n"
     "Kettles,,,cleo,1721383200,story,500,,\n"
     ",Hot.,,dora,1721383300,comment,501,500,\n,No.,,emil,1721383400,comment,502,501,\n", _KETTLES),
    ("hacker-news-algolia", "hits.json", {"hits": _HITS, "page": 0}, _KETTLES),
    ("hacker-news-algolia", "hits.jsonl", "".join(json.dumps(h) + "\n" for h in _HITS), _KETTLES),
    ("hacker-news-algolia", "pages.jsonl",
     json.dumps({"hits": _HITS[:2]}) + "\n" + json.dumps({"hits": _HITS[2:]}) + "\n", _KETTLES),
    ("label-studio", "project.csv",
     "annotation_id,annotator,created_at,id,lead_time,tone,text\n"
     "1,7,2024-01-01T10:00:00Z,11,3.2,yes,Late again.\n2,7,2024-01-01T10:00:00Z,12,1,no,Never.\n"
     "3,8,2024-01-01T10:00:00Z,11,3.2,no,Late again.\n",
     [("11", None, None), ("12", None, None)]),
    ("argilla", "data.csv",
     "id,status,_server_id,text,tone.responses,tone.suggestion.score\n"
     "a1,completed,s,Late again.,['no'],0.9\n", [("a1", None, None)]),
    ("argilla", "feedback.json",
     [{"fields": {"text": "Late again."}, "external_id": "e1", "metadata": {}, "suggestions": [],
       "responses": [{"values": {"tone": {"value": "no"}}, "user_id": "u"}]}],
     [("e1", None, None)]),
    ("youtube-downloader", "d.json", {"comments": _DOWNLOADED},
     [("D1", None, "@abe"), ("D1.q", "D1", "@bea")]),
    ("csv", "Kommentare.csv",
     "Kommentar-ID,Zeitstempel der Kommentarerstellung,ID des übergeordneten Kommentars,Video-ID,"
     'Kommentartext\nT1,2021-02-03T04:05:06Z,,v1,"{""text"":""Hallo ""},{""text"":""du""}"\n'
     'T2,2021-02-04T04:05:06Z,T1,v1,"{""text"":""Nein""}"\n',
     [("T1", None, None), ("T2", "T1", None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("format_", "name", "content", "expected"), VARIANTS, ids=[f"{v[0]}-{v[1]}" for v in VARIANTS]
)
def test_a_rarer_layout_is_recognised_and_linked(
    read_file: Read, format_: str, name: str, content: Any, expected: Linked
) -> None:
    comments, summary = read_file(content, name)
    assert summary.format == format_
    assert [(c.id, c.parent_id, c.author) for c in comments] == expected
    assert summary.answers == summary.resolved
    assert summary.quarantined_count == 0


def test_what_a_shop_notes_in_wordpress_is_no_comment(read_file: Read) -> None:
    note = (
        "<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_content>Paid.</wp:comment_content>"
        "<wp:comment_type>{}</wp:comment_type></wp:comment>"
    )
    items = note.format(1, "order_note") + note.format(2, "review") + note.format(3, "")
    channel = f"<channel><item><title>Shop</title>{items}</item></channel>"
    page = f'<rss xmlns:wp="http://wordpress.org/export/1.2/">{channel}</rss>'
    comments, summary = read_file(page, "shop.xml")
    assert [c.id for c in comments] == ["2", "3"]
    assert sum(count for _, count in summary.skipped) == 1


def test_a_video_without_its_comments_is_refused_with_the_way_out(read_file: Read) -> None:
    video = {"id": "v", "title": "A walk", "formats": [], "webpage_url": "https://y.example/v",
             "description": "We walk along the harbour."}  # fmt: skip
    with pytest.raises(BadInput, match="--write-comments"):
        read_file(video, "v.info.json")


def test_the_time_of_an_annotation_is_not_the_comments(read_file: Read) -> None:
    line = {"id": 11, "text": "Late again.", "annotation_id": 1, "annotator": 4,
            "created_at": "2024-01-01T10:00:00Z", "updated_at": "2024-01-01T10:00:00Z"}  # fmt: skip
    comments, _ = read_file([line], "min.json")
    assert comments[0].created_at is None


def test_texts_in_pieces_are_told(read_file: Read) -> None:
    cells = 'id,text\n1,"{""text"":""Hallo ""},{""text"":""du"",""link"":{}}"\n'
    comments, summary = read_file(cells, "a.csv")
    assert comments[0].text == "Hallo du"
    assert any("pieces" in note for note in summary.notes)


def test_near_miss_one_text_that_looks_like_json_is_itself(read_file: Read) -> None:
    cells = 'id,text\n1,"{""text"":""x""}"\n2,That was JSON.\n3,Was it?\n'
    comments, _ = read_file(cells, "a.csv")
    assert comments[0].text == '{"text":"x"}'
