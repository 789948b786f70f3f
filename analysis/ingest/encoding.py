"""Which characters the bytes of a file stand for; nothing is guessed silently."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Any

from analysis.domain.errors import BadInput
from analysis.ingest.legacy_encoding import guess
from analysis.ingest.source import Source

SAMPLE = 65_536
"""Bytes looked at to tell text from a binary file, and UTF-16 without a mark."""

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (save it as .xlsx or CSV)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"PAR1", "a Parquet file (format parquet)"),
)
_JAPANESE_MAIL = b"\x1b$B"
_BINARY_SHARE = 0.05
"""More control bytes than this are not text: English prose has none, a stray NUL is one."""
_BROKEN_SHARE = 0.5
"""Up to this share of the multi-byte places broken, a file counts as damaged UTF-8."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file, remarks on how it was found, and what was assumed."""

    name: str
    remarks: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()


def sniff(source: Source) -> Encoding:
    """The encoding of a text file.

    Raises ``BadInput`` for a binary file, and where two old encodings fit its words alike.
    """
    sample = source.head(SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return Encoding(name)
    for magic, what in _MAGIC:
        if sample.startswith(magic):
            raise BadInput(f"{source.name} is {what}, expected a text, CSV, JSONL or Parquet file.")
    wide = _wide_without_mark(sample)
    if wide:
        return Encoding(wide, (f"The file has no byte-order mark; it was read as {wide}.",))
    control = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 27))
    if control > _BINARY_SHARE * len(sample):
        raise BadInput(f"{source.name} is a binary file, expected text, CSV, JSONL or Parquet.")
    good, broken = _count_multibyte(source)
    if not broken and not good and _JAPANESE_MAIL in sample:
        switching = "The letters are switched as in Japanese mail; it was read as iso2022-jp."
        return Encoding("iso2022_jp", (), (switching,))
    if not broken:
        return Encoding("utf-8")
    if broken <= _BROKEN_SHARE * (good + broken):
        remark = f"{broken} places are not valid UTF-8; what holds them was set aside."
        return Encoding("utf-8", (remark,))
    return _legacy(source)


def _legacy(source: Source) -> Encoding:
    """An encoding from before UTF-8 by the file's words; ``BadInput`` where they don't tell."""
    with source.open_bytes() as file:
        guessed = guess(file)
    if guessed.western:
        western = "The file is not UTF-8; it was read as cp1252 (Western European)."
        return Encoding("cp1252", (western,))
    names = guessed.fitting
    if len(names) > 1:
        raise BadInput(
            f"{source.name} is not UTF-8; by its words it may be {' or '.join(names)}. Say "
            f"which, as in --encoding {names[0]}."
        )
    if not names and not guessed.few:
        raise BadInput(
            f"{source.name} is not UTF-8, and its words look like none of the older encodings "
            "that are told apart; say which it is, as in --encoding cp1252."
        )
    doubt = "which its words do not look like; --encoding names another"
    why = "by its words; --encoding names another" if names else doubt
    name = names[0] if names else "cp1252"
    return Encoding(name, (), (f"The file is not UTF-8; it was read as {name}, {why}.",))


def checked(encoding: str) -> str:
    """``encoding`` if Python knows it as a text encoding; ``BadInput`` otherwise."""
    try:
        info = codecs.lookup(encoding)
        "a".encode(info.name)
    except (LookupError, ValueError, TypeError) as error:
        raise BadInput(
            f"Unknown encoding {encoding!r}; expected for example utf-8, utf-8-sig, cp1252, utf-16."
        ) from error
    return info.name


def errors_for(encoding: str) -> str:
    """The error handler that keeps broken bytes recognisable instead of stopping the reading."""
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def is_broken(text: str) -> bool:
    """Whether ``text`` holds bytes or half characters that no encoding could read."""
    if text.isascii():
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def holds_broken(value: Any, depth: int = 0) -> bool:
    """Whether a value, or one inside it, is such a text."""
    if isinstance(value, str):
        return is_broken(value)
    if depth < 8:
        if isinstance(value, dict):
            return any(
                holds_broken(k, depth + 1) or holds_broken(v, depth + 1) for k, v in value.items()
            )
        if isinstance(value, list):
            return any(holds_broken(inner, depth + 1) for inner in value)
    return False


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of mostly Latin text is zero."""
    pairs = len(sample) // 2
    if pairs < 4:
        return None
    odd = sample[1::2].count(0) / pairs
    even = sample[0::2].count(0) / pairs
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    if even > 0.7 and odd < 0.1:
        return "utf-16-be"
    return None


def _count_multibyte(source: Source) -> tuple[int, int]:
    """How many characters beyond ASCII decode as UTF-8, and how many places do not."""
    good = broken = 0
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with source.open_bytes() as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if text.isascii():
                continue
            beyond = len(text) - len(text.encode("ascii", "ignore"))
            lost = len(text) - len(text.encode("utf-8", "ignore").decode("utf-8"))
            good += beyond - lost
            broken += lost
    broken += len(decoder.decode(b"", final=True))
    return good, broken
