"""What the cells of a table say about its columns: ids, threads, addresses, times, counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.domain.comment import Comment, Votes
from analysis.domain.errors import BadInput
from analysis.domain.outcomes import ReadSummary
from analysis.ingest.column_names import rank

Read = Callable[..., tuple[list[Comment], ReadSummary]]


def _json_lines(*values: dict[str, Any]) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def _columns(summary: ReadSummary) -> dict[str | None, str]:
    return {use.field: use.column for use in summary.columns}


@pytest.mark.parametrize(
    ("name", "content", "column"),
    [
        ("a.jsonl", _json_lines({"_id": "5f", "id": "x1", "text": "One boat.", "parent_id": None},
                                {"_id": "60", "id": "x2", "text": "No boat.", "parent_id": "x1"}),
         "id"),
        ("a.csv", "url,author,text,in_reply_to\nhttps://s.example/1,ann,One boat.,\n"
                  "https://s.example/2,bo,No boat.,https://s.example/1\n", "url"),
        ("a.csv", "row_key,comment_id,text,parent\nk1,7,One boat.,\nk2,8,No boat.,k1\n", "row_key"),
        # Near miss: the ids are named, in another form.
        ("a.csv", "n,comment_id,text,parent\n1,7,One boat.,\n2,8,No boat.,comment-7\n",
         "comment_id"),
    ],
)  # fmt: skip
def test_the_id_is_what_the_parents_name(
    read_file: Read, name: str, content: str, column: str
) -> None:
    comments, summary = read_file(content, name)
    assert _columns(summary)["id"] == column
    assert comments[1].parent_id == comments[0].id
    assert summary.resolved == 1


def test_a_nameless_index_names_no_parents(read_file: Read) -> None:
    comments, summary = read_file(",id,n,text\n0,7,0,One boat.\n1,8,1,No boat.\n", "a.csv")
    assert [(c.id, c.parent_id) for c in comments] == [("7", None), ("8", None)]
    assert summary.assumed == ()


@pytest.mark.parametrize(
    ("table", "thread", "resolved"),
    [
        ("cid,pid,nid,thread,text\n1,0,9,01/,One boat.\n2,1,9,01.00/,No boat.\n", "nid", 1),
        ("cid,pid,thread,text\n1,0,01/,One boat.\n2,1,01.00/,No boat.\n", None, 1),
        # Near misses: both agree, and one answer in another thread among many.
        ("cid,pid,article_id,thread_id,text\n1,0,9,T,One boat.\n2,1,9,T,No boat.\n",
         "thread_id", 1),
        ("cid,pid,thread,text\n1,0,a,One.\n2,1,a,Two.\n3,1,a,Three.\n4,1,b,Four.\n", "thread", 2),
    ],
)  # fmt: skip
def test_a_thread_holds_what_answers_and_what_is_answered(
    read_file: Read, table: str, thread: str | None, resolved: int
) -> None:
    _, summary = read_file(table, "a.csv")
    assert _columns(summary).get("thread_id") == thread
    assert summary.resolved == resolved


@pytest.mark.parametrize(
    ("urls", "articles"),
    [
        ("https://n.example/a#comment-{n}", 1),
        ("https://n.example/r/{n}00", 1),
        ("https://n.example/a", 1),
        # Near miss: a few articles of their own.
        ("https://n.example/story-{half}", 2),
    ],
)
def test_an_address_of_each_comment_makes_no_thread_of_its_own(
    read_file: Read, urls: str, articles: int
) -> None:
    rows = [f"{n}00,Boat {n} left.,{urls.format(n=n, half=n % 2)}" for n in range(1, 5)]
    comments, _ = read_file("\n".join(["id,text,url", *rows]), "a.csv")
    assert len({c.thread_id for c in comments}) == articles


def test_ten_addresses_that_all_differ_are_the_comments_own(read_file: Read) -> None:
    rows = [f"Boat {n} left.,https://n.example/{n * 7919}" for n in range(10)]
    comments, summary = read_file("\n".join(["text,url", *rows]), "a.csv")
    assert len({c.thread_id for c in comments}) == 1
    assert any("comments' own" in sentence for sentence in summary.assumed)


@pytest.mark.parametrize(
    ("cell", "private"),
    [
        ("nora@town.example", True), ("192.0.2.7", True), ("2001:db8::7", True),
        # Near misses: a version, a thousand's points, a clock, a handle.
        ("1.709.543.520", False), ("1.2.3", False), ("10:12:30", False), ("@nora", False),
    ],
)  # fmt: skip
def test_addresses_of_people_are_dropped_whatever_their_column_is_called(
    read_file: Read, cell: str, private: bool
) -> None:
    comments, summary = read_file(f"id,text,hint\n1,One boat.,{cell}\n", "a.csv")
    assert ("hint" not in comments[0].raw) is private
    assert [u.column for u in summary.columns if u.field == "dropped"] == ["hint"] * private


def test_an_agent_of_a_model_is_no_browser(read_file: Read) -> None:
    table = "id,text,user_agent,suggestion_agent\n1,One boat.,Mozilla/5.0,model-a\n"
    comments, _ = read_file(table, "a.csv")
    assert set(comments[0].raw) == {"id", "suggestion_agent"}


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [("likes", ["many", "few"], "up"), ("zeit", ["1.709.543.520", "1.709.543.620"], "created_at"),
     ("likes", ["3", "4"], None), ("mood", ["many", "few"], None)],
)  # fmt: skip
def test_a_column_that_does_not_hold_what_its_name_says_is_told(
    read_file: Read, header: str, cells: list[str], told: str | None
) -> None:
    rows = "".join(f"{n},Words {n}.,{cell}\n" for n, cell in enumerate(cells, start=1))
    _, summary = read_file(f"id,text,{header}\n{rows}", "a.csv")
    sentences = [s for s in summary.assumed if repr(header) in s]
    assert [told in s for s in sentences] == [True] * (told is not None)


def test_shares_are_no_votes(read_file: Read) -> None:
    comments, _ = read_file("id,text,label.score\n1,One boat.,0.93\n2,No boat.,0.4\n", "a.csv")
    assert [c.votes for c in comments] == [None, None]


def test_the_time_in_utc_is_taken_before_the_local_one(read_file: Read) -> None:
    table = "id,text,date,date_gmt\n1,One.,2024-03-04 11:00:00,2024-03-04 10:00:00\n"
    comments, _ = read_file(table, "a.csv")
    assert comments[0].created_at is not None
    assert comments[0].created_at.hour == 10


@pytest.mark.parametrize(
    ("field", "name"),
    [("id", "ID do comentário"), ("created_at", "Fecha del comentario"), ("author", "Kullanıcı"),
     ("text", "Texto del comentario"), ("text", "text.raw"), ("parent_id", "yanıt"),
     ("author", "Nombre del autor"), ("id", "Nº"), ("created_at", "时间"), ("up", "좋아요")],
)  # fmt: skip
def test_names_are_known_with_articles_and_in_other_scripts(field: str, name: str) -> None:
    assert rank(field, name) is not None


@pytest.mark.parametrize(
    ("field", "name"),
    [("id", "number of comments"), ("text", "comment title"), ("created_at", "data_do_artigo"),
     ("text", "author.body"), ("author", "comment_count")],
)  # fmt: skip
def test_near_miss_names_of_other_things(field: str, name: str) -> None:
    assert rank(field, name) is None


@pytest.mark.parametrize("inner", ["comment", "post"])
def test_nested_entries_are_linked_by_the_ids_of_the_comments_inside(
    read_file: Read, inner: str
) -> None:
    reply = {inner: {"id": "r2", "text": "No boat."}, "replies": []}
    top = {inner: {"id": "r1", "text": "One boat."}, "replies": [reply]}
    comments, summary = read_file(json.dumps({"comments": [top]}), "a.json")
    assert [c.text for c in comments] == ["One boat.", "No boat."]
    assert (summary.answers, summary.resolved) == (1, 1)


def test_a_parent_that_names_a_person_makes_no_id_of_the_author(read_file: Read) -> None:
    table = "id,author,reply_to,text\n1,Ada,,Cold clay\n2,Ben,Ada,Hot clay\n3,Cai,Ben,No clay\n"
    comments, summary = read_file(table, "a.csv")
    assert [(c.id, c.author) for c in comments] == [("1", "Ada"), ("2", "Ben"), ("3", "Cai")]
    assert (summary.answers, summary.resolved) == (0, 0)
    assert "'reply_to' names people, not comments: not read." in summary.assumed


def test_the_id_inside_a_parent_is_taken_where_the_first_has_none(read_file: Read) -> None:
    rows = [{"_id": "a", "text": "Cold clay.", "parent": None},
            {"_id": "b", "text": "Hot clay.", "parent": {"_id": "a"}}]  # fmt: skip
    comments, _ = read_file(json.dumps(rows), "a.json")
    assert [comment.parent_id for comment in comments] == [None, "a"]


def test_addresses_of_the_answered_comment_are_parents(read_file: Read) -> None:
    at = "https://clay.example/c"
    table = f"id,permalink,parent_url,body\n11,{at}/11,,Cold\n12,{at}/12,{at}/11,Hot\n"
    comments, _ = read_file(table, "a.csv")
    assert [comment.parent_id for comment in comments] == [None, "11"]


def test_cells_that_hold_the_comments_of_articles_are_read(read_file: Read) -> None:
    cell = '"[{{""id"": {0}, ""text"": ""Clay {0}"", ""author"": ""Ada""}}]"'
    table = f"article_id,title,comments\n1,Kilns,{cell.format(5)}\n2,Pots,{cell.format(6)}\n"
    comments, _ = read_file(table, "a.csv")
    assert [(c.id, c.author, c.text) for c in comments] == [
        ("5", "Ada", "Clay 5"), ("6", "Ada", "Clay 6")
    ]  # fmt: skip
    assert len({comment.thread_id for comment in comments}) == 2


def test_cells_of_json_that_are_no_comments_are_refused_by_name(read_file: Read) -> None:
    with pytest.raises(BadInput, match=r"'data' in a\.csv hold JSON"):
        read_file('id,data\n1,"{""x"": 1}"\n2,"{""x"": 2}"\n', "a.csv")


@pytest.mark.parametrize(
    ("rows", "told"),
    [("A,1,Cold.\n,2,Hot.\nB,3,Dry.\n,4,Wet.\n", 2), ("A,1,Cold.\nA,2,Hot.\n", 0)],
)
def test_comments_that_name_no_thread_beside_others_that_do_are_told(
    read_file: Read, rows: str, told: int
) -> None:
    """As in a sheet that names each thread in its first row alone."""
    comments, summary = read_file("thread,id,text\n" + rows, "t.csv")
    assert sum(c.thread_id == "t" for c in comments) == told
    note = f"{told} comments: it names no thread; it stands under the file's own."
    assert (note in summary.notes) == bool(told)


@pytest.mark.parametrize(
    ("record", "votes"),
    [({"vote_sum": -2, "vote_count": 4}, Votes(score=-2)), ({"vote_count": 4}, Votes(score=4)),
     ({"rank": {"ranks_up": 3, "ranks_down": 1}}, Votes(up=3, down=1))],
)  # fmt: skip
def test_the_sum_of_votes_counts_before_their_number(
    read_file: Read, record: dict[str, Any], votes: Votes
) -> None:
    comments, _ = read_file([{"id": 1, "text": "Cold.", **record}], "a.json")
    assert comments[0].votes == votes
