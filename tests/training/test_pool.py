"""The pool's readings: hashes, digits and places only; joined to texts, averaged over readers."""

from __future__ import annotations

import json
import re

import pytest
from written_corpora import table

from analysis.training.corpora import CORPORA
from analysis.training.corpora.pool import POOL, QUESTIONS, read_pool, read_pool_file
from analysis.training.corpora.readings import hash_of
from analysis.training.pool_agreement import agreement_lines, kappa, twice_read

RUDE = "Bless the mayor, that pompous windbag, and his new bridge."
ODD = "First line.[linebreak]Second line."
_HEADER = ["key", "source", "via", "reader", "digits", "hos", "gen", "dis", "evi"]
_POOL = ["source", "id", "lang", "text", "parent_text", "title", "context", "labels", "split_key"]


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    table(
        tmp_path / "permissive" / "grading_pool_en.csv",
        _POOL,
        [["cmv_adhominem", "1", "en", RUDE, "The bridge is fine.", "", "", "{}", "s1"]],
    )
    table(tmp_path / "toxic_spans" / "comments.csv", ["comment_id", "comment_text"], [])
    table(tmp_path / "cad" / "train.csv", ["id", "text", "labels"], [["t-1", ODD, "Neutral"]])
    readings = tmp_path / "readings.csv"
    start = RUDE.index("pompous windbag")
    table(
        readings,
        _HEADER,
        [
            [hash_of(RUDE), "cmv_adhominem", "v", 1, "999000", f"{start}-{start + 15}", "", "", ""],
            [hash_of(RUDE), "cmv_adhominem", "v", 2, "977000", f"{start}-{start + 15}", "", "", ""],
            [hash_of(ODD), "cad", "v", 1, "000000", "", "", "", ""],
            ["0" * 16, "cad", "v", 1, "000000", "", "", "", ""],
        ],
    )
    monkeypatch.setattr("analysis.training.corpora.pool.read_pool_file",
                        lambda: read_pool_file(readings))  # fmt: skip
    return tmp_path


def test_a_text_read_twice_is_one_example_with_the_readers_mean_and_its_parent(corpora):
    rude, odd = read_pool(corpora)
    assert rude.parent == "The bridge is fine."
    assert rude.targets["possible_hostility"] == pytest.approx(0.85)
    assert rude.targets["hostility.severe"] == pytest.approx(0.05)
    ((start, end),) = rude.spans["possible_hostility"]
    assert rude.text[start:end] == "pompous windbag"
    assert rude.spans["generalization"] == ()
    assert "disagreement" not in rude.spans  # held to be there, but no phrase was given
    assert odd.text == "First line.\nSecond line."


def test_the_file_holds_no_text_and_its_digits_are_ordered():
    rows = read_pool_file()
    assert len(rows) > 5000
    for row in rows:
        assert re.fullmatch(r"[0-9a-f]{16}", row.key)
        assert len(row.digits) == len(QUESTIONS)
        assert row.digits[1] >= row.digits[2] >= row.digits[3]
        assert all(start < end for start, end in row.phrases.values())
    header = POOL.read_text(encoding="utf-8").splitlines()[0]
    assert header == ",".join(_HEADER)


def test_what_the_pool_holds_is_licensed_for_the_open_recipe():
    assert CORPORA["readings_pool"].commercial
    share_alike = {"stormfront", "told_br", "cimt"}
    assert not share_alike & {row.source for row in read_pool_file()}


def test_agreement_is_told_for_texts_that_two_readers_read_and_nothing_else(corpora):
    from analysis.training.corpora import pool

    readings = pool.read_pool_file()
    texts = pool.pool_texts(corpora, {r.key for r in readings})
    rows = twice_read(readings, texts)
    assert [row.text.text for row in rows] == [RUDE]
    assert "| all | 1 | too few" in "\n".join(agreement_lines(rows))
    assert kappa([1, 1, 0, 0], [1, 1, 0, 0]) == 1.0
    assert kappa([1, 0, 1, 0], [1, 1, 0, 0]) == 0.0
    assert json.dumps(kappa([1, 1], [1, 1])) == "0.0"
