"""The recipes of architecture.md, each followed here as it is written."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from analysis.combination import Combination, load_combination
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Evidence, Finding, Status
from analysis.domain.passage_reason import PassageReason
from analysis.domain.profile import Profile, Threshold
from analysis.domain.review import QueueFilter, Sort
from analysis.domain.run import ScorerInfo
from analysis.domain.span import Span
from analysis.ingest import read
from analysis.ingest.formats import KNOWN, Format
from analysis.ingest.formats.base import reader_of
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.labels import LABEL_KEYS, LABELS, MODULES
from analysis.pipeline import Pipeline
from analysis.resources import seeds_dir
from analysis.services.moderation import queue_address
from analysis.storage.queue_index.matching import order_of
from analysis.text.prepare import Preparer
from analysis.text.prepared import PreparedComment
from dashboard.screens import screen_list
from dashboard.texts import text

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "analysis" / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_file_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`((?:analysis|dashboard|seeds|tests)/[\w./]+\.\w+)`", PAGE))
    assert len(named) > 25
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_room_is_on_the_map() -> None:
    map_ = PAGE.split("```")[1]
    for home in ("analysis", "dashboard"):
        rooms = {path.parent.name for path in (ROOT / home).glob("*/__init__.py")}
        rooms -= {"components", "charts", "_shipped"}
        assert {room for room in rooms if f"  {room}/" not in map_} == set()


def test_a_label_is_its_module_in_the_list() -> None:
    assert {module.LABEL.key for module in MODULES} == set(LABEL_KEYS)
    files = {p.stem for p in (ROOT / "analysis" / "labels").glob("*.py")}
    assert files >= set(LABEL_KEYS), "a label's file bears its key"
    assert all(label.examples for label in LABELS)


def test_an_input_format_is_one_entry_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def records(source: Source, log: ReadLog) -> Iterator[Record]:
        lines = source.path.read_text(encoding="utf-8").splitlines()[1:]
        for number, line in enumerate(lines, start=1):
            author, _, body = line.partition(" says ")
            yield Record(str(number), {"author": author, "text": body})

    trial = Format(
        name="trial",
        title="Trial",
        records="a line",
        keeps="author and text",
        drops="nothing",
        read=reader_of(records, {"text": "text", "author": "author"}),
        recognises=lambda beginning: beginning.text.startswith("!trial"),
    )
    monkeypatch.setitem(KNOWN, "trial", trial)  # type: ignore[misc]
    file = tmp_path / "talk.txt"
    file.write_text("!trial\nAda says Good morning.\nBo says That is wrong.\n", encoding="utf-8")
    reading = read(file)
    comments = [comment for discussion in reading for comment in discussion.comments]
    assert [(c.author, c.text) for c in comments] == [
        ("Ada", "Good morning."),
        ("Bo", "That is wrong."),
    ]


class Shouting:
    """A scorer that answers one label: capital letters."""

    info = ScorerInfo("shouting", "1", "by hand", ("possible_hostility",))

    def score(self, batch: list[PreparedComment]) -> list[tuple[Finding, ...]]:
        return [(self._finding(comment.comment.text),) for comment in batch]

    def _finding(self, words: str) -> Finding:
        evidence = Evidence(
            Span(0, len(words)), "insult", "shouting", PassageReason("shouting", "shouts")
        )
        loud = words.isupper()
        return Finding(
            "possible_hostility",
            "shouting",
            Status.SCORED,
            0.9 if loud else 0.1,
            evidence=(evidence,) if loud else (),
        )


def test_a_scorer_needs_an_info_and_answers_in_order() -> None:
    combination: Combination = load_combination(seeds_dir() / "combination.json")
    profile = Profile("trial", 1, {key: Threshold(0.7, 0.3) for key in LABEL_KEYS})
    pipeline = Pipeline(Preparer("unused"), [Shouting()], combination, profile)  # type: ignore[list-item]
    comments = (
        Comment("1", "a", 1, "THIS IS NOT WHAT WE VOTED FOR"),
        Comment("2", "a", 2, "this is not what we voted for"),
    )
    loud, calm = pipeline.analyze(Discussion(Article("a"), comments))
    results = [a.labels["possible_hostility"] for a in (loud, calm)]
    assert [r.probability for r in results] == pytest.approx([0.9, 0.1])
    assert [str(e.reason) for e in results[0].evidence] == ["shouts"]
    assert [scorer.name for scorer in pipeline.run_info().scorers] == ["shouting"]


@pytest.mark.parametrize("sort", list(Sort))
def test_a_queue_order_has_columns_a_name_and_an_address(sort: Sort) -> None:
    where = QueueFilter(sort=sort, label="possible_hostility" if sort is Sort.SCORE else None)
    order = order_of(where)
    assert order.columns[-1].key == "comment_id", "equal places are told apart"
    assert text(f"queue.sort_{sort.value}")
    assert queue_address.filter_from(queue_address.address_of(where)).sort is sort


def test_no_two_queue_orders_sort_alike() -> None:
    orders = [
        order_of(QueueFilter(sort=sort, label="possible_hostility" if sort is Sort.SCORE else None))
        for sort in Sort
    ]
    assert len({(order.columns, order.descending) for order in orders}) == len(Sort)


@pytest.mark.parametrize("screen", screen_list.SCREENS, ids=lambda screen: screen.name)
def test_a_screen_has_a_module_and_a_name(screen: screen_list.Screen) -> None:
    assert screen_list.has_screen(screen.name)
    assert text(f"shell.{screen.name}")


def test_a_screen_is_one_line_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    room, module = ModuleType("dashboard.screens.trial"), "dashboard.screens.trial.screen"
    page = ModuleType(module)
    page.render = lambda: drawn.append("trial")  # type: ignore[attr-defined]
    page.__spec__ = ModuleType("spec")  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, room.__name__, room)
    monkeypatch.setitem(sys.modules, module, page)
    screens = (*screen_list.SCREENS, screen_list.Screen("trial", "trial"))
    monkeypatch.setattr(screen_list, "SCREENS", screens)
    monkeypatch.setattr(screen_list, "text", lambda key: key)
    assert list(screen_list.pages())[-1] == "trial"
    screen_list._render("trial")()
    assert drawn == ["trial"]
