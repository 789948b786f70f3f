"""Graded readings: digits become probabilities, texts are found by hash, no text is kept."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from later import needs
from written_corpora import sentences, table, write_corpora

from analysis.training.corpora import CORPORA, readings
from analysis.training.corpora.readings import (
    NEWSPAPER,
    PAIRS,
    PERMISSIVE,
    QUESTIONS,
    Curve,
    Reading,
    curves,
    fitted_curve,
    hash_of,
    log_odds,
    read_file,
    read_newspaper,
    read_pairs,
)

pytestmark = needs("sklearn")

_HEADER = ["key", "source", "via", "digits"]


@pytest.mark.parametrize(
    ("path", "digits", "vias"),
    [
        (NEWSPAPER, len(QUESTIONS), {"random", "enriched", "blind"}),
        (PERMISSIVE, 4, {"random"}),
        (PAIRS, 3, {"random", "blind", "example"}),
    ],
)
def test_the_files_hold_hashes_and_digits_and_nothing_else(path, digits, vias):
    rows = read_file(path)
    assert len({row.key for row in rows}) == len(rows) > 1000
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{16}", row.key)
        assert len(row.digits) == digits
        assert row.via in vias


def test_what_the_open_recipe_reads_is_licensed_for_it():
    assert all(CORPORA[source].commercial for source in {r.source for r in read_file(PERMISSIVE)})


@given(st.integers(0, 9))
def test_a_digit_and_its_opposite_lie_at_the_same_distance_from_even(digit):
    assert log_odds([digit])[0] == pytest.approx(-log_odds([9 - digit])[0])


def test_a_curve_is_found_again_from_shares_that_follow_it():
    truth = Curve((0,), (0.7,), -1.2)
    rows = [Reading("", "", "blind", (digit,)) for digit in range(10) for _ in range(30)]
    found = fitted_curve(rows, [truth(row.digits) for row in rows], (0,))
    assert found.weights[0] == pytest.approx(0.7, abs=0.02)
    assert found.intercept == pytest.approx(-1.2, abs=0.02)


def written(path: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    table(path, _HEADER, rows)
    return path


def test_a_comment_is_found_by_hash_and_blind_rows_only_teach_what_digits_are_worth(
    tmp_path, monkeypatch
):
    corpora = write_corpora(tmp_path / "corpora")
    blind = [
        (hash_of(text), "ucc", "blind", ("8" if rude else "1") * len(QUESTIONS))
        for of in ("council", "paper")
        for text, rude in sentences(60, of=of)
    ]
    texts = [row["comment"] for row in readings.rows_of(
        corpora / "ucc" / "ucc_train_text_unlabelled.csv")]  # fmt: skip
    read = [(hash_of(texts[0]), "unlabelled", "random", "9" * len(QUESTIONS)),
            ("0" * 16, "unlabelled", "random", "0" * len(QUESTIONS))]  # fmt: skip
    monkeypatch.setattr(readings, "NEWSPAPER", written(tmp_path / "r.csv", [*blind, *read]))
    found = list(read_newspaper(corpora))
    assert [example.text for example in found] == [texts[0]]  # the other text is not at hand
    assert set(found[0].targets) == set(QUESTIONS)
    worth = curves(read_file(tmp_path / "r.csv"), corpora)
    for question in QUESTIONS:
        low, high = (worth[question]([digit] * len(QUESTIONS)) for digit in (1, 8))
        # The written corpora have evidence where there is no rudeness: the fit finds that too.
        assert (low > 0.5 > high) if question == "constructive_evidence" else (low < 0.5 < high)
        assert found[0].targets[question] == worth[question]([9] * len(QUESTIONS))


def test_a_pair_is_found_by_parent_and_reply_together(tmp_path, monkeypatch):
    corpora = write_corpora(tmp_path / "corpora")
    pairs = list(readings.rows_of(corpora / "debagreement" / "dev.csv"))
    digits = {"0": "811", "1": "181", "2": "118"}
    rows = [
        (hash_of(row["body_parent"], row["body_child"]), "debagreement", "blind",
         digits[row["label"]])
        for row in pairs
    ]  # fmt: skip
    stranger = (hash_of("Another parent.", pairs[0]["body_child"]), "debagreement", "random", "090")
    monkeypatch.setattr(readings, "PAIRS", written(tmp_path / "p.csv", [*rows, stranger]))
    monkeypatch.setattr(readings, "read_covid_pairs", lambda _: iter(()))
    monkeypatch.setattr(readings, "read_forum_pairs", lambda _: iter(()))
    found = list(read_pairs(corpora))
    assert len(found) == len(rows)
    for example, row in zip(found, pairs, strict=True):
        shares = [example.targets[c] for c in readings.PAIR_CLASSES]
        assert sum(shares) == pytest.approx(1.0)
        assert int(np.argmax(shares)) == int(row["label"])
