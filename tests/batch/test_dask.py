"""Dask's workers: the rows of one machine, also when a worker is killed on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from batch_jobs import ROWS, die_once, lines, run, write_lines

from analysis.batch.input_parts import Part
from analysis.batch.runners import Where, run_on_dask, runner_of
from analysis.domain.errors import BadInput, NotInstalled


def test_an_unknown_runner_is_named_with_the_nearest() -> None:
    with pytest.raises(BadInput, match="did you mean 'dask'"):
        runner_of(Where("dusk"))


def test_without_dask_it_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.batch.runners.find_spec", lambda name: None)
    with pytest.raises(NotInstalled, match="moderato\\[batch\\]"):
        runner_of(Where("dask"))


def test_an_address_needs_an_engine() -> None:
    with pytest.raises(BadInput, match="--runner dask"):
        runner_of(Where("local", "tcp://scheduler:8786"))


@pytest.mark.slow
def test_what_a_lost_worker_had_is_done_by_another(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from functools import partial

    parts = [Part(number, "a.jsonl", 2 * number, 2) for number in range(12)]
    work = partial(die_once, str(tmp_path))
    done = list(run_on_dask(parts, work, Where("dask", workers=2)))
    assert sorted(one.part.number for one in done) == list(range(12))
    assert (tmp_path / "died").exists()


@pytest.mark.slow
def test_two_workers_write_what_one_machine_writes(given: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    write_lines(given / "in" / "a.jsonl", ROWS * 4)
    run(given)
    run(given, output=tmp_path / "of_dask", where=Where("dask", workers=2))
    assert lines(tmp_path / "of_dask") == lines(given / "out")
