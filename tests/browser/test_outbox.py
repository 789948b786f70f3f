"""The browser's outbox by itself: kept until confirmed, sent again, in order, by one message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from dashboard.components.assets import asset

MAKE = """(source) => {
    window.sent = []; window.got = [];
    // Each message waits until the test answers it, as a server would.
    window.post = (commands) => new Promise((answer) => window.sent.push({ commands, answer }));
    window.open_ = () => {
        const [store, outbox] = new Function("post", "got", `${source};
            const store = makeOutboxStore("db", "ana");
            const answered = (answer, command) => got.push([answer, command]);
            return [store, makeOutbox({ store, post, changed() {}, answered })];`
        )(window.post, window.got);
        window.store = store; window.outbox = outbox; outbox.flush();
    };
    window.open_();
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    made = context.new_page()
    made.route("**/*", lambda route: route.fulfill(body="<html></html>", content_type="text/html"))
    made.goto("http://127.0.0.1:9/")  # a place with a storage of its own, served by the line above
    made.clock.install()
    made.evaluate(MAKE, asset("outbox_store.js", "outbox.js"))
    yield made
    context.close()


def answer(page: Page, nth: int, *, problem: str | None = None, ok: bool = True) -> None:
    page.evaluate(
        """async ([nth, problem, ok]) => {
            const { commands, answer } = window.sent[nth];
            answer({ problem, answers: problem ? [] : commands.map(({ id }) => ({ id, ok })) });
            await Promise.resolve();
        }""",
        [nth, problem, ok],
    )


def states(page: Page) -> tuple[str, int, int]:
    """What the screen would say, how much waits, and how many messages were sent."""
    return tuple(
        page.evaluate("[window.outbox.state, window.outbox.waiting.length, window.sent.length]")
    )


def test_a_command_waits_until_it_is_answered_and_is_sent_again_after_a_failure(page: Page) -> None:
    page.evaluate("window.outbox.add({ kind: 'decide', comment: 7 })")
    assert states(page) == ("saving", 1, 1)
    answer(page, 0, problem="server")
    assert states(page) == ("unsaved", 1, 1)
    page.clock.run_for(600)
    assert states(page)[2] == 2
    first, second = page.evaluate("window.sent.map((one) => one.commands)")
    assert first == second
    answer(page, 1)
    assert states(page) == ("saved", 0, 2)
    page.clock.run_for(60_000)
    assert states(page)[2] == 2


def test_a_page_that_begins_anew_sends_what_the_one_before_left(page: Page) -> None:
    page.evaluate("window.outbox.add({ kind: 'decide', comment: 7 })")
    page.evaluate("window.outbox.stop(); window.open_()")
    assert states(page) == ("saving", 1, 2)
    before, after = page.evaluate("window.sent.map((one) => one.commands[0].id)")
    assert before == after


def test_no_answer_for_seconds_counts_as_not_saved_yet(page: Page) -> None:
    page.evaluate("window.outbox.add({ kind: 'decide', comment: 7 })")
    page.clock.run_for(3_100)
    assert states(page)[0] == "unsaved"


def test_commands_are_sent_in_their_order_by_one_message_at_a_time(page: Page) -> None:
    for comment in (7, 8, 9):
        page.evaluate("(comment) => window.outbox.add({ kind: 'decide', comment })", comment)
    assert states(page)[2] == 1
    answer(page, 0)
    page.clock.run_for(10)
    assert page.evaluate("window.sent[1].commands.map((one) => one.comment)") == [8, 9]


def test_what_one_person_left_is_not_sent_by_another_but_is_said(page: Page) -> None:
    page.evaluate("window.outbox.add({ kind: 'decide', comment: 7 })")
    source = asset("outbox_store.js", "outbox.js")
    told = page.evaluate(
        """(source) => new Function(`${source};
            const other = makeOutboxStore("db", "bo");
            const left = Object.entries(other.others()).map(([who, all]) => [who, all.length]);
            return [other.all().length, Object.fromEntries(left)];`)()""",
        source,
    )
    assert told == [0, {"ana": 1}]
