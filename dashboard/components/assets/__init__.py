"""Style sheets, scripts and pictures of the components, read when first drawn."""

from __future__ import annotations

import functools
from pathlib import Path


def asset_path(name: str) -> Path:
    """Where a shipped asset lies."""
    return Path(__file__).resolve().parent / name


@functools.cache
def asset(*names: str) -> str:
    """The text of one or more assets, joined in this order."""
    return "\n".join(asset_path(name).read_text(encoding="utf-8") for name in names)
