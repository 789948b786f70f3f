"""Two published versions side by side, whichever is in force."""

from pathlib import Path

import pytest
from deciding import decide
from refilling import once
from scripted import EVEN, filled

from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.domain.profile import Recommendation, Threshold
from analysis.services.thresholds.profile_comparison import compare_versions
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store

HOSTILE = "possible_hostility"
STRICT, LOOSE = Threshold(0.2, 0.1), Threshold(0.95, 0.9)


@pytest.fixture
@once
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Six comments, and versions: even (2), strict (3), loose (4, in force)."""
    texts = {f"c{n}": f"h=0.{n}5" for n in range(6)}
    found = filled(store, tmp_path, texts)
    for threshold, name in ((STRICT, "strict"), (LOOSE, "loose")):
        publish_profile(store, {HOSTILE: threshold}, person="maria", reason=name)
    return found


def test_neither_version_need_be_in_force(store: Store, ids: dict[str, int]) -> None:
    even = active_profile(store).version - 2
    found = compare_versions(store, even, even + 1)
    assert (found.first.thresholds[HOSTILE], found.second.thresholds[HOSTILE]) == (
        EVEN[HOSTILE],
        STRICT,
    )
    assert found.differing == [HOSTILE]
    one = found.labels[HOSTILE]
    # 0.05 0.15 0.25 0.35 0.45 0.55 under 0.3/0.7 and under 0.1/0.2
    assert (one.now[Recommendation.FLAG], one.then[Recommendation.FLAG]) == (0, 4)
    assert (one.now[Recommendation.UNSURE], one.then[Recommendation.UNSURE]) == (3, 1)
    assert (one.moved_up, one.moved_down) == (5, 0)
    assert set(one.up_examples) == {ids[f"c{n}"] for n in range(1, 6)}
    assert one.up_examples[0] in {ids["c1"], ids["c2"]}  # nearest the boundaries .1 and .2
    assert found.waiting == (3, 5)


def test_the_other_way_round_is_the_mirror(store: Store, ids: dict[str, int]) -> None:
    even = active_profile(store).version - 2
    there, back = compare_versions(store, even, even + 1), compare_versions(store, even + 1, even)
    assert there.waiting == back.waiting[::-1]
    assert there.labels[HOSTILE].moved_up == back.labels[HOSTILE].moved_down
    assert set(there.labels[HOSTILE].up_examples) == set(back.labels[HOSTILE].down_examples)


def test_each_is_measured_on_the_site_s_own_decisions(store: Store, ids: dict[str, int]) -> None:
    for name, action in (("c0", Action.APPROVE), ("c3", Action.APPROVE), ("c5", Action.REJECT)):
        reason = "insult" if action is Action.REJECT else ""
        decide(store, ids[name], action, person="maria", reason_code=reason, seen_sequence=0)
    even = active_profile(store).version - 2
    of_even, of_strict = compare_versions(store, even, even + 1).expected[HOSTILE]
    assert (of_even.precision.n, of_even.recall.hits, of_even.recall.n) == (0, 0, 1)
    assert (of_even.seen.hits, of_even.seen.n) == (1, 1)
    assert (of_strict.precision.hits, of_strict.precision.n) == (1, 2)
    assert (of_strict.recall.hits, of_strict.recall.n) == (1, 1)


def test_a_version_with_itself_moves_nothing(store: Store, ids: dict[str, int]) -> None:
    version = active_profile(store).version
    found = compare_versions(store, version, version)
    assert found.differing == []
    assert found.labels[HOSTILE].moved_up == found.labels[HOSTILE].moved_down == 0


def test_a_version_that_is_not_there_is_named(store: Store, ids: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="no profile version 41"):
        compare_versions(store, 41, active_profile(store).version)
