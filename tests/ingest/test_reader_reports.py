"""Reports as platforms export them, and the counts that stand beside comments."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.domain.errors import BadInput
from analysis.ingest.user_report_counts import counted_reports
from analysis.ingest.user_report_reasons import known_reasons
from analysis.ingest.user_reports import ReportRow, read_reports
from analysis.labels import LABEL_KEYS
from analysis.resources import seeds_dir

TEN = datetime(2026, 3, 6, 10, tzinfo=UTC)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(path: Path, **options: object) -> list[ReportRow]:
    return list(read_reports(path, **options).rows)


def test_corals_actions_as_mongodb_exports_them(tmp_path: Path) -> None:
    flag = {
        "_id": {"$oid": "65e"},
        "actionType": "FLAG",
        "commentID": "c-1",
        "storyID": "s-1",
        "reason": "COMMENT_REPORTED_ABUSIVE",
        "additionalDetails": "words of the reader",
        "userID": "u-1",
        "createdAt": {"$date": {"$numberLong": "1772791200000"}},
    }
    machine = {**flag, "reason": "COMMENT_DETECTED_TOXIC", "userID": None}
    like = {**flag, "actionType": "REACTION", "reason": None}
    path = tmp_path / "commentActions.jsonl"
    write(path, "\n".join(json.dumps(one) for one in (flag, machine, like)))
    reading = read_reports(path)
    assert list(reading.rows) == [
        ReportRow("line 1", "c-1", "s-1", "COMMENT_REPORTED_ABUSIVE", None, "person u-1", 1, TEN)
    ]
    assert sum(reading.left_out.values()) == 2


def test_discourses_flags_of_the_user_archive(tmp_path: Path) -> None:
    path = write(
        tmp_path / "flags.csv",
        "id,post_id,flag_type,created_at,updated_at,deleted_at,deleted_by,related_post_id\n"
        "7,41,inappropriate,2026-03-06 10:00:00 UTC,,,,\n"
        "8,42,spam,2026-03-06 10:00:00 UTC,,2026-03-07 08:00:00 UTC,1,\n"
        "9,43,notify_user,2026-03-06 10:00:00 UTC,,,,\n",
    )
    [row] = rows_of(path)
    assert (row.comment, row.reason, row.reporter) == ("41", "inappropriate", "report 7")
    assert row.reported_at == TEN


def test_discourses_reasons_by_number(tmp_path: Path) -> None:
    path = write(
        tmp_path / "post_actions.csv",
        "id,post_id,user_id,post_action_type_id,created_at\n"
        "1,41,5,4,2026-03-06T10:00:00Z\n2,41,6,2,2026-03-06T10:00:00Z\n3,41,6,3,\n",
    )
    assert [row.reason for row in rows_of(path)] == ["inappropriate", "off_topic"]


@pytest.mark.parametrize(
    ("column", "cell", "waits", "remarks"),
    [
        ("status", "open", True, 0),
        ("status", "Pending", True, 0),
        ("status", "", True, 0),
        ("status", "resolved", False, 0),
        ("Report Status", "Dismissed", False, 0),
        ("status", "erledigt", False, 0),
        ("state", "résolu", False, 0),
        ("status", "mauve", True, 1),
        ("resolved", "false", True, 0),
        ("resolved", "0", True, 0),
        ("resolved", "true", False, 0),
        ("is_handled", "ja", False, 0),
        ("resolved_at", "NULL", True, 0),
        ("resolved_at", "2026-03-07 08:00", False, 0),
        ("disagreed_at", "2026-03-07T08:00:00Z", False, 0),
        ("remark", "resolved", True, 0),  # no column of states
    ],
)
def test_what_the_platforms_people_answered_waits_for_nobody_here(
    tmp_path: Path, column: str, cell: str, waits: bool, remarks: int
) -> None:
    table = f"comment_id,reason,{column}\nc1,rude,{cell}\nc2,rude,\n"
    reading = read_reports(write(tmp_path / "reports.csv", table))
    assert [row.comment for row in reading.rows] == (["c1", "c2"] if waits else ["c2"])
    assert sum(reading.left_out.values()) == (0 if waits else 1)
    assert sum(reading.remarks.values()) == 2 + remarks - (not waits)  # neither reporter nor time


def test_any_of_several_columns_answers_and_one_can_be_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "post_actions.csv",
        "id,post_id,post_action_type_id,agreed_at,disagreed_at,deferred_at,done\n"
        "1,41,4,,,,no\n2,42,4,2026-03-06,,,no\n3,43,4,,,2026-03-06,no\n4,44,4,,,,yes\n",
    )
    assert [row.comment for row in rows_of(path)] == ["41", "44"]
    assert [row.comment for row in rows_of(path, mapping={"answered": "done"})] == ["41"]


@pytest.mark.parametrize(
    ("table", "read", "left_out", "aside"),
    [
        ("comment_id,flag_count\nc1,3\nc2,many\nc3,0\n", [("c1", 3)], 1, ["line 3"]),
        ("comment_id,flag_count\nc1,3\nc2,\nc3,nan\nc4,0.0\n", [("c1", 3)], 3, []),
        ("comment_id,created_at,flags\nc1,2026-03-06,\nc2,2026-03-06,2\n", [("c2", 2)], 1, []),
        ("comment_id,reason,count\nc1,rude,\nc1,spam,2\n", [("c1", 1), ("c1", 2)], 0, []),
        ("comment_id,reporter,count\nc1,ann,\nc2,ben,1\nc3,,\n", [("c1", 1), ("c2", 1)], 1, []),
        ("comment_id,flag_count\nc1,-3\nc2,2.5\n", [], 0, ["line 2", "line 3"]),
    ],
    ids=["no number", "empty", "a comment's time", "a reason", "a reporter", "no whole number"],
)
def test_a_table_of_counts(
    tmp_path: Path, table: str, read: list[tuple[str, int]], left_out: int, aside: list[str]
) -> None:
    reading = read_reports(write(tmp_path / "counts.csv", table))
    assert [(row.comment, row.people) for row in reading.rows] == read
    assert sum(reading.left_out.values()) == left_out
    assert [q.position for q in reading.log.quarantined] == aside


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("item_id,item_type\n5,post\n6,comment\n7,user\n", ["6"]),
        ("target_id,target_type\n5,Story\n6,Comment\n7,Reply\n8,\n", ["6", "7", "8"]),
        ("content_id,content_type\n5,App\\Models\\Account\n6,App\\Models\\Comment\n", ["6"]),
        ("target_id,target_type\n5,Post\n6,Topic\n7,Post\n", ["5", "7"]),
        ("target_id,target_type\n5,Account\n6,Profile\n", []),
        ("comment_id,target_type\n5,Account\n6,Article\n", ["5", "6"]),
        ("post_id,post_type\n5,1\n6,2\n", ["5", "6"]),
        ("item_id,item_type\n5,Beitrag\n6,Bild\n", ["5", "6"]),
        ("item_id,type\n5,user\n6,spam\n", ["5", "6"]),
    ],
    ids=["beside posts", "replies and nothing", "classes", "a forum", "accounts alone",
         "the account's kind", "numbers", "another language", "a reason"],
)  # fmt: skip
def test_a_report_of_another_thing_is_none_of_the_comment_of_that_number(
    tmp_path: Path, table: str, read: list[str]
) -> None:
    reading = read_reports(write(tmp_path / "flags.csv", table))
    assert [row.comment for row in reading.rows] == read
    assert sum(reading.left_out.values()) == table.count("\n") - 1 - len(read)


def test_own_words_are_not_kept_and_rows_alike_count_as_one(tmp_path: Path) -> None:
    long = "this comment hurt me because my neighbour Mr Quillfeather has said it for years now"
    path = write(tmp_path / "own.tsv", f"comment_id\treason\nc1\t{long}\nc1\t{long}\n")
    reading = read_reports(path)
    first, second = reading.rows
    assert (first.reason, first.reporter) == ("other", second.reporter)
    assert sum(reading.remarks.values()) == 4


@pytest.mark.parametrize(
    ("content", "mapping", "message"),
    [
        ("id,reason\n1,spam\n", None, "No column of r.csv names the reported comment"),
        ("cid,reason\n1,spam\n", {"comment": "cidd"}, "did you mean 'cid'"),
        ("cid,reason\n1,spam\n", {"text": "cid"}, "Unknown field 'text'"),
    ],
)
def test_a_table_without_the_comment_is_refused(
    tmp_path: Path, content: str, mapping: dict[str, str] | None, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        read_reports(write(tmp_path / "r.csv", content), mapping=mapping)


def test_a_page_is_no_table_of_reports(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is no table of reports"):
        read_reports(write(tmp_path / "page.txt", "A page.\n\nWith words.\n"))


@pytest.mark.parametrize(
    ("record", "counted"),
    [
        (
            {"actionCounts.FLAG": 4, "actionCounts.FLAG__COMMENT_REPORTED_SPAM": 1,
             "actionCounts.FLAG__COMMENT_DETECTED_TOXIC": 1, "actionCounts.REACTION": 9},
            {"COMMENT_REPORTED_SPAM": 1, "": 2},
        ),
        ({"actionCounts": {"FLAG": 1, "FLAG__COMMENT_DETECTED_TOXIC": 1}}, {}),
        (
            {"actions_summary": [{"id": i, "count": n} for i, n in ((2, 5), (4, 2), (6, 1))]},
            {"inappropriate": 2},
        ),
        ({"user_reports": [["spam", 2], ["rude", 1, False]]}, {"spam": 2, "rude": 1}),
        ({"num_reports": "3"}, {"": 3}),
        ({"isFlagged": True}, {"": 1}),
        ({"isFlagged": "false"}, {}),
        ({"flag_count": 0}, {}),
        ({"flags": "hot, new"}, {}),
        ({"likes": 7, "text": "three reports"}, {}),
    ],
    ids=["Coral", "Coral's machines alone", "Discourse", "Reddit", "a count", "Disqus, flagged",
         "Disqus, not flagged", "none", "words, no count", "other columns"],
)  # fmt: skip
def test_counts_beside_a_comment(record: dict[str, object], counted: dict[str, int]) -> None:
    assert counted_reports(record) == counted


def test_every_listed_reason_has_a_title_and_a_label_of_the_codebook_or_none() -> None:
    listed = json.loads((seeds_dir() / "report_reasons.json").read_text(encoding="utf-8"))
    for one in listed["reasons"]:
        assert one["title"].strip()
        assert one["label"] is None or one["label"] in LABEL_KEYS
        assert not known_reasons().is_no_report(one["reason"])
    assert set(listed["numbered"]["reasons"].values()) - {"notify_user"} <= {
        one["reason"] for one in listed["reasons"]
    }


def test_an_unlisted_reason_is_shown_as_it_is_written() -> None:
    assert known_reasons().title("Very_RUDE words") == "very rude words"
    assert known_reasons().title("Hate-Speech") == "hate speech"
