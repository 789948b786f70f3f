"""Rules for constructive evidence: figures, sources, experience, examples, reasons, proposals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import holds_any
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs

KEY = "constructive_evidence"
_LINK = re.compile(
    r"\b(?:https?://|www\.|ht ?tp://)\S{3,300}|\b[a-z0-9-]{2,40}\.(?:com|org|ca|net|gov|edu|"
    r"info|eu|de|uk|jp)/\S{2,300}"
)
_PERCENT = re.compile(
    r"(?<![\w.])\d{1,3}(?:[.,]\d{1,3})?(?:\s?(?:-|to)\s?\d{1,3}(?:[.,]\d+)?)?\s?(?:%|per "
    r"?cent\b|percent\b)(?: of)?(?:\s[\w'-]+){0,4}"
)
_PERCENT_SIGNS = ("%", "cent")
"""One of these stands in whatever :data:`_PERCENT` matches; the same below."""
_MONEY = re.compile(
    r"[$€£¥]\s?\d[\d,.]{0,15}\s?(?:k\b|m\b|b\b|bn\b|million|billion|"
    r"trillion)?(?:\s[\w'-]+){0,4}|\b\d[\d,.]{0,15}\s?(?:k\s)?(?:dollars|euros|euro|pounds|yen|"
    r"bucks|cents)\b(?:\s[\w'-]+){0,3}"
)
_MONEY_SIGNS = ("$", "€", "£", "¥", "dollars", "euro", "pounds", "yen", "bucks", "cents")
_COUNT = re.compile(
    r"\d(?<![\w.$/-]\d)(?:\d{0,2}(?:,\d{3})+|\d{1,8}(?:\.\d+)?|\.\d+)\s(?:million|billion|"
    r"thousand|people|jobs|members|patients|deaths|"
    r"cases|homes|houses|units|buses|cars|trips|riders|students|children|workers|employees|km|"
    r"kilometres|"
    r"kilometers|miles|metres|meters|tonnes|tons|litres|liters|degrees|ppm|votes|seats|"
    r"countries|cities|days|hours|minutes|"
    r"ships|refugees|immigrants|migrants|accidents|crashes|complaints|visits|schools|staff|"
    r"officers|square|times (?:more|higher|as|lower|less)|"
    r"out of|in every|per|shots|attacks|posts|comments|acres|hectares|beds|trees|"
    r"signatures)\b(?:\s[\w'-]+){0,4}"
)
_PLURAL_COUNT = re.compile(
    r"[\df](?:(?<=\d)(?<![\w.$/,-]\d)(?:\d{0,2}(?:,\d{3})+|\d{1,8})\s(?:(?!years|days|weeks|"
    r"months|minutes|hours|times|seconds|bucks|cents|percent)[a-z]{2,12}\s)?"
    r"(?!years|days|weeks|months|minutes|hours|times|seconds|this|his|its|was|is|has|bucks|yrs|"
    r"us\b)"
    r"[a-z]{3,15}s\b|(?<=f)(?<!\wf)rom \d[\d,.]* to \d[\d,.]*(?:\s[a-z]{3,12})?|"
    r"(?<=\d)(?<!\w\d)\d{1,5} of (?:them|the|us|those)\b)"
)
_FRACTION = FirstWords(
    "one two three four a half",
    re.compile(
        r"\b(?:(?:one|two|three|four|\d{1,2})\s(?:out of|in)\s(?:every\s)?(?:two|three|four|five|"
        r"ten|\d{1,4})|(?:a third|two thirds|a quarter|three quarters|half) of (?:the|all))\b"
    ),
)
"""Of a text without digits; with them it may begin with a number too."""
_RHETORICAL = re.compile(
    r"^(?:100|110|101|150|200|1000|99|99\.9|50)\s?(?:%|per ?cent|percent)|\ba (?:million|"
    r"thousand|hundred) times\b"
)
_BLUNT_SHARE = re.compile(r"^9\d\s?(?:%|per ?cent|percent) of (?:the |all |you|them|these |those )")
_OWN_FRIENDS = re.compile(r"\bof my\b|\bmy\b")
_YEAR = re.compile(
    r"\b(?:in|since|of|from|until|by|before|after|during|between)\s(?:(?:january|february|march|"
    r"april|may|june|july|august|september|october|november|december)\s)?(?:1[5-9]\d\d|20[0-4]\d)\b"
)
_YEAR_DIGITS = re.compile(r"1[5-9]\d\d|20[0-4]\d")
"""A year without what is before it."""
_LEGAL = FirstWords(
    "section article chapter page table bill figure clause act paragraph p",
    re.compile(
        r"\b(?:section|article|chapter|page|table|bill|figure|clause|act|paragraph|"
        r"p\.)\s(?:[a-z]-?)?\d{1,4}\b"
    ),
)
_PROPER = re.compile(r"\b[A-Z][a-z]+(?:\s(?:of|de|van|the)\s[A-Z][a-z]+|\s[A-Z][a-z]+)?\b")
_CAPITAL = re.compile(r"[A-Z][a-z]")
"""What :data:`_PROPER` begins with."""
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|made|took|gave|went|got|put|sent|built|won|lost|led|paid|cut|"
    r"ran|told|came|left|[a-z]{3,}ed)\b"
)
_CHAIN = FirstWords(
    "because therefore thus hence so as which that this due since consequently",
    re.compile(
        r"\b(?:because|therefore|thus|hence|so that|as a result|which means|that means|this means|"
        r"due to|since the|consequently)\b"
    ),
)
_IF_THEN = FirstWords(
    "if",
    re.compile(
        r"\bif\b[^.!?\n]{12,160}?(?:,|\bthen\b)\s?[^.!?\n]{0,60}?\b(?:will|would|'ll|could|can|"
        r"means?|must|get|gets|becomes?|have|has|should|is|are)\b"
    ),
)
_QUOTED_SAID = FirstWords(
    "said wrote told testified admitted stated declared",
    re.compile(r"\b(?:said|wrote|told|testified|admitted|stated|declared)\b[^.!?\n]{0,80}"),
)
_SPECIFIC = re.compile(
    r"\d|\b(?:because|when|after|before|until|since|yesterday|last|ago|every|only|once|twice|"
    r"never|still|now|first)\b"
)
_NOT_SO_IT_IS = FirstWords(
    "it that he she they there this the",
    re.compile(
        r"\b(?:it|that|he|she|they|there|this|the [a-z'-]{2,20}(?: [a-z'-]{2,20})?)\s"
        r"(?:is|was|are|were|has|had|have|did|does|do)\s?(?:n't|not|never)\b[^.!?\n]{3,80}"
        r"[.,;-]\s?(?:it|that|he|she|they|there|this|but|in fact|rather)\s?"
        r"(?:is|was|are|were|has|had|'s|'re|came|went|started|began|did|only|just)\b[^.!?\n]{3,80}"
    ),
)
_HOW_TO = FirstWords(
    "you click tap press go open change",
    re.compile(
        r"\byou (?:can|could|just|only|simply|have to|need to)(?:\s(?:also|just|simply|easily|"
        r"actually|still|always|already|now))*\s"
        r"(?:click|change|restrict|turn|switch|use|set|buy|get|apply|download|find|choose|register|"
        r"opt|request|disable|block|select|ask|call|go|check|borrow|order|pay|book|take|park|renew|"
        r"report|drive|hide|limit|untag|approve|unsubscribe|categori[sz]e|separate|mute|"
        r"cancel)\b[^.!?\n]{0,100}"
        r"|\b(?:click|tap|press) (?:on )?[^.!?\n]{3,80}|\b(?:go to|open|change) (?:the |your "
        r")?(?:settings|preferences|options|menu|account)\b[^.!?\n]{0,80}"
    ),
)
_CLAUSE_END = re.compile(r"[.!?;\n]")
_FIRST_VERB = re.compile(r"^\s?(?:like|love|hate|think|hope|wish|agree|believe|guess)\b")
_OPINION = re.compile(
    r"\b(?:i think|i believe|i guess|i feel|i hope|in my opinion|i like|i love|i prefer|i hate)\b"
)


def _spans(words: AuthorText, matches: Iterable[re.Match[str]], reason: str) -> Iterator[Hit]:
    for match in matches:
        span = Span(match.start(), match.start() + len(match.group().rstrip()))
        if len(span):
            yield Hit(span, reason)


def _numbers(words: AuthorText, pattern: re.Pattern[str], reason: str) -> Iterator[Hit]:
    """The same of a pattern that matches nothing without a digit."""
    if words.has_digits:
        yield from _spans(words, pattern.finditer(words.folded), reason)


@needs(
    marks=(
        "/",
        "www.",
    )
)
def link(words: AuthorText) -> Iterator[Hit]:
    """A link that a reader can open."""
    yield from _spans(words, _LINK.finditer(words.folded), "a link to look at")


@needs(digits=True)
def percentage(words: AuthorText) -> Iterator[Hit]:
    """A share in per cent that is no figure of speech, the speaker's own circle included."""
    if not holds_any(words.folded, _PERCENT_SIGNS):
        return
    for hit in _numbers(words, _PERCENT, "a share in per cent"):
        text = hit.span.of(words.folded)
        blunt = _RHETORICAL.match(text) or _BLUNT_SHARE.match(text)
        if blunt and not _OWN_FRIENDS.search(text) and not words.cues("evidence_source"):
            continue
        yield hit


@needs(digits=True)
def amount(words: AuthorText) -> Iterator[Hit]:
    """An amount of money."""
    if holds_any(words.folded, _MONEY_SIGNS):
        yield from _numbers(words, _MONEY, "an amount of money")


@needs("one two three four third quarter half", digits=True)
def count(words: AuthorText) -> Iterator[Hit]:
    """A counted number of people or things."""
    for pattern in (_COUNT, _PLURAL_COUNT):
        yield from _numbers(words, pattern, "a counted number")
    digits = words.has_digits
    shares = _FRACTION.pattern.finditer(words.folded) if digits else _FRACTION.matches(words)
    yield from _spans(words, shares, "a counted number")


_I_DID = re.compile(r"\b(?:i|we|i've|you|they|to|just|have|never|even)\s$")
_LOOK_UPS = ("read", "check", "look", "google", "watch", "consult", "refer")


@needs(lists=("evidence_source",), digits=True)
def named_source(words: AuthorText) -> Iterator[Hit]:
    """A study, an outlet, a law or a person to look up."""
    for span in words.cues("evidence_source"):
        own = _I_DID.search(words.before(span, 20)) and span.of(words.folded).startswith(_LOOK_UPS)
        if not own:
            yield Hit(span, "names a source")
    for hit in _spans(words, _LEGAL.matches(words), "names a place to look up"):
        yield replace(hit, variant="place")


@needs(lists=("evidence_experience",))
def experience(words: AuthorText) -> Iterator[Hit]:
    """First-hand: did, saw or lived through it; shown to the end of the clause."""
    for span, clause in words.once(_experiences):
        if not _FIRST_VERB.match(words.after(span, 20)):
            yield Hit(clause, "tells a first-hand experience")


@needs(lists=("own_circle",))
def own_circle(words: AuthorText) -> Iterator[Hit]:
    """What the people around the speaker do: weighable, where it is said of them."""
    for span in words.cues("own_circle"):
        if not words.quoted(span):
            yield Hit(_to_clause_end(words, span), "tells what the own circle does")


@needs(lists=("evidence_experience",))
def specific_experience(words: AuthorText) -> Iterator[Hit]:
    """A first-hand experience with a time, a place, a figure or a result in it."""
    for span, clause in words.once(_experiences):
        sentence = words.whole(span)
        if len(sentence) > 50 and _SPECIFIC.search(sentence):
            yield Hit(clause, "a specific first-hand experience")


def _experiences(words: AuthorText) -> Iterator[tuple[Span, Span]]:
    """The unquoted cues of an experience, each with what is shown of it."""
    for span in words.cues("evidence_experience"):
        if not words.quoted(span):
            yield span, _to_clause_end(words, span)


_ORDERS = ("take", "look", "see", "compare", "consider", "imagine", "remember", "recall")


@needs(lists=("evidence_example",))
def example(words: AuthorText) -> Iterator[Hit]:
    """An example is announced."""
    for span in words.cues("evidence_example"):
        order = span.of(words.folded).startswith(_ORDERS)
        if not words.quoted(span) and (words.opens(span) or not order):
            yield Hit(_to_clause_end(words, span), "gives an example")


@needs(digits=True)
def dated_event(words: AuthorText) -> Iterator[Hit]:
    """An event with its year."""
    if _YEAR_DIGITS.search(words.folded) is not None:
        yield from _numbers(words, _YEAR, "dates an event")


def named_events(words: AuthorText) -> Iterator[Hit]:
    """Names of people or places with what they did, at least two in a sentence."""
    capitals = [match.start() for match in _CAPITAL.finditer(words.text)]
    for sentence in words.sentences:
        # Two names behind its first characters, or there is nothing to see.
        if bisect_left(capitals, sentence.end) - bisect_left(capitals, sentence.start + 3) < 2:
            continue
        text = words.text[sentence.start : min(sentence.end, sentence.start + 400)]
        names = {m.group() for m in _PROPER.finditer(text) if m.start() > 2}
        if len(names) >= 2 and _PAST.search(text.lower()):
            end = sentence.start + len(text.rstrip())
            if end > sentence.start:
                yield Hit(Span(sentence.start, end), "names who did what")


@needs(
    marks=(
        "n't",
        "not",
        "never",
    )
)
def correction(words: AuthorText) -> Iterator[Hit]:
    """Says how it is instead: not this, it is that."""
    yield from _spans(words, _NOT_SO_IT_IS.matches(words), "puts a fact right")


@needs(lists=("evidence_correction",))
def correction_words(words: AuthorText) -> Iterator[Hit]:
    """Words that put a fact right."""
    for span in words.cues("evidence_correction"):
        if not words.quoted(span):
            yield Hit(_to_clause_end(words, span), "puts a fact right")


@needs("you click tap press go open change")
def how_to(words: AuthorText) -> Iterator[Hit]:
    """Steps that a reader can try."""
    yield from _spans(words, _HOW_TO.matches(words), "says how to do it")


@needs("because therefore thus hence so result means due since consequently")
def chain(words: AuthorText) -> Iterator[Hit]:
    """A stated reason with a conclusion in a sentence long enough to hold both."""
    for match in _CHAIN.matches(words):
        sentence = words.sentence(match.start())
        if len(sentence) >= 60 and not _OPINION.search(sentence.of(words.folded)[:40]):
            span = Span(match.start(), min(sentence.end, match.end() + 120, len(words.folded)))
            yield Hit(_trim(words, span), "gives a reason")


@needs(lists=("evidence_reasoning",))
def reasoning_words(words: AuthorText) -> Iterator[Hit]:
    """Words that join a reason to a conclusion."""
    for span in words.cues("evidence_reasoning"):
        yield Hit(span, "joins a reason to a conclusion")


@needs("if")
def if_then(words: AuthorText) -> Iterator[Hit]:
    """If this, then that."""
    yield from _spans(words, _IF_THEN.matches(words), "argues from a condition to a result")


@needs(lists=("evidence_solution",))
def proposal(words: AuthorText) -> Iterator[Hit]:
    """Proposes something concrete."""
    for span in words.cues("evidence_solution"):
        if not words.quoted(span):
            yield Hit(_to_clause_end(words, span), "proposes something concrete")


@needs(marks=(" '", '"'))
def quoted_statement(words: AuthorText) -> Iterator[Hit]:
    """Somebody's statement with who said it, in quotation marks."""
    for match in _QUOTED_SAID.matches(words):
        if " '" in match.group() or '"' in match.group():
            yield Hit(Span(match.start(), match.end()), "reports who said what")


def _to_clause_end(words: AuthorText, span: Span) -> Span:
    folded = words.folded
    last = max(span.end, min(words.sentence(span.start).end, span.end + 110))
    cut = _CLAUSE_END.search(folded, span.end, last)
    clause = folded[span.start : cut.start() if cut else last]
    return Span(span.start, span.start + len(clause.rstrip()))


def _trim(words: AuthorText, span: Span) -> Span:
    return Span(span.start, span.start + len(span.of(words.folded).rstrip())) if len(span) else span


RULES: tuple[Rule, ...] = (
    Rule("evidence.link", KEY, "source", link, 2.5),
    Rule("evidence.source", KEY, "source", named_source, 1.2),
    Rule("evidence.statement", KEY, "source", quoted_statement, 0.8),
    Rule("evidence.percentage", KEY, "statistic", percentage, 1.8),
    Rule("evidence.amount", KEY, "statistic", amount, 1.2),
    Rule("evidence.count", KEY, "statistic", count, 1.5),
    Rule("evidence.experience", KEY, "personal_experience", experience, 0.8),
    Rule("evidence.own_circle", KEY, "personal_experience", own_circle, 0.8),
    Rule("evidence.specific_experience", KEY, "personal_experience", specific_experience, 0.8),
    Rule("evidence.example", KEY, "example", example, 0.8),
    Rule("evidence.dated_event", KEY, "example", dated_event, 1.0),
    Rule("evidence.named_events", KEY, "example", named_events, 0.7, shown=False),
    Rule("evidence.correction", KEY, "correction", correction, 0.7),
    Rule("evidence.correction_words", KEY, "correction", correction_words, 0.3, shown=False),
    Rule("evidence.how_to", KEY, "correction", how_to, 1.5),
    Rule("evidence.chain", KEY, "reasoning", chain, 0.7),
    Rule("evidence.reasoning_words", KEY, "reasoning", reasoning_words, 0.3, shown=False),
    Rule("evidence.if_then", KEY, "reasoning", if_then, 0.5),
    Rule("evidence.proposal", KEY, "solution", proposal, 0.8),
)
