"""Discourse: topics and posts as JSON, and the archive that a user can download."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.domain.errors import BadInput
from analysis.domain.post_number import by_number
from analysis.ingest.column_names import plain_name
from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.json_source import document_of, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records
from analysis.ingest.values import is_nothing, says_no

_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "username",
    "created_at": "created_at", "thread_id": "topic_id", "title": "topic_title", "up": "like_count",
    "status": "status",
}  # fmt: skip
_REGULAR = 1
_LIKE = 2


def _topics(source: Source, log: ReadLog) -> Iterator[dict[str, Any]]:
    if source.is_table:
        for record in table_records(source, log)[1]:
            yield {plain_name(name): value for name, value in record.values.items()}
        return
    document = document_of(source, log.encoding)
    if isinstance(document, dict):
        yield document
    else:
        for _, value in json_objects(source, log):
            yield value


def _records(source: Source, log: ReadLog) -> Iterator[Record]:
    expected = 0
    post_count = 0
    quiet = ReadLog(log.file, log.format, log.encoding)
    id_of = {
        (_thread(post, topic), str(post.get("post_number"))): post.get("id")
        for topic in _topics(source, quiet)
        for post in _posts(topic)[1] or ()
        if isinstance(post, dict)
    }
    has_posts = False
    for topic in _topics(source, log):
        holder, posts = _posts(topic)
        if posts is None:
            continue
        has_posts = True
        ids = holder.get("stream")
        if isinstance(ids, list):
            expected += len(ids)
        for place, post in enumerate(posts, start=1):
            if not isinstance(post, dict):
                log.quarantine(f"post {place}", "is no object")
                continue
            post_count += 1
            thread = _thread(post, topic)
            if str(post.get("post_type") or _REGULAR) != str(_REGULAR):
                log.skip("a small action or a whisper of Discourse's, no post")
                continue
            answered = post.get("reply_to_post_number")
            parent = None
            if not is_nothing(answered):
                parent = id_of.get((thread, str(answered)), by_number(answered))
            yield Record(f"post {post_count}", _values(post, topic, thread, parent))
    if not has_posts:
        raise BadInput(f"{source.name} holds no posts of Discourse's (post_stream, posts).")
    if expected > post_count:
        log.expected = expected
        log.note(
            f"The topic has {expected} posts, the file holds {post_count}; Discourse gives the "
            "others under /t/ID/posts.json."
        )


def _posts(topic: dict[str, Any]) -> tuple[dict[str, Any], list[Any] | None]:
    """What holds the posts of a topic, and the posts; ``None`` where there are none."""
    stream = topic.get("post_stream")
    holder = stream if isinstance(stream, dict) else topic
    posts = holder.get("posts") or holder.get("latest_posts")
    if posts is None and "post_number" in topic:
        posts = [topic]
    return holder, posts if isinstance(posts, list) else None


def _thread(post: dict[str, Any], topic: dict[str, Any]) -> Any:
    return post.get("topic_id") or topic.get("id")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _values(
    post: dict[str, Any], topic: dict[str, Any], thread: Any, parent: Any
) -> dict[str, Any]:
    values = {k: v for k, v in post.items() if k not in ("raw", "cooked", "topic_id")}
    values["text"] = post.get("raw") or post.get("cooked")
    values["topic_id"], values["parent"] = thread, parent
    values["username"] = post.get("username") or post.get("user_id")
    values["topic_title"] = topic.get("title") or post.get("topic_title")
    likes = [a.get("count") for a in _listed(post.get("actions_summary"))
             if isinstance(a, dict) and a.get("id") == _LIKE]  # fmt: skip
    values["like_count"] = next((n for n in likes if n is not None), post.get("like_count"))
    values["status"] = (
        "hidden" if post.get("hidden") and not says_no(post["hidden"]) else "deleted"
        if not is_nothing(post.get("deleted_at")) or post.get("user_deleted") else None
    )  # fmt: skip
    return values


def _recognises(b: Beginning) -> bool:
    if b.document_has("post_stream") or b.document_has("latest_posts"):
        return True
    if b.any_object("post_stream") or b.any_object("cooked", "post_number"):
        return True
    return b.any_object("raw", "post_number") or (
        b.table_has("topic_id", "post_number", "raw")
        or b.table_has("topic_id", "post_number", "cooked")
    )


FORMAT = Format(
    name="discourse",
    title="Discourse topic or posts (JSON; a table of posts with their numbers)",
    records="post",
    keeps="raw (or cooked HTML), ids, replies by post number, user name, time, likes, hidden and "
    "deleted, readers' flags",
    drops="small actions (no posts)",
    read=reader_of(_records, _COLUMNS, markup="html"),
    recognises=_recognises,
)
