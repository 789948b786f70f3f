"""The list behind a point of the tone charts holds what the point counts, all of it."""

from datetime import date
from pathlib import Path

import pytest
from refilling import once
from scripted import EVEN, ScriptedPipeline, filled, write_comments

from analysis.domain.errors import BadInput
from analysis.domain.tone import Granularity, ToneList, ToneRow
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.tone.tone_counts import tone_by_article, tone_by_section, tone_over_time
from analysis.services.tone.tone_lists import tone_list
from analysis.storage.database import Store

MEASURES = (
    "disagreement",
    "civil_disagreement",
    "hostile_disagreement",
    "unsure_disagreement",
    "hostility",
    "generalization",
    "evidence",
    "unsure",
    "unsupported",
)
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
    ("parks", None, "2026-03-09T00:00:00Z"): ["h=0.9", *(["fine"] * 9), "d=0.9"],
    ("lakes", "out", None): ["d=0.9"],
}


@pytest.fixture
@once
def told(store: Store, tmp_path: Path) -> Store:
    """Four threads in three places, all but one of their comments with a time."""
    for (article, section, when), texts in THREADS.items():
        named = {f"{article}-{n}": text for n, text in enumerate(texts)}
        path = write_comments(
            tmp_path / f"{article}.jsonl",
            named,
            thread_id=article,
            title=article.title(),
            created_at=when,
            section=section or "",
        )
        import_file(store, path)
    publish_profile(store, EVEN, person="maria", reason="even, for a test")
    score(store, ScriptedPipeline())
    import_file(store, write_comments(tmp_path / "new.jsonl", {"new": "h=0.9"}))
    return store


def listed(store: Store, **place: object) -> dict[str, int]:
    return {name: tone_list(store, ToneList(measure=name, **place)).total for name in MEASURES}


def counted(row: ToneRow) -> dict[str, int]:
    return {name: row.count(name) for name in MEASURES}


def test_every_count_of_every_chart_is_the_length_of_its_list(told: Store) -> None:
    for row in tone_by_article(told):
        assert listed(told, article_id=row.key) == counted(row)
    for row in tone_by_section(told):
        if row.section:
            assert listed(told, section=row.section) == counted(row)
    for row in tone_over_time(told):
        assert listed(told, date_from=row.day, date_to=row.day) == counted(row)
    steps = tone_over_time(told, granularity=Granularity.POSITION, article_id="parks")
    assert len(steps) == 2
    for row in steps:
        place = {"article_id": "parks", "first": row.position, "last": (row.position or 0) + 9}
        assert listed(told, **place) == counted(row)


def test_an_article_is_read_in_order_and_a_site_newest_first(told: Store) -> None:
    inside = tone_list(told, ToneList(measure="disagreement", article_id="trams"))
    assert [item.platform_id for item in inside.items] == [f"trams-{n}" for n in range(4)]
    site = tone_list(told, ToneList(measure="civil_disagreement", date_from=date(2026, 3, 3)))
    assert [item.platform_id for item in site.items] == ["parks-10", "buses-0"]


@pytest.mark.heavy
def test_a_list_goes_on_behind_the_first_four_hundred(store: Store, tmp_path: Path) -> None:
    texts = {f"c{n:03}": "d=0.9 h=0.9" if n < 410 else "d=0.9" for n in range(420)}
    filled(store, tmp_path, texts)
    where = ToneList(measure="civil_disagreement", article_id="trams")
    found = tone_list(store, where, page=2, page_size=8)
    assert found.total == 10
    assert [item.platform_id for item in found.items] == ["c418", "c419"]


def test_without_a_measure_everything_is_listed_and_what_is_not_scored_too(told: Store) -> None:
    assert tone_list(told, ToneList()).total == 21
    assert tone_list(told, ToneList(article_id="not there")).total == 0


@pytest.mark.parametrize(
    ("measure", "said"), [("hostilty", "did you mean 'hostility'"), ("", "Unknown measure")]
)
def test_a_measure_that_there_is_not_is_named(store: Store, measure: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        tone_list(store, ToneList(measure=measure))
