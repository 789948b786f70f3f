"""Tables and JSON as other people make them: other languages, other ids, other shapes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from analysis.domain.comment import Comment
from analysis.domain.errors import BadInput
from analysis.ingest import ReadOptions, ReadSummary, read
from analysis.ingest.column_languages import WORDS
from analysis.ingest.column_names import ALIASES, rank, without_accents
from analysis.ingest.dates import parse_time
from analysis.ingest.time_readings import TimeReading

Read = Callable[..., tuple[list[Comment], ReadSummary]]


@pytest.fixture
def read_file(tmp_path: Path) -> Read:
    def reading(content: Any, name: str, **options: Any) -> tuple[list[Comment], ReadSummary]:
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        discussions = read(path, options=ReadOptions(**options))
        comments = [comment for piece in discussions for comment in piece.comments]
        return comments, discussions.summary

    return reading


def linked(comments: list[Comment]) -> list[tuple[str, str | None]]:
    return [(comment.id, comment.parent_id) for comment in comments]


@pytest.mark.parametrize(
    "header",
    [
        "Kommentar-ID;Antwort auf;Verfasser;Datum;Kommentar",
        "identifiant;réponse à;auteur;date de publication;commentaire",
        "ID;Respuesta a;Usuario;Fecha;Comentario",
        "id;risposta a;utente;data;commento",
        "id;em resposta a;usuário;data;comentário",
        "reactie_id;antwoord op;naam;tijdstip;reactie",
        "kommentar_id;svar på;användare;datum;kommentar",
        "id;odpowiedź na;autor;data;treść",
        "COMMENT_ID;IN_RESPONSE_TO;CREATED_BY;CREATED_TS;COMMENT_TEXT",
        "Comment No;Replied To Comment ID;Commenter Name;Comment Date;Comment Text",
        "cid;reply_id;user.unique_id;create_time;text",
        "node.id;node.parent.id;node.author.login;node.createdAt;node.body",
    ],
)
def test_headers_of_other_languages_and_platforms_are_known(read_file: Read, header: str) -> None:
    rows = "\n".join(
        [header, "71;;ann;2024-05-01 10:00;The ferry left early.", "72;71;bo;2024-05-01 10:05;No."]
    )
    comments, _ = read_file(rows, "a.csv")
    assert linked(comments) == [("71", None), ("72", "71")]
    assert [c.author for c in comments] == ["ann", "bo"]
    assert all(c.created_at is not None for c in comments)
    assert comments[1].text == "No."


def test_no_word_of_another_language_stands_for_two_fields() -> None:
    every = [(word, field) for field, words in WORDS.items() for word in words]
    for word, field in every:
        others = {name for name in ALIASES if name != field and rank(name, word) is not None}
        assert not others - {"section", "thread_id", "title"}, (word, field, others)
        assert word == without_accents(word)


@pytest.mark.parametrize("name", ["user.id", "article.id", "parent.id", "quoted.text"])
def test_near_miss_the_id_or_text_of_another_thing_is_not_the_comments(name: str) -> None:
    assert rank("id", name) is None
    assert rank("text", name) is None


@pytest.mark.parametrize(
    ("ids", "parents", "resolved"),
    [
        (["0007", "0008"], "7", "0007"),
        (["comment-7", "comment-8"], "7", "comment-7"),
        (["#7", "#8"], "#7", "#7"),
        (["AB-1F", "AB-2F"], "ab-1f", "AB-1F"),
        (["ab-1f", "ab-2f"], "AB-1F", "ab-1f"),
        (["7.0", "8.0"], "7", "7"),
        (["7", "8"], "https://x.example/a#comment-7", "7"),
    ],
)
def test_parents_are_found_in_the_form_of_the_ids(
    read_file: Read, ids: list[str], parents: str, resolved: str
) -> None:
    table = f"id,parent,comment\n{ids[0]},,The ferry left.\n{ids[1]},{parents},It did not.\n"
    comments, summary = read_file(table, "a.csv")
    assert comments[1].parent_id == resolved
    assert (summary.resolved, summary.answers) == (1, 1)


def test_near_miss_a_parent_that_is_there_as_it_is_stays_as_it_is(read_file: Read) -> None:
    table = "id,parent,comment\n07,,A\n7,,B\n08,7,C\n"
    comments, _ = read_file(table, "a.csv")
    assert comments[2].parent_id == "7"


def test_an_id_that_a_spreadsheet_rounded_is_none(read_file: Read) -> None:
    table = "id,author,comment\n2.2E+15,ann,The ferry left.\n2.2E+15,bo,It did not.\n"
    comments, summary = read_file(table, "a.csv")
    assert len({c.id for c in comments}) == 2
    assert summary.conflicting == 0
    assert any("2.2E+15" in note for note in summary.notes)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2. Januar 2024, 11:30 Uhr", (1, 2, 11, 30)), ("3. März 2024", (3, 3, 0, 0)),
        ("3 août 2024 à 10:05", (8, 3, 10, 5)), ("2 de enero de 2024 10:05", (1, 2, 10, 5)),
        ("4 dicembre 2024", (12, 4, 0, 0)), ("5 de outubro de 2024", (10, 5, 0, 0)),
        ("6 mei 2024 om 08:15 uur", (5, 6, 8, 15)), ("7 grudnia 2024", (12, 7, 0, 0)),
        ("2024/01/02 10:00:00", (1, 2, 10, 0)), ("2024.1.2", (1, 2, 0, 0)),
        ("Tue Jan 02 2024 10:00:00 GMT+0100 (Central European Standard Time)", (1, 2, 10, 0)),
        ("2024-01-02 9:05", (1, 2, 9, 5)), ("2024-1-2", (1, 2, 0, 0)),
        ("2024-01-02 09.05.30", (1, 2, 9, 5)), ("2024-01-02 9:05 PM", (1, 2, 21, 5)),
        ("2-Jan-2024 9:05", (1, 2, 9, 5)), ("02-Jan-24", (1, 2, 0, 0)), ("02JAN2024", (1, 2, 0, 0)),
        ("02-Jan-24 09.05.30.000000 PM", (1, 2, 21, 5)), ("2024-Jan-02", (1, 2, 0, 0)),
        ("2/Jan/2024:09:05:30 +0000", (1, 2, 9, 5)), ("Jan 2 '24 at 9:05", (1, 2, 9, 5)),
        ("9:05 PM · Jan 2, 2024", (1, 2, 21, 5)), ("09:05 - 2 Jan 2024", (1, 2, 9, 5)),
        ("/Date(1704186300000)/", (1, 2, 9, 5)), ("2024-01-02 09:05:00 (GMT+1)", (1, 2, 9, 5)),
        ("2024年1月2日 9:05", (1, 2, 9, 5)), ("2024. 1. 2. 오후 9:05", (1, 2, 21, 5)),
        ("2024/1/2 下午9:05", (1, 2, 21, 5)), ("2 января 2024 г., 9:05", (1, 2, 9, 5)),
        ("3 Μαρτίου 2024", (3, 3, 0, 0)), ("2024. március 5. 10:12", (3, 5, 10, 12)),
        ("5. března 2024", (3, 5, 0, 0)), ("5 marraskuuta 2024", (11, 5, 0, 0)),
    ],
)  # fmt: skip
def test_dates_of_other_languages_are_read(written: str, expected: tuple[int, ...]) -> None:
    moment = parse_time(written, TimeReading())
    assert moment is not None
    assert (moment.month, moment.day, moment.hour, moment.minute) == expected


@pytest.mark.parametrize(
    "written",
    [
        "12 Lemons 2024",
        "2024/13/45",
        "3 de 2024",
        "Room 2024",
        "192.168.1.100",
        "3 apples 12",
        "v2024-1-2",
        "2024-13-02",
        "12 mars",
        "1.2.2024.5",
        "2024-01-02 24:30",
        "2024-01-02 13:05 PM",
    ],
)
def test_near_miss_what_is_no_date_is_none(written: str) -> None:
    assert parse_time(written) is None


@pytest.mark.parametrize(
    "written", ["05.03.2024 – 09:01", "05.03.2024 um 09:01 Uhr", "Di., 05.03.2024, 09:01",
                "09:01 05.03.2024", "vom 5.3.2024 9.01"],
)  # fmt: skip
def test_dates_in_full_stops_are_read_with_what_stands_around(written: str) -> None:
    moment = parse_time(written, TimeReading("day-first"))
    assert moment == datetime(2024, 3, 5, 9, 1)  # noqa: DTZ001


def test_a_day_and_a_clock_in_two_columns_are_one_time(read_file: Read) -> None:
    table = "comment,date,time\nThe ferry left.,2024-05-01,10:05\nIt did.,2024-05-02,11:07:30\n"
    comments, summary = read_file(table, "a.csv")
    assert comments[1].created_at == datetime(2024, 5, 2, 11, 7, 30, tzinfo=UTC)
    assert any("time of day" in sentence for sentence in summary.assumed)


@pytest.mark.parametrize(
    "above", ["sep=;\n", "Export of the ferry's page;;\n", "Ferry\n\nMade on;1.5.2024;\n"]
)
def test_lines_above_the_header_are_left_out_and_told(read_file: Read, above: str) -> None:
    comments, summary = read_file(above + "id;comment;author\n1;The ferry left.;ann\n", "a.csv")
    assert [c.text for c in comments] == ["The ferry left."]
    assert above.startswith("sep") or any("header is line" in s for s in summary.assumed)


def test_a_table_without_a_header_is_refused_with_the_way_out(read_file: Read) -> None:
    with pytest.raises(BadInput, match="--no-header"):
        read_file("1,The ferry left much too early.,ann,2024-05-01\n2,It did not.,bo,\n", "a.csv")


def test_an_empty_column_is_no_second_text(read_file: Read) -> None:
    comments, _ = read_file("comment,body\n,The ferry left.\n,It did not.\n", "a.csv")
    assert [c.text for c in comments] == ["The ferry left.", "It did not."]


def test_near_miss_one_row_decides_nothing_between_two_texts(read_file: Read) -> None:
    with pytest.raises(BadInput, match="both 'comment' and 'body'"):
        read_file("comment,body\nk1,The ferry left.\n", "a.csv")


ONE = {"id": "a", "text": "The ferry left.", "author": {"name": "ann"}}
TWO = {"id": "b", "text": "It did not.", "author": {"name": "bo"}, "parent": "a"}


@pytest.mark.parametrize(
    "document",
    [
        {"a": {k: v for k, v in ONE.items() if k != "id"}, "b": {"parent": "a", **TWO}},
        [{"page": 1, "data": [ONE]}, {"page": 2, "data": [TWO]}],
        {"users": [{"id": "a", "name": "ann"}], "comments": [ONE, TWO]},
        {"data": {"story": {"comments": {"edges": [{"node": ONE}, {"node": TWO}]}}}},
        {"text": {"0": "The ferry left.", "1": "It did not."}, "id": {"0": "a", "1": "b"},
         "parent": {"0": None, "1": "a"}},
        {"columns": ["id", "text", "parent"], "index": [0, 1],
         "data": [["a", "The ferry left.", None], ["b", "It did not.", "a"]]},
        {"id": ["a", "b"], "text": ["The ferry left.", "It did not."], "parent": [None, "a"]},
        {"thread": {**ONE, "replies": [{k: v for k, v in TWO.items() if k != "parent"}]}},
        {"title": "Ferry", "comments": [{**ONE, "replies": [TWO]}]},
    ],
)  # fmt: skip
def test_comments_are_found_in_every_shape(read_file: Read, document: Any) -> None:
    comments, summary = read_file(document, "a.json")
    assert linked(comments) == [("a", None), ("b", "a")]
    assert [c.text for c in comments] == ["The ferry left.", "It did not."]
    assert (summary.records, summary.read) == (2, 2)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_what_stands_around_a_list_says_which_article_it_is(read_file: Read, name: str) -> None:
    articles = [
        {"title": "Ferry", "url": "https://x.example/1", "comments": [ONE]},
        {"title": "Quay", "url": "https://x.example/2", "comments": [TWO, ONE]},
    ]
    lines = "\n".join(json.dumps(article) for article in articles)
    comments, _ = read_file(articles if name == "a.json" else lines, name)
    assert [c.thread_id[-1] for c in comments] == ["1", "2", "2"]


def test_a_list_of_sentences_is_a_comment_each(read_file: Read) -> None:
    comments, _ = read_file(["The ferry left.", "It did not."], "a.json")
    assert len(comments) == 2


def test_two_lists_of_comments_are_refused_with_their_names(read_file: Read) -> None:
    with pytest.raises(BadInput, match=r"'old'.*'new'"):
        read_file({"old": [ONE], "new": [TWO]}, "a.json")


def test_text_in_pieces_is_put_together_and_told(read_file: Read) -> None:
    pieces = {"id": 3, "text": ["See ", {"type": "link", "text": "here"}, "."]}
    comments, summary = read_file({"messages": [{"id": 2, "text": "Where?"}, pieces]}, "a.json")
    assert [c.text for c in comments] == ["Where?", "See here."]
    assert any("pieces" in note for note in summary.notes)


def test_near_miss_a_list_of_other_things_is_no_text(read_file: Read) -> None:
    _, summary = read_file(
        {"messages": [{"id": 2, "text": "Hm?"}, {"id": 3, "text": [1]}]}, "a.json"
    )
    assert summary.quarantined_count == 1
