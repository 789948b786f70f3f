"""Send one command to a service and show its refusal beside the button that asked for it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analysis.domain.errors import ModeratoError
from dashboard.components.plain import plain


def attempted(command: Callable[[], object]) -> bool:
    """Whether the command went through; what stood against it is shown in plain words."""
    try:
        command()
    except ModeratoError as problem:
        st.error(plain(str(problem)))
        return False
    return True
