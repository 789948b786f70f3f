"""Style sheets, scripts and pictures of the components, read when first drawn."""

from __future__ import annotations

import base64
import functools
from pathlib import Path


def asset_path(name: str) -> Path:
    """Where a shipped asset lies."""
    return Path(__file__).resolve().parent / name


@functools.cache
def asset(*names: str) -> str:
    """The text of one or more assets, joined in this order."""
    return "\n".join(asset_path(name).read_text(encoding="utf-8") for name in names)


def asset_url(name: str, kind: str) -> str:
    """A small asset as an address that holds it, so that no request is made for it."""
    content = base64.b64encode(asset_path(name).read_bytes()).decode()
    return f"data:{kind};base64,{content}"
