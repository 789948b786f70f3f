"""`moderato bench`: figures on screen and in a file."""

import json

import pytest
from running import Moderato

from analysis.services.benchmark import references


@pytest.mark.heavy
def test_a_run_writes_its_figures_and_names_what_is_left_out(
    moderato: Moderato, tmp_path, monkeypatch
):
    monkeypatch.setenv("MODERATO_MODEL", "open")
    monkeypatch.setattr(references, "missing", lambda *names: f"left out: {names[0]}")
    done = moderato("bench", "--comments", 4, "--rounds", 1, "--json", tmp_path / "speed.json")
    assert done.code == 0, done.err
    record = json.loads((tmp_path / "speed.json").read_text(encoding="utf-8"))
    assert record["format"] == "moderato.bench/1"
    stages = {"prepare", "rules", "model", "encoder", "beside", "findings"}
    assert set(record["stages"]) == stages
    times = record["cpu_microseconds_per_comment"]
    assert times["beside"] == pytest.approx(
        sum(times[part] for part in ("prepare", "rules", "findings", "rest")), abs=1.0
    )
    assert "processor time of a comment" in done.out
    assert record["references"]["detoxify_one_by_one"] == {"left_out": "left out: torch"}
    assert record["ratios"].keys() == {"of_encoder", "cpu_of_encoder", "reachable"}
    assert record["peak_memory_bytes"] > 2**20


def test_without_a_model_there_is_nothing_to_measure(moderato: Moderato, monkeypatch):
    monkeypatch.setenv("MODERATO_MODEL", "none")
    done = moderato("bench")
    assert done.code == 2
    assert "MODERATO_MODEL" in done.sentence
