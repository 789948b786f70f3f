"""What a database of a million comments costs, by `make bench-million`: every screen's questions,
publishing beside another writer, scoring, and `db check`.

Processor time is of this process (least and median of the asked repetitions, after a first); waits
are wall clock. On PostgreSQL the server's work is not in the processor time, so that wall counts.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from import_speed import write_comments
from many_rows import COMMON_WORD, MadeUp, make

from analysis.domain.audit import AuditFilter
from analysis.domain.decision import Action
from analysis.domain.profile import Recommendation, Threshold
from analysis.domain.review import Queue, QueueFilter, Sort
from analysis.services.admin.audit_log import audit
from analysis.services.admin.integrity import check
from analysis.services.admin.status import status
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.queue import articles, neighbour, queue_counts, queue_page
from analysis.services.moderation.review import review
from analysis.services.moderation.site_decisions import SiteDecision, decide_once
from analysis.services.overview.author_page import author_page
from analysis.services.overview.home import home
from analysis.services.thresholds.previews import histogram, preview
from analysis.services.thresholds.profile_publishing import publish_profile
from analysis.services.thresholds.profiles import active_profile
from analysis.services.tone.tone_counts import tone_by_article, tone_over_time
from analysis.storage.database import Store, open_store

HOSTILE, GENERAL = "possible_hostility", "generalization"
THEN: Mapping[str, Threshold] = {HOSTILE: Threshold(0.3, 0.12), GENERAL: Threshold(0.25, 0.1)}
"""Thresholds that move two comments in five of the made-up ones."""

IMPORTED_ANEW, SCORED_ANEW = 60_000, 20_000
"""Of fewer, a merge of the search index (a second at a million, each 50,000 or so) would be all or
nothing of the import's figure."""
_FIRST_NEW = 10**9
_TRIES_AGAIN_AFTER = 0.05
_AT_MOST_SECONDS = 120

PAGES: Mapping[str, QueueFilter] = {
    "needs attention, first page": QueueFilter(),
    "needs attention, newest": QueueFilter(sort=Sort.NEWEST),
    "flagged, first page": QueueFilter(queue=Queue.FLAGGED),
    "flagged, by a label's score": QueueFilter(queue=Queue.FLAGGED, label=HOSTILE, sort=Sort.SCORE),
    "unsure, first page": QueueFilter(queue=Queue.UNSURE),
    "unsupported, first page": QueueFilter(queue=Queue.UNSUPPORTED),
    "reported, first page": QueueFilter(queue=Queue.REPORTED),
    "escalated, first page": QueueFilter(queue=Queue.ESCALATED),
    "second opinion, first page": QueueFilter(queue=Queue.SECOND_OPINION),
    "decided, first page": QueueFilter(queue=Queue.DECIDED),
    "all, first page": QueueFilter(queue=Queue.ALL),
    "all, in reading order": QueueFilter(queue=Queue.ALL, sort=Sort.POSITION),
    "a label's flags by priority": QueueFilter(
        queue=Queue.ALL, label=HOSTILE, recommendation=Recommendation.FLAG
    ),
    "a label's flags of one month": QueueFilter(
        queue=Queue.ALL,
        label=HOSTILE,
        recommendation=Recommendation.FLAG,
        sort=Sort.NEWEST,
        date_from=date(2026, 3, 1),
        date_to=date(2026, 3, 31),
    ),
    "a score range": QueueFilter(label=HOSTILE, score_min=0.5, score_max=0.6, sort=Sort.SCORE),
    "a facet": QueueFilter(queue=Queue.ALL, label=HOSTILE, facet="insult"),
    "a common word, needs attention": QueueFilter(text=COMMON_WORD),
    "a common word in a rare queue": QueueFilter(queue=Queue.REPORTED, text=COMMON_WORD),
    "a phrase in all": QueueFilter(queue=Queue.ALL, text='"tram comes late"'),
    "a word that nothing holds": QueueFilter(queue=Queue.ALL, text="zeppelin"),
    "reported for one reason": QueueFilter(queue=Queue.REPORTED, report_reason="threat"),
    "one author": QueueFilter(queue=Queue.ALL, author="reader 7"),
}


def questions(store: Store) -> dict[str, Callable[[], Any]]:
    """What the screens ask, by name."""
    asked: dict[str, Callable[[], Any]] = {
        "home": lambda: home(store, person="local"),
        "status": lambda: status(store),
        "counts of the queues": lambda: queue_counts(store),
        "articles, most waiting first": lambda: articles(store, limit=200),
    }
    for name, where in PAGES.items():
        asked[name] = lambda where=where: queue_page(store, where)
    rare = PAGES["a common word in a rare queue"]
    some = store_middle(store)
    asked |= {
        "flagged, page 500": lambda: queue_page(store, PAGES["flagged, first page"], page=500),
        "next comment, needs attention": lambda: neighbour(store, QueueFilter(), some),
        "next comment, a common word in a rare queue": lambda: neighbour(store, rare, some),
        "one comment's review": lambda: review(store, some, person="local"),
        "an author's page": lambda: author_page(store, "reader 7"),
        "histogram of a label": lambda: histogram(store, HOSTILE),
        "preview of new thresholds": lambda: preview(store, THEN),
        "tone by article": lambda: tone_by_article(store),
        "tone over time": lambda: tone_over_time(store),
        "audit": lambda: audit(store, AuditFilter(), person="local"),
    }
    return asked


def store_middle(store: Store) -> int:
    """A comment in the middle of all."""
    with store.read() as session:
        return int(session.scalar(sa.text("SELECT max(id) / 2 FROM comment")) or 1)


def time_questions(store: Store, repetitions: int) -> None:
    """Print processor and wall milliseconds of each, after a first time."""
    print(f"{'question':46} cpu ms (least, median)   wall ms (least, median)   n={repetitions}")
    for name, ask in questions(store).items():
        ask()
        cpu, wall = [], []
        for _ in range(repetitions):
            begun, clock = time.process_time(), time.monotonic()
            ask()
            cpu.append((time.process_time() - begun) * 1_000)
            wall.append((time.monotonic() - clock) * 1_000)
        figures = (min(cpu), statistics.median(cpu), min(wall), statistics.median(wall))
        print("{:46} {:10.1f} {:10.1f} {:14.1f} {:10.1f}".format(name, *figures), flush=True)


def show_plans(store: Store) -> None:
    """Print the plan of every statement that a question asks."""
    asked: list[tuple[str, Any]] = []

    def keep(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    explain = "EXPLAIN QUERY PLAN" if store.dialect == "sqlite" else "EXPLAIN"
    for name, ask in questions(store).items():
        asked.clear()
        sa.event.listen(store.engine, "before_cursor_execute", keep)
        ask()
        sa.event.remove(store.engine, "before_cursor_execute", keep)
        print(f"\n## {name}")
        with store.engine.connect() as connection:
            for statement, parameters in list(asked):
                rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
                print("; ".join(str(row[-1]).strip() for row in rows))


def _decide_all_the_time(url: str, waits: Any, started: Any, stop: Any) -> None:
    """Decides one comment after the other, as a person at another program does; notes the waits."""
    store = open_store(url)
    page = queue_page(store, QueueFilter(queue=Queue.ALL, sort=Sort.NEWEST), page_size=100)
    times = []
    for item in page.items:
        if stop.is_set():
            break
        begun = time.monotonic()
        decision = SiteDecision(item.comment_id, Action.APPROVE)
        decide_once(store, decision, source="bench", person="local")
        times.append(time.monotonic() - begun)
        started.set()
        time.sleep(_TRIES_AGAIN_AFTER)
    waits.put(times)
    store.close()


def time_publishing(store: Store, *, beside: bool) -> None:
    """Publish other thresholds, and print the cost; ``beside`` a writer of another process."""
    moved: list[int | None] = []
    spawning = multiprocessing.get_context("spawn")
    waits, started, stop = spawning.Queue(), spawning.Event(), spawning.Event()
    writer = spawning.Process(target=_decide_all_the_time, args=(store.url, waits, started, stop))
    if beside:
        writer.start()
        if not started.wait(timeout=_AT_MOST_SECONDS):
            raise SystemExit("the other writer did not begin")
    begun, clock = time.process_time(), time.monotonic()
    publish_profile(
        store, THEN, person="local", reason="to be timed", progress=lambda _, all: moved.append(all)
    )
    cpu, wall = time.process_time() - begun, time.monotonic() - clock
    total = moved[-1] or 0
    each = cpu / max(total, 1) * 1e6
    print(f"publishing: {total:,} moved, {cpu:.1f} s cpu ({each:.0f} µs each), {wall:.1f} s wall")
    print(f"  in {len(moved) - 1} pieces")
    if beside:
        stop.set()
        times = waits.get(timeout=_AT_MOST_SECONDS)
        writer.join()
        print(
            f"  another process meanwhile: {len(times)} decisions, longest {max(times):.2f} s, "
            f"median {statistics.median(times):.2f} s"
        )


def time_importing(store: Store, count: int) -> None:
    """Import ``count`` further comments, on one core and, where there are two, by the clock."""
    before, clock = os.times(), time.monotonic()
    _import(store, count, first=_FIRST_NEW)
    after, wall = os.times(), time.monotonic() - clock
    here = sum(after[:2]) - sum(before[:2])
    beside = sum(after[2:4]) - sum(before[2:4])
    print(
        f"import beside them: {count:,} comments, {count / (here + beside):,.0f} per second of "
        f"cpu; {here / count * 1e6:.0f} µs storing each, {beside / count * 1e6:.0f} in the "
        f"reader's process; {count / wall:,.0f} a second by the clock"
    )
    made_up: Any = MadeUp(active_profile(store))
    score(store, made_up)


def time_scoring(store: Store, count: int) -> None:
    """Score ``count`` further comments with answers that cost nothing."""
    _import(store, count, first=_FIRST_NEW + IMPORTED_ANEW)
    made_up: Any = MadeUp(active_profile(store))
    taken = _time_of_answers(made_up)
    begun, clock = time.process_time(), time.monotonic()
    done = score(store, made_up)
    cpu, wall = time.process_time() - begun - taken(), time.monotonic() - clock
    print(
        f"score writes: {done.scored:,} comments, {done.scored / cpu:,.0f} per second of cpu; "
        f"{done.scored / wall:,.0f} by the clock, made-up answers included"
    )


def _import(store: Store, count: int, *, first: int) -> None:
    with tempfile.TemporaryDirectory(prefix="moderato-bench-") as folder:
        lines = Path(folder) / "more.jsonl"
        write_comments(lines, count, first=first)
        assert import_file(store, lines).new == count


def _time_of_answers(made_up: Any) -> Callable[[], float]:
    """Counts the processor time that ``made_up`` takes, which no storage is to answer for."""
    real, taken = made_up.analyze, [0.0]

    def analyze(*given: Any, **named: Any) -> Any:
        begun = time.process_time()
        try:
            return real(*given, **named)
        finally:
            taken[0] += time.process_time() - begun

    made_up.analyze = analyze
    return lambda: taken[0]


def time_check(store: Store) -> None:
    """Check everything, and print how long that took."""
    begun, clock = time.process_time(), time.monotonic()
    report = check(store, note=False)
    cpu, wall = time.process_time() - begun, time.monotonic() - clock
    print(f"db check: {cpu:.1f} s cpu, {wall:.1f} s wall, {len(report.faults)} faults")


def main() -> None:
    """Make the database where there is none, and print every figure with its n."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--url", help="a database of many_rows.py; it is changed")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--plans", action="store_true", help="print query plans and nothing else")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moderato-bench-") as folder:
        url = options.url or f"sqlite:///{folder}/many.db"
        store = open_store(url) if options.url else make(options.count, url)
        with store.read() as session:
            count = session.scalar(sa.text("SELECT count(*) FROM queue_entry"))
        load = os.getloadavg()[0]
        print(f"{count:,} comments on {store.dialect}, load {load:.1f} on {os.cpu_count()} cores")
        if options.plans:
            show_plans(store)
        else:
            time_questions(store, options.repeat)
            time_importing(store, IMPORTED_ANEW)
            time_scoring(store, SCORED_ANEW)
            time_publishing(store, beside=True)
            time_check(store)
        store.close()


if __name__ == "__main__":
    main()
