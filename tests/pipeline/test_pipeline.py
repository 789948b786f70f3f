"""Prepare, score, combine, recommend; what a scorer does wrong stays with it."""

from __future__ import annotations

import logging
import time
from gc import get_threshold
from pathlib import Path
from typing import Any

import pytest
from fakes import PROFILE, PlainPreparer, Says, discussion

from analysis.combination import Combination, PoolWeights
from analysis.domain.errors import BadInput, NotInstalled
from analysis.domain.finding import Status
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.labels import LABEL_KEYS
from analysis.output_file import OutputFile
from analysis.pipeline import Pipeline
from analysis.rare_collection import ALLOCATIONS
from analysis.services.data.file_analysis import analyze_file, write_lines

HOSTILITY = "possible_hostility"
ALONE = Combination("t", {})


def pipeline(*scorers: Any, combination: Combination = ALONE, **more: Any) -> Pipeline:
    return Pipeline(PlainPreparer(), scorers, combination, PROFILE, **more)


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0.7, Recommendation.FLAG),
        (0.69, Recommendation.UNSURE),
        (0.3, Recommendation.UNSURE),
        (0.29, Recommendation.CLEAR),
    ],
)
def test_the_profile_turns_a_probability_into_a_recommendation(
    probability: float, expected: Recommendation
) -> None:
    [analysis] = pipeline(Says(lambda _: probability)).analyze(discussion("Some words."))
    assert analysis.labels[HOSTILITY].probability == pytest.approx(probability)
    assert analysis.recommendations[HOSTILITY] is expected


def test_a_label_that_nobody_answers_is_unsupported_and_never_clear() -> None:
    [analysis] = pipeline(Says(lambda _: 0.9)).analyze(discussion("Some words."))
    assert set(analysis.labels) == set(LABEL_KEYS)
    silent = analysis.labels["generalization"]
    assert (silent.status, silent.probability) == (Status.ABSTAINED, None)
    assert analysis.recommendations["generalization"] is Recommendation.UNSUPPORTED


def test_no_scorer_is_asked_about_a_language_that_is_not_served() -> None:
    scorer = Says(lambda _: 0.9)
    german, english = pipeline(scorer).analyze(discussion("Hallo zusammen", "Hello all"))
    assert scorer.asked == [["c2"]]
    assert german.labels[HOSTILITY].status is Status.ABSTAINED
    assert "(de)" in str(german.labels[HOSTILITY].detail)
    assert german.recommendations[HOSTILITY] is Recommendation.UNSUPPORTED
    assert english.recommendations[HOSTILITY] is Recommendation.FLAG


def test_one_comment_that_breaks_a_scorer_does_not_fail_the_batch(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(text: str) -> float:
        if "secret" in text:
            raise ZeroDivisionError(f"about {text}")
        return 0.9

    caplog.set_level(logging.DEBUG)
    scorer = Says(breaks)
    found = pipeline(scorer).analyze(discussion("one", "secret words", "three"))
    assert [a.labels[HOSTILITY].status for a in found] == [
        Status.SCORED,
        Status.FAILED,
        Status.SCORED,
    ]
    assert found[1].recommendations[HOSTILITY] is Recommendation.UNSUPPORTED
    assert "ZeroDivisionError" in str(found[1].labels[HOSTILITY].detail)
    assert "secret" not in str(found[1].labels) + caplog.text


def test_a_scorer_that_cannot_answer_at_all_is_asked_once() -> None:
    def refuses(_: str) -> float:
        raise NotInstalled("weights are gone")

    scorer = Says(refuses)
    found = pipeline(scorer).analyze(discussion("one", "two"))
    assert len(scorer.asked) == 1
    assert all("weights are gone" in str(a.labels[HOSTILITY].detail) for a in found)
    assert all(a.labels[HOSTILITY].status is Status.FAILED for a in found)


class TooFew(Says):
    def score(self, batch: Any) -> Any:
        return super().score(batch)[1:]


class OtherLabel(Says):
    def score(self, batch: Any) -> Any:
        return [() for _ in batch]


class BeyondTheEnd(Says):
    def score(self, batch: Any) -> Any:
        answers = super().score(batch)
        object.__setattr__(answers[0][0].evidence[0].span, "end", 999)
        return answers


@pytest.mark.parametrize("kind", [TooFew, OtherLabel, BeyondTheEnd])
def test_answers_that_break_the_contract_are_failures(kind: type[Says]) -> None:
    [analysis] = pipeline(kind(lambda _: 0.9)).analyze(discussion("some words"))
    assert analysis.labels[HOSTILITY].status is Status.FAILED


@pytest.mark.parametrize("probability", [0.01, 0.8])
def test_a_failure_beside_an_answer_stays_visible_and_clears_nothing(probability: float) -> None:
    def breaks(_: str) -> float:
        raise RuntimeError

    works, fails = Says(lambda _: probability, name="works"), Says(breaks, name="fails")
    [analysis] = pipeline(works, fails).analyze(discussion("some words"))
    result = analysis.labels[HOSTILITY]
    assert (result.status, result.probability) == (Status.FAILED, None)
    assert result.detail == "fails failed: RuntimeError"
    assert result.evidence, "what the other saw is kept"
    assert analysis.recommendations[HOSTILITY] is Recommendation.UNSUPPORTED


def test_a_scorer_that_is_not_installed_is_named_in_the_run_and_not_asked() -> None:
    absent = Says(lambda _: 0.9, name="absent", available=False)
    made = pipeline(absent)
    [analysis] = made.analyze(discussion("some words"))
    assert absent.asked == []
    assert analysis.labels[HOSTILITY].parts == ()
    assert [(s.name, s.available) for s in made.run_info().scorers] == [("absent", False)]


def test_only_the_named_comments_are_scored() -> None:
    scorer = Says(lambda _: 0.5)
    found = pipeline(scorer).analyze(discussion("one", "two", "three"), only={"c2"})
    assert [a.comment.id for a in found] == ["c2"]
    assert scorer.asked == [["c2"]]


def test_batches_keep_the_reading_order() -> None:
    scorer = Says(lambda text: int(text) / 10)
    texts = [str(n) for n in range(1, 8)]
    found = pipeline(scorer, batch_size=3).analyze(discussion(*texts))
    assert [len(batch) for batch in scorer.asked] == [3, 3, 1]
    assert [a.labels[HOSTILITY].probability for a in found] == pytest.approx(
        [n / 10 for n in range(1, 8)]
    )


def test_looks_for_cycles_are_rare_while_comments_are_labelled(tmp_path: Path) -> None:
    before, inside = get_threshold(), []

    def answer(_: str) -> float:
        inside.append(get_threshold()[0])
        return 0.5

    labelling = pipeline(Says(answer))
    labelling.analyze_apart([discussion("one")], only={"c1"})
    assert get_threshold() == before
    file = tmp_path / "comments.jsonl"
    file.write_text('{"id": "c1", "text": "one"}\n', encoding="utf-8")
    write_lines(analyze_file(file, pipeline=labelling), OutputFile(tmp_path / "out.jsonl"))
    assert get_threshold() == before
    assert len(inside) == 2
    assert min(inside) >= ALLOCATIONS


def test_the_run_names_code_scorers_labels_combination_and_profile() -> None:
    pools = {HOSTILITY: (PoolWeights(0.0, {"says": 1.0}),)}
    run = pipeline(Says(lambda _: 0.5), combination=Combination("v7", pools)).run_info()
    assert run.code_version.startswith("0.")
    assert run.combination == "logit-pool/1 v7"
    assert (run.profile_name, run.profile_version) == ("test", 3)
    assert set(run.labels) == set(LABEL_KEYS)
    assert run.text_pipeline == "plain 1"


def test_a_profile_with_an_unknown_label_names_the_nearest() -> None:
    thresholds = {**PROFILE.thresholds, "possible_hostilty": Threshold(0.5, 0.5)}
    with pytest.raises(BadInput, match="did you mean 'possible_hostility'"):
        Pipeline(PlainPreparer(), [], ALONE, Profile("p", 1, thresholds))


def test_a_profile_that_forgets_a_label_is_refused() -> None:
    thresholds = {k: v for k, v in PROFILE.thresholds.items() if k != "generalization"}
    with pytest.raises(BadInput, match="no thresholds for generalization"):
        Pipeline(PlainPreparer(), [], ALONE, Profile("p", 1, thresholds))


def test_answers_belong_to_their_comments_however_the_scorers_hurry() -> None:
    """Scorers work beside each other, batch by batch; the slow one is no reason to mix them up."""

    def number(text: str) -> float:
        return int(text.split()[-1]) / 100

    def late(text: str) -> float:
        time.sleep(number(text) % 0.03 / 10)
        return number(text)

    quick = Says(number, name="quick")
    texts = [f"Comment number {n}" for n in range(1, 24)]
    done = pipeline(Says(late, name="late"), quick, batch_size=4).analyze(discussion(*texts))
    assert [a.comment.text for a in done] == texts
    for analysis in done:
        parts = analysis.labels[HOSTILITY].parts
        assert [part.scorer for part in parts] == ["late", "quick"]
        assert {part.probability for part in parts} == {number(analysis.comment.text)}
