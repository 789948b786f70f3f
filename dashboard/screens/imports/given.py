"""What a person gives to be imported: a file, or a page pasted as text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard.texts import text


@dataclass(frozen=True, slots=True)
class Given:
    """A file's name and bytes."""

    name: str
    content: bytes
    pasted: bool = False

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, by which widgets and previews belong to this file."""
        return hashlib.sha256(self.content).hexdigest()


def ask() -> Given | None:
    """Ask for a file or a page; ``None`` until there is one."""
    way = st.segmented_control(
        text("imports.way"),
        ["file", "page"],
        default="file",
        required=True,
        format_func=lambda name: text(f"imports.way_{name}"),
        key="import_way",
        label_visibility="collapsed",
    )
    if way == "file":
        upload = st.file_uploader(
            text("imports.file"), help=text("imports.file_help"), key="import_file"
        )
        if upload is None:
            return None
        return Given(upload.name, upload.getvalue())
    looked_at = bool(st.session_state.get("import_page"))
    pasted = st.text_area(
        text("imports.page"), height=160, key="import_page", help=text("imports.page_help")
    )
    # The next step is the blue one: first to look, then to import.
    look: Literal["primary", "secondary"] = "secondary" if looked_at else "primary"
    if not st.button(text("imports.look"), type=look, key="import_look") and not pasted:
        return None
    if not pasted.strip():
        st.info(text("imports.nothing_pasted"))
        return None
    return Given(text("imports.pasted_name"), pasted.encode("utf-8"), pasted=True)
