"""The messages of the service as its discovery document describes them."""

from __future__ import annotations

from typing import Any


def _text(description: str) -> dict[str, Any]:
    return {"type": "string", "description": description}


def _flag(description: str) -> dict[str, Any]:
    return {"type": "boolean", "description": description}


def _number(description: str) -> dict[str, Any]:
    return {"type": "number", "format": "float", "description": description}


def _whole(description: str) -> dict[str, Any]:
    return {"type": "integer", "format": "int32", "description": description}


def _list(items: dict[str, Any], description: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": description}


def _ref(name: str, description: str = "") -> dict[str, Any]:
    return {"$ref": name} | ({"description": description} if description else {})


def _map(name: str, description: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": {"$ref": name}, "description": description}


def _message(name: str, description: str, **properties: Any) -> dict[str, Any]:
    return {
        "id": name,
        "type": "object",
        "description": description,
        "properties": properties,
    }


_SCORE_TYPE = {
    "type": "string",
    "description": "The type of the score.",
    "enum": ["SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"],
    "enumDescriptions": [
        "Unspecified. Defaults to PROBABILITY scores if available, and otherwise RAW.",
        "Probability scores are in the range [0, 1].",
        "Standard deviation scores are in the range (-inf, +inf).",
        "Percentile scores are in the range [0, 1].",
        "Raw scores are in the range (-inf, +inf).",
    ],
}
_TEXT_TYPE = {
    "type": "string",
    "description": "Type of the text field.",
    "enum": ["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"],
    "enumDescriptions": [
        "The content type is not specified. Text will be interpreted as plain text by default.",
        "Plain text.",
        "HTML.",
    ],
}
_LANGUAGES = _list(
    {"type": "string"},
    "The language(s) of the comment, as ISO 639-1 or BCP-47 codes; detected when left out.",
)
_DETECTED = _list({"type": "string"}, "The language(s) detected from the text.")
_TOKEN = _text("Opaque token that is echoed from the request to the response.")
_SESSION = _text("Session ID. Used to join related RPCs into a single session.")
_COMMUNITY = _text("Identifies the community or forum that the comment is from.")

_MESSAGES = (
    _message(
        "AnalyzeCommentRequest",
        "The comment analysis request message.",
        clientToken=_TOKEN,
        comment=_ref("TextEntry", "The comment to analyze."),
        communityId=_COMMUNITY,
        context=_ref("Context", "The context of the comment."),
        doNotStore=_flag("Do not store the comment or the context."),
        dropUnsupportedAttributes=_flag(
            "Leave out attributes that are not supported for the language of the comment, instead "
            "of refusing the request."
        ),
        languages=_LANGUAGES,
        requestedAttributes=_map(
            "AttributeParameters", "Attributes that are asked for, by name, with their parameters."
        ),
        sessionId=_SESSION,
        spanAnnotations=_flag("Also score the sentences of the comment one by one."),
    ),
    _message(
        "AnalyzeCommentResponse",
        "The comment analysis response message.",
        attributeScores=_map("AttributeScores", "Scores by the name that was asked for."),
        clientToken=_TOKEN,
        detectedLanguages=_DETECTED,
        languages=_list({"type": "string"}, "The language(s) used to score the comment."),
    ),
    _message(
        "ArticleAndParentComment",
        "A comment is written about an article and may answer another comment.",
        article=_ref("TextEntry", "The article."),
        parentComment=_ref("TextEntry", "The comment that is answered."),
    ),
    _message(
        "AttributeParameters",
        "Configurable parameters for attribute scoring.",
        scoreThreshold=_number("Scores below it are left out. By default, all are returned."),
        scoreType=_SCORE_TYPE,
    ),
    _message(
        "AttributeScores",
        "The scores of one attribute.",
        spanScores=_list(_ref("SpanScore"), "Scores of spans."),
        summaryScore=_ref("Score", "Overall score of the comment."),
    ),
    _message(
        "Context",
        "What a comment is read among.",
        articleAndParentComment=_ref("ArticleAndParentComment", "Article and parent comment."),
        entries=_list(_ref("TextEntry"), "A list of messages; never scored."),
    ),
    _message(
        "Score",
        "A score.",
        type={**_SCORE_TYPE},
        value=_number("Score value. Semantics described by type."),
    ),
    _message(
        "SpanScore",
        "A score of a span of the text, in UTF-16 code units, end exclusive.",
        begin=_whole("Where the span begins."),
        end=_whole("Where the span ends."),
        score=_ref("Score", "The score of the span."),
    ),
    _message(
        "SuggestCommentScoreRequest",
        "The comment score suggestion request message.",
        attributeScores=_map("AttributeScores", "Scores that are suggested, by attribute."),
        clientToken=_TOKEN,
        comment=_ref("TextEntry", "The comment that is scored."),
        communityId=_COMMUNITY,
        context=_ref("Context", "The context of the comment."),
        languages=_LANGUAGES,
        sessionId=_SESSION,
    ),
    _message(
        "SuggestCommentScoreResponse",
        "The comment score suggestion response message.",
        clientToken=_TOKEN,
        detectedLanguages=_DETECTED,
        requestedLanguages=_list({"type": "string"}, "The language(s) that were named."),
    ),
    _message(
        "TextEntry",
        "A text and its kind.",
        text=_text("UTF-8 encoded text."),
        type=_TEXT_TYPE,
    ),
)

SCHEMAS: dict[str, Any] = {message["id"]: message for message in _MESSAGES}
