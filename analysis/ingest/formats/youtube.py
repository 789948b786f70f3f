"""YouTube: the API's comment threads, yt-dlp, a comment downloader, and Google Takeout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.domain.errors import BadInput
from analysis.ingest.formats.base import Beginning, Format, reader_of
from analysis.ingest.json_source import document_of, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records
from analysis.ingest.text_pieces import joined_pieces

_API_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parentId", "author": "authorDisplayName",
    "created_at": "publishedAt", "thread_id": "videoId", "up": "likeCount",
    "status": "moderationStatus",
}  # fmt: skip


def _items(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    """Threads and comments, whether pages of the API, a list of them, or one a line."""
    document = document_of(source, log.encoding)
    pages: Any = [("page 1", document)] if isinstance(document, dict) else None
    for position, value in pages or json_objects(source, log):
        items = value.get("items")
        if isinstance(items, list):
            for number, item in enumerate(items, start=1):
                if isinstance(item, dict):
                    yield f"{position}, item {number}", item
                else:
                    log.quarantine(f"{position}, item {number}", "is no object")
        else:
            yield position, value


def _api_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, item in _items(source, log):
        snippet = item.get("snippet")
        if not isinstance(snippet, dict):
            log.quarantine(position, "has no snippet")
            continue
        top = snippet.get("topLevelComment")
        if not isinstance(top, dict):
            yield Record(position, _comment(item, None, snippet.get("videoId")))
            continue
        video = snippet.get("videoId")
        yield Record(position, _comment(top, None, video))
        reply_page = item.get("replies")
        replies = reply_page.get("comments") if isinstance(reply_page, dict) else None
        replies = [r for r in replies or [] if isinstance(r, dict)]
        for number, reply in enumerate(replies, start=1):
            yield Record(f"{position}, reply {number}", _comment(reply, top.get("id"), video))
        total = snippet.get("totalReplyCount")
        if isinstance(total, int) and total > len(replies):
            log.tally("has more replies than the file holds (comments.list gives them)")


def _comment(comment: dict[str, Any], parent: Any, video: Any) -> dict[str, Any]:
    snippet = comment.get("snippet")
    values = dict(snippet) if isinstance(snippet, dict) else {}
    original, display = values.pop("textOriginal", None), values.pop("textDisplay", None)
    values["text"] = original if original is not None else display
    values["id"] = comment.get("id")
    values["parentId"] = values.get("parentId") or parent
    values["videoId"] = values.get("videoId") or video
    return values


def _is_api(b: Beginning) -> bool:
    candidates = [b.document, *b.objects]
    for candidate in candidates:
        if isinstance(candidate, dict):
            if str(candidate.get("kind", "")).startswith("youtube#comment"):
                return True
            items = candidate.get("items")
            first = items[0] if isinstance(items, list) and items else candidate
            snippet = first.get("snippet") if isinstance(first, dict) else None
            if isinstance(snippet, dict) and (
                "topLevelComment" in snippet or "textDisplay" in snippet
            ):
                return True
    return False


API = Format(
    name="youtube",
    title="YouTube Data API (commentThreads, comments; JSON)",
    records="comment or reply",
    keeps="textOriginal (or textDisplay, HTML), ids, parent, author, time, video, likes, status",
    drops="nothing; says which threads have more replies than the file",
    ids_everywhere=True,
    read=reader_of(_api_records, _API_COLUMNS, markup="html"),
    recognises=_is_api,
)

_YTDLP_COLUMNS = {
    "text": "text", "id": "id", "parent_id": "parent", "author": "author",
    "created_at": "timestamp", "thread_id": "video_id", "title": "video_title", "url": "video_url",
    "up": "like_count", "section": "channel",
}  # fmt: skip


def _ytdlp_records(source: Source, log: ReadLog) -> Iterator[Record]:
    document = document_of(source, log.encoding)
    video = document if isinstance(document, dict) else {}
    comments = video.get("comments")
    if not isinstance(comments, list):
        raise BadInput(
            f"{source.name} describes a video and holds none of its comments; "
            "yt-dlp --write-comments adds them."
        )
    for number, value in enumerate(comments, start=1):
        if not isinstance(value, dict):
            log.quarantine(f"comment {number}", "is no object")
            continue
        values = dict(value)
        values |= {
            "video_id": video.get("id"), "video_title": video.get("title"),
            "video_url": video.get("webpage_url"), "channel": video.get("channel"),
        }  # fmt: skip
        yield Record(f"comment {number}", values)
    count = video.get("comment_count")
    if isinstance(count, int) and count > len(comments):
        log.expected = count


def _is_ytdlp(b: Beginning) -> bool:
    if b.document_has("id", "title", "formats", "webpage_url"):
        return True
    if not b.document_has("id", "comments"):
        return False
    comments = b.document["comments"]
    first = comments[0] if isinstance(comments, list) and comments else None
    return isinstance(first, dict) and {"text", "parent"} <= set(first)


YTDLP = Format(
    name="yt-dlp",
    title="yt-dlp's info.json with comments",
    records="comment",
    keeps="text, ids, parent, author, time, likes, video's title and address",
    drops="what is about the video only",
    ids_everywhere=True,
    read=reader_of(_ytdlp_records, _YTDLP_COLUMNS),
    recognises=_is_ytdlp,
)

_DOWNLOADED_COLUMNS = {
    "text": "text", "id": "cid", "parent_id": "parent", "author": "author",
    "created_at": "time_parsed", "up": "votes",
}  # fmt: skip


def _downloaded(source: Source, log: ReadLog) -> Iterator[tuple[str, dict[str, Any]]]:
    document = document_of(source, log.encoding)
    comments = document.get("comments") if isinstance(document, dict) else None
    if not isinstance(comments, list):
        yield from json_objects(source, log)
        return
    for number, value in enumerate(comments, start=1):
        if isinstance(value, dict):
            yield f"comment {number}", value
        else:
            log.quarantine(f"comment {number}", "is no object")


def _downloaded_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in _downloaded(source, log):
        values = dict(value)
        thread, dot, _ = str(value.get("cid") or "").partition(".")
        values["parent"] = thread if dot else None
        values["time_parsed"] = value.get("time_parsed") or value.get("time")
        yield Record(position, values)


def _is_downloaded(b: Beginning) -> bool:
    """``cid`` alone is TikTok's, too; the channel or the time in words is YouTube's."""
    inner = b.document.get("comments") if isinstance(b.document, dict) else None
    first = inner[0] if isinstance(inner, list) and inner else None
    return any(
        isinstance(candidate, dict)
        and {"cid", "text", "author"} <= set(candidate)
        and isinstance(candidate["author"], str)
        for candidate in (first, *b.objects)
    )


DOWNLOADED = Format(
    name="youtube-downloader",
    title="YouTube comments by a comment downloader (JSON Lines)",
    records="comment or reply",
    keeps="text, cid, parent (from A.B), author, time where it is parsed, votes (1.2K too)",
    drops="times such as '2 years ago' (no day of the copy)",
    ids_everywhere=True,
    read=reader_of(_downloaded_records, _DOWNLOADED_COLUMNS),
    recognises=_is_downloaded,
)

_TAKEOUT_COLUMNS = {
    "text": "Comment Text", "id": "Comment ID", "parent_id": "Parent Comment ID",
    "author": "Channel ID", "created_at": "Comment Create Timestamp", "thread_id": "thread",
}  # fmt: skip


def _takeout_records(source: Source, log: ReadLog) -> Iterator[Record]:
    for record in table_records(source, log)[1]:
        values = dict(record.values)
        if isinstance(cell := values.get("Comment Text"), str):
            values["Comment Text"] = joined_pieces(cell)
        values["thread"] = values.get("Video ID") or values.get("Post ID")
        yield Record(record.position, values)


TAKEOUT = Format(
    name="youtube-takeout",
    title="Google Takeout, YouTube comments.csv (6 to 9 columns)",
    records="comment",
    keeps="text (out of its JSON pieces), ids, parent, channel, time, video",
    drops="price",
    ids_everywhere=True,
    read=reader_of(_takeout_records, _TAKEOUT_COLUMNS),
    recognises=lambda b: b.table_has("comment_id", "comment_text", "video_id", "channel_id"),
)
