"""Rules for generalization: sweeping claims about a group of people, with room or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText
from analysis.labels.exclusions import holds_any
from analysis.labels.first_words import FirstWords
from analysis.labels.rule import Hit, Rule, needs

KEY = "generalization"
_FILL = r"(?:\s(?!my\b|of\b|and\b|that\b|to\b|in\b|for\b|about\b|if\b|some\b|most\b)[\w'-]+)?"
_ALL = re.compile(
    r"\b(?:all(?: of)?|every(?: single)?|each|no|none of|not one of|not a single|only)"
    rf"(?:\s(?:the|these|those|you|your|our|this|that|of|kind of|such))?{_FILL}\s$"
)
_ALL_SIGNS = ("all", "every", "each", "no", "only")
"""One of these stands in whatever :data:`_ALL` matches; the same below."""
_MOST = re.compile(
    r"\b(?:most(?: of)?|nearly all|almost all|virtually all|practically all|the (?:vast |large |"
    r"great |overwhelming )?majority of|a (?:vast |large )?majority of|9\d ?% of|nine out of ten|"
    rf"nine in ten|the bulk of)(?:\s(?:the|these|those|you|your|our|of))?{_FILL}\s$"
)
_MOST_SIGNS = ("most", "all", "majority", "9", "nine", "bulk")
_SOME = re.compile(
    r"\b(?:some|many|too many|a lot of|lots of|so many|several|plenty of|quite a few|a few)"
    rf"(?:\s(?:of|the|these|those|you|your|our|more))?{_FILL}\s$"
)
_SOME_SIGNS = ("some", "many", "lot", "several", "plenty", "few")
_VAGUE = re.compile(
    r"\b(?:some|several|a few|all (?:the|these|those|you)) |\b(?:no|any|"
    r"every)(?:one|body| one)"
)
_PINNED = re.compile(  # a definite, counted or owned set, or a group that is only the object
    r"\b(?:my|our|his|her|their|its|\d[\d,.]*|two|three|four|five|six|ten|hundreds of|thousands of|"
    r"dozens of|million|group of|number of|for|of|by|with|from|to|against|about|between|among|"
    r"on|at|in|into|over|like|than|as|are|is|were|was|be|call|called|calling)\s(?:the\s|other\s)?$"
)
_NEUTRAL_LEAD = re.compile(
    r"(?:^|[.!?;:,(\"'-]\s?|\b(?:that|because|but|and|when|why|"
    r"where|since|so|while|or|the|think|believe|says?|guess|know|do|"
    r"does|can|can't|would|us|these|those|such|you|maybe|perhaps|"
    r"even|today's|modern|young|old|white|western|typical|real|true|well,)\s)$"
)
_VERB = re.compile(
    r"^(?:\s(?:in|of|on|from|here|there|these|today|nowadays|everywhere|around|over|with|at|the|"
    r"this|"
    r"that|who|which|such|as|a|whole|these days|world|country|city|who're)\b(?:\s[\w'-]+){0,5}?)?"
    r"(?:,)?\s(?:also |just |only |simply |really |all |still |even |now |generally |usually |"
    r"often |always |never |constantly |seem to |tend to |would |will |can |do |did |may |might |"
    r"must |should |could |like to |love to |already |don't |quite |mostly |actually |no longer )?"
    r"(?:are|aren't|do|don't|have|haven't|is|isn't|has|hasn't|can|can't|cannot|will|won't|would|"
    r"wouldn't|never|"
    r"always|want|need|like|love|hate|think|believe|know|get|go|come|make|take|give|use|see|say|"
    r"tell|feel|seem|tend|act|behave|care|understand|work|live|pay|vote|buy|sell|drive|park|"
    r"rely|refuse|ignore|expect|demand|complain|blame|lie|cheat|steal|waste|exploit|destroy|"
    r"prefer|enjoy|keep|try|support|oppose|choose|look|spend|run|write|read|follow|ruin|benefit|"
    r"deserve|struggle|suffer|pretend|react|speak|talk|walk|treat|abuse|attack|bring|fail|"
    r"fall|forget|learn|listen|stick|thrive|wear|turn|only|just|lack|look|face|favou?r|reject|"
    r"respect|obey|break|cause|claim|earn|eat|drink|end|agree|ask|assume|avoid|become|call|"
    r"continue|cry|dislike|dismiss|dominate|fear|fight|hide|hold|hurt|invest|kill|laud|laugh|"
    r"leave|let|"
    r"push|put|quit|rule|scream|show|sit|stand|start|stay|stop|swallow|teach|wake|watch|win|"
    r"worry)\b"
)
_UNIVERSAL_PERSON = FirstWords(
    "everyone everybody nobody no",
    re.compile(
        r"\b(?:everyone|everybody|nobody|no one|no-one)\b"
        r"(?:\s(?:in|here|who|with|on|else|at|from)\b(?:\s[\w'-]+){0,4}?)?\s"
        r"(?:really |ever |even |actually |just |always |already )?"
        r"(?:knows?|wants?|cares?|thinks?|believes?|likes?|loves?|hates?|is|has|gets?|does|will|would|"
        r"won't|can|in their right mind|gives?|uses?|needs?|agrees?|buys?|reads?|trusts?|"
        r"remembers?|understands?|drives?|complains?|expects?|seems?|pays?|goes|says|reacts|laughs|benefits)\b"
    ),
)
_ARGUED = re.compile(
    r"\b(?:nobody|no one|no-one)\s(?:is|was|has|ever|here is)?\s?(?:saying|said|says|arguing|"
    r"argues|forcing|forces|"
    r"suggesting|claiming|claims|asking|asked|told|telling|called|disputes|denies|deny|knows "
    r"(?:yet|what will))\b"
)
_SHOULD = re.compile(
    r"\b(?:should|must|needs? to|have to|has to|let's|please|hope|wish|welcome|thanks|thank)\b"
)
_BARE = re.compile(
    r"(?:^|[.!?;:,]\s|\b(?:because|but|and|think|believe|plus)\s)(?P<who>people|"
    r"folks|"
    r"these people|those people|such people|you people|you lot|they all|you all|your type|your "
    r"kind|"
    r"their kind|that type|that crowd|this crowd|you lefties|you liberals|you conservatives|"
    r"you left wingers|you right wingers|you guys all|we (?:canadians|americans|voters|"
    r"taxpayers|humans))"
    r"(?=\s(?!i\b|we\b|like (?:me|you|him|her|us|this|that|jeff)|have (?:died|been (?:killed|"
    r"injured)))[\w'-]+)"
)
_THEY_AS_CLASS = FirstWords(
    "all they",
    re.compile(
        r"\ball (?:they|these people|those people|you people) (?:ever |really )?(?:want|"
        r"care about|do|think about)\b|"
        r"\bthey\s(?:are all|all|always|never|constantly|only ever|only|just want|just don't|"
        r"simply don't|"
        r"want everything|don't want to|couldn't care)\b"
    ),
)
_ONLY_GROUP = FirstWords(
    "only",
    re.compile(
        r"\bonly (?:a|an|the) (?:most |truly |real |complete )?[\w'-]+(?: [\w'-]+)?\s"
        r"(?:would|could|can|will|would ever)\b"
    ),
)
_HABIT = re.compile(
    r"\b(?:always|never|constantly|invariably|without exception|everywhere|all the time)\b"
)
_SOURCED = re.compile(r"\b(?:according to|survey|poll|census|study|statistics|statscan|report)\b")
_QUESTION_OPENER = re.compile(r"^\W*(?:do|does|did|are|is|can|could|will|would|have|has|should)\b")
_PAST = re.compile(r"^\s(?:were|was|had|went|came|did|said|voted|arrived|left|got|died|won|lost)\b")


def _excused(words: AuthorText, span: Span) -> bool:
    """Inside quotation marks, calling out a generalization, or about the speaker's own circle."""
    if words.quoted(span):
        return True
    sentence = words.sentence(span.start)
    for name in ("no_generalization", "own_circle"):
        if words.cues_from(name, sentence.start, sentence.end):
            return True
    return False


def _flags(words: AuthorText, span: Span) -> tuple[str, ...]:
    """``hedged`` and ``negative`` where the words around the claim say so."""
    near = Span(max(0, span.start - 60), span.end + 90)
    sentence = words.sentence(span.start)
    flags = []
    for name, flag in (("hedges", "hedged"), ("negative_words", "negative")):
        if any(
            near.overlaps(cue) and sentence.start <= cue.start < sentence.end
            for cue in words.cues_over(name, near)
        ):
            flags.append(flag)
    return tuple(flags)


def _claim(words: AuthorText, start: int, span: Span) -> Span:
    """From the quantifier to the end of the verb phrase's first words, inside the sentence."""
    tail = re.match(
        r"(?:\s?[\w'-]++){0,6}", words.folded[span.end : words.sentence(span.start).end][:60]
    )
    end = span.end + (tail.end() if tail else 0)
    return Span(start, max(end, span.end))


_QUANTIFIED = ("groups", "people_words")


def _people(words: AuthorText) -> Iterator[tuple[str, Span, str]]:
    """Who may be meant by all, most or some: the list, the cue, and what stands before it."""
    for name in _QUANTIFIED:
        for span in words.cues(name):
            yield name, span, words.before(span, 60)


def _quantified(
    words: AuthorText,
    pattern: re.Pattern[str],
    signs: tuple[str, ...],
    reason: str,
    *,
    needs_verb: bool,
) -> Iterator[Hit]:
    for name, span, before in words.once(_people):
        match = pattern.search(before) if holds_any(before, signs) else None
        if match is None or _excused(words, span):
            continue
        if needs_verb and not _VERB.match(words.after(span, 80)):
            continue
        if name == "people_words" and _VAGUE.search(match.group() + span.of(words.folded)):
            continue
        claim = _claim(words, span.start - (len(before) - match.start()), span)
        yield Hit(claim, reason, _flags(words, claim))


@needs(lists=_QUANTIFIED)
def universal_group(words: AuthorText) -> Iterator[Hit]:
    """All, every or none of a group."""
    yield from _quantified(
        words, _ALL, _ALL_SIGNS, "all, every or none of a group", needs_verb=True
    )


@needs(
    lists=(
        "groups",
        "people_words",
    )
)
def majority_group(words: AuthorText) -> Iterator[Hit]:
    """Most or nearly all of a group, without a source for the figure."""
    for hit in _quantified(
        words, _MOST, _MOST_SIGNS, "most or nearly all of a group", needs_verb=False
    ):
        if not _SOURCED.search(words.whole(hit.span)):
            yield hit


@needs(
    lists=(
        "groups",
        "people_words",
    )
)
def hedged_group(words: AuthorText) -> Iterator[Hit]:
    """Many or some of a group: a claim about the group that leaves room."""
    for hit in _quantified(
        words, _SOME, _SOME_SIGNS, "many or some of a group (leaves room)", needs_verb=True
    ):
        yield Hit(hit.span, hit.reason, tuple(dict.fromkeys((*hit.facets, "hedged"))))


@needs("everyone everybody nobody one")
def everyone(words: AuthorText) -> Iterator[Hit]:
    """Everyone or nobody does or wants something."""
    for match in _UNIVERSAL_PERSON.matches(words):
        span = Span(match.start(), match.end())
        if _excused(words, span) or _ARGUED.match(match.group()):
            continue
        if _SHOULD.search(words.before(span, 30)) or _QUESTION_OPENER.match(words.before(span, 40)):
            continue
        claim = _claim(words, span.start, span)
        yield Hit(claim, "says it of everyone or of nobody", _flags(words, claim))


def _generic(words: AuthorText) -> Iterator[tuple[Span, Hit]]:
    """A bare plural or "the …" as a class with a verb of habit or nature; the noun, the claim."""
    for span in words.cues("groups"):
        before, after = words.before(span, 40), words.after(span, 80)
        if _excused(words, span) or _PINNED.search(before) or _PAST.match(after):
            continue
        if before.endswith(("typical ", "typical car ")):
            reason = "a typical member stands for all"
            yield span, Hit(span, reason, ("negative",), variant="typical")
            continue
        if any(p.search(before) for p in (_ALL, _MOST, _SOME)):
            continue
        nation = span.of(words.folded).startswith("the ")
        if not nation and not _NEUTRAL_LEAD.search(before) and before.strip():
            continue
        if re.search(r"\b(?:the|these|those)\s$", before) and not span.of(words.folded).startswith(
            ("the ", "english", "french", "japanese")
        ):
            continue
        if _VERB.match(after):
            claim = _claim(words, span.start, span)
            yield span, Hit(claim, "speaks of a group as one", _flags(words, claim))


@needs(lists=("groups",))
def generic_group(words: AuthorText) -> Iterator[Hit]:
    """A group as one in a plain statement: subject of a main clause in the present.

    Without a parser every candidate is taken for a plain statement.
    """
    for noun, hit in words.once(_generic):
        if words.states is None or words.states(noun):
            yield hit


@needs(lists=("groups",))
def generic_inside(words: AuthorText) -> Iterator[Hit]:
    """A group as one, but reported, supposed, in the passive or in a side clause: weaker."""
    for noun, hit in words.once(_generic):
        if words.states is not None and not words.states(noun):
            yield Hit(hit.span, "speaks of a group as one, in a side clause", hit.facets)


_AGENT = (
    r"\W{0,2}(?P<who>(?:[a-z]{3,12} )?(?!(?:oth|numb|lett|matt|comput|flow|pow|"
    r"ord|off|answ|riv|"
    r"should|wint|summ|pap|cov|tow|corn|trail|fing|lay|barri|past|num|doll|col|fl|err|mirr|fact|"
    r"past|"
    r"mot|vect|hum|pl|lat|eith|nev|wheth|ev|ov|aft|mast|contain|remind)(?:ers|ors|ants)\b)"
    r"[a-z]{3,14}(?:ers|ians|ists|eers|ants|ors|ites))(?=\s)"
)
_FIRST_AGENT = re.compile(_AGENT)
_LATER_AGENT = re.compile(rf"[.!?;:]\s{_AGENT}")


def _agents(text: str) -> Iterator[re.Match[str]]:
    """Where such a plural opens the text or stands behind a mark. Two expressions, because one
    for both would be tried at every character."""
    first = _FIRST_AGENT.match(text)
    if first is not None:
        yield first
    yield from _LATER_AGENT.finditer(text, first.end() if first is not None else 0)


@needs(
    marks=(
        "ers",
        "ians",
        "ists",
        "ants",
        "ors",
        "ites",
    )
)
def generic_agents(words: AuthorText) -> Iterator[Hit]:
    """A bare plural that ends like a trade or a people ("Islanders …") as a class."""
    for match in _agents(words.folded):
        span = Span(match.start("who"), match.end("who"))
        if any(span.overlaps(group) for group in words.cues_over("groups", span)) or _excused(
            words, span
        ):
            continue
        if _VERB.match(words.after(span, 80)) and not _PAST.match(words.after(span, 20)):
            claim = _claim(words, span.start, span)
            yield Hit(claim, "speaks of a group as one", _flags(words, claim))


@needs(lists=("groups",))
def group_habit(words: AuthorText) -> Iterator[Hit]:
    """A group together with always, never or everywhere in one sentence."""
    for span in words.cues("groups"):
        if _excused(words, span) or _PINNED.search(words.before(span, 30)):
            continue
        match = _HABIT.search(words.after(span, 40))
        if match:
            claim = Span(span.start, span.end + match.end())
            yield Hit(claim, "a group that always or never does something", _flags(words, claim))


@needs(
    "people folks lot all type kind crowd lefties liberals conservatives wingers canadians "
    "americans voters taxpayers humans"
)
def bare_people(words: AuthorText) -> Iterator[Hit]:
    """People, these people, your kind: spoken of as one."""
    for match in _BARE.finditer(words.folded):
        span = Span(match.start("who"), match.end("who"))
        if _excused(words, span) or not _VERB.match(words.after(span, 80)):
            continue
        claim = _claim(words, span.start, span)
        yield Hit(claim, "speaks of people as one kind", _flags(words, claim))


@needs("they people")
def they_as_class(words: AuthorText) -> Iterator[Hit]:
    """They all, they never, they only: a class that was named before."""
    for match in _THEY_AS_CLASS.matches(words):
        span = Span(match.start(), match.end())
        if not _excused(words, span):
            claim = _claim(words, span.start, span)
            yield Hit(
                claim, "they all, always or never: one claim for all of them", _flags(words, claim)
            )


@needs("only")
def only_such(words: AuthorText) -> Iterator[Hit]:
    """Only a certain kind of person would."""
    for match in _ONLY_GROUP.matches(words):
        span = Span(match.start(), match.end())
        if not _excused(words, span):
            yield Hit(span, "only one kind of people would", _flags(words, span))


@needs(lists=("groups",))
def group_named(words: AuthorText) -> Iterator[Hit]:
    """A group is talked about at all: says little alone."""
    for span in words.cues("groups"):
        if not words.quoted(span):
            yield Hit(span, "a group is named")


@needs(lists=("groups",))
def negative_group(words: AuthorText) -> Iterator[Hit]:
    """A group and a word that puts down stand close together."""
    for span in words.cues("groups"):
        near = Span(max(0, span.start - 25), span.end + 45)
        if not _excused(words, span) and any(
            near.overlaps(cue)
            and not words.quoted(cue)
            and words.sentence(cue.start) == words.sentence(span.start)
            for cue in words.cues_over("negative_words", near)
        ):
            yield Hit(span, "a group next to a word that puts down", ("negative",))


@needs(lists=("no_generalization",))
def generalization_called_out(words: AuthorText) -> Iterator[Hit]:
    """Somebody else's generalization is called out: speaks against the label."""
    for span in words.cues("no_generalization"):
        yield Hit(span, "calls out a generalization")


RULES: tuple[Rule, ...] = (
    Rule("generalization.universal", KEY, "universal", universal_group, 1.8),
    Rule("generalization.everyone", KEY, "universal", everyone, 1.5),
    Rule("generalization.only_such", KEY, "universal", only_such, 1.5),
    Rule("generalization.majority", KEY, "majority", majority_group, 1.8),
    Rule("generalization.hedged", KEY, "generic", hedged_group, 1.2, softens=True),
    Rule("generalization.generic", KEY, "generic", generic_group, 1.5),
    Rule("generalization.generic_inside", KEY, "generic", generic_inside, 0.5),
    Rule("generalization.agents", KEY, "generic", generic_agents, 1.2),
    Rule("generalization.habit", KEY, "universal", group_habit, 1.2),
    Rule("generalization.people", KEY, "generic", bare_people, 1.5),
    Rule("generalization.they", KEY, "generic", they_as_class, 1.0),
    Rule("generalization.group_named", KEY, "generic", group_named, 0.3, shown=False),
    Rule("generalization.negative_group", KEY, "generic", negative_group, 0.7, shown=False),
    Rule("generalization.called_out", KEY, "generic", generalization_called_out, -1.5, shown=False),
)
