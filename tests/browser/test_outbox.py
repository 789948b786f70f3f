"""What a browser has decided reaches the server, also when an answer gets lost on the way."""

from __future__ import annotations

from playwright.sync_api import Browser

from dashboard.components.assets import asset


def test_a_message_without_an_answer_is_sent_again_until_it_is_answered(chromium: Browser) -> None:
    page = chromium.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.clock.install()
    page.evaluate(
        """(source) => {
            window.sent = [];
            const make = new Function(`${source}; return makeOutbox;`)();
            window.outbox = make((message) => window.sent.push(message));
            window.place = () => ({ at: 7 });
            window.outbox.add({ kind: "decide" });
            window.outbox.tell(window.place);
        }""",
        asset("outbox.js"),
    )
    page.clock.fast_forward(4_100)
    page.clock.fast_forward(4_100)
    first, second, third = page.evaluate("window.sent")
    assert trouble == []
    assert [one["message"] for one in (first, second, third)] == [1, 2, 3]
    assert first["commands"] == second["commands"] == third["commands"]
    assert second["at"] == 7

    number = first["commands"][0]["n"]
    page.evaluate("(n) => window.outbox.confirm(3, [{ n, ok: true }], window.place)", number)
    page.clock.fast_forward(20_000)
    assert len(page.evaluate("window.sent")) == 3
    page.close()
