"""Cue lists: what an entry finds, what it leaves alone, what is refused."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from itertools import zip_longest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import examples

from analysis.domain.errors import BadInput
from analysis.domain.span import Span
from analysis.labels import RULES, word_lists
from analysis.labels.author_text import AuthorText, fold
from analysis.labels.cue_pattern import CuePattern, cue_pattern
from analysis.labels.rule import Hit
from analysis.labels.rule_index import RuleIndex
from analysis.labels.word_lists import WordLists, shipped_word_lists
from analysis.resources import seeds_dir
from analysis.text.sentences import sentences


def found(entry: str, text: str) -> list[str]:
    spans = WordLists({"list": [entry]}).find(fold(text)).get("list", [])
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ("get a life", "Get a life!", ["Get a life"]),
        ("get a life", "They get a lifeboat", []),
        ("(idiot|idiots)", "What idiots, idiot.", ["idiots", "idiot"]),
        ("get a [real] job", "get a job, get a real job", ["get a job", "get a real job"]),
        ("research ~ shows", "research by two towns shows", ["research by two towns shows"]),
        ("research ~ shows", "research by two or three towns shows", []),
        ("infest*", "infested", ["infested"]),
        ("f\\*ck", "f*ck that", ["f*ck"]),
        ("f\\*ck", "folk that", []),
        ("don't like it", "If you don’t like it", ["don’t like it"]),
        ("so what", "so,\nwhat", ["so,\nwhat"]),
        ("idiot", "1d10t and id1ot", ["id1ot"]),
    ],
)
def test_an_entry_finds_its_words(entry: str, text: str, expected: list[str]) -> None:
    assert found(entry, text) == expected


@pytest.mark.parametrize("entry", ["", "[real] job", "~ job", "cat*", "a{2}b", "(?:x)"])
def test_an_entry_that_is_no_cue_is_refused(entry: str) -> None:
    with pytest.raises((BadInput, ValueError)):
        WordLists({"list": [entry]})


def test_the_digest_changes_with_an_entry() -> None:
    assert WordLists({"a": ["one"]}).digest != WordLists({"a": ["two"]}).digest


def test_severe_words_are_not_readable_in_the_repository() -> None:
    severe = {"retard", "whore", "slut", "faggot"}
    files = sorted((seeds_dir() / "word_lists").glob("*.txt"))
    readable = [file for file in files if not file.name.endswith(".rot13.txt")]
    assert len(files) > len(readable) > 30
    for file in readable:
        assert not any(word in file.read_text(encoding="utf-8") for word in severe), file.name


@given(st.text(max_size=300))
@settings(max_examples=examples(150), deadline=None)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def all_hits(words: AuthorText) -> list[Hit]:
    return [hit for rule in RuleIndex(RULES).possible(words) for hit in rule.find(words)]


@given(st.text(alphabet="aeI'\"*. ,!?\n-’“0$é😀you idiot all men", max_size=200))
@settings(max_examples=examples(100), deadline=None)
def test_hits_lie_inside_the_text(text: str) -> None:
    words = AuthorText(text, sentences(text), shipped_word_lists())
    for hit in all_hits(words):
        assert 0 <= hit.span.start <= hit.span.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "you " * 5_000,
        "all the people who " * 1_000,
        "'" * 20_000,
        " 'a" * 6_000,
        "if " + "a, " * 6_000,
        "a" * 20_000,
        "?" * 20_000,
        "the a-b-c is not x, " * 1_000,
        "most of the very very very " * 700,
        "http://" + "a" * 19_000,
        "1,000," * 3_000,
        "x-" * 10_000,
        "\n" * 20_000,
    ],
    ids=lambda text: f"{len(text)} x {text[:12]!r}",
)
def test_hostile_long_text_is_read_in_bounded_time(text: str) -> None:
    started = time.perf_counter()
    all_hits(AuthorText(text, sentences(text), shipped_word_lists()))
    assert time.perf_counter() - started < 5.0  # seconds; usual is well under one


def _without_a_look_at_the_next_word(monkeypatch: pytest.MonkeyPatch) -> WordLists:
    """The shipped lists, each cue tried wherever its first word stands."""

    def open_to_any(entry: str) -> CuePattern:
        pattern = cue_pattern(entry)
        return CuePattern(pattern.regex, tuple(replace(o, next_run=None) for o in pattern.openings))

    with monkeypatch.context() as patched:
        patched.setattr(word_lists, "cue_pattern", open_to_any)
        return WordLists(shipped_word_lists().lists)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("(all the wise|all-knowing)", "all-knowing-"),
        ("(and so|and/or)", "and/or"),
        ("(fool* at|fooled)", "fooled$"),
        ("(not so|f\\*ck)", "f*ck"),
    ],
)
def test_an_alternative_is_found_where_another_begins_alike(entry: str, text: str) -> None:
    assert found(entry, text) != []


@pytest.mark.slow
@pytest.mark.hypothesis
def test_a_look_at_the_next_word_hides_no_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere = _without_a_look_at_the_next_word(monkeypatch)
    entries = [entry for entries in shipped_word_lists().lists.values() for entry in entries]
    words = sorted({word for entry in entries for word in re.findall(r"[\w'*-]+", entry)})
    pieces = st.one_of(
        st.sampled_from(words),
        st.sampled_from(entries).map(lambda entry: re.sub(r"[()\[\]|~*]+", " ", entry)),
        st.sampled_from([", ", "-", "'", "_", "$", ".", "?", "\n", "é", "a", "s", "ing", "n't"]),
    )
    gaps = st.sampled_from([" ", " ", " ", ", ", "", "  ", "-"])
    texts = st.lists(st.tuples(pieces, gaps), max_size=25)

    @given(texts)
    @settings(max_examples=examples(600), deadline=None)
    def same(parts: list[tuple[str, str]]) -> None:
        text = fold("".join(piece + gap for piece, gap in parts))
        assert shipped_word_lists().find(text) == everywhere.find(text)

    same()
    for word in words:  # what one alternative begins with, behind the beginning of another
        for text in (f"{word}-", f"{word}' x", f"{word}/or", f"{word}$ {word}", f"{word}?"):
            assert shipped_word_lists().find(fold(text)) == everywhere.find(fold(text))
    for entry in entries:  # every cue as it is written, with what it leaves open left out
        text = fold(re.sub(r"\[[^\]]*\]|[()~*]", " ", entry).replace("|", " "))
        assert shipped_word_lists().find(text) == everywhere.find(text)


def _word_by_word(lists: WordLists, folded: str) -> dict[str, list[Span]]:
    """What :meth:`WordLists.find` gives, by one search for words over the whole text."""
    spans: dict[str, list[Span]] = {}
    matches = list(word_lists.WORD.finditer(folded))
    words = [lists.word(match[0]) for match in matches]
    for match, word, behind in zip_longest(matches, words, words[1:]):
        cues = word.any_next if behind is None else word.by_next.get(behind.run, word.any_next)
        for cue in cues:
            if hit := cue.match(folded, match.start()):
                spans.setdefault(cue.list_name, []).append(Span(*hit.span()))
    return {name: word_lists._longest(of_list) for name, of_list in spans.items()}


@pytest.mark.hypothesis
def test_pieces_between_blanks_hide_no_cue() -> None:
    lists = shipped_word_lists()
    entries = [entry for of_list in lists.lists.values() for entry in of_list]
    plain = [re.sub(r"\[[^\]]*\]|[()~*]", " ", entry).replace("|", " ") for entry in entries]
    words = sorted({word for entry in entries for word in re.findall(r"[\w'*-]+", entry)})
    pieces = st.one_of(st.sampled_from(words), st.sampled_from(plain), st.text(max_size=3))
    gaps = st.sampled_from(
        [" ", " ", " ", "  ", "\n", " \n", ", ", ",", "", "-", "\t", "_", "\xa0"]
    )

    @given(st.lists(st.tuples(pieces, gaps), max_size=15))
    @settings(max_examples=examples(400), deadline=None)
    def same(parts: list[tuple[str, str]]) -> None:
        text = fold("".join(piece + gap for piece, gap in parts))
        assert lists.find(text) == _word_by_word(lists, text)

    same()
    lines = (seeds_dir() / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        text = fold(json.loads(line)["text"])
        assert lists.find(text) == _word_by_word(lists, text)
