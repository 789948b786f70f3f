"""Columns that speak of somebody or something else than the comment: ``user.created_at``."""

from __future__ import annotations

import re

from analysis.ingest.column_names import plain_name

_PEOPLE = frozenset(
    {"user", "author", "from", "owner", "creator", "sender", "profile", "account", "member",
     "actor", "poster", "commenter", "person", "submitter", "moderator", "channel"}
)  # fmt: skip
_PLACES = frozenset(
    {"post", "article", "story", "thread", "topic", "video", "page", "media", "guild", "subreddit",
     "site", "tenant", "forum", "discussion", "issue", "submission", "link", "community",
     "conversation", "question", "asset", "product"}
)  # fmt: skip
_OTHER_COMMENTS = frozenset(
    {"parent", "parent_comment", "reply", "reply_to", "replied_to", "in_reply_to", "reference",
     "referenced", "referenced_message", "root", "root_comment", "quote", "quoted",
     "quoted_status", "retweeted_status", "quoted_tweet", "renote", "reblog", "answer_to"}
)  # fmt: skip
"""Objects around a value that say of whom or what it is. One that holds the text is the comment."""

_OF_THE_COMMENT = ("created_at", "up", "down", "score", "votes", "status", "id")
_OTHER_TIMES = re.compile(
    r"^(?:user|author|account|profile|member|person|article|story|video|channel|parent|thread|topic|"
    r"page|submission|root)_|export|import|scrap|crawl|fetch|retriev|edit|updat|modif|delet|birth|"
    r"join|regist|login|last_|seen|expir|moderat|resolv|handled"
)


def is_of_another(field: str, name: str, text: str) -> bool:
    """Whether a dotted name is that of another thing's value of a field.

    ``text`` is the column of the comment's text: ``post.likes`` is the comment's beside
    ``post.text``, and the article's beside ``text``.
    """
    around = [plain_name(part) for part in name.split(".")[:-1]]
    beside = [plain_name(part) for part in text.split(".")[:-1]]
    while around and beside and around[0] == beside[0]:
        del around[0], beside[0]
    things = set(around)
    if field in _OF_THE_COMMENT:
        return bool(things & (_PEOPLE | _PLACES | _OTHER_COMMENTS))
    return field == "author" and bool(things & (_PLACES | _OTHER_COMMENTS))


def is_another_time(name: str) -> bool:
    """Whether a column's name says that its times are not those of writing a comment."""
    return bool(_OTHER_TIMES.search(plain_name(name)))
