"""Tables and corpora that researchers share, each with columns of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analysis.ingest.column_names import plain_name
from analysis.ingest.formats.base import Format, reader_of
from analysis.ingest.json_source import flat, json_objects
from analysis.ingest.reading import ReadLog
from analysis.ingest.record import Record
from analysis.ingest.recorded_scores import PERSPECTIVE as SCORES
from analysis.ingest.recorded_scores import attribute_scores, is_score
from analysis.ingest.source import Source
from analysis.ingest.tables import table_records
from analysis.ingest.xml_stream import elements, local

Adjust = Callable[[dict[str, Any]], dict[str, Any] | None]


def _table(adjust: Adjust | None = None, *, skipped: str = "") -> Any:
    """The records of a CSV by plain column names; ``adjust`` gives ``None`` for those left out."""

    def records(source: Source, log: ReadLog) -> Iterator[Record]:
        for record in table_records(source, log)[1]:
            values: dict[str, Any] = {plain_name(k): v for k, v in record.values.items()}
            adjusted = adjust(values) if adjust else values
            if adjusted is None:
                log.skip(skipped)
            else:
                yield Record(record.position, adjusted)

    return records


CIVIL = Format(
    name="civil-comments",
    title="Civil Comments and Jigsaw's tables (CSV)",
    records="comment",
    keeps="comment_text, ids, parent, time, article, rating, likes; annotators' shares",
    drops="nothing",
    read=reader_of(_table(), {
        "text": "comment_text", "id": "id", "parent_id": "parent_id", "created_at": "created_date",
        "thread_id": "article_id", "up": "likes", "down": "disagree", "status": "rating",
    }),
    recognises=lambda b: b.table_has("comment_text", "publication_id", "article_id"),
)  # fmt: skip

NYT = Format(
    name="nyt",
    title="New York Times comment tables (CSV)",
    records="comment",
    keeps="commentBody (HTML), ids, parent, user's name, time, article, recommendations, status",
    drops="nothing",
    read=reader_of(_table(), {
        "text": "comment_body", "id": "comment_id", "parent_id": "parent_id",
        "author": "user_display_name", "created_at": "create_date", "thread_id": "article_id",
        "section": "section_name", "up": "recommendations", "status": "status",
    }, markup="html"),
    recognises=lambda b: b.table_has("comment_body", "article_id", "recommendations"),
)  # fmt: skip


def _socc(values: dict[str, Any]) -> dict[str, Any]:
    """SOCC's counter ``source1_22100_4_1`` names article, thread and place of a reply."""
    counter = str(values.get("comment_counter") or "")
    parts = counter.split("_")
    values["parent_counter"] = "_".join(parts[:-1]) if len(parts) > 3 else None
    return values


SOCC = Format(
    name="socc",
    title="SFU Opinion and Comments Corpus (CSV)",
    records="comment",
    keeps="comment_text, counter, parent by counter, author, time, article, votes",
    drops="nothing",
    read=reader_of(_table(_socc), {
        "text": "comment_text", "id": "comment_counter", "parent_id": "parent_counter",
        "author": "author", "created_at": "timestamp", "thread_id": "article_id",
        "up": "pos_votes", "down": "neg_votes", "score": "total_votes",
    }),
    recognises=lambda b: b.table_has("comment_counter", "comment_text", "article_id"),
)  # fmt: skip


def _polis(values: dict[str, Any]) -> dict[str, Any]:
    """The table of a report has other names for the same."""
    if "comment_body" not in values and "total_agrees" in values:
        values["comment_body"] = values.pop("comment", None)
        values["agrees"] = values.pop("total_agrees", None)
        values["disagrees"] = values.pop("total_disagrees", None)
    return values


POLIS = Format(
    name="polis",
    title="Polis comments.csv, and a report's table of statements",
    records="statement",
    keeps="comment-body, id, author's number, time, agrees, disagrees, moderated",
    drops="nothing",
    read=reader_of(_table(_polis), {
        "text": "comment_body", "id": "comment_id", "author": "author_id",
        "created_at": "timestamp", "up": "agrees", "down": "disagrees", "status": "moderated",
    }),
    recognises=lambda b: b.table_has("comment_body", "agrees", "disagrees")
    or b.table_has("comment_id", "comment", "total_agrees", "total_disagrees"),
)  # fmt: skip


def _with_user(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "user": values.get("user_display_name") or values.get("user_id")}


_STACK_COLUMNS = {
    "text": "text",
    "id": "id",
    "thread_id": "post_id",
    "author": "user",
    "created_at": "creation_date",
    "score": "score",
}

STACK = Format(
    name="stack-exchange",
    title="Stack Exchange comments (CSV of the data explorer)",
    records="comment",
    keeps="Text, Id, PostId, user, CreationDate, Score",
    drops="nothing",
    read=reader_of(_table(_with_user), _STACK_COLUMNS, markup="markdown"),
    recognises=lambda b: b.table_has("id", "post_id", "text", "creation_date"),
)


def _stack_rows(source: Source, log: ReadLog) -> Iterator[Record]:
    root = None
    number = 0
    for event, depth, element in elements(source, log):
        if event == "start":
            root = element if depth == 1 else root
        elif depth == 2 and local(element.tag) == "row":
            number += 1
            values: dict[str, Any] = {plain_name(k): v for k, v in element.attrib.items()}
            yield Record(f"row {number}", _with_user(values))
            if root is not None:
                root.clear()


STACK_XML = Format(
    name="stack-exchange-dump",
    title="Stack Exchange data dump, Comments.xml",
    records="row",
    keeps="Text, Id, PostId, user, CreationDate, Score",
    drops="nothing",
    read=reader_of(_stack_rows, _STACK_COLUMNS, markup="markdown"),
    recognises=lambda b: b.kind == "xml" and b.root == "comments",
)


def _archive(values: dict[str, Any]) -> dict[str, Any] | None:
    if str(values.get("is_pm") or "").strip().casefold() in ("yes", "true", "1", "t"):
        return None
    url = str(values.get("url") or "")
    parts = url.rstrip("/").split("/")
    values["text"] = values.pop("post_raw", None) or values.pop("post_cooked", None)
    values.pop("post_cooked", None)
    values["thread"] = "/".join(parts[:-1]) if len(parts) > 2 else None
    values["post"] = url or None
    return values


DISCOURSE_ARCHIVE = Format(
    name="discourse-archive",
    title="Discourse user archive (user_archive.csv)",
    records="post",
    keeps="post_raw, address as id, topic, category, likes, time",
    drops="private messages (is_pm)",
    read=reader_of(_table(_archive, skipped="a private message"), {
        "text": "text", "id": "post", "thread_id": "thread", "title": "topic_title",
        "section": "categories", "created_at": "created_at", "up": "like_count",
    }, markup="markdown"),
    recognises=lambda b: b.table_has("post_raw", "topic_title"),
)  # fmt: skip

CORAL_DOWNLOAD = Format(
    name="coral-download",
    title="Coral's download of one's own comments (my_comments.csv, zip)",
    records="comment",
    keeps="Comment Text, Comment ID, time, article's address",
    drops="nothing",
    read=reader_of(_table(), {
        "text": "comment_text", "id": "comment_id", "created_at": "published_timestamp",
        "url": "article_url", "thread_id": "article_url",
    }, markup="html"),
    recognises=lambda b: b.table_has("comment_text", "comment_id", "published_timestamp"),
)  # fmt: skip


_CONVOKIT_READ = ("user", "reply-to", "reply_to", "conversation_id", "root")
"""Names of older and newer corpora for what is read below."""


def _convokit(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in json_objects(source, log):
        values = {k: v for k, v in flat(value) if k not in _CONVOKIT_READ}
        speaker = value.get("speaker", value.get("user"))
        values["speaker"] = speaker.get("id") if isinstance(speaker, dict) else speaker
        values["reply"] = value.get("reply-to", value.get("reply_to"))
        values["conversation"] = value.get("conversation_id", value.get("root"))
        yield Record(position, values)


CONVOKIT = Format(
    name="convokit",
    title="ConvoKit corpus (utterances.jsonl)",
    records="utterance",
    keeps="text, id, reply-to, speaker, timestamp, conversation; meta in the record",
    drops="nothing",
    read=reader_of(_convokit, {
        "text": "text", "id": "id", "parent_id": "reply", "author": "speaker",
        "created_at": "timestamp", "thread_id": "conversation",
    }),
    recognises=lambda b: b.any_object("text", "reply-to")
    or b.any_object("text", "reply_to", "conversation_id")
    or b.any_object("text", "conversation_id", "speaker")
    or b.any_object("text", "root", "user"),
)  # fmt: skip


def _scores(value: Mapping[str, Any], log: ReadLog) -> dict[str, float]:
    """Perspective's summary scores by attribute; what is no number from 0 to 1 is counted."""
    by_attribute = {}
    for name, score in attribute_scores(value):
        if is_score(score):
            by_attribute[name] = float(score)
        else:
            log.tally("a recorded score that is no number from 0 to 1, left out")
    if by_attribute:
        log.tally("scores recorded by Perspective, kept beside the comment and never counted")
    return by_attribute


_ANSWER = ("attributeScores", "response", "scores", "body", "text", "comment")


def _perspective(source: Source, log: ReadLog) -> Iterator[Record]:
    for position, value in json_objects(source, log):
        if "error" in value and "attributeScores" not in value:
            log.tally("Perspective had answered with an error")
        comment = value.get("comment")
        inner = comment.get("text") if isinstance(comment, dict) else None
        body = next((b for b in (value.get("body"), value.get("text"), inner) if b), None)
        others = {k: v for k, v in value.items() if k not in _ANSWER and not k.isupper()}
        for name, other in (("item_id", "id"), ("timestamp", "created_at")):
            if other in others:
                others.setdefault(name, others[other])
        yield Record(position, {**others, "body": body, SCORES: _scores(value, log)})


def _is_answer(value: Mapping[str, Any]) -> bool:
    """Perspective's answer, or a text with a score called ``TOXICITY``."""
    response = value.get("response")
    if "attributeScores" in value or (isinstance(response, dict) and "attributeScores" in response):
        return True
    return "TOXICITY" in value or (
        isinstance(scores := value.get("scores"), dict) and "TOXICITY" in scores
    )


PERSPECTIVE = Format(
    name="perspective",
    title="Perspective answers with their texts (NDJSON, as 4CAT writes it)",
    records="comment",
    keeps="body, item_id; the recorded scores by attribute, shown and exported beside our answers",
    drops="scores of spans",
    read=reader_of(_perspective, {
        "text": "body", "id": "item_id", "author": "author", "created_at": "timestamp",
        "thread_id": "thread_id",
    }),
    recognises=lambda b: b.kind in ("json", "jsonl") and any(map(_is_answer, b.objects)),
)  # fmt: skip

FORMATS = (
    CIVIL, NYT, SOCC, POLIS, STACK, STACK_XML, DISCOURSE_ARCHIVE, CORAL_DOWNLOAD, CONVOKIT,
    PERSPECTIVE,
)  # fmt: skip
