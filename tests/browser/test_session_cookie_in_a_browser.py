"""A session lives in a cookie that no script sees: a reload keeps it, signing out takes it away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from driving import settled, sign_in
from playwright.sync_api import Page, expect

from analysis.domain.account import Role
from analysis.services.access.accounts import create_account
from analysis.storage.database import open_store

PASSWORD = "a long enough password"


def test_no_script_of_a_page_sees_the_session_which_a_reload_keeps_and_signing_out_ends(
    demo_url: str, database: Path, open_page: Callable[..., Page]
) -> None:
    create_account(open_store(f"sqlite:///{database}"), "ada", PASSWORD, Role.ADMIN)
    page = open_page(demo_url)
    sign_in(page, "ada", PASSWORD)
    [cookie] = [one for one in page.context.cookies() if one["name"] == "moderato_session"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert "moderato_session" not in page.evaluate("() => document.cookie")
    page.reload()
    expect(page.get_by_text("Signed in as ada")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()
    settled(page)
    for _ in range(100):  # the page asks for it to be taken away
        if "moderato_session" not in (names := [one["name"] for one in page.context.cookies()]):
            break
        page.wait_for_timeout(50)
    assert "moderato_session" not in names
    page.reload()
    expect(page.get_by_role("textbox", name="Password")).to_be_visible()
