"""What the page looks like just now, where a chart has to know."""

from __future__ import annotations

import streamlit as st


def dark() -> bool:
    """Whether the person's page is dark; charts then take the lighter tints."""
    return getattr(st.context.theme, "type", None) == "dark"
