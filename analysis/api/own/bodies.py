"""What our own routes take, checked at the edge."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from analysis.api.perspective.request import MOST_BYTES
from analysis.domain.decision import Action
from analysis.domain.judgement import Answer

MOST_TEXTS = 100
"""Texts or comments of one request; more are streamed or sent in several."""
_Id = Annotated[str, StringConstraints(min_length=1, max_length=500)]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=MOST_BYTES)]
_Around = Annotated[str, StringConstraints(max_length=1_000_000)]
_Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


def _storable_moment(moment: datetime) -> datetime:
    """A time that has one in UTC, as it is stored; .NET's empty one in Berlin has none."""
    try:
        (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("datetime_range", "a time from year 1 to 9999 in UTC") from None
    return moment


_Moment = Annotated[datetime, AfterValidator(_storable_moment)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TextToAnalyze(_Body):
    """A text, and what it is read among. ``id`` comes back with its answer."""

    text: _Text
    id: _Id = "comment"
    parent: _Around = ""
    article: _Around = ""


class AnalyzeBody(_Body):
    """One text or several. ``do_not_store`` asks that nothing is remembered or written down."""

    texts: Annotated[list[TextToAnalyze], Field(min_length=1, max_length=MOST_TEXTS)]
    do_not_store: bool = False


class CommentBody(_Body):
    """A comment as its site has it; ids are the site's own."""

    id: _Id
    article_id: _Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=200_000)]
    parent_id: _Id | None = None
    author: _Id | None = None
    created_at: _Moment | None = None
    article_title: Annotated[str, StringConstraints(max_length=2_000)] = ""
    article_url: Annotated[str, StringConstraints(max_length=2_000)] | None = None


class CommentsBody(_Body):
    """Comments to store, all or none."""

    comments: Annotated[list[CommentBody], Field(min_length=1, max_length=MOST_TEXTS)]


class DecisionBody(_Body):
    """A decision on one comment. ``seen_sequence`` is the last decision that was seen, and
    ``seen_revision`` the text that it is about."""

    comment: _Number
    action: Action
    reason_code: Annotated[str, StringConstraints(max_length=100)] = ""
    note: Annotated[str, StringConstraints(max_length=10_000)] = ""
    seen_sequence: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    seen_revision: _Number | None = None


class SpanBody(_Body):
    """A passage in code points of the original, end exclusive, with its facet."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    facet: Annotated[str, StringConstraints(max_length=100)] = ""


class AnnotationBody(_Body):
    """One person's judgement of a label of a comment in a set."""

    set: _Number
    comment: _Number
    label: _Id
    answer: Answer
    level: int | None = None
    facets: list[str] = Field(default_factory=list, max_length=50)
    spans: list[SpanBody] = Field(default_factory=list, max_length=100)
    note: Annotated[str, StringConstraints(max_length=10_000)] = ""


class ModerationsBody(BaseModel):
    """OpenAI's request for moderation; ``model`` and whatever else it has are not looked at."""

    model_config = ConfigDict(extra="ignore")

    input: str | list[Any]
    model: str | None = None


class ModerationInput(BaseModel):
    """A part of an input; images are not judged here."""

    type: Literal["text"]
    text: str
