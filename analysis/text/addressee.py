"""Whom a comment answers by name: ``Name,``, ``@name``, ``I agree with name``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from analysis.domain.comment import Comment
from analysis.domain.finding import Addressee
from analysis.domain.span import Span

_NAME = r"[^\W\d_][\w.\-]{1,30}[\w]|\d[\w.\-]{1,30}[^\W\d][\w]*"
_START = re.compile(
    rf"\s*(?:(?i:hi|hey|hello|dear|re|to|sorry|thanks|thank you|well said|yes|no)[,:]?\s+)?"
    rf"(?P<name>{_NAME})(?P<mark>\s?[,:](?=\s)|\s?[-–—]{{1,2}}(?=\s)|\s*\n)"
)
_NAME_ENDS = re.compile(r"[,:;\n]|\s?[-–—]\s|\s[,:]")
_AT = re.compile(rf"(?<![\w@.])@(?P<name>{_NAME})")
_AGREES = re.compile(
    rf"\b(?i:agree|agreed|agreeing|disagree|disagreed|concur|side|with respect|ditto|\+1)\s+"
    rf"(?:(?i:completely|totally|fully|wholly|100%)\s+)?(?:(?i:with|to)\s+)?@?(?P<name>{_NAME})"
)
_SAID = re.compile(
    rf"(?:\b(?i:as|like|what|thanks|ditto|to|hey|sorry)\s+)?(?<!\w)@?(?P<name>{_NAME})"
    r"(?:(?i:'s)?\s+(?i:comment|point|post|argument|question|idea)\b|\s+(?i:is|was)\s+"
    r"(?:(?:absolutely|completely|totally|quite|so)\s+)?(?i:right|wrong|correct|mistaken)\b"
    r"|\s+(?i:said|says|wrote|writes|mentioned|mentions|pointed out|points out|noted|asked)\b)"
)
_EVERYBODY = re.compile(
    r"\b(?i:ditto|agree with|agreed with|disagree with|like|to)\s+"
    r"(?P<name>(?i:(?:all )?(?:the )?(?:other|others|previous|above|earlier|rest of the)"
    r"(?:\s+(?:comments?|commenters?|posters?|posts?|people here))?|everyone (?:else|here)|"
    r"most (?:comments|commenters|posters)|others here))\b"
)
_READ = 600
"""Characters at the beginning in which an addressee is looked for, save ``agree with``."""
_AGREES_READ = 4_000
_PREFIX = 4
"""Letters of an author's name that are enough to mean the author."""

_NO_NAMES = """
a absolutely actually admittedly afterwards again agreed ah aha ahem all allegedly alright also
alternatively although always amazing amen an and another anyhow anyone anyway apart apologies
apparently argh as aside at aw awesome basically because besides better bizarre boo both bottom
boy bravo briefly brilliant but bye certainly cheers clearly come con congrats congratulations
cons consequently conversely cool correct correction currently damn dear disclaimer disclosure
ditto dr dude duh each edit eh either elsewhere enough eventually everybody everyone evidently ew
exactly example excellent except fact facts fair false fantastic finally fine first firstly folks
for fortunately frankly friends fun funny further furthermore gee general generally gentlemen good
gosh granted great guess guys ha haha hahaha he hehe hello hence her here hey hi hilarious him
hint his hmm hmmm honestly hooray hopefully how however huh hypothetically i ideally if imagine
imho imo in incidentally incorrect incredible indeed instead interesting interestingly ironic
ironically it its jeez jesus joke joking just ladies last lastly later laughable left less
likewise listen literally lmao lol look luckily man many mate maybe me meaning meanwhile mind more
moreover most mostly mr mrs ms my nah naturally nay neither never nevertheless next nice no nobody
nonetheless nonsense nope normally not note nothing notice notwithstanding now obviously
occasionally of off oh ok okay on once one only oops or originally others otherwise ouch our ours
overall people perfect perhaps period personally plain please plus point possibly pray precisely
predictably presumably pretty previously privacy pro probably prof pros ps question quite rather
re really recently regardless regards remember reminder respectfully response right rubbish sad
sadly same second secondly see seriously shame she shh short sigh similarly simple simply since
sir so some someday somehow someone sometimes soon sorry source spot still strange strangely
strictly sure surely surprisingly tbh thank thankfully thanks that the their them then there
therefore these they third thirdly this though thus tip title today tomorrow tonight too total
totally true truly truth two typical typically ugh uh um undoubtedly unfortunately unless until
update us usually warning way we weird welcome well what whatever when whenever where wherever
whether which while who whoa why wink with wonderful wow wrong yay yeah yep yes yesterday yet
yikes yo you your yours yup
"""
NO_NAMES = frozenset(_NO_NAMES.split())
"""Words that stand before a comma, a colon or a dash at a comment's beginning and are no names."""


@dataclass(slots=True)
class Thread:
    """Who has spoken in a thread so far, and which words in it are ordinary ones."""

    latest: dict[str, tuple[str, str]] = field(default_factory=dict)
    ordinary: set[str] = field(default_factory=set)

    def add_words(self, text: str) -> None:
        """Note the words of the article: its names and things are no commenters."""
        self.ordinary.update(word.casefold() for word in re.findall(r"\w+", text))

    def add(self, comment: Comment, own_words: str) -> None:
        """Note a comment's author and the words it writes small."""
        if comment.author:
            self.latest[comment.author.casefold()] = (comment.author, comment.id)
        self.ordinary.update(re.findall(r"\b[a-z]{2,}\b", own_words))

    def resolve(self, name: str) -> tuple[str, str] | None:
        """The author meant by ``name`` and the id of the author's latest comment.

        Case does not matter; the beginning or first word of a name is enough when it is unique.
        """
        wanted = name.casefold()
        if wanted in self.latest:
            return self.latest[wanted]
        if len(wanted) < _PREFIX:
            return None
        close = [known for known in self.latest if known.startswith(wanted)]
        return self.latest[close[0]] if len(close) == 1 else None


def find_addressee(own_words: str, thread: Thread) -> tuple[Addressee, Span] | None:
    """Whom ``own_words`` answer and where they say so (a range of ``own_words``).

    ``Addressee.comment_id`` is set where the thread knows the author.
    """
    head = own_words[:_READ]
    named = _author_first(head, thread) or _start(head, thread)
    if named is None:
        named = _first(_AT.finditer(own_words[:_AGREES_READ]), thread, strict=False)
    if named is None:
        named = _first(_AGREES.finditer(own_words[:_AGREES_READ]), thread, strict=False)
    if named is None:
        named = _first(_SAID.finditer(head), thread, strict=True)
    if named is not None:
        name, span = named
        known = thread.resolve(name)
        if known:
            return Addressee(known[0], known[1]), span
        return Addressee(name), span
    everybody = _EVERYBODY.search(head)
    if everybody and _is_group(everybody["name"]):
        return Addressee(everybody["name"]), Span(*everybody.span("name"))
    return None


def _author_first(head: str, thread: Thread) -> tuple[str, Span] | None:
    """An author's full name at the beginning, with spaces or odd characters in it."""
    text = head.lstrip().lstrip("@")
    offset = len(head) - len(text)
    best = ""
    lowered = text[:80].casefold()
    for known in thread.latest:
        if len(known) > len(best) and lowered.startswith(known):
            after = text[len(known) : len(known) + 3]
            at_sign = offset > 0 and head[offset - 1] == "@"
            if at_sign or _NAME_ENDS.match(after):
                best = known
    if not best or best in NO_NAMES:
        return None
    return thread.latest[best][0], Span(offset, offset + len(best))


def _start(head: str, thread: Thread) -> tuple[str, Span] | None:
    match = _START.match(head)
    if match is None or not _may_be_name(match["name"], thread):
        return None
    if thread.resolve(match["name"]) is None and _is_list(head[match.end() :]):
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
        if not _may_be_name(name, thread):
            continue
        if strict and thread.resolve(name) is None and not _is_handle(name):
            continue
        start = match.start("name")
        return name, Span(start, start + len(name))
    return None


def _may_be_name(name: str, thread: Thread) -> bool:
    lowered = name.casefold()
    if lowered in NO_NAMES:
        return False
    if thread.resolve(name) is not None:
        return True
    if lowered in thread.ordinary or lowered.endswith("ly"):
        return False
    return name[0].isupper() or _is_handle(name)


def _is_handle(name: str) -> bool:
    """A digit, an underscore or a capital inside: nobody's ordinary word."""
    return any(char.isdigit() or char == "_" for char in name) or bool(
        re.search(r"[a-z][A-Z]", name)
    )


def _is_group(words: str) -> bool:
    return words.casefold() not in ("other", "the other", "previous", "above", "earlier")


def authors(comments: Collection[Comment]) -> int:
    """How many comments carry an author's name."""
    return sum(1 for comment in comments if comment.author)
