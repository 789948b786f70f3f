"""A million comments: every default view is answered from an index, never by a scan or a sort.

``pytest -s`` shows the plans.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from deciding import decide
from scripted import filled

from analysis.domain.decision import Action
from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.admin.drift import drift
from analysis.services.admin.status import status
from analysis.services.data.batches import batches
from analysis.services.data.user_report_imports import import_reports
from analysis.services.moderation.queue import (
    articles,
    neighbour,
    queue_counts,
    queue_page,
    report_choices,
)
from analysis.services.moderation.review import review
from analysis.services.overview.author_page import author_page
from analysis.services.overview.home import home
from analysis.services.overview.workload import decisions_by_hour, second_reviews
from analysis.services.thresholds.label_answers import label_answers
from analysis.services.thresholds.previews import histogram
from analysis.services.tone.tone_counts import tone_by_article, tone_over_time
from analysis.storage.database import Store

BIG = (
    "queue_entry",
    "queue_label",
    "comment",
    "comment_text",
    "analysis",
    "analysis_document",
    "label_result",
    "decision",
    "audit_event",
)
HOSTILE = "possible_hostility"


def plan_of(store: Store, act: Callable[[Store], Any], tables: tuple[str, ...] = BIG) -> list[str]:
    """The steps that SQLite takes for every statement on a big table that ``act`` runs."""
    seen: list[tuple[str, Any]] = []

    def keep(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    sa.event.listen(store.engine, "before_cursor_execute", keep)
    act(store)
    sa.event.remove(store.engine, "before_cursor_execute", keep)
    steps = []
    with store.engine.connect() as connection:
        for statement, parameters in seen:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plan = [str(row[3]) for row in rows]
            if any(step.split()[:2][-1] in tables for step in plan):
                steps += plan
    return steps


@pytest.fixture
def small(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Forty comments, asked for as a million are: nothing counts as few."""
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW", 0)
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW_TO_ASK", 0)
    texts = {f"c{n}": f"h=0.{n % 10} g=0.{n % 7} word{n}" for n in range(40)}
    filled(sqlite_store, tmp_path, texts, created_at="2026-03-01T10:00:00Z", author="Kim")
    return sqlite_store


def _view(**asked: Any) -> Callable[[Store], Any]:
    where = QueueFilter(**asked)

    def look(store: Store) -> None:
        queue_page(store, where)
        first = neighbour(store, where, None)
        assert first is not None, where
        neighbour(store, where, first)
        neighbour(store, where, first, step=-1)

    return look


VIEWS: dict[str, Callable[[Store], Any]] = {
    "needs attention by priority": _view(),
    "needs attention, oldest": _view(sort=Sort.OLDEST),
    "needs attention, newest": _view(sort=Sort.NEWEST),
    "needs attention, by place": _view(sort=Sort.POSITION),
    "needs attention, by score": _view(label=HOSTILE, sort=Sort.SCORE),
    "flagged by priority": _view(queue=Queue.FLAGGED),
    "flagged, oldest": _view(queue=Queue.FLAGGED, sort=Sort.OLDEST),
    "flagged, newest": _view(queue=Queue.FLAGGED, sort=Sort.NEWEST),
    "flagged, by place": _view(queue=Queue.FLAGGED, sort=Sort.POSITION),
    "all by priority": _view(queue=Queue.ALL),
    "all, newest": _view(queue=Queue.ALL, sort=Sort.NEWEST),
    "all, by place": _view(queue=Queue.ALL, sort=Sort.POSITION),
    "an article's flagged": _view(queue=Queue.FLAGGED, article_id="trams"),
    "a label by score": _view(queue=Queue.FLAGGED, label=HOSTILE, sort=Sort.SCORE),
    "a label by score, everywhere": _view(queue=Queue.ALL, label=HOSTILE, sort=Sort.SCORE),
    "a score range": _view(label=HOSTILE, score_min=0.8, score_max=0.95, sort=Sort.SCORE),
    "a label's unsure ones": _view(
        queue=Queue.ALL, label=HOSTILE, recommendation=Recommendation.UNSURE, sort=Sort.SCORE
    ),
    "counts": queue_counts,
    "articles": articles,
    "one comment": lambda store: review(store, 20, person="anna"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_default_view_neither_scans_nor_sorts(small: Store, name: str) -> None:
    for step in plan_of(small, VIEWS[name]):
        print(f"{name}: {step}")
        words = step.split()
        if words[0] == "SCAN" and words[1] in BIG:
            # In the index's own order and with a LIMIT it stops after a page.
            assert "USING COVERING INDEX ix_queue_entry_all_by" in step or "_attention_" in step
        if "TEMP B-TREE" in step and name not in ("counts", "articles"):
            assert "LAST" in step or name in SORTS_A_HANDFUL, step


#: What is walked along the queue's order where many match; each step asks one row by its key.
WALKS: dict[str, Callable[[Store], Any]] = {
    "a label's flags by priority": _view(
        queue=Queue.ALL, label=HOSTILE, recommendation=Recommendation.FLAG
    ),
    "a label's flags, newest": _view(
        queue=Queue.FLAGGED, label=HOSTILE, recommendation=Recommendation.FLAG, sort=Sort.NEWEST
    ),
    "a label's flags among what needs attention, newest": _view(
        label=HOSTILE, recommendation=Recommendation.FLAG, sort=Sort.NEWEST
    ),
    "a facet by priority": _view(queue=Queue.ALL, label=HOSTILE, facet="insult"),
    "a word by priority": _view(queue=Queue.ALL, text="word1"),
}


@pytest.mark.parametrize("name", WALKS)
def test_many_matches_are_walked_in_order_without_a_sort(small: Store, name: str) -> None:
    steps = plan_of(small, WALKS[name])
    for step in steps:
        print(f"{name}: {step}")
    # The way back from a comment steps through the rows of equal priority: a range of the index.
    assert not [step for step in steps if "TEMP B-TREE" in step and "LAST" not in step]
    assert any("CORRELATED" in step for step in steps)
    assert not any(
        step.startswith("SCAN") and "INDEX" not in step and step.split()[1] in BIG for step in steps
    )


SORTS_A_HANDFUL = (
    "one comment",  # a thread's neighbours, at most some fifty
)

AGGREGATES: dict[str, Callable[[Store], Any]] = {
    "tone by article": tone_by_article,
    "tone by day": tone_over_time,
    "tone of a month": lambda s: tone_over_time(
        s, date_from=date(2026, 3, 1), date_to=date(2026, 3, 31)
    ),
    "a histogram": lambda store: histogram(store, HOSTILE),
}


@pytest.mark.parametrize("name", AGGREGATES)
def test_counting_over_everything_reads_one_narrow_index(small: Store, name: str) -> None:
    for step in plan_of(small, AGGREGATES[name]):
        print(f"{name}: {step}")
        words = step.split()
        if words[0] in ("SCAN", "SEARCH") and words[1] in BIG:
            assert "COVERING INDEX" in step, step


OVERVIEWS: dict[str, Callable[[Store], Any]] = {
    "home": lambda store: home(store, person="local"),
    "decisions by hour": lambda store: decisions_by_hour(store, person="local"),
    "second reviews": lambda store: second_reviews(store, person="local"),
    "an author": lambda store: author_page(store, "Kim"),
}


@pytest.mark.parametrize("name", OVERVIEWS)
def test_an_overview_reads_ranges_of_indexes_and_scans_nothing(reported: Store, name: str) -> None:
    steps = plan_of(reported, OVERVIEWS[name], (*BIG, "reader_report"))
    for step in steps:
        print(f"{name}: {step}")
        words = step.split()
        assert not (words[0] == "SCAN" and words[1] in (*BIG, "reader_report")), step
    assert steps


@pytest.mark.parametrize("ask", [lambda store: home(store, person="local"), status])
def test_what_failed_is_counted_without_a_look_at_what_abstained(
    small: Store, ask: Callable[[Store], Any]
) -> None:
    """Of comments in a language that no scorer reads, every answer is without a score."""
    steps = [step for step in plan_of(small, ask, ("queue_label",)) if "queue_label" in step]
    assert [step.split(" (")[0] for step in steps] == [
        "SEARCH queue_label USING INDEX ix_queue_label_failed"
    ]


FROM_FEW: dict[str, Callable[[Store], Any]] = {
    "drift": lambda store: drift(store, newest=5, reference=5),
    "answers of a label's decisions": lambda store: label_answers(store, [HOSTILE]),
    "imports": batches,
    "an author's in a queue": _view(queue=Queue.FLAGGED, author="Kim"),
    "an author's that need attention": _view(author="Kim", sort=Sort.NEWEST),
}


@pytest.mark.parametrize("name", FROM_FEW)
def test_what_is_asked_of_few_comments_begins_with_them_and_not_with_all_scores(
    small: Store, name: str
) -> None:
    """SQLite began with a million scores of a label, to ask of each whether it is wanted."""
    first = queue_page(small, QueueFilter()).items[0].comment_id
    decide(small, first, Action.REJECT, person="anna", seen_sequence=0)
    steps = plan_of(small, FROM_FEW[name])
    for step in steps:
        print(f"{name}: {step}")
        assert "ix_queue_label_by_score" not in step, step
        assert "(queue=?" not in step, step
        assert not (step.split()[0] == "SCAN" and step.split()[1] in {*BIG} - {"decision"}), step
    assert steps


def test_replies_are_found_by_their_parent(small: Store) -> None:
    steps = plan_of(small, VIEWS["one comment"])
    assert any("ix_comment_replies (article_id=? AND parent_platform_id=?)" in s for s in steps)


@pytest.fixture
def reported(small: Store, tmp_path: Path) -> Store:
    """The same, with reports about every second comment."""
    rows = [f"c{n},{'threat' if n % 4 else 'spam'},reader-{n}" for n in range(0, 40, 2)]
    path = tmp_path / "reports.csv"
    path.write_text("\n".join(["comment_id,reason,reporter", *rows]), encoding="utf-8")
    assert import_reports(small, path).new == len(rows)
    return small


REPORTED: dict[str, Callable[[Store], Any]] = {
    "most readers first": _view(queue=Queue.REPORTED),
    "newest": _view(queue=Queue.REPORTED, sort=Sort.NEWEST),
    "by place": _view(queue=Queue.REPORTED, sort=Sort.POSITION),
    "reasons and labels to choose from": report_choices,
    "one comment": lambda store: review(store, 21, person="anna"),
}


@pytest.mark.parametrize("name", REPORTED)
def test_what_readers_reported_is_found_without_a_scan(reported: Store, name: str) -> None:
    tables = (*BIG, "reader_report")
    for step in plan_of(reported, REPORTED[name], tables):
        print(f"{name}: {step}")
        words = step.split()
        assert not (words[0] == "SCAN" and words[1] in tables), step
    # The few reports of one page's comments are put in their order; the comments never are.
    for step in plan_of(reported, REPORTED[name]):
        assert "TEMP B-TREE" not in step or "LAST" in step or name in SORTS_A_HANDFUL, step


#: What readers gave as a reason is listed once from its own index, whatever else is asked.
NARROWED: dict[str, Callable[[Store], Any]] = {
    "a reason": _view(queue=Queue.REPORTED, report_reason="threat"),
    "a reason, newest": _view(queue=Queue.REPORTED, report_reason="threat", sort=Sort.NEWEST),
    "a reason, everywhere": _view(queue=Queue.ALL, report_reason="threat"),
    "a label that reports ask about": _view(queue=Queue.REPORTED, report_label=HOSTILE),
    "a reason and a word": _view(queue=Queue.REPORTED, report_reason="threat", text="word2"),
    "a reason and a facet": _view(queue=Queue.REPORTED, report_reason="threat", facet="insult"),
    "a reason by score": _view(
        queue=Queue.REPORTED, report_reason="threat", label=HOSTILE, sort=Sort.SCORE
    ),
}


@pytest.mark.parametrize("few", [0, 50_000])
@pytest.mark.parametrize("name", NARROWED)
def test_reports_narrow_a_queue_without_meeting_each_match_of_a_search(
    reported: Store, monkeypatch: pytest.MonkeyPatch, name: str, few: int
) -> None:
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW_TO_ASK", few)
    for step in plan_of(reported, NARROWED[name]):
        print(f"{name}: {step}")
        words = step.split()
        if words[0] == "SCAN" and words[1] in BIG:
            assert "USING COVERING INDEX" in step or "ix_queue_entry_all_by" in step
        # Tried for each text and each report together: hours at a million comments.
        assert "text_id=? AND rowid=?" not in step


@pytest.mark.parametrize("word", ["word2", "common"])
@pytest.mark.parametrize("few", [0, 5, 5_000])
def test_a_search_in_a_queue_finds_the_same_however_it_is_asked(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, word: str
) -> None:
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW", few)
    texts = {f"c{n}": f"h=0.9 g=0.1 word{n} common" for n in range(20)}
    filled(sqlite_store, tmp_path, texts)
    page = queue_page(sqlite_store, QueueFilter(text=word))
    expected = [f"c{n}" for n in range(20) if word in texts[f"c{n}"].split()]
    assert sorted(item.platform_id for item in page.items) == sorted(expected)
    assert (page.total, page.more) == (len(expected), False)


def test_few_hits_are_searched_once_for_count_and_page(store: Store, tmp_path: Path) -> None:
    texts = {f"c{n}": f"h=0.9 g=0.1 word{n % 4}" for n in range(20)}
    filled(store, tmp_path, texts)
    searches: list[str] = []

    def keep(_c: Any, _cu: Any, statement: str, *_: Any) -> None:
        if "comment_search" in statement:
            searches.append(statement)

    sa.event.listen(store.engine, "before_cursor_execute", keep)
    page = queue_page(store, QueueFilter(text="word2", sort=Sort.OLDEST), page=2, page_size=2)
    sa.event.remove(store.engine, "before_cursor_execute", keep)
    assert [item.platform_id for item in page.items] == ["c10", "c14"]
    assert (page.total, page.more) == (5, False)
    assert len(searches) == 1


def test_a_common_word_that_a_queue_hardly_holds_is_listed_once(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.storage.queue_index.queue.FEW", 5)
    monkeypatch.setattr("analysis.storage.queue_index.queue.SAMPLE", 5)
    texts = {f"c{n}": "h=0.9 rare" for n in range(20)} | {"last": "h=0.71 common"}
    texts |= {f"d{n}": "h=0.1 common" for n in range(20)}
    filled(sqlite_store, tmp_path, texts)
    found: list[str] = []

    def look(store: Store) -> None:
        page = queue_page(store, QueueFilter(text="common"))
        found.extend(item.platform_id for item in page.items)

    steps = plan_of(sqlite_store, look)
    assert found == ["last"]
    assert any(step.startswith("LIST SUBQUERY") for step in steps)


def test_a_common_word_that_a_large_queue_begins_without_is_looked_up_in_a_list(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk would search the text of each of them: 24,000 of a million took 0.4 s."""
    for name, value in (("FEW", 5), ("FEW_TO_ASK", 10), ("SAMPLE", 5)):
        monkeypatch.setattr(f"analysis.storage.queue_index.queue.{name}", value)
    texts = {f"c{n}": "h=0.9 rare" for n in range(10)} | {f"d{n}": "h=0.8 tram" for n in range(10)}
    filled(sqlite_store, tmp_path, texts)
    found: list[str] = []

    def look(store: Store) -> None:
        page = queue_page(store, QueueFilter(text="tram"), page_size=5)
        found.extend(item.platform_id for item in page.items)

    steps = plan_of(sqlite_store, look)
    assert found == ["d9", "d8", "d7", "d6", "d5"]
    assert any(step.startswith("LIST SUBQUERY") for step in steps)
