"""Register our own components, once per server process and with everything they need inside.

The scripts travel inside the page: no address outside this machine is ever asked for them.
"""

from __future__ import annotations

import streamlit as st

from dashboard.components.assets import asset
from dashboard.components.label_css import label_css

_REVIEW = (
    "dom.js",
    "original.js",
    "reasons.js",
    "missed.js",
    "around.js",
    "personal.js",
    "help.js",
    "server.js",
    "outbox_store.js",
    "outbox.js",
    "sync.js",
    "connection.js",
    "press_guard.js",
    "save_state.js",
    "notices.js",
    "comment.js",
    "acts.js",
    "draft.js",
    "presence.js",
    "review_bar.js",
    "walk_end.js",
    "review.js",
)
_QUEUE = ("dom.js", "personal.js", "help.js", "server.js", "queue.js")
_SHARED_LOOK = ("base.css", "help.css")


def review_loop() -> st.components.v2.types.ComponentRenderer:
    """The component that shows comments one after the other and takes decisions."""
    return st.components.v2.component(
        "moderato_review",
        css=asset(*_SHARED_LOOK) + label_css() + asset("review.css"),
        js=asset(*_REVIEW),
    )


def queue_list() -> st.components.v2.types.ComponentRenderer:
    """The component that lists one page of a queue."""
    return st.components.v2.component(
        "moderato_queue",
        css=asset(*_SHARED_LOOK) + label_css() + asset("queue.css"),
        js=asset(*_QUEUE),
    )


def trial() -> st.components.v2.types.ComponentRenderer:
    """The component that labels a comment while it is typed."""
    return st.components.v2.component(
        "moderato_trial",
        css=asset(*_SHARED_LOOK) + label_css() + asset("review.css", "trial.css"),
        js=asset("dom.js", "original.js", "reasons.js", "personal.js", "trial.js"),
    )


def look_switch() -> st.components.v2.types.ComponentRenderer:
    """The component that chooses between light, dark and the system's look."""
    return st.components.v2.component(
        "moderato_look_switch",
        css=asset("base.css", "look_switch.css"),
        js=asset("dom.js", "look_switch.js"),
    )


def cookie() -> st.components.v2.types.ComponentRenderer:
    """The component that lets this browser keep or forget a session."""
    return st.components.v2.component("moderato_cookie", js=asset("cookie.js"))


def quiet_brush() -> st.components.v2.types.ComponentRenderer:
    """The component that keeps a chart's brush from being read out as a picture without a name."""
    return st.components.v2.component("moderato_quiet_brush", js=asset("quiet_brush.js"))
