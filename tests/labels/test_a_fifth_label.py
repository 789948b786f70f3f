"""A label is one file: a fifth one, registered from its own, works on a database made before it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import analysis.labels
import analysis.pipeline
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import queue_counts
from analysis.services.site.pipelines import build_pipeline, default_profile
from analysis.settings import Settings
from analysis.storage.database import Store

HERE = Path(__file__).parent / "fifth"
OLD = {
    "calm": "The ferry leaves at nine.",
    "rude": "You are an idiot if you think the ferry will ever pay for itself.",
    "against": "That is not true, the ferry has carried 1,200 people a day since March.",
}


@pytest.mark.slow
def test_a_fifth_label_from_one_file_works_on_a_database_made_before_it(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "old.jsonl"
    lines = [json.dumps({"id": k, "thread_id": "ferry", "text": t}) for k, t in OLD.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    import_file(store, path)
    score(store, build_pipeline(Settings(model="none", _env_file=None), default_profile()))
    counts = {queue.value: n for queue, n in queue_counts(store).items()}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-o", "addopts=", "-x", "-p", "no:cacheprovider"),
            *("-p", "register_off_topic", str(HERE / "everything_with_five_labels.py")),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parents[2],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parents[2])]),
            "FIFTH_LABEL_DATABASE": store.url,
            "FIFTH_LABEL_COUNTS": json.dumps(counts),
        },
    )
    assert done.returncode == 0, done.stdout[-6000:]
    assert "14 passed" in done.stdout


def test_a_label_that_comes_too_late_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    import off_topic_test

    with pytest.raises(RuntimeError, match="too late to register off_topic_test"):
        analysis.labels.register(off_topic_test)
    assert "off_topic_test" not in analysis.labels.LABEL_KEYS
