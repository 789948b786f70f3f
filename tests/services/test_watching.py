"""A watched folder: a file is read once it is whole, and once; what is being written waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.domain.errors import BadInput
from analysis.ingest import ReadOptions
from analysis.services.data.batches import undo
from analysis.services.data.imports import import_file
from analysis.services.data.remapping import remap
from analysis.services.data.watching import Watch, waiting_files
from analysis.storage.database import Store

TABLE = "id,comment\n1,The ferry left early.\n"


def test_a_file_waits_until_it_has_not_changed_between_two_looks(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    assert watch.whole() == []
    path.write_text(TABLE + "2,It did not.\n")
    assert watch.whole() == []
    assert watch.whole() == [path]
    watch.finish(path)
    assert watch.whole() == []


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    watch.whole()
    watch.finish(path)
    path.write_text(TABLE + "2,It did not.\n")
    watch.whole()
    assert watch.whole() == [path]


@pytest.mark.parametrize("name", [".a.csv", "a.csv.part", "a.csv~", "a.tmp"])
def test_what_is_hidden_or_being_written_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TABLE)
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder").mkdir()
    watch = Watch(tmp_path)
    watch.whole()
    assert watch.whole() == []


def test_a_file_that_was_imported_in_this_way_is_done(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    path = folder / "a.csv"
    path.write_text(TABLE)
    import_file(store, path)
    watch = Watch(folder)
    for _ in range(3):
        assert waiting_files(store, watch, ReadOptions()) == []
    other = Watch(folder)
    other.whole()
    assert waiting_files(store, other, ReadOptions(mapping={"id": ""})) == [path]


def test_what_a_person_has_undone_or_corrected_is_not_read_again(
    store: Store, tmp_path: Path
) -> None:
    """Not by a watch that starts anew; an import by hand brings it back."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("undone", "corrected", "other"):
        row = f'{{"id": "{name}", "text": "Words", "writer": "ann"}}\n'
        (folder / f"{name}.jsonl").write_text(row)
    for name in ("undone", "corrected"):
        import_file(store, folder / f"{name}.jsonl")
    undo(store, 1)
    remap(store, 2, mapping={"author": "writer"})
    watch = Watch(folder)
    watch.whole()
    assert waiting_files(store, watch, ReadOptions()) == [folder / "other.jsonl"]
    assert import_file(store, folder / "undone.jsonl").new == 1


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        Watch(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("trouble", "named"),
    [(FileNotFoundError, []), (PermissionError, ["a.csv"])],
    ids=["gone meanwhile", "not to be opened"],
)
def test_a_file_that_cannot_be_opened_keeps_no_other_from_being_read(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: type[OSError],
    named: list[str],
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text(TABLE)
    watch = Watch(folder)
    watch.whole()
    opened = Path.open

    def failing(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "a.csv":
            raise trouble
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", failing)
    waiting = waiting_files(store, watch, ReadOptions())
    assert [path.name for path in waiting] == [*named, "b.csv"]


def test_a_name_whose_file_has_gone_when_it_is_looked_at_is_left_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "b.csv").write_text(TABLE)
    watch = Watch(tmp_path)
    watch.whole()
    assert [path.name for path in watch.whole()] == ["b.csv"]
