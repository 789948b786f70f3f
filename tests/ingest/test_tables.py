"""Reading CSV, TSV, JSON Lines and Parquet."""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.domain.comment import Votes
from analysis.domain.errors import BadInput
from analysis.ingest import FORMATS, read
from analysis.ingest.columns import choose_columns
from analysis.ingest.dates import parse_time
from analysis.ingest.records import PIECE


@pytest.fixture
def read_file(tmp_path):
    def reading(content, name, **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        result = read(path, **options)
        comments = [comment for piece in result for comment in piece.comments]
        return comments, result.summary

    return reading


CSV = (
    "id,parent_id,author,created_at,thread_id,comment_text,up,down\n"
    '1,,Rosa,2026-03-01T10:00:00Z,t1,"Trams, not buses.",3,0\n'
    '2,1,Emil,2026-03-01 10:05:00,t1,"Say ""why"".\n\nPlease.",0,2\n'
    "3,0,Ida,1772361000,t2,Fine by me.,,\n"
)


def test_csv_fields_are_recognised(read_file):
    comments, report = read_file(CSV, "export.csv")
    assert [c.text for c in comments] == [
        "Trams, not buses.",
        'Say "why".\n\nPlease.',
        "Fine by me.",
    ]
    assert [c.id for c in comments] == ["1", "2", "3"]
    assert [c.parent_id for c in comments] == [None, "1", None]
    assert [c.author for c in comments] == ["Rosa", "Emil", "Ida"]
    assert [c.thread_id for c in comments] == ["t1", "t1", "t2"]
    assert [c.position for c in comments] == [1, 2, 1]
    assert comments[0].votes == Votes(up=3, down=0)
    assert comments[2].votes is None
    assert comments[0].created_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert comments[1].created_at == datetime(2026, 3, 1, 10, 5, tzinfo=UTC)
    assert (report.format, report.encoding, report.read) == ("csv", "utf-8", 3)


def test_the_raw_record_keeps_everything_but_the_text(read_file):
    comments, _ = read_file(CSV, "export.csv")
    assert comments[0].raw["author"] == "Rosa"
    assert "comment_text" not in comments[0].raw


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("text", "text"),
        ("Comment", "comment"),
        ("BODY", "body"),
        ("message", "message"),
        ("content", "content"),
        ("commentText", "comment_text"),
        ("Comment Text", "comment_text"),
        (" comment-text ", "comment_text"),
    ],
)
def test_text_columns_are_guessed(read_file, header, column):
    comments, _ = read_file(f"nr,{header}\n7,Hello there\n", "a.csv")
    assert [c.text for c in comments] == ["Hello there"], column


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognised(read_file, delimiter):
    text = "id,author,text\n1,Rosa,Hello there\n".replace(",", delimiter)
    comments, _ = read_file(text, "a.csv")
    assert (comments[0].author, comments[0].text) == ("Rosa", "Hello there")


def test_two_columns_that_may_be_the_text_are_refused_by_name(read_file):
    with pytest.raises(BadInput, match=r"'text' and 'body'.*--map text="):
        read_file("text,body\nabc,def\n", "a.csv")


def test_a_mapping_settles_the_tie(read_file):
    comments, _ = read_file("text,body\nabc,def\n", "a.csv", mapping={"text": "body"})
    assert [c.text for c in comments] == ["def"]


def test_a_numeric_column_is_no_rival(read_file):
    comments, _ = read_file("comment,body\n17,Hello there\n", "a.csv")
    assert [c.text for c in comments] == ["Hello there"]


def test_no_text_column_is_refused_with_the_columns(read_file):
    with pytest.raises(BadInput, match=r"No column of a.csv.*'id', 'words'"):
        read_file("id,words\n1,abc\n", "a.csv")


def test_a_refusal_never_repeats_a_comment_that_stands_where_a_header_should(read_file):
    secret = "this is somebody's long comment in a file without any header line at all"
    with pytest.raises(BadInput) as caught:
        read_file(f"{secret},12\nanother one,13\n", "a.csv")
    assert "somebody" not in str(caught.value)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"txt": "body"}, "Unknown field 'txt'.*did you mean 'text'"),
        ({"text": "bodi"}, "no column 'bodi': did you mean 'body'"),
    ],
)
def test_a_wrong_mapping_names_the_nearest_match(read_file, mapping, message):
    with pytest.raises(BadInput, match=message):
        read_file("id,body\n1,abc\n", "a.csv", mapping=mapping)


def test_a_column_name_that_occurs_twice_is_refused():
    with pytest.raises(BadInput, match="text"):
        choose_columns(["id", "text", "text"], file="a.csv")


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8-sig", None), ("utf-16", None), ("utf-16-le", "utf-16-le"), ("cp1252", "cp1252")],
)
def test_encodings_are_recognised(read_file, encoding, note):
    text = "id,text\n" + "".join(f"{n},Café “Größe” number {n}\n" for n in range(20))
    comments, report = read_file(text.encode(encoding), "a.csv")
    assert comments[3].text == "Café “Größe” number 3"
    assert comments[3].id == "3"
    assert note is None or any(note in sentence for sentence in report.notes)


def test_a_given_encoding_wins(read_file):
    comments, _ = read_file("id,text\n1,Привет всем\n".encode("koi8-r"), "a.csv", encoding="koi8-r")
    assert comments[0].text == "Привет всем"


def test_an_unknown_encoding_is_refused(read_file):
    with pytest.raises(BadInput, match="Unknown encoding 'utf-99'"):
        read_file("id,text\n1,a\n", "a.csv", encoding="utf-99")


def test_a_record_with_broken_utf8_is_set_aside(read_file):
    content = "id,text\n1,Café one\n2,BAD\n3,Café three\n".encode().replace(b"BAD", b"Caf\xe9 two")
    comments, report = read_file(content, "a.csv")
    assert [c.id for c in comments] == ["1", "3"]
    assert [q.position for q in report.quarantined] == ["line 3"]


def test_an_unclosed_quotation_mark_costs_one_record(read_file):
    comments, report = read_file(
        'id,text\n1,good\n2,"never closed\n3,fine\n4,"also ""good"""\n', "a.csv"
    )
    assert [c.text for c in comments] == ["good", "fine", 'also "good"']
    assert [q.position for q in report.quarantined] == ["line 3"]


def test_a_quotation_mark_inside_a_field_is_just_a_mark(read_file):
    comments, _ = read_file('id,text\n1,a 5" disk\n2,he said "no" twice\n', "a.csv")
    assert [c.text for c in comments] == ['a 5" disk', 'he said "no" twice']


def test_a_record_with_too_many_fields_is_set_aside(read_file):
    comments, report = read_file("id,text\n1,good\n2,a,b,c\n", "a.csv")
    assert [c.id for c in comments] == ["1"]
    assert report.quarantined[0].reason == "has 4 fields, the header has 2"


def test_empty_texts_are_set_aside_and_counted(read_file):
    comments, report = read_file("id,text\n1,\n2,   \n3,ok then\n", "a.csv")
    assert [c.id for c in comments] == ["3"]
    assert report.quarantined_count == 2


def test_tsv_with_bare_quotation_marks(read_file):
    comments, _ = read_file('id\ttext\n1\t"Real" friends\n2\t"odd one\n', "a.tsv")
    assert [c.text for c in comments] == ['"Real" friends', '"odd one']


def test_a_five_megabyte_csv_comment(read_file):
    long = "na " * 1_700_000 + "end"
    comments, _ = read_file(f'id,text\n1,"{long}"\n2,short one\n', "a.csv")
    assert [len(c.text) for c in comments] == [len(long), 9]


def test_jsonl_with_a_broken_line_17_keeps_the_others(read_file):
    lines = [json.dumps({"id": n, "body": f"comment number {n}"}) for n in range(1, 31)]
    lines[16] = '{"id": 17, "body": "broken'
    comments, report = read_file("\n".join(lines), "a.jsonl")
    assert [c.id for c in comments] == [str(n) for n in range(1, 31) if n != 17]
    assert [q.position for q in report.quarantined] == ["line 17"]
    assert "JSON" in report.quarantined[0].reason
    assert "broken" not in report.quarantined[0].reason


def test_jsonl_nested_values_by_dotted_name(read_file):
    line = json.dumps({"data": {"body": "Hello there", "who": {"name": "Ida"}}})
    mapping = {"text": "data.body", "author": "data.who.name"}
    comments, _ = read_file(line, "a.jsonl", mapping=mapping)
    assert (comments[0].text, comments[0].author) == ("Hello there", "Ida")


@pytest.mark.parametrize(
    "line", ["[1, 2]", '"text"', "null", "17", "[" * 50_000, '{"text": "\\ud800"}', '{"text": 5}']
)
def test_lines_that_are_no_comment_are_set_aside(read_file, line):
    comments, report = read_file('{"text": "a good one"}\n' + line, "a.jsonl")
    assert [c.text for c in comments] == ["a good one"]
    assert [q.position for q in report.quarantined] == ["line 2"]


def test_jsonl_without_any_object_is_refused(read_file):
    with pytest.raises(BadInput, match=r"No line of a.jsonl is a JSON object"):
        read_file("nothing here\n", "a.jsonl")


def test_our_own_analysis_lines_are_read_back(read_file):
    record = {
        "schema": "moderato.analysis/1",
        "comment": {
            "id": "c9",
            "position": 1,
            "thread_id": "t",
            "parent_id": None,
            "author": None,
            "created_at": None,
            "votes": {"up": 1, "down": 5, "score": -4},
            "text": "Fine.",
            "sha256": "…",
            "language": "en",
        },
        "labels": {},
    }
    plain = {**record, "comment": {**record["comment"], "id": "c8", "votes": None}}
    comments, report = read_file("\n".join(map(json.dumps, (plain, record))), "out.jsonl")
    assert [(c.id, c.thread_id, c.text) for c in comments] == [
        ("c8", "t", "Fine."),
        ("c9", "t", "Fine."),
    ]
    assert comments[0].votes is None
    assert comments[1].votes == Votes(up=1, down=5, score=-4)
    assert report.quarantined == ()


def test_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    rows = {"id": [1, 2, 3], "text": ["one comment", None, "three"], "parent": [None, None, 1.0]}
    pq.write_table(pa.table(rows), path)
    reading = read(path)
    comments = [c for piece in reading for c in piece.comments]
    assert [(c.id, c.text, c.parent_id) for c in comments] == [
        ("1", "one comment", None),
        ("3", "three", "1"),
    ]
    assert [q.position for q in reading.summary.quarantined] == ["row 2"]


def test_a_damaged_parquet_file_is_refused(read_file):
    with pytest.raises(BadInput, match="not a readable Parquet"):
        read_file(b"PAR1 and then nonsense PAR1", "a.parquet")


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("a.txt", '{"text": "hello you"}\n', "jsonl"),
        ("a.dat", "id,text\n1,hello you\n", "csv"),
        ("a.txt", "id\ttext\n1\thello you\n", "tsv"),
        ("A.CSV", "id,text\n1,hello you\n", "csv"),
        ("a.txt", "Hello you.\n\n1 ( +1 / -0 )\n", "page-text"),
    ],
)
def test_the_format_is_told_by_name_or_content(read_file, name, content, format_):
    comments, report = read_file(content, name)
    assert report.format == format_
    assert len(comments) == 1


def test_interleaved_threads_keep_their_order(read_file):
    rows = "".join(f"{n},t{n % 3},comment {n}\n" for n in range(9))
    comments, _ = read_file("id,thread,text\n" + rows, "a.csv")
    assert [c.id for c in comments] == ["0", "3", "6", "1", "4", "7", "2", "5", "8"]
    assert [c.position for c in comments] == [1, 2, 3] * 3


def test_a_long_thread_comes_in_pieces_with_one_count(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("id,thread,text\n" + "".join(f"{n},t,text {n}\n" for n in range(PIECE + 5)))
    pieces = list(read(path))
    assert [len(piece.comments) for piece in pieces] == [PIECE, 5]
    assert pieces[1].comments[-1].position == PIECE + 5
    assert {piece.article.id for piece in pieces} == {"t"}


def test_ids_are_made_where_the_file_gives_none_and_stay_the_same(read_file):
    content = "thread,text\nt,same words\nt,same words\nt,other words\n"
    first, _ = read_file(content, "a.csv")
    second, _ = read_file("thread,text\nt,other words\nt,same words\n", "b.csv")
    assert len({c.id for c in first}) == 3
    assert {c.id for c in second} < {c.id for c in first}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-01T10:00:00Z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("2026-03-01 10:00:00 UTC", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("1772359200", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        (1772359200000, datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("yesterday", None),
        ("1e999", None),
    ],
)
def test_times_in_their_variants(value, expected):
    assert parse_time(value) == expected


def test_the_general_formats_come_first():
    assert FORMATS[:5] == ("page-text", "page-blocks", "csv", "tsv", "jsonl")
