"""Exports: the analysis schema plus decisions; a spreadsheet can't be made to run a comment."""

import csv
import json
import tracemalloc
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq
import pytest
from deciding import decide, undo
from exported import exported
from refilling import once
from scripted import filled, write_comments

from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.domain.spreadsheet import escape_formula, unescape_formula
from analysis.services.data.analysis_schema import SCHEMA
from analysis.services.data.exports import FORMATS, export
from analysis.services.data.imports import import_file
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store

TEXTS = {
    "c1": '=HYPERLINK("http://example.org") h=0.9',
    "c2": 'He said "no", twice;\nthen left d=0.8',
    "c3": "emoji 👍🏽 nul \x00 end",
}


@pytest.fixture
@once
def store_of_three(store: Store, tmp_path: Path) -> Store:
    ids = filled(store, tmp_path, TEXTS, author="+Kim", up=4, down=1)
    decide(
        store,
        ids["c1"],
        Action.REJECT,
        person="anna",
        reason_code="spam",
        note="a link",
        seen_sequence=0,
    )
    undo(store, ids["c1"], person="ben", seen_sequence=1)
    return store


def test_a_line_is_the_analysis_schema_with_state_decisions_and_reports(
    store_of_three: Store, tmp_path: Path
) -> None:
    report = export(store_of_three, tmp_path / "out.jsonl", format="jsonl")
    assert (report.written, report.unscored) == (3, 0)
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").open(encoding="utf-8")]
    assert [r["comment"]["text"] for r in records] == list(TEXTS.values())
    beside = ("revision", "state", "edited", "decisions", "reports", "recorded_scores")
    for record in records:
        bare = {key: value for key, value in record.items() if key not in beside}
        jsonschema.validate(bare, SCHEMA)
        assert record["run"]["profile"]["version"] == active_profile(store_of_three).version
    assert records[0]["labels"]["possible_hostility"]["recommendation"] == "flag"
    assert [d["action"] for d in records[0]["decisions"]] == ["reject", "undo"]
    assert records[0]["decisions"][0]["note"] == "a link"
    assert (records[0]["state"], records[1]["decisions"]) == ("open", [])


def test_csv_and_parquet_have_one_row_per_comment(store_of_three: Store, tmp_path: Path) -> None:
    export(store_of_three, tmp_path / "out.csv", format="csv")
    export(store_of_three, tmp_path / "out.parquet", format="parquet")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert len(rows) == len(table) == 3
    assert list(rows[0]) == list(table[0])
    assert [row["text"] for row in table] == list(TEXTS.values())
    assert (table[0]["votes_up"], table[0]["possible_hostility_probability"]) == (4, 0.9)
    assert rows[0]["text"] == "'" + TEXTS["c1"]
    assert rows[0]["author"] == "'+Kim"
    assert rows[1]["text"] == TEXTS["c2"]
    assert "\x00" not in rows[2]["text"]
    cells = [cell for row in rows for cell in row.values()]
    assert [escape_formula(unescape_formula(cell)) for cell in cells] == cells


def test_an_export_says_of_which_text_a_decision_is(store: Store, tmp_path: Path) -> None:
    texts = {"c1": "first h=0.9", "c2": "as it was h=0.9", "c3": "open h=0.9", "c4": "again h=0.9"}
    ids = filled(store, tmp_path, texts)
    for name in ("c1", "c2", "c4"):
        decide(store, ids[name], Action.REJECT, person="anna", seen_sequence=0)
    edited = {"c1": "second h=0.1", "c3": "open, anew h=0.9", "c4": "again, anew h=0.1"}
    import_file(store, write_comments(tmp_path / "edited.jsonl", edited))
    decide(store, ids["c4"], Action.APPROVE, person="ben", seen_sequence=1)
    expected = {
        "c1": (2, "rejected", True, [1]),
        "c2": (1, "rejected", False, [1]),
        "c3": (2, "open", False, []),
        "c4": (2, "approved", False, [1, 2]),
    }
    records = {record["comment"]["id"]: record for record in exported(store)}
    assert {
        name: (r["revision"], r["state"], r["edited"], [d["revision"] for d in r["decisions"]])
        for name, r in records.items()
    } == expected
    export(store, tmp_path / "out.csv", format="csv")
    export(store, tmp_path / "out.parquet", format="parquet")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    table = {row["id"]: row for row in pq.read_table(tmp_path / "out.parquet").to_pylist()}
    for name, (revision, state, is_edited, _) in expected.items():
        row, typed = rows[name], table[name]
        assert (row["revision"], row["state"], row["edited"]) == (
            str(revision), state, str(is_edited),
        )  # fmt: skip
        assert (typed["revision"], typed["state"], typed["edited"]) == (revision, state, is_edited)


def test_a_filter_narrows_the_export(store_of_three: Store, tmp_path: Path) -> None:
    where = QueueFilter(queue=Queue.FLAGGED, label="possible_hostility", score_min=0.5)
    assert export(store_of_three, tmp_path / "o.jsonl", format="jsonl", where=where).written == 1


def test_long_exports_go_in_batches_and_report_progress(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.exports.BATCH", 3)
    filled(store, tmp_path, [f"n {n}" for n in range(8)])
    seen: list[tuple[int, int | None]] = []
    export(
        store,
        tmp_path / "o.jsonl",
        format="jsonl",
        progress=lambda done, of: seen.append((done, of)),
    )
    lines = (tmp_path / "o.jsonl").read_text().splitlines()
    assert [json.loads(line)["comment"]["position"] for line in lines] == list(range(1, 9))
    assert seen == [(3, 8), (6, 8), (8, 8)]


def test_comments_without_findings_say_so(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", ["not labelled"]))
    assert export(store, tmp_path / "o.jsonl", format="jsonl").unscored == 1
    record = json.loads((tmp_path / "o.jsonl").read_text())
    answer = record["labels"]["generalization"]
    assert (answer["probability"], answer["recommendation"]) == (None, "unsupported")
    assert answer["detail"] == "Not labelled yet."
    assert record["run"]["scorers"] == []


@pytest.mark.parametrize(
    ("text", "waits", "detail"),
    [
        ("[deleted]", 0, "Only a placeholder is left of this comment; there is nothing to label."),
        ("[deleted] by whom?", 1, "Not labelled yet."),
    ],
)
def test_a_placeholder_waits_for_no_labels(
    store: Store, tmp_path: Path, text: str, waits: int, detail: str
) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", [text]))
    assert export(store, tmp_path / "o.jsonl", format="jsonl").unscored == waits
    labels = json.loads((tmp_path / "o.jsonl").read_text())["labels"]
    assert {answer["detail"] for answer in labels.values()} == {detail}


def test_an_unknown_format_and_a_missing_folder_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'jsonl'"):
        export(store, tmp_path / "o", format="json")
    with pytest.raises(BadInput, match="does not exist"):
        export(store, tmp_path / "none" / "o.csv", format="csv")


def test_a_broken_export_leaves_the_old_file(
    store_of_three: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.exports.BATCH", 1)
    out = tmp_path / "o.jsonl"
    out.write_text("old")

    def stop(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(store_of_three, out, format="jsonl", overwrite=True, progress=stop)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.slow
def test_the_memory_of_an_export_does_not_go_by_the_database(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.data.exports.BATCH", 5)
    monkeypatch.setattr("analysis.services.data.export_formats.PACKED_AT_ONCE", 5)
    monkeypatch.setattr("analysis.services.data.export_formats.ROWS_AT_ONCE", 10)

    def peaks() -> dict[str, int]:
        # The least of some: when rubbish is collected is chance.
        return {
            name: min(_peak(sqlite_store, tmp_path / f"out.{name}") for _ in range(3))
            for name in FORMATS
        }

    for more in (20, 40):  # what grows once, whatever the number
        filled(sqlite_store, tmp_path, {f"{more}-{n}": f"C {n} h=0.9" for n in range(more)})
        few = peaks()
    filled(sqlite_store, tmp_path, {f"m{n}": f"M {n} h=0.9" for n in range(140)})
    grown = {name: size - few[name] for name, size in peaks().items()}
    # 140 more comments are some 700 kB as records.
    assert max(grown.values()) < 100_000, grown


def _peak(store: Store, out: Path) -> int:
    """Bytes of Python's objects at the most while the comments are exported."""
    tracemalloc.start()
    try:
        export(store, out, format=out.suffix[1:], overwrite=True)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
