"""Tone: what is flagged per article, section, day and step; unsure is never counted as clear."""

from datetime import date
from pathlib import Path

import pytest
from refilling import once
from scripted import EVEN, ScriptedPipeline, write_comments

from analysis.domain.tone import Granularity, ToneRow, comments_a_step
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.tone.tone_counts import tone_by_article, tone_by_section, tone_over_time
from analysis.storage.database import Store

THREADS = {
    ("trams", "city", "2026-03-02T08:00:00Z"): [
        "d=0.9",
        "d=0.9 h=0.9",
        "d=0.9 h=0.5",
        "d=0.9 h=fail",
        "d=0.5 h=0.9",
        "e=0.9 g=0.9",
    ],
    ("buses", "city", "2026-03-08T23:59:00Z"): ["d=0.9 g=0.5", "fine"],
    ("parks", None, "2026-03-09T00:00:00Z"): ["h=0.9", *(["fine"] * 10)],
    ("lakes", "out", None): ["d=0.9"],
}


@pytest.fixture
@once
def told(store: Store, tmp_path: Path) -> Store:
    """Four threads in three places, all but one of their twenty comments with a time."""
    for (article, section, when), texts in THREADS.items():
        named = {f"{article}-{n}": text for n, text in enumerate(texts)}
        columns = {"section": section} if section else {"section": ""}
        path = write_comments(
            tmp_path / f"{article}.jsonl",
            named,
            thread_id=article,
            title=article.title(),
            created_at=when,
            **columns,
        )
        import_file(store, path)
    publish_profile(store, EVEN, person="maria", reason="even, for a test")
    score(store, ScriptedPipeline())
    import_file(store, write_comments(tmp_path / "new.jsonl", {"new": "h=0.9"}))
    return store


def _facts(row: ToneRow) -> tuple[int, ...]:
    return (
        row.count("disagreement"),
        row.count("civil_disagreement"),
        row.count("hostile_disagreement"),
        row.count("unsure_disagreement"),
        row.count("hostility"),
        row.count("generalization"),
        row.count("evidence"),
        row.count("unsure"),
        row.count("unsupported"),
    )


def test_an_article_counts_each_kind_of_comment(told: Store) -> None:
    rows = {row.article_id: row for row in tone_by_article(told)}
    assert _facts(rows["trams"]) == (4, 1, 1, 2, 2, 1, 1, 1, 1)
    assert _facts(rows["buses"]) == (1, 1, 0, 0, 0, 0, 0, 1, 0)
    assert (rows["trams"].n, rows["trams"].scored) == (7, 6)  # one is not labelled yet
    assert (rows["trams"].title, rows["trams"].section) == ("Trams", "city")


def test_articles_come_with_most_comments_first_and_by_section(told: Store) -> None:
    assert [row.article_id for row in tone_by_article(told)] == [
        "parks",
        "trams",
        "buses",
        "lakes",
    ]
    assert [row.article_id for row in tone_by_article(told, section="city", limit=1)] == ["trams"]


def test_sections_add_their_articles_up(told: Store) -> None:
    rows = {row.key: row for row in tone_by_section(told)}
    assert {key: row.n for key, row in rows.items()} == {"": 11, "city": 9, "out": 1}
    assert rows["city"].count("disagreement") == 5


def test_days_weeks_and_months_leave_out_what_has_no_time(told: Store) -> None:
    days = tone_over_time(told)
    assert [(row.day, row.n) for row in days] == [
        (date(2026, 3, 2), 6),
        (date(2026, 3, 8), 2),
        (date(2026, 3, 9), 11),
    ]
    weeks = tone_over_time(told, granularity=Granularity.WEEK)
    assert [(row.day, row.n) for row in weeks] == [(date(2026, 3, 2), 8), (date(2026, 3, 9), 11)]
    months = tone_over_time(told, granularity=Granularity.MONTH)
    assert [(row.day, row.n) for row in months] == [(date(2026, 3, 1), 19)]


def test_a_series_can_be_cut_to_dates_article_and_section(told: Store) -> None:
    some = tone_over_time(told, date_from=date(2026, 3, 3), date_to=date(2026, 3, 8))
    assert [row.n for row in some] == [2]
    assert sum(row.n for row in tone_over_time(told, article_id="parks")) == 11
    assert sum(row.n for row in tone_over_time(told, section="city")) == 8


def test_steps_follow_the_order_of_reading(told: Store) -> None:
    rows = tone_over_time(told, granularity=Granularity.POSITION, article_id="parks")
    assert [(row.position, row.last, row.title, row.n, row.count("hostility")) for row in rows] == [
        (1, 10, "1–10", 10, 1),
        (11, 20, "11–20", 1, 0),
    ]


@pytest.mark.parametrize(
    ("comments", "size"),
    [
        *((0, 10), (1, 10), (400, 10), (401, 20), (800, 20), (801, 50), (2_000, 50)),
        *((2_001, 100), (20_000, 500), (20_001, 1_000), (1_000_000, 50_000)),
    ],
)
def test_a_long_thread_has_longer_steps_and_not_more_of_them(comments: int, size: int) -> None:
    assert comments_a_step(comments) == size


def test_an_empty_database_has_no_tone(store: Store) -> None:
    assert tone_by_article(store) == tone_by_section(store) == tone_over_time(store) == []
