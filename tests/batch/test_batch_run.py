"""A batch job: every row exactly once, whatever stops it, and the findings of `score-file`."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_jobs import ROWS, lines, quarantined, run, write_lines

from analysis.batch import work
from analysis.batch.input_parts import RowColumns, plan_parts
from analysis.domain.comment import text_sha256
from analysis.domain.errors import BadInput
from analysis.domain.profile import Profile
from analysis.evaluation.row_scores import score_texts
from analysis.labels import LABEL_KEYS
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import load_settings


def test_every_row_comes_once_with_its_hash_and_the_run(given: Path) -> None:
    done = run(given)
    rows = lines(given / "out")
    assert [row["row"] for row in rows] == list(range(len(ROWS)))
    assert [row["id"] for row in rows] == [row["key"] for row in ROWS]
    assert [row["text_sha256"] for row in rows] == [text_sha256(row["body"]) for row in ROWS]
    assert {row["run"] for row in rows} == {done.run}
    assert (done.rows, done.rejected, done.earlier, done.parts) == (7, 0, 0, 4)


def test_its_findings_are_those_of_score_file(given: Path) -> None:
    run(given)
    pipeline = build_pipeline(load_settings(model="none"), default_profile())
    expected = score_texts(pipeline, [row["body"] for row in ROWS])
    for row, scores in zip(lines(given / "out"), expected, strict=True):
        assert {label: row[label] for label in LABEL_KEYS} == {k: scores[k] for k in LABEL_KEYS}
        assert (row["note"] or "") == scores["moderato.note"]


def test_passages_are_places_in_the_original(given: Path) -> None:
    run(given)
    first = lines(given / "out")[0]
    seen = {ROWS[0]["body"][p["start"] : p["end"]] for p in first["passages"]}
    assert "idiot" in " ".join(seen)
    assert first["possible_hostility_recommendation"] == "flag"


def test_killed_on_the_way_it_goes_on_and_ends_as_if_nothing_had_been(
    given: Path, tmp_path: Path
) -> None:
    def die(done: int, total: int | None) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(given, progress=die)
    parts = {p: p.stat().st_mtime_ns for p in (given / "out" / "results").glob("*.parquet")}
    assert len(parts) == 2
    (given / "out" / "results" / ".moderato-0.tmp").write_bytes(b"half of a file")
    done = run(given)
    assert done.earlier == 4
    assert all(part.stat().st_mtime_ns == before for part, before in parts.items())
    assert not list((given / "out" / "results").glob(".*"))
    run(given, output=tmp_path / "undisturbed")
    assert lines(given / "out") == lines(tmp_path / "undisturbed")


def test_done_twice_a_part_stands_once(given: Path) -> None:
    run(given)
    before = lines(given / "out")
    assert run(given).earlier == len(ROWS)
    assert lines(given / "out") == before


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        ('{"key": "x", "body": 12}', "the text is no text but int"),
        ('{"key": "x", "body": ["a"]}', "the text is no text but list"),
        ('{"key": "x", "body": "a', "not a JSON object"),
        ("[1, 2]", "not a JSON object"),
        ('{"key": "x", "body": "\\ud83d"}', "half of a character (a lone surrogate) in it"),
    ],
)
def test_a_poison_row_goes_to_the_quarantine_and_the_rest_goes_on(
    given: Path, poison: str, reason: str
) -> None:
    write_lines(given / "in" / "a.jsonl", [ROWS[0], poison, ROWS[1]])
    done = run(given)
    assert (done.rows, done.rejected) == (3, 1)
    assert [row["row"] for row in lines(given / "out")] == [0, 2]
    (refused,) = quarantined(given / "out")
    assert (refused["row"], refused["reason"]) == (1, reason)


def test_a_row_that_breaks_the_pipeline_breaks_alone_and_is_not_repeated(
    given: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = build_pipeline

    def breaking(settings: object, profile: Profile) -> object:
        pipeline = real(settings, profile)
        prepare = pipeline._preparer.prepare

        def prepare_or_break(discussion, *, only=None):
            if any("bridge" in comment.text for comment in discussion.comments):
                raise ValueError(discussion.comments[0].text)
            return prepare(discussion, only=only)

        monkeypatch.setattr(pipeline._preparer, "prepare", prepare_or_break)
        return pipeline

    work.pipeline_of.cache_clear()
    monkeypatch.setattr(work, "build_pipeline", breaking)
    try:
        assert run(given).rejected == 1
    finally:
        work.pipeline_of.cache_clear()
    assert [row["row"] for row in lines(given / "out")] == [0, 2, 3, 4, 5, 6]
    (refused,) = quarantined(given / "out")
    assert refused["reason"] == "ValueError"


def test_parquet_and_lines_say_the_same(given: Path) -> None:
    run(given)
    table = pa.Table.from_pylist(ROWS)
    pq.write_table(table, given / "b.parquet", row_group_size=3)
    done = run(given, output=given / "of_parquet")
    assert done.rows == 7
    options = {"output": given / "other"}
    (given / "in" / "a.jsonl").unlink()
    pq.write_table(table, given / "in" / "b.parquet", row_group_size=3)
    run(given, **options)
    name = ("source",)
    strip = [{k: v for k, v in row.items() if k not in name} for row in lines(given / "out")]
    assert [
        {k: v for k, v in row.items() if k not in name} for row in lines(given / "other")
    ] == strip


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write_lines(folder / "in" / "a.jsonl", ROWS[:3]),
        lambda folder: write_lines(folder / "in" / "b.jsonl", ROWS[:1]),
    ],
)
def test_the_output_of_another_input_is_refused(given: Path, change) -> None:
    run(given)
    change(given)
    with pytest.raises(BadInput, match="another run"):
        run(given)


def test_other_columns_are_another_run(given: Path) -> None:
    run(given)
    with pytest.raises(BadInput, match="another run"):
        run(given, columns=RowColumns("body"))


def test_a_folder_with_other_files_is_left_alone(given: Path) -> None:
    (given / "out").mkdir()
    (given / "out" / "mine.txt").write_text("a note")
    with pytest.raises(BadInput, match="in the way"):
        run(given)
    assert [path.name for path in (given / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (RowColumns("bodi"), "no column 'bodi'; did you mean 'body'"),
        (RowColumns("body", thread="key"), "go together"),
        (RowColumns("body", thread="key", parent_id="key"), "--thread needs --id"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: Path, columns: RowColumns, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        run(given, columns=columns)


THREADED = RowColumns("body", id="id", thread="page", parent_id="to")


def _thread(name: str, *texts: str) -> list[dict[str, object]]:
    return [
        {"id": f"{name}{n}", "page": name, "to": f"{name}{n - 1}" if n else None, "body": text}
        for n, text in enumerate(texts)
    ]


def test_a_thread_is_never_cut(given: Path) -> None:
    rows = [*_thread("a", "x", "y", "z"), *_thread("b", "x"), *_thread("c", "x", "y")]
    file = write_lines(given / "in" / "a.jsonl", rows)
    parts = plan_parts([file], THREADED, rows=2)
    assert [(part.first, part.rows) for part in parts] == [(0, 3), (3, 3)]


def test_threads_whose_rows_stand_apart_are_refused(given: Path) -> None:
    rows = [*_thread("a", "x"), *_thread("b", "x"), *_thread("a", "y")]
    write_lines(given / "in" / "a.jsonl", rows)
    with pytest.raises(BadInput, match="sort them"):
        run(given, columns=THREADED)


def test_in_a_thread_words_of_another_comment_are_a_quote(given: Path) -> None:
    insult = "You are a complete idiot and a liar and everybody here knows it."
    answer = f"{insult} - That was uncalled for, please stay polite."
    write_lines(given / "in" / "a.jsonl", _thread("a", insult, answer))
    run(given, columns=THREADED)
    first, second = lines(given / "out")
    assert first["possible_hostility"] > 0.5 > second["possible_hostility"]


def _at(rows: int, act):
    def progress(done: int, total: int | None) -> None:
        if done == rows:
            act()

    return progress


@pytest.mark.parametrize(
    "change",
    [
        lambda file: write_lines(file, [{**row, "body": f"{row['body']} No!"} for row in ROWS]),
        lambda file: write_lines(file, ROWS[:5]),
        lambda file: write_lines(file, [*ROWS, *ROWS]),
    ],
    ids=["other rows", "fewer", "more"],
)
@pytest.mark.parametrize("at", [0, 4, 7])
def test_an_input_that_changes_on_the_way_is_said(given: Path, change, at: int) -> None:
    file = given / "in" / "a.jsonl"
    with pytest.raises(BadInput, match="changed while it was read"):
        run(given, progress=_at(at, lambda: change(file)))
    with pytest.raises(BadInput, match="another run"):
        run(given)


def test_an_input_that_goes_on_the_way_is_one_sentence(given: Path) -> None:
    with pytest.raises(BadInput, match=r"a\.jsonl: can't be read"):
        run(given, progress=_at(4, (given / "in" / "a.jsonl").unlink))


@pytest.mark.parametrize("name", ["part-000002.jsonl", "part-000003.jsonl"])
def test_a_quarantine_of_a_start_that_was_killed_is_written_anew(given: Path, name: str) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(given, progress=_at(4, stop))
    left = given / "out" / "quarantine" / name
    left.write_text('{"source": "a", "row": 4, "reason": "MemoryError"}\n', encoding="utf-8")
    assert run(given).rejected == 0
    assert (len(lines(given / "out")), quarantined(given / "out")) == (7, [])


def _parquet(path: Path, *names: str) -> bytes:
    pq.write_table(pa.Table.from_arrays([pa.array(["a" * 500])] * len(names), list(names)), path)
    return path.read_bytes()


@pytest.mark.parametrize("at", [4, 30, 60, -8])
def test_a_damaged_table_is_one_sentence(given: Path, at: int) -> None:
    file = given / "in" / "b.parquet"
    body = bytearray(_parquet(file, "key", "body"))
    body[at : at + 20 if at > 0 else -4] = b"\xff" * (20 if at > 0 else 4)
    file.write_bytes(body)
    with pytest.raises(BadInput, match=r"b\.parquet: not a readable Parquet file"):
        run(given)


def test_of_two_columns_of_one_name_none_is_guessed(given: Path) -> None:
    _parquet(given / "in" / "b.parquet", "key", "body", "body")
    with pytest.raises(BadInput, match="several columns 'body'"):
        run(given)
    (given / "in" / "b.parquet").unlink()
    _parquet(given / "in" / "b.parquet", "key", "body", "note", "note")
    assert run(given).rows == 8
