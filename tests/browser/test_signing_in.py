"""Signing in for real: through an organisation (OpenID Connect), by password, and until when."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from driving import settled
from driving import sign_in as enter
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from analysis.domain.account import Account, Role
from analysis.domain.audit import AuditFilter
from analysis.services.access.accounts import accounts, create_account
from analysis.services.access.sessions import sign_in
from analysis.services.admin.audit_log import audit
from analysis.storage.accounts import end_sessions
from analysis.storage.database import Store, open_store
from analysis.storage.tables import SessionTable

PASSWORD = "a long enough password"
HERE = Path(__file__).parent
Serve = Callable[..., str]
Open = Callable[..., Page]


class Organisation:
    """The stub provider, and who it recognises."""

    def __init__(self, address: str) -> None:
        self.address = address

    def recognises(self, email: str, **claims: object) -> None:
        body = json.dumps({"email": email, **claims}).encode()
        urllib.request.urlopen(f"{self.address}/person", data=body, timeout=5).close()

    def left(self) -> int:
        """How often somebody was signed out there."""
        with urllib.request.urlopen(f"{self.address}/left", timeout=5) as answer:
            return int(json.load(answer)["left"])


@pytest.fixture(scope="module")
def organisation() -> Iterator[Organisation]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, str(HERE / "stub_provider.py"), str(port)])
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/left", timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield Organisation(address)
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture
def set_up(organisation: Organisation, tmp_path: Path) -> Callable[[str], Path]:
    """Write the secrets as the documentation says; gives the folder to start in."""

    def write(ours: str = "") -> Path:
        secrets = tmp_path / "site" / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir(parents=True)
        secrets.write_text(
            "[auth]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            'cookie_secret = "a secret of this test and of nothing else"\n'
            'client_id = "moderato"\n'
            'client_secret = "told to nobody"\n'
            f'server_metadata_url = "{organisation.address}/.well-known/openid-configuration"\n'
            + ours,
            encoding="utf-8",
        )
        return secrets.parent.parent

    return write


def opened(database: Path) -> Store:
    return open_store(f"sqlite:///{database}")


def session_count(store: Store) -> int:
    with store.read() as session:
        return int(session.scalars(select(func.count()).select_from(SessionTable)).one())


def through_organisation(page: Page) -> None:
    page.get_by_role("button", name="Sign in with your organisation").click()


@pytest.mark.slow
def test_an_organisation_s_sign_in_brings_those_with_an_account_and_nobody_else(
    organisation: Organisation,
    set_up: Callable[..., Path],
    serve: Serve,
    database: Path,
    open_page: Open,
) -> None:
    store = opened(database)
    create_account(store, "Ann@Example.org", None, Role.ADMIN)
    url = serve(database, folder=set_up())
    page = open_page(url)
    expect(page.get_by_text("Signed in as")).to_have_count(0)

    organisation.recognises("new@example.org", email_verified=True)
    through_organisation(page)
    expect(page.get_by_text("has no account and no role here yet")).to_be_visible()
    page.get_by_role("button", name="Sign in as somebody else").click()
    expect(page.get_by_text("has no account and no role here yet")).to_have_count(0)

    organisation.recognises("ann@example.org", email_verified=False)
    through_organisation(page)
    expect(page.get_by_text("no confirmed e-mail address")).to_be_visible()

    organisation.recognises("ANN@example.org", email_verified=True)
    through_organisation(page)
    expect(page.get_by_text("Signed in as ann@example.org (admin)")).to_be_visible()
    settled(page)
    page.reload()
    expect(page.get_by_text("Signed in as ann@example.org (admin)")).to_be_visible()

    before = organisation.left()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()
    # The page is drawn a moment before the browser is sent to the organisation and back.
    until = time.monotonic() + 30
    while organisation.left() == before and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert organisation.left() == before + 1
    settled(page)
    page.reload()
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()

    events = audit(store, AuditFilter(), person="ann@example.org").events
    assert [(event.person, event.action) for event in events][:4] == [
        ("ann@example.org", "sign_out"),
        ("ann@example.org", "sign_in"),
        ("local", "sign_in_refused"),
        ("local", "create_account"),
    ]


def test_groups_give_the_role_and_a_session_ends_by_itself(
    organisation: Organisation,
    set_up: Callable[..., Path],
    serve: Serve,
    database: Path,
    open_page: Open,
) -> None:
    folder = set_up(
        '[moderato]\ngroups_claim = "teams"\n'
        '[moderato.roles]\n"heads" = "admin"\n"desk" = "moderator"\n'
    )
    page = open_page(serve(database, folder=folder))
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()

    organisation.recognises("kim@example.org", teams=["canteen"])
    through_organisation(page)
    expect(page.get_by_text("none of your groups has a role here")).to_be_visible()
    assert accounts(opened(database)) == []

    organisation.recognises("kim@example.org", teams=["canteen", "desk"])
    through_organisation(page)
    expect(page.get_by_text("Signed in as kim@example.org (moderator)")).to_be_visible()
    assert accounts(opened(database)) == [Account("kim@example.org", Role.MODERATOR)]

    store = opened(database)
    with store.write() as session:
        end_sessions(session, "kim@example.org")
    page.get_by_role("link", name="Tone").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    # The provider's own cookie still names her; it opens no second session by itself.
    assert session_count(store) == 0

    organisation.recognises("kim@example.org", teams=["desk"], iat=time.time() - 13 * 3600)
    through_organisation(page)
    expect(page.get_by_text("sign in there again")).to_be_visible()
    assert session_count(store) == 0


@pytest.mark.slow
def test_one_changes_one_s_own_password_and_is_signed_out_elsewhere(
    demo_url: str, database: Path, open_page: Open
) -> None:
    store = opened(database)
    create_account(store, "ada", PASSWORD, Role.ADMIN)
    here, elsewhere = open_page(demo_url), open_page(demo_url)
    for page in (here, elsewhere):
        enter(page, "ada", PASSWORD)

    here.get_by_role("button", name="Your account").click()
    dialog = here.get_by_role("dialog")
    expect(dialog.get_by_text("This session ends on")).to_be_visible()

    def change(present: str) -> None:
        dialog.get_by_role("textbox", name="Present password").fill(present)
        for name in ("New password", "New password once more"):
            dialog.get_by_role("textbox", name=name, exact=True).fill("quite another password")
        dialog.get_by_role("button", name="Change it").click()

    change("not my password")
    expect(dialog.get_by_text("The present password is not right")).to_be_visible()
    change(PASSWORD)
    expect(dialog.get_by_text("Your password is changed")).to_be_visible()
    here.reload()
    expect(here.get_by_text("Signed in as ada")).to_be_visible()
    elsewhere.reload()
    expect(elsewhere.get_by_text("Your session has ended")).to_be_visible()
    assert sign_in(store, "ada", "quite another password").account.name == "ada"
