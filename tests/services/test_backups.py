"""A copy made in use is the same to the byte, restores, and is refused where it is not sound."""

import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from deciding import decide
from scripted import filled
from tampering import flip_a_bit, path_of, tamper

from analysis.domain.account import Role
from analysis.domain.audit import AuditFilter
from analysis.domain.decision import Action
from analysis.domain.errors import BadInput
from analysis.resources import sqlite_url
from analysis.services.access.accounts import create_account, disable_account
from analysis.services.access.sessions import session_account, sign_in, sign_out
from analysis.services.admin import backups, checkpoints
from analysis.services.admin.audit_log import audit
from analysis.services.admin.backups import backup, restore
from analysis.services.admin.integrity import check
from analysis.storage.audit import now
from analysis.storage.database import Store, open_store

PASSWORD = "correct horse battery staple"
TEXTS = {"c1": "The tram\u2028stops\t„here“ 👩🏽‍🚒 h=0.9", "c2": "A quiet word", "c3": "Ω ' \r\n"}


def _originals(store: Store) -> list[tuple[object, ...]]:
    with store.read() as session:
        rows = session.execute(sa.text("SELECT * FROM comment_text ORDER BY id"))
        return [tuple(row) for row in rows]


def test_a_backup_restores_to_the_same_bytes(sqlite_store: Store, tmp_path: Path) -> None:
    ids = filled(sqlite_store, tmp_path, TEXTS)
    decide(sqlite_store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0)
    made = backup(sqlite_store, tmp_path / "copy.db")
    assert made.texts == 3
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert not list(tmp_path.glob("copy.db*[!b]"))  # one file, nothing beside it
    target = f"sqlite:///{tmp_path / 'restored.db'}"
    put_back = restore(tmp_path / "copy.db", target)
    assert (put_back.texts, put_back.texts_sha256) == (made.texts, made.texts_sha256)
    restored = open_store(target)
    assert _originals(restored) == _originals(sqlite_store)
    assert check(restored).faults == ()
    assert audit(restored, AuditFilter(action="restore"), person="local").total == 1
    restored.close()


@pytest.mark.parametrize("name", ["a#1", "a?mode=rw", "a%41", "100%", "plain", "ä ö", "&=+;"])
def test_a_name_is_taken_as_it_is(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    folder = tmp_path / name
    folder.mkdir()
    backup(sqlite_store, folder / f"{name}.db")
    assert restore(folder / f"{name}.db", sqlite_url(folder / f"new {name}.db")).texts == 3
    assert {file.name for file in folder.iterdir()} == {f"{name}.db", f"new {name}.db"}
    beside = {file.name for file in tmp_path.iterdir() if not file.name.startswith("store.db")}
    assert beside <= {name, "comments.jsonl"}


def test_it_is_noted_and_never_overwrites(sqlite_store: Store, tmp_path: Path) -> None:
    backup(sqlite_store, tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    with pytest.raises(BadInput, match="never overwrites"):
        backup(sqlite_store, tmp_path / "copy.db")
    with pytest.raises(BadInput, match="never overwrites"):
        backup(sqlite_store, path_of(sqlite_store))
    with pytest.raises(BadInput, match="does not exist"):
        backup(sqlite_store, tmp_path / "nowhere" / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before
    assert audit(sqlite_store, AuditFilter(action="backup"), person="local").total == 1


@pytest.mark.parametrize("name", ["other.db-journal", "other.db-wal", "other.db-shm"])
def test_it_is_not_put_beside_a_database(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    shutil.copy(path_of(sqlite_store), tmp_path / "other.db")
    with pytest.raises(BadInput, match=r"belongs to the database other\.db"):
        backup(sqlite_store, tmp_path / name)
    assert not (tmp_path / name).exists()
    backup(sqlite_store, tmp_path / "copy")
    with pytest.raises(BadInput, match=r"belongs to the database other\.db"):
        restore(tmp_path / "copy", f"sqlite:///{tmp_path / name}")
    assert not (tmp_path / name).exists()


def test_a_link_that_leads_nowhere_and_files_of_others_stay(
    sqlite_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "link.db").symlink_to("elsewhere.db")
    (tmp_path / "copy.db.unfinished").write_text("a list of mine")
    with pytest.raises(BadInput, match="never overwrites"):
        backup(sqlite_store, tmp_path / "link.db")
    backup(sqlite_store, tmp_path / "copy.db")
    assert (tmp_path / "copy.db.unfinished").read_text() == "a list of mine"
    (tmp_path / "new.db.looked-at").write_text("a list of mine")
    restore(tmp_path / "copy.db", f"sqlite:///{tmp_path / 'new.db'}")
    assert (tmp_path / "new.db.looked-at").read_text() == "a list of mine"
    assert not (tmp_path / "elsewhere.db").exists()


@pytest.mark.slow
@pytest.mark.heavy
def test_it_is_one_moment_while_others_write(sqlite_store: Store, tmp_path: Path) -> None:
    ids = filled(sqlite_store, tmp_path, [f"Comment {n} h=0.9" for n in range(60)])
    writer = open_store(sqlite_store.url)

    def work() -> None:
        for number in ids.values():
            decide(writer, number, Action.REJECT, person="anna", seen_sequence=0)

    thread = threading.Thread(target=work)
    thread.start()
    made = [backup(sqlite_store, tmp_path / f"copy{n}.db") for n in range(2)]
    thread.join()
    writer.close()
    assert [one.texts for one in made] == [60, 60]  # each was checked whole before it counted


def test_a_database_that_is_not_sound_gives_no_backup(sqlite_store: Store, tmp_path: Path) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    tamper(sqlite_store, "UPDATE queue_count SET comments = 99")
    with pytest.raises(BadInput, match=r"not sound .*kept counts"):
        backup(sqlite_store, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*"))


def _damaged(kind: str, store: Store, copy: Path) -> None:
    if kind == "a flipped bit":
        flip_a_bit(open_store(f"sqlite:///{copy}"), b"A quiet word")
    elif kind == "cut short":
        copy.write_bytes(copy.read_bytes()[:-8192])
    elif kind == "no database":
        copy.write_bytes(b"Dear reader, this is a letter. " * 300)
    else:
        with closing(sqlite3.connect(copy)) as file:
            file.execute("DROP TRIGGER decision_no_update")


@pytest.mark.parametrize("kind", ["a flipped bit", "cut short", "no database", "a guard gone"])
def test_a_damaged_backup_is_not_put_back(sqlite_store: Store, tmp_path: Path, kind: str) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    backup(sqlite_store, tmp_path / "copy.db")
    _damaged(kind, sqlite_store, tmp_path / "copy.db")
    before = _originals(sqlite_store)
    with pytest.raises(BadInput, match=r"not sound|damaged|not whole"):
        restore(tmp_path / "copy.db", sqlite_store.url, force=True)
    assert _originals(sqlite_store) == before
    assert not list(tmp_path.glob(".moderato-*"))


def test_what_is_there_is_only_renamed_and_only_by_force(
    sqlite_store: Store, tmp_path: Path
) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    backup(sqlite_store, tmp_path / "copy.db")
    sqlite_store.close()
    with pytest.raises(BadInput, match="--force"):
        restore(tmp_path / "copy.db", sqlite_store.url)
    aside = restore(tmp_path / "copy.db", sqlite_store.url, force=True).aside
    assert aside is not None
    old = open_store(f"sqlite:///{aside}")
    assert check(old).faults == ()
    old.close()
    with pytest.raises(BadInput, match="database itself"):
        restore(path_of(sqlite_store), sqlite_store.url, force=True)


def test_a_server_that_is_still_open_writes_into_neither(
    sqlite_store: Store, tmp_path: Path
) -> None:
    ids = filled(sqlite_store, tmp_path, TEXTS)
    backup(sqlite_store, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", sqlite_store.url, force=True)
    with pytest.raises(BadInput, match="replaced by another file"):
        decide(sqlite_store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0)


def test_a_backup_older_than_a_checkpoint_is_told(sqlite_store: Store, tmp_path: Path) -> None:
    ids = filled(sqlite_store, tmp_path, TEXTS)
    backup(sqlite_store, tmp_path / "copy.db")
    decide(sqlite_store, ids["c1"], Action.REJECT, person="anna", seen_sequence=0)
    taken = checkpoints.take(sqlite_store)
    with pytest.raises(BadInput, match="older file was put back"):
        restore(tmp_path / "copy.db", f"sqlite:///{tmp_path / 'new.db'}", checkpoint=taken)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.postgres
def test_postgresql_is_copied_by_its_own_tools(postgres_store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="pg_dump"):
        backup(postgres_store, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_nobody_who_signed_out_or_was_shut_out_since_is_in_again(
    sqlite_store: Store, tmp_path: Path
) -> None:
    for name, role in (("ada", Role.ADMIN), ("ben", Role.MODERATOR), ("cleo", Role.MODERATOR)):
        create_account(sqlite_store, name, PASSWORD, role)
    tokens = [sign_in(sqlite_store, name, PASSWORD).token for name in ("ada", "ben", "cleo")]
    backup(sqlite_store, tmp_path / "copy.db")
    sign_out(sqlite_store, tokens[0])
    disable_account(sqlite_store, "ben", person="ada")
    restore(tmp_path / "copy.db", sqlite_store.url, force=True)
    restored = open_store(sqlite_store.url)
    assert [session_account(restored, token) for token in tokens] == [None, None, None]
    assert sign_in(restored, "cleo", PASSWORD)
    (event,) = audit(restored, AuditFilter(action="restore"), person="ada").events
    assert event.detail["sessions_ended"] == 3
    restored.close()


def test_what_is_renamed_within_a_second_takes_no_name_that_is_there(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(sqlite_store, tmp_path, TEXTS)
    backup(sqlite_store, tmp_path / "copy.db")
    sqlite_store.close()
    first, second = now(), now() + timedelta(minutes=1)
    originals = path_of(sqlite_store).read_bytes()
    moments = [first, first, second, first]
    monkeypatch.setattr(backups, "now", lambda: moments[0])
    aside = []
    while moments:
        aside.append(restore(tmp_path / "copy.db", sqlite_store.url, force=True).aside)
        del moments[0]
    assert len({*aside}) == 4
    assert aside[0] is not None
    assert aside[0].read_bytes() == originals
