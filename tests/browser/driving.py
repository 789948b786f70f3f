"""How a test waits for the dashboard and presses its keys."""

from __future__ import annotations

import itertools

from playwright.sync_api import Page

from dashboard.web.session_cookie import COOKIE

#: True when the script has ended, the server is connected and no part is still being fetched.
DRAWN = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && document.querySelector("[data-testid=stMain] [data-testid=stVerticalBlock] > *") !== null
    && document.querySelector("[data-testid=stSkeleton]") === null;
}"""

#: True when a page has been drawn whole for ``lasting`` milliseconds in which nothing of it changed
#: and each chart had its picture. ``call`` tells one wait from the one before.
AT_REST = f"""([call, lasting]) => {{
  const drawn = {DRAWN};
  const now = performance.now();
  let rest = window.atRest;
  if (rest === undefined) {{
    rest = window.atRest = {{ call: 0, since: 0 }};
    const changed = () => {{ rest.since = performance.now(); }};
    new MutationObserver(changed).observe(document, {{
      attributes: true, childList: true, characterData: true, subtree: true,
    }});
  }}
  const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")];
  if (rest.call !== call || !drawn() || charts.some((e) => !e.querySelector("svg, canvas"))) {{
    rest.call = call;
    rest.since = now;
  }}
  return now - rest.since >= lasting;
}}"""
#: Numbers the waits.
_calls = itertools.count(1)

#: Milliseconds after a comment is drawn in which no press counts (150), and a little more.
READ = 200


def look(page: Page, *, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
    """Take a window of this size and one of the schemes light and dark; ``goto`` shows it."""
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")


def settled(page: Page, *, lasting: int = 250) -> None:
    """Wait until what was asked for is drawn, charts too, and ``lasting`` ms nothing changes."""
    page.wait_for_function(AT_REST, arg=[next(_calls), lasting], polling=50)


def sign_in(page: Page, name: str, password: str) -> None:
    """Sign in by password, and wait until the browser keeps the session: a reload finds it."""
    before = _session(page)
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text(f"Signed in as {name}").wait_for()
    for _ in range(200):  # no script of the page can see the cookie
        if _session(page) not in (None, before):
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError("the browser does not keep the session")
    settled(page)


def _session(page: Page) -> str | None:
    """The token of this browser's session."""
    kept = {cookie.get("name"): cookie.get("value") for cookie in page.context.cookies()}
    return kept.get(COOKIE)


def press(page: Page, key: str) -> None:
    """Press a key as soon as the comment can have been read, and let the page draw."""
    page.wait_for_timeout(READ)
    page.keyboard.press(key)
    page.wait_for_timeout(60)


def saved(page: Page) -> None:
    """Wait until the server has confirmed everything this page decided."""
    page.locator(".review[data-unsaved='0']").wait_for()
    settled(page)


def on_screen(page: Page) -> int:
    """The number of the comment under review."""
    main = page.locator(".review .main[data-comment]:not([data-comment=''])")
    return int(main.get_attribute("data-comment") or 0)
