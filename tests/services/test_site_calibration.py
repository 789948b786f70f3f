"""A site's own calibration from annotations and decisions, and `moderato calibrate`."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from deciding import decide
from scripted import filled
from typer.testing import CliRunner

from analysis.cli.calibrate import calibrate
from analysis.combination import PoolWeights
from analysis.domain.annotation import Selection
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement
from analysis.services.annotation import annotation_sets, answering
from analysis.services.learning import site_recalibration
from analysis.services.learning.judgements import judged_comments
from analysis.services.learning.site_recalibration import (
    calibrate_site,
    calibration_basis,
    recalibrate_site,
)
from analysis.services.learning.version_comparison import Comparison
from analysis.services.moderation.bulk_decisions import decide_many
from analysis.services.site.site_pipeline import publish_combination, site_combination
from analysis.storage.database import Store

HOSTILE, GENERAL = "possible_hostility", "generalization"
app = typer.Typer()
app.command()(calibrate)


def scored(store: Store, folder: Path, n: int) -> list[tuple[int, bool]]:
    """``n`` comments whose scores say too much, each with what is true of it."""
    chance = random.Random(5)
    real = [chance.random() for _ in range(n)]
    ids = filled(store, folder, {f"c{i}": f"h={x**0.3:.2f}" for i, x in enumerate(real)})
    return [(ids[f"c{i}"], chance.random() < x**2) for i, x in enumerate(real)]


def say(store: Store, comments: list[tuple[int, bool]]) -> None:
    for number, holds in comments:
        decide(
            store,
            number,
            Action.REJECT if holds else Action.APPROVE,
            person="anna",
            reason_code="insult" if holds else "",
            seen_sequence=0,
        )


def annotate(store: Store, truth: dict[int, bool], count: int) -> None:
    group = annotation_sets.create_set(store, "S", labels=[HOSTILE], guideline="g", person="local")
    annotation_sets.add_items(
        store, group.id, selection=Selection.RANDOM, count=count, person="local"
    )
    while (item := answering.next_item(store, group.id, person="ann")) is not None:
        answer = Answer.YES if truth[item.comment_id] else Answer.NO
        answering.annotate(store, item.id, Judgement(label=HOSTILE, answer=answer, person="ann"))


def test_too_few_are_refused_with_what_there_is_and_what_was_left_out(
    store: Store, tmp_path: Path
) -> None:
    comments = scored(store, tmp_path, 12)
    say(store, comments[:5])
    bulk = [number for number, _ in comments[5:9]]
    decide_many(store, bulk, Action.REJECT, person="anna", reason_code="insult")
    decide(store, comments[9][0], Action.REJECT, person="anna", reason_code="spam", seen_sequence=0)
    with pytest.raises(BadInput, match=r"200 .* there are 5: 0 annotated and 5 decided .*4 .*1 "):
        calibrate_site(store, person="local")


@pytest.mark.parametrize(("label", "stays"), [(GENERAL, True), (HOSTILE, False)])
def test_weights_that_stay_from_an_earlier_version_keep_what_they_were_fitted_on(
    sqlite_store: Store, tmp_path: Path, label: str, stays: bool
) -> None:
    comments = scored(sqlite_store, tmp_path, 61)
    annotate(sqlite_store, dict(comments), 60)
    judged = {one.comment_id for one in judged_comments(sqlite_store)}
    [last] = {number for number, _ in comments} - judged
    shipped = site_combination(sqlite_store)
    fitted = {**shipped.pools, label: (PoolWeights(0.5, {"scripted": 1.5, "doubting": 0.2}),)}
    publish_combination(
        sqlite_store,
        replace(shipped, pools=fitted),
        comparison=Comparison((), (), 0, False, "thread", frozenset({last})),
        person="local",
        reason="Earlier",
    )
    found = recalibrate_site(sqlite_store, set_ids=[1], person="local")
    assert (last in found.comparison.learned_from) is stays


@pytest.mark.slow
def test_the_command_compares_before_and_after_and_publishes_only_on_request(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_recalibration, "ENOUGH", 60)
    comments = scored(store, tmp_path, 90)
    say(store, comments[:60])
    annotate(store, dict(comments), 60)
    basis = calibration_basis(store)
    assert (basis.annotated, basis.comments) == (60, 60 + basis.decided)
    assert all(judgement.decided or judgement.measures for judgement in basis.judged)
    shipped = site_combination(store)

    run = CliRunner().invoke(app, ["--db", store.url])
    assert run.exit_code == 0, run.output
    assert f"{basis.comments} judged comments: 60 annotated, {basis.decided} decided" in run.output
    assert "possible_hostility: fitted on" in run.output
    assert "nothing has changed" in run.output
    assert site_combination(store) == shipped

    run = CliRunner().invoke(app, ["--db", store.url, "--publish"])
    assert isinstance(run.exception, BadInput)
    run = CliRunner().invoke(app, ["--db", store.url, "--publish", "--reason", "Too many flags"])
    assert "in use from the next run on: site-1" in run.output
    assert site_combination(store).version == "site-1"
