"""Every function over a text takes time in proportion to its length, whatever the text is."""

import time

import pytest
from written_thread import prepared, preparer

from analysis.domain.comment import Article, Comment, Discussion
from analysis.labels import RULES
from analysis.labels.author_text import AuthorText
from analysis.labels.word_lists import shipped_word_lists
from analysis.text.clean import clean_view
from analysis.text.handles import handles
from analysis.text.language import language_of
from analysis.text.mapped import MappedText
from analysis.text.marked_quotes import blocks
from analysis.text.mentions import mentions
from analysis.text.quotation_marks import quotation_marks
from analysis.text.respelled import respelled
from analysis.text.sentences import sentences
from analysis.text.time_limit import OutOfTime, TimeLimit
from analysis.text.words import words_of

PATTERNS = (
    "a ", "ha ha ", "„", "“", '"', "'", " ", "\n", "> a\n", "<", "<a ", "<p>", "&amp;", "&lt;a ",
    "<!-- ", "[b]", "[img]", "[", "](",
    "<a b=", '<a b="', "&lt;a b=&lt;", "<svg>a ", "<!--a b", "%20a", "&#0", "i\\d", "http://a)",
    "@idiot_a ", ":moron: ", "i😀", "kiII ", "/home/",
    "**", "`", "mr. ", "1. ", "?!", "a.", "a-", "i d i o t ", "aaa",
    "m0r0n ", "f**k ", "gr8 th3 ", "x y  z ", "#Ab", "http://a", "www.", "a@", "not ", "you are ",
    "idiot ", "moron, ", "hijo de puta, ", "Siktir git lan. ", "he called her a moron ",
    "I never said you are a moron. ", "the film Moron ", "Mr Moron, ", "the word 'moron' ",
    "they say you are a moron. That is a lie. ", "A.B.",
    "<blockquote>", "<br>", "[quote]x\n", '<p class="quote">', "@a said: b\n", "> 5 a b c d\n\n",
    "> 1 a\n", ">\n", "> - ", "-----Original Message-----\nFrom: a\n\n", "“a\n\n", "‘a.", "``",
    "'a b. ", "\"a\n", "wrote:\na\n\n", "é", "о", "a\u0336", "字", "😀 ", "all the ", "50% ", "(",
)  # fmt: skip
FUNCTIONS = {
    "clean view": clean_view,
    "sentences": sentences,
    "quotation marks": quotation_marks,
    "blocks": blocks,
    "mentions": mentions,
    "handles": lambda text: list(handles(text)),
    "language": lambda text: language_of(text, sentences(text)),
    "respelled": lambda text: respelled(MappedText.identity(text)),
    "words": words_of.__wrapped__,  # it remembers its last texts
}
LENGTH = 5_000
_NOISE = 0.05
"""Seconds below which a measure says nothing."""
_WORST = 3.2
"""Growth from one length to the double, where 2 is linear and 4 quadratic."""


def spent(function, text):
    begun = time.thread_time()
    function(text)
    return time.thread_time() - begun


def grows_too_fast(function, pattern):
    """Whether time more than triples at both doublings, measured at n, 2n and 4n characters."""
    texts = [
        (pattern * (size // len(pattern) + 1))[:size] for size in (LENGTH, 2 * LENGTH, 4 * LENGTH)
    ]
    last = spent(function, texts[2])
    if last < _NOISE:
        return False
    for _ in range(3):  # a busy machine may disturb one measure, not three
        first, second, third = (spent(function, text) for text in texts)
        if third < _NOISE or second < _WORST * first or third < _WORST * second:
            return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("name", FUNCTIONS)
def test_text_functions_are_linear(name):
    function = FUNCTIONS[name]
    function("warm up you are a m0r0n")
    assert [p for p in PATTERNS if grows_too_fast(function, p)] == []


def rules_over(text):
    words = AuthorText(text, sentences(text), shipped_word_lists())
    for rule in RULES:
        list(rule.find(words))


@pytest.mark.slow
def test_rules_are_linear():
    rules_over("You are an idiot.")
    patterns = (
        *("a ", "ha ha ", '"', "you are ", "idiot ", "not ", "all the ", "50% ", "a.", " "),
        # Two lists of which each has an entry in every few characters, in one sentence and in many.
        *("they should be shot ", "kill all muslims ", "i hate muslims ", "muslims are vermin "),
        *("kill muslims. ", "stupid women. ", "my friends. women are stupid. "),
    )
    assert [p for p in patterns if grows_too_fast(rules_over, p)] == []


@pytest.mark.parametrize("pattern", ["a ", "ha ha ", "„", "you are "])
def test_a_comment_said_over_again_by_its_author_is_prepared_in_linear_time(pattern):
    def twice(text):
        comments = [Comment(str(n), "t", n, text, author="Ann") for n in (1, 2)]
        preparer().prepare(Discussion(Article("t"), tuple(comments)))

    twice("warm up")
    assert not grows_too_fast(twice, pattern)


def test_what_takes_too_long_is_not_read_and_says_so():
    from analysis.text.prepare import Preparer

    comment = Comment("c", "t", 1, "You are a moron.")
    slow = Preparer("not loaded", seconds=-1.0)
    (found,) = slow.prepare(Discussion(Article("t"), (comment,)))
    assert not found.language.supported
    assert "Not read" in found.language.reason
    assert found.own.text == ""


def test_the_limit_is_met_between_two_steps():
    TimeLimit(5.0).check()
    with pytest.raises(OutOfTime):
        TimeLimit(-1.0).check()
    assert prepared("Fine.").language.supported
