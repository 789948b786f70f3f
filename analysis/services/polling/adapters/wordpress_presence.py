"""WordPress: which comments it still shows, a hundred in one request.

What is not among its answer is asked for by itself, so that nothing is taken as gone because a
plugin or a cache left something out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.services.polling.adapters.base import (
    BUSY,
    Ask,
    CommentKey,
    Presence,
    Site,
    records_in,
)
from analysis.services.polling.adapters.wordpress import comment_in, question

AT_ONCE = 100
MOST_SINGLY = 20
"""How many missing ones are asked for by themselves at a look; the others' turn comes again."""

_NOT_THERE = frozenset({"rest_comment_invalid_id", "rest_post_invalid_id"})
_HIDDEN = frozenset({"rest_cannot_read", "rest_cannot_read_post"})
_REMOVED = frozenset({"trash", "spam", "post-trashed"})


def presence(site: Site, keys: Sequence[CommentKey], ask: Ask) -> Presence:
    """What readers see, or with a moderator's credentials what is neither in trash nor spam."""
    numbered = {comment: (article, comment) for article, comment in keys if comment.isdecimal()}
    edit = {"context": "edit"} if site.credentials else {}
    listed: dict[str, Any] = {"include": ",".join(numbered), "per_page": AT_ONCE, **edit}
    if site.credentials:
        listed["status"] = "all"
    records = records_in(ask(question(site, "/wp/v2/comments", listed)).json())
    there = {str(r.get("id")) for r in records if isinstance(r, dict) and not _is_removed(r)}
    gone: set[str] = set()
    for comment in [number for number in numbered if number not in there][:MOST_SINGLY]:
        answer = ask(question(site, f"/wp/v2/comments/{comment}", edit))
        if answer.status == 200:
            record = answer.json()
            removed = isinstance(record, dict) and _is_removed(record)
            (gone if removed else there).add(comment)
        elif answer.status in (401, 403, 404):
            code = (answer.refusal() or {}).get("code")
            if code in _NOT_THERE or (code in _HIDDEN and not site.credentials):
                gone.add(comment)
        elif answer.status in BUSY:
            answer.json()  # says so, and how long to wait
    return Presence(
        there=frozenset(numbered[c] for c in there & numbered.keys()),
        gone=frozenset(numbered[c] for c in gone),
        comments=tuple(c for record in records if (c := comment_in(record)) is not None),
    )


def _is_removed(record: dict[str, Any]) -> bool:
    return record.get("status") in _REMOVED
