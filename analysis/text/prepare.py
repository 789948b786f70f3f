"""From a discussion to prepared comments: whose words, which language, which sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from analysis.domain.comment import Article, Comment, Discussion
from analysis.domain.finding import Addressee, Quote
from analysis.domain.quick_init import quick_init
from analysis.domain.span import Span
from analysis.text import nlp
from analysis.text.addressee import Thread, find_addressee
from analysis.text.clean import clean_copy, clean_view
from analysis.text.handles import handles
from analysis.text.mapped import MappedText
from analysis.text.parent import infer_parent
from analysis.text.prepared import Language, PreparedComment
from analysis.text.quotes import find_quotes
from analysis.text.respelled import served_view
from analysis.text.sources import Sources
from analysis.text.time_limit import SECONDS, OutOfTime, TimeLimit
from analysis.text.unmarked_quotes import QuoteMatch

TEXT_VERSION = "6"
"""Raised when the same comment would be prepared differently than before."""

READ_CHARACTERS = 100_000
"""Characters of a comment that are looked at; what follows is kept and shown, not labelled."""
OWN_CHARACTERS = 20_480
"""Characters of own words that are handed to scorers (some 3,500 words): the longest comment that
the Perspective API took."""

_NOT_WORDS = " \t\n.,;:-–—\"'“”‘’«»()[]<>"


class Preparer:
    """Prepares the comments of a discussion; holds no state between discussions."""

    def __init__(self, spacy_model: str, *, seconds: float = SECONDS) -> None:
        """``seconds`` is how long one comment may take; what takes longer is not read."""
        self._model = spacy_model
        self._seconds = seconds

    @property
    def version(self) -> str:
        """What takes part in preparing, for a run's record."""
        return f"text {TEXT_VERSION}, {nlp.version(self._model)}"

    def prepare(
        self, discussion: Discussion, *, only: Collection[str] | None = None
    ) -> list[PreparedComment]:
        """The prepared comments in reading order.

        ``only`` names the ids to return; all other comments are context that may be quoted,
        answered or named.
        """
        sources = Sources()
        thread = Thread()
        _add_article(discussion.article, sources, thread)
        by_id = {comment.id: comment for comment in discussion.comments}
        prepared: list[PreparedComment] = []
        left = sum(only is None or comment.id in only for comment in discussion.comments)
        for comment in discussion.comments:
            if not left:  # what comes after the last that is wanted tells nothing of it
                break
            limit = TimeLimit(self._seconds)
            wanted = only is None or comment.id in only
            left -= wanted
            try:
                words = _own_words(comment, sources, limit)
                if wanted:
                    about = (discussion.article, thread, by_id)
                    prepared.append(self._prepare(comment, words, *about, limit))
            except OutOfTime as error:
                words = _Words(_NOTHING, _NOTHING, (), 0)
                if wanted:
                    prepared.append(_not_read(comment, discussion.article, str(error)))
            if left:  # somebody comes after it
                sources.add("comment", comment.id, words.own.text, author=comment.author)
                thread.add(comment, words.own.text)
        return prepared

    def _prepare(
        self,
        comment: Comment,
        words: _Words,
        article: Article,
        thread: Thread,
        by_id: dict[str, Comment],
        limit: TimeLimit,
    ) -> PreparedComment:
        named = find_addressee(words.own.text, thread)
        addressee = None
        if named:
            span = words.own.to_original(named[1].start, named[1].end)
            addressee = Addressee(named[0].name, named[0].comment_id, span)
        # A parent that is not there tells nothing of whom the comment answers.
        gone = comment.parent_id is not None and comment.parent_id not in by_id
        known = replace(comment, parent_id=None) if gone else comment
        inferred = infer_parent(known, words.quotes, addressee)
        parent_id = known.parent_id or (inferred.comment_id if inferred else None)
        limit.check()
        own, spans, language = served_view(words.own.replaced(handles(words.own.text)))
        limit.check()
        return PreparedComment(
            comment=comment,
            article=article,
            parent=by_id.get(parent_id) if parent_id else None,
            inferred_parent=inferred,
            clean=words.clean,
            own=own,
            sentences=spans,
            quotes=words.quotes,
            addressee=addressee,
            language=language,
            cut_at=words.cut_at,
        )


@quick_init
@dataclass(frozen=True, slots=True)
class _Words:
    """A comment's clean copy, its quotes in the original, and what is left: own words."""

    clean: MappedText
    own: MappedText
    quotes: tuple[Quote, ...]
    cut_at: int | None


def _add_article(article: Article, sources: Sources, thread: Thread) -> None:
    text = "\n\n".join(article.paragraphs)
    for part in filter(None, (article.title, text)):
        if clean := clean_copy(part).text:
            sources.add("article", None, clean)
            thread.add_words(clean)


_NOTHING = MappedText("", (), ())


def _not_read(comment: Comment, article: Article, why: str) -> PreparedComment:
    """A comment that took too long: nothing of it is read, so nothing of it can be cleared."""
    return PreparedComment(
        comment=comment,
        article=article,
        parent=None,
        inferred_parent=None,
        clean=_NOTHING,
        own=_NOTHING,
        sentences=(),
        quotes=(),
        addressee=None,
        language=Language("und", 0.0, supported=False, reason=f"Not read: it took {why}."),
    )


def _own_words(comment: Comment, sources: Sources, limit: TimeLimit) -> _Words:
    view = clean_view(comment.text[:READ_CHARACTERS])
    limit.check()
    clean = view.copy
    matches = find_quotes(clean.text, sources, author=comment.author, marked=view.quotes)
    quotes = tuple(
        Quote(
            clean.to_original(quote.span.start, quote.span.end),
            quote.source,
            quote.comment_id,
            round(quote.similarity, 4),
        )
        for quote in matches
    )
    limit.check()
    own, cut = _without(clean, matches)
    if cut is None and len(comment.text) > READ_CHARACTERS:
        cut = READ_CHARACTERS
    return _Words(clean, own, quotes, cut)


def _without(clean: MappedText, quotes: Sequence[QuoteMatch]) -> tuple[MappedText, int | None]:
    """The text without its quotes, and the original offset at which it had to be cut."""
    keep: list[Span] = []
    joiners: list[str] = []
    at = 0
    size = 0
    cut: int | None = None
    for end, after in [*((q.span.start, q.span.end) for q in quotes), (len(clean.text), -1)]:
        piece = _trimmed(clean.text, at, end)
        if piece is not None and cut is None:
            if size + len(piece) > OWN_CHARACTERS:
                cut = clean.starts[piece.start + OWN_CHARACTERS - size]
                piece = Span(piece.start, piece.start + OWN_CHARACTERS - size)
            if len(piece):
                if keep:
                    gap = clean.text[keep[-1].end : piece.start]
                    joiners.append(_joiner(clean.text, keep[-1].end, gap))
                keep.append(piece)
                size += len(piece)
        at = after
    return clean.cut(keep, joiner=joiners), cut


def _joiner(text: str, start: int, gap: str) -> str:
    """What stands for a quote that was taken out: a paragraph's end, or a space in a sentence."""
    if "\n" in gap:
        return "\n\n"
    ended = text[:start].rstrip()[-1:] in ".!?…"
    return "\n\n" if ended else " "


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The range without space at its ends; ``None`` when it holds nothing but punctuation."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if all(char in _NOT_WORDS for char in text[start : min(end, start + 50)]) and (
        end - start < 50
    ):
        return None
    return Span(start, end)
