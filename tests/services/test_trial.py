"""A tried comment is labelled like any other, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted import ScriptedPipeline, filled

from analysis.domain.errors import BadInput
from analysis.services.moderation.queue import queue_counts
from analysis.services.site.site_pipeline import pipeline_version
from analysis.services.site.trial import LONGEST, Trial, try_comment
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store


def test_only_the_comment_is_labelled_and_its_parent_is_context() -> None:
    pipeline = ScriptedPipeline()
    analysis = try_comment(pipeline, Trial("No. d=0.9", parent="It is so.", title="Trams"))
    assert analysis.labels["disagreement"].probability == 0.9
    assert analysis.comment.parent_id is not None
    assert pipeline.asked == [(2, 1)]
    try_comment(pipeline, Trial("Alone h=0.4", parent="  "))
    assert pipeline.asked[1:] == [(1, 1)]


@pytest.mark.parametrize(
    "trial", [Trial(" \n"), Trial("x" * (LONGEST + 1)), Trial("x", parent="y" * (LONGEST + 1))]
)
def test_nothing_and_too_much_are_refused_in_one_sentence(trial: Trial) -> None:
    with pytest.raises(BadInput):
        try_comment(ScriptedPipeline(), trial)


def test_the_pipelines_version_changes_with_the_thresholds(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path, {"a": "h=0.9"})
    before, counts = pipeline_version(store), queue_counts(store)
    assert pipeline_version(store) == before
    thresholds = active_profile(store).thresholds
    publish_profile(store, thresholds, person="local", reason="again, for a test")
    assert pipeline_version(store) != before
    try_comment(ScriptedPipeline(), Trial("h=0.9"))
    assert queue_counts(store) == counts
