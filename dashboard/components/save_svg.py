"""Save a drawn chart as SVG: by the browser itself, from what it has on screen."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.components.assets import asset
from dashboard.texts import texts


def save_svg(charts: Mapping[str, str], *, key: str) -> None:
    """Offer ``charts`` (the key each was drawn under, and its title) as SVG files."""
    component = st.components.v2.component(
        "moderato_save_svg", css=asset("base.css"), js=asset("dom.js", "save_svg.js")
    )
    component(
        key=key,
        data={
            "charts": [{"key": name, "title": title} for name, title in charts.items()],
            "strings": dict(texts("lists")),
        },
    )
