"""What `fuzz_text.py` tries: pieces of which inputs are made, and what each answer must hold to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from written_thread import ARTICLE, preparer

from analysis.domain.comment import Comment, Discussion
from analysis.domain.errors import BadInput
from analysis.domain.span import Span
from analysis.ingest.dates import is_relative, looks_like_time, parse_time
from analysis.ingest.number_times import OutOfRange, is_serial
from analysis.ingest.page_blocks import line_kinds
from analysis.ingest.page_text import page_discussion
from analysis.ingest.reading import ReadLog
from analysis.ingest.time_readings import DAY_FIRST, MONTH_FIRST, TimeReading, order_evidence
from analysis.ingest.values import count_of, plain_id
from analysis.ingest.votes import find_votes, fits, parse_votes
from analysis.labels import RULES
from analysis.labels.author_text import AuthorText
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.clean import clean_view
from analysis.text.language import language_of
from analysis.text.marked_quotes import blocks
from analysis.text.mentions import mentions
from analysis.text.quotation_marks import quotation_marks
from analysis.text.sentences import sentences
from analysis.text.words import words_of

NUMBERS = (
    *("0", "-0", "00", "1", "12", "13", "31", "32", "59", "60", "1899", "1970", "9999", "10000"),
    *("2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 400),
    *("1e9", "1.5", "1,234", "1.2K", "٣", "３", "²", "½", "45000.5", "1700000000", "1700000000000"),
)
TIMES = (
    *("2024-02-29", "2023-02-29", "T", "Z", "+00:00", "-99:59", "+1400", "12:00", "24:00:00"),
    *("31/12/2024", "12.31.24", "-", "/", ".", ":", ",", " ", "Jan", "janvier", "März", "Sept."),
    *("Mon, ", "at ", "AM", "p.m.", "UTC", "CEST", "ago", "3 hours ", "yesterday", "/Date(", ")/"),
    *("20240131", "W05", "\u202f", "\u200e", "th", "GMT+2", "12 o'clock", "h", "BC"),
)
VOTES = (
    *("5 ( +5 / -0 )", "( ", "+", "/", " -", "−", " )", "29 Comments", "\n", "Reply", "Log in"),
    *("\u00a0", "\ufeff", "3 hours ago", "Ann Lee", "@Ann", "Like", "•", "|", "Page 2"),
)
WORDS = (
    *("you are ", "a moron", "all ", "women", "they ", "should ", "be shot", ". ", "?! ", "\n\n"),
    *("m0r0n ", "i d i o t ", "f**k", "#StopIt", "“", "”", "„", '"', "'", "»", "> ", "wrote:\n"),
    *(
        "<b>",
        "</blockquote>",
        "<blockquote>",
        "<a href='",
        "[quote=x]",
        "[/quote]",
        "**",
        "](",
        "[b]",
    ),
    *("&amp;", "&#x200b;", "&lt;", "<!--", "http://a.b/c", "www.", "a@b.c", "Ã©", "â€™", "é", "о"),
    *(
        "\u0336",
        "\u200d",
        "🙂",
        "字。",
        "не ",
        "nicht ",
        "mr. ",
        "no. 5",
        "50% of ",
        "e.g. ",
        "\x00",
    ),
    *("\ud800", "\r\n", "\x85", "\u2028", "\t", "called me a ", "Kern said ", "I hate ", "not "),
)

Check = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Target:
    """What is fuzzed: the pieces that it looks for, and a function that checks one input."""

    pieces: tuple[str, ...]
    check: Check


class Broken(AssertionError):
    """An answer is not what the function promises."""


def _require(holds: bool, promise: str) -> None:
    if not holds:
        raise Broken(promise)


def _apart(spans: Iterable[Span], text: str, *, outer: bool = True) -> None:
    at = 0
    for span in spans:
        _require(0 <= span.start <= span.end <= len(text), "a span lies within the text")
        _require(not outer or span.start >= at, "spans are disjoint and in order")
        at = span.end


def _times(text: str) -> object:
    for order in (DAY_FIRST, MONTH_FIRST):
        try:
            moment = parse_time(text, TimeReading(order))
        except OutOfRange:
            continue
        if moment is not None:
            _require(isinstance(moment, datetime), "a time is a moment")
            _require(1 <= moment.year <= 9999, "a year is one of the calendar's")
            moment.isoformat()
    return (is_relative(text), looks_like_time(text), order_evidence(text), is_serial(text))


def _votes(text: str) -> object:
    line = find_votes(text, 0, len(text))
    if line is not None:
        _require(0 <= line.start < len(text), "votes begin within the line")
        if fits(line.votes):
            _require(abs(line.votes.score or 0) <= 2**31 - 1, "votes that fit can be stored")
    count = count_of(text)
    _require(count is None or isinstance(count, int), "a count is a whole number")
    return parse_votes(text), plain_id(text)


def _page(text: str) -> object:
    log = ReadLog("fuzz", "page-text", "utf-8")
    try:
        discussion = page_discussion(text, log)
    except BadInput:
        return line_kinds(text)
    for comment in discussion.comments:
        _require(comment.text in text, "a comment's text is the page's, to the character")
        _require(comment.votes is None or fits(comment.votes), "kept votes can be stored")
    return line_kinds(text)


def _clean(text: str) -> object:
    view = clean_view(text)
    copy = view.copy
    _require(len(copy.text) == len(copy.starts) == len(copy.ends), "each character has its range")
    _require(list(copy.starts) == sorted(copy.starts), "places never decrease")
    _require(all(end <= len(text) for end in copy.ends), "ranges lie within the original")
    _apart(view.quotes, copy.text, outer=False)
    return view


def _sentences(text: str) -> object:
    spans = sentences(text)
    _apart(spans, text)
    covered = "".join(text[span.start : span.end] for span in spans)
    _require(
        "".join(covered.split()) == "".join(text.split()), "sentences leave out nothing but space"
    )
    return language_of(text, spans)


def _quotes(text: str) -> object:
    for marked in (quotation_marks(text), blocks(text)):
        _apart((one.outer for one in marked), text)
        for one in marked:
            inside = one.outer.start <= one.inner.start <= one.inner.end <= one.outer.end
            _require(inside, "the words of a quote lie within it")
    _apart(mentions(text), text)
    return words_of(text)


def _rules(text: str) -> object:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    for rule in RULES:
        for hit in rule.find(words):
            _apart([hit.span], text)
    return None


def _prepared(text: str) -> object:
    half = len(text) // 2
    comments = (
        Comment("c1", "tram", 1, text[:half] or "-", author="Ann Lee"),
        Comment("c2", "tram", 2, text, author="Bo", parent_id="c1"),
    )
    for prepared in preparer().prepare(Discussion(ARTICLE, comments)):
        original = prepared.comment.text
        for mapped in (prepared.clean, prepared.own):
            _require(all(end <= len(original) for end in mapped.ends), "all maps to the original")
        _apart(prepared.sentences, prepared.own.text)
        _apart((quote.span for quote in prepared.quotes), original, outer=False)
    return None


TARGETS = {
    "times": Target((*NUMBERS, *TIMES), _times),
    "votes": Target((*NUMBERS, *VOTES), _votes),
    "pages": Target((*VOTES, *NUMBERS[:12], *TIMES[:12], *WORDS[:20]), _page),
    "clean": Target(WORDS, _clean),
    "sentences": Target((*WORDS, *NUMBERS[:8]), _sentences),
    "quotes": Target(WORDS, _quotes),
    "rules": Target((*WORDS, *NUMBERS[:8]), _rules),
    "prepare": Target((*WORDS, *NUMBERS[:8]), _prepared),
}
