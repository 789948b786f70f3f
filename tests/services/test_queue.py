"""Queues: every filter and order on both databases, and the way from one to the next."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from refilling import refilled
from scripted import filled, write_comments

from analysis.domain.errors import BadInput
from analysis.domain.profile import Recommendation
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.data.imports import import_file
from analysis.services.moderation.queue import (
    articles,
    neighbour,
    queue_counts,
    queue_page,
    sections,
)
from analysis.services.thresholds.profiles import active_profile
from analysis.storage.database import Store
from analysis.storage.queue_index import index
from analysis.storage.queue_index import queue as stored
from dashboard.texts import queue_words

HOSTILE = "possible_hostility"
TEXTS = {
    "a": "You are a café snob h=0.95",
    "b": "All drivers are the same g=0.8 h=0.4",
    "c": "The café is closed on Mondays",
    "d": "Nobody could read this h=fail",
    "e": "I saw the tram at noon e=0.9 h=0.5",
    "f": 'He said "no trams" twice h=0.0',
    "g": "Wrong, that is not so d=1.0 h=1.0",
}
TIMES = {
    "a": "2026-03-01T10:00:00Z",
    "b": "2026-03-02T10:00:00Z",
    "c": "2026-03-02T23:59:59Z",
    "d": "2026-03-03T00:00:00Z",
    "e": None,
    "f": "2026-03-04T09:00:00+02:00",
    "g": "2026-03-05T10:00:00Z",
}
AUTHORS = {"a": "Kim", "b": "Kim", "g": "Lee"}


def fill(store: Store, folder: Path) -> dict[str, int]:
    """Seven comments under two articles in two sections."""

    def imports_and_scores() -> dict[str, int]:
        for key, text in TEXTS.items():
            article = "buses" if key in "fg" else "trams"
            columns = {"thread_id": article, "title": article.title(), "section": f"{article}-page"}
            columns |= {"author": AUTHORS.get(key), "created_at": TIMES[key]}
            path = write_comments(folder / f"{key}.jsonl", {key: text}, **columns)
            import_file(store, path)
        return filled(store, folder, {"a": TEXTS["a"]}, section="trams-page", title="Trams")

    return refilled(store, "seven comments", imports_and_scores)


ALL = Queue.ALL
CASES: list[tuple[str, QueueFilter, str]] = [
    ("everything by priority", QueueFilter(queue=ALL), "gabefdc"),
    ("flagged", QueueFilter(), "gab"),
    ("unsure", QueueFilter(queue=Queue.UNSURE), "e"),
    ("unsupported", QueueFilter(queue=Queue.UNSUPPORTED), "d"),
    ("a label's flags", QueueFilter(label=HOSTILE, recommendation=Recommendation.FLAG), "ga"),
    (
        "a label's unsure ones, wherever they are",
        QueueFilter(queue=ALL, label=HOSTILE, recommendation=Recommendation.UNSURE),
        "be",
    ),
    (
        "a label's unsupported ones",
        QueueFilter(queue=ALL, label=HOSTILE, recommendation=Recommendation.UNSUPPORTED),
        "d",
    ),
    ("a facet", QueueFilter(queue=ALL, label=HOSTILE, facet="insult"), "gabef"),
    ("a facet nobody has", QueueFilter(queue=ALL, facet="threat"), ""),
    ("scores of exactly 1", QueueFilter(queue=ALL, label=HOSTILE, score_min=1.0), "g"),
    ("scores of exactly 0", QueueFilter(queue=ALL, label=HOSTILE, score_max=0.0), "f"),
    (
        "a range with both ends",
        QueueFilter(queue=ALL, label=HOSTILE, score_min=0.4, score_max=0.5),
        "be",
    ),
    (
        "by score, which a failed answer has not",
        QueueFilter(queue=ALL, label=HOSTILE, sort=Sort.SCORE),
        "gaebcf",
    ),
    ("an article", QueueFilter(queue=ALL, article_id="buses", sort=Sort.POSITION), "fg"),
    ("a section", QueueFilter(queue=ALL, section="buses-page", sort=Sort.POSITION), "fg"),
    ("an author", QueueFilter(queue=ALL, author="Kim"), "ab"),
    ("oldest first", QueueFilter(queue=ALL, sort=Sort.OLDEST), "eabcdfg"),
    ("newest first", QueueFilter(queue=ALL, sort=Sort.NEWEST), "gfdcbae"),
    ("from a day on", QueueFilter(queue=ALL, date_from=date(2026, 3, 3)), "gfd"),
    ("up to a day", QueueFilter(queue=ALL, date_to=date(2026, 3, 2)), "abc"),
    (
        "one day",
        QueueFilter(queue=ALL, date_from=date(2026, 3, 2), date_to=date(2026, 3, 2)),
        "bc",
    ),
    (
        "a label's answers of some days",
        QueueFilter(queue=ALL, label=HOSTILE, score_min=0.0, date_to=date(2026, 3, 2)),
        "abc",
    ),
    (
        "a label's flags by an author",
        QueueFilter(label=HOSTILE, recommendation=Recommendation.FLAG, author="Lee"),
        "g",
    ),
    (
        "a label's scores in an article",
        QueueFilter(queue=ALL, label=HOSTILE, article_id="trams", sort=Sort.SCORE),
        "aebc",
    ),
    (
        "a label's scores in a section's queue",
        QueueFilter(label=HOSTILE, section="trams-page", sort=Sort.SCORE),
        "ab",
    ),
    ("a facet in a queue", QueueFilter(label=HOSTILE, facet="insult"), "gab"),
    (
        "a facet by score",
        QueueFilter(queue=ALL, label=HOSTILE, facet="insult", sort=Sort.SCORE),
        "gaebf",
    ),
    (
        "a word in some scores",
        QueueFilter(queue=ALL, label=HOSTILE, score_max=0.5, text="the"),
        "bec",
    ),
    (
        "a word by score",
        QueueFilter(queue=ALL, label=HOSTILE, text="the", sort=Sort.SCORE),
        "ebc",
    ),
    ("a word in an article", QueueFilter(queue=ALL, article_id="trams", text="the"), "bec"),
    ("a word and a day", QueueFilter(queue=ALL, date_to=date(2026, 3, 2), text="the"), "bc"),
    ("a word", QueueFilter(queue=ALL, text="tram"), "e"),
    ("a word without its accent", QueueFilter(queue=ALL, text="CAFE"), "ac"),
    ("two words, both", QueueFilter(queue=ALL, text="cafe snob"), "a"),
    ("a phrase", QueueFilter(queue=ALL, text='"all drivers"'), "b"),
    ("the phrase turned around", QueueFilter(queue=ALL, text='"drivers all"'), ""),
    ("an open quote", QueueFilter(queue=ALL, text='he said "'), "f"),
    ("operators are words", QueueFilter(queue=ALL, text="trams AND NOT"), ""),
    ("a colon is no operator", QueueFilter(queue=ALL, text="text:tram"), ""),
    ("near is a word", QueueFilter(queue=ALL, text="NEAR(cafe snob)"), ""),
    ("a dash and a star", QueueFilter(queue=ALL, text="-café*"), "ac"),
    ("search inside a queue", QueueFilter(text="cafe"), "a"),
    ("blank search is no search", QueueFilter(queue=ALL, text="  "), "gabefdc"),
]


def _names(ids: dict[str, int]) -> dict[int, str]:
    return {number: key for key, number in ids.items()}


#: What counts as few decides how a view is read; each way must find the same.
WAYS = {
    "as few as there are here": {},
    "walking the order": {"FEW": 0, "FEW_TO_ASK": 0},
    "collecting and sorting": {"FEW": 100, "FEW_TO_ASK": 0},
    "some this way, some that": {"FEW": 2, "FEW_TO_ASK": 3},
}


@pytest.fixture
def told(store: Store, tmp_path: Path) -> dict[int, str]:
    return _names(fill(store, tmp_path))


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WAYS[request.param].items():
        monkeypatch.setattr(stored, name, value)


@pytest.mark.usefixtures("way")
def test_every_filter_and_order_finds_what_it_says(store: Store, told: dict[int, str]) -> None:
    for title, where, expected in CASES:
        page = queue_page(store, where)
        assert "".join(told[i.comment_id] for i in page.items) == expected, title
        assert page.total == len(expected), title


@pytest.mark.heavy
@pytest.mark.usefixtures("way")
def test_next_and_previous_walk_every_view_in_its_order(store: Store, told: dict[int, str]) -> None:
    for title, where, expected in CASES:
        for step, order in ((1, expected), (-1, expected[::-1])):
            walked, at = "", neighbour(store, where, None, step=step)
            while at is not None and len(walked) <= len(expected):
                walked += told[at]
                at = neighbour(store, where, at, step=step)
            assert walked == order, (title, step)


def test_counting_a_search_ends_where_nobody_turns_the_pages(
    store: Store, told: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.services.moderation.queue.MOST_COUNTED", 2)
    assert len(told) == 7
    counted = {
        title: (page.total, page.more)
        for title, page in {
            "everything": queue_page(store, QueueFilter(queue=ALL)),
            "a label's answer": queue_page(
                store, QueueFilter(queue=ALL, label="possible_hostility", score_min=0.0)
            ),
            "a search": queue_page(store, QueueFilter(queue=ALL, text="h")),
            "a rare word": queue_page(store, QueueFilter(queue=ALL, text="cafe")),
        }.items()
    }
    assert counted["everything"] == (7, False)
    assert counted["a label's answer"][1] is False
    assert counted["a search"] == (2, True)
    assert counted["a rare word"][1] is False


def test_pages_cut_the_order_without_gap_or_overlap(store: Store, told: dict[int, str]) -> None:
    where = QueueFilter(queue=ALL)
    pages = [queue_page(store, where, page=n, page_size=3) for n in (1, 2, 3, 4)]
    assert ["".join(told[i.comment_id] for i in p.items) for p in pages] == [
        "gab",
        "efd",
        "c",
        "",
    ]
    assert {p.total for p in pages} == {7}


def test_counts_articles_and_sections(store: Store, told: dict[int, str]) -> None:
    counts = queue_counts(store)
    assert (counts[Queue.FLAGGED], counts[Queue.UNSURE], counts[Queue.UNSUPPORTED]) == (3, 1, 1)
    assert counts[Queue.ALL] == 7
    assert queue_counts(store, article_id="buses")[Queue.FLAGGED] == 1
    rows = [(r.article_id, r.comments, r.waiting, r.unscored) for r in articles(store)]
    assert rows == [("trams", 5, 4, 0), ("buses", 2, 1, 0)]
    assert [r.article_id for r in articles(store, limit=1)] == ["trams"]
    assert sections(store) == ["buses-page", "trams-page"]


def test_a_rebuilt_cache_is_the_same(store: Store, told: dict[int, str]) -> None:
    from test_decide import dump_cache

    kept = dump_cache(store)
    assert [len(table) for table in kept][:2] == [7, 28]
    with store.write() as session:
        session.execute(sa.text("UPDATE queue_entry SET queue = 'clear', priority = 0"))
        session.execute(sa.text("DELETE FROM queue_label WHERE comment_id < 3"))
    with store.write() as session:
        index.rebuild(session, active_profile(store))
    assert dump_cache(store) == kept


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (QueueFilter(label="hostile"), "Unknown label 'hostile'"),
        (QueueFilter(score_min=0.3), "needs the label"),
        (QueueFilter(recommendation=Recommendation.FLAG), "needs the label"),
        (QueueFilter(text="?!"), "at least one word"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    sqlite_store: Store, where: QueueFilter, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        queue_page(sqlite_store, where)


@pytest.mark.parametrize(("page", "size"), [(0, 25), (1, 0), (1, 501)])
def test_a_page_that_can_not_be_is_refused(sqlite_store: Store, page: int, size: int) -> None:
    with pytest.raises(BadInput, match="page is numbered"):
        queue_page(sqlite_store, QueueFilter(), page=page, page_size=size)


def test_an_empty_database_has_empty_queues(store: Store) -> None:
    assert queue_page(store, QueueFilter()).items == ()
    assert set(queue_counts(store).values()) == {0}
    assert neighbour(store, QueueFilter(), None) is None
    assert articles(store) == []


def test_a_comment_that_is_not_labelled_yet_says_so(store: Store, tmp_path: Path) -> None:
    import_file(store, write_comments(tmp_path / "a.jsonl", ["anything"]))
    item = queue_page(store, QueueFilter(queue=ALL)).items[0]
    assert (queue_words(item.reasons), item.badges) == ("Not labelled yet", ())
    assert articles(store)[0].unscored == 1
