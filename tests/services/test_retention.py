"""The retention rule and an author's erasure beside others who write at the same time."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from scripted import filled, numbers, write_comments

from analysis.services.admin.integrity import check
from analysis.services.data import erasure, imports
from analysis.services.data.batches import undo
from analysis.services.data.erasure import erase_author, erase_comment, erase_older
from analysis.services.data.exports import export
from analysis.services.data.imports import import_file
from analysis.storage.audit import now
from analysis.storage.database import Store

LATER = timedelta(days=40)


@pytest.fixture
def ids(store: Store, tmp_path: Path) -> dict[str, int]:
    """Three comments that were read forty days ago."""
    texts = {"c1": "The first one", "c2": "The second one", "c3": "The third one"}
    return filled(store, tmp_path, texts, author="Zora Q")


@pytest.fixture(autouse=True)
def _forty_days_later(ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (erasure, imports):
        monkeypatch.setattr(module, "now", lambda: now() + LATER)


def _brought(store: Store, tmp_path: Path, texts: dict[str, str]) -> int:
    path = write_comments(tmp_path / "meanwhile.jsonl", texts, author="Zora Q")
    batch = import_file(store, path).batch
    assert batch is not None
    return batch


def _edited(store: Store, tmp_path: Path) -> None:
    _brought(store, tmp_path, {"c3": "What it says today"})


def _erased(store: Store, tmp_path: Path) -> None:
    erase_comment(store, numbers(store)["c3"], person="ben", reason="asked")


def _added(store: Store, tmp_path: Path) -> None:
    _brought(store, tmp_path, {"c4": "A new one"})


def _read_again(store: Store, tmp_path: Path) -> None:
    _brought(store, tmp_path, {"c3": "The third one"})


def _added_and_undone(store: Store, tmp_path: Path) -> None:
    undo(store, _brought(store, tmp_path, {"c4": "A new one"}))


Act = Callable[[Store, Path], None]


@pytest.mark.parametrize(
    ("act", "erased", "left"),
    [
        (_edited, 2, {"What it says today"}),
        (_erased, 2, set()),
        (_added, 3, {"A new one"}),
        (_read_again, 3, set()),
        (_added_and_undone, 3, set()),
    ],
)
def test_the_rule_goes_by_what_is_there_when_it_gets_to_a_comment(
    store: Store, tmp_path: Path, act: Act, erased: int, left: set[str]
) -> None:
    def between(count: int) -> None:
        if count == 1:
            act(store, tmp_path)

    assert erase_older(store, 39, person="dora", reason="policy", done=between) == erased
    export(store, tmp_path / "all.jsonl", format="jsonl", overwrite=True)
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["comment"]["text"] for line in lines} == left
    assert check(store).faults == ()


@pytest.mark.parametrize(("act", "gone"), [(_erased, ["c1", "c2"]), (_added, ["c1", "c2", "c3"])])
def test_an_author_s_other_comments_go_where_one_is_gone_meanwhile(
    store: Store,
    ids: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Act,
    gone: list[str],
) -> None:
    look_around, waiting = erasure.traces, [act]

    def meanwhile(within: Store, number: int) -> object:
        while waiting:
            waiting.pop()(store, tmp_path)
        return look_around(within, number)

    monkeypatch.setattr(erasure, "traces", meanwhile)
    done = erase_author(store, "Zora Q", person="dora", reason="asked")
    assert [one.comment_id for one in done] == [ids[name] for name in gone]


def test_the_rule_finishes_an_earlier_erasure_that_was_cut_off(
    store: Store, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut_off:
        cut_off.setattr(erasure, "finish_erasures", lambda _: False)
        erase_older(store, 39, person="dora", reason="policy")
        assert len(erasure.outstanding(store)) == len(ids)
    monkeypatch.setattr(erasure, "now", now)  # PostgreSQL's vacuum goes by the server's clock
    finished: list[Store] = []
    monkeypatch.setattr(erasure, "finish_erasures", finished.append)
    assert erase_older(store, 39, person="dora", reason="policy") == 0
    assert finished == [store]
