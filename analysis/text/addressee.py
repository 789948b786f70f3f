"""Whom a comment answers by name: ``Name,``, ``@name``, ``I agree with name``."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.domain.comment import Comment
from analysis.domain.finding import Addressee
from analysis.domain.span import Span
from analysis.text.name_stopwords import NO_NAMES
from analysis.text.piece_counts import PieceCount

_NAME = r"[^\W\d_][\w.\-]{1,30}[\w]|\d[\w.\-]{1,30}[^\W\d][\w]*"
_START = re.compile(
    r"\s*(?:(?P<lead>(?i:hi|hey|hello|dear|re|to|sorry|thanks|thank you|well said|yes|no))"
    r"[,:]?\s+)?"
    rf"(?P<name>{_NAME})(?P<mark>\s?[,:](?=\s)|\s?[-–—]{{1,2}}(?=\s)|\s*\n)"
)
_NAME_ENDS = re.compile(r"[,:;\n]|\s?[-–—]\s|\s[,:]")
_WORD_ENDS = re.compile(r"(?<=\w)(?!\w)")
_LONGEST_NAME = 80
_AT = re.compile(rf"(?<![\w@.])@(?P<name>{_NAME})")
_AGREES = re.compile(
    rf"\b(?i:agree|agreed|agreeing|disagree|disagreed|concur|side|with respect|ditto|\+1)\s+"
    rf"(?:(?i:completely|totally|fully|wholly|100%)\s+)?(?:(?i:with|to)\s+)?@?(?P<name>{_NAME})"
)
_AGREES_WORD = re.compile(
    r"(?:agree|agreed|agreeing|disagree|disagreed|concur|side|respect|ditto|\+1)\Z", re.IGNORECASE
)
_AGREES_SIGN = PieceCount(lambda piece: _AGREES_WORD.search(piece) is not None)
"""A piece that ends so stands in whatever :data:`_AGREES` or :data:`_EVERYBODY` matches."""
_AS_SAID = re.compile(
    rf"(?:\b(?i:as|like|what|thanks|ditto|to|hey|sorry)\s+)?(?<!\w)@?(?P<name>{_NAME})"
    r"(?:(?i:'s)?\s+(?i:comment|point|post|argument|question|idea)\b|\s+(?i:is|was)\s+"
    r"(?:(?:absolutely|completely|totally|quite|so)\s+)?(?i:right|wrong|correct|mistaken)\b"
    r"|\s+(?i:said|says|wrote|writes|mentioned|mentions|pointed out|points out|noted|asked)\b)"
)
_REMARK_WORDS = (
    r"(?i:comment|point|post|argument|question|idea|right|wrong|correct|mistaken|said|says|"
    r"wrote|writes|mentioned|mentions|pointed|points|noted|asked)\b"
)
_REMARK = re.compile(rf"\s{_REMARK_WORDS}")
"""What :data:`_AS_SAID` needs; quicker to look for than a name."""
_REMARK_WORD = re.compile(_REMARK_WORDS)
_REMARK_SIGN = PieceCount(lambda piece: _REMARK_WORD.match(piece) is not None)
"""A piece that begins so stands in whatever that matches."""
_VOCATIVE = re.compile(rf"[,!?.]\s@?(?P<name>{_NAME})(?=\s?[,.!?…]|\s*\Z)")
_HANDLE = re.compile(r"[\d_]|[a-z][A-Z]")
"""What a handle holds (see :func:`_is_handle`), of ASCII characters."""
_HANDLE_SIGN = PieceCount(lambda piece: _HANDLE.search(piece) is not None)
_NO_NAME = re.compile(
    r"(?:ly|ous|ical|ful|less|[ai]ble|ing|tion|ness|ment|ship|ism)\Z|-[a-z]|\A[A-Z-]{5,}\Z"
)
"""Endings of adjectives and nouns, words with a hyphen, headings in capitals."""
_EVERYBODY = re.compile(
    r"\b(?i:ditto|agree with|agreed with|disagree with)\s+"
    r"(?P<name>(?i:others here|"
    r"(?:all )?(?:the )?(?:other|others|previous|above|earlier|rest of the)"
    r"(?:\s+(?:comments?|commenters?|posters?|posts?|people here))?|everyone (?:else|here)|"
    r"most (?:comments|commenters|posters)))\b"
)
_READ = 600
"""Characters at the beginning in which an addressee is looked for, save ``agree with``."""
_AGREES_READ = 4_000
_PREFIX = 4
"""Letters at the beginning of an author's name that are enough to mean the author ..."""
_FIRST_WORD = 3
"""... and letters of the first of its words."""
_NAMED_SHARE = 0.8
_AFTER_ALL = "\U0010ffff"


@dataclass(slots=True)
class Thread:
    """Who has spoken in a thread so far, and which words in it are ordinary ones."""

    latest: dict[str, tuple[str, str]] = field(default_factory=dict)
    sorted: list[str] = field(default_factory=list)
    comments: int = 0
    named: int = 0
    ordinary: set[str] = field(default_factory=set)

    def add_words(self, text: str) -> None:
        """Note the words of the article: its names and things are no commenters."""
        self.ordinary.update(word.casefold() for word in re.findall(r"\w+", text))

    def add(self, comment: Comment, own_words: str) -> None:
        """Note a comment's author and the words it writes small."""
        self.comments += 1
        if comment.author:
            self.named += 1
            name = comment.author.casefold()
            if name not in self.latest:
                insort(self.sorted, name)
            self.latest[name] = (comment.author, comment.id)
        self.ordinary.update(re.findall(r"\b[a-z]{2,}\b", own_words))

    @property
    def knows_authors(self) -> bool:
        """Whether the platform names authors, so that an unknown plain name is most likely none."""
        return self.comments > 1 and self.named > _NAMED_SHARE * self.comments

    def resolve(self, name: str) -> tuple[str, str] | None:
        """The author meant by ``name`` and the id of the author's latest comment.

        Case does not matter; the beginning or first word of a name is enough when it is unique.
        """
        wanted = name.casefold()
        if wanted in self.latest:
            return self.latest[wanted]
        if len(wanted) < _FIRST_WORD:
            return None
        first = bisect_left(self.sorted, wanted)
        close = self.sorted[first : bisect_left(self.sorted, wanted + _AFTER_ALL, lo=first)]
        if len(wanted) < _PREFIX or any(known.split()[:1] == [wanted] for known in close):
            close = [known for known in close if known.split()[:1] == [wanted]]
        return self.latest[close[0]] if len(close) == 1 else None


def find_addressee(own_words: str, thread: Thread) -> tuple[Addressee, Span] | None:
    """Whom ``own_words`` answer and where they say so (a range of ``own_words``).

    ``Addressee.comment_id`` is set where the thread knows the author.
    """
    head = own_words[:_READ]
    beginning = own_words[:_AGREES_READ]
    agrees = _AGREES_SIGN.stands_in(own_words)
    named = _author_first(head, thread) or _start(head, thread)
    if named is None and "@" in beginning:
        named = _first(_AT.finditer(beginning), thread, strict=False)
    if named is None and agrees:
        named = _first(_AGREES.finditer(beginning), thread, strict=False)
    if named is None and _REMARK_SIGN.stands_in(head) and _may_name(head, thread):
        named = _first(_AS_SAID.finditer(head), thread, strict=True)
    if named is None and thread.latest:
        known = (match for match in _VOCATIVE.finditer(head) if thread.resolve(match["name"]))
        named = _first(known, thread, strict=True)
    if named is not None:
        name, span = named
        author = thread.resolve(name)
        if author:
            return Addressee(author[0], author[1]), span
        return Addressee(name), span
    everybody = _EVERYBODY.search(head) if agrees else None
    if everybody and _is_group(everybody["name"]):
        return Addressee(everybody["name"]), Span(*everybody.span("name"))
    return None


def _may_name(head: str, thread: Thread) -> bool:
    """Whether a remark on somebody's words may stand there, with a name that is sure to be one."""
    sure_names = bool(thread.latest) or _HANDLE_SIGN.stands_in(head)
    return sure_names and _REMARK.search(head) is not None


def _author_first(head: str, thread: Thread) -> tuple[str, Span] | None:
    """An author's full name at the beginning, with spaces or odd characters in it."""
    if not thread.latest:
        return None
    text = head.lstrip().lstrip("@")
    offset = len(head) - len(text)
    beginning = text[:_LONGEST_NAME]
    ends = _WORD_ENDS if offset and head[offset - 1] == "@" else _NAME_ENDS
    for end in reversed([match.start() for match in ends.finditer(beginning)]):
        known = beginning[:end].casefold()
        if known in thread.latest and known not in NO_NAMES:
            return thread.latest[known][0], Span(offset, offset + end)
    return None


def _start(head: str, thread: Thread) -> tuple[str, Span] | None:
    match = _START.match(head)
    if match is None or not _may_be_name(match["name"], thread):
        return None
    if thread.resolve(match["name"]) is None:
        vague = thread.knows_authors or (match["lead"] or "").lower() in ("re", "to")
        if (vague and not _is_handle(match["name"])) or _is_list(head[match.end() :]):
            return None
    return match["name"], Span(*match.span("name"))


def _is_list(rest: str) -> bool:
    """``Tom, Dick and Harry``: another capitalised name and a comma or ``and`` follow."""
    return bool(re.match(r"\s*(?:and\s+)?[A-Z][\w.\-]*(?:\s[A-Z][\w.\-]*)?(?:,|\s+and\b)", rest))


def _first(
    matches: Iterable[re.Match[str]], thread: Thread, *, strict: bool
) -> tuple[str, Span] | None:
    """The first match whose name may be a commenter's; ``strict`` asks for a sure one."""
    for match in matches:
        name = match["name"].rstrip(".-")
        start = match.start("name")
        at_sign = match.string[max(0, start - 1) : start] == "@"
        if not _may_be_name(name, thread, sure=at_sign):
            continue
        if strict and thread.resolve(name) is None and not _is_handle(name):
            continue
        return name, Span(start, start + len(name))
    return None


def _may_be_name(name: str, thread: Thread, *, sure: bool = False) -> bool:
    """Whether a commenter may be called so; ``sure`` where an ``@`` says that it is a name."""
    lowered = name.casefold()
    if lowered in NO_NAMES:
        return False
    if thread.resolve(name) is not None:
        return True
    if not sure and (lowered in thread.ordinary or _NO_NAME.search(name)):
        return False
    return sure or name[0].isupper() or _is_handle(name)


def _is_handle(name: str) -> bool:
    """A digit, an underscore or a capital inside: nobody's ordinary word."""
    return any(char.isdigit() or char == "_" for char in name) or bool(
        re.search(r"[a-z][A-Z]", name)
    )


def _is_group(words: str) -> bool:
    return words.casefold() not in ("other", "the other", "previous", "above", "earlier")
