"""`moderato accounts`: the first admin, and a forgotten password, at the machine itself."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from running import Moderato

from analysis.domain.account import Account, Role
from analysis.services.access.accounts import accounts
from analysis.services.access.sessions import sign_in
from analysis.storage.database import Store, open_store


@pytest.fixture
def store(sqlite_template: Path, tmp_path: Path) -> Store:
    shutil.copy(sqlite_template, tmp_path / "m.db")
    return open_store(f"sqlite:///{tmp_path / 'm.db'}")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Put a line on the input."""

    def type_(line: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(line))

    return type_


def test_the_first_admin_is_made_and_a_forgotten_password_reset(
    moderato: Moderato, store: Store, typed, tmp_path: Path
) -> None:
    db = ("--db", tmp_path / "m.db")
    typed("a long enough password\n")
    assert moderato("accounts", "add", "ada", "--role", "admin", *db).code == 0
    assert sign_in(store, "ada", "a long enough password").account.role is Role.ADMIN
    typed("another long password\n")
    assert moderato("accounts", "password", "ada", *db).code == 0
    sign_in(store, "ada", "another long password")
    done = moderato("accounts", "add", "Bo@Example.org", "--role", "manager", "--no-password", *db)
    assert done.out == "bo@example.org may sign in as manager\n"
    assert accounts(store) == [Account("ada", Role.ADMIN), Account("bo@example.org", Role.MANAGER)]
    assert moderato("accounts", "list", *db).out == "ada  admin\nbo@example.org  manager\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "ada", "--role", "amin"), "did you mean 'admin'"),
        (("add", "ada", "--role", "moderator"), "first account must be an admin"),
        (("add", "ada", "--role", "admin"), "at least 10 characters"),
        (("password", "ada"), "at least 10 characters"),
    ],
)
def test_what_can_not_be_is_said_in_one_sentence(
    moderato: Moderato,
    store: Store,
    typed,
    tmp_path: Path,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    typed("a long enough password\n" if "moderator" in arguments else "short\n")
    done = moderato("accounts", *arguments, "--db", tmp_path / "m.db")
    assert done.code == 2
    assert said in done.sentence
    assert accounts(store) == []
