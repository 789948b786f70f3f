"""What disguises cost: the marked words alone are changed, and the shares are of both kinds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from analysis.domain.errors import BadInput
from analysis.evaluation.row_scores import RowScores
from analysis.services.measurement import disguise_costs
from analysis.services.measurement.disguise_costs import KINDS, costs, disguised, main

ROW = {"text": "You are an idiot.", "hostile": "1", "words": "[[11, 16]]"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("as written", "You are an idiot."),
        ("spaced", "You are an i d i o t."),
        ("leet", "You are an 1d107."),
        ("zero width", "You are an i\u200bd\u200bi\u200bo\u200bt."),
        ("hashtag", "You #AreAnIdiot."),
    ],
)
def test_the_marked_words_alone_are_disguised(kind: str, expected: str) -> None:
    assert disguised(ROW, kind) == expected


def test_without_marks_the_same_two_words_are_disguised_each_time() -> None:
    row = {"text": "The ferry leaves at nine today", "hostile": "0", "words": ""}
    changed = disguised(row, "dotted")
    assert changed == disguised(row, "dotted")
    assert sum("." in word for word in changed.split()) == 2


@pytest.mark.parametrize("words", ["idiot", "[1, 2]", "[[1]]"])
def test_marks_that_are_no_ranges_are_refused(words: str) -> None:
    with pytest.raises(BadInput, match="expected ranges"):
        disguised({**ROW, "words": words}, "spaced")


def _scores(_: Any, texts: list[str]) -> list[RowScores]:
    return [{"possible_hostility": 0.9 if "idiot" in text else 0.1} for text in texts]


def test_the_table_has_a_line_for_every_disguise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(disguise_costs, "score_texts", _scores)
    rows = [ROW, {"text": "The ferry leaves", "hostile": "0", "words": ""}]
    shares = costs(rows, None, label="possible_hostility", flag_at=0.5)  # type: ignore[arg-type]
    assert tuple(shares) == KINDS
    assert [share.hits for share in shares["as written"]] == [1, 0]
    assert [share.hits for share in shares["spaced"]] == [0, 0]
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROW)
        writer.writeheader()
        writer.writerows(rows)
    main(path, model="rules")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 + len(KINDS)
    assert lines[2].startswith("| as written | 1.00 [0.21, 1.00], n 1 | 0.00 ")
