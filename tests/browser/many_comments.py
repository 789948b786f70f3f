"""A database of any size for timing: made-up comments with made-up answers, through the services.

``python tests/browser/many_comments.py COUNT FILE`` writes one to keep.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Comment, Discussion
from analysis.domain.finding import Evidence, Finding, LabelResult, Status
from analysis.domain.profile import Profile, recommend
from analysis.domain.run import RunInfo, ScorerInfo
from analysis.domain.span import Span
from analysis.labels import LABELS
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store, open_store

#: Comments per article; a busy newspaper's threads are of this size.
THREAD = 200
SENTENCE = (
    "the council said that nobody waits longer than before because every second tram comes late "
    "and I have counted them from my window for two years while others claim that it works fine"
)
WORDS = SENTENCE.split()


class MadeUp:
    """Answers like a pipeline, by chance: about one comment in ten asks for a look."""

    def __init__(self, profile: Profile, *, seed: int = 1) -> None:
        self._profile = profile
        self._random = random.Random(seed)

    def run_info(self) -> RunInfo:
        return RunInfo(
            code_version="0",
            scorers=(ScorerInfo("rules", "0", "made-up", tuple(label.key for label in LABELS)),),
            labels={label.key: label.version for label in LABELS},
            combination="made up",
            profile_name=self._profile.name,
            profile_version=self._profile.version,
        )

    def analyze(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[Analysis]:
        return [
            self._answer(comment)
            for comment in discussion.comments
            if only is None or comment.id in only
        ]

    def analyze_each(
        self, discussions: Iterable[tuple[Discussion, Collection[str] | None]]
    ) -> Iterator[list[Analysis]]:
        for discussion, only in discussions:
            yield self.analyze(discussion, only=only)

    def _answer(self, comment: Comment) -> Analysis:
        results = {}
        for label in LABELS:
            probability = round(self._random.betavariate(0.6, 4.0), 4)
            start = self._random.randrange(max(1, len(comment.text) - 20))
            evidence = Evidence(
                Span(start, min(len(comment.text), start + 15)),
                label.facets[0].key,
                "rules",
                "made up for timing",
            )
            part = Finding(label.key, "rules", Status.SCORED, probability, evidence=(evidence,))
            results[label.key] = LabelResult(
                label.key,
                Status.SCORED,
                probability,
                facets=(label.facets[0].key,),
                evidence=(evidence,),
                parts=(part,),
            )
        return Analysis(
            comment=comment,
            language="en",
            quotes=(),
            addressee=None,
            inferred_parent=None,
            labels=results,
            recommendations={
                key: recommend(result.status, result.probability, self._profile.thresholds[key])
                for key, result in results.items()
            },
        )


def make(count: int, path: Path, *, seed: int = 1) -> None:
    """Import and label ``count`` comments in threads of ``THREAD`` into a new SQLite file."""
    store = open_store(f"sqlite:///{path}", migrate=True)
    lines = path.with_suffix(".jsonl")
    fill(store, count, lines, seed=seed)
    store.close()
    lines.unlink()


def fill(store: Store, count: int, lines: Path, *, seed: int = 1) -> None:
    """Import and label ``count`` comments, written to ``lines`` first."""
    chance = random.Random(seed)
    began = datetime(2026, 1, 1, tzinfo=UTC)
    with lines.open("w", encoding="utf-8") as out:
        for number in range(count):
            record = {
                "id": f"c{number}",
                "thread_id": f"t{number // THREAD}",
                "title": f"Council meeting {number // THREAD}",
                "author": f"reader {chance.randrange(count // 10 + 1)}",
                "created_at": (began + timedelta(minutes=number)).isoformat(),
                "text": " ".join(chance.choices(WORDS, k=chance.randrange(10, 80))) + ".",
            }
            if number % THREAD and chance.random() < 0.4:
                record["parent_id"] = f"c{number - chance.randrange(1, number % THREAD + 1)}"
            out.write(json.dumps(record) + "\n")
    import_file(store, lines)
    score(store, MadeUp(active_profile(store), seed=seed))  # type: ignore[arg-type]


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))
