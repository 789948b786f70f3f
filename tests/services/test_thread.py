"""A whole thread: who answered whom, by the platform or by inference."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.domain.errors import BadInput
from analysis.services.data.imports import import_file
from analysis.services.data.scoring import score
from analysis.services.moderation.thread import Thread, thread
from analysis.services.site.site_pipeline import site_pipeline
from analysis.settings import Settings
from analysis.storage.database import Store

LINES = [
    {"id": "a", "author": "Ann", "text": "The ferry leaves at noon."},
    {"id": "b", "author": "Bo", "parent_id": "a", "text": "It leaves at one."},
    {"id": "c", "author": "Cem", "text": "Bo, I was there and it left at noon."},
    {"id": "d", "author": "Dee", "parent_id": "gone", "text": "Quite."},
]


@pytest.fixture
def stored(sqlite_store: Store, tmp_path: Path) -> Store:
    file = tmp_path / "in.jsonl"
    file.write_text(
        "".join(json.dumps({**line, "thread_id": "t"}) + "\n" for line in LINES), encoding="utf-8"
    )
    import_file(sqlite_store, file)
    settings = Settings(_env_file=None, model="none")  # type: ignore[call-arg]
    score(sqlite_store, site_pipeline(sqlite_store, settings))
    return sqlite_store


def parents(found: Thread) -> dict[str, tuple[str | None, bool]]:
    names = {line.comment_id: str(line.author) for line in found.lines}
    return {str(line.author): (names.get(line.parent or 0), line.inferred) for line in found.lines}


def test_a_named_parent_counts_and_an_addressed_one_is_inferred(stored: Store) -> None:
    found = parents(thread(stored, "t"))
    assert found["Bo"] == ("Ann", False)
    assert found["Cem"] == ("Bo", True)


def test_a_parent_outside_the_thread_makes_a_root(stored: Store) -> None:
    assert parents(thread(stored, "t"))["Dee"] == (None, False)


def test_a_long_thread_begins_at_its_beginning_and_says_how_long_it_is(stored: Store) -> None:
    found = thread(stored, "t", limit=2)
    assert [line.author for line in found.lines] == ["Ann", "Bo"]
    assert [line.excerpt for line in found.lines] == [line["text"] for line in LINES[:2]]
    assert found.total == 4
    assert all(line.badges for line in found.lines)


def test_an_unknown_article_is_said_to_be_one(stored: Store) -> None:
    with pytest.raises(BadInput, match="no article 'x'"):
        thread(stored, "x")
