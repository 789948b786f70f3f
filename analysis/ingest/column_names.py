"""The names that exports use for each field, and how sure a name is."""

from __future__ import annotations

import re
from collections.abc import Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "comment", "body", "message", "content", "comment_text", "comment_body",
        "comment_content", "commenttext", "commentbody", "text_original", "text_display",
        "raw", "cooked", "post_text", "post_raw", "post_cooked", "markdown", "comment_message",
        "text_html", "content_html", "body_html", "review_text", "tweet", "full_text",
    ),
    "id": (
        "comment_id", "commentid", "id", "_id", "cid", "uuid", "comment_hex", "commenthex",
        "object_id", "post_id", "tweet_id", "status_id",
    ),
    "parent_id": (
        "parent_id", "parent_comment_id", "parentid", "parent", "in_reply_to_id", "in_reply_to",
        "reply_to", "reply_to_id", "comment_parent", "parent_hex", "parenthex", "replied_to_id",
        "reply_to_comment_id", "replying_to", "in_reply_to_status_id", "pid", "reply_to_comment",
        "parent_comment", "answer_to",
    ),
    "author": (
        "author", "author_name", "username", "user_name", "user", "display_name", "commenter",
        "name", "comment_author", "author_display_name", "user_display_name", "userdisplayname",
        "authordisplayname", "nickname", "nick", "screen_name", "commenter_name", "poster",
        "posted_by", "by", "author_username", "owner", "author_id", "user_id", "userid",
        "commenter_id", "voter_id",
    ),
    "created_at": (
        "created_at", "created", "created_date", "date", "time", "timestamp", "datetime",
        "created_utc", "published_at", "posted_at", "comment_date_gmt", "comment_date",
        "creation_date", "create_date", "date_created", "publish_date", "published", "date_posted",
        "posted_time", "posted_date", "posted_on", "time_created", "created_time", "created_at_utc",
        "date_time", "comment_time", "creation_time", "create_time", "date_published", "post_date",
        "timestamp_utc", "created_on", "submitted_at", "published_timestamp",
        "comment_create_timestamp",
    ),
    "thread_id": (
        "thread_id", "threadid", "thread", "article_id", "articleid", "discussion_id",
        "conversation_id", "story_id", "topic_id", "link_id", "page_id", "article",
        "submission_id", "video_id", "videoid", "post_id", "postid", "thread_key", "post",
    ),
    "title": (
        "article_title", "thread_title", "title", "headline", "post_title", "story_title",
        "topic_title", "video_title", "submission_title", "page_title",
    ),
    "url": (
        "article_url", "thread_url", "page_url", "url", "post_url", "story_url", "video_url",
        "web_url", "link_url", "submission_url",
    ),
    "section": ("section", "category", "subreddit", "section_name", "desk", "news_desk"),
    "article_text": ("article_text", "article_body"),
    "up": (
        "up", "ups", "upvotes", "up_votes", "likes", "like_count", "thumbs_up", "recommendations",
        "recommendation_count", "recommended", "favourites_count", "favorites_count", "agree",
        "agrees", "positive_votes", "pos_votes", "likes_count", "num_likes", "reactions_count",
        "upvote_count", "votes_up", "total_likes", "favorite_count",
    ),
    "down": (
        "down", "downs", "downvotes", "down_votes", "dislikes", "thumbs_down", "disagree",
        "disagrees", "negative_votes", "neg_votes", "downvote_count", "dislike_count", "votes_down",
    ),
    "score": ("score", "vote_score", "points", "total_votes", "net_votes", "vote_count", "karma"),
    "votes": ("votes", "vote"),
    "status": (
        "status", "platform_status", "moderation_status", "state", "rating", "approval",
        "comment_status", "comment_approved",
    ),
}  # fmt: skip
"""The names that exports use for each field, the surest first; those of ``text`` are equal."""

FIELDS: tuple[str, ...] = tuple(ALIASES)
SHORT_FIELDS = {"parent": "parent_id", "created": "created_at", "thread": "thread_id"}

_PREFIXES = ("comment_", "comments_", "snippet_", "top_level_comment_", "c_")
"""What exports put before the name of every column about a comment."""

_NOT_PREFIXED = frozenset({"text", "title", "url", "section", "article_text", "thread_id"})


def plain_name(name: str) -> str:
    """A column's name without case, spaces, dashes and camelCase: ``userID`` as ``user_id``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip().lstrip("\ufeff"))
    return re.sub(r"[\s\-.:/]+", "_", spaced).casefold().strip("_ ") or spaced.casefold()


def rank(field: str, name: str) -> int | None:
    """How sure a column's name is for a field, 0 the surest; ``None`` when it is another name."""
    known, plain = ALIASES[field], plain_name(name)
    if plain in known:
        return known.index(plain)
    tail = re.split(r"[.\[]", name)[-1]
    bare = plain_name(tail) if tail != name and field not in _NOT_PREFIXED else plain
    for prefix in _PREFIXES:
        if field not in _NOT_PREFIXED and plain.startswith(prefix):
            bare = plain[len(prefix) :]
            break
    return len(known) + known.index(bare) if bare in known and bare != plain else None
