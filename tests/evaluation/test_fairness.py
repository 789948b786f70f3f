"""Swapping the names of groups: the same answered sentences for each, and words, not letters."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from analysis.cli.app import _run
from analysis.domain.errors import BadInput
from analysis.evaluation.fairness import fairness, templates_of
from analysis.evaluation.summary import fairness_lines

TEMPLATES = ("Some {} came.", "Wir sahen {}.", "Many {} left.")


def _without(*silent: str) -> object:
    def score(texts: Sequence[str]) -> list[float | None]:
        return [None if any(s in text for s in silent) else 0.4 for text in texts]

    return score


@pytest.mark.parametrize(
    ("silent", "sentences", "unanswered"),
    [
        ((), 3, 0),
        (("Wir",), 2, 1),
        (("Some men", "Wir sahen women"), 1, 2),
        (("wir",), 3, 0),
    ],
    ids=["all answered", "another language", "one of one group each", "other letters"],
)
def test_no_answer_is_no_low_score_for_any_group(
    silent: tuple[str, ...], sentences: int, unanswered: int
) -> None:
    found = fairness(
        _without(*silent), label="a", threshold=0.3, terms=("men", "women"), harmless=TEMPLATES,
        attacking=(),
    )  # fmt: skip
    assert (found.sentences, found.unanswered) == (sentences, unanswered)
    assert {round(group.harmless_mean, 6) for group in found.groups} == {0.4}
    assert {group.harmless_flagged for group in found.groups} == {1.0}
    page = "\n".join(fairness_lines(found, own=True))
    assert ("without an answer are left out" in page) == bool(unanswered)


def test_without_any_answer_there_is_nothing_to_compare() -> None:
    with pytest.raises(BadInput, match="no sentence has an answer"):
        fairness(_without("e"), label="a", threshold=0.3, harmless=TEMPLATES)


def test_a_group_that_is_named_twice_counts_once() -> None:
    found = fairness(_without(), label="a", threshold=0.3, terms=("men", "women", "Men"))
    assert [group.term for group in found.groups] == ["men", "women"]


def test_what_was_not_measured_is_no_zero() -> None:
    found = fairness(_without(), label="a", threshold=0.3, harmless=TEMPLATES, attacking=())
    (row,) = (line for line in fairness_lines(found, own=True) if line.startswith("| cyclists"))
    assert row.endswith("| 100% | – | – |")
    assert "Comments of yours" in "\n".join(fairness_lines(found, own=True))
    assert "written for this project" in "\n".join(fairness_lines(found))


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("I saw men at the market.", "I saw {0} at the market."),
        ("Men, and more men.", "{0}, and more {0}."),
        ("men's coats", "{0}'s coats"),
        ("a {set} of men", "a {{set}} of {0}"),
        ("The comments of women.", None),
        ("menace, amen", None),
        ("", None),
    ],
)
def test_a_group_s_name_is_a_word(text: str, template: str | None) -> None:
    assert templates_of([text], "men") == ([] if template is None else [template])
    for made in templates_of([text], "men"):
        assert made.format("men").casefold() == text.casefold()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--label", "posible_hostility"), "did you mean 'possible_hostility'"),
        (("--term", "men"), "no comment names 'men'"),
        (("--term", " "), "--data needs --term"),
        ((), "--data needs --term"),
    ],
)
def test_what_cannot_be_measured_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    data = tmp_path / "own.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text"], ["These comments are about women."]])
    assert _run(["fairness", "--model", "rules", "--data", str(data), *arguments]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("value", ["inf", "-Infinity", "much"])
def test_somebody_else_s_score_has_to_be_a_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    data = tmp_path / "own.csv"
    rows = [[f"The ferry left at {n}.", n % 2, value if n == 3 else 0.5] for n in range(6)]
    with data.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text", "hostile", "theirs"], *rows])
    asked = ["--text", "text", "--label", "possible_hostility=hostile", "--against", "theirs"]
    done = _run(["evaluate", "--data", str(data), "--model", "rules", "--no-fairness", *asked])
    assert (done, "column 'theirs': a value is not a number" in capsys.readouterr().err) == (
        2,
        True,
    )
