"""Who is sitting at this browser; what a page's address says is ``queue_address``'s business."""

from __future__ import annotations

from dashboard.sign_in import person

__all__ = ["person"]
