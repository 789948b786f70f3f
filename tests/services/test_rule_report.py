"""What each rule does on a site's own comments, and how people judge it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.domain.annotation import Selection
from analysis.domain.judgement import Answer, Judgement
from analysis.labels import RULES
from analysis.services.annotation import annotation_sets, answering
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.measurement.rule_statistics import RuleLine, RuleStatistics, rule_statistics
from analysis.services.site import rule_switches
from analysis.services.site.site_pipeline import site_pipeline
from analysis.settings import Settings
from analysis.storage.database import Store

LABEL = "possible_hostility"
RULES_ONLY = Settings(_env_file=None, model="none")  # type: ignore[call-arg]
TEXTS = (
    "You are an idiot.",
    "You are an idiot and a moron, shut up.",
    "The ferry leaves at noon.",
    "The council met on Tuesday.",
)


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> Store:
    store = sqlite_store
    for number, text in enumerate(TEXTS):
        line = {"id": f"c{number}", "thread_id": f"t{number % 2}", "text": text}
        file = tmp_path / f"{number}.jsonl"
        file.write_text(json.dumps(line) + "\n", encoding="utf-8")
        import_file(store, file)
    score(store, site_pipeline(store, RULES_ONLY))
    made = annotation_sets.create_set(store, "S", labels=[LABEL], guideline="g", person="local")
    annotation_sets.add_items(store, made.id, selection=Selection.RANDOM, count=9, person="local")
    annotate(store, made.id, "ann", {"c0"})
    return store


def annotate(store: Store, set_id: int, person: str, holds: set[str]) -> None:
    while (item := answering.next_item(store, set_id, person=person)) is not None:
        answer = Answer.YES if item.comment.id in holds else Answer.NO
        judgement = Judgement(label=LABEL, answer=answer, person=person)
        answering.annotate(store, item.id, judgement)


@pytest.fixture
def report(site: Store) -> RuleStatistics:
    store = site
    rule_switches.switch_rule(store, RULES[0].name, on=False, person="local")
    told: list[tuple[int, int | None]] = []
    article_summary_of = rule_statistics(
        store, RULES_ONLY, progress=lambda done, total: told.append((done, total))
    )
    assert told[-1] == (4, 4)
    return article_summary_of


def named(report: RuleStatistics, name: str) -> RuleLine:
    return next(line for line in report.rules if line.name == name)


def test_every_rule_has_a_line_and_says_whether_it_is_on(report: RuleStatistics) -> None:
    assert [line.name for line in report.rules] == [rule.name for rule in RULES]
    assert [line.on for line in report.rules].count(False) == 1
    assert not report.rules[0].on
    assert (report.sampled, report.judged) == (4, 4)


def test_coverage_counts_the_comments_in_which_a_rule_saw_something(report: RuleStatistics) -> None:
    line = named(report, "hostility.name_calling")
    assert (line.coverage.hits, line.coverage.n) == (2, 4)
    silent = next(line for line in report.rules if line.coverage.hits == 0)
    assert silent.overlap.n == silent.conflict.n == silent.precision.n == 0


def test_overlap_is_with_rules_that_say_the_same(report: RuleStatistics) -> None:
    line = named(report, "hostility.go_away")
    assert (line.coverage.hits, line.overlap.hits, line.overlap.n) == (1, 1, 1)


def test_precision_is_what_people_say_of_the_comments_it_saw(report: RuleStatistics) -> None:
    line = named(report, "hostility.name_calling")
    assert (line.precision.hits, line.precision.n) == (1, 2)
    assert line.precision.too_few


@pytest.mark.parametrize(
    ("others", "right", "judged"),
    [
        ({"bo": {"c0"}}, 1, 2),
        # Divided about the one that holds: it is neither right nor wrong.
        ({"bo": set()}, 0, 1),
        ({"bo": {"c1"}}, 0, 0),
        ({"bo": set(), "cem": {"c0"}}, 1, 2),
    ],
)
def test_a_comment_on_which_people_are_evenly_divided_counts_for_no_rule(
    site: Store, others: dict[str, set[str]], right: int, judged: int
) -> None:
    for person, yes in others.items():
        annotate(site, annotation_sets.sets(site)[0].id, person, yes)
    line = named(rule_statistics(site, RULES_ONLY), "hostility.name_calling")
    assert (line.precision.hits, line.precision.n) == (right, judged)
