"""Words that people wrote, made safe for the places where Streamlit reads Markdown."""

from __future__ import annotations

_SIGNS = frozenset(r"\`*_{}[]()<>#+-.!|~$:&")


def plain(words: str) -> str:
    """``words`` with every sign of Markdown escaped and line ends made spaces."""
    flat = " ".join(words.split())
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in flat)
