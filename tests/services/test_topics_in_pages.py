"""A topic that comes page by page: replies find their posts across files, in either order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from analysis.services.admin.integrity import check
from analysis.services.data.batches import undo
from analysis.services.data.imports import import_file
from analysis.storage.database import Store
from analysis.storage.tables import CommentTable

POSTS = {1: None, 2: 1, 3: 2, 4: 3, 5: 2}
"""By its number, the number that a post answers."""


def page(path: Path, numbers: Sequence[int], *, topic: int = 77, first_id: int = 900) -> Path:
    posts: list[dict[str, Any]] = [
        {
            "id": first_id + number, "username": f"u{number}", "cooked": f"<p>Post {number}.</p>",
            "post_number": number, "post_type": 1, "topic_id": topic,
            "reply_to_post_number": POSTS[number],
        }
        for number in numbers
    ]  # fmt: skip
    path.write_text(json.dumps({"post_stream": {"posts": posts}, "id": topic}))
    return path


def parents(store: Store) -> dict[str, str | None]:
    with store.read() as session:
        rows = session.execute(
            select(CommentTable.platform_id, CommentTable.parent_platform_id).order_by(
                CommentTable.platform_id
            )
        )
        return {row[0]: row[1] for row in rows}


LINKED = {"901": None, "902": "901", "903": "902", "904": "903", "905": "902"}


@pytest.mark.parametrize("order", list(permutations([(1, 2), (3, 4), (5,)])))
@pytest.mark.parametrize("pseudonymise", [False, True])
def test_replies_are_linked_across_files(
    sqlite_store: Store, tmp_path: Path, order: Sequence[Sequence[int]], pseudonymise: bool
) -> None:
    paths = [page(tmp_path / f"{numbers[0]}.json", numbers) for numbers in order]
    for path in paths:
        report = import_file(sqlite_store, path, pseudonymise=pseudonymise)
    assert parents(sqlite_store) == LINKED
    assert any("linked to posts" in note for note in report.notes)
    for path in paths:
        again = import_file(sqlite_store, path, pseudonymise=pseudonymise)
        assert (again.new, again.revised) == (0, 0)
        assert not any("linked" in note for note in again.notes)
    assert parents(sqlite_store) == LINKED
    assert not check(sqlite_store).faults


def test_a_post_that_is_not_here_is_waited_for(sqlite_store: Store, tmp_path: Path) -> None:
    report = import_file(sqlite_store, page(tmp_path / "b.json", (3, 4)))
    assert parents(sqlite_store) == {"903": "post_number 2", "904": "903"}
    assert any("are not here" in note for note in report.notes)


def test_another_topics_post_of_that_number_is_not_meant(
    sqlite_store: Store, tmp_path: Path
) -> None:
    import_file(sqlite_store, page(tmp_path / "a.json", (1, 2), topic=78, first_id=500))
    import_file(sqlite_store, page(tmp_path / "b.json", (3, 4)))
    assert parents(sqlite_store)["903"] == "post_number 2"


def test_of_two_posts_of_one_number_neither_is_taken(sqlite_store: Store, tmp_path: Path) -> None:
    """Another forum's topic of the same number: neither names its site."""
    import_file(sqlite_store, page(tmp_path / "a.json", (1, 2)))
    import_file(sqlite_store, page(tmp_path / "b.json", (1, 2), first_id=500))
    report = import_file(sqlite_store, page(tmp_path / "c.json", (3,)))
    assert parents(sqlite_store)["903"] == "post_number 2"
    assert any("several posts" in note for note in report.notes)


def test_an_undone_post_is_not_linked_to(sqlite_store: Store, tmp_path: Path) -> None:
    first = import_file(sqlite_store, page(tmp_path / "a.json", (1, 2)))
    assert first.batch is not None
    undo(sqlite_store, first.batch)
    import_file(sqlite_store, page(tmp_path / "b.json", (3,)))
    assert parents(sqlite_store)["903"] == "post_number 2"
    import_file(sqlite_store, page(tmp_path / "a.json", (1, 2)))
    assert parents(sqlite_store)["903"] == "902"
