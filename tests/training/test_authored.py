"""The texts written for the project: whole, consistent, split by file; and as the product reads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from analysis.training.authored_agreement import READ, agreement_lines, both_readings
from analysis.training.corpora.authored import (
    AUTHORED,
    kind_of,
    read_authored,
    split_by_file,
)
from analysis.training.example import Example, text_key
from analysis.training.reading_view import as_read

EXAMPLES = list(read_authored(Path()))


@pytest.mark.parametrize(
    ("name", "split"),
    [("A_01", "train"), ("B_03", "dev"), ("C_05", "test"), ("A_10", "test"), ("A_13", "dev")],
)
def test_whole_files_are_held_out(name, split):
    assert split_by_file(name) == split


def test_a_file_that_is_not_named_like_a_batch_is_refused():
    with pytest.raises(ValueError, match="notes"):
        split_by_file("notes")


def test_no_text_stands_twice_and_all_splits_have_harmless_and_severe_ones():
    keys = Counter(text_key(e.text) + (e.parent or "") for e in EXAMPLES)
    assert max(keys.values()) == 1
    for split in ("train", "dev", "test"):
        here = [e for e in EXAMPLES if e.forced_split == split]
        severe = sum(e.targets["hostility.severe"] > 0.5 for e in here)
        harmless = sum(e.targets["hostility.sharp"] < 0.5 for e in here)
        assert min(severe, harmless) >= 50, split


def test_levels_are_ordered_and_a_phrase_is_given_where_a_label_holds():
    for example in EXAMPLES:
        t = example.targets
        assert t["hostility.sharp"] >= t["possible_hostility"] >= t["hostility.severe"]
        for label, places in example.spans.items():
            assert bool(places) == (t[label] > 0.5)
        assert kind_of(example)


def test_a_label_that_is_left_open_teaches_nothing():
    open_ones = [e for e in EXAMPLES if e.group == "U_11"]
    assert len(open_ones) == 100
    for example in open_ones:
        assert "disagreement" not in {*example.targets, *example.spans}
        assert {"possible_hostility", "generalization"} <= example.targets.keys()


def test_the_files_hold_their_fields_and_nothing_else():
    for path in AUTHORED.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert set(row) == {"text", "parent", "kind", "hos", "gen", "dis", "evi", "ph"}
            assert row["hos"] in (0, 1, 2, 3)


def test_an_example_is_read_as_the_product_reads_it_and_its_passage_moves_along():
    text = "Tea&nbsp;first.\r\nYou are a numpty&#33;"
    start = text.index("numpty")
    read = as_read(Example("x", "1", "g", text, spans={"toxic": ((start, start + 6),)}))
    ((begin, end),) = read.spans["toxic"]
    assert read.text[begin:end] == "numpty"
    assert "&" not in read.text


@pytest.mark.parametrize(("batches", "least"), [(READ[0], 540), (READ[1], 300)])
def test_a_second_reader_agrees_with_the_writers_on_hostility(batches, least) -> None:
    pairs = both_readings(batches)
    assert len(pairs) >= least
    lines = agreement_lines(pairs)
    readme = (AUTHORED / "README.md").read_text(encoding="utf-8")
    assert all(line in readme for line in lines)
    same = sum((first.level >= 2) == (second.level >= 2) for first, second in pairs)
    assert same / len(pairs) > 0.95
