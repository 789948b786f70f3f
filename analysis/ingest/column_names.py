"""The names that exports use for each field, and how sure a name is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from analysis.ingest.column_languages import ARTICLES, COMMENT_WORDS, PREFIXES, WORDS

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "comment", "body", "message", "content", "comment_text", "comment_body",
        "comment_content", "commenttext", "commentbody", "text_original", "text_display", "raw",
        "cooked", "post_text", "post_raw", "post_cooked", "markdown", "comment_message",
        "text_html", "content_html", "body_html", "comment_html", "review_text", "tweet",
        "full_text", "raw_message", "content_rendered", "comment_content_rendered", "comment_value",
        "body_value", "comment_body_value", "content_raw", "body_raw", "post_content", "page_text",
        "pagetext", "review", "review_content", "review_body",
    ),
    "id": (
        "comment_id", "commentid", "id", "_id", "cid", "uuid", "comment_hex", "commenthex",
        "object_id", "post_id", "tweet_id", "id_str", "recommendationid", "recommendation_id",
        "status_id", "comment_no", "comment_nr", "comment_number", "message_id", "uri", "rev_id",
        "id_msg", "nr", "nº", "n°", "№", "#",
    ),
    "parent_id": (
        "parent_id", "parent_comment_id", "parentid", "parent", "in_reply_to_id", "in_reply_to",
        "reply_to", "replyto", "reply_to_id", "comment_parent", "parent_hex", "parenthex",
        "replied_to_id", "reply_to_comment_id", "replying_to", "in_reply_to_status_id", "pid",
        "reply_to_comment", "parent_comment", "answer_to", "parent_uuid", "parent_uri", "reply_id",
        "reply_of", "in_reply_to_status_id_str", "in_response_to_tweet_id", "in_response_to",
        "in_response_to_id", "response_to", "reply_to_message_id", "reference_message_id",
        "parent_comment_no", "parent_url", "parent_permalink", "parent_link",
    ),
    "author": (
        "author", "author_name", "username", "user_name", "user", "display_name", "commenter",
        "reviewer_display_name", "reviewer_name", "reviewer", "name", "comment_author",
        "author_display_name", "user_display_name", "userdisplayname", "authordisplayname",
        "nickname", "nick", "screen_name", "commenter_name", "poster", "poster_name", "posted_by",
        "by", "author_username", "user_login", "author_login", "login", "handle", "author_handle",
        "unique_id", "user_unique_id", "acct", "from_name", "creator_name", "creator", "created_by",
        "submitter", "writer", "sender", "profile_name", "pseudonym", "owner", "from", "speaker",
        "commenting_user", "by_nickname", "author_id", "user_id", "userid", "commenter_id",
        "voter_id", "from_id", "poster_id", "post_username", "insert_user_id", "id_member",
        "actor_id", "actor_uuid", "steamid", "steam_id", "uname",
    ),
    "created_at": (
        "created_at", "created", "created_date", "date", "time", "timestamp", "datetime",
        "created_utc", "published_at", "posted_at", "comment_date_gmt", "comment_date",
        "creation_date", "create_date", "date_created", "publish_date", "published", "date_posted",
        "posted_time", "posted_date", "posted_on", "time_created", "created_time", "created_at_utc",
        "date_time", "comment_time", "creation_time", "create_time", "date_published",
        "post_date_gmt", "post_date", "timestamp_utc", "created_on", "submitted_at",
        "published_timestamp", "comment_create_timestamp", "created_ts", "creation_timestamp",
        "create_timestamp", "posted", "when", "ts", "post_time", "comment_datetime",
        "date_created_utc", "inserted_at", "date_gmt", "time_timestamp", "dateline",
        "date_inserted", "poster_time", "submit_date_and_time", "written_at", "ctime",
    ),
    "thread_id": (
        "thread_id", "threadid", "thread", "article_id", "articleid", "discussion_id",
        "conversation_id", "story_id", "topic_id", "link_id", "page_id", "article", "submission_id",
        "video_id", "videoid", "post_id", "postid", "thread_key", "post", "aweme_id", "media_id",
        "issue_id", "question_id", "root_id", "asset_id", "comment_post_id", "nid", "entity_id",
        "tid", "id_topic", "page_key", "content_container_uuid",
    ),
    "title": (
        "article_title", "thread_title", "title", "headline", "post_title", "story_title",
        "topic_title", "video_title", "submission_title", "page_title", "metadata_title",
        "post_name",
    ),
    "url": (
        "article_url", "thread_url", "page_url", "url", "post_url", "story_url", "video_url",
        "web_url", "link_url", "submission_url", "issue_url", "discussion_url",
    ),
    "section": ("section", "category", "subreddit", "section_name", "desk", "news_desk"),
    "article_text": ("article_text", "article_body"),
    "up": (
        "up", "ups", "upvotes", "up_votes", "likes", "like_count", "thumbs_up", "recommendations",
        "recommendation_count", "recommended", "favourites_count", "favorites_count", "agree",
        "agrees", "positive_votes", "pos_votes", "likes_count", "num_likes", "reactions_count",
        "upvote_count", "votes_up", "total_likes", "favorite_count", "digg_count", "hearts",
        "heart_count", "comment_likes", "reactions_total_count", "favourites", "favorites",
        "vote_up", "ranks_up",
    ),
    "down": (
        "down", "downs", "downvotes", "down_votes", "dislikes", "thumbs_down", "disagree",
        "disagrees", "negative_votes", "neg_votes", "downvote_count", "dislike_count", "votes_down",
        "vote_down", "total_dislikes", "ranks_down",
    ),
    "score": (
        "score", "vote_score", "points", "vote_sum", "total_votes", "net_votes", "vote_count",
        "karma",
    ),
    "votes": ("votes", "vote"),
    "status": (
        "status", "platform_status", "moderation_status", "state", "rating", "approval",
        "comment_status", "comment_approved", "message_state",
    ),
}  # fmt: skip
"""The names that exports use for each field, the surest first; those of ``text`` are equal."""

FIELDS: tuple[str, ...] = tuple(ALIASES)
SHORT_FIELDS = {"parent": "parent_id", "created": "created_at", "thread": "thread_id"}

_PREFIXES = ("comment_", "comments_", "snippet_", "top_level_comment_", "c_", "review_", *PREFIXES)
"""What exports put before the name of every column about a comment."""

_NOT_PREFIXED = frozenset({"text", "title", "url", "section", "article_text", "thread_id"})

_CONTAINERS = frozenset(
    {"node", "data", "attributes", "snippet", "record", "comment", "item", "object", "message",
     "properties", "fields", "_source", "value", "entity", "payload", "text", "body", "content",
     "tweet", "review"}
)  # fmt: skip
"""Objects around a comment that say nothing about it: ``data.body`` is its body."""

_OTHER_THINGS = frozenset(
    {"user", "author", "from", "owner", "creator", "sender", "profile", "account", "post",
     "article", "story", "thread", "topic", "parent", "channel", "guild", "video", "page", "reply",
     "reference", "root", "subreddit", "site", "tenant", "forum", "media"}
)  # fmt: skip
"""Objects that are not the comment: the ``id`` inside them is not its id."""


_PICTURES = re.compile(r"[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
"""Emoji, with which people mark their columns."""


@lru_cache(maxsize=8_192)
def plain_name(name: str) -> str:
    """A column's name without case, spaces, dashes and camelCase: ``userID`` as ``user_id``."""
    bare = _PICTURES.sub("", name).strip() or name
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", bare.strip().lstrip("\ufeff"))
    return re.sub(r"[\s\-.:/_]+", "_", spaced).casefold().strip("_ ") or spaced.casefold()


@lru_cache(maxsize=16_384)
def rank(field: str, name: str) -> int | None:
    """How sure a column's name is for a field, 0 the surest; ``None`` when it is another name.

    English names come first, then the ends of dotted names, names behind a prefix, and the words
    of other languages.
    """
    known, plain = ALIASES[field], plain_name(name)
    if plain in known:
        return known.index(plain)
    for end in _ends(field, name):
        if end in known:
            return len(known) + known.index(end)
    words, bare = WORDS.get(field, ()), without_accents(plain)
    if bare in words:
        return 2 * len(known) + words.index(bare)
    if (own := _without_articles(bare)) in known:
        return 3 * len(known) + known.index(own)
    if (core := _core(bare)) != bare:
        if core in words:
            return 3 * len(known) + words.index(core)
        if core in known and field not in _NOT_PREFIXED:
            return 3 * len(known) + known.index(core)
    if field not in _NOT_PREFIXED:
        for prefix in _PREFIXES:
            end = bare.removeprefix(prefix)
            if end != bare and end in known:
                return len(known) + known.index(end)
            if end != bare and end in words:
                return 2 * len(known) + words.index(end)
    return None


def rank_beside(field: str, name: str, text: str) -> int | None:
    """As :func:`rank`, of a name inside an object that holds the text too: ``post.uri`` where the
    text is ``post.record.text`` is the comment's own."""
    known = rank(field, name)
    parts = text.split(".")
    for place in range(len(parts) - 1, 0, -1):
        around = ".".join(parts[:place]) + "."
        if known is None and name.startswith(around):
            known = rank(field, name.removeprefix(around))
    return known


def _without_articles(bare: str) -> str:
    """A name without its small words: ``your_comment`` as ``comment``."""
    return "_".join(word for word in bare.split("_") if word not in ARTICLES)


def _core(bare: str) -> str:
    """A name without articles and the comment itself: ``fecha_del_comentario`` as ``fecha``."""
    words = [word for word in bare.split("_") if word not in ARTICLES]
    inner = [word for word in words if word not in COMMENT_WORDS]
    if len(words) < 2 or not inner:
        return bare
    return "_".join(words if inner == ["id"] else inner)


def _ends(field: str, name: str) -> Iterator[str]:
    """The ends of a dotted name that may name the field, the longest first, in plain form."""
    parts = re.split(r"[.\[]", name)
    for place in range(1, len(parts)):
        around = plain_name(parts[place - 1])
        last = place == len(parts) - 1
        if last and field in _NOT_PREFIXED and around not in _CONTAINERS:
            continue
        if last and field == "id" and around in _OTHER_THINGS:
            continue
        yield plain_name(".".join(parts[place:]))


_PLAIN_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae"})


def without_accents(words: str) -> str:
    """``words`` with their plain letters: ``réponse`` as ``reponse``."""
    if words.isascii():
        return words
    apart = unicodedata.normalize("NFKD", words.translate(_PLAIN_LETTERS))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)
