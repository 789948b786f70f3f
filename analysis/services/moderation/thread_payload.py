"""A comment's thread for the review loop: its parent, and what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.domain.label import Label
from analysis.domain.review import ReviewView, ThreadEntry
from analysis.services.moderation.label_payload import LONGEST_SHOWN
from analysis.services.moderation.label_words import badge_payload

EXCERPT = 400
"""A thread entry shows so much of a comment; the whole is one click away."""
THREAD_AROUND = 8
"""So many comments before and after are drawn around the one under review."""


def around(view: ReviewView) -> Sequence[ThreadEntry]:
    """The entries to draw around the comment under review, in reading order."""
    here = next(
        (n for n, entry in enumerate(view.thread) if entry.comment_id == view.comment_id), None
    )
    if here is None:
        return view.replies
    return view.thread[max(0, here - THREAD_AROUND) : here + THREAD_AROUND + 1]


def entry_payload(
    entry: ThreadEntry | None,
    view: ReviewView,
    labels: Mapping[str, Label],
    *,
    whole: bool = False,
) -> dict[str, Any] | None:
    """One entry, its text cut to an excerpt unless ``whole``; ``None`` for none."""
    if entry is None:
        return None
    words = entry.comment.text
    longest = LONGEST_SHOWN if whole else EXCERPT
    return {
        "id": entry.comment_id,
        "here": entry.comment_id == view.comment_id,
        "author": entry.comment.author,
        "position": entry.comment.position,
        "text": words[:longest] + "…" if len(words) > longest else words,
        "state": entry.state.value,
        "depth": entry.depth,
        "inferred": entry.inferred,
        "badges": badge_payload(entry.badges, labels),
    }
