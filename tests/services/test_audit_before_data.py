"""Exports and imports are on record before data moves, and also when they do not end well."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from refilling import once
from scripted import write_comments
from sqlalchemy import event

from analysis.domain.audit import AuditFilter
from analysis.domain.errors import BadInput, Unavailable
from analysis.services.admin.audit_log import audit_events
from analysis.services.admin.audited import audited_end
from analysis.services.annotation.annotation_export import export_annotations
from analysis.services.annotation.annotation_sets import create_set
from analysis.services.data import exports, imports, retrying, user_report_imports
from analysis.storage import connections
from analysis.storage.database import Store

Act = Callable[[Store, Path], object]


def _reports(folder: Path) -> Path:
    (folder / "reports.csv").write_text("comment_id,reason\n1,spam\n")
    return folder / "reports.csv"


OUT: dict[str, Act] = {
    "export": lambda s, f: exports.export(s, f / "out", format="jsonl"),
    "export_quarantine": lambda s, f: retrying.export_quarantine(s, f / "out"),
    "export_annotations": lambda s, f: export_annotations(
        s, 1, f / "out", format="jsonl", person="local"
    ),
}
IN: dict[str, Act] = {
    "import": lambda s, f: imports.import_file(
        s, write_comments(f / "more.jsonl", ["one more", "and another"])
    ),
    "import_reports": lambda s, f: user_report_imports.import_reports(s, _reports(f)),
}
ALL = {**OUT, **IN}


@pytest.fixture
@once
def filled(store: Store, tmp_path: Path) -> Store:
    imports.import_file(store, write_comments(tmp_path / "first.jsonl", ["the first"]))
    create_set(store, "set", labels=["possible_hostility"], guideline="1", person="local")
    return store


def entries(store: Store, action: str) -> list[str]:
    events = audit_events(store, AuditFilter(), person="local")
    return [entry.action for entry in events if entry.action.startswith(action)]


def _broken(*_: object, **__: object) -> None:
    raise RuntimeError("quillfeather")


@pytest.mark.parametrize("action", ALL)
def test_a_good_end_is_a_begun_entry_and_an_end(filled: Store, tmp_path: Path, action: str) -> None:
    before = len(entries(filled, action))
    ALL[action](filled, tmp_path)
    new = [name for name in entries(filled, action)[before:] if name.startswith(action)]
    assert new == [f"{action}_begun", action]


WHERE = {
    "export": (exports, "exported"),
    "export_quarantine": (retrying, "quarantined"),
    "export_annotations": (None, ""),
    "import": (imports, "Additions"),
    "import_reports": (user_report_imports, "add_reports"),
}


@pytest.mark.parametrize("action", [name for name in ALL if WHERE[name][0]])
def test_a_bad_end_is_on_record_without_the_words_of_the_error(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    before = len(entries(filled, action))
    monkeypatch.setattr(*WHERE[action], _broken)
    with pytest.raises(RuntimeError):
        ALL[action](filled, tmp_path)
    assert entries(filled, action)[before:] == [f"{action}_begun", f"{action}_failed"]
    last = list(audit_events(filled, AuditFilter(), person="local"))[-1]
    assert last.detail["error"] == "RuntimeError"
    assert "quillfeather" not in str(last)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("action", ALL)
def test_an_end_that_cannot_be_kept_leaves_the_begun_entry(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    before = len(entries(filled, action))
    module = {
        "export": "analysis.services.data.exports",
        "export_quarantine": "analysis.services.data.retrying",
        "export_annotations": "analysis.services.annotation.annotation_export",
        "import": "analysis.services.data.import_account",
        "import_reports": "analysis.services.data.user_report_imports",
    }[action]
    import analysis.storage.audit as kept

    def full(session: object, person: str, name: str, **rest: object) -> None:
        if not name.endswith("_begun"):
            raise Unavailable("the disk is full")
        kept.log(session, person, name, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(f"{module}.log", full)
    monkeypatch.setattr("analysis.services.admin.audited.log", full)
    with pytest.raises(Unavailable, match="disk is full"):
        ALL[action](filled, tmp_path)
    assert entries(filled, action)[before:] == [f"{action}_begun"]


@pytest.mark.parametrize("action", OUT)
def test_a_locked_database_refuses_before_a_file_is_written(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    create_set(sqlite_store, "set", labels=["possible_hostility"], guideline="1", person="local")
    monkeypatch.setattr(connections, "BUSY_MILLISECONDS", 50)
    sqlite_store.close()  # new connections wait for the shorter time
    other = sqlite3.connect(sqlite_store.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(Unavailable, match="another program is writing"):
            OUT[action](sqlite_store, tmp_path)
    finally:
        other.close()
    assert not list(tmp_path.glob("out*"))
    assert not list(tmp_path.glob(".moderato-*"))


@pytest.mark.parametrize("action", OUT)
def test_a_database_that_is_read_only_refuses_before_a_file_is_written(
    sqlite_store: Store, tmp_path: Path, action: str
) -> None:
    create_set(sqlite_store, "set", labels=["possible_hostility"], guideline="1", person="local")

    def lock(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(sqlite_store.engine, "connect", lock)
    sqlite_store.close()
    with pytest.raises(Unavailable, match="can't be written"):
        OUT[action](sqlite_store, tmp_path)
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("action", OUT)
def test_a_file_that_is_refused_leaves_no_entry(filled: Store, tmp_path: Path, action: str) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(BadInput, match="--force"):
        OUT[action](filled, tmp_path)
    assert entries(filled, action) == []


@pytest.mark.parametrize("end", [KeyboardInterrupt, Unavailable])
def test_what_is_stopped_or_waited_in_vain_does_not_wait_once_more_for_its_entry(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    monkeypatch.setattr("analysis.services.admin.audited.STOP_PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(sqlite_store.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with closing(other), pytest.raises(end), audited_end(sqlite_store, "ada", "import", detail={}):
        raise end
    assert time.monotonic() - began < connections.BUSY_MILLISECONDS / 1_000 / 2
