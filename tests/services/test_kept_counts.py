"""Kept counts are what counting would find, after whatever people and machines did."""

from __future__ import annotations

import contextlib
import json
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from deciding import decide, undo_last
from scripted import LETTERS, ScriptedPipeline
from thoroughness import first_of

from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.profile import Threshold
from analysis.labels import LABEL_KEYS
from analysis.services.data.erasure import erase_comment
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.bulk_decisions import decide_many
from analysis.services.moderation.review import review
from analysis.services.thresholds.previews import preview
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store
from analysis.storage.queue_index.scores import EDGES, Between, step_of

HOSTILE = "possible_hostility"
PERSON = "local"
EVEN_STEPS = [n / 1000 for n in range(1001)]


class Site:
    """A site on which anything may happen next, by chance."""

    def __init__(self, store: Store, folder: Path, *, seed: int) -> None:
        self.store, self.folder = store, folder
        self.chance = random.Random(seed)
        self.texts: dict[str, str] = {}
        self.version = 0

    def read_more(self) -> None:
        """New comments in three articles, some without a time, some known ones edited."""
        for _ in range(8):
            self.texts[f"c{self.chance.randrange(60)}"] = " ".join(
                f"{letter}={self.chance.choice(('fail', 'none', 1.0, 0.5, self._score()))}"
                for letter in LETTERS
            )
        path = self.folder / "more.jsonl"
        lines = []
        for key, text in self.texts.items():
            number = int(key[1:])
            record = {"id": key, "text": text, "thread_id": f"t{number % 3}", "author": "Kim"}
            if number % 5:
                record["created_at"] = f"2026-03-{number % 4 + 1:02d}T10:00:00Z"
            lines.append(json.dumps(record))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_file(self.store, path)

    def label(self) -> None:
        self.version += self.chance.randrange(2)
        score(self.store, ScriptedPipeline(version=str(self.version)), again=self.version > 2)

    def judge(self) -> None:
        for number in self._some(4):
            seen = review(self.store, number).last_sequence
            action = self.chance.choice(list(Action))
            try:
                decide(self.store, number, action, person=PERSON, seen_sequence=seen)
            except BadInput:
                assert action is Action.UNDO or review(self.store, number).comment.text == ""

    def judge_many(self) -> None:
        with contextlib.suppress(BadInput):  # when none of them waits any more
            decide_many(
                self.store, self._some(6), Action.REJECT, person=PERSON, reason_code="insult"
            )

    def take_back(self) -> None:
        undo_last(self.store, person=PERSON)

    def publish(self) -> None:
        moved = self.chance.sample(sorted(LETTERS.values()), 2)
        publish_profile(
            self.store, {label: self.threshold() for label in moved}, person=PERSON, reason="why"
        )

    def erase(self) -> None:
        for number in self._some(1):
            erase_comment(self.store, number, person=PERSON, reason="asked to")

    def threshold(self) -> Threshold:
        low, high = sorted((self._score(), self._score()))
        return Threshold(flag_at=high, clear_below=low)

    def _score(self) -> float:
        return self.chance.choice((0.25, 0.5, round(self.chance.random(), 2), self.chance.random()))

    def _some(self, count: int) -> list[int]:
        with self.store.read() as session:
            known = session.scalars(
                sa.text("SELECT comment_id FROM queue_entry WHERE text_id IS NOT NULL")
            ).all()
        return self.chance.sample(sorted(known), min(count, len(known)))


def counted(store: Store) -> dict[str, Counter[Any]]:
    """What is kept, as counters."""
    with store.read() as session:
        rows = {
            table: session.execute(sa.text(f"SELECT * FROM {table}")).mappings().all()
            for table in ("queue_count", "queue_score", "queue_tone")
        }
    return {
        "queues": Counter(
            {(r["article_id"], r["queue"]): r["comments"] for r in rows["queue_count"]}
        ),
        "scores": Counter(
            {(r["label"], r["step"], r["outcome"]): r["comments"] for r in rows["queue_score"]}
        ),
        "tone": Counter(
            {(r["article_id"], r["day"], r["measure"]): r["comments"] for r in rows["queue_tone"]}
        ),
    }


def counting(store: Store) -> dict[str, Counter[Any]]:
    """The same from every row of the cache, one by one, by rules written down a second time."""
    with store.read() as session:
        entries = session.execute(
            sa.text(
                "SELECT queue_entry.*, answers FROM queue_entry "
                "LEFT JOIN queue_pattern ON queue_pattern.id = queue_entry.pattern_id"
            )
        )
        entries = entries.mappings().all()
        answers = session.execute(sa.text("SELECT * FROM queue_label")).mappings().all()
    states = {r["comment_id"]: (r["queue"], r["state"], r["edited"]) for r in entries}
    scores: Counter[Any] = Counter()
    for r in answers:
        if r["probability"] is None:
            continue
        step = bisect_right(EVEN_STEPS, r["probability"]) - 1
        queue, state, edited = states[r["comment_id"]]
        judged = state in ("approved", "rejected") and not edited and queue != "erased"
        scores[r["label"], step, state if judged else "open"] += 1
    tone: Counter[Any] = Counter()
    for r in entries:
        here = (r["article_id"], r["day"] or "")
        tone[*here, "n"] += 1
        if r["answers"] is None:
            continue
        said = dict(part.split("=") for part in r["answers"].split())
        evidence, disagreement, generalization, hostility = (said[key] for key in sorted(said))
        for name, holds in {
            "scored": True,
            "disagreement": disagreement == "flag",
            "civil_disagreement": disagreement == "flag" and hostility == "clear",
            "hostile_disagreement": disagreement == hostility == "flag",
            "unsure_disagreement": disagreement == "flag"
            and hostility in ("unsure", "unsupported"),
            "hostility": hostility == "flag",
            "generalization": generalization == "flag",
            "evidence": evidence == "flag",
            "unsure": "unsure" in (generalization, hostility),
            "unsupported": "unsupported" in (generalization, hostility),
        }.items():
            tone[*here, name] += holds
    queues = Counter((r["article_id"], r["queue"]) for r in entries)
    return {"queues": queues, "scores": scores, "tone": tone}


@pytest.mark.parametrize("seed", first_of(range(6), 2))
def test_what_is_kept_is_what_counting_finds(store: Store, tmp_path: Path, seed: int) -> None:
    site = Site(store, tmp_path, seed=seed)
    site.read_more()
    site.label()
    acts: list[Callable[[], None]] = [
        site.read_more,
        site.label,
        site.judge,
        site.judge_many,
        site.take_back,
        site.publish,
        site.erase,
    ]
    for _ in range(12):
        act = site.chance.choice(acts)
        act()
        kept, found = counted(store), counting(store)
        for name in found:
            assert kept[name] == found[name], (name, act.__name__)
            assert all(kept[name].values()), "a count of nothing is left behind"


@pytest.mark.parametrize("seed", first_of(range(3), 1))
def test_a_preview_says_what_publishing_then_does(store: Store, tmp_path: Path, seed: int) -> None:
    site = Site(store, tmp_path, seed=100 + seed)
    for _ in range(3):
        site.read_more()
        site.label()
        site.judge()
    for _ in range(4):
        proposed = {label: site.threshold() for label in LETTERS.values()}
        said = preview(store, proposed)
        publish_profile(store, proposed, person=PERSON, reason="as previewed")
        then = preview(store, active_profile(store).thresholds)
        assert then.waiting_now == said.waiting_then
        for label in proposed:
            assert then.labels[label].now == said.labels[label].then, label
            moved = said.labels[label]
            assert len(moved.up_examples) == min(moved.moved_up, 10)
            assert len(moved.down_examples) == min(moved.moved_down, 10)


@pytest.mark.parametrize(
    ("score", "step"),
    [(0.0, 0), (0.0009, 0), (0.001, 1), (0.07, 70), (0.2899999999999999, 289), (0.29, 290),
     (0.9999999, 999), (1.0, 1000)],
)  # fmt: skip
def test_a_score_lies_in_the_step_whose_edge_it_reaches(score: float, step: int) -> None:
    assert step_of(score) == step
    assert EDGES[step] <= score


def test_scores_between_any_two_numbers_are_counted_exactly(store: Store, tmp_path: Path) -> None:
    site = Site(store, tmp_path, seed=200)
    for _ in range(6):
        site.read_more()
    site.label()
    with store.read() as session:
        scores = [
            p
            for p in session.scalars(
                sa.text("SELECT probability FROM queue_label WHERE label = :label"),
                {"label": HOSTILE},
            )
            if p is not None
        ]
        between = Between(session, HOSTILE)
        assert between.total == len(scores) > 20
        bounds = [None, -1.0, 0.0, 0.5, 1.0, 1.1, *scores[:8], *(p + 1e-12 for p in scores[:4])]
        for low in bounds:
            for high in bounds:
                if low is not None and high is not None and low > high:
                    continue
                inside = [
                    p for p in scores if (low is None or p >= low) and (high is None or p < high)
                ]
                assert between.count(low, high) == len(inside), (low, high)


def test_whoever_stops_a_publication_leaves_everything_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    site = Site(store, tmp_path, seed=300)
    site.read_more()
    site.label()
    # Whatever the first profile flags, there is something left to flag.
    least = {label: Threshold(flag_at=1.0, clear_below=1.0) for label in LABEL_KEYS}
    publish_profile(store, least, person=PERSON, reason="flag hardly anything")
    version, before = active_profile(store).version, counted(store)
    told: list[tuple[int, int | None]] = []

    def stop(done: int, total: int | None) -> None:
        told.append((done, total))
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_profile(
            store,
            {HOSTILE: Threshold(flag_at=0.0, clear_below=0.0)},
            person=PERSON,
            reason="flag everything",
            progress=stop,
        )
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 0
    assert active_profile(store).version == version
    assert counted(store) == before
