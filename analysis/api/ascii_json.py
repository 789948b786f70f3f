"""Answers as JSON that any text fits into."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse


class AsciiJson(JSONResponse):
    """JSON in ASCII: half of a character (a lone surrogate), which a site may have sent and which
    is stored as it was written, has no UTF-8, and would make every list that it is in a fault."""

    def render(self, content: Any) -> bytes:
        """The content, with what is not ASCII written as escapes."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")
