"""What the rules for generalization share: verbs of a claim, excuses, how far a claim goes."""

from __future__ import annotations

import re

from analysis.domain.span import Span
from analysis.labels.author_text import AuthorText

CLAIMING_VERB = re.compile(
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
PAST_VERB = re.compile(
    r"^\s(?:were|was|had|went|came|did|said|voted|arrived|left|got|died|won|lost)\b"
)


def excused_claim(words: AuthorText, span: Span) -> bool:
    """Inside quotation marks, calling out a generalization, or about the speaker's own circle."""
    if words.quoted(span):
        return True
    sentence = words.sentence(span.start)
    for name in ("no_generalization", "own_circle"):
        if words.cues_from(name, sentence.start, sentence.end):
            return True
    return False


def flags_of(words: AuthorText, span: Span) -> tuple[str, ...]:
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


def claim_from(words: AuthorText, start: int, span: Span) -> Span:
    """From the quantifier to the end of the verb phrase's first words, inside the sentence."""
    tail = re.match(
        r"(?:\s?[\w'-]++){0,6}", words.folded[span.end : words.sentence(span.start).end][:60]
    )
    end = span.end + (tail.end() if tail else 0)
    return Span(start, max(end, span.end))
