"""Where a batch job writes: into a folder of its own, files for their owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from batch_jobs import ROWS, lines, run

from analysis.batch.result_folder import PLAN, begin, is_there, write_whole
from analysis.domain.errors import BadInput
from analysis.resources import models_dir

Make = Callable[[Path], object]


def _link(path: Path) -> None:
    (path.parent / "elsewhere").mkdir(exist_ok=True)
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [_link, os.mkfifo, lambda p: p.write_text("x")])
@pytest.mark.parametrize("name", ["out", "out/results", "out/quarantine"])
def test_what_is_no_folder_is_refused_and_stays(tmp_path: Path, name: str, make: Make) -> None:
    out = tmp_path / "out"
    if name != "out":
        begin(out, "{}")
        (tmp_path / name).rmdir()
    make(tmp_path / name)
    before = (tmp_path / name).lstat()
    with pytest.raises(BadInput, match="is in the way"):
        begin(out, "{}")
    assert (tmp_path / name).lstat().st_ino == before.st_ino


@pytest.mark.parametrize("make", [_link, os.mkfifo, lambda p: p.mkdir()])
@pytest.mark.parametrize("name", ["run.json", "results/part-000001.parquet"])
def test_a_result_that_is_no_plain_file_is_refused(given: Path, name: str, make: Make) -> None:
    run(given)
    (given / "out" / name).unlink()
    make(given / "out" / name)
    with pytest.raises(BadInput, match="is no plain file"):
        run(given)


def test_models_and_seeds_are_left_alone() -> None:
    with pytest.raises(BadInput, match="models and seeds that ship"):
        begin(models_dir() / "labelled", "{}")
    assert not (models_dir() / "labelled").exists()


def test_every_file_is_for_its_owner_alone(given: Path) -> None:
    (given / "out").mkdir(mode=0o755)
    run(given)
    files = [path for path in (given / "out").rglob("*") if path.is_file()]
    assert {path.name for path in files} > {PLAN}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_killed_before_its_plan_was_whole_the_same_command_goes_on(given: Path) -> None:
    (given / "out").mkdir()
    (given / "out" / ".moderato-abc.tmp").write_text('{"form')
    assert run(given).rows == len(ROWS)
    assert len(lines(given / "out")) == len(ROWS)
    assert not list((given / "out").glob(".*"))


def test_a_part_that_another_worker_has_written_meanwhile_stays(tmp_path: Path) -> None:
    def while_another_writes(file) -> None:
        (tmp_path / "part").write_bytes(b"whole")
        file.write(b"whole")

    write_whole(tmp_path / "part", while_another_writes)
    assert [path.name for path in tmp_path.iterdir()] == ["part"]
    assert is_there(tmp_path / "part")
