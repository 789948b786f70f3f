"""`moderato bench`: the same comments everywhere, all in turn, and what is missing is named."""

import pytest

from analysis.services.benchmark import references
from analysis.services.benchmark.benchmark import Benchmark
from analysis.services.benchmark.measuring import Measured, Task, least
from analysis.services.benchmark.workload import MOST_WORDS, workload


def test_the_same_seed_makes_the_same_comments():
    assert workload(20).texts == workload(20).texts
    assert workload(20).texts != workload(20, seed=1).texts


def test_its_lengths_are_as_stated():
    load = workload(2_000)
    assert 28 <= load.median_words <= 36
    assert 3.0 <= load.ninth_decile_words / load.median_words <= 4.2
    assert max(len(text.split()) for text in load.texts) == MOST_WORDS
    assert len(set(load.texts)) > 1_950


def test_a_sample_keeps_the_distribution_of_lengths():
    load = workload(1_000)
    sample = sorted(len(text.split()) for text in load.sample(50))
    assert abs(sample[25] - load.median_words) <= 4
    assert abs(sample[45] - load.ninth_decile_words) <= 15


def test_in_every_round_all_have_their_turn():
    turns: list[str] = []
    tasks = {name: Task(1, lambda name=name: turns.append(name)) for name in ("a", "b")}
    measured = least(tasks, rounds=2)
    assert turns == ["a", "b", "a", "b"]
    assert measured["a"].items == 1


def test_a_thousand_is_what_costs_are_told_for():
    assert Measured(50, 2.0, 4.0).cpu_per_thousand == 80
    assert Measured(50, 2.0, 4.0).per_second == 25


@pytest.mark.slow
def test_every_reference_can_be_measured():
    from analysis.resources import models_dir

    tasks = references.torch_tasks(models_dir() / "open", ["One short comment."])
    tasks[references.PRODUCT] = references.product_task(1)
    assert all(measured.per_second > 0 for measured in least(tasks, rounds=1).values())


def test_what_could_be_reached_is_told_by_processor_time():
    whole = Measured(10, 4.0, 5.0)
    seconds = {"prepare": 0.2, "rules": 0.3, "findings": 0.4, "beside": 1.0, "encoder": 4.0}
    stages = {name: Measured(10, 9.0, cpu) for name, cpu in seconds.items()}
    figures = Benchmark(
        version="0", cores=2, threads=2, load=workload(10), tokens=1, whole=whole, stages=stages,
        compared={}, left_out={}, memory=None,
    )  # fmt: skip
    assert figures.ratios["reachable"] == 0.8
    assert figures.microseconds["beside"] == 100_000
    assert figures.microseconds["rest"] == 10_000
