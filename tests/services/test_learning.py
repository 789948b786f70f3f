"""Learning from a site's own judgements: fitted apart, compared before anybody publishes."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.combination import METHOD, Combination, PoolWeights
from analysis.domain.annotation import Selection
from analysis.domain.errors import BadInput
from analysis.domain.judgement import Answer, Judgement
from analysis.domain.profile import Profile, Recommendation, Threshold
from analysis.services.admin.audit_log import audit_events
from analysis.services.annotation import adjudication, annotation_sets, answering
from analysis.services.annotation.annotation_import import import_annotations
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.learning.judgements import Judged, judged_comments, judged_facets
from analysis.services.learning.recalibration import SMALLEST, recalibrate
from analysis.services.site import rule_switches
from analysis.services.site.site_pipeline import (
    publish_combination,
    site_combination,
    site_pipeline,
    use_shipped_combination,
)
from analysis.settings import Settings
from analysis.storage.annotation_sets import items_of
from analysis.storage.database import Store

LABEL = "possible_hostility"
PROFILE = Profile("default", 1, {LABEL: Threshold(flag_at=0.6, clear_below=0.3)})
PLAIN = Combination("shipped", {LABEL: (PoolWeights(0.0, {"rules": 1.0}),)})


def judged(n: int = 300, *, threads: int = 30, measures: bool = True) -> list[Judged]:
    """Judgements of comments whose scorer is far too sure of itself that the label holds."""
    chance = random.Random(5)
    found = []
    for number in range(n):
        real = chance.random()
        said = min(0.99, real**0.3)
        found.append(
            Judged(
                comment_id=number,
                label=LABEL,
                truth=float(chance.random() < real**2),
                answers={"rules": said},
                probability=said,
                thread=f"t{number % threads}",
                author=f"a{number % 40}",
                measures=measures,
            )
        )
    return found


def test_a_scorer_that_says_too_much_is_calmed_and_the_held_out_comments_show_it() -> None:
    found = recalibrate(judged(), PLAIN, PROFILE)
    compared = found.comparison.labels[0]
    assert compared.gain is not None
    assert compared.gain.low > 0
    assert compared.before is not None
    assert compared.after is not None
    assert compared.after.brier.value < compared.before.brier.value
    assert compared.after.precision.low is not None
    assert compared.held_out == compared.after.brier.n


def test_threads_stand_on_one_side_only() -> None:
    some = judged()
    found = recalibrate(some, PLAIN, PROFILE)
    assert found.comparison.kept_whole == "thread"
    compared = found.comparison.labels[0]
    assert compared.fitted_on + compared.held_out == len(some)
    # Thirty threads of ten: both sides hold whole threads.
    assert compared.fitted_on % 10 == compared.held_out % 10 == 0


def test_nothing_is_measured_on_what_the_present_version_was_fitted_on() -> None:
    some = judged()
    first = recalibrate(some, PLAIN, PROFILE).comparison
    held = {one.comment_id for one in some} - first.learned_from
    later = recalibrate(some, PLAIN, PROFILE, learned_before=frozenset(list(held)[:25])).comparison
    assert later.labels[0].held_out == first.labels[0].held_out - 25


def test_with_few_threads_authors_are_kept_whole() -> None:
    assert recalibrate(judged(threads=2), PLAIN, PROFILE).comparison.kept_whole == "author"


def test_the_comparison_says_whether_it_rests_on_a_random_choice() -> None:
    assert recalibrate(judged(), PLAIN, PROFILE).comparison.unbiased
    assert not recalibrate(judged(measures=False), PLAIN, PROFILE).comparison.unbiased


def test_movers_are_named_with_where_they_come_from_and_go() -> None:
    found = recalibrate(judged(), PLAIN, PROFILE).comparison
    assert found.moved >= len(found.movers) > 0
    for mover in found.movers:
        assert mover.was is not mover.becomes
    assert found.movers[0].was is Recommendation.FLAG
    gaps = [abs(mover.after - mover.before) for mover in found.movers]
    assert gaps == sorted(gaps, reverse=True)


@pytest.mark.parametrize(
    "some",
    [
        [],
        judged(SMALLEST),
        [replace(one, truth=0.0) for one in judged()],
        [replace(one, truth=1.0) for one in judged()],
    ],
)
def test_too_little_to_learn_from_is_said_and_nothing_is_proposed(some: list[Judged]) -> None:
    with pytest.raises(BadInput):
        recalibrate(some, PLAIN, PROFILE)


def test_what_is_missing_is_said_of_every_label() -> None:
    few = judged(SMALLEST)
    both = [*few, *(replace(one, label="generalization") for one in few)]
    with pytest.raises(BadInput, match=r"Possible hostility: .*Generalization: .* are needed"):
        recalibrate(both, PLAIN, PROFILE)


def test_a_label_without_enough_judgements_stays_as_it_is_and_says_so() -> None:
    other = "generalization"
    profile = replace(PROFILE, thresholds={**PROFILE.thresholds, other: Threshold(0.6, 0.3)})
    current = replace(PLAIN, pools={**PLAIN.pools, other: (PoolWeights(0.0, {"rules": 1.0}),)})
    few = [replace(one, label=other) for one in judged(8)]
    found = recalibrate([*judged(), *few], current, profile)
    compared = {one.label: one for one in found.comparison.labels}
    assert "left as it is" in compared[other].note
    assert not compared[LABEL].note
    assert found.combination.pools[other] == current.pools[other]


def test_a_set_of_scorers_that_was_not_seen_keeps_its_weights() -> None:
    both = PoolWeights(0.0, {"rules": 0.5, "detoxify": 0.5})
    current = replace(PLAIN, pools={LABEL: (*PLAIN.pools[LABEL], both)})
    assert both in recalibrate(judged(), current, PROFILE).combination.pools[LABEL]


def test_decisions_teach_and_are_never_measured_on() -> None:
    annotated = judged(120, threads=12, measures=False)
    decided = [
        replace(one, comment_id=one.comment_id + 1000, decided=True)
        for one in judged(600, threads=24)
    ]
    alone = recalibrate(annotated, PLAIN, PROFILE).comparison
    both = recalibrate([*annotated, *decided], PLAIN, PROFILE).comparison
    assert both.labels[0].held_out == alone.labels[0].held_out
    assert both.labels[0].fitted_on > alone.labels[0].fitted_on
    assert not both.unbiased
    # What stands in a thread with a held-out comment is not learned from either.
    held = {one.thread for one in annotated if one.comment_id not in both.learned_from}
    assert not held & {one.thread for one in decided if one.comment_id in both.learned_from}


def test_from_decisions_alone_something_is_fitted_and_nothing_measured() -> None:
    decided = [replace(one, decided=True) for one in judged()]
    (label,) = recalibrate(decided, PLAIN, PROFILE).comparison.labels
    assert (label.fitted_on, label.held_out, label.before) == (len(decided), 0, None)
    assert not label.note


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int | None]] = []
    recalibrate(judged(), PLAIN, PROFILE, progress=lambda done, all_: told.append((done, all_)))
    assert told[-1] == (1, 1)


# On a real database ---------------------------------------------------------------------------


@pytest.fixture
def scored(store: Store, tmp_path: Path) -> Store:
    lines = [
        {"id": f"c{n}", "thread_id": "t", "author": f"a{n}", "text": text}
        for n, text in enumerate(("You are an idiot.", "The ferry leaves at noon."))
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    import_file(store, file)
    score(store, site_pipeline(store, RULES_ONLY))
    return store


RULES_ONLY = Settings(_env_file=None, model="none")  # type: ignore[call-arg]


def scores(store: Store) -> dict[int, float]:
    return {one.comment_id: one.probability for one in judged_comments(store) if one.label == LABEL}


def annotate_all(store: Store, people: dict[str, Answer], *, name: str = "S") -> int:
    made = annotation_sets.create_set(store, name, labels=[LABEL], guideline="g", person="local")
    annotation_sets.add_items(store, made.id, selection=Selection.RANDOM, count=9, person="local")
    for person, said in people.items():
        while (item := answering.next_item(store, made.id, person=person)) is not None:
            answering.annotate(store, item.id, Judgement(label=LABEL, answer=said, person=person))
    return made.id


def test_where_people_differ_the_truth_is_their_share_until_somebody_settles(
    scored: Store,
) -> None:
    set_id = annotate_all(scored, {"ann": Answer.YES, "bo": Answer.NO, "cem": Answer.SKIP})
    assert {one.truth for one in judged_comments(scored)} == {0.5}
    first, second = adjudication.disputed(scored, set_id, person="local")
    for one, said in ((first, Answer.YES), (second, Answer.SKIP)):
        adjudication.adjudicate(
            scored, one.item.id, Judgement(label=LABEL, answer=said, person="local")
        )
    found = judged_comments(scored)
    assert [(one.comment_id, one.truth) for one in found] == [(first.item.comment_id, 1.0)]
    assert found[0].answers.keys() == {"rules"}
    assert found[0].measures


@pytest.mark.parametrize(
    ("settled", "later", "truth"),
    [
        (Answer.NO, {"site": Answer.YES}, 0.0),
        (Answer.YES, {"site": Answer.NO}, 1.0),
        (Answer.SKIP, {"site": Answer.YES}, None),
        # Nobody settled: everybody counts once, with the newest answer.
        (None, {"site": Answer.YES}, 2 / 3),
        (None, {"ann": Answer.NO}, 0.0),
        (None, {"bo": Answer.SKIP}, 1.0),
    ],
)
def test_a_comment_in_two_sets_is_settled_in_both_and_everybody_counts_once(
    scored: Store, settled: Answer | None, later: dict[str, Answer], truth: float | None
) -> None:
    first = annotate_all(scored, {"ann": Answer.YES, "bo": Answer.NO})
    if settled is not None:
        for dispute in adjudication.disputed(scored, first, person="local"):
            settling = Judgement(label=LABEL, answer=settled, person="local")
            adjudication.adjudicate(scored, dispute.item.id, settling)
    annotate_all(scored, later, name="T")
    expected = set() if truth is None else {truth}
    assert {judgement.truth for judgement in judged_comments(scored)} == expected


@pytest.mark.parametrize("kind", ["vote", "adjudication"])
@pytest.mark.parametrize(
    ("at", "truth"),
    [
        ("2001-01-01T00:00:00+00:00", 1.0),
        ("2001-01-01T00:00:00", 1.0),
        ("2099-01-01T00:00:00+00:00", 0.0),
        (None, 0.0),
    ],
)
def test_an_old_answer_that_is_brought_into_another_set_is_not_the_newest(
    scored: Store, tmp_path: Path, kind: str, at: str | None, truth: float
) -> None:
    first = annotate_all(scored, {"ann": Answer.YES})
    if kind == "adjudication":
        with scored.read() as session:
            items = items_of(session, first)
        for item in items:
            settling = Judgement(label=LABEL, answer=Answer.YES, person="ann")
            adjudication.adjudicate(scored, item.id, settling)
    said = {"label": LABEL, "person": "ann", "judgement": "no", "kind": kind, "at": at}
    lines = [json.dumps({"comment_id": f"c{n}", "judgements": [said]}) + "\n" for n in (0, 1)]
    file = tmp_path / "old.jsonl"
    file.write_text("".join(lines), encoding="utf-8")
    other = annotation_sets.create_set(scored, "Old", labels=[LABEL], guideline="g", person="local")
    assert import_annotations(scored, other.id, file, person="local").judgements == 2
    assert {judgement.truth for judgement in judged_comments(scored)} == {truth}


def test_facets_of_a_settled_answer_stand_against_a_later_set(scored: Store) -> None:
    first = annotate_all(scored, {"ann": Answer.YES, "bo": Answer.NO})
    for dispute in adjudication.disputed(scored, first, person="local"):
        settling = Judgement(label=LABEL, answer=Answer.YES, person="local", facets=("insult",))
        adjudication.adjudicate(scored, dispute.item.id, settling)
    annotate_all(scored, {"site": Answer.YES}, name="T")
    assert set(judged_facets(scored).values()) == {1.0}


def test_a_published_combination_answers_from_the_next_run_on(scored: Store) -> None:
    annotate_all(scored, {"ann": Answer.YES})
    before = scores(scored)
    shipped = site_combination(scored)
    calmer = Combination("x", {**shipped.pools, LABEL: (PoolWeights(-3.0, {"rules": 1.0}),)})
    made = publish_combination(scored, calmer, person="local", reason="Too many false alarms")
    assert made.version == "site-1"
    assert site_combination(scored).pools == calmer.pools
    assert scores(scored) == before
    pipeline = site_pipeline(scored, RULES_ONLY)
    assert pipeline.run_info().combination == f"{METHOD} site-1"
    score(scored, pipeline, again=True)
    assert all(scores(scored)[number] < value for number, value in before.items())
    assert publish_combination(scored, calmer, person="local", reason="r").version == "site-2"


def test_the_shipped_combination_can_be_had_back_and_both_acts_are_on_record(
    scored: Store,
) -> None:
    shipped = site_combination(scored)
    publish_combination(scored, replace(shipped, version="x"), person="local", reason="A try")
    use_shipped_combination(scored, person="local", reason="It did not help")
    assert site_combination(scored) == shipped
    from analysis.domain.audit import AuditFilter

    acts = [event.action for event in audit_events(scored, AuditFilter(), person="local")]
    assert {"publish_combination", "use_shipped_combination"} <= set(acts)


def test_a_combination_without_a_reason_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="reason"):
        publish_combination(store, PLAIN, person="local", reason=" ")


def test_a_rule_switched_off_is_silent_in_the_site_s_pipeline(scored: Store) -> None:
    from analysis.labels import RULES

    annotate_all(scored, {"ann": Answer.YES})
    loud = max(scores(scored).values())
    for rule in RULES:
        if rule.label == LABEL:
            rule_switches.switch_rule(scored, rule.name, on=False, person="local")
    score(scored, site_pipeline(scored, RULES_ONLY), again=True)
    assert max(scores(scored).values()) < loud
