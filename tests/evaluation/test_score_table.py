"""Tables keep their rows and columns, get scores, and go on where they stopped."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.combination import Combination
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.domain.finding import Finding, Status
from analysis.domain.profile import Profile, Threshold
from analysis.domain.run import ScorerInfo
from analysis.evaluation.row_scores import NOTE, facet_column, score_rows, score_texts
from analysis.evaluation.score_table import Columns, score_table
from analysis.evaluation.table_files import read_rows
from analysis.labels import LABEL_KEYS
from analysis.output_file import OutputFile
from analysis.pipeline import Pipeline

NAMES = ["possible_hostility", "hostility.insult", "ucc.hostile"]


class Plain:
    """Prepares nothing: the text is the comment's own, read to its 40th character."""

    version = "plain 1"

    def prepare(self, discussion: Any, *, only: Collection[str] | None = None) -> list[Any]:
        return [
            SimpleNamespace(
                comment=comment,
                text=comment.text,
                quotes=(),
                addressee=None,
                inferred_parent=None,
                cut_at=40 if len(comment.text) > 40 else None,
                language=SimpleNamespace(
                    code="de", supported="nicht" not in comment.text, unread=None, reason=None
                ),
            )
            for comment in discussion.comments
            if only is None or comment.id in only
        ]


class Counts:
    """Says that the more exclamation marks, the more hostile; counts how often it was asked."""

    def __init__(self, version: str = "1") -> None:
        self.info = ScorerInfo("counts", version, "", LABEL_KEYS)
        self.rows = 0

    def score(self, batch: Sequence[Any]) -> list[tuple[Finding, ...]]:
        self.rows += len(batch)
        return [tuple(self._finding(label, c.text) for label in LABEL_KEYS) for c in batch]

    def _finding(self, label: str, text: str) -> Finding:
        hostile = label == "possible_hostility"
        return Finding(
            label,
            "counts",
            Status.SCORED,
            probability=min(text.count("!") / 10, 1.0),
            facet_scores={"insult": 0.25, "ucc.hostile": 0.5} if hostile else {},
        )


PROFILE = Profile("test", 1, dict.fromkeys(LABEL_KEYS, Threshold(0.7, 0.3)))


def rows_scorer(counts: Counts) -> Pipeline:
    return Pipeline(Plain(), [counts], Combination("single", {}), PROFILE)


def table(folder: Path, rows: Sequence[dict[str, Any]], name: str = "in.csv") -> Path:
    path = folder / name
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ","
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


ROWS = [{"id": str(n), "text": "well" + "!" * (n % 4), "note": 'a "b", c\nd'} for n in range(7)]


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "parquet"])
@pytest.mark.parametrize("source", ["in.csv", "in.tsv", "in.jsonl"])
def test_every_row_and_column_survives(tmp_path, source, ending):
    out = tmp_path / f"out.{ending}"
    done = score_table(
        table(tmp_path, ROWS, source), OutputFile(out), columns=Columns("text"),
        pipeline=rows_scorer(Counts()), names=NAMES, part_rows=3,
    )  # fmt: skip
    found = list(read_rows(out))
    assert (done.rows, done.earlier, done.unanswered) == (7, 0, 0)
    assert [{k: str(r[k]) for k in ("id", "text", "note")} for r in found] == ROWS
    assert [round(float(r["possible_hostility"]), 2) for r in found] == [
        0.0, 0.1, 0.2, 0.3, 0.0, 0.1, 0.2,
    ]  # fmt: skip
    assert list(found[0])[-4:] == [*NAMES, NOTE]
    assert not out.with_name(out.name + ".parts").exists()


def test_it_goes_on_where_it_stopped(tmp_path):
    data, out = table(tmp_path, ROWS), tmp_path / "out.csv"

    class Stops(Counts):
        def score(self, batch: Sequence[Any]) -> list[tuple[Finding, ...]]:
            if self.rows >= 4:
                raise KeyboardInterrupt
            return super().score(batch)

    with pytest.raises(KeyboardInterrupt):
        score_table(
            data, OutputFile(out), columns=Columns("text"), pipeline=rows_scorer(Stops()),
            names=NAMES, part_rows=2,
        )  # fmt: skip
    assert not out.exists()
    counts = Counts()
    done = score_table(
        data,
        OutputFile(out),
        columns=Columns("text"),
        pipeline=rows_scorer(counts),
        names=NAMES,
        part_rows=2,
    )
    assert (done.rows, done.earlier, counts.rows) == (7, 4, 3)
    assert [row["id"] for row in read_rows(out)] == [str(n) for n in range(7)]


def test_parts_of_another_model_are_not_used(tmp_path):
    data, out = table(tmp_path, ROWS), tmp_path / "out.csv"
    parts = out.with_name("out.csv.parts")
    parts.mkdir()
    (parts / "000000").write_text("old")
    (parts / "plan.json").write_text("{}")
    done = score_table(
        data,
        OutputFile(out),
        columns=Columns("text"),
        pipeline=rows_scorer(Counts("2")),
        names=NAMES,
    )
    assert done.earlier == 0
    assert "old" not in out.read_text()


def test_no_answer_is_an_empty_cell_with_a_note(tmp_path):
    data = table(tmp_path, [{"text": "das nicht"}, {"text": "well!"}])
    out = tmp_path / "out.csv"
    done = score_table(
        data, OutputFile(out), columns=Columns("text"), pipeline=rows_scorer(Counts()), names=NAMES
    )
    silent, scored = list(read_rows(out))
    assert silent["possible_hostility"] == ""
    assert "abstained" in silent[NOTE]
    assert (scored["possible_hostility"], scored[NOTE]) == ("0.100000", "")
    assert done.unanswered == 1


def test_a_column_that_is_there_already_is_not_overwritten(tmp_path):
    data = table(tmp_path, [{"text": "well!", "possible_hostility": "truth"}])
    out = tmp_path / "out.csv"
    score_table(
        data, OutputFile(out), columns=Columns("text"), pipeline=rows_scorer(Counts()), names=NAMES
    )
    (row,) = read_rows(out)
    assert row["possible_hostility"] == "truth"
    assert row["moderato.possible_hostility"] == "0.100000"


def test_bad_tables_get_one_clear_sentence(tmp_path):
    pipeline = rows_scorer(Counts())
    good = table(tmp_path, ROWS)

    def run(data: Path, out: Path, column: str = "text") -> None:
        score_table(data, OutputFile(out), columns=Columns(column), pipeline=pipeline, names=NAMES)

    with pytest.raises(BadInput, match=r"no column 'txt'; did you mean 'text'"):
        run(good, tmp_path / "o.csv", "txt")
    with pytest.raises(BadInput, match="unknown kind of table"):
        run(good, tmp_path / "o.xlsx")
    with pytest.raises(BadInput, match="can't take the place"):
        run(good, good)
    with pytest.raises(BadInput, match="no such file"):
        run(tmp_path / "none.csv", tmp_path / "o.csv")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"text": "a"}\n{"text"\n')
    with pytest.raises(BadInput, match=r"broken\.jsonl, line 2: not JSON"):
        run(broken, tmp_path / "o.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text("text\n")
    with pytest.raises(BadInput, match="no rows"):
        run(empty, tmp_path / "o.csv")


@pytest.mark.parametrize(
    ("label", "key", "column"),
    [
        ("possible_hostility", "insult", "hostility.insult"),
        ("constructive_evidence", "source", "evidence.source"),
        ("possible_hostility", "ucc.hostile", "ucc.hostile"),
    ],
)
def test_facets_carry_their_labels_short_name(label, key, column):
    assert facet_column(label, key) == column


def test_a_row_has_the_numbers_of_the_pipeline_and_no_number_for_what_nobody_read() -> None:
    texts = ["well!", "well!!!", "das nicht!!", "!" * 3 + "x" * 60]
    pipeline = rows_scorer(Counts())
    analyses = pipeline.analyze(
        Discussion(Article("t"), tuple(Comment(t, "t", n, t) for n, t in enumerate(texts)))
    )
    rows = score_rows(pipeline, texts, [""] * 4, ["An article."] * 4)
    label = "possible_hostility"
    assert [row[label] for row in rows] == [a.labels[label].probability for a in analyses]
    assert ["hostility.insult" in row for row in rows] == [True, True, False, False]
    assert "Read to character 40 of 63." in str(rows[-1][NOTE])
    assert score_texts(pipeline, texts) == rows


def test_rows_are_scored_in_batches_and_stay_in_order() -> None:
    counts = Counts()
    sizes: list[int] = []
    score = counts.score
    counts.score = lambda batch: (sizes.append(len(batch)), score(batch))[1]  # type: ignore[method-assign]
    texts = [f"{number}" + "!" * (number % 5) for number in range(150)]
    rows = score_texts(rows_scorer(counts), texts)
    assert sum(sizes) == 150
    assert 1 < len(sizes) < 15
    assert [round(float(row["possible_hostility"]) * 10) for row in rows] == [
        number % 5 for number in range(150)
    ]
