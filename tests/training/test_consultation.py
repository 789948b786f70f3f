"""The comments written sentence by sentence: whole, consistent, and split by file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from analysis.training.corpora import CORPORA
from analysis.training.corpora.authored import split_by_file
from analysis.training.corpora.consultation import FOLDER, read_consultation

EXAMPLES = list(read_consultation(Path()))
SENTENCES = [e for e in EXAMPLES if e.key.count(":") == 2]


@pytest.mark.slow
def test_a_comment_answers_the_labels_and_its_sentences_their_kind_of_support():
    by_key = {e.key: e for e in EXAMPLES}
    for example in EXAMPLES:
        assert example.forced_split == split_by_file(example.group)
        if example in SENTENCES:
            assert sum(example.targets.values()) == pytest.approx(1.0)
            assert example.text in by_key[example.key.rpartition(":")[0]].text
        else:
            assert {"constructive_evidence", "hostility.severe"} <= example.targets.keys()


def test_each_kind_of_support_is_held_out_too_and_no_sentence_stands_twice():
    assert max(Counter(e.text for e in SENTENCES).values()) == 1
    for split in ("train", "dev", "test"):
        kinds = Counter(
            max(e.targets, key=e.targets.__getitem__) for e in SENTENCES if e.forced_split == split
        )
        assert len(kinds) == 3
        assert min(kinds.values()) >= 20, split


def test_the_files_hold_their_fields_and_nothing_else():
    for path in FOLDER.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert set(row) == {"kind", "topic", "sentences", "evi", "hos", "gen", "dis"}
            for _, digits in row["sentences"]:
                assert len(digits) == 3
                assert sum(map(int, digits)) in (9, 10)


def test_the_open_recipe_may_learn_from_them():
    assert CORPORA["consultation"].commercial
