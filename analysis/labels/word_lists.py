"""Cue lists: short readable patterns in text files, found in one pass over a text."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analysis.domain.errors import BadInput
from analysis.domain.span import Span
from analysis.resources import seeds_dir

WORD = re.compile(r"[^\W_][\w$@*'-]*")
_ENTRY = re.compile(r"[\w' ()|\[\]~*?!,.$%@/\x01-]+")
_SPACE = r"[\s,]{1,3}"
_GAP = rf"(?:{_SPACE}[\w'-]+){{0,3}}"  # "~": up to three words in between
_STAR = "\x01"  # a star that stands in the text itself, written \\* in a list


MOST_REMEMBERED = 50_000
"""Words whose cues are remembered: more than the vocabulary of a newspaper's readers."""


@dataclass(frozen=True, slots=True)
class _Cue:
    list_name: str
    pattern: re.Pattern[str]


class WordLists:
    """All cue lists, compiled; ``find`` gives the spans of every list in a folded text.

    An entry is words; ``(a|b)`` gives alternatives, ``[a]`` an optional word, ``~`` up to three
    words in between, ``word*`` any ending. Every pattern is bounded, so that no text can make
    the search slow.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = {name: tuple(entries) for name, entries in sorted(lists.items())}
        self._by_word: dict[str, list[_Cue]] = {}
        self._by_prefix: dict[str, list[_Cue]] = {}
        self._known: dict[str, tuple[_Cue, ...]] = {}
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
        spans_by_list: dict[str, list[Span]] = {}
        for word in WORD.finditer(folded):
            for cue in self._cues_of(word.group()):
                match = cue.pattern.match(folded, word.start())
                if match is not None:
                    spans_by_list.setdefault(cue.list_name, []).append(
                        Span(match.start(), match.end())
                    )
        return {name: _longest(spans) for name, spans in spans_by_list.items()}

    def _cues_of(self, word: str) -> tuple[_Cue, ...]:
        """The cues that may begin with this word; remembered, because words repeat."""
        known = self._known.get(word)
        if known is None:
            cues = list(self._by_word.get(word, ()))
            stem = re.split(r"['-]", word, maxsplit=1)[0]
            if stem != word:
                cues += self._by_word.get(stem, ())
            cues += self._by_prefix.get(word[:4], ()) if len(word) >= 4 else ()
            known = tuple(cues)
            if len(self._known) < MOST_REMEMBERED:
                self._known[word] = known
        return known

    def _add(self, name: str, entry: str) -> None:
        entry = entry.replace("\\*", _STAR)
        if not _ENTRY.fullmatch(entry) or entry.startswith(("[", "~", " ")):
            raise BadInput(f"word list {name}: entry {entry!r} is not words with ( | ) [ ] ~ *")
        try:
            heads = _heads(entry)
            pattern = re.compile(_regex(entry))
        except (ValueError, re.error):  # a bracket that is not closed, or closes nothing
            raise BadInput(f"word list {name}: entry {entry!r} has a bracket too many") from None
        for head in heads:
            head = head.replace(_STAR, "*")
            cue = _Cue(name, pattern)
            if "*" in head and _STAR not in entry:
                if head.index("*") < 4:
                    raise BadInput(f"word list {name}: {entry!r} needs four letters before '*'")
                self._by_prefix.setdefault(head[:4], []).append(cue)
            else:
                self._by_word.setdefault(head, []).append(cue)


def _heads(entry: str) -> list[str]:
    """The possible first words of an entry, as the word finder would cut them."""
    if entry.startswith("("):
        choices = entry[1 : entry.index(")")].split("|")
    else:
        first = entry.split()[0]
        stem, _, rest = first.partition("(")
        choices = [stem + choice for choice in rest.rstrip(")").split("|")] if rest else [stem]
    return [re.split(r"[\s?!,.]", choice, maxsplit=1)[0] for choice in choices]


def _regex(entry: str) -> str:
    """The linear regular expression of an entry; spaces match one to three blanks."""
    out: list[str] = []
    for token in re.findall(r"\[[^\]]*\]|[^\s\[\]]+", _protect(entry)):
        lead = _SPACE if out else ""
        if token.startswith("~"):
            out.append(_GAP)
        elif token.startswith("["):
            out.append(f"(?:{lead}(?:{_word(token[1:-1])}))?")
        else:
            out.append(lead + _word(token))
    return "".join(out) + r"(?!\w)"


def _protect(entry: str) -> str:
    """Spaces inside parentheses and brackets become ``\\x00``, so that a group is one token."""
    return re.sub(r"[(\[][^)\]]*[)\]]", lambda m: m.group().replace(" ", "\x00"), entry)


def _word(token: str) -> str:
    escaped = re.sub(r"([?!.$+])", r"\\\1", token).replace("*", r"\w*")
    return escaped.replace(_STAR, r"\*").replace("(", "(?:").replace("\x00", _SPACE)


def _longest(spans: list[Span]) -> list[Span]:
    """The spans without those that lie inside another one of the same list."""
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
