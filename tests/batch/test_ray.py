"""Ray's workers: the rows of one machine, also when a worker is killed on the way.

Ray is not among what the checks install: these run where `pip install 'moderato[ray]'` was done.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from batch_jobs import ROWS, die_once, lines, run, write_lines

from analysis.batch.input_parts import Part
from analysis.batch.runners import Where, run_on_ray, runner_of
from analysis.domain.errors import NotInstalled


def test_without_ray_it_says_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.batch.runners.find_spec", lambda name: None)
    with pytest.raises(NotInstalled, match="moderato\\[ray\\]"):
        runner_of(Where("ray"))


@pytest.fixture
def workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    here = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, here)))


@pytest.mark.slow
def test_what_a_lost_worker_had_is_done_by_another(
    tmp_path: Path, workers_find_the_tests: None
) -> None:
    pytest.importorskip("ray")
    parts = [Part(number, "a.jsonl", 2 * number, 2) for number in range(12)]
    work = partial(die_once, str(tmp_path))
    done = list(run_on_ray(parts, work, Where("ray", workers=2)))
    assert sorted(one.part.number for one in done) == list(range(12))
    assert (tmp_path / "died").exists()


@pytest.mark.slow
def test_two_workers_write_what_one_machine_writes(given: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    write_lines(given / "in" / "a.jsonl", ROWS * 4)
    run(given)
    run(given, output=tmp_path / "of_ray", where=Where("ray", workers=2))
    assert lines(tmp_path / "of_ray") == lines(given / "out")
