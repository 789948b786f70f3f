"""What is measured on comments that two readers read: only those about which they agree."""

from __future__ import annotations

import pytest

from analysis.training.corpora.pool import (
    POOL,
    QUESTIONS,
    SECOND,
    PoolReading,
    read_pool_file,
)
from analysis.training.example import Example
from analysis.training.measure_agreed import agreed_figures
from analysis.training.measure_kinds import Scored

HOSTILE = QUESTIONS.index("possible_hostility")


def _rows(count: int, *, first: float, again: int, chance: float, name: str):
    """Comments with one reader's answer, the second reader's digit and the model's chance."""
    for number in range(count):
        key = f"{name}{number}"
        example = Example(
            "readings_pool", f"cad:{key}", key, f"Text {key}.", None,
            {"possible_hostility": first}, {"possible_hostility": ((0, 4),) if first > 0.5 else ()},
        )  # fmt: skip
        digits = tuple(again if q == HOSTILE else 0 for q in range(len(QUESTIONS)))
        phrases = {"hos": (0, 8)} if again > 5 else {}
        yield example, PoolReading(key, "cad", "", 26, digits, phrases), chance


def _figures(*rows):
    examples, readings, chances = zip(*(row for part in rows for row in part), strict=True)
    scored = Scored(examples, [{"possible_hostility": chance} for chance in chances])
    return agreed_figures(scored, readings)


def test_where_the_readers_differ_the_model_is_not_judged():
    figures = _figures(
        _rows(12, first=0.9, again=8, chance=0.8, name="yes"),
        _rows(12, first=0.1, again=1, chance=0.2, name="no"),
        _rows(6, first=0.9, again=1, chance=0.0, name="one says yes, the other no"),
    )
    order = figures["pool.agreed.possible_hostility.auc"]
    assert order["value"] == 1.0
    assert (order["n"], order["positives"], order["read_twice"]) == (24, 12, 30)
    assert order["kappa"] == pytest.approx(0.6154, abs=1e-3)  # 24 of 30 alike, .48 by chance


def test_the_model_s_faults_count_where_both_readers_say_the_same():
    figures = _figures(
        _rows(12, first=0.9, again=8, chance=0.3, name="yes"),
        _rows(12, first=0.1, again=1, chance=0.6, name="no"),
    )
    assert figures["pool.agreed.possible_hostility.auc"]["value"] == 0.0


def test_too_few_of_either_answer_give_no_figure():
    figures = _figures(
        _rows(9, first=0.9, again=8, chance=0.8, name="yes"),
        _rows(30, first=0.1, again=1, chance=0.2, name="no"),
    )
    assert "pool.agreed.possible_hostility.auc" not in figures


def test_the_readers_phrases_are_held_against_each_other():
    figures = _figures(
        _rows(10, first=0.9, again=8, chance=0.8, name="yes"),
        _rows(10, first=0.1, again=1, chance=0.2, name="no"),
    )
    # Four characters of eight: F1 2 * 4 / 12.
    agreement = figures["pool.readers.possible_hostility.character_f1"]
    assert agreement["value"] == pytest.approx(0.6667, abs=1e-3)
    assert agreement["n"] == 10


def test_the_second_readings_are_of_held_out_comments_and_by_other_readers():
    second = read_pool_file(SECOND)
    first = {}
    for reading in read_pool_file(POOL):
        first.setdefault(reading.key, set()).add(reading.reader)
    assert len(second) == len({r.key for r in second}) == 2000
    assert all(r.key in first and r.reader not in first[r.key] for r in second)
