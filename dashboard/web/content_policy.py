"""The Content-Security-Policy of every page: what a page may run, load and talk to.

Streamlit runs its own files, our components as ``blob:`` (it makes one of each script that it was
given) and one line of its page, which is allowed by its hash. It draws charts by an interpreter, so
that nothing has to be evaluated. Styles it writes into the page as it goes, so those stay open. No
picture, script or connection leads to another site, whatever a comment or an address holds.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit

from dashboard.components.assets import asset

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def script_hashes(page: str) -> list[str]:
    """Each script that stands in a page itself, as a source of the policy."""
    digests = [hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(page)]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


@cache
def content_policy() -> str:
    """The header's value."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    inline = script_hashes(index.read_text(encoding="utf-8")) + script_hashes(asset("offline.html"))
    directives = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *inline]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
