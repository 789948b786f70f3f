"""Try the pipeline on one comment that nobody wrote yet: nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.domain.analysis import Analysis
from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.errors import BadInput

if TYPE_CHECKING:
    from analysis.pipeline import Pipeline

LONGEST = 20_000
"""Characters that are tried: what the rules and the model read of a comment, and no more."""

_THREAD, _PARENT, _COMMENT = "trial", "parent", "comment"


@dataclass(frozen=True, slots=True)
class Trial:
    """A comment as somebody typed it, with the comment it answers and its article's title."""

    text: str
    parent: str = ""
    title: str = ""


def checked(trial: Trial) -> Trial:
    """``trial`` itself; ``BadInput`` where there are no words, or too many."""
    if not trial.text.strip():
        raise BadInput("There is no comment to try; type or paste one.")
    for name, words in (("comment", trial.text), ("answered comment", trial.parent)):
        if len(words) > LONGEST:
            raise BadInput(f"The {name} has {len(words)} characters; {LONGEST} at most are tried.")
    return trial


def try_comment(pipeline: Pipeline, trial: Trial) -> Analysis:
    """What the pipeline says of ``trial``; ``BadInput`` where there are no words, or too many."""
    checked(trial)
    parent = Comment(id=_PARENT, thread_id=_THREAD, position=1, text=trial.parent)
    answers = bool(trial.parent.strip())
    comment = Comment(
        id=_COMMENT,
        thread_id=_THREAD,
        position=2 if answers else 1,
        text=trial.text,
        parent_id=_PARENT if answers else None,
    )
    article = Article(id=_THREAD, title=trial.title.strip())
    discussion = Discussion(article, (parent, comment) if answers else (comment,))
    [analysis] = pipeline.analyze(discussion, only={_COMMENT})
    return analysis
