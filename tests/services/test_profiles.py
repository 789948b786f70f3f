"""Profiles: a preview changes nothing, a published one moves the queues, none is ever edited."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from deciding import decide
from scripted import EVEN, filled
from test_decide import dump_cache

from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.profile import Recommendation, Threshold, recommend
from analysis.domain.review import Queue, QueueFilter
from analysis.services.moderation.queue import queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.services.site.pipelines import default_profile
from analysis.services.thresholds.previews import histogram, preview
from analysis.services.thresholds.profile_publishing import (
    publish_profile,
    roll_back,
    set_shadow,
    shadow_profile,
)
from analysis.services.thresholds.profiles import active_profile, keep_default_profile, profiles
from analysis.storage.audit import now
from analysis.storage.database import Store
from analysis.storage.profiles import add_profile
from analysis.storage.queue_index import index

HOSTILE = "possible_hostility"
SCORES = {"a": 1.0, "b": 0.9, "c": 0.7, "d": 0.69, "e": 0.3, "f": 0.29, "g": 0.0}


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Seven comments, on and beside both thresholds, and one whose scorer failed."""
    texts = {key: f"h={value}" for key, value in SCORES.items()} | {"x": "h=fail"}
    return filled(store, tmp_path, texts)


def _rebuilt_is_the_same(store: Store) -> None:
    kept = dump_cache(store)
    with store.write() as session:
        index.rebuild(session, active_profile(store))
    assert dump_cache(store) == kept


def test_the_shipped_profile_holds_until_one_is_published(store: Store) -> None:
    assert active_profile(store).thresholds == default_profile().thresholds
    assert [p.version for p in profiles(store)] == [1]


def test_publishing_numbers_explains_and_signs_a_version(store: Store) -> None:
    first = publish_profile(
        store, {HOSTILE: Threshold(0.9, 0.1)}, person="maria", reason=" too many flags "
    )
    assert (first.version, first.author, first.reason) == (2, "maria", "too many flags")
    assert first.thresholds["generalization"] == default_profile().thresholds["generalization"]
    assert [p.version for p in profiles(store)] == [2, 1]
    assert active_profile(store) == first


@pytest.mark.parametrize(
    ("thresholds", "reason", "message"),
    [
        ({HOSTILE: Threshold(0.9, 0.1)}, " ", "needs a reason"),
        ({"hostility": Threshold(0.9, 0.1)}, "why", "did you mean 'possible_hostility'"),
    ],
)
def test_a_profile_that_can_not_be_is_refused(
    sqlite_store: Store, thresholds: dict[str, Threshold], reason: str, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        publish_profile(sqlite_store, thresholds, person="maria", reason=reason)


def test_rolling_back_publishes_a_new_version_equal_to_the_old(
    store: Store, ids: dict[str, int]
) -> None:
    before = dump_cache(store)
    publish_profile(store, {HOSTILE: Threshold(0.95, 0.9)}, person="maria", reason="try")
    assert dump_cache(store) != before
    back = roll_back(store, 2, person="maria", reason="no good")
    assert (back.version, back.thresholds) == (4, EVEN)
    assert back.reason == "Back to version 2: no good"
    assert dump_cache(store) == before
    with pytest.raises(BadInput, match="no profile version 9"):
        roll_back(store, 9, person="maria", reason="try")


@pytest.mark.parametrize(
    ("threshold", "flagged", "unsure"),
    [
        (Threshold(0.7, 0.3), "abc", "de"),
        (Threshold(0.9, 0.3), "ab", "cde"),
        (Threshold(1.0, 1.0), "a", ""),
        (Threshold(0.0, 0.0), "abcdefg", ""),
        (Threshold(0.3, 0.29), "abcde", "f"),
    ],
)
def test_the_queues_follow_a_published_profile(
    store: Store, ids: dict[str, int], threshold: Threshold, flagged: str, unsure: str
) -> None:
    shown = preview(store, {HOSTILE: threshold})
    publish_profile(store, {HOSTILE: threshold}, person="maria", reason="try")
    names = {number: key for key, number in ids.items()}
    for queue, expected in ((Queue.FLAGGED, flagged), (Queue.UNSURE, unsure)):
        items = queue_page(store, QueueFilter(queue=queue)).items
        assert "".join(names[item.comment_id] for item in items) == expected
    counts = queue_counts(store)
    waiting = sum(counts[q] for q in (Queue.FLAGGED, Queue.UNSURE, Queue.UNSUPPORTED))
    assert shown.waiting_then == waiting
    _rebuilt_is_the_same(store)


def test_a_preview_counts_what_moves_and_names_those_at_the_boundary(
    store: Store, ids: dict[str, int]
) -> None:
    before = dump_cache(store)
    label = preview(store, {HOSTILE: Threshold(0.3, 0.1)}).labels[HOSTILE]
    assert label.now == {
        Recommendation.FLAG: 3,
        Recommendation.UNSURE: 2,
        Recommendation.CLEAR: 2,
        Recommendation.UNSUPPORTED: 1,
    }
    assert label.then[Recommendation.FLAG] == 5
    assert (label.moved_up, label.moved_down) == (3, 0)
    assert set(label.up_examples) == {ids[key] for key in "def"}
    assert label.up_examples[0] == ids["e"]
    assert label.down_examples == ()
    assert dump_cache(store) == before
    untouched = preview(store, {HOSTILE: Threshold(0.3, 0.1)}).labels["generalization"]
    assert (untouched.moved_up, untouched.moved_down) == (0, 0)


@pytest.mark.slow
@pytest.mark.heavy
def test_preview_and_publication_agree_with_the_pure_rule(store: Store, tmp_path: Path) -> None:
    drawn = random.Random(7)
    scores = {f"c{n}": round(drawn.random(), 2) for n in range(40)}
    ids = filled(store, tmp_path, {key: f"h={s} g={s / 2}" for key, s in scores.items()})
    decide(store, ids["c3"], Action.REJECT, person="anna", seen_sequence=0)
    for _ in range(5):
        low, high = sorted(round(drawn.random(), 2) for _ in range(2))
        then = {HOSTILE: Threshold(high, low), "generalization": Threshold(high, low / 2)}
        shown = preview(store, then)
        publish_profile(store, then, person="maria", reason="try")
        for key, number in ids.items():
            view = review(store, number)
            result = view.labels[HOSTILE]
            expected = recommend(result.status, result.probability, then[HOSTILE])
            assert view.recommendations[HOSTILE] is expected, key
        counts = queue_counts(store)
        waiting = sum(counts[q] for q in (Queue.FLAGGED, Queue.UNSURE, Queue.UNSUPPORTED))
        assert shown.waiting_then == waiting
        assert counts[Queue.DECIDED] == 1
        _rebuilt_is_the_same(store)


def test_a_decision_keeps_the_profile_it_was_made_under(store: Store, ids: dict[str, int]) -> None:
    made = decide(store, ids["a"], Action.REJECT, person="anna", seen_sequence=0)
    publish_profile(store, {HOSTILE: Threshold(1.0, 0.9)}, person="maria", reason="try")
    assert review(store, ids["a"]).decisions == (made,)
    assert made.profile_version == 2


def test_the_histogram_holds_every_score_and_past_decisions(
    store: Store, ids: dict[str, int]
) -> None:
    decide(store, ids["a"], Action.REJECT, person="anna", seen_sequence=0)
    decide(store, ids["b"], Action.APPROVE, person="anna", seen_sequence=0)
    decide(store, ids["c"], Action.ESCALATE, person="anna", seen_sequence=0)
    bins = histogram(store, HOSTILE, bins=10)
    assert [(b.lower, b.upper) for b in bins][::9] == [(0.0, 0.1), (0.9, 1.0)]
    assert sum(b.count for b in bins) == 7
    assert (bins[0].count, bins[9].count, bins[9].decided, bins[9].rejected) == (1, 2, 2, 1)
    assert bins[7].decided == 0  # an escalation is no verdict
    assert sum(b.count for b in histogram(store, HOSTILE, article_id="trams")) == 7
    assert sum(b.count for b in histogram(store, HOSTILE, article_id="buses")) == 0


def test_a_shadow_is_watched_and_moves_nothing(store: Store, ids: dict[str, int]) -> None:
    before = dump_cache(store)
    shadow = set_shadow(store, {HOSTILE: Threshold(0.5, 0.4)}, person="maria", reason="look")
    assert shadow is not None
    assert shadow_profile(store) == shadow
    assert dump_cache(store) == before
    assert active_profile(store).version == 2
    published = publish_profile(store, shadow.thresholds, person="maria", reason="good")
    assert (shadow.version, published.version) == (1, 3)
    assert shadow_profile(store) is None


def test_shadows_are_numbered_apart_from_what_is_published(store: Store) -> None:
    def shadow() -> int:
        watched = set_shadow(store, {HOSTILE: Threshold(0.5, 0.4)}, person="maria", reason="look")
        assert watched is not None
        return watched.version

    assert [shadow(), shadow()] == [1, 2]
    assert publish_profile(store, {}, person="maria", reason="first").version == 2
    assert shadow() == 3
    assert publish_profile(store, {}, person="maria", reason="second").version == 3


def test_a_number_that_an_earlier_shadow_took_is_passed_over(store: Store) -> None:
    keep_default_profile(store)
    with store.write() as session:
        add_profile(session, replace(default_profile(), version=2, created_at=now()), shadow=True)
    assert publish_profile(store, {}, person="maria", reason="first").version == 3


def test_raising_flag_at_tells_flagged_and_unsure_apart_and_what_needs_a_person(
    store: Store, ids: dict[str, int]
) -> None:
    publish_profile(store, {HOSTILE: EVEN[HOSTILE]}, person="maria", reason="even")
    decide(store, ids["a"], Action.APPROVE, person="anna", seen_sequence=0)
    raised = preview(store, {HOSTILE: Threshold(0.95, 0.3)}).labels[HOSTILE]
    flag, unsure = Recommendation.FLAG, Recommendation.UNSURE
    assert (raised.now[flag], raised.then[flag]) == (3, 1)
    assert (raised.now[unsure], raised.then[unsure]) == (2, 4)
    assert raised.pairs[flag, unsure] == 2
    # a to e are flagged or unsure before and after; a is decided.
    assert (raised.open_now, raised.open_then) == (4, 4)
    both = preview(store, {HOSTILE: Threshold(0.95, 0.8)}).labels[HOSTILE]
    assert (both.open_now, both.open_then) == (4, 1)


def test_a_shadow_can_be_stopped(store: Store) -> None:
    set_shadow(store, {HOSTILE: Threshold(0.5, 0.4)}, person="maria", reason="look")
    assert set_shadow(store, None, person="maria", reason="enough") is None
    assert shadow_profile(store) is None
