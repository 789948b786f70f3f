"""What a site suggests, as verdicts of ours: by attribute, or by what its moderators did."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import MappingProxyType

from analysis.api.perspective import errors
from analysis.api.perspective.request import SuggestedScore, SuggestRequest
from analysis.api.perspective.utf16 import Utf16
from analysis.domain.attribute import Attribute
from analysis.domain.span import Span
from analysis.labels.attributes import MEASURABLE, TWINS
from analysis.services.annotation.suggestions import Suggestion, Verdict

_BY_NAME = {attribute.name: attribute for attribute in MEASURABLE}
_ACTED_ON = "TOXICITY"
"""What is said about a comment by what its moderators did, as Coral now says it."""
MODERATED: Mapping[str, bool] = MappingProxyType(
    {"DELETED": True, "APPROVED": False, "HIGHLIGHTED": False}
)
"""What earlier Coral and Talk sent in place of an attribute's name, and whether it speaks for
``_ACTED_ON``."""


def suggestion_of(request: SuggestRequest, *, source: str, names: Collection[str]) -> Suggestion:
    """The suggestion of a request; ``ServiceError`` for an attribute that is none of ``names``."""
    ids = _site_ids(request)
    units = Utf16(request.text)
    return Suggestion(
        source=source,
        text=request.text,
        verdicts=tuple(_verdict(score, units, names) for score in request.scores),
        comment_id=ids.get("comment", ""),
        parent_id=ids.get("parent", ""),
        article_id=ids.get("url", "") or request.community,
        url=ids.get("url") or None,
    )


def _verdict(score: SuggestedScore, units: Utf16, names: Collection[str]) -> Verdict:
    spans = [(_span(units, begin, end), value) for begin, end, value in score.spans]
    value = score.value if score.value is not None else max(value for _, value in spans)
    if score.name in MODERATED:
        value = value if MODERATED[score.name] else 1.0 - value
        return Verdict(_BY_NAME[_ACTED_ON], value)
    if score.name not in names:
        raise errors.unknown_attribute(score.name[:100])
    attribute = _BY_NAME.get(TWINS.get(score.name, score.name), Attribute(score.name, ""))
    return Verdict(attribute, value, tuple(span for span, of_span in spans if of_span > 0.0))


def _span(units: Utf16, begin: int, end: int) -> Span:
    try:
        return units.span(begin, end)
    except ValueError:
        raise errors.invalid_request("A span score lies outside the comment.") from None


def _site_ids(request: SuggestRequest) -> dict[str, str]:
    """What a site tells of its comment: Coral in an entry of the context, others in the token."""
    ids: dict[str, str] = {}
    for entry in request.context.entries[:1]:
        try:
            content = json.loads(entry)
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            names = {
                "comment": "Coral_comment_id",
                "parent": "reply_to_id_Coral_comment_id",
                "url": "url",
            }
            ids = {
                name: value
                for name, field in names.items()
                if isinstance(value := content.get(field), str) and value
            }
    token = request.client_token or ""
    if "comment" not in ids and token.startswith("comment:"):
        ids["comment"] = token.removeprefix("comment:")
    return ids
