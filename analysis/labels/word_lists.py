"""Cue lists: short readable patterns in text files, found in one pass over a text."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from analysis.domain.errors import BadInput
from analysis.domain.span import Span
from analysis.labels.cue_pattern import STAR, cue_pattern
from analysis.labels.word_starts import NOTED, WordStart, starts_in
from analysis.resources import seeds_dir

WORD = re.compile(r"[^\W_][\w$@*'-]*")
_ENTRY = re.compile(r"[\w' ()|\[\]~*?!,.$%@/\x01-]+")


MOST_REMEMBERED = 50_000
"""Words whose cues are remembered: more than the vocabulary of a newspaper's readers."""


@dataclass(frozen=True)
class _Cue:
    list_name: str
    regex: str

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """What its pattern matches at a place; compiled when a text first holds the cue's first
        word; most never do."""
        return re.compile(self.regex).match


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as texts have it: its first letters and digits, and the cues that it may begin.

    ``any_next`` may stand before any word, ``by_next`` only before one that begins with this run;
    the latter include the former. Most words that may begin a cue ("the" may begin 28) stand
    before one that goes on with none, which costs a look instead of an expression.
    """

    run: str
    any_next: tuple[_Cue, ...]
    by_next: Mapping[str, tuple[_Cue, ...]]


_NO_CUE = _Word("", (), {})


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two blanks: how many ``words``, the run of the first of them, where in
    it the cues may begin that depend on it alone, its last word with its place, and the words that
    some rule's expression begins with."""

    words: int
    first_run: str
    before_others: tuple[tuple[int, tuple[_Cue, ...]], ...]
    last: _Word
    last_at: int
    starts: tuple[WordStart, ...]


_LONGEST_REMEMBERED = 60
_RUN = re.compile(r"\w+")


class WordLists:
    """All cue lists, compiled; ``find`` gives the spans of every list in a folded text.

    An entry is words; ``(a|b)`` gives alternatives, ``[a]`` an optional word, ``~`` up to three
    words in between, ``word*`` any ending. Every pattern is bounded, so that no text can make
    the search slow.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = {name: tuple(entries) for name, entries in sorted(lists.items())}
        self._by_word: dict[str, list[tuple[_Cue, str | None]]] = {}
        self._by_prefix: dict[str, list[tuple[_Cue, str | None]]] = {}
        self._words = _Words(self)
        self._pieces = _Pieces(self)
        self._noted = 0
        for name, entries in self.lists.items():
            for entry in entries:
                self._add(name, entry)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the names and entries of all lists."""
        whole = "\n".join(f"{name}\t{e}" for name, entries in self.lists.items() for e in entries)
        return hashlib.sha256(whole.encode()).hexdigest()

    def find(self, folded: str) -> dict[str, list[Span]]:
        """Where the cues of each list stand in ``folded`` (lower case, straight quotes)."""
        return self.read(folded)[0]

    def read(self, folded: str) -> tuple[dict[str, list[Span]], list[WordStart]]:
        """What :meth:`find` gives, and the words that some rule's expression begins with."""
        spans_by_list: dict[str, list[Span]] = {}
        places, starts = self._places(folded)
        for start, cues in places:
            for cue in cues:
                match = cue.match(folded, start)
                if match is not None:
                    spans_by_list.setdefault(cue.list_name, []).append(Span(start, match.end()))
        return {name: _longest(spans) for name, spans in spans_by_list.items()}, starts

    def _places(self, folded: str) -> tuple[list[tuple[int, tuple[_Cue, ...]]], list[WordStart]]:
        """Where some cues may begin, in order, by each word and the one behind it; and the words
        that expressions begin with."""
        if self._noted != len(NOTED):
            self._pieces.clear()
            self._noted = len(NOTED)
        places: list[tuple[int, tuple[_Cue, ...]]] = []
        starts: list[WordStart] = []
        known, at = self._pieces, 0
        last, last_at = _NO_CUE, 0
        for text in folded.split(" "):
            piece = known[text]
            if piece.words:
                if last.any_next or last.by_next:
                    cues = last.by_next.get(piece.first_run, last.any_next)
                    if cues:
                        places.append((last_at, cues))
                for inside, cues in piece.before_others:
                    places.append((at + inside, cues))
                last, last_at = piece.last, at + piece.last_at
            for word, inside in piece.starts:
                starts.append((word, at + inside))
            at += len(text) + 1
        if last.any_next:
            places.append((last_at, last.any_next))
        return places, starts

    def piece(self, text: str) -> _Piece:
        """What is known of what stands between two blanks."""
        matches = list(WORD.finditer(text))
        starts = starts_in(text)
        if not matches:
            return _Piece(0, "", (), _NO_CUE, 0, starts)
        words = [self._words[match[0]] for match in matches]
        before_others = []
        for match, word, behind in zip(matches, words, words[1:], strict=False):
            cues = word.by_next.get(behind.run, word.any_next)
            if cues:
                before_others.append((match.start(), cues))
        last_at = matches[-1].start()
        return _Piece(len(words), words[0].run, tuple(before_others), words[-1], last_at, starts)

    def word(self, word: str) -> _Word:
        """What is known of a word."""
        cues = list(self._by_word.get(word, ()))
        stem = re.split(r"['-]", word, maxsplit=1)[0]
        if stem != word:
            cues += self._by_word.get(stem, ())
        cues += self._by_prefix.get(word[:4], ()) if len(word) >= 4 else ()
        first_run = _RUN.match(word)
        if first_run is None or first_run[0] != word:
            # Another alternative of a cue may go on behind the run: "all-knowing" of "all the".
            cues = [(cue, None) for cue, _ in cues]
        always = [cue for cue, run in cues if run is None]
        runs = {run for _, run in cues if run is not None}
        by_next = {
            run: tuple(dict.fromkeys([*always, *(cue for cue, own in cues if own == run)]))
            for run in runs
        }
        run = first_run[0] if first_run is not None else ""
        return _Word(run, tuple(dict.fromkeys(always)), by_next)

    def _add(self, name: str, entry: str) -> None:
        entry = entry.replace("\\*", STAR)
        if not _ENTRY.fullmatch(entry) or entry.startswith(("[", "~", " ")):
            raise BadInput(f"word list {name}: entry {entry!r} is not words with ( | ) [ ] ~ *")
        try:
            pattern = cue_pattern(entry)
        except ValueError:  # a bracket that is not closed, or closes nothing
            raise BadInput(f"word list {name}: entry {entry!r} has a bracket too many") from None
        cue = _Cue(name, pattern.regex)
        for opening in pattern.openings:
            head = opening.word
            if "*" in head and STAR not in entry:
                if head.index("*") < 4:
                    raise BadInput(f"word list {name}: {entry!r} needs four letters before '*'")
                self._by_prefix.setdefault(head[:4], []).append((cue, opening.next_run))
            else:
                self._by_word.setdefault(head, []).append((cue, opening.next_run))


class _Words(dict[str, _Word]):
    """Words and what is known of them; worked out when first asked."""

    def __init__(self, lists: WordLists) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, word: str) -> _Word:
        known = self._lists.word(word)
        if len(self) < MOST_REMEMBERED:
            self[word] = known
        return known


class _Pieces(dict[str, _Piece]):
    """The same of pieces between blanks, a word with its marks."""

    def __init__(self, lists: WordLists) -> None:
        super().__init__()
        self._lists = lists

    def __missing__(self, text: str) -> _Piece:
        known = self._lists.piece(text)
        if len(text) <= _LONGEST_REMEMBERED and len(self) < MOST_REMEMBERED:
            self[text] = known
        return known


def _longest(spans: list[Span]) -> list[Span]:
    """The spans without those that lie inside another one of the same list."""
    if len(spans) == 1:
        return spans
    longest: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if not longest or span.end > longest[-1].end:
            longest.append(span)
    return longest


def read_list(path: Path) -> tuple[str, ...]:
    """The entries of one file: a line each, ``#`` comments. ``*.rot13.txt`` is stored in ROT13."""
    text = path.read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].strip().lower() for line in text.splitlines())
    entries = [line for line in lines if line]
    if path.name.endswith(".rot13.txt"):
        entries = [codecs.decode(entry, "rot13") for entry in entries]
    return tuple(entries)


@lru_cache(maxsize=2)
def shipped_word_lists(folder: Path | None = None) -> WordLists:
    """The lists that ship in ``seeds/word_lists``, read and compiled once."""
    where = folder or seeds_dir() / "word_lists"
    files = sorted(where.glob("*.txt"))
    if not files:
        raise BadInput(f"word lists: no .txt file in the folder {where.name}, expected some")
    return WordLists({file.name.split(".", 1)[0]: read_list(file) for file in files})
