"""A batch is corrected from its stored records: other fields, same comments, same originals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.domain.errors import BadInput
from analysis.domain.review import Queue, QueueFilter
from analysis.services.data.batches import batch, batches, undo
from analysis.services.data.imports import import_file
from analysis.services.data.incoming import Incoming, take_comments
from analysis.services.data.remapping import remap
from analysis.services.moderation.queue import queue_page
from analysis.services.tone.tone_counts import tone_by_article
from analysis.storage.comments import read_comments
from analysis.storage.database import Store

TABLE = "id,nick,alias,remark,note\n" + "".join(
    f"{n},ann{n},bo{n},The ferry left {n} minutes early.,Seen at quay {n}.\n" for n in range(1, 4)
)


@pytest.fixture
def store(store: Store, tmp_path: Path) -> Store:
    path = tmp_path / "ferry.csv"
    path.write_text(TABLE, encoding="utf-8")
    import_file(store, path, mapping={"text": "remark", "author": "nick"})
    path.unlink()
    return store


def shown(store: Store) -> dict[str, tuple[str | None, str]]:
    ids = [item.comment_id for item in queue_page(store, QueueFilter(queue=Queue.ALL)).items]
    with store.read() as session:
        comments = read_comments(session, ids).values()
    return {comment.id: (comment.author, comment.text) for comment in comments}


def test_fields_follow_the_new_mapping_and_nothing_is_doubled(store: Store) -> None:
    before = shown(store)
    summary = remap(store, 1, mapping={"author": "alias"})
    assert (summary.new, summary.unchanged, summary.revised) == (0, 3, 0)
    assert {key: author for key, (author, _) in shown(store).items()} == {
        "1": "bo1", "2": "bo2", "3": "bo3",
    }  # fmt: skip
    assert [text for _, text in shown(store).values()] == [text for _, text in before.values()]
    assert batch(store, 1).state == "replaced"
    assert batch(store, 2).comments == 3
    assert batch(store, 2).columns != batch(store, 1).columns


def test_another_column_as_the_text_is_a_revision_and_the_original_stays(store: Store) -> None:
    summary = remap(store, 1, mapping={"text": "note"})
    assert (summary.new, summary.revised) == (0, 3)
    assert shown(store)["2"] == ("ann2", "Seen at quay 2.")
    # And back: the first text is known, so nothing is written again.
    again = remap(store, 2, mapping={"text": "remark"})
    assert (again.new, again.revised) == (0, 0)


def _sent(store: Store, folder: Path) -> None:
    edited = Incoming("2", "ferry", "The ferry was on time, after all.")
    take_comments(store, [edited], source="site", person="local")


def _in_another_file(store: Store, folder: Path) -> None:
    path = folder / "edits.csv"
    path.write_text("id,thread_id,text\n2,ferry,The ferry was on time.\n", encoding="utf-8")
    import_file(store, path)


def _in_its_own_file(store: Store, folder: Path) -> None:
    path = folder / "ferry.csv"
    path.write_text(TABLE.replace("2 minutes early", "10 minutes late"), encoding="utf-8")
    import_file(store, path, mapping={"text": "remark", "author": "nick"})


def _corrected_before(store: Store, folder: Path) -> None:
    remap(store, 1, mapping={"text": "note"})
    _sent(store, folder)


@pytest.mark.parametrize("edit", [_sent, _in_another_file, _in_its_own_file, _corrected_before])
def test_a_comment_that_was_edited_since_is_corrected_with_its_batch(
    store: Store, tmp_path: Path, edit: Callable[[Store, Path], None]
) -> None:
    edit(store, tmp_path)
    newest = shown(store)["2"][1]
    batches_here = [info for info in batches(store) if info.comments]
    assert [info.comments for info in batches_here] == [3]
    summary = remap(store, batches_here[0].number, mapping={"author": "alias"})
    assert (summary.new, summary.revised) == (0, 0)
    assert {key: author for key, (author, _) in shown(store).items()} == {
        "1": "bo1", "2": "bo2", "3": "bo3",
    }  # fmt: skip
    assert shown(store)["2"][1] == newest, "the edit stays"
    assert tone_by_article(store)[0].n == 3
    assert len(tone_by_article(store)) == 1


def test_a_corrected_batch_is_corrected_again_and_undone(store: Store) -> None:
    remap(store, 1, mapping={"author": "alias"})
    remap(store, 2, mapping={"author": ""})
    assert undo(store, 3) == 3
    assert shown(store) == {}


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [({"author": "nobody"}, "no column"), ({"writer": "nick"}, "Unknown field")],
)
def test_a_mapping_that_can_not_be_is_refused_before_anything_is_written(
    store: Store, mapping: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        remap(store, 1, mapping=mapping)
    assert len(shown(store)) == 3


def test_a_batch_that_is_undone_or_replaced_is_not_corrected(store: Store) -> None:
    remap(store, 1, mapping={"author": "alias"})
    with pytest.raises(BadInput, match="replaced"):
        remap(store, 1, mapping={"author": "nick"})


def pseudonymised(store: Store, tmp_path: Path) -> int:
    path = tmp_path / "hashed.csv"
    path.write_text(
        "id,author,alias,remark,date\n9,ann,bo,The bridge is shut.,03/04/2024\n", encoding="utf-8"
    )
    number = import_file(store, path, mapping={"text": "remark"}, pseudonymise=True).batch
    assert number is not None
    return number


def test_another_column_as_the_author_of_a_pseudonymised_batch_is_hashed(
    store: Store, tmp_path: Path
) -> None:
    number = pseudonymised(store, tmp_path)
    before = shown(store)["9"][0]
    summary = remap(store, number, mapping={"author": "alias"})
    after = shown(store)["9"][0]
    assert after is not None
    assert after.startswith("p-")
    assert after != before
    assert summary.batch is not None
    assert batch(store, summary.batch).options["pseudonyms"] is True


def test_pseudonyms_stay_where_a_correction_names_no_author(store: Store, tmp_path: Path) -> None:
    number = pseudonymised(store, tmp_path)
    before = shown(store)["9"][0]
    for _ in range(2):
        summary = remap(store, number, mapping={}, dates="day-first")
        assert shown(store)["9"][0] == before
        assert summary.batch is not None
        number = summary.batch
