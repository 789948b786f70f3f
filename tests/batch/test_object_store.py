"""A batch job whose files lie in a store that speaks S3: the same rows, exactly once."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch_jobs import COLUMNS, ROWS, lines, write_lines
from small_store import ACCESS_KEY, SmallStore, small_store

from analysis.batch import places
from analysis.batch.batch_run import BatchOptions, run_batch
from analysis.batch.places import place_of
from analysis.domain.errors import BadInput
from analysis.settings import load_settings

pytestmark = pytest.mark.slow  # what a job does is shown on folders; this is a store's own part


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallStore]:
    """A store with the rows in one file of JSON Lines, and one of Parquet."""
    with small_store() as held:
        monkeypatch.setenv("AWS_ENDPOINT_URL", held.address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        monkeypatch.setenv("AWS_REGION", "eu-north-1")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        held.objects["in/a.jsonl"] = "".join(f"{json.dumps(row)}\n" for row in ROWS).encode()
        table = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(ROWS), table)
        held.objects["in/old/b.parquet"] = table.getvalue()
        places._store.cache_clear()
        yield held
        places._store.cache_clear()


def run(
    store: SmallStore,
    *,
    source: str = "s3://comments/in/*.jsonl",
    output: str = "s3://comments/out",
    progress: Any = None,
) -> Any:
    options = BatchOptions(source, place_of(output), COLUMNS, part_rows=2)
    return run_batch(load_settings(model="none"), options, progress=progress)


def results(store: SmallStore) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for key, body in sorted(store.objects.items()):
        if key.startswith("out/results/"):
            rows += pq.read_table(io.BytesIO(body)).to_pylist()
    return rows


def on_disk(tmp_path: Path) -> list[dict[str, Any]]:
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in" / "a.jsonl", ROWS)
    options = BatchOptions(str(tmp_path / "in"), tmp_path / "out", COLUMNS, part_rows=2)
    run_batch(load_settings(model="none"), options)
    return lines(tmp_path / "out")


def bare(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in row if name != "source"} for row in rows]


@pytest.mark.parametrize("source", ["s3://comments/in", "s3://comments/*/*/b.parquet"])
def test_rows_are_those_of_a_folder(store: SmallStore, tmp_path: Path, source: str) -> None:
    done = run(store, source=source)
    assert (done.rows, done.rejected, done.parts) == (7, 0, 4)
    assert bare(results(store)) == bare(on_disk(tmp_path))
    assert "out/run.json" in store.objects


def test_stopped_on_the_way_it_goes_on_and_writes_nothing_twice(
    store: SmallStore, tmp_path: Path
) -> None:
    def die(done: int, _total: int | None) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(store, progress=die)
    assert len(results(store)) == 4
    assert run(store).earlier == 4
    assert len(store.put) == len(set(store.put))
    assert bare(results(store)) == bare(on_disk(tmp_path))


def test_a_row_that_cannot_be_read_is_in_the_quarantine(store: SmallStore) -> None:
    store.objects["in/a.jsonl"] += b"{broken\n"
    assert run(store).rejected == 1
    (refused,) = (key for key in store.objects if key.startswith("out/quarantine/"))
    assert json.loads(store.objects[refused])["row"] == len(ROWS)


def test_objects_of_another_run_or_of_somebody_else_are_left_alone(store: SmallStore) -> None:
    run(store)
    store.objects["in/a.jsonl"] += b'{"key": "8", "body": "More."}\n'
    with pytest.raises(BadInput, match="another run"):
        run(store)
    with pytest.raises(BadInput, match="in the way"):
        run(store, output="s3://comments/in/old")


@pytest.mark.parametrize(
    ("changed", "source", "words"),
    [
        ({"AWS_ACCESS_KEY_ID": "nobody"}, "s3://comments/in", "refuses it to these credentials"),
        ({}, "s3://elsewhere/in", "no such bucket|names no|no file that ends in"),
        ({}, "s3://comments/in/*.csv", "no file that ends in"),
        ({}, "s3://", "names no bucket"),
        ({}, "s3://*/in", "a bucket's name has no"),
        ({"AWS_ENDPOINT_URL": "somewhere"}, "s3://comments/in", "AWS_ENDPOINT_URL is no address"),
    ],
)
def test_what_the_store_refuses_is_said_in_one_sentence(
    store: SmallStore,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, str],
    source: str,
    words: str,
) -> None:
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=words) as told:
        run(store, source=source)
    assert "secret" not in str(told.value)
    assert not store.put
