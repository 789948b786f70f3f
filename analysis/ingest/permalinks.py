"""Addresses of single comments, which are not their article's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.ingest.record import Record
from analysis.ingest.values import is_nothing, plain_id

FEWEST = 10
"""Rows from which addresses that all differ are the comments' own, whatever else they hold."""

_MOSTLY = 0.9
_SHORTEST_ID = 3
_AT_A_COMMENT = re.compile(
    r"#(?:[a-z]*-?comments?|isso|c|div-comment|post|msg|reply|lc)[-_=/]?[\w-]*\d[\w-]*\Z",
    re.IGNORECASE,
)


def _last_step(own: str, address: str) -> bool:
    """Whether an address ends in an id, be it as short as ``7``."""
    return re.search(rf"[/#=_-]{re.escape(own)}/?\Z", address.strip()) is not None


def article_address(url: str) -> str:
    """``url`` without the place of a comment in the page (``…/hello/#comment-5``)."""
    return _AT_A_COMMENT.sub("", url)


def are_permalinks(records: Iterable[Record], url: str, comment_id: str | None) -> bool:
    """Whether the addresses of a column lead to the comments and not to their articles.

    They hold the comment's id, or every one of ten or more is another one.
    """
    seen = holding = 0
    distinct = set()
    for record in records:
        if is_nothing(value := record.values.get(url)):
            continue
        address = article_address(str(value).strip())
        seen += 1
        distinct.add(address)
        own = plain_id(record.values.get(comment_id)) if comment_id else None
        holding += own is not None and (
            own in address if len(own) >= _SHORTEST_ID else bool(_last_step(own, str(value)))
        )
    if not seen:
        return False
    return holding >= _MOSTLY * seen or (seen >= FEWEST and len(distinct) > 0.95 * seen)
