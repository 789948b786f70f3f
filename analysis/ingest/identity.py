"""Ids for articles and comments whose platform gave none: the same input, the same ids."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from analysis.domain.comment import text_sha256

_ID_DIGITS = 16
_SLUG_LENGTH = 60


def slug(words: str) -> str:
    """A short readable name made of the letters and digits of ``words``."""
    plain = re.sub(r"[\W_]+", "-", words.casefold()).strip("-")
    return plain[:_SLUG_LENGTH].rstrip("-")


def article_id(*, url: str | None, title: str, beginning: str = "") -> str:
    """The id of an article: its address, else its title with a digest of title and beginning.

    Spaces, quotes and dashes are left out of the digest, so that copies of one page agree.
    """
    if url:
        return url
    plain = re.sub(r"[\W_]+", " ", f"{title}\n{beginning}".casefold())
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug(title) or 'article'}-{digest}"


class CommentIds:
    """Makes ids from thread, text and how often that text came before in the thread."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def make(self, thread_id: str, text: str) -> str:
        """The id of the next comment of ``thread_id`` with this text."""
        sha = text_sha256(text)
        self._seen[thread_id, sha] += 1
        basis = f"{thread_id}\0{sha}\0{self._seen[thread_id, sha]}"
        digest = hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()
        return f"c-{digest[:_ID_DIGITS]}"
