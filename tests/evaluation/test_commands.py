"""`score-file`, `evaluate` and `fairness` from end to end, with the models that ship."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from analysis.cli.app import _run
from analysis.evaluation.metrics import auc
from analysis.evaluation.row_scores import NOTE
from analysis.evaluation.table_files import read_rows

TEXTS = [
    ("You are an idiot and your whole family is too stupid to vote.", 2, 1),
    ("Thank you, the map in the article helped me to find the path.", 0, 0),
    ("What a pathetic liar this mayor is, a disgusting little crook.", 2, 1),
    ("The ferry leaves at nine, and the last one returns at six.", 0, 0),
    ("I doubt that the figure is right; the report says 4,200.", 0, 0),
    ("Shut up, you moron, nobody asked you.", 2, 1),
]
HEADS = (
    "possible_hostility", "disagreement", "generalization", "constructive_evidence",
    "ucc.hostile", "ucc.antagonize", "ucc.condescending", "ucc.dismissive", "ucc.sarcastic",
    "ucc.generalisation", "ucc.generalisation_unfair", "ucc.unhealthy", "c3.constructive",
    "c3.evidence", "verifiability.unverifiable", "verifiability.non_experiential",
    "verifiability.experiential", "testimony", "pair.disagree", "pair.neutral", "pair.agree",
    "hostility.insult", "evidence.source", "generalization.negative",
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["body", "level", "hostile", "answers"])
        writer.writerows((text, level, yes, "Is it so?") for text, level, yes in TEXTS)
    return path


def test_score_file_writes_every_label_and_head(data, tmp_path):
    out = tmp_path / "scored.csv"
    code = _run(
        ["score-file", "--data", str(data), "--text", "body", "--parent", "answers", "--out",
         str(out), "--model", "research"]
    )  # fmt: skip
    rows = list(read_rows(out))
    assert code == 0
    assert [row["body"] for row in rows] == [text for text, _, _ in TEXTS]
    assert set(HEADS) <= set(rows[0])
    assert all(0.0 <= float(row[name]) <= 1.0 for row in rows for name in HEADS)
    rude = [float(r["possible_hostility"]) for r in rows if r["hostile"] == "1"]
    civil = [float(r["possible_hostility"]) for r in rows if r["hostile"] == "0"]
    assert min(rude) > max(civil)


def test_evaluate_fills_a_folder(data, tmp_path):
    report = tmp_path / "report"
    code = _run(
        ["evaluate", "--data", str(data), "--text", "body", "--label",
         "possible_hostility=level>=2", "--against", "level", "--draws", "100", "--report",
         str(report)]
    )  # fmt: skip
    assert code == 0
    content = json.loads((report / "report.json").read_text(encoding="utf-8"))
    assert content["labels"][0]["auc"]["value"] == 1.0
    assert content["fairness"]["label"] == "possible_hostility"
    assert "reliability" in (report / "report.html").read_text(encoding="utf-8")


def test_what_is_measured_is_what_ships_for_a_very_long_comment_too(tmp_path):
    texts = [text for text, _, _ in TEXTS] + ["You are an idiot. " + "It rained again. " * 2_000]
    data, scored = tmp_path / "rows.csv", tmp_path / "scored.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        # One thread: the model's arithmetic depends a little on what it reads together.
        writer.writerow(["id", "text", "hostile"])
        writer.writerows((n, text, n % 2) for n, text in enumerate(texts))
    report, lines = tmp_path / "report", tmp_path / "lines.jsonl"
    given = ["--data", str(data), "--text", "text"]
    assert _run(["analyze", str(data), "--out", str(lines)]) == 0
    assert _run(["score-file", *given, "--out", str(scored)]) == 0
    assert _run(
        ["evaluate", *given, "--label", "possible_hostility=hostile", "--draws", "100",
         "--no-fairness", "--report", str(report)]
    ) == 0  # fmt: skip
    analyses = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    rows = list(read_rows(scored))
    for label in HEADS[:4]:
        shipped = [analysis["labels"][label]["probability"] for analysis in analyses]
        assert shipped[-1] is None
        assert rows[-1][label] == ""
        assert [float(row[label]) for row in rows[:-1]] == pytest.approx(shipped[:-1], abs=1e-6)
    assert "Read to character" in rows[-1][NOTE]
    measured = json.loads((report / "report.json").read_text(encoding="utf-8"))["labels"][0]
    assert (measured["n"], measured["unanswered"]) == (len(TEXTS), 1)
    ordered = sorted(zip(shipped_of(analyses), [n % 2 for n in range(len(TEXTS))], strict=True))
    assert measured["auc"]["value"] == pytest.approx(
        auc([yes for _, yes in ordered], [score for score, _ in ordered]), abs=1e-5
    )


def shipped_of(analyses: list[dict]) -> list[float]:
    answers = [analysis["labels"]["possible_hostility"]["probability"] for analysis in analyses]
    return [answer for answer in answers if answer is not None]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--label", "posible_hostility=hostile"], "did you mean 'possible_hostility'"),
        (["--label", "possible_hostility=hostil"], "did you mean 'hostile'"),
        (["--label", "possible_hostility=hostile", "--model", "reserch"], "'research'"),
    ],
)
def test_a_slip_of_the_pen_gets_the_nearest_match(data, capsys, arguments, said):
    code = _run(["evaluate", "--data", str(data), "--text", "body", *arguments])
    assert code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("there.txt", "can't be made a folder (File exists)"),
        ("there.txt/deep", "(Not a directory)"),
    ],
)
def test_a_report_s_folder_that_can_t_be_made_is_one_sentence(data, tmp_path, capsys, report, said):
    (tmp_path / "there.txt").write_text("mine")
    given = ["--data", str(data), "--text", "body", "--label", "possible_hostility=hostile"]
    code = _run(["evaluate", *given, "--model", "rules", "--report", str(tmp_path / report)])
    assert (code, said in capsys.readouterr().err) == (2, True)
    assert (tmp_path / "there.txt").read_text() == "mine"


def test_models_are_listed_and_verified(capsys):
    assert _run(["models", "list"]) == 0
    assert "CC BY-NC-SA 4.0" in capsys.readouterr().out
    assert _run(["models", "verify"]) == 0


def test_training_refuses_an_unknown_recipe(capsys):
    pytest.importorskip("torch")
    assert _run(["train", "reserch"]) == 2
    assert "did you mean 'research'" in capsys.readouterr().err
