"""Faults of our own, in our words: never an exception's text, never Streamlit's error page."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from analysis.domain.errors import ModeratoError
from dashboard.components.plain import plain
from dashboard.texts import text

log = logging.getLogger(__name__)
_P = ParamSpec("_P")


def draw_fault(error: Exception) -> bool:
    """Say what can be said of an error; always ``True``: Streamlit need not show it too."""
    if isinstance(error, ModeratoError):
        st.error(text("shell.problem", reason=plain(str(error))))
        return True
    # Only the kind: a message could repeat what somebody wrote.
    log.error("a screen failed: %s", type(error).__name__)
    st.error(text("shell.fault", kind=type(error).__name__))
    return True


def guarded(part: Callable[_P, None]) -> Callable[_P, None]:
    """A part of a page (a screen, a fragment, a callback) whose faults are ours to tell."""

    @functools.wraps(part)
    def drawn(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            part(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - nobody is above it but Streamlit
            draw_fault(error)

    return drawn
