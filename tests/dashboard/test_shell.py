"""Around every screen: plain words when something is wrong, and a name where teams sign in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analysis.domain.account import Account, Role
from analysis.services.access.accounts import create_account
from analysis.services.access.sessions import sign_in
from analysis.storage.database import open_store
from dashboard.launch_options import app_file
from dashboard.screens.screen_list import pages

PASSWORD = "a long enough password"


@pytest.fixture
def app() -> Callable[..., AppTest]:
    def draw(**query: str) -> AppTest:
        at = AppTest.from_file(app_file(), default_timeout=60)
        for key, value in query.items():
            at.query_params[key] = value
        return at.run()

    return draw


def test_the_first_screen_is_home(demo_url: str, app: Callable[..., AppTest]) -> None:
    at = app()
    assert not at.exception
    assert at.title[0].value == "Moderato"


def test_a_missing_database_is_made_and_the_way_in_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Callable[..., AppTest]
) -> None:
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"sqlite:///{tmp_path / 'not-there.db'}")
    st.cache_resource.clear()
    at = app()
    assert not at.exception
    assert (tmp_path / "not-there.db").exists()
    assert at.button(key="import_demo").label == "Open the demo"


def test_an_empty_database_that_is_there_is_asked_about_before_it_gets_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Callable[..., AppTest]
) -> None:
    path = tmp_path / "there.db"
    sqlite3.connect(path).close()
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"sqlite:///{path}")
    st.cache_resource.clear()
    at = app()
    assert "holds nothing" in at.info[0].value
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    connection.close()
    at.button(key="make_tables").click().run()
    assert not at.exception
    assert at.button(key="import_demo").label == "Open the demo"


def test_a_database_in_a_folder_that_is_not_there_is_one_sentence_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Callable[..., AppTest]
) -> None:
    monkeypatch.setenv("MODERATO_DATABASE_URL", f"sqlite:///{tmp_path / 'no' / 'a.db'}")
    st.cache_resource.clear()
    at = app()
    assert not at.exception
    assert "can't open the database" in at.error[0].value
    assert "moderato import FILE" in at.markdown[0].value


def test_a_newer_database_is_named_as_such(demo_url: str, app: Callable[..., AppTest]) -> None:
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    connection.close()
    at = app()
    assert not at.exception
    assert "newer" in at.error[0].value


def test_a_wrong_address_is_answered_in_plain_words(demo_url: str) -> None:
    at = AppTest.from_string(
        "from dashboard.faults import guarded\n"
        "from dashboard.screens.queue.screen import render\nguarded(render)()",
        default_timeout=60,
    )
    at.query_params["queue"] = "flaged"
    at.run()
    assert not at.exception
    assert "did you mean 'flagged'" in at.error[0].value


def test_without_accounts_nobody_has_to_sign_in(demo_url: str, app: Callable[..., AppTest]) -> None:
    assert not app().text_input


def test_with_accounts_nothing_is_shown_before_signing_in(
    demo_url: str, app: Callable[..., AppTest]
) -> None:
    create_account(open_store(demo_url), "ada", PASSWORD, Role.ADMIN)
    at = app()
    assert at.subheader[0].value == "Sign in"
    assert not at.get("bidi_component")

    name, password = at.text_input
    name.input("ada")
    password.input("wrong password")
    at.button[0].click().run()
    assert "not right" in at.error[0].value
    assert not at.get("bidi_component")


def test_signing_in_leads_to_the_screen_and_signing_out_back(
    demo_url: str, app: Callable[..., AppTest]
) -> None:
    create_account(open_store(demo_url), "ada", PASSWORD, Role.ADMIN)
    at = app()
    name, password = at.text_input
    name.input("ada")
    password.input(PASSWORD)
    at.button[0].click().run()
    assert any("Signed in as ada (admin)" in caption.value for caption in at.caption)
    [leave] = [button for button in at.button if button.label == "Sign out"]
    leave.click().run()
    assert at.subheader[0].value == "Sign in"


def test_a_session_that_was_ended_asks_for_signing_in_again(
    demo_url: str, app: Callable[..., AppTest]
) -> None:
    store = open_store(demo_url)
    create_account(store, "ada", PASSWORD, Role.ADMIN)
    at = AppTest.from_file(app_file(), default_timeout=60)
    at.session_state["session_token"] = sign_in(store, "ada", PASSWORD).token
    at.run()
    assert at.get("bidi_component")
    at.session_state["session_token"] = "made up"
    at.run()
    assert at.subheader[0].value == "Sign in"


def test_the_menu_leaves_out_what_a_role_does_not_cover() -> None:
    for role, shown in ((Role.MODERATOR, False), (Role.MANAGER, True), (Role.ADMIN, True)):
        screens = {"queue", "review"} | ({"audit"} if shown else set())
        offered = set(pages(Account("ada", role)))
        assert screens - {"audit"} <= offered
        assert "audit" not in offered or shown


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.RESEARCHER])
def test_the_address_of_a_screen_that_a_role_does_not_cover_says_so(role: Role) -> None:
    at = AppTest.from_string(
        "import streamlit as st\n"
        "from analysis.domain.account import Account, Role\n"
        "from dashboard.screens.screen_list import SCREENS, pages, refused_pages\n"
        f"account = Account('ada', Role('{role.value}'))\n"
        "refused = refused_pages(account)\n"
        "addresses = [page.url_path for page in (*pages(account).values(), *refused)]\n"
        "assert sorted(addresses) == sorted(screen.path for screen in SCREENS)\n"
        "st.navigation(refused).run()",
        default_timeout=60,
    ).run()
    assert not at.exception
    assert at.info[0].value == "Your role does not cover this screen."
